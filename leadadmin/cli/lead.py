"""`leadadmin lead`: find and show leads."""

from typing import Annotated

import typer

from leadadmin.cli.documents import lead_document, lead_row_document
from leadadmin.cli.session import session_of
from leadadmin.cli.tables import moment, number, pairs, table
from leadadmin.domain.lead import Lead
from leadadmin.domain.lead_filter import LeadFilter
from leadadmin.domain.lead_history import Arrived, Called, HistoryEntry, RowMet
from leadadmin.store import browse_leads, lead_detail

app = typer.Typer(help="Leads.")
_HEADERS = ("Id", "Name", "Phone", "External id", "Campaign", "Pool", "Stands", "Arrived")


@app.command("find")
def find_leads(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="A phone number, an external id, an e-mail address or a name.")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="How many leads at most.")] = 100,
) -> None:
    """Find leads by phone number (in any spelling), external id, e-mail address or the beginning of the name."""
    session = session_of(context)
    with session.program() as program, program.workspace.reading() as database:
        page = browse_leads.leads_page(database, LeadFilter(text=text), limit=limit)
    rows = [
        (
            str(row.id), row.name, row.phone, row.external_id or "", row.campaign, row.pool, row.state_label,
            moment(row.arrived_at),
        )
        for row in page.rows
    ]  # fmt: skip
    lines = table(_HEADERS, rows, right=(0,), whole=(2, 7)) if rows else [f"No lead was found for “{text}”."]
    session.console.result([lead_row_document(row) for row in page.rows], lines)
    if page.next_cursor is not None:
        session.console.note(f"There are more than {limit:,}; --limit shows more of them.")


@app.command("show")
def show_lead(
    context: typer.Context, lead: Annotated[int, typer.Argument(metavar="ID", help="The lead's id.")]
) -> None:
    """Show one lead with its fields, phones and history."""
    session = session_of(context)
    with session.program() as program, program.workspace.reading() as database:
        found = lead_detail.lead(database, lead)
        history = lead_detail.history(database, lead)
    events = [(moment(entry.at), _event(entry)) for entry in history]
    values = [(key, str(value)) for key, value in found.values.items()]
    lines = [*pairs(_general(found)), "", *pairs(values, "  "), "", *pairs(events, "  ")]
    session.console.result(lead_document(found, history), lines)


def _event(entry: HistoryEntry) -> str:
    match entry:
        case Arrived():
            return f"Arrived with run {entry.run_id:,} of {entry.source}, row {entry.row:,}"
        case Called():
            result = entry.disposition or ("answered" if entry.answered else "not answered")
            return f"Call by {entry.person or entry.source}, {entry.seconds:,} s: {result}"
        case RowMet():
            outcome = entry.outcome.value.replace("_", " ")
            return f"Row {entry.row:,} of run {entry.run_id:,} of {entry.source}: {outcome}"


def _general(lead: Lead) -> list[tuple[str, str]]:
    phones = [f"{phone.number}{f' ext. {phone.extension}' if phone.extension else ''}" for phone in lead.phones]
    return [
        ("Lead", f"{lead.id:,} {lead.name}".strip()),
        ("Phones", ", ".join(phones)),
        ("External id", lead.external_id or ""),
        ("Campaign", lead.campaign),
        ("Pool", lead.pool),
        ("Stands", lead.state_label + ("" if lead.active else ", inactive")),
        ("Priority", number(lead.priority)),
        ("Dial time", moment(lead.dial_at)),
        ("Owner", lead.owner),
        ("Arrived", moment(lead.arrived_at)),
        ("Changed", moment(lead.changed_at)),
        ("Came with", f"run {lead.run_id:,}, row {lead.run_row or 0:,}" if lead.run_id is not None else ""),
    ]
