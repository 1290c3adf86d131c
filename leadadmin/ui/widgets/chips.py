"""Chips: filters in force, or offers to filter; they live in a flow layout that wraps."""

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from leadadmin.ui.icons import CELL, paint_icon
from leadadmin.ui.style.fonts import REGULAR, SEMIBOLD, Type, type_font
from leadadmin.ui.style.metrics import CHIP_HEIGHT, SPACE_M, SPACE_S
from leadadmin.ui.theme import theme_of


class Chip(QAbstractButton):
    """`label: value ×` when a filter is in force, or an outlined `icon label ⌄` that offers one.

    A click (Space, Enter) opens what belongs to it; the cross, Delete or Backspace emit `removed`.
    """

    removed = Signal()

    def __init__(
        self,
        label: str,
        value: str = "",
        *,
        icon: str = "",
        trailing: str = "",
        on: bool = False,
        removable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._label, self._value, self._icon, self._trailing = label, value, icon, trailing
        self._on = on or bool(value) or removable
        self._removable = removable
        self._over_cross = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._name()

    def set_label(self, label: str) -> None:
        """Show another label."""
        self._label = label
        self._name()
        self.updateGeometry()
        self.update()

    def set_value(self, value: str) -> None:
        """Show another value."""
        self._value = value
        self._name()
        self.updateGeometry()
        self.update()

    def set_on(self, on: bool) -> None:
        """Tint the chip as chosen or not."""
        self._on = on
        self.update()

    def set_removable(self, removable: bool) -> None:
        """Show the cross at the end in place of the mark, or not."""
        self._removable = removable
        self._over_cross = False
        self._name()
        self.updateGeometry()
        self.update()

    def _name(self) -> None:
        words = f"{self._label}: {self._value}" if self._value else self._label
        self.setText(words)
        self.setAccessibleName(words)
        self.setAccessibleDescription(self.tr("Delete removes it") if self._removable else "")

    def _prefix(self) -> str:
        return f"{self._label}: " if self._value else self._label

    def sizeHint(self) -> QSize:
        wide = 2 * SPACE_M
        wide += QFontMetrics(type_font(Type.BODY, REGULAR)).horizontalAdvance(self._prefix()) + 1
        wide += QFontMetrics(type_font(Type.BODY, SEMIBOLD)).horizontalAdvance(self._value)
        if self._icon:
            wide += CELL + SPACE_S - 2
        if self._trailing or self._removable:
            wide += CELL + SPACE_S - 4
        return QSize(wide, CHIP_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        enabled = self.isEnabled()
        fill = theme.selection if self._on else theme.hover if self.underMouse() and enabled else theme.base
        line = theme.info.line if self._on else theme.control_line
        painter.setPen(QPen(QColor(line if enabled else theme.border), 1))
        painter.setBrush(QColor(fill))
        half = CHIP_HEIGHT / 2 - 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), half, half)
        text = QColor(theme.text if self._on else theme.text2)
        if not enabled:
            text = QColor(theme.disabled)
        left = SPACE_M
        if self._icon:
            paint_icon(painter, QRect(left - 2, (self.height() - CELL) // 2, CELL, CELL), self._icon, text)
            left += CELL + SPACE_S - 2
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.setPen(QColor(theme.text2) if self._value and enabled else text)
        painter.setFont(type_font(Type.BODY, REGULAR))
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), flags, self._prefix())
        left += QFontMetrics(type_font(Type.BODY, REGULAR)).horizontalAdvance(self._prefix())
        painter.setPen(text)
        painter.setFont(type_font(Type.BODY, SEMIBOLD))
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), flags, self._value)
        mark = "x" if self._removable else self._trailing
        if mark:
            if self._over_cross and self._removable:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.info.line))
                painter.drawEllipse(self._cross().adjusted(-2, -2, 2, 2))
            paint_icon(painter, self._cross(), mark, text)

    def _cross(self) -> QRect:
        return QRect(self.width() - SPACE_M - CELL + 3, (self.height() - CELL) // 2, CELL, CELL)

    def _on_cross(self, place: QPoint) -> bool:
        return self._removable and place.x() >= self._cross().left() - 4

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._on_cross(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(False)
        self.update()
        super().leaveEvent(event)

    def _hover(self, over: bool) -> None:
        if over != self._over_cross:
            self._over_cross = over
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if self.isDown() and self._on_cross(place) and self.rect().contains(place):
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
