"""Sections of a form: a header that says the content in one line, and a body built when first opened."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from leadadmin.ui.icons import CELL, NAV, paint_icon
from leadadmin.ui.style.fonts import Type, type_font
from leadadmin.ui.style.metrics import SPACE_L, SPACE_S
from leadadmin.ui.theme import Tone, theme_of
from leadadmin.ui.widgets.card import Card
from leadadmin.ui.widgets.labels import hline

_HEIGHT = 39
"""With the hairline below it makes the 40 of the design."""
_SUMMARY_LEFT = 185
_STATE_ICONS = {
    Tone.SUCCESS: "circle-check",
    Tone.WARNING: "triangle-alert",
    Tone.DANGER: "circle-x",
    Tone.INFO: "info",
    Tone.NEUTRAL: "circle-dashed",
}


class _SectionHeader(QAbstractButton):
    def __init__(self, title: str) -> None:
        super().__init__()
        self.setText(title)
        self.summary = ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(_SUMMARY_LEFT + 120, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = theme_of(self)
        painter = QPainter(self)
        chevron = QRect(SPACE_L, (self.height() - CELL) // 2, CELL, CELL)
        name = "chevron-down" if self.isChecked() else "chevron-right"
        paint_icon(painter, chevron, name, QColor(theme.text2))
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        title_font = type_font(Type.CARD_TITLE)
        left = chevron.right() + 13
        painter.setFont(title_font)
        painter.setPen(QColor(theme.text))
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), flags, self.text())
        end = left + QFontMetrics(title_font).horizontalAdvance(self.text()) + SPACE_L
        room = self.rect().adjusted(max(end, _SUMMARY_LEFT), 0, -SPACE_S, 0)
        font = type_font(Type.BODY)
        painter.setFont(font)
        painter.setPen(QColor(theme.text2))
        summary = QFontMetrics(font).elidedText(self.summary, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, flags, summary)


class StateIcon(QWidget):
    """A 20 px icon for a state, whose word is its tooltip and accessible name."""

    def __init__(self, tone: Tone = Tone.NEUTRAL, says: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(NAV, NAV)
        self.show_state(tone, says)

    def show_state(self, tone: Tone, says: str) -> None:
        """Show another state."""
        self._tone = tone
        self.setToolTip(says)
        self.setAccessibleName(says)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        color = QColor(theme_of(self).tint(self._tone).text)
        paint_icon(QPainter(self), QRect(1, 1, 18, 18), _STATE_ICONS[self._tone], color)


class Section(QWidget):
    """One collapsible section.

    `build` makes the content and is called once, when the section is first opened. `set_summary` says the
    content in words, shown beside the title (while open too, unless `hide_summary_when_open`).
    """

    opened = Signal(bool)

    def __init__(
        self,
        title: str,
        build: Callable[[], QWidget],
        *,
        summary: str = "",
        open_now: bool = False,
        hide_summary_when_open: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._build: Callable[[], QWidget] | None = build
        self._content: QWidget | None = None
        self._hide_summary = hide_summary_when_open
        self._summary = summary
        self._header = _SectionHeader(title)
        self._state = StateIcon()
        self._state.hide()
        self._tools = QHBoxLayout()
        self._tools.setSpacing(SPACE_S)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, SPACE_L, 0)
        top.setSpacing(SPACE_S)
        top.addWidget(self._header, 1)
        top.addLayout(self._tools)
        top.addWidget(self._state)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._box.addLayout(top)
        self._header.toggled.connect(self._toggle)
        self._name()
        if open_now:
            self.set_open(True)

    def set_open(self, opened: bool) -> None:
        """Open or close the section."""
        self._header.setChecked(opened)

    def is_open(self) -> bool:
        """Return whether the content is in sight."""
        return self._header.isChecked()

    def content(self) -> QWidget | None:
        """Return the content, or None while the section was never opened."""
        return self._content

    def set_hide_summary_when_open(self, hide: bool) -> None:
        """Say the content beside the title while the section is open, too, or only while it is closed."""
        self._hide_summary = hide
        self._name()

    def set_summary(self, summary: str) -> None:
        """Say the content in one line."""
        self._summary = summary
        self._name()

    def set_state(self, tone: Tone, says: str) -> None:
        """Show a state icon at the right; `says` is its word."""
        self._state.show_state(tone, says)
        self._state.show()

    def add_tool(self, widget: QWidget) -> None:
        """Put a quiet button into the header, shown while the section is open."""
        widget.setVisible(self.is_open())
        self.opened.connect(widget.setVisible)
        self._tools.addWidget(widget)

    def _toggle(self, opened: bool) -> None:
        if opened and self._build is not None:
            self._content = self._build()
            self._build = None
            self._box.addWidget(self._content)
        if self._content is not None:
            self._content.setVisible(opened)
        self._name()
        self.opened.emit(opened)

    def _name(self) -> None:
        opened = self.is_open()
        self._header.summary = "" if opened and self._hide_summary else self._summary
        self._header.setAccessibleName(self._header.text())
        self._header.setAccessibleDescription(self._summary)
        self._header.setToolTip("" if opened else self._summary)
        self._header.update()


class SectionCard(Card):
    """A card of sections, parted by hairlines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=1, parent=parent)
        self.body.setSpacing(0)
        self._count = 0

    def add(self, section: Section) -> Section:
        """Add a section below the others and return it."""
        if self._count:
            self.body.addWidget(hline())
        self._count += 1
        self.body.addWidget(section)
        return section
