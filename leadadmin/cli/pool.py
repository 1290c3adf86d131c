"""`leadadmin pool`: list and show lead pools."""

from typing import Annotated

import typer

from leadadmin.cli.documents import moment as moment_text
from leadadmin.cli.session import session_of
from leadadmin.cli.tables import moment, number, pairs, table
from leadadmin.domain.pool import PoolFigures
from leadadmin.domain.pool_details import PoolDetails
from leadadmin.domain.pool_json import pool_to_json
from leadadmin.store import browse_pools

app = typer.Typer(help="Lead pools and their key figures.")
_HEADERS = ("Id", "Campaign", "Pool", "Status", "Total", "Open", "Ready", "Closed %", "Used %", "Rejected")


@app.command("list")
def list_pools(context: typer.Context) -> None:
    """List the pools with their key figures."""
    session = session_of(context)
    with session.program() as program, program.workspace.reading() as database:
        found = browse_pools.pool_figures(database, program.workspace.now_ms(database))
    lines = (
        table(_HEADERS, map(_row, found), right=(0, 4, 5, 6, 7, 8, 9), whole=(3,)) if found else ["No lead pools yet."]
    )
    session.console.result([pool_to_json(figures) for figures in found], lines)


def _row(figures: PoolFigures) -> tuple[str, ...]:
    return (
        str(figures.id), figures.campaign_code, figures.name, figures.status.label, number(figures.total),
        number(figures.open), number(figures.ready), number(figures.closed_pct), number(figures.used_pct),
        number(figures.rejected),
    )  # fmt: skip


@app.command("show")
def show_pool(
    context: typer.Context, pool: Annotated[str, typer.Argument(help="The pool's id, or CAMPAIGN_CODE/name.")]
) -> None:
    """Show one pool."""
    session = session_of(context)
    with session.program() as program, program.workspace.reading() as database:
        pool_id = browse_pools.pool_by_reference(database, pool)
        details = browse_pools.pool_details(database, pool_id, program.workspace.now_ms(database))
    document = pool_to_json(details.figures) | {
        "description": details.description,
        "template": details.template,
        "priority": details.priority,
        "active_from": details.active_from.isoformat() if details.active_from else None,
        "active_to": details.active_to.isoformat() if details.active_to else None,
        "owner": details.owner,
        "archived": details.archived,
        "last_arrival": moment_text(details.last_arrival),
    }
    session.console.result(document, pairs(_details(details)))


def _details(details: PoolDetails) -> list[tuple[str, str]]:
    figures = details.figures
    days = f"{details.active_from or 'the beginning'} to {details.active_to or 'without end'}"
    return [
        ("Pool", f"{figures.campaign_code}/{figures.name}"),
        ("Id", str(figures.id)),
        ("Description", details.description),
        ("Project", figures.project),
        ("Campaign", figures.campaign),
        ("Template", details.template),
        ("Status", figures.status.label + (", archived" if details.archived else "")),
        ("Active", days if details.active_from or details.active_to else ""),
        ("Priority", number(details.priority)),
        ("Owner", details.owner),
        ("Source", figures.source),
        ("Made", moment(figures.uploaded)),
        ("Last arrival", moment(details.last_arrival)),
        ("Total", number(figures.total)),
        ("Open", number(figures.open)),
        ("Ready to dial", number(figures.ready)),
        ("Unprocessed", number(figures.unprocessed)),
        ("Closed", f"{number(figures.closed)} ({number(figures.closed_pct, ' %')})"),
        ("Used", f"{number(figures.used)} ({number(figures.used_pct, ' %')})"),
        ("Rows rejected", number(figures.rejected)),
        ("Duplicates", number(figures.duplicates)),
        ("Updated", number(figures.updated)),
    ]
