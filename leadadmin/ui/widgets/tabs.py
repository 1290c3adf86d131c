"""Tabs: words with a line below the current one; the width is that of the semibold word, so nothing jumps."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QTabBar, QWidget

from leadadmin.ui.icons import CELL, paint_icon
from leadadmin.ui.style.focus import shows_focus
from leadadmin.ui.style.fonts import SEMIBOLD, Type, type_font
from leadadmin.ui.style.metrics import PAGE_MARGIN, SPACE_M, SPACE_S, TABS_HEIGHT
from leadadmin.ui.style.proxy import paint_focus_ring
from leadadmin.ui.theme import theme_of


class Tabs(QTabBar):
    """A row of tabs, 40 high, on the page's own ground with a hairline below; starts at the page's margin.

    `add(text, key, icon_name)`; `currentChanged` tells the index, `key()` the current key.
    """

    def __init__(self, *, margin: int = PAGE_MARGIN, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._margin = margin
        self._icons: list[tuple[str, str]] = []
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFixedHeight(TABS_HEIGHT)

    def add(self, text: str, key: str, icon_name: str = "", icon_color: str = "") -> None:
        """Add a tab at the end."""
        self._icons.append((icon_name, icon_color))
        self.setTabData(self.addTab(text), key)

    def key(self) -> str:
        """Return the current tab's key; empty without tabs."""
        return str(self.tabData(self.currentIndex()) or "")

    def choose(self, key: str) -> None:
        """Make the tab of `key` current."""
        for number in range(self.count()):
            if self.tabData(number) == key:
                self.setCurrentIndex(number)

    def tabRemoved(self, index: int) -> None:
        del self._icons[index]
        super().tabRemoved(index)

    def tabSizeHint(self, index: int) -> QSize:
        wide = QFontMetrics(type_font(Type.BODY, SEMIBOLD)).horizontalAdvance(self.tabText(index))
        if self._icons[index][0]:
            wide += CELL + SPACE_S - 2
        wide += 2 * SPACE_M
        if index == 0:
            wide += self._margin - SPACE_M
        return QSize(wide, TABS_HEIGHT)

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = theme_of(self)
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(theme.border))
        for number in range(self.count()):
            rect = self.tabRect(number)
            left = rect.left() + (self._margin if number == 0 else SPACE_M)
            words = QRect(left, rect.top(), rect.right() - SPACE_M - left + 1, rect.height())
            current = number == self.currentIndex()
            name, color = self._icons[number]
            if name:
                place = QRect(left, (rect.height() - CELL) // 2, CELL, CELL)
                paint_icon(painter, place, name, theme.color(color or ("text" if current else "text2")))
                words.setLeft(left + CELL + SPACE_S - 2)
            painter.setFont(type_font(Type.BODY, SEMIBOLD if current else None))
            enabled = self.isTabEnabled(number)
            painter.setPen(QColor(theme.disabled if not enabled else theme.text if current else theme.text2))
            flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
            painter.drawText(words, flags, self.tabText(number))
            if current:
                line = QRect(left, self.height() - 2, rect.right() - SPACE_M - left + 1, 2)
                painter.fillRect(line, QColor(theme.accent))
                if shows_focus(self):
                    ring = QRect(left - 6, 6, line.width() + 12, self.height() - 12)
                    paint_focus_ring(painter, ring, theme)
