"""Field mapping: the grid, the suggestions in the background, and what each edit does to the draft's mapping."""

import hashlib
import json
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from leadadmin.domain.fields import Field
from leadadmin.domain.injector import ColumnSeen
from leadadmin.domain.mapping import Mapping, MappingEntry
from leadadmin.domain.mapping_edit import clear, join, set_default, set_target, set_transforms
from leadadmin.domain.mapping_lines import (
    NOTHING_STUDIED,
    LineAction,
    LineRole,
    LineState,
    MappingLine,
    Study,
    general_problems,
    study,
    transforms_for,
)
from leadadmin.domain.system_fields import SystemField
from leadadmin.domain.template import Template
from leadadmin.domain.transforms import Transform
from leadadmin.ui import formats
from leadadmin.ui.desk import Desk
from leadadmin.ui.forms.injector_draft import InjectorDraft
from leadadmin.ui.icons import icon
from leadadmin.ui.models.mapping_grid import MappingGridModel, action_words
from leadadmin.ui.pages.injector_form.base import FormSection
from leadadmin.ui.pages.injector_form.mapping_view import MappingGrid
from leadadmin.ui.pages.injector_form.new_field_dialog import NewFieldDialog
from leadadmin.ui.pages.injector_form.transform_popup import TransformPopup
from leadadmin.ui.style.metrics import SPACE_L, SPACE_M, SPACE_S
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.buttons import quiet_button
from leadadmin.ui.widgets.card import Card
from leadadmin.ui.widgets.empty import IconLabel
from leadadmin.ui.widgets.labels import Label

_ASIDE = "injector_form/put_aside"


@dataclass(frozen=True, slots=True)
class _Studied:
    """What a study was made of: columns, fields and region, and which columns go where."""

    base: tuple[tuple[ColumnSeen, ...], tuple[Field, ...], str]
    targets: tuple[tuple[tuple[str, ...], str], ...]


