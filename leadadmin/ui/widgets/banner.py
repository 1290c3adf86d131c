"""Banner: a verdict in a strip, with the next step on the same line."""

from html import escape

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from leadadmin.ui.style.fonts import SEMIBOLD
from leadadmin.ui.style.metrics import SPACE_M, SPACE_S
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.card import Card
from leadadmin.ui.widgets.empty import TONE_ICONS, IconLabel
from leadadmin.ui.widgets.labels import Label


class Banner(Card):
    """Icon, bold words, text, action; at least 44 high, and higher when the text wraps."""

    def __init__(
        self,
        tone: Tone,
        strong: str = "",
        text: str = "",
        action: QPushButton | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tone=tone, filled=True, margin=1, parent=parent)
        self.setMinimumHeight(44)
        row = QHBoxLayout()
        row.setContentsMargins(SPACE_M, 5, SPACE_S, 5)
        row.setSpacing(SPACE_M)
        self._icon = IconLabel(TONE_ICONS[tone], 18, tone.value)
        row.addWidget(self._icon)
        self._text = Label("", rich=True, wrap=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row.addWidget(self._text, 1)
        self._row = row
        self._action: QPushButton | None = None
        self.body.addLayout(row)
        self.show_verdict(tone, strong, text)
        if action is not None:
            self.set_action(action)

    def show_verdict(self, tone: Tone, strong: str, text: str) -> None:
        """Show another verdict: `strong` in semibold, `text` after it, both plain text."""
        self._tone = tone
        self._icon.show_icon(TONE_ICONS[tone], tone.value)
        bold = f'<span style="font-weight:{int(SEMIBOLD)}">{escape(strong, quote=False)}</span>' if strong else ""
        self._text.setText(f"{bold} {escape(text, quote=False)}".strip())
        self.setAccessibleName(f"{strong} {text}".strip())
        self.update()

    def set_action(self, action: QPushButton | None) -> None:
        """Put a button at the right end, in place of the one before; None takes it away."""
        if self._action is not None:
            self._row.removeWidget(self._action)
            self._action.hide()
            self._action.deleteLater()
        self._action = action
        if action is not None:
            self._row.addWidget(action)
