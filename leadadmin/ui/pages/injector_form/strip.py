"""The strip on top of the form: the switch, why it is off, last run, last id, next run (look, Injector form)."""

from datetime import datetime
from html import escape

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from leadadmin.domain.injector_standing import runs_by_schedule
from leadadmin.ui import formats
from leadadmin.ui.forms.injector_draft import InjectorDraft
from leadadmin.ui.models.id_words import shown_id
from leadadmin.ui.pages.injector_form.sentence import TEST, Says, injector_says
from leadadmin.ui.style.fonts import SEMIBOLD
from leadadmin.ui.style.metrics import SPACE_L, SPACE_S
from leadadmin.ui.theme import theme_of
from leadadmin.ui.widgets.buttons import icon_button
from leadadmin.ui.widgets.card import Card
from leadadmin.ui.widgets.labels import Label
from leadadmin.ui.widgets.switch import Switch


class Strip(Card):
    """Shows how the injector stands; `test_wanted`, `switched` and `rewind_wanted` tell what a person asks for."""

    test_wanted = Signal()
    switched = Signal(bool)
    rewind_wanted = Signal()

    def __init__(self, draft: InjectorDraft, parent: QWidget | None = None) -> None:
        super().__init__(filled=True, margin=1, parent=parent)
        self._draft = draft
        self.setMinimumHeight(44)
        row = QHBoxLayout()
        row.setContentsMargins(SPACE_L - 1, 7, SPACE_L, 7)
        row.setSpacing(SPACE_L)
        self._switch = Switch()
        self._switch.setObjectName("injector-enabled")
        self._switch.setAccessibleName(self.tr("Enabled"))
        self._switch.clicked.connect(self._clicked)
        row.addWidget(self._switch)
        self._sentence = Label("", tone="text2", rich=True, wrap=True)
        self._sentence.setObjectName("injector-sentence")
        self._sentence.linkActivated.connect(self._link)
        row.addWidget(self._sentence, 1)
        self._last_run = self._pair(row, self.tr("Last run"))
        self._last_id = self._pair(row, self.tr("Last id"))
        self._rewind = icon_button("rewind", self.tr("Rewind…"), self.rewind_wanted.emit)
        self._rewind.setObjectName("strip-rewind")
        row.addWidget(self._rewind)
        self._next_run = self._pair(row, self.tr("Next run"))
        self.body.addLayout(row)

    def _pair(self, row: QHBoxLayout, text: str) -> Label:
        pair = QHBoxLayout()
        pair.setSpacing(SPACE_S - 2)
        pair.addWidget(Label(text, tone="text2"))
        value = Label("", weight=SEMIBOLD)
        pair.addWidget(value)
        row.addLayout(pair)
        return value

    def show_state(self, why_no_rewind: str) -> None:
        """Show the draft as it is now."""
        draft, now = self._draft, datetime.now().astimezone()
        stored, says = draft.stored, injector_says(draft)
        on = stored is not None and runs_by_schedule(stored.state)
        self._switch.setChecked(on)
        self._switch.why_not("" if on or self._may_switch_on() else says.plain)
        self._sentence.setText(self._rich(says))
        self._sentence.setAccessibleName(says.plain)
        last = draft.material.last_run
        self._last_run.setText(_near(last.started.astimezone() if last else None, now))
        self._last_run.setToolTip(formats.exact(last.started.astimezone()) if last else "")
        self._last_id.setText(shown_id(stored.state.watermark if stored else None, draft.injector.id_type))
        next_run = stored.injector.schedule.next_after(now) if stored is not None and on else None
        self._next_run.setText(_near(next_run.astimezone() if next_run else None, now))
        self._next_run.setToolTip(formats.exact(next_run.astimezone()) if next_run else "")
        self._rewind.setVisible(stored is not None and stored.state.started_once)
        self._rewind.why_not(why_no_rewind)
        if not why_no_rewind:
            self._rewind.setToolTip(self.tr("Rewind…"))

    def _may_switch_on(self) -> bool:
        return self._draft.stored is not None and self._draft.tested and not self._draft.dirty

    def _rich(self, says: Says) -> str:
        color = theme_of(self).accent_text
        style = f"color:{color}; text-decoration:none; font-weight:{int(SEMIBOLD)}"
        link = f'<a href="{says.link}" style="{style}">{escape(says.words)}</a>' if says.link else escape(says.words)
        return f"{escape(says.before)}{link}{escape(says.after)}"

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Rich text keeps the colour of the theme in which it was set.
        if event.type() == QEvent.Type.PaletteChange:
            self._sentence.setText(self._rich(injector_says(self._draft)))

    # -- what is asked for

    def _clicked(self, on: bool) -> None:
        # It shows the stored state; it moves when that has changed.
        self._switch.setChecked(not on)
        self.switched.emit(on)

    def _link(self, link: str) -> None:
        if link == TEST:
            self.test_wanted.emit()
        else:
            self.switched.emit(True)


def _near(moment: datetime | None, now: datetime) -> str:
    """The time of day today, else the day too."""
    if moment is not None and moment.date() == now.date():
        return formats.clock(moment)
    return formats.when(moment, now)