class MappingSection(FormSection):
    """Every column of the source in a row; nothing is asked of the source here."""

    keys = frozenset({"mapping"})

    def __init__(self, desk: Desk, draft: InjectorDraft, parent: QWidget) -> None:
        self._studied: _Studied | None = None
        self._accept = False
        self._again = quiet_button(self.tr("Suggest again"), "sparkles", self.suggest_again)
        self._again.setObjectName("suggest-again")
        super().__init__("mapping", self.tr("Field mapping"), desk, draft, parent)
        self.section.set_hide_summary_when_open(False)
        self.section.add_tool(self._again)
        draft.loaded.connect(self._loaded)
        draft.columns_read.connect(self._columns_read)

    def _loaded(self) -> None:
        self._studied, self._accept = None, False
        if kept := self.desk.memory.recall(self._aside_key()):
            self.draft.offer_besides(frozenset(json.loads(kept)))

    # -- what is offered stays offered until it is accepted or put aside

    def _aside_key(self) -> str:
        """The memory is the person's: numbers of injectors are told apart by their workspace."""
        stored = self.draft.stored
        place = self.desk.program.workspace.url.render_as_string(hide_password=True)
        mark = hashlib.sha256(place.encode()).hexdigest()[:12]
        return f"{_ASIDE}/{mark}/{stored.injector.id if stored is not None else 'new'}"

    def _keep_aside(self) -> None:
        """Remember with the saved injector what was put aside: a Test or a save is no answer to a suggestion."""
        if self.draft.stored is None or self.draft.dirty:
            return
        aside = json.dumps(sorted(self.draft.put_aside()))
        if aside != self.desk.memory.recall(self._aside_key()):
            self.desk.memory.keep(self._aside_key(), aside)

    # -- in words

    def _lines(self) -> tuple[MappingLine, ...]:
        return self.draft.lines()

    def summary(self) -> str:
        lines = self._lines()
        if not lines:
            return self.tr("Read the columns of the source first")
        count = {state: sum(line.state is state for line in lines) for state in LineState}
        parts = [
            (count[LineState.OK], self.tr("{0} mapped")),
            (count[LineState.CHECK], self.tr("{0} to check")),
            (count[LineState.WRONG], self.tr("{0} to mend")),
            (count[LineState.IGNORED], self.tr("{0} ignored")),
        ]
        said = ", ".join(words.format(number) for number, words in parts if number)
        columns = formats.count(len(lines), self.tr("column"), self.tr("columns"))
        return f"{columns}: {said}"

    def state(self) -> tuple[Tone, str]:
        lines = self._lines()
        if not lines:
            return Tone.NEUTRAL, self.tr("No columns yet")
        general = general_problems(self.draft.mapping, self.draft.grid())
        wrong = sum(line.state is LineState.WRONG for line in lines)
        if wrong:
            return Tone.DANGER, self.tr("{0} to mend").format(wrong)
        if general:
            return Tone.WARNING, general[0]
        check = sum(line.state is LineState.CHECK for line in lines)
        if check:
            return Tone.WARNING, self.tr("{0} to check").format(check)
        return Tone.SUCCESS, self.tr("In order")

    def own_problems(self) -> dict[str, str]:
        general = general_problems(self.draft.mapping, self.draft.grid())
        wrong = [line.reason for line in self._lines() if line.state is LineState.WRONG]
        found = [*wrong, *general]
        return {"mapping": found[0]} if found and self.draft.columns else {}

    # -- content

    def make(self) -> QWidget:
        self._model = MappingGridModel()
        self._grid = MappingGrid(self._model, says=self.tr("Field mapping"), memory=self.desk.memory)
        self._grid.setObjectName("mapping-grid")
        self._model.setParent(self._grid)
        self._grid.target_picked.connect(self._pick)
        self._grid.accepted.connect(self._accept_line)
        self._grid.cleared.connect(self._clear)
        self._grid.joined.connect(self._join)
        self._grid.default_changed.connect(self._set_default)
        self._grid.transforms_cleared.connect(lambda line: self._set_transforms(line, []))
        self._grid.transforms_wanted.connect(self._open_transforms)
        self._grid.new_field_wanted.connect(self._new_field)
        self._grid.context_wanted.connect(self._menu)
        card = Card(margin=1)
        card.body.addWidget(self._grid)
        self._card = card
        self._none = Label(
            self.tr("There are no columns yet. “Read columns” in Source asks the source for them; so does Test."),
            tone="text2",
            wrap=True,
        )
        whole = QWidget()
        box = QVBoxLayout(whole)
        box.setContentsMargins(SPACE_L, 0, SPACE_L, SPACE_M)
        box.setSpacing(SPACE_S)
        box.addWidget(card)
        box.addWidget(self._none)
        self._problems = QVBoxLayout()
        self._problems.setSpacing(SPACE_S - 4)
        box.addLayout(self._problems)
        self._said: list[str] = []
        return whole

    def show_values(self) -> None:
        template = self.draft.material.template_of(self.draft.injector)
        fields = template.fields if template else ()
        lines = self._lines()
        self._card.setVisible(bool(lines))
        self._none.setVisible(not lines)
        self._grid.fields = fields
        self._model.show(lines, fields, self.draft.material.region_of(self.draft.injector))
        self._show_problems()

    def follow(self) -> None:
        super().follow()
        self._keep_aside()
        self._study_if_needed()
        self._again.why_not("" if self.draft.columns else self.tr("Read the columns first."))

    def _show_problems(self) -> None:
        said = list(general_problems(self.draft.mapping, self.draft.grid())) if self.draft.columns else []
        if said == self._said:
            return
        self._said = said
        while (item := self._problems.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for sentence in said:
            self._problems.addWidget(_Sentence(sentence))

    # -- suggestions, in the background

    def suggest_again(self) -> None:
        """Look at every column anew; what was put aside is offered again, sure suggestions are taken over."""
        self.draft.offers = frozenset(column.name for column in self.draft.columns)
        self._study_anew()

    def _columns_read(self) -> None:
        self.section.set_open(True)
        self._study_anew()

    def _study_anew(self) -> None:
        """Take what is sure into the mapping as soon as the values were looked at."""
        self._studied, self._accept = None, True
        self.follow()

    def _study_if_needed(self) -> None:
        draft, template = self.draft, self.draft.material.template_of(self.draft.injector)
        if not draft.columns or template is None:
            return
        mapping = draft.mapping
        targets = tuple((entry.columns, entry.field) for entry in mapping.entries)
        wanted = _Studied((draft.columns, template.fields, draft.material.region_of(draft.injector)), targets)
        if wanted == self._studied:
            return
        same = self._studied is not None and self._studied.base == wanted.base
        known = draft.study if same else NOTHING_STUDIED
        self._studied = wanted
        columns, fields, region = wanted.base

        def done(found: Study) -> None:
            if self._studied == wanted:
                accept, self._accept = self._accept, False
                draft.take_study(found, accept=accept)

        self.desk.tasks.run(
            self.tr("Suggesting fields"),
            lambda _progress: study(columns, fields, region, mapping, known),
            done,
            show=False,
            owner=self,
        )

    # -- edits

    def _change(self, mapping: Mapping, dismissed: str = "") -> None:
        self.draft.set_mapping(mapping, dismissed)

    def _pick(self, line: MappingLine, target: object) -> None:
        if line.seen is None or not isinstance(target, str):
            return
        if line.entry is not None and line.target == target and len(line.entry.columns) == 1:
            return
        template = self.draft.material.template_of(self.draft.injector)
        fields = template.fields if template else ()
        goal: str | SystemField = target
        transforms: list[Transform] = []
        if line.offered is not None and line.offered.target == target:
            transforms = list(line.offered.transforms)
        elif not isinstance(target, SystemField):
            region = self.draft.material.region_of(self.draft.injector)
            transforms = transforms_for(line.seen, target, fields, region)
        self._change(set_target(self.draft.mapping, line.column, line.entry, goal, transforms), line.column)

    def _accept_line(self, line: MappingLine) -> None:
        if line.offered is not None and line.offered.target is not None:
            self._change(
                set_target(self.draft.mapping, line.column, None, line.offered.target, line.offered.transforms)
            )

    def _clear(self, line: MappingLine) -> None:
        mapping = self.draft.mapping
        self._change(clear(mapping, line.column, line.entry) if line.entry is not None else mapping, line.column)

    def _join(self, line: MappingLine) -> None:
        other = self._same_target(line)
        if line.entry is not None and other is not None:
            self._change(join(self.draft.mapping, other, line.entry))

    def _same_target(self, line: MappingLine) -> MappingEntry | None:
        """The line that fills the same field already."""
        for entry in self.draft.mapping.entries:
            if entry != line.entry and line.entry is not None and entry.target == line.entry.target:
                return entry
        return None

    def _set_default(self, line: MappingLine, text: str) -> None:
        if line.entry is not None:
            self._change(set_default(self.draft.mapping, line.entry, text))

    def _set_transforms(self, line: MappingLine, transforms: list[Transform]) -> None:
        if line.entry is not None:
            self._change(set_transforms(self.draft.mapping, line.entry, transforms))

    def _open_transforms(self, line: MappingLine, cell: QRect) -> None:
        if line.entry is None or line.seen is None:
            return
        popup = TransformPopup(
            self.tr("Transforms of “{0}”").format(line.entry.label),
            line.transforms,
            line.seen.samples,
            joins=len(line.entry.columns) > 1,
            parent=self._grid,
        )
        key = line.key

        def changed(transforms: list[Transform]) -> None:
            now = next((each for each in self._lines() if each.key == key), None)
            if now is not None:
                self._set_transforms(now, transforms)

        popup.changed.connect(changed)
        popup.open_at(self._grid.viewport().mapToGlobal(cell.bottomLeft() + QPoint(0, 2)))

    def _new_field(self, line: MappingLine) -> None:
        template = self.draft.material.template_of(self.draft.injector)
        if line.seen is None:
            return
        if template is None:
            self.desk.notices.say(
                self.tr("Choose a campaign in “Where to” first."),
                self.tr("The field is added to its template."),
                tone=Tone.WARNING,
            )
            return

        def added(after: Template, key: str) -> None:
            self.draft.take_template(after)
            self._pick(line, key)

        region = self.draft.material.region_of(self.draft.injector)
        NewFieldDialog(self.desk, template, line.seen, region, added, self.section.window()).open()

    # -- the same by a menu

    def _menu(self, place: QPoint) -> None:
        line = self._grid.current_line()
        if line is None:
            return
        menu = QMenu(self._grid)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setObjectName("mapping-menu")
        if line.action in (LineAction.ACCEPT, LineAction.JOIN):
            name = "check" if line.action is LineAction.ACCEPT else "link"
            act = menu.addAction(icon(name, "text2"), action_words(line.action))
            act.triggered.connect(lambda: self._grid.act(line))
        if line.seen is not None:
            choose = menu.addAction(icon("list", "text2"), self.tr("Choose a field…"))
            choose.triggered.connect(lambda: self._grid.edit_field(open_list=True))
            new = menu.addAction(icon("plus", "text2"), self.tr("New field…"))
            new.triggered.connect(lambda: self._new_field(line))
        if line.entry is not None and line.role is LineRole.COLUMN:
            change = menu.addAction(icon("wand-sparkles", "text2"), self.tr("Transforms…"))
            cell = self._grid.visualRect(self._grid.currentIndex())
            change.triggered.connect(lambda: self._open_transforms(line, cell))
        if line.entry is not None or line.offered is not None:
            ignore = menu.addAction(icon("circle-minus", "text2"), self.tr("Ignore this column"))
            ignore.triggered.connect(lambda: self._clear(line))
        menu.popup(place)


class _Sentence(QWidget):
    """A problem of the mapping as a whole, with its icon."""

    def __init__(self, text: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_M - 2, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(IconLabel("triangle-alert", 16, "warning"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(text, wrap=True), 1)
        self.setAccessibleName(text)
