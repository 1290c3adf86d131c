"""The page: list, form, and the test beside it."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from leadadmin.app.connections import CheckEnd, Listed, Password
from leadadmin.domain.connection import Connection
from leadadmin.domain.errors import Expected, InvalidInput
from leadadmin.sources.base import Step
from leadadmin.ui import formats
from leadadmin.ui.desk import CONNECTIONS, INJECTORS, Desk
from leadadmin.ui.main_window import PageSpec
from leadadmin.ui.operations import connections as operations
from leadadmin.ui.operations.connections import TestRun
from leadadmin.ui.pages.connections.editor import Editor
from leadadmin.ui.pages.connections.sample_dialog import SampleDialog
from leadadmin.ui.pages.connections.test_panel import TestPanel, state_pill
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.buttons import primary_button
from leadadmin.ui.widgets.empty import EmptyState
from leadadmin.ui.widgets.labels import hline, vline
from leadadmin.ui.widgets.list_pane import ListItem, ListPane
from leadadmin.ui.widgets.page import Page

KEY = "connections"
_NEW = ""


def spec(desk: Desk) -> PageSpec:
    """How the window finds the page."""
    return PageSpec(
        KEY, QCoreApplication.translate("Connections", "Connections"), "database", lambda: ConnectionsPage(desk)
    )


class ConnectionsPage(Page):
    """`opened(connection=id)` chooses one, `opened(new=True)` begins a new one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(self.tr("Connections"), search=self.tr("Search connections"))
        self._desk = desk
        self._listed: tuple[Listed, ...] = ()
        self._current = _NEW
        self._wanted = _NEW
        self._began_new = False
        self._run: TestRun | None = None
        self._tested: tuple[Connection, Password, CheckEnd] | None = None
        self.list = ListPane(says=self.tr("Connections"))
        self.list.chosen.connect(self._chosen)
        self.editor = Editor(desk)
        self.panel = TestPanel()
        self._lay_out()
        if self.header.search is not None:
            self.header.search.textChanged.connect(self._fill_list)
        self.editor.test_wanted.connect(self._test_or_stop)
        self.editor.save_wanted.connect(self._save)
        self.editor.discard_wanted.connect(self._discard)
        self.editor.delete_wanted.connect(self._delete)
        self.editor.sample_wanted.connect(self._sample)
        self.editor.form.edited.connect(self._edited)
        self.panel.mend_wanted.connect(self.editor.form.mend)
        desk.bus.changed.connect(self._told)
        QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self.begin_new)

    def _lay_out(self) -> None:
        self._new_button = primary_button(self.tr("New connection"), "plus", self.begin_new)
        self._new_button.setObjectName("new-connection")
        self.header.add(self._new_button)
        first = primary_button(self.tr("New connection"), "plus", self.begin_new)
        first.setObjectName("first-connection")
        sentence = self.tr("A connection says how to reach a database that leads come from. Injectors need one.")
        self._empty = EmptyState("database", self.tr("No connections yet"), sentence, first)
        work = QWidget()
        row = QHBoxLayout(work)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(vline(strong=True))
        row.addWidget(self.editor, 53)
        row.addWidget(vline(strong=True))
        row.addWidget(self.panel, 46)
        self._stack = QStackedWidget()
        self._stack.addWidget(work)
        self._stack.addWidget(self._empty)
        body = QVBoxLayout()
        body.setSpacing(0)
        body.addWidget(hline(strong=True))
        body.addWidget(self._stack, 1)
        self.body.addLayout(body, 1)

    # -- what the window asks

    def opened(self, **args: Any) -> None:
        """Choose a connection by `connection`, begin one with `new`, or show what was shown."""
        if args.get("new"):
            self.begin_new()
        elif "connection" in args:
            self._wanted = str(args["connection"])
        self.refresh()

    def refresh(self) -> None:
        """Read the connections anew; what is typed stays."""
        operations.read_all(self._desk, self._show, self)

    def leave(self) -> str:
        """Unsaved changes hold the page."""
        if not self.editor.form.is_changed():
            return ""
        name = self.editor.form.connection().name or self.tr("New connection")
        return self.tr("“{0}” has changes that are not saved. Save or discard them first.").format(name)

    def _told(self, topics: frozenset[str]) -> None:
        if topics & {CONNECTIONS, INJECTORS} and self.isVisible():
            self.refresh()

    # -- the list

    def _show(self, listed: tuple[Listed, ...]) -> None:
        self._listed = listed
        self.header.set_note(formats.number(len(listed)))
        self._new_button.setVisible(bool(listed) or self._stack.currentIndex() == 0)
        self._fill_list()
        if self._wanted and not self.leave():
            wanted, self._wanted = self._wanted, _NEW
            if self._find(wanted) is not None:
                self._choose(wanted)
                return
        here = self._find(self._current)
        if here is not None:
            self.editor.show_uses(here.used_by)
            if not self.editor.form.is_changed() and not self.editor.form.shows(here.stored):
                self._choose(self._current)
        elif not self.editor.form.is_changed() and not self._began_new:
            self._choose(str(listed[0].stored.connection.id) if listed else _NEW)
        self._show_right_stack()

    def _show_right_stack(self) -> None:
        nothing = not self._listed and not self._began_new
        self._stack.setCurrentIndex(1 if nothing else 0)
        self._new_button.setVisible(not nothing)

    def _fill_list(self) -> None:
        words = self.header.search.text().strip().casefold() if self.header.search is not None else ""
        items = [_item(each) for each in self._listed]
        self.list.set_items([each for each in items if words in f"{each.title} {each.second}".casefold()])
        self._mark_current()

    def _mark_current(self) -> None:
        if self._current == _NEW or not self.list.choose(self._current, silent=True):
            self.list.clear_choice()

    def _find(self, key: str) -> Listed | None:
        return next((each for each in self._listed if str(each.stored.connection.id) == key), None)

    def _chosen(self, key: str) -> None:
        if not key or key == self._current:
            return
        reason = self.leave()
        if reason:
            self._desk.notices.say(reason, tone=Tone.WARNING)
            self._mark_current()
            return
        self._choose(key)

    def _choose(self, key: str) -> None:
        here = self._find(key)
        stored = here.stored if here is not None else None
        self._current = key if here is not None else _NEW
        self._began_new = False
        self.editor.show_stored(stored, here.used_by if here is not None else ())
        self._mark_current()
        self._stop()
        self._tested = None
        self.panel.show_stored(stored, datetime.now().astimezone())

    def begin_new(self) -> None:
        """Show an empty form, unless something is not saved."""
        reason = self.leave()
        if reason:
            self._desk.notices.say(reason, tone=Tone.WARNING)
            return
        self._choose(_NEW)
        self._began_new = True
        self._show_right_stack()
        self.editor.focus_name()

    # -- test

    def is_testing(self) -> bool:
        """Whether a test is under way."""
        return self._run is not None

    def _test_or_stop(self) -> None:
        if self._run is not None:
            self._stop()
            here = self._find(self._current)
            self.panel.show_stored(here.stored if here else None, datetime.now().astimezone())
            return
        if not self.editor.check():
            return
        connection, password = self.editor.form.connection(), self.editor.form.password()
        self._tested = None
        self.panel.begin(connection.name)
        self._run = TestRun(self._desk, connection, password)
        self._run.planned.connect(self._planned)
        self._run.stepped.connect(self._stepped)
        self._run.ended.connect(self._ended)
        self._run.failed.connect(self._refused)
        self._run.start()
        self.editor.show_testing(True)

    def _stop(self) -> None:
        if self._run is not None:
            self._run.stop()
            self._run = None
            self.editor.show_testing(False)

    def _told_late(self) -> bool:
        """Whether what is being told comes from a test that was stopped meanwhile."""
        return self._run is None or self.sender() is not self._run

    def _planned(self, steps: tuple[Step, ...]) -> None:
        if not self._told_late():
            self.panel.show_plan(steps)

    def _stepped(self, step: Step) -> None:
        if not self._told_late():
            self.panel.show_step(step)

    def _ended(self, end: CheckEnd) -> None:
        if self._run is None or self._told_late():
            return
        self._tested = (self._run.connection, self._run.password, end)
        self._run = None
        self.editor.show_testing(False)
        failed = self.panel.end(end, datetime.now().astimezone())
        if failed is not None and failed.field:
            self.editor.show_problem(failed.field, failed.message)

    def _refused(self, error: Expected) -> None:
        if self._told_late():
            return
        self._run = None
        self.editor.show_testing(False)
        self.panel.refuse(error, datetime.now().astimezone())
        self.editor.show_failure(error)

    def _edited(self) -> None:
        self.editor.show_state()

    # -- save, discard, delete, sample

    def _save(self) -> None:
        if not self.editor.check():
            return
        connection, password = self.editor.form.connection(), self.editor.form.password()
        tested = None
        if self._tested is not None and self._tested[:2] == (connection, password):
            tested = self._tested[2]
        operations.save(self._desk, connection, password, tested, self._saved, self._not_saved, self)

    def _saved(self, connection: Connection) -> None:
        self._current = str(connection.id)
        self._began_new = False
        self.editor.mark_saved(connection)
        operations.read_all(self._desk, self._show, self)

    def _not_saved(self, error: Expected) -> None:
        if isinstance(error, InvalidInput):
            self.editor.show_problems(error.problems)
        else:
            self.editor.show_failure(error)

    def _discard(self) -> None:
        self._choose(self._current)
        self._show_right_stack()

    def _delete(self) -> None:
        here = self._find(self._current)
        if here is not None:
            operations.remove(self._desk, here.stored.connection, self._deleted, self)

    def _deleted(self) -> None:
        self._choose(_NEW)
        self._current = _NEW

    def _sample(self) -> None:
        if not self.editor.check():
            return
        form = self.editor.form
        dialog = SampleDialog(self._desk, form.connection(), form.password(), self.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _item(listed: Listed) -> ListItem:
    connection = listed.stored.connection
    server = connection.facts.needs_host
    second = f"{connection.facts.label} · {connection.place}" if server else connection.facts.label
    return ListItem(
        str(connection.id), connection.name, second, "database" if server else "file",
        pill=state_pill(listed.stored.test_state),
    )  # fmt: skip
