"""Injectors: every injector with its state, source, pool, frequency, last run, next run, and who runs it."""

from time import monotonic
from typing import Any

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QKeySequence, QShortcut

from leadadmin.app.injector_views import InjectorOverview, overview
from leadadmin.domain.injector_standing import runs_by_schedule
from leadadmin.domain.names import name_key
from leadadmin.store.injectors import StoredInjector
from leadadmin.ui import local_time
from leadadmin.ui.desk import CAMPAIGNS, CONNECTIONS, INJECTORS, RUNS, Desk
from leadadmin.ui.formats import count
from leadadmin.ui.main_window import PageSpec
from leadadmin.ui.models.base_rows import RowsModel
from leadadmin.ui.models.injector_columns import injector_columns, source_words
from leadadmin.ui.operations import injectors as operations
from leadadmin.ui.pages.injectors.code_dialog import ExampleDialog
from leadadmin.ui.pages.injectors.menu import InjectorMenu, is_on
from leadadmin.ui.pages.injectors.rewind_dialog import RewindDialog
from leadadmin.ui.widgets.buttons import button, primary_button
from leadadmin.ui.widgets.empty import EmptyState
from leadadmin.ui.widgets.page import Page
from leadadmin.ui.widgets.table import DataTable

FORM, TEST = "injector", "injector_test"
_TOPICS = frozenset({INJECTORS, CONNECTIONS, CAMPAIGNS, RUNS})


class InjectorsPage(Page):
    """The list; double click or Enter opens an injector, the context menu does the rest."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(self.tr("Injectors"), search=self.tr("Search injectors"))
        self._desk = desk
        self._reading = self._read_again = False
        if self.header.search is not None:
            self.header.search.textChanged.connect(self._filter)
        new = primary_button(self.tr("New injector"), "plus", self._new)
        new.setObjectName("new-injector")
        self.header.add(new)
        self._model: RowsModel[InjectorOverview] = RowsModel(injector_columns(local_time.now), key=lambda row: row.id)
        self._table = DataTable(self._model, says=self.tr("Injectors"), memory=desk.memory, name="injectors")
        self._table.setObjectName("injectors")
        self._model.setParent(self._table)
        self._table.set_empty(self._empty())
        self._table.row_opened.connect(self._open)
        self._table.context_wanted.connect(self._menu)
        self.body.addWidget(self._table, 1)
        self._shortcut(QKeySequence(QKeySequence.StandardKey.New), self._new)
        self._shortcut(QKeySequence(QKeySequence.StandardKey.Delete), self._remove_current)
        desk.bus.changed.connect(self._changed)

    def _shortcut(self, keys: QKeySequence, call: Any) -> None:
        QShortcut(keys, self, call)

    def _empty(self) -> EmptyState:
        new = primary_button(self.tr("New injector"), "plus", self._new)
        example = button(self.tr("See an example"), "code", self._example)
        return EmptyState(
            "syringe",
            self.tr("No injectors yet"),
            self.tr("An injector pulls leads from your database into a lead pool, as often as you want."),
            new,
            example,
        )

    def is_read(self) -> bool:
        """Whether injectors are in sight."""
        return self._model.rowCount() > 0

    # -- reading

    def opened(self, **args: Any) -> None:
        self.refresh()

    def refresh(self) -> None:
        if self._reading:
            self._read_again = True
            return
        self._reading = True
        self._table.set_loading(True)
        self._desk.read(
            self.tr("Reading injectors"),
            lambda database: overview(database, local_time.now()),
            self._show,
            self._failed,
        )

    def _show(self, rows: list[InjectorOverview]) -> None:
        self._ended()
        self._table.set_loading(False)
        self._model.set_rows(rows)
        on = sum(runs_by_schedule(row.listed.stored.state) for row in rows)
        words = count(len(rows), self.tr("injector"), self.tr("injectors"))
        self.header.set_note(self.tr("{0}, {1} on").format(words, on) if rows else "")

    def _failed(self, error: Exception) -> None:
        self._ended()
        self._table.set_loading(False)

    def _ended(self) -> None:
        self._reading = False
        if self._read_again:
            self._read_again = False
            self.refresh()

    def _changed(self, topics: frozenset[str]) -> None:
        if topics & _TOPICS and self.isVisible():
            self.refresh()

    def _filter(self, text: str) -> None:
        wanted = name_key(text)

        def keep(row: InjectorOverview) -> bool:
            listed = row.listed
            words = (listed.stored.injector.name, source_words(row), listed.stored.injector.allocation, listed.campaign)
            return any(wanted in name_key(word) for word in words)

        self._model.set_filter(keep if wanted else None)
        if wanted and self._model.all_rows():
            sentence = self.tr("No injector, source or pool has “{0}” in its name.").format(text.strip())
            self._table.set_empty(EmptyState("search", self.tr("Nothing found"), sentence))
        else:
            self._table.set_empty(self._empty())

    # -- doing

    def _current(self) -> InjectorOverview | None:
        key = self._table.current_key()
        return next((row for row in self._model.rows() if row.id == key), None)

    def _new(self) -> None:
        self._desk.go(FORM, injector_id=None)

    def _open(self, key: object) -> None:
        self._desk.go(FORM, injector_id=key)

    def _example(self) -> None:
        ExampleDialog(self).open()

    def _menu(self, place: QPoint) -> None:
        row = self._current()
        if row is None:
            return
        menu = InjectorMenu(row, self)
        menu.offer(self.tr("Open"), "pencil", lambda row: self._open(row.id))
        menu.addSeparator()
        menu.offer(self.tr("Run now"), "play", self._run, menu.why_not_run())
        menu.offer(self.tr("Test"), "flask-conical", self._test)
        switch = self.tr("Disable") if is_on(row) else self.tr("Enable")
        menu.offer(switch, "power", self._switch, menu.why_not_switch())
        menu.offer(self.tr("Rewind…"), "rewind", self._rewind, menu.why_not_rewind())
        menu.addSeparator()
        menu.offer(self.tr("Copy"), "copy", self._copy)
        ran = row.listed.stored.state.started_once
        remove = self.tr("Archive") if ran else self.tr("Delete")
        menu.offer(remove, "archive" if ran else "trash-2", self._remove, menu.why_not_remove())
        menu.popup(place)

    def _test(self, row: InjectorOverview) -> None:
        self._desk.go(TEST, injector_id=row.id, start="test", at=monotonic())

    def _run(self, row: InjectorOverview) -> None:
        operations.run_now(self._desk, row.id, row.listed.stored.injector.name)

    def _switch(self, row: InjectorOverview) -> None:
        name = row.listed.stored.injector.name
        if is_on(row):
            operations.disable(self._desk, row.id, name)
        else:
            operations.enable(self._desk, row.id, name)

    def _rewind(self, row: InjectorOverview) -> None:
        RewindDialog(self._desk, row.listed.stored, self).open()

    def _copy(self, row: InjectorOverview) -> None:
        def done(made: StoredInjector) -> None:
            self._desk.go(FORM, injector_id=made.injector.id)

        operations.copy(self._desk, row.id, done, self)

    def _remove(self, row: InjectorOverview) -> None:
        operations.remove(self._desk, row.id)

    def _remove_current(self) -> None:
        row = self._current()
        if row is not None and self._table.hasFocus():
            self._remove(row)


def spec(desk: Desk) -> PageSpec:
    """The page “injectors”."""
    return PageSpec(
        "injectors", QCoreApplication.translate("Pages", "Injectors"), "syringe", lambda: InjectorsPage(desk)
    )
