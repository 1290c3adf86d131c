"""Weekday picker: seven buttons, Monday first."""

from PySide6.QtCore import QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from leadadmin.ui.style.fonts import MEDIUM, Type, type_font
from leadadmin.ui.style.metrics import FIELD_HEIGHT, RADIUS_CONTROL, SPACE_XS
from leadadmin.ui.theme import theme_of


class _Day(QAbstractButton):
    def __init__(self, short: str, name: str) -> None:
        super().__init__()
        self.setText(short)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(max(36, self.fontMetrics().horizontalAdvance(self.text()) + 16), FIELD_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, enabled = self.isChecked(), self.isEnabled()
        fill = theme.selection if on else theme.hover if self.underMouse() and enabled else theme.base
        painter.setPen(QPen(QColor(theme.info.line if on else theme.control_line), 1))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_CONTROL, RADIUS_CONTROL)
        painter.setPen(QColor(theme.disabled if not enabled else theme.text if on else theme.text2))
        painter.setFont(type_font(Type.BODY, MEDIUM if on else None))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.text())


class WeekdayPicker(QWidget):
    """Any of the seven days; days are numbered as ISO 8601 does, Monday is 1 and Sunday 7."""

    changed = Signal()

    def __init__(self, days: set[int] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_XS)
        locale = QLocale()
        self._days: dict[int, _Day] = {}
        for number in range(1, 8):
            name = locale.standaloneDayName(number, QLocale.FormatType.LongFormat)
            day = _Day(name[:2].capitalize(), name)
            day.setChecked(number in (days or set()))
            day.toggled.connect(self.changed)
            row.addWidget(day)
            self._days[number] = day
        self.setFocusProxy(self._days[1])
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def days(self) -> set[int]:
        """Return the chosen days, 1 to 7."""
        return {number for number, day in self._days.items() if day.isChecked()}

    def set_days(self, days: set[int]) -> None:
        """Choose exactly these days."""
        for number, day in self._days.items():
            day.setChecked(number in days)
