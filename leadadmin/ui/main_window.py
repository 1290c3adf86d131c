"""The window: navigation, one page at a time, status bar. It knows pages only by the specs it is given."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QKeySequence,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from leadadmin.ui.memory import Memory
from leadadmin.ui.notices import Notices
from leadadmin.ui.style.metrics import NAV_NARROW_BELOW, RADIUS_CARD
from leadadmin.ui.tasks import Tasks
from leadadmin.ui.theme import Tone, theme_of
from leadadmin.ui.widgets.navigation import Navigation
from leadadmin.ui.widgets.page import Page
from leadadmin.ui.widgets.status_bar import StatusBar
from leadadmin.ui.widgets.toast import Toast

_GEOMETRY = "window/geometry"
_FRAME = QSize(16, 40)
"""Room for title bar and borders, whose size is not known before the window is shown."""
_PAGE = "window/page"


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page the window can show.

    `factory` makes it when it is first wanted. A detail page names its `parent`, whose item stays marked in
    the navigation, and has no item of its own. `at_foot` puts the item below, as for Settings.
    """

    key: str
    title: str
    icon: str
    factory: Callable[[], Page]
    parent: str = ""
    at_foot: bool = False


class _PageArea(QWidget):
    """The page's ground: `base` with one rounded corner at the upper left, line `border`."""

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, 1, 1)
        radius = float(RADIUS_CARD)
        path = QPainterPath(QPointF(box.left(), box.bottom()))
        path.lineTo(box.left(), box.top() + radius)
        path.quadTo(box.topLeft(), QPointF(box.left() + radius, box.top()))
        path.lineTo(box.topRight())
        ground = QPainterPath(path)
        ground.lineTo(box.bottomRight())
        ground.closeSubpath()
        painter.fillPath(ground, QColor(theme.base))
        painter.strokePath(path, QPen(QColor(theme.border), 1))


