"""The form of an injector. Nothing is written while one types: it is loaded, checked, and saved as a whole."""

from collections.abc import Mapping
from time import monotonic
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout

from leadadmin.app import injectors as work
from leadadmin.app.injector_views import FormMaterial, form_material
from leadadmin.domain.errors import Changed, Expected, InvalidInput, Taken
from leadadmin.domain.injector import Injector
from leadadmin.ui.desk import CAMPAIGNS, CONNECTIONS, INJECTORS, POOLS, RUNS, Desk
from leadadmin.ui.forms.injector_draft import InjectorDraft
from leadadmin.ui.main_window import PageSpec
from leadadmin.ui.models.injector_columns import standing_pill
from leadadmin.ui.operations import injectors as operations
from leadadmin.ui.pages.injector_form.base import FormSection
from leadadmin.ui.pages.injector_form.duplicates import DuplicatesSection
from leadadmin.ui.pages.injector_form.identity import IdentitySection
from leadadmin.ui.pages.injector_form.limits import LimitsSection
from leadadmin.ui.pages.injector_form.mapping import MappingSection
from leadadmin.ui.pages.injector_form.schedule import ScheduleSection
from leadadmin.ui.pages.injector_form.source import SourceSection
from leadadmin.ui.pages.injector_form.strip import Strip
from leadadmin.ui.pages.injector_form.unsaved import SettleBar
from leadadmin.ui.pages.injector_form.where_to import WhereToSection
from leadadmin.ui.style.metrics import PAGE_MARGIN, SPACE_M
from leadadmin.ui.widgets.buttons import button, primary_button
from leadadmin.ui.widgets.card import ScrollPage
from leadadmin.ui.widgets.page import Page
from leadadmin.ui.widgets.sections import SectionCard

TEST = "injector_test"
_TOPICS = frozenset({INJECTORS, CONNECTIONS, CAMPAIGNS, RUNS, POOLS})
_OPEN = "injector_form/open"


