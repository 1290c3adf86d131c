"""Toast: a short notice at the lower right inside the window, one at a time, with an action where there is one."""

from collections.abc import Callable
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QEnterEvent, QHideEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadadmin.ui.style.fonts import SEMIBOLD
from leadadmin.ui.style.metrics import RADIUS_CARD, SPACE_L, SPACE_M, SPACE_S, STATUS_BAR_HEIGHT, TOAST_WIDTH
from leadadmin.ui.theme import Tone, theme_of
from leadadmin.ui.widgets.action_bar import ActionBar
from leadadmin.ui.widgets.buttons import button, icon_button
from leadadmin.ui.widgets.empty import TONE_ICONS, IconLabel
from leadadmin.ui.widgets.labels import Label

SHOWN_MS = 6000
_SHADOW = 8


@dataclass(frozen=True, slots=True)
class ToastSpec:
    """What a toast says, and what can be done about it."""

    text: str
    detail: str = ""
    tone: Tone = Tone.SUCCESS
    action: str = ""
    on_action: Callable[[], object] | None = None


class Toast(QWidget):
    """Lives in one window and shows one notice at a time; a new one takes the place of the old.

    It leaves after 6 s, but stays while the pointer or the keyboard is on it; Esc closes it.
    """

    def __init__(self, window: QWidget, *, shown_ms: int = SHOWN_MS) -> None:
        super().__init__(window)
        self._window = window
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(shown_ms)
        self._timer.timeout.connect(self._leave)
        self._spec: ToastSpec | None = None
        self._content: QWidget | None = None
        self._came_from: QWidget | None = None
        self._box = QVBoxLayout(self)
        edge = _SHADOW
        self._box.setContentsMargins(edge, edge, edge, edge)
        self.setFixedWidth(TOAST_WIDTH + 2 * edge)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        window.installEventFilter(self)
        self.hide()

    def show_notice(self, spec: ToastSpec) -> None:
        """Show a notice now."""
        self._spec = spec
        if not self._has_focus():
            self._came_from = self._window.focusWidget()
        if self._content is not None:
            self._box.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._content = self._make(spec)
        self._box.addWidget(self._content)
        self._content.show()
        self.setAccessibleName(f"{spec.text} {spec.detail}".strip())
        self._box.activate()
        self.resize(self.width(), self._box.totalHeightForWidth(self.width()))
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def dismiss(self) -> None:
        """Close it; a focus inside goes back to where it came from."""
        if self._has_focus() and self._came_from is not None and shiboken6.isValid(self._came_from):
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()

    def _has_focus(self) -> bool:
        focus = self.window().focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def spec(self) -> ToastSpec | None:
        """Return what is shown, or was shown last."""
        return self._spec

    def _make(self, spec: ToastSpec) -> QWidget:
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(SPACE_L, SPACE_M, SPACE_S, SPACE_M)
        row.setSpacing(SPACE_M)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(IconLabel(TONE_ICONS[spec.tone], 18, spec.tone.value), 0, top)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(spec.text, weight=SEMIBOLD, wrap=True))
        if spec.detail:
            words.addWidget(Label(spec.detail, tone="text2", wrap=True))
        if spec.action:
            words.addSpacing(SPACE_S - 2)
            line = QHBoxLayout()
            line.addWidget(button(spec.action, on_click=self._act, small=True))
            line.addStretch()
            words.addLayout(line)
        row.addLayout(words, 1)
        row.addWidget(icon_button("x", self.tr("Close"), self.dismiss), 0, top)
        return content

    def _act(self) -> None:
        spec = self._spec
        self.dismiss()
        if spec is not None and spec.on_action is not None:
            spec.on_action()

    def _leave(self) -> None:
        if self.underMouse() or self._has_focus():
            self._timer.start()
        else:
            self.hide()

    def _place(self) -> None:
        """At the lower right, but above an action bar there: the notice may ask for what is pressed in it."""
        room = self._window.rect()
        edge = SPACE_L - _SHADOW
        place = QRect(QPoint(), self.size())
        place.moveBottomRight(QPoint(room.right() - edge, room.bottom() - edge - STATUS_BAR_HEIGHT))
        for bar in self._window.findChildren(ActionBar):
            covered = QRect(bar.mapTo(self._window, QPoint()), bar.size())
            if bar.isVisible() and covered.intersects(place):
                place.moveBottom(covered.top() - edge)
        self.move(place.topLeft())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(self.rect()).adjusted(_SHADOW, _SHADOW, -_SHADOW, -_SHADOW)
        for grow in range(_SHADOW, 0, -1):
            color = QColor(theme.shadow)
            color.setAlphaF((0.05 if theme.dark else 0.014) * (_SHADOW - grow + 1) / 3)
            painter.setBrush(color)
            around = box.adjusted(-grow, 2 - grow, grow, min(grow + 2, _SHADOW))
            painter.drawRoundedRect(around, RADIUS_CARD + grow, RADIUS_CARD + grow)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(QColor(theme.raised))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_CARD, RADIUS_CARD)
