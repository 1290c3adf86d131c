"""Leads for tests that need some in an office."""

from leadadmin.domain.pool import Door
from leadadmin.intake.pipeline import Passed, load
from leadadmin.sources.base import CancelToken
from leadadmin.store import runs
from tests.helpers.office import Office, blocks


def bring_leads(office: Office, rows: list[tuple[object, ...]]) -> None:
    """Load rows of `office.COLUMNS` into the office's campaign, as an injector's run does."""
    request, workspace = office.request(), office.workspace
    with workspace.transaction() as database:
        run_id = runs.start(
            database, door=Door.INJECTOR, source="Web", started_by="test", holder="here", fence=1,
            now_ms=workspace.now_ms(database), campaign_id=office.campaign.id,
        )  # fmt: skip
    load(
        workspace, run_id, blocks(rows), request,
        confirm=lambda _database: None, cancel=CancelToken(), passed=Passed(),
    )  # fmt: skip
