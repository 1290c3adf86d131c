"""A checklist of steps as they happen: done, running, failed, not reached, joined by a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from leadadmin.ui.icons import NAV, paint_icon
from leadadmin.ui.style.fonts import SEMIBOLD, Type
from leadadmin.ui.style.metrics import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from leadadmin.ui.theme import Tone, theme_of
from leadadmin.ui.widgets.card import Card
from leadadmin.ui.widgets.flow import FlowLayout
from leadadmin.ui.widgets.labels import Label


class StepState(StrEnum):
    """Where a step stands."""

    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    REMARK = "remark"
    FAILED = "failed"


_LOOKS = {
    StepState.PENDING: ("circle-dashed", "muted"),
    StepState.RUNNING: ("loader", "info"),
    StepState.DONE: ("circle-check", "success"),
    StepState.REMARK: ("triangle-alert", "warning"),
    StepState.FAILED: ("circle-x", "danger"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, what came of it, how long it took (in words), and where it stands."""

    key: str
    title: str
    detail: str = ""
    time: str = ""
    state: StepState = StepState.PENDING


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a failed step says: who speaks and their words, and the way out."""

    heading: str
    words: str
    hint_heading: str = ""
    hint: str = ""


class _Mark(QWidget):
    """The icon of a step and the line down to the next."""

    def __init__(self, state: StepState, *, last: bool) -> None:
        super().__init__()
        self._state, self._last = state, last
        self.setFixedWidth(NAV)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = theme_of(self)
        painter = QPainter(self)
        name, color = _LOOKS[self._state]
        paint_icon(painter, QRect(0, 0, NAV, NAV), name, theme.color(color))
        if not self._last:
            painter.fillRect(QRect(NAV // 2 - 1, NAV + 3, 1, self.height() - NAV - 6), QColor(theme.control_line))


class _StepRow(QWidget):
    def __init__(self, step: Step, trouble: Trouble | None, actions: Sequence[QPushButton], *, last: bool) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_M)
        row.addWidget(_Mark(step.state, last=last))
        box = QVBoxLayout()
        box.setContentsMargins(0, 0, 0, 0 if last else SPACE_M)
        box.setSpacing(0)
        row.addLayout(box, 1)
        pending = step.state == StepState.PENDING
        top = QHBoxLayout()
        title = Label(step.title, weight=None if pending else SEMIBOLD, tone="muted" if pending else "text")
        top.addWidget(title)
        top.addStretch()
        top.addWidget(Label(step.time, Type.CAPTION, tone="muted"))
        box.addLayout(top)
        if step.detail:
            tone = {StepState.PENDING: "muted", StepState.FAILED: "danger"}.get(step.state, "text2")
            box.addWidget(Label(step.detail, tone=tone, wrap=True))
        if trouble is not None:
            box.addSpacing(SPACE_S)
            box.addWidget(_TroubleBox(trouble, actions))
        self.setAccessibleName(f"{step.title}: {step.state.value}. {step.detail} {step.time}".strip())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)


class _TroubleBox(Card):
    def __init__(self, trouble: Trouble, actions: Sequence[QPushButton]) -> None:
        super().__init__(tone=Tone.DANGER, filled=True, margin=SPACE_M)
        self.body.setSpacing(SPACE_XS)
        self.body.addWidget(Label(trouble.heading, Type.CAPTION, weight=SEMIBOLD))
        words = Label(trouble.words, tone="text2", wrap=True)
        self.body.addWidget(words)
        if trouble.hint:
            self.body.addSpacing(SPACE_XS)
            self.body.addWidget(Label(trouble.hint_heading, Type.CAPTION, weight=SEMIBOLD))
            self.body.addWidget(Label(trouble.hint, wrap=True))
        if actions:
            self.body.addSpacing(SPACE_XS)
            holder = QWidget()
            row = FlowLayout(holder)
            for made in actions:
                row.addWidget(made)
            self.body.addWidget(holder)


class StepList(QWidget):
    """Steps one below the other; a failed one opens a box with the server's words, a hint and buttons.

    `set_steps` shows all of them anew; `set_step` changes one as it happens; `set_trouble` opens the box.
    """

    def __init__(self, steps: Sequence[Step] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: list[Step] = []
        self._troubles: dict[str, tuple[Trouble, tuple[QPushButton, ...]]] = {}
        self._rows: list[_StepRow] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, SPACE_L)
        self._box.setSpacing(0)
        self._box.addStretch()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.set_steps(steps)

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Show these steps and no trouble."""
        self._steps = list(steps)
        self._troubles = {}
        self._show()

    def set_step(self, step: Step) -> None:
        """Show a step's new state; raises `KeyError` for a key that is not in the list."""
        at = next((n for n, old in enumerate(self._steps) if old.key == step.key), None)
        if at is None:
            raise KeyError(step.key)
        self._steps[at] = step
        self._replace_row(at)

    def set_trouble(self, key: str, trouble: Trouble, *actions: QPushButton) -> None:
        """Open the box below a step. The buttons belong to the list from then on."""
        self._troubles[key] = (trouble, actions)
        self._replace_row(next(n for n, step in enumerate(self._steps) if step.key == key))

    def steps(self) -> list[Step]:
        """Return the steps as shown."""
        return list(self._steps)

    def _make_row(self, at: int) -> _StepRow:
        step = self._steps[at]
        trouble, actions = self._troubles.get(step.key, (None, ()))
        return _StepRow(step, trouble, actions, last=at == len(self._steps) - 1)

    def _replace_row(self, at: int) -> None:
        old, new = self._rows[at], self._make_row(at)
        self._rows[at] = new
        self._box.replaceWidget(old, new)
        new.show()
        old.hide()
        old.deleteLater()

    def _show(self) -> None:
        for row in self._rows:
            self._box.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._make_row(at) for at in range(len(self._steps))]
        for at, row in enumerate(self._rows):
            self._box.insertWidget(at, row)
            row.show()
