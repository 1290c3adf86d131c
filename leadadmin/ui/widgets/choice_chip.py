"""A chip that filters: it offers choices in a pop-up and says what was chosen."""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from leadadmin.ui.formats import number
from leadadmin.ui.widgets.chips import Chip
from leadadmin.ui.widgets.choice_popup import Choice, ChoicePopup


class ChoiceChip(Chip):
    """`Door ⌄`, then `Door: Upload ×` or `Door: 2 chosen ×`.

    `chosen_changed` tells that a person chose or took away. The page gives the choices, also later: they may need to
    be read.
    """

    chosen_changed = Signal()

    def __init__(
        self, label: str, choices: Sequence[Choice] = (), *, several: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(label, trailing="chevron-down", parent=parent)
        self.popup = ChoicePopup(label, several=several, parent=self)
        self.popup.changed.connect(self._picked)
        self.clicked.connect(self._open)
        self.removed.connect(self._taken_away)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer these choices; a chosen one that is gone is dropped, silently."""
        self.popup.set_choices(choices)
        self._show()

    def chosen(self) -> tuple[Hashable, ...]:
        """Return the chosen keys; empty when the chip filters nothing."""
        return self.popup.chosen()

    def choose(self, *keys: Hashable) -> None:
        """Choose exactly these, silently; none takes the filter away."""
        self.popup.choose(*keys)
        self._show()

    def _open(self) -> None:
        self.popup.open_below(self)

    def _picked(self) -> None:
        self._show()
        self.chosen_changed.emit()

    def _taken_away(self) -> None:
        self.choose()
        self.chosen_changed.emit()

    def _show(self) -> None:
        keys = self.chosen()
        words = {choice.key: choice.text for choice in self.popup.choices()}
        if not keys:
            value = ""
        elif len(keys) == 1:
            value = words[keys[0]]
        else:
            value = self.tr("{0} chosen").format(number(len(keys)))
        self.set_value(value)
        self.set_on(bool(value))
        self.set_removable(bool(value))
