"""The receipt of a run that did not take place because another program has the injector (spec 2, step 1)."""

from leadadmin.domain.pool import Door
from leadadmin.domain.run import RunOutcome, RunReport, Tally
from leadadmin.injector.plan import Plan
from leadadmin.store.leases import HeldBy


def skipped_report(plan: Plan, held: HeldBy, by: str) -> RunReport:
    """Says who has the injector since when; nothing was read and nothing is stored."""
    return RunReport(
        run_id=None,
        door=Door.INJECTOR,
        source=plan.injector.name,
        injector=plan.injector.name,
        pool=plan.injector.allocation,
        campaign=plan.campaign.name,
        outcome=RunOutcome.SKIPPED,
        error=f"“{plan.injector.name}” is running on {held.label} since {held.since:%H:%M} UTC.",
        hint="Nothing was done here; its receipt will be in the runs.",
        tally=Tally(),
        watermark_before=plan.state.watermark,
        watermark_passed=None,
        watermark_after=plan.state.watermark,
        started=held.asked,
        seconds=0.0,
        by=by,
        injector_id=plan.injector_id,
        campaign_id=plan.campaign.id,
    )
