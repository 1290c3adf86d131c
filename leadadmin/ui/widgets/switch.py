"""Switch: on or off, at once."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from leadadmin.ui.theme import theme_of

_TRACK = QSize(36, 20)
_TEXT_GAP = 8


class Switch(QAbstractButton):
    """A two-state switch with optional text; Space toggles it, assistive tools see a check box.

    The accessible role follows from being checkable; give it a text or an accessible name.
    """

    def __init__(self, text: str = "", *, checked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(True)
        self.setChecked(checked)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def why_not(self, reason: str) -> None:
        """Disable with a reason in words, or enable with an empty one."""
        self.setEnabled(not reason)
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)

    def sizeHint(self) -> QSize:
        text = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(_TRACK.width() + (text + _TEXT_GAP if text else 0), 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(0.5, (self.height() - _TRACK.height()) / 2 + 0.5, _TRACK.width() - 1, 19)
        on, enabled = self.isChecked(), self.isEnabled()
        if on:
            fill = theme.track if not enabled else theme.accent_hover if self.underMouse() else theme.accent
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(fill))
            knob = theme.on_accent if enabled else theme.disabled
        else:
            painter.setPen(QPen(QColor(theme.field_line if enabled else theme.border), 1))
            painter.setBrush(QColor(theme.hover if self.underMouse() and enabled else theme.base))
            knob = theme.field_line if enabled else theme.disabled
        painter.drawRoundedRect(track, 9.5, 9.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(knob))
        left = track.right() - 15.5 if on else track.left() + 3.5
        painter.drawEllipse(QRectF(left, track.top() + 3.5, 12, 12))
        if self.text():
            painter.setPen(QColor(theme.text if enabled else theme.disabled))
            room = self.rect().adjusted(_TRACK.width() + _TEXT_GAP, 0, 0, 0)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(room, int(flags), self.text())
