"""The page: tabs of campaigns and of what they are made of, each with its list and form."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from leadadmin.app.campaigns import Listing, list_all
from leadadmin.ui import formats
from leadadmin.ui.desk import CAMPAIGNS, LEADS, POOLS, Desk
from leadadmin.ui.main_window import PageSpec
from leadadmin.ui.pages.campaigns.people_tab import PeopleTab, people_words
from leadadmin.ui.pages.campaigns.record_tab import RecordTab
from leadadmin.ui.pages.campaigns.tabs import (
    CampaignsTab,
    HoursTab,
    ProjectsTab,
    campaign_words,
    hours_words,
    project_words,
)
from leadadmin.ui.pages.campaigns.templates_tab import TemplatesTab, template_words
from leadadmin.ui.refresher import Refresher
from leadadmin.ui.widgets.buttons import button, primary_button
from leadadmin.ui.widgets.page import Page
from leadadmin.ui.widgets.tabs import Tabs

KEY = "campaigns"
_TAB = "campaigns/tab"


def spec(desk: Desk) -> PageSpec:
    """How the window finds the page."""
    title = QCoreApplication.translate("Campaigns", "Campaigns")
    return PageSpec(KEY, title, "megaphone", lambda: CampaignsPage(desk))


class CampaignsPage(Page):
    """`opened(tab=…)` shows a tab, `record=key` a record in it, `new=True` begins a new one there.

    Tabs are made when they first come into sight.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(self.tr("Campaigns"), search=self.tr("Search campaigns"))
        self._desk = desk
        self._refresher = Refresher(desk, self.tr("Reading campaigns"), self)
        self._listing: Listing | None = None
        self._makers: dict[str, Callable[[Desk], RecordTab[Any]]] = {}
        self._made: dict[str, RecordTab[Any]] = {}
        self.tabs = Tabs()
        self.tabs.setObjectName("campaign-tabs")
        self.tabs.setAccessibleName(self.tr("Campaigns and their parts"))
        for words, maker in (
            (campaign_words(), CampaignsTab), (template_words(), TemplatesTab), (project_words(), ProjectsTab),
            (hours_words(), HoursTab), (people_words(), PeopleTab),
        ):  # fmt: skip
            self.tabs.add(words.title, words.key)
            self._makers[words.key] = maker
        self._stack = QStackedWidget()
        self._new_team = button(self.tr("New team"), "users-round", self._begin_team)
        self._new_team.setObjectName("new-team")
        self._new = primary_button("", "plus", self.begin_new)
        self._new.setObjectName("new-record")
        self.header.add(self._new_team)
        self.header.add(self._new)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._stack, 1)
        if self.header.search is not None:
            self.header.search.textChanged.connect(lambda text: self.tab().search(text))
        desk.bus.changed.connect(self._told)
        QShortcut(QKeySequence(QKeySequence.StandardKey.New), self).activated.connect(self.begin_new)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self).activated.connect(lambda: self.tab().save())
        self.tabs.choose(desk.memory.recall(_TAB))
        self._show_tab()
        self.tabs.currentChanged.connect(lambda _index: self._show_tab())

    def tab(self) -> RecordTab[Any]:
        """Return the tab in sight."""
        key = self.tabs.key()
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._makers[key](self._desk)
            made.settled.connect(self._settled)
            made.counted.connect(self._show_counts)
            self._stack.addWidget(made)
            if self._listing is not None:
                made.show_listing(self._listing)
        return made

    # -- what the window asks

    def opened(self, **args: Any) -> None:
        """Show a tab by `tab`, a record of it by `record`, begin one with `new`, or show what was shown."""
        if "tab" in args:
            self.tabs.choose(str(args["tab"]))
        if "record" in args:
            self.tab().want(str(args["record"]))
        if args.get("new"):
            self.tab().begin_new()
        self.refresh()

    def refresh(self) -> None:
        """Read everything anew; what is typed stays."""
        self._refresher.ask(list_all, self._show)

    def leave(self) -> str:
        """Unsaved changes of any tab hold the page; the tab comes into sight."""
        for key, tab in self._made.items():
            reason = tab.leave()
            if reason:
                self.tabs.choose(key)
                return reason
        return ""

    def begin_new(self) -> None:
        """Begin a new record in the tab in sight."""
        self.tab().begin_new()

    def _begin_team(self) -> None:
        tab = self.tab()
        if isinstance(tab, PeopleTab):
            tab.begin_team()

    # -- showing

    def _told(self, topics: frozenset[str]) -> None:
        if topics & {CAMPAIGNS, POOLS, LEADS} and self.isVisible():
            self.refresh()

    def _show(self, listing: Listing) -> None:
        self._listing = listing
        for tab in self._made.values():
            tab.show_listing(listing)

    def _show_tab(self) -> None:
        tab = self.tab()
        self._stack.setCurrentWidget(tab)
        self._desk.memory.keep(_TAB, tab.words.key)
        self._new.setText(tab.words.new)
        self._new_team.setVisible(isinstance(tab, PeopleTab))
        if self.header.search is not None:
            self.header.search.setPlaceholderText(tab.words.search)
            self.header.search.setAccessibleName(tab.words.search)
            tab.search(self.header.search.text())
        self._show_counts()

    def _show_counts(self) -> None:
        tab = self.tab()
        self.header.set_note(formats.number(tab.count()))
        self._new.setVisible(not tab.is_empty())

    def _settled(self) -> None:
        if not any(tab.leave() for tab in self._made.values()):
            self.free_to_leave.emit()
