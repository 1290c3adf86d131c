"""Segmented control: one of a few, all in sight."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from leadadmin.ui.icons import CELL, paint_icon
from leadadmin.ui.style.focus import OWN_FOCUS, shows_focus
from leadadmin.ui.style.fonts import MEDIUM, SEMIBOLD, Type, type_font
from leadadmin.ui.style.metrics import FIELD_HEIGHT, RADIUS_CONTROL, SMALL_HEIGHT, SPACE_M, SPACE_S
from leadadmin.ui.style.proxy import paint_focus_ring
from leadadmin.ui.theme import theme_of


@dataclass(frozen=True, slots=True)
class Segment:
    """One choice: its key, its words, an icon's name and a count shown after the words (both may be empty)."""

    key: str
    text: str
    icon: str = ""
    count: str = ""


class _SegmentButton(QRadioButton):
    """Paints itself; being a radio button gives it role, arrow keys and exclusive groups."""

    def __init__(self, segment: Segment, *, small: bool) -> None:
        super().__init__(segment.text)
        self.segment, self._small = segment, small
        self.first = self.last = False
        self.setProperty(OWN_FOCUS, True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{segment.text} {segment.count}".strip())

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(type_font(Type.BODY, SEMIBOLD))
        wide = metrics.horizontalAdvance(self.segment.text) + 2 * SPACE_M + 2
        if self.segment.count:
            wide += metrics.horizontalAdvance(self.segment.count) + SPACE_S - 2
        if self.segment.icon:
            wide += CELL + SPACE_S
        return QSize(wide, SMALL_HEIGHT if self._small else FIELD_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        # Neighbours share one line: each draws its right half outside of the widget except the last.
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5 if self.last else 0.5, -0.5)
        fill = theme.selection if on else theme.hover if self.underMouse() else theme.base
        painter.setPen(QPen(QColor(theme.control_line), 1))
        painter.setBrush(QColor(fill))
        painter.drawPath(self._outline(box))
        color = theme.disabled if not self.isEnabled() else theme.text if on else theme.text2
        left = SPACE_M + 1
        if self.segment.icon:
            place = QRect(left, (self.height() - CELL) // 2, CELL, CELL)
            paint_icon(painter, place, self.segment.icon, QColor(color))
            left += CELL + SPACE_S
        painter.setPen(QColor(color))
        painter.setFont(type_font(Type.BODY, SEMIBOLD if on else MEDIUM if self.segment.count else None))
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        room = self.rect().adjusted(left, 0, 0, 0)
        used = painter.boundingRect(room, flags, self.segment.text)
        if not self.segment.count:
            painter.drawText(
                self.rect().adjusted(left, 0, -SPACE_M, 0), int(Qt.AlignmentFlag.AlignCenter), self.segment.text
            )
        else:
            painter.drawText(room, flags, self.segment.text)
            painter.drawText(room.adjusted(used.width() + SPACE_S - 2, 0, 0, 0), flags, self.segment.count)
        if shows_focus(self):
            paint_focus_ring(painter, self.rect(), theme)

    def _outline(self, box: QRectF) -> QPainterPath:
        path, r = QPainterPath(), float(RADIUS_CONTROL)
        left, right = (r if self.first else 0.0), (r if self.last else 0.0)
        path.moveTo(box.left() + left, box.top())
        path.lineTo(box.right() - right, box.top())
        if right:
            path.quadTo(box.topRight(), QPointF(box.right(), box.top() + right))
        path.lineTo(box.right(), box.bottom() - right)
        if right:
            path.quadTo(box.bottomRight(), QPointF(box.right() - right, box.bottom()))
        path.lineTo(box.left() + left, box.bottom())
        if left:
            path.quadTo(box.bottomLeft(), QPointF(box.left(), box.bottom() - left))
        path.lineTo(box.left(), box.top() + left)
        if left:
            path.quadTo(box.topLeft(), QPointF(box.left() + left, box.top()))
        path.closeSubpath()
        return path


class SegmentedControl(QWidget):
    """A row of exclusive segments; arrow keys move the choice."""

    chosen = Signal(str)

    def __init__(
        self, segments: list[Segment], *, says: str = "", small: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._small = small
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._buttons: dict[str, _SegmentButton] = {}
        self.setAccessibleName(says)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group.buttonToggled.connect(self._toggled)
        self.set_segments(segments)

    def set_segments(self, segments: list[Segment]) -> None:
        """Show other segments (or other counts); the choice stays when its key is still there."""
        before = self.current()
        blocked = self._group.blockSignals(True)
        for old in self._buttons.values():
            self._group.removeButton(old)
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons = {}
        for number, segment in enumerate(segments):
            made = _SegmentButton(segment, small=self._small)
            made.first, made.last = number == 0, number == len(segments) - 1
            self._group.addButton(made)
            self._row.addWidget(made)
            self._buttons[segment.key] = made
        start = before if before in self._buttons else next(iter(self._buttons), "")
        if start:
            self._buttons[start].setChecked(True)
        self._group.blockSignals(blocked)

    def current(self) -> str:
        """Return the key of the chosen segment; empty when there are none."""
        return next((key for key, made in self._buttons.items() if made.isChecked()), "")

    def choose(self, key: str) -> None:
        """Choose a segment; raises `KeyError` for one that is not there."""
        self._buttons[key].setChecked(True)

    def _toggled(self, made: QRadioButton, on: bool) -> None:
        if on and isinstance(made, _SegmentButton):
            self.chosen.emit(made.segment.key)
