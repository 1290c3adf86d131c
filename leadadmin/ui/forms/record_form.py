"""What all forms of named records share: what is stored, what is typed, and whether they differ."""

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from leadadmin.app.campaigns import Listing, Record
from leadadmin.ui.widgets.fields import ComboBox
from leadadmin.ui.widgets.forms import Form

R = TypeVar("R", bound=Record)

LABELS = 160
"""Width of the labels (design, Look, Screens)."""


class RecordForm(QWidget, Generic[R]):
    """A form on one record. `edited` tells that a person changed a value.

    Subclasses put rows into `form`, and know how to show a record (`fill`) and to read it back (`read`).
    """

    edited = Signal()

    def __init__(self, blank: R, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = Form(label_width=LABELS)
        self.listing = Listing()
        self.stored: R = blank
        self._shown: R = blank
        self._filling = False

    def fill(self, record: R) -> None:
        """Show the values of a record."""
        raise NotImplementedError

    def read(self) -> R:
        """Return `stored` with the values as typed."""
        raise NotImplementedError

    def offer(self, listing: Listing) -> None:
        """Offer what can be chosen; what is chosen stays."""
        untouched = not self.is_changed()
        self._filling = True
        self.listing = listing
        self.show_choices()
        if untouched and self.read() != self.stored:
            # A choice of the record can be offered only now, such as a project that was begun with it.
            self.fill(self.stored)
            self._shown = self.read()
        self._filling = False

    def show_choices(self) -> None:
        """Bring lists in line with `listing`."""

    def show_record(self, record: R) -> None:
        """Show a record as it is kept, or a new one (without an id)."""
        self._filling = True
        self.stored = record
        self.show_choices()
        self.fill(record)
        self._shown = self.read()
        self.form.show_problems({})
        self._filling = False
        self.shown()

    def keep_typing(self, saved: R) -> None:
        """What was sent is stored now; what was typed since is still to be saved."""
        self.stored = self._shown = saved

    def taken_field(self) -> str:
        """The field that holds the name that must be unique."""
        return "name"

    def shown(self) -> None:
        """Bring what depends on the values in line with them, after every change."""

    def record(self) -> R:
        """Return the record as typed."""
        typed = self.read()
        return self.stored if typed == self._shown else typed

    def is_new(self) -> bool:
        """Whether it is not in the workspace yet."""
        return self.stored.id is None

    def is_changed(self) -> bool:
        """Whether anything is not saved."""
        return self.read() != self._shown

    def problems(self) -> dict[str, str]:
        """What is wrong with the values as far as the form can tell by itself, a sentence by field."""
        return {}

    def show_problems(self, found: Mapping[str, str]) -> dict[str, str]:
        """Show a sentence at each field; returns those that no field knows."""
        return self.form.show_problems(dict(found))

    def focus_first(self) -> None:
        """Put the keyboard into the first field."""
        editor = self.form.row("name").editor
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def changed(self) -> None:
        """Connected to every editor."""
        if not self._filling:
            self.shown()
            self.edited.emit()


def named(widget: QWidget, name: str) -> None:
    """Give a control the name that tests and style sheets know it by."""
    widget.setObjectName(name)


def offer_choices(combo: ComboBox, choices: Sequence[tuple[object, str]]) -> None:
    """Offer other keys and words; the chosen one stays while it is among them."""
    # With the usual policy a combo box shrinks to its contents 20 ms after it was filled anew.
    combo.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    if [(combo.itemData(n), combo.itemText(n)) for n in range(combo.count())] == list(choices):
        return
    before = combo.key()
    combo.clear()
    for key, words in choices:
        combo.add(words, key)
    combo.choose(before)
