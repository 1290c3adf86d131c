"""A tab of the page: a list of records at the left, the form of the chosen one at the right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from leadadmin.app.campaigns import Listing, Record
from leadadmin.domain.campaign import Campaign, Project
from leadadmin.domain.errors import Expected, InvalidInput, Taken
from leadadmin.domain.template import Template
from leadadmin.ui import formats
from leadadmin.ui.desk import Desk
from leadadmin.ui.forms.record_form import RecordForm
from leadadmin.ui.operations import campaigns as operations
from leadadmin.ui.pages.campaigns.editor import WIDEST, RecordEditor
from leadadmin.ui.style.metrics import LIST_PANE_WIDTH, SPACE_S
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.buttons import Button, link_button, primary_button
from leadadmin.ui.widgets.empty import EmptyState
from leadadmin.ui.widgets.labels import vline
from leadadmin.ui.widgets.list_pane import ListItem, ListPane

R = TypeVar("R", bound=Record)
_NONE = ""


@dataclass(frozen=True, slots=True)
class TabWords:
    """What a tab says: its name and key, the button for a new record, and what stands there while there is none."""

    key: str
    title: str
    icon: str
    new: str
    new_title: str
    search: str
    empty_title: str
    empty_sentence: str


def key_of(record: Record) -> str:
    """A record's key in a list."""
    return f"{type(record).__name__}:{record.id}"


