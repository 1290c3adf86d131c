"""The test of a connection, step by step as it happens (spec 2, Test; design, Look, Connections)."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadadmin.app.connections import CheckEnd
from leadadmin.domain.errors import Expected
from leadadmin.sources.base import Step, StepState
from leadadmin.store.connections import LastTest, StoredConnection
from leadadmin.ui import formats
from leadadmin.ui.style.fonts import Type
from leadadmin.ui.style.metrics import SPACE_L, SPACE_S, SPACE_XL
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets import steps as shown
from leadadmin.ui.widgets.banner import Banner
from leadadmin.ui.widgets.buttons import button, link_button
from leadadmin.ui.widgets.card import ScrollPage
from leadadmin.ui.widgets.labels import Label
from leadadmin.ui.widgets.pill import Pill, PillSpec

_STATES = {
    StepState.WAITING: shown.StepState.PENDING,
    StepState.STARTED: shown.StepState.RUNNING,
    StepState.OK: shown.StepState.DONE,
    StepState.CAUTION: shown.StepState.REMARK,
    StepState.FAILED: shown.StepState.FAILED,
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("Connections", text)


class TestPanel(QWidget):
    """`mend_wanted` carries field and value of a suggestion that was taken."""

    __test__ = False  # no test of pytest's

    mend_wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: dict[str, Step] = {}
        self.setAccessibleName(self.tr("Test"))
        self._title = Label(self.tr("Test"), Type.CARD_TITLE)
        self._pill = Pill()
        self._pill.setObjectName("test-pill")
        self._time = Label("", Type.CAPTION, tone="muted")
        self._says = Label("", tone="text2", wrap=True)
        self._trouble = Banner(Tone.DANGER)
        self.list = shown.StepList()
        top = QHBoxLayout()
        top.setSpacing(SPACE_S)
        top.addWidget(self._title)
        top.addWidget(self._pill)
        top.addStretch()
        top.addWidget(self._time)
        inner = QVBoxLayout()
        inner.setContentsMargins(SPACE_XL, SPACE_XL - 5, SPACE_XL, SPACE_XL)
        inner.setSpacing(SPACE_L)
        inner.addLayout(top)
        for widget in (self._says, self._trouble, self.list):
            inner.addWidget(widget)
        inner.addStretch()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(ScrollPage(inner))
        self.show_stored(None, datetime.now().astimezone())

    # -- what is known without a test here

    def show_stored(self, stored: StoredConnection | None, now: datetime) -> None:
        """Show how the last test ended, wherever it ran; None: a connection that is not saved yet."""
        self._steps = {}
        self.list.set_steps(())
        self._trouble.hide()
        state = LastTest.NOT_TESTED if stored is None else stored.test_state
        when = stored.tested_at if stored is not None else None
        self._time.setText(formats.when(when.astimezone(), now) if when is not None else "")
        self._time.setToolTip(formats.exact(when.astimezone()) if when is not None else "")
        self._pill.show_spec(state_pill(state))
        words = {
            LastTest.NOT_TESTED: self.tr("Test goes step by step and names the step that fails. It saves nothing."),
            LastTest.WORKS: self.tr("The last test went through."),
            LastTest.FAILED: (stored.test_sentence if stored is not None else "") or self.tr("The last test failed."),
        }
        self._say(words[state], danger=state is LastTest.FAILED)

    # -- a test as it happens

    def begin(self, name: str) -> None:
        """A test was started; its steps are not known yet."""
        self._steps = {}
        self.list.set_steps(())
        self._trouble.hide()
        self._time.setText("")
        self._pill.show_spec(PillSpec(self.tr("Testing"), Tone.INFO, "loader"))
        self._say(self.tr("Testing “{0}” with the values of the form…").format(name) if name else "")

    def show_plan(self, planned: Sequence[Step]) -> None:
        """Show the steps it will take."""
        self._say("")
        self._steps = {step.key: step for step in planned}
        self.list.set_steps([self._row(step) for step in planned])

    def show_step(self, step: Step) -> None:
        """Show a step as it stands now."""
        self._steps[step.key] = step
        self.list.set_step(self._row(step))
        if step.state is StepState.FAILED:
            self._open_trouble(step)

    def end(self, end: CheckEnd, at: datetime) -> Step | None:
        """The test ended; returns the step that failed."""
        self._time.setText(formats.clock(at))
        self._time.setToolTip(formats.exact(at))
        every = list(self._steps.values())
        failed = next((step for step in every if step.state is StepState.FAILED), None)
        remarks = any(step.state is StepState.CAUTION for step in every)
        if failed is not None:
            number = every.index(failed) + 1
            words = self.tr("Step {0} of {1} failed").format(number, len(every))
            self._pill.show_spec(PillSpec(words, Tone.DANGER, "circle-x"))
        elif remarks:
            self._pill.show_spec(PillSpec(self.tr("Works, with a remark"), Tone.WARNING, "triangle-alert"))
        else:
            self._pill.show_spec(state_pill(LastTest.WORKS if end.ok else LastTest.FAILED))
        for step in every:
            if step.state is StepState.WAITING:
                self.list.set_step(shown.Step(step.key, step.title, self.tr("Not reached")))
        return failed

    def refuse(self, error: Expected, at: datetime) -> None:
        """The test could not begin: say why."""
        self._steps = {}
        self.list.set_steps(())
        self._time.setText(formats.clock(at))
        self._pill.show_spec(PillSpec(self.tr("Not begun"), Tone.DANGER, "circle-x"))
        self._say("")
        self._trouble.show_verdict(Tone.DANGER, error.sentence, error.hint)
        self._trouble.show()

    def _say(self, words: str, *, danger: bool = False) -> None:
        self._says.setText(words)
        self._says.set_tone("danger" if danger else "text2")
        self._says.setVisible(bool(words))

    def _row(self, step: Step) -> shown.Step:
        ended = step.state in (StepState.OK, StepState.CAUTION, StepState.FAILED)
        detail = step.message
        if step.state is StepState.CAUTION and step.hint:
            detail = f"{step.message} {step.hint}".strip()
        time = formats.duration(step.seconds) if ended else ""
        return shown.Step(step.key, step.title, detail, time, _STATES[step.state])

    def _open_trouble(self, step: Step) -> None:
        actions = []
        if step.suggestion is not None:
            field, value = step.suggestion
            mend = button(
                self.tr("Use {0}").format(value),
                "wand-sparkles",
                lambda: self.mend_wanted.emit(field, value),
                small=True,
            )
            mend.setObjectName("mend")
            actions.append(mend)
        copy = link_button(self.tr("Copy details"), "copy", lambda: self._copy(step))
        copy.setObjectName("copy-details")
        actions.append(copy)
        way_out = self.tr("What you can do")
        if step.server_words:
            code = f" ({step.server_code})" if step.server_code else ""
            heading = self.tr("The server says{0}").format(code)
            trouble = shown.Trouble(heading, step.server_words, way_out, step.hint)
        else:
            trouble = shown.Trouble(way_out, step.hint or step.message)
        self.list.set_trouble(step.key, trouble, *actions)

    def _copy(self, step: Step) -> None:
        lines = (f"{step.title}: {step.message}", f"{step.server_code} {step.server_words}".strip(), step.hint)
        QGuiApplication.clipboard().setText("\n".join(line for line in lines if line))


def state_pill(state: LastTest) -> PillSpec:
    """The pill of a connection's state; the good one stays quiet."""
    if state is LastTest.WORKS:
        return PillSpec(_tr("Works"), Tone.SUCCESS)
    if state is LastTest.FAILED:
        return PillSpec(_tr("Test failed"), Tone.DANGER)
    return PillSpec(_tr("Not tested"))
