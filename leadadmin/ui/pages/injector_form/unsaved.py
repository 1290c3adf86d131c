"""A bar that settles changes which are not saved, or which met somebody else's."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from leadadmin.ui.style.metrics import SPACE_M, SPACE_S
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.buttons import Button, button
from leadadmin.ui.widgets.card import Card
from leadadmin.ui.widgets.empty import IconLabel
from leadadmin.ui.widgets.labels import Label


class SettleBar(Card):
    """A sentence and up to two buttons, in the tone of a warning; hidden until it is asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tone=Tone.WARNING, filled=True, margin=1, parent=parent)
        self.setMinimumHeight(44)
        self._row = QHBoxLayout()
        self._row.setContentsMargins(SPACE_M, 5, SPACE_S, 5)
        self._row.setSpacing(SPACE_S)
        self._row.addWidget(IconLabel("triangle-alert", 18, "warning"))
        self._row.addSpacing(SPACE_M - SPACE_S)
        self._text = Label("", wrap=True)
        self._row.addWidget(self._text, 1)
        self._buttons: list[Button] = []
        self.body.addLayout(self._row)
        self.hide()

    def ask(self, text: str, *choices: tuple[str, str, Callable[[], object]]) -> None:
        """Show the sentence with a button for each choice: its words, its object name, and what it does."""
        self._text.setText(text)
        self.setAccessibleName(text)
        for old in self._buttons:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons = []
        for words, name, call in choices:
            made = button(words, on_click=call, small=True)
            made.setObjectName(name)
            self._row.addWidget(made)
            self._buttons.append(made)
        self.show()
        if self._buttons:
            self._buttons[0].setFocus()