class RecordTab(QWidget, Generic[R]):
    """`settled` tells that nothing is unsaved any more; `counted` that the number of records may be another one.

    Subclasses say which records there are, how one is listed, and how one is written.
    """

    settled = Signal()
    counted = Signal()
    widest = WIDEST

    def __init__(self, desk: Desk, words: TabWords, form: RecordForm[R], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.words, self.form = desk, words, form
        self.listing = Listing()
        self._current = self._wanted = _NONE
        self._began_new = self._begun = False
        self._saving = False
        self._search = ""
        self._with_archived = False
        self.list = ListPane(says=words.title)
        self.list.chosen.connect(self._chosen)
        self.editor = RecordEditor(form, words.key, widest=self.widest)
        self._archived = link_button("", "archive", self._toggle_archived)
        self._archived.setObjectName(f"archived-{words.key}")
        self._foot = QWidget()
        self._stack = QStackedWidget()
        self._lay_out()
        form.edited.connect(self.show_state)
        self.editor.save_wanted.connect(self.save)
        self.editor.discard_wanted.connect(self._discard)
        self.editor.copy_wanted.connect(self._copy)
        self.editor.archive_wanted.connect(self._archive)
        self.editor.delete_wanted.connect(self._delete)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._delete)

    def _lay_out(self) -> None:
        left = QWidget()
        left.setFixedWidth(LIST_PANE_WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(SPACE_S, SPACE_S, SPACE_S, SPACE_S)
        foot.addWidget(self._archived)
        foot.addStretch()
        column.addWidget(self._foot)
        work = QWidget()
        row = QHBoxLayout(work)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(vline(strong=True))
        row.addWidget(self.editor, 1)
        self._stack.addWidget(work)
        self._stack.addWidget(self.empty_state())
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)

    def empty_state(self) -> EmptyState:
        """What stands in place of list and form while there is nothing."""
        first = primary_button(self.words.new, "plus", self.begin_new)
        first.setObjectName(f"first-{self.words.key}")
        return EmptyState(self.words.icon, self.words.empty_title, self.words.empty_sentence, first)

    # -- what subclasses say

    def records_of(self, listing: Listing) -> Sequence[R]:
        """The records of this tab, archived ones too, in the order of the list."""
        raise NotImplementedError

    def item_of(self, record: R) -> ListItem:
        """How a record stands in the list."""
        raise NotImplementedError

    def blank(self) -> R:
        """What a new record begins with."""
        raise NotImplementedError

    def writer(self, record: R, before: R | None) -> Callable[[], R]:
        """The call that stores a record, for a thread."""
        raise NotImplementedError

    def uses(self, record: R) -> str:
        """Who uses a record, in words for the foot."""
        return self.campaign_words(self.listing.campaigns_of(record))

    def why_not_delete(self, record: R) -> str:
        """Why a record cannot be deleted; empty when it can."""
        names = self.listing.campaigns_of(record)
        return self.tr("{0}, so it cannot be deleted.").format(self.campaign_words(names)) if names else ""

    def can_delete(self) -> bool:
        """Whether records of this tab are deleted at all."""
        return True

    def copy_of(self, record: R) -> R | None:
        """What a copy begins with; None where records are not copied."""
        del record
        return None

    def campaign_words(self, names: Sequence[str]) -> str:
        """Which campaigns use something."""
        if not names:
            return self.tr("Used by no campaign")
        quoted = ", ".join(f"“{name}”" for name in names)
        if len(names) == 1:
            return self.tr("Used by the campaign {0}").format(quoted)
        return self.tr("Used by {0} campaigns: {1}").format(formats.number(len(names)), quoted)

    # -- what the page asks

    def show_listing(self, listing: Listing) -> None:
        """Show what was read; what is typed stays."""
        self.listing = listing
        self.form.offer(listing)
        if not self._begun:
            self._begun = True
            self.form.show_record(self.blank())
        unchanged = not self.form.is_changed()
        self._fill_list()
        wanted, self._wanted = self._find(self._wanted), _NONE
        here = self._find(self._current)
        if wanted is not None and unchanged:
            self._show(wanted)
        elif here is not None and unchanged and here != self.form.stored:
            self._show(here)
        elif here is None and unchanged and not self._began_new:
            shown = self._in_sight()
            self._show(shown[0] if shown else None)
        self.show_state()
        self.counted.emit()

    def count(self) -> int:
        """How many records there are, without archived ones."""
        return sum(not _is_archived(each) for each in self.records_of(self.listing))

    def leave(self) -> str:
        """Why the page cannot be left now; empty when it can."""
        if not self.form.is_changed():
            return ""
        name = self.form.record().name or self.words.new_title
        return self.tr("“{0}” has changes that are not saved. Save or discard them first.").format(name)

    def search(self, text: str) -> None:
        """Show only records that contain the words."""
        self._search = text.strip().casefold()
        self._fill_list()

    def want(self, key: str) -> None:
        """Show a record by its key as soon as it is there, unless something is not saved."""
        self._wanted = key

    def is_empty(self) -> bool:
        """Whether nothing stands here yet."""
        return self._stack.currentIndex() == 1

    # -- the list

    def _in_sight(self) -> list[R]:
        shown = [each for each in self.records_of(self.listing) if self._with_archived or not _is_archived(each)]
        return [each for each in shown if self._search in self._words_of(each)]

    def _words_of(self, record: R) -> str:
        item = self.item_of(record)
        return f"{item.title} {item.second}".casefold()

    def _fill_list(self) -> None:
        self.list.blockSignals(True)
        self.list.set_items([self.item_of(each) for each in self._in_sight()])
        self.list.blockSignals(False)
        self._mark_current()
        hidden = sum(_is_archived(each) for each in self.records_of(self.listing))
        self._foot.setVisible(hidden > 0)
        shown = self.tr("Hide archived") if self._with_archived else self.tr("Show {0} archived")
        self._archived.setText(shown.format(formats.number(hidden)))

    def _toggle_archived(self) -> None:
        self._with_archived = not self._with_archived
        self._fill_list()

    def _mark_current(self) -> None:
        if self._current == _NONE or not self.list.choose(self._current, silent=True):
            self.list.clear_choice()

    def _find(self, key: str) -> R | None:
        return next((each for each in self.records_of(self.listing) if key_of(each) == key), None)

    def chosen_record(self) -> R | None:
        """Return the stored record that is shown, or None while a new one is."""
        return self._find(self._current)

    def _chosen(self, key: str) -> None:
        if not key or key == self._current:
            return
        if self.is_held_back():
            return
        self._show(self._find(key))

    def is_held_back(self) -> bool:
        """Whether unsaved changes keep another record from being shown; says so."""
        reason = self.leave()
        if reason:
            self.desk.notices.say(reason, tone=Tone.WARNING)
            self._mark_current()
        return bool(reason)

    def _show(self, record: R | None) -> None:
        self._began_new = False
        key = _NONE if record is None else key_of(record)
        if key != self._current:
            self.editor.to_top()
        self._current = key
        self.form.show_record(self.blank() if record is None else record)
        self.editor.show_banner("", "")
        self._mark_current()
        self.show_state()

    def begin_new(self) -> None:
        """Show an empty form, unless something is not saved."""
        if not self.is_held_back():
            self.begin(self.blank())

    def begin(self, record: R) -> None:
        """Show a new record with these values."""
        self._show(None)
        self._began_new = True
        self.form.show_record(record)
        self.show_state()
        self.form.focus_first()

    def show_state(self) -> None:
        """Bring title, buttons and foot in line with the values."""
        record, new, changed = self.form.record(), self.form.is_new(), self.form.is_changed()
        nothing = not self.records_of(self.listing) and not self._began_new and self._current == _NONE
        if nothing != self.is_empty():
            self._stack.setCurrentIndex(1 if nothing else 0)
            self.counted.emit()
        self.editor.set_title(record.name or self.words.new_title)
        self.editor.discard.setVisible(changed or (new and bool(self._in_sight())))
        idle = "" if changed or new else self.tr("Nothing was changed.")
        self.editor.save.why_not(self.tr("It is being saved.") if self._saving else idle)
        stored = self._find(self._current)
        self.editor.foot.set_whole("" if stored is None else self.uses(stored))
        self.editor.copy.setVisible(stored is not None and self.copy_of(stored) is not None)
        self.editor.delete.setVisible(stored is not None and self.can_delete())
        self.editor.archive.setVisible(isinstance(stored, Campaign | Project | Template))
        if stored is not None:
            self._say(self.editor.delete, self.why_not_delete(stored), self.tr("Delete"))
            words = self.tr("Restore") if _is_archived(stored) else self.tr("Archive: hide it, keep it")
            self.editor.archive.setToolTip(words)
            self.editor.archive.setAccessibleName(words)
            self.editor.archive.set_icon("undo-2" if _is_archived(stored) else "archive")

    def _say(self, made: Button, reason: str, words: str) -> None:
        made.why_not(reason)
        if not reason:
            made.setToolTip(words)

    # -- save, discard, copy, archive, delete

    def save(self) -> None:
        """Store what is typed, unless the form sees something wrong itself."""
        if self._saving or not (self.form.is_changed() or self.form.is_new()):
            return
        found = self.form.problems()
        self.editor.show_left_over(self.form.show_problems(found))
        if found:
            return
        record = self.form.record()
        self.write(record, self.writer(record, None if self.form.is_new() else self.form.stored))

    def write(self, record: R, call: Callable[[], R]) -> None:
        """Store a record by a call on a thread."""
        self._saving = True
        self.show_state()

        def done(saved: R) -> None:
            self._saved(record, saved)

        operations.save(self.desk, record, call, done, self._not_saved, self)

    def _saved(self, sent: R, saved: R) -> None:
        self._saving = False
        self._current = key_of(saved)
        self._began_new = False
        self.editor.show_banner("", "")
        if self.form.record() == sent:
            self.form.show_record(saved)
        else:
            self.form.keep_typing(saved)
        self.show_state()
        self._tell_settled()

    def _not_saved(self, error: Expected) -> None:
        self._saving = False
        self.show_state()
        if isinstance(error, InvalidInput):
            self.editor.show_left_over(self.form.show_problems(error.problems), error)
        elif isinstance(error, Taken):
            self.editor.show_left_over(self.form.show_problems({self.form.taken_field(): error.sentence}))
        else:
            self.editor.show_failure(error)

    def _discard(self) -> None:
        here = self._find(self._current)
        shown = self._in_sight()
        self._show(here if here is not None else shown[0] if shown else None)
        self._tell_settled()

    def _tell_settled(self) -> None:
        if not self.form.is_changed():
            self.settled.emit()

    def _copy(self) -> None:
        stored = self._find(self._current)
        copied = self.copy_of(stored) if stored is not None else None
        if copied is not None and not self.is_held_back():
            self.begin(copied)

    def _archive(self) -> None:
        stored = self._find(self._current)
        if isinstance(stored, Campaign | Project | Template) and not self.is_held_back():
            operations.archive(self.desk, stored, self._archive_done, self.editor.show_failure, self)

    def _archive_done(self) -> None:
        if not self._with_archived:
            self._current = _NONE

    def _delete(self) -> None:
        stored = self._find(self._current)
        if stored is None or not self.can_delete():
            return
        if reason := self.why_not_delete(stored):
            self.editor.show_banner(reason, "", Tone.WARNING)
            return
        operations.remove(self.desk, stored, self._deleted, self.editor.show_failure, self)

    def _deleted(self) -> None:
        self._show(None)


def _is_archived(record: Record) -> bool:
    return isinstance(record, Campaign | Project | Template) and record.archived
