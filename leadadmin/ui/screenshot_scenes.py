"""The scenes of which pictures are made: how each comes about on the sample workspace, and when it stands."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QAbstractButton

from leadadmin.domain.lead import Closure
from leadadmin.domain.lead_filter import LeadFilter
from leadadmin.domain.lead_list import LeadColumn, LeadSort
from leadadmin.domain.pool import Door
from leadadmin.domain.run import RowOutcome
from leadadmin.domain.run_filter import RunFilter
from leadadmin.store import injectors
from leadadmin.store.browse_leads import leads_page
from leadadmin.store.browse_runs import runs_page
from leadadmin.store.lead_detail import history
from leadadmin.ui.desk import Desk
from leadadmin.ui.forms.template_form import TemplateForm
from leadadmin.ui.main_window import MainWindow
from leadadmin.ui.pages.campaigns.page import CampaignsPage
from leadadmin.ui.pages.connections.page import ConnectionsPage
from leadadmin.ui.pages.injector_form.page import InjectorPage
from leadadmin.ui.pages.injector_test.page import InjectorTestPage
from leadadmin.ui.pages.injectors.page import InjectorsPage
from leadadmin.ui.pages.lead import LeadPage
from leadadmin.ui.pages.leads import LeadsPage
from leadadmin.ui.pages.pools import PoolsPage
from leadadmin.ui.pages.runs import RunsPage

Bring = Callable[[MainWindow, Desk], object]
Stands = Callable[[MainWindow, Desk], bool]

_TICKED = range(1, 4)
_LOOKED_AT = 200
_FICTIONAL_NUMBER = "020 7946 0123"


def _at_once(window: MainWindow, desk: Desk) -> bool:
    del window, desk
    return True


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture's name, what brings it about, and whether it stands; work in the background is waited for anyway."""

    name: str
    bring_about: Bring
    stands: Stands = _at_once


def page(key: str, **args: object) -> Bring:
    """Going to a page."""
    return lambda window, desk: window.go(key, **args)


def click(window: MainWindow, name: str) -> None:
    """Click the button with this object name, as a person does. Raises LookupError."""
    found = window.findChild(QAbstractButton, name)
    if found is None:
        raise LookupError(f"there is no button {name}")
    found.click()


def _connection_tested(window: MainWindow, desk: Desk) -> bool:
    del desk
    shown = window.page("connections")
    if not isinstance(shown, ConnectionsPage) or not shown.list.current():
        return False
    if not shown.panel.list.steps():
        click(window, "test-connection")
        return False
    return not shown.is_testing()


def _wrong_file_tested(window: MainWindow, desk: Desk) -> bool:
    shown = window.page("connections")
    if isinstance(shown, ConnectionsPage) and shown.list.current() and not shown.leave():
        file = shown.editor.form.file
        file.setText(file.text().removesuffix("e"))
    return _connection_tested(window, desk)


def _injectors_shown(window: MainWindow, desk: Desk) -> bool:
    del desk
    shown = window.page("injectors")
    return isinstance(shown, InjectorsPage) and shown.is_read()


def _injector(key: str, **args: object) -> Bring:
    """Going to a page about the first injector."""

    def bring(window: MainWindow, desk: Desk) -> object:
        with desk.program.workspace.reading() as database:
            first = injectors.list_all(database)[0].injector
        return window.go(key, injector_id=first.id, **args)

    return bring


def _injector_shown(window: MainWindow, desk: Desk) -> bool:
    del desk
    shown = window.page("injector")
    return isinstance(shown, InjectorPage) and shown.is_settled()


def _source_opened(window: MainWindow, desk: Desk) -> bool:
    shown = window.page("injector")
    if not isinstance(shown, InjectorPage) or not _injector_shown(window, desk):
        return False
    for each in shown.sections:
        each.section.set_open(each.key in ("source", "identity", "where-to"))
    return True


def _injector_tested(window: MainWindow, desk: Desk) -> bool:
    del desk
    shown = window.page("injector_test")
    return isinstance(shown, InjectorTestPage) and shown.tried() is not None


