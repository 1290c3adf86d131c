"""What the sections of the form have in common: the draft, a summary, a state, and fields that show problems."""

from collections.abc import Collection, Mapping
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadadmin.ui.desk import Desk
from leadadmin.ui.forms.injector_draft import InjectorDraft
from leadadmin.ui.style.metrics import SPACE_M, SPACE_XL
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.labels import vline
from leadadmin.ui.widgets.sections import Section

TITLE_LEFT = 45
"""Where titles and fields of a section begin, right of the chevron."""


class ShowsProblem(Protocol):
    """A field that can say what is wrong with it."""

    editor: QWidget

    def show_problem(self, problem: str) -> None:
        """Show the sentence, or take it away."""


class FormSection(QObject):
    """One section: it makes its content when it is first opened and follows the draft from then on.

    Subclasses give `keys` (problems that belong here), `summary`, `make` and `show_values`.
    """

    keys: frozenset[str] = frozenset()

    def __init__(self, key: str, title: str, desk: Desk, draft: InjectorDraft, parent: QWidget) -> None:
        super().__init__(parent)
        self.key, self.desk, self.draft = key, desk, draft
        self.fields: dict[str, ShowsProblem] = {}
        self._built = self._showing = False
        self.section = Section(title, self._build)
        self.section.setObjectName(f"section-{key}")
        draft.changed.connect(self.follow)

    def _build(self) -> QWidget:
        content = self.make()
        self._built = True
        self.follow()
        return content

    def follow(self) -> None:
        """Show the draft as it is now."""
        self.section.set_summary(self.summary())
        self.section.set_state(*self.state())
        if self._built:
            self._showing = True
            self.show_values()
            self._showing = False
            for key, field in self.fields.items():
                field.show_problem(self.draft.problem(key))

    def edit(self, **settings: Any) -> None:
        """Change settings of the draft, unless it is the section itself that fills its fields."""
        if not self._showing:
            self.draft.change(**settings)

    def edit_schedule(self, **parts: Any) -> None:
        """Change parts of the draft's schedule, unless it is the section itself that fills its fields."""
        if not self._showing:
            self.draft.change_schedule(**parts)

    # -- for subclasses

    def make(self) -> QWidget:
        """Make the content."""
        raise NotImplementedError

    def show_values(self) -> None:
        """Show the draft's values in the fields."""
        raise NotImplementedError

    def summary(self) -> str:
        """Say the content in one line."""
        raise NotImplementedError

    def own_problems(self) -> dict[str, str]:
        """The problems that belong here, shown yet or not."""
        return {key: says for key, says in self.draft.problems().items() if key in self.keys}

    def state(self) -> tuple[Tone, str]:
        """What the section needs: nothing, to be filled in, or mending."""
        problems = self.own_problems()
        if not problems:
            return Tone.SUCCESS, self.tr("In order")
        shown = [self.draft.problem(key) for key in problems]
        if any(shown):
            return Tone.DANGER, next(says for says in shown if says)
        return Tone.NEUTRAL, next(iter(problems.values()))

    def needs_work(self) -> bool:
        """Whether the section should be open when the form is opened."""
        return self.state()[0] is not Tone.SUCCESS

    def focus_problem(self, keys: Collection[str]) -> None:
        """Open the section and put the keyboard into the first of these fields."""
        self.section.set_open(True)
        field = next((field for key, field in self.fields.items() if key in keys), None)
        if field is not None:
            field.editor.setFocus()


def two_panes(left: QVBoxLayout, right: QVBoxLayout, *, below: QWidget | None = None) -> QWidget:
    """Fields at the left, what is known about them at the right, parted by a hairline (look, Injector form)."""
    whole = QWidget()
    outer = QVBoxLayout(whole)
    outer.setContentsMargins(TITLE_LEFT, 0, SPACE_XL, SPACE_M)
    outer.setSpacing(SPACE_M)
    row = QHBoxLayout()
    row.setSpacing(SPACE_XL)
    left.setSpacing(SPACE_M)
    left.addStretch()
    right.addStretch()
    row.addLayout(left, 58)
    row.addWidget(vline())
    row.addLayout(right, 50)
    outer.addLayout(row)
    if below is not None:
        outer.addWidget(below)
    return whole


def line(*widgets: QWidget, stretch: Mapping[int, int] | None = None) -> QHBoxLayout:
    """Fields side by side, 12 px apart; `stretch` by place, else the rest stays free."""
    row = QHBoxLayout()
    row.setSpacing(SPACE_M)
    for place, widget in enumerate(widgets):
        row.addWidget(widget, (stretch or {}).get(place, 0), Qt.AlignmentFlag.AlignTop)
    if not stretch:
        row.addStretch()
    return row
