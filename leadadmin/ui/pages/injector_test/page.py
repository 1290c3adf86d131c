"""The Test of an injector, as drawn: verdict, what was done, and a verdict for each row (spec 2, Test, dry run)."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from leadadmin.app.injector_views import FormMaterial, form_material
from leadadmin.domain.errors import Cancelled, Expected
from leadadmin.domain.injector_standing import runs_by_schedule
from leadadmin.injector.trial_report import TrialStep
from leadadmin.store.injectors import StoredInjector
from leadadmin.ui import formats
from leadadmin.ui.desk import INJECTORS, Desk
from leadadmin.ui.main_window import PageSpec
from leadadmin.ui.operations import injectors as operations
from leadadmin.ui.pages.injector_test.facts import FactsPane
from leadadmin.ui.pages.injector_test.rows_pane import RowsPane
from leadadmin.ui.pages.injector_test.trying import Tried, Trying
from leadadmin.ui.pages.injector_test.verdict import verdict_of
from leadadmin.ui.style.metrics import PAGE_MARGIN, SPACE_M
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.banner import Banner
from leadadmin.ui.widgets.buttons import button, primary_button, quiet_button
from leadadmin.ui.widgets.labels import hline, vline
from leadadmin.ui.widgets.page import Page
from leadadmin.ui.widgets.pill import PillSpec

FORM = "injector"


class InjectorTestPage(Page):
    """`opened(injector_id=…, start="test" | "dry")` tries the stored injector; without `start` it shows the last try.

    `at` tells one wish from another: going back to the page does not try again.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__("", parent_title=self.tr("Injectors"))
        self._desk = desk
        self._id: int | None = None
        self._asked: object = None
        self._number = 0
        self._material: FormMaterial | None = None
        self._tried: Tried | None = None
        self._trying = Trying(desk, self)
        self._trying.stepped.connect(self._stepped)
        self._trying.ended.connect(self._ended)
        self._trying.failed.connect(self._failed)
        self._make_header()
        self._banner = Banner(Tone.INFO)
        self._banner.setObjectName("verdict")
        self._act: Callable[[], object] | None = None
        self._action = quiet_button("", on_click=self._do_action)
        self._action.setObjectName("verdict-action")
        self._action.hide()
        self._banner.set_action(self._action)
        strip = QVBoxLayout()
        strip.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, SPACE_M)
        strip.addWidget(self._banner)
        self.body.addLayout(strip)
        self.body.addWidget(hline(strong=True))
        self._facts = FactsPane()
        self.rows = RowsPane(desk)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._facts)
        row.addWidget(vline(strong=True))
        row.addWidget(self.rows, 1)
        self.body.addLayout(row, 1)
        desk.bus.changed.connect(self._changed)

    def _make_header(self) -> None:
        back = button(self.tr("Back to the form"), "arrow-left", self._to_form)
        back.setObjectName("back-to-form")
        self._dry = button(self.tr("Dry run, all rows"), "list-checks", lambda: self._try(dry=True))
        self._dry.setObjectName("dry-run-all")
        self._enable = primary_button(self.tr("Enable injector"), "power", self._enable_injector)
        self._enable.setObjectName("enable")
        for made in (back, self._dry, self._enable):
            self.header.add(made)

    def tried(self) -> Tried | None:
        """What the last test or dry run came to; None while one goes on or before the first."""
        return self._tried

    # -- opening

    def opened(self, **args: Any) -> None:
        wanted, start, at = args.get("injector_id"), args.get("start"), args.get("at")
        again = wanted == self._id and (not start or at == self._asked)
        if again and (self._tried is not None or self._number):
            self.refresh()
            return
        if wanted != self._id:
            self._tried = None
        self._id, self._asked = wanted, at
        self._try(dry=start == "dry")

    def refresh(self) -> None:
        self._read(self._show_header)

    def _changed(self, topics: frozenset[str]) -> None:
        if INJECTORS in topics and self.isVisible():
            self.refresh()

    def _read(self, then: Callable[[], None]) -> None:
        wanted = self._id
        if wanted is None:
            return

        def done(material: FormMaterial) -> None:
            if self._id == wanted:
                self._material = material
                then()

        self._desk.read(
            self.tr("Reading the injector"), lambda database: form_material(database, wanted), done, owner=self
        )

    def _stored(self) -> StoredInjector | None:
        return self._material.stored if self._material is not None else None

    # -- trying

    def _try(self, *, dry: bool) -> None:
        self._read(lambda: self._begin(dry=dry))

    def _begin(self, *, dry: bool) -> None:
        material, stored = self._material, self._stored()
        if material is None or stored is None:
            return
        kept = material.connection(stored.injector.connection_id)
        expected = self._tried.report.read if self._tried is not None and self._tried.report.ok else None
        self._tried = None
        self._facts.begin(stored.injector, kept.connection.name if kept is not None else "")
        self.rows.begin(material)
        strong = self.tr("Dry run.") if dry else self.tr("Testing.")
        text = self.tr("Every row is judged; nothing is written.") if dry else self.tr("Nothing is written.")
        self._say(Tone.INFO, strong, text, self.tr("Cancel"), self._trying.stop)
        self._number = self._trying.dry_run(material, expected) if dry else self._trying.test(material)
        self._show_header()

    def _stepped(self, number: int, step: TrialStep) -> None:
        if number == self._number:
            self._facts.show_step(step)

    def _failed(self, number: int, error: Expected) -> None:
        if number != self._number:
            return
        self._number = 0
        self.rows.show_tried(None)
        again = self.tr("Test again")
        if isinstance(error, Cancelled):
            self._say(Tone.NEUTRAL, self.tr("Stopped."), self.tr("Nothing was written."), again, self._test)
        else:
            self._say(Tone.DANGER, error.sentence, error.hint, again, self._test)
        self._show_header()

    def _test(self) -> None:
        self._try(dry=False)

    def _ended(self, number: int, tried: Tried) -> None:
        stored = tried.material.stored
        if number != self._number or stored is None:
            return
        self._number = 0
        self._tried, self._material = tried, tried.material
        self._facts.show_report(tried.report, stored.injector)
        self.rows.show_tried(tried)
        verdict = verdict_of(tried.report, dry=tried.dry, pause_pct=stored.injector.pause_rejected_pct)
        if verdict.show_rejected:
            words = self.tr("Show the {0}").format(formats.number(verdict.show_rejected))
            self._say(verdict.tone, verdict.strong, verdict.text, words, self.rows.show_rejected)
        elif not tried.report.ok:
            self._say(verdict.tone, verdict.strong, verdict.text, self.tr("Test again"), self._test)
        else:
            self._say(verdict.tone, verdict.strong, verdict.text)
        self._show_header()

    # -- showing

    def _say(
        self, tone: Tone, strong: str, text: str, words: str = "", call: Callable[[], object] | None = None
    ) -> None:
        self._banner.show_verdict(tone, strong, text)
        self._act = call
        self._action.setText(words)
        self._action.setVisible(bool(words))

    def _do_action(self) -> None:
        if self._act is not None:
            self._act()

    def _show_header(self) -> None:
        stored = self._stored()
        if stored is None or self._material is None:
            return
        busy = self.tr("It is being tried just now.") if self._number else ""
        self.header.set_title(stored.injector.name)
        self.header.set_pill(self._pill())
        tested = self._material.is_tested(stored.injector)
        not_tested = "" if tested else self.tr("These settings have not passed a test.")
        self._dry.why_not(busy or not_tested)
        on = runs_by_schedule(stored.state)
        self._enable.setText(self.tr("Enabled") if on else self.tr("Enable injector"))
        self._enable.why_not(busy or not_tested or (self.tr("It is enabled already.") if on else ""))

    def _pill(self) -> PillSpec | None:
        tried = self._tried
        if tried is None or not tried.report.read:
            return None
        read = formats.count(tried.report.read, self.tr("row"), self.tr("rows"))
        if tried.dry:
            return PillSpec(self.tr("Dry run of {0}").format(read))
        judged = tried.report.tally.read
        if judged < tried.report.read:
            return PillSpec(self.tr("Test of the first {0} of {1}").format(formats.number(judged), read))
        return PillSpec(self.tr("Test of {0}").format(read))

    # -- doing

    def _to_form(self) -> None:
        self._desk.go(FORM, injector_id=self._id)

    def _enable_injector(self) -> None:
        stored = self._stored()
        if stored is not None:
            operations.enable(self._desk, stored.injector.id or 0, stored.injector.name, owner=self)


def spec(desk: Desk) -> PageSpec:
    """The page “injector_test”, below the list; `go("injector_test", injector_id=…, start="test")`."""
    title = QCoreApplication.translate("Pages", "Test of an injector")
    return PageSpec("injector_test", title, "syringe", lambda: InjectorTestPage(desk), parent="injectors")