def _pools_ticked(window: MainWindow, desk: Desk) -> bool:
    del desk
    shown = window.page("pools")
    if not isinstance(shown, PoolsPage) or not shown.is_read:
        return False
    if shown.rows.rowCount() >= _TICKED.stop:
        shown.rows.set_ticked(shown.rows.key_at(row) for row in _TICKED)
    return True


def _leads_shown(window: MainWindow, desk: Desk) -> bool:
    del desk
    shown = window.page("leads")
    return isinstance(shown, LeadsPage) and shown.table.model().rowCount() > 0


def _lead_called(window: MainWindow, desk: Desk) -> object:
    """Going to a lead that much happened to."""
    with desk.program.workspace.reading() as database:
        won = LeadFilter(closures=(Closure.SUCCESS,))
        rows = leads_page(database, won, LeadSort(LeadColumn.CHANGED), limit=_LOOKED_AT).rows
        called = max(rows, key=lambda row: len(history(database, row.id)))
    return window.go("lead", lead_id=called.id)


def _history_shown(window: MainWindow, desk: Desk) -> bool:
    del desk
    shown = window.page("lead")
    return isinstance(shown, LeadPage) and bool(shown.history.entries())


def _run_with_rejected(door: Door) -> Bring:
    """Going to the run through a door that rejected most."""

    def bring(window: MainWindow, desk: Desk) -> object:
        with desk.program.workspace.reading() as database:
            reports = runs_page(database, RunFilter(doors=(door,)), limit=_LOOKED_AT)
        chosen = max(reports, key=lambda report: report.tally.of(RowOutcome.REJECTED))
        return window.go("runs", run_id=chosen.run_id)

    return bring


def _receipt_shown(window: MainWindow, desk: Desk) -> bool:
    del desk
    shown = window.page("runs")
    return isinstance(shown, RunsPage) and shown.receipt.isVisible() and shown.rows.table.model().rowCount() > 0


def _row_opened(window: MainWindow, desk: Desk) -> bool:
    shown = window.page("runs")
    if isinstance(shown, RunsPage) and not shown.row.isVisible() and _receipt_shown(window, desk):
        shown.rows.open_first()
    return isinstance(shown, RunsPage) and shown.row.isVisible()


def _campaigns_shown(window: MainWindow, desk: Desk) -> bool:
    del desk
    shown = window.page("campaigns")
    return isinstance(shown, CampaignsPage) and bool(shown.tab().list.current())


def _example_typed(window: MainWindow, desk: Desk) -> bool:
    """A number in the live example of the template's phone."""
    shown = window.page("campaigns")
    form = shown.tab().form if isinstance(shown, CampaignsPage) else None
    if not isinstance(form, TemplateForm) or not _campaigns_shown(window, desk):
        return False
    form.fields.example.value.setText(_FICTIONAL_NUMBER)
    return True


SCENES: tuple[Scene, ...] = (
    Scene("pools", page("pools"), _pools_ticked),
    Scene("injectors", page("injectors"), _injectors_shown),
    Scene("injector", _injector("injector"), _injector_shown),
    Scene("injector-source", _injector("injector"), _source_opened),
    Scene("injector-test", _injector("injector_test", start="test"), _injector_tested),
    Scene("leads", page("leads"), _leads_shown),
    Scene("lead", _lead_called, _history_shown),
    Scene("runs", _run_with_rejected(Door.UPLOAD), _receipt_shown),
    Scene("run-row", _run_with_rejected(Door.INJECTOR), _row_opened),
    Scene("connections", page("connections"), _connection_tested),
    Scene("connection-failed", page("connections"), _wrong_file_tested),
    Scene("campaigns", page("campaigns", tab="campaign"), _campaigns_shown),
    Scene("template", page("campaigns", tab="template"), _example_typed),
    Scene("calling-hours", page("campaigns", tab="hours"), _campaigns_shown),
    Scene("people", page("campaigns", tab="people"), _campaigns_shown),
    Scene("settings", page("settings")),
    Scene("settings-security", page("settings", part="security")),
)
"""The first one is the picture of the window that `leadadmin demo --picture` saves."""