class MainWindow(QMainWindow):
    """The shell. `go(key, **args)` shows a page; `page_shown` tells its key.

    Keys: Ctrl+1…9 pages, Ctrl+F the page's search, F5 refresh, Alt+Left back, Esc closes what is topmost.
    """

    page_shown = Signal(str)
    closing = Signal()

    def __init__(
        self,
        pages: Sequence[PageSpec],
        *,
        tasks: Tasks,
        notices: Notices,
        memory: Memory,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._specs = {spec.key: spec for spec in pages}
        if len(self._specs) != len(pages):
            raise ValueError("keys of pages repeat")
        self._memory, self._notices = memory, notices
        self._built: dict[str, Page] = {}
        self._current = ""
        self._trail: list[tuple[str, dict[str, Any]]] = []
        self._held_back: Callable[[], object] | None = None
        self.navigation = Navigation()
        self.status = StatusBar(tasks)
        self._area = _PageArea()
        self._stack = QStackedWidget()
        edge = QVBoxLayout(self._area)
        edge.setContentsMargins(1, 1, 0, 0)
        edge.addWidget(self._stack)
        self._lay_out(pages)
        self.toast = Toast(self)
        notices.show_in(self.toast)
        self._keys()
        self.setMinimumSize(960, 600)
        self.resize(1440, 900)
        self.setWindowTitle("leadadmin")
        self._restore()

    def _lay_out(self, pages: Sequence[PageSpec]) -> None:
        central = QWidget()
        rows = QVBoxLayout(central)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self.navigation)
        upper.addWidget(self._area, 1)
        rows.addLayout(upper, 1)
        rows.addWidget(self.status)
        self.setCentralWidget(central)
        for spec in pages:
            if not spec.parent:
                self.navigation.add(spec.key, spec.title, spec.icon, at_foot=spec.at_foot)
        self.navigation.wanted.connect(self._wanted)

    def _keys(self) -> None:
        for place, key in enumerate(self.navigation.keys()[:9], start=1):
            self._shortcut(f"Ctrl+{place}", partial(self.go, key))
        self._shortcut("Ctrl+F", self._focus_search)
        self._shortcut(QKeySequence(QKeySequence.StandardKey.Refresh), self._refresh)
        self._shortcut("Alt+Left", self.back)
        self._shortcut("Esc", self._escape)

    def _shortcut(self, keys: str | QKeySequence, call: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(call)

    # -- pages

    def go(self, key: str, **args: Any) -> bool:
        """Show a page; `args` go to its `opened`. Returns False when the page in sight cannot be left now.

        Raises `KeyError` for a page that is not there.
        """
        spec = self._specs[key]
        if self._current and self._current != key:
            reason = self._built[self._current].leave()
            if reason:
                self._held_back = partial(self.go, key, **args)
                self._notices.say(reason, tone=Tone.WARNING)
                self.navigation.show_current(self._top(self._current))
                return False
        self._held_back = None
        page = self._page(spec)
        if not self._trail or self._trail[-1] != (key, args):
            self._trail.append((key, args))
            del self._trail[:-50]
        self._current = key
        # The page itself takes the focus, so that Tab starts at its first control and no control shows a ring.
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self._stack.setCurrentWidget(page)
        self.navigation.show_current(self._top(key))
        page.opened(**args)
        self.page_shown.emit(key)
        return True

    def back(self) -> None:
        """Show the page that was in sight before."""
        if len(self._trail) > 1:
            self._trail.pop()
            key, args = self._trail.pop()
            self.go(key, **args)

    def current_key(self) -> str:
        """Return the key of the page in sight; empty before the first."""
        return self._current

    def page(self, key: str) -> Page | None:
        """Return a page that was built already, or None."""
        return self._built.get(key)

    def set_count(self, key: str, count: int) -> None:
        """Show how many things on a page need someone, at its item in the navigation."""
        self.navigation.item(key).set_count(count)

    def show_workspace(self, name: str, person: str) -> None:
        """Show workspace and person in title, navigation and status bar."""
        self.setWindowTitle(f"{name} – leadadmin")
        self.navigation.workspace.show_workspace(name)
        self.status.workspace.show_text(name)
        self.status.person.show_text(person)

    def show_scheduler(self, text: str, tone: Tone) -> None:
        """Show the scheduler's state: a dot in the tone, and its words."""
        self.status.scheduler.show_text(text, tone)

    def start(self, first: str) -> None:
        """Show the page that was in sight last time, or `first`."""
        last = self._memory.recall(_PAGE)
        spec = self._specs.get(last)
        self.go(last if spec is not None and not spec.parent else first)

    def _page(self, spec: PageSpec) -> Page:
        page = self._built.get(spec.key)
        if page is None:
            page = spec.factory()
            if spec.parent:
                page.header.parent_clicked.connect(lambda: self.go(spec.parent))
            page.free_to_leave.connect(self._go_on)
            self._built[spec.key] = page
            self._stack.addWidget(page)
        return page

    def _top(self, key: str) -> str:
        while self._specs[key].parent:
            key = self._specs[key].parent
        return key

    def _wanted(self, key: str) -> None:
        self.go(key)

    def _go_on(self) -> None:
        """What kept the page is settled: go where the window was going, or close it."""
        held_back, self._held_back = self._held_back, None
        if held_back is not None:
            held_back()

    def _focus_search(self) -> None:
        if self._current:
            self._built[self._current].focus_search()

    def _refresh(self) -> None:
        if self._current:
            self._built[self._current].refresh()

    def _escape(self) -> None:
        if self.toast.isVisible():
            self.toast.dismiss()
        elif self._current:
            self._built[self._current].escape()

    # -- place and size

    def _restore(self) -> None:
        kept = self._memory.recall(_GEOMETRY)
        if kept:
            self.restoreGeometry(QByteArray.fromBase64(QByteArray(kept.encode())))

    def fit_into(self, room: QRect) -> None:
        """Keep the first size, frame included, within the screen's free room; a remembered one was fitted before."""
        if not self._memory.recall(_GEOMETRY):
            self.resize(self.size().boundedTo(room.size() - _FRAME))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.navigation.set_narrow(self.width() < NAV_NARROW_BELOW)

    def closeEvent(self, event: QCloseEvent) -> None:
        reason = self._built[self._current].leave() if self._current else ""
        if reason:
            self._held_back = self.close
            self._notices.say(reason, tone=Tone.WARNING)
            event.ignore()
            return
        self._memory.keep(_GEOMETRY, bytes(self.saveGeometry().toBase64().data()).decode())
        self._memory.keep(_PAGE, self._top(self._current) if self._current else "")
        self.closing.emit()
        super().closeEvent(event)
