"""The middle of the page: title, form, what stands in the way of saving, and the foot with its buttons."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadadmin.domain.connection import Connection
from leadadmin.domain.errors import Expected, InvalidInput
from leadadmin.store.connections import StoredConnection
from leadadmin.ui import formats
from leadadmin.ui.desk import Desk
from leadadmin.ui.forms.connection_form import ConnectionForm
from leadadmin.ui.forms.connection_more import below_fields
from leadadmin.ui.operations import workspace_key
from leadadmin.ui.style.fonts import Type
from leadadmin.ui.style.metrics import SPACE_M, SPACE_S, SPACE_XL
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.action_bar import ActionBar
from leadadmin.ui.widgets.banner import Banner
from leadadmin.ui.widgets.buttons import Button, button, icon_button, link_button, primary_button
from leadadmin.ui.widgets.card import ScrollPage
from leadadmin.ui.widgets.labels import ElidedLabel
from leadadmin.vault import KeyMissing


class Editor(QWidget):
    """Tells what is wanted; the page does it."""

    test_wanted = Signal()
    save_wanted = Signal()
    discard_wanted = Signal()
    delete_wanted = Signal()
    sample_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tested_before = False
        self._testing = False
        self._used_by: tuple[str, ...] = ()
        self.form = ConnectionForm()
        self._title = ElidedLabel("", Type.CARD_TITLE)
        self._delete = icon_button("trash-2", self.tr("Delete"), self.delete_wanted.emit)
        self._delete.setObjectName("delete-connection")
        self._sample = link_button("", "code", self.sample_wanted.emit)
        self._sample.setObjectName("sample-procedure")
        self._banner = Banner(Tone.DANGER)
        self._banner.hide()
        self._uses = ElidedLabel("", Type.CAPTION, tone="muted")
        self._discard = button(self.tr("Discard"), "undo-2", self.discard_wanted.emit)
        self._discard.setObjectName("discard-connection")
        self._test = button(self.tr("Test"), "plug-zap", self.test_wanted.emit)
        self._test.setObjectName("test-connection")
        self._save = primary_button(self.tr("Save"), "save", self.save_wanted.emit)
        self._save.setObjectName("save-connection")
        self._lay_out()
        self.setMinimumWidth(420)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(SPACE_S)
        top.addWidget(self._title, 1)
        top.addWidget(self._delete)
        inner = QVBoxLayout()
        inner.setContentsMargins(SPACE_XL, SPACE_XL - 9, SPACE_XL, SPACE_XL)
        inner.setSpacing(SPACE_M - 2)
        inner.addLayout(top)
        inner.addWidget(self.form)
        inner.addLayout(below_fields(self._sample))
        inner.addWidget(self._banner)
        inner.addStretch()
        bar = ActionBar()
        bar.add(self._uses)
        for made in (self._discard, self._test, self._save):
            bar.add_apart(made)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(ScrollPage(inner), 1)
        box.addWidget(bar)

    # -- what is shown

    def show_stored(self, stored: StoredConnection | None, used_by: Sequence[str]) -> None:
        """Show a connection as it is kept, or an empty form."""
        self._tested_before = stored is not None and stored.tested_at is not None
        self._banner.hide()
        self._used_by = tuple(used_by)
        self.form.show_stored(stored)
        self.show_state()

    def show_uses(self, used_by: Sequence[str]) -> None:
        """Show which injectors use it; what is typed stays."""
        self._used_by = tuple(used_by)
        self.show_state()

    def mark_saved(self, connection: Connection) -> None:
        """What is typed is what is kept now."""
        self.form.mark_saved(connection)
        self._banner.hide()
        self.show_state()

    def show_testing(self, testing: bool) -> None:
        """Let the test be stopped while it runs."""
        self._testing = testing
        self._tested_before = True
        self.show_state()

    def show_state(self) -> None:
        """Bring title and buttons in line with the values."""
        connection, new, changed = self.form.connection(), self.form.is_new(), self.form.is_changed()
        self._title.set_whole(connection.name or self.tr("New connection"))
        self._sample.setText(
            self.tr("Sample procedure for my database")
            if connection.facts.has_procedures
            else self.tr("Sample query for my database")
        )
        self._sample.set_icon("code")
        self._test.setText(
            self.tr("Stop") if self._testing else self.tr("Test again") if self._tested_before else self.tr("Test")
        )
        self._test.set_icon("circle-stop" if self._testing else "plug-zap")
        self._discard.setVisible(changed)
        self._save.why_not("" if changed or new else self.tr("Nothing was changed."))
        self._delete.setVisible(not new)
        uses = self._uses_words()
        self._uses.set_whole("" if new else uses)
        self._say_deletable(uses)

    def _say_deletable(self, uses: str) -> None:
        says = self.tr("Delete")
        if self._used_by:
            self._delete.why_not(self.tr("{0}, so it cannot be deleted.").format(uses))
        else:
            self._delete.why_not("")
            self._delete.setToolTip(says)

    def _uses_words(self) -> str:
        number = len(self._used_by)
        names = ", ".join(f"“{name}”" for name in self._used_by)
        if not number:
            return self.tr("Used by no injector")
        if number == 1:
            return self.tr("Used by 1 injector, {0}").format(names)
        return self.tr("Used by {0} injectors: {1}").format(formats.number(number), names)

    def focus_name(self) -> None:
        """Put the keyboard into the first field."""
        self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- problems

    def check(self) -> bool:
        """Show what keeps the values from being used; returns whether nothing does."""
        found = self.form.problems()
        self.show_problems(found)
        return not found

    def show_problems(self, found: Mapping[str, str]) -> None:
        """Show a sentence at each field, and those of no field above the foot."""
        left = self.form.show_problems(dict(found))
        self._show_banner(" ".join(left.values()), "")

    def show_problem(self, field: str, sentence: str) -> None:
        """Show what a test found wrong with one field."""
        self.show_problems({"host" if field == "port" else field: sentence})

    def show_failure(self, error: Expected) -> None:
        """Say why something was not done; where a key is missing, offer to create or choose one."""
        if isinstance(error, InvalidInput):
            self.show_problems(error.problems)
            return
        if isinstance(error, KeyMissing):
            self._offer_key()
            return
        self._show_banner(error.sentence, error.hint)

    def _show_banner(self, sentence: str, hint: str, action: Button | None = None) -> None:
        self._banner.show_verdict(Tone.WARNING if action is not None else Tone.DANGER, sentence, hint)
        self._banner.set_action(action)
        self._banner.setVisible(bool(sentence))

    def _offer_key(self) -> None:
        locked = self._desk.program.keyring.has_passwords
        self._desk.read(self.tr("Looking for the key"), lambda _database: locked(), self._show_offer, owner=self)

    def _show_offer(self, locked: bool) -> None:
        if locked:
            choose = button(self.tr("Choose key file…"), "key-round", self._choose_key, small=True)
            choose.setObjectName("choose-key")
            self._show_banner(
                self.tr("The key of this workspace is not here."),
                self.tr("Passwords are stored encrypted with it. Choose its key file to go on."), choose,
            )  # fmt: skip
            return
        create = button(self.tr("Create key file…"), "key-round", self._create_key, small=True)
        create.setObjectName("create-key")
        self._show_banner(
            self.tr("This workspace has no key yet."),
            self.tr("Passwords are stored encrypted only. Create a key file, or write env:NAME as password."), create,
        )  # fmt: skip

    def _create_key(self) -> None:
        workspace_key.create_key_file(self._desk, self, self._go_on)

    def _choose_key(self) -> None:
        workspace_key.choose_key_file(self._desk, self, self._go_on)

    def _go_on(self) -> None:
        self._banner.hide()
        if self.form.is_changed():
            self.save_wanted.emit()