class InjectorPage(Page):
    """`opened(injector_id=…)` shows an injector; None makes a new one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(self.tr("New injector"), parent_title=self.tr("Injectors"))
        self._desk = desk
        self._id: int | None = None
        self._saving = self._reading = self._arranging = False
        self.draft = InjectorDraft(self)
        self._make_header()
        self._strip = Strip(self.draft)
        self._strip.test_wanted.connect(self._test)
        self._strip.switched.connect(self._switch)
        self._settle = SettleBar()
        self._card = SectionCard()
        self._identity = IdentitySection(desk, self.draft, self)
        self.sections: tuple[FormSection, ...] = (
            SourceSection(desk, self.draft, self),
            self._identity,
            ScheduleSection(desk, self.draft, self),
            WhereToSection(desk, self.draft, self),
            DuplicatesSection(desk, self.draft, self),
            MappingSection(desk, self.draft, self),
            LimitsSection(desk, self.draft, self),
        )
        self._strip.rewind_wanted.connect(self._identity.rewind)
        inner = self._inner = QVBoxLayout()
        inner.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, SPACE_M)
        inner.setSpacing(SPACE_M)
        inner.addWidget(self._strip)
        inner.addWidget(self._settle)
        for each in self.sections:
            self._card.add(each.section)
            each.section.opened.connect(self._remember_open)
        inner.addWidget(self._card)
        inner.addStretch()
        self._scroll = ScrollPage(inner)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._keep_margin)
        self._scroll.hide()
        self.body.addWidget(self._scroll, 1)
        self.draft.changed.connect(self._show)
        desk.bus.changed.connect(self._changed)

    def _keep_margin(self, _least: int, most: int) -> None:
        """The right edge stays in line with the header, with a scroll bar or without."""
        bar = self._scroll.verticalScrollBar().sizeHint().width() if most else 0
        self._inner.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN - bar, SPACE_M)

    def _make_header(self) -> None:
        self._test_button = button(self.tr("Test"), "flask-conical", self._test)
        self._test_button.setObjectName("test")
        self._dry_button = button(self.tr("Dry run"), "list-checks", self._dry_run)
        self._dry_button.setObjectName("dry-run")
        self._run_button = button(self.tr("Run now"), "play", self._run)
        self._run_button.setObjectName("run-now")
        self._save_button = primary_button(self.tr("Save"), "save", self._save_clicked)
        self._save_button.setObjectName("save")
        for made in (self._test_button, self._dry_button, self._run_button, self._save_button):
            self.header.add(made)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self._save_clicked)

    def is_settled(self) -> bool:
        """Whether the injector is shown, and the values of its columns were looked at."""
        return self._scroll.isVisible() and (not self.draft.columns or bool(self.draft.study.suggestions))

    # -- loading

    def opened(self, **args: Any) -> None:
        wanted = args.get("injector_id")
        if self.draft.dirty and wanted == self._id:
            return
        self._id = wanted
        self._settle.hide()
        self._read(load=True)

    def refresh(self) -> None:
        self._read(load=not self.draft.dirty and self._scroll.isHidden())

    def _read(self, *, load: bool) -> None:
        if self._reading and not load:
            return
        self._reading = True
        wanted = self._id

        def done(material: FormMaterial) -> None:
            self._reading = False
            if wanted != self._id:
                return
            if load:
                self._load(material)
            else:
                self.draft.refresh(material)
                self._show_stale()

        self._desk.read(
            self.tr("Reading the injector"), lambda database: form_material(database, wanted), done, self._failed,
            owner=self,
        )  # fmt: skip

    def _failed(self, error: Expected) -> None:
        self._reading = False
        self._desk.notices.failed(error)

    def _load(self, material: FormMaterial) -> None:
        self.draft.load(material)
        remembered = self._desk.memory.recall(_OPEN) or "schedule,mapping"
        kept = set(remembered.split(","))
        self._arranging = True
        fresh = material.stored is None
        for each in self.sections:
            each.section.set_open(each.needs_work() or (each.key in kept and not fresh))
        self._arranging = False
        self._scroll.show()
        self._scroll.verticalScrollBar().setValue(0)
        if fresh:
            self.sections[0].focus_problem(("name",))

    def _remember_open(self) -> None:
        if not self._arranging and self.draft.stored is not None:
            opened = [each.key for each in self.sections if each.section.is_open()]
            self._desk.memory.keep(_OPEN, ",".join(opened) or "none")

    def _changed(self, topics: frozenset[str]) -> None:
        if topics & _TOPICS and self.isVisible() and not self._saving:
            self.refresh()

    # -- showing

    def _show(self) -> None:
        draft = self.draft
        stored = draft.stored
        self.header.set_title(draft.injector.name.strip() or self.tr("New injector"))
        standing = draft.standing()
        self.header.set_pill(standing_pill(standing) if standing is not None else None)
        self._strip.show_state(self._identity.why_no_rewind())
        why = self._why_no_run()
        self._dry_button.why_not(why)
        running = draft.material.running
        busy = self.tr("It is running on {0} already.").format(running.label) if running else ""
        self._run_button.why_not(why or busy)
        nothing = "" if draft.dirty or stored is None else self.tr("There are no changes to save.")
        self._save_button.why_not(self.tr("It is being saved.") if self._saving else nothing)
        if not draft.dirty and not draft.stale:
            self._settle.hide()

    def _why_no_run(self) -> str:
        if self.draft.stored is None:
            return self.tr("Save and test it first.")
        if not self.draft.tested:
            return self.tr("Test these settings first.")
        return self.tr("Save your changes first.") if self.draft.dirty else ""

    def _show_stale(self) -> None:
        if self.draft.stale and not self._saving:
            self._settle.ask(
                self.tr("Somebody else saved this injector meanwhile. Your changes would meet theirs."),
                (self.tr("Load it anew"), "load-anew", self._load_anew),
            )

    def _load_anew(self) -> None:
        self._settle.hide()
        self._read(load=True)

    # -- saving

    def _save_clicked(self) -> None:
        if self._save_button.isEnabled():
            self.save()

    def save(self, then: Any = None) -> None:
        """Save what can be saved; `then()` is called when it is stored."""
        injector = self._to_save()
        if injector is None or self._saving:
            return
        self._saving = True
        self._show()
        program = self._desk.program

        def do() -> FormMaterial:
            stored = work.save(program, injector)
            with program.workspace.reading() as database:
                return form_material(database, stored.injector.id)

        def done(material: FormMaterial) -> None:
            self._saved(material, injector)
            if then is not None:
                then()

        self._desk.change(self.tr("Saving"), do, done, self._not_saved, topics=frozenset({INJECTORS}), owner=self)

    def _to_save(self) -> Injector | None:
        """What is saved; None, with the reason beside its field, when it cannot be: a name is all that it needs."""
        stops = self.draft.schedule_problems()
        if not self.draft.injector.name.strip():
            stops |= {"name": self.draft.problems()["name"]}
        if stops:
            self._point_at(stops)
            return None
        return self.draft.to_save()

    def _saved(self, material: FormMaterial, sent: Injector) -> None:
        before = self.draft.stored
        self._saving = False
        stored = material.stored
        self._id = stored.injector.id if stored is not None else None
        self.draft.take_saved(material, sent)
        self._settle.hide()
        was_on = before is not None and before.state.enabled
        switched_off = stored is not None and was_on and not stored.state.enabled
        detail = self.tr("It is switched off until the new settings are tested.") if switched_off else ""
        self._desk.notices.say(self.tr("“{0}” is saved.").format(sent.name), detail)

    def _not_saved(self, error: Expected) -> None:
        self._saving = False
        if isinstance(error, InvalidInput):
            self._point_at(error.problems, told=True)
        elif isinstance(error, Taken):
            self._point_at({"name": error.sentence}, told=True)
        elif isinstance(error, Changed):
            self._settle.ask(str(error), (self.tr("Load it anew"), "load-anew", self._load_anew))
            self._show()
        else:
            self._show()
            self._desk.notices.failed(error)

    def _point_at(self, problems: Mapping[str, str], *, told: bool = False) -> None:
        """Show problems beside their fields, open their sections, and go to the first; `told`: by the workspace."""
        self.draft.show_problems(problems, problems if told else None)
        hit = [each for each in self.sections if each.keys & problems.keys()]
        for each in hit:
            each.section.set_open(True)
        if hit:
            hit[0].focus_problem(problems)
            self._scroll.ensureWidgetVisible(hit[0].section, 0, 0)

    # -- leaving

    def leave(self) -> str:
        if not self.draft.dirty:
            return ""
        name = self.draft.injector.name.strip() or self.tr("The new injector")
        self._settle.ask(
            self.tr("“{0}” has changes that are not saved.").format(name),
            (self.tr("Save and go on"), "save-and-go", lambda: self.save(then=self.free_to_leave.emit)),
            (self.tr("Discard changes"), "discard", self._discard),
        )
        self._scroll.verticalScrollBar().setValue(0)
        return self.tr("Save the changes to “{0}”, or discard them.").format(name)

    def _discard(self) -> None:
        self._settle.hide()
        self.draft.load(self.draft.material)
        self.free_to_leave.emit()

    # -- doing

    def _test(self) -> None:
        self._go_to_test(start="test")

    def _dry_run(self) -> None:
        self._go_to_test(start="dry")

    def _go_to_test(self, *, start: str) -> None:
        problems = self.draft.problems()
        if problems:
            self._point_at(problems)
            return
        if self.draft.dirty or self.draft.stored is None:
            self.save(then=lambda: self._ask_test(start))
        else:
            self._ask_test(start)

    def _ask_test(self, start: str) -> None:
        self._desk.go(TEST, injector_id=self._id, start=start, at=monotonic())

    def _run(self) -> None:
        stored = self.draft.stored
        if stored is not None:
            operations.run_now(self._desk, stored.injector.id or 0, stored.injector.name)

    def _switch(self, on: bool) -> None:
        stored = self.draft.stored
        if stored is None:
            return
        do = operations.enable if on else operations.disable
        do(self._desk, stored.injector.id or 0, stored.injector.name, owner=self)


def spec(desk: Desk) -> PageSpec:
    """The page “injector”, below the list; `go("injector", injector_id=…)`, None for a new one."""
    title = QCoreApplication.translate("Pages", "Injector")
    return PageSpec("injector", title, "syringe", lambda: InjectorPage(desk), parent="injectors")
