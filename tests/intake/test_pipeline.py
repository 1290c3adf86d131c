"""The pipeline on a SQLite workspace: what becomes of rows, and that the receipt adds up."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from leadadmin.domain.duplicates import AllowDuplicates
from leadadmin.domain.errors import Cancelled
from leadadmin.domain.names import name_key
from leadadmin.domain.pool import Door
from leadadmin.domain.run import RowOutcome, RunOutcome
from leadadmin.intake.pipeline import Passed, load
from leadadmin.intake.request import Directory, IntakeRequest
from leadadmin.sources.base import Block, CancelToken
from leadadmin.store import runs, schema
from tests.helpers.office import COLUMNS, Office, blocks, phone


def take(office: Office, rows: list[tuple[object, ...]], columns: tuple[str, ...] = COLUMNS, size: int = 1000,
         **changes: object) -> Passed:  # fmt: skip
    request = office.request(**changes)
    return take_blocks(office, blocks(rows, size, columns), request)


def take_blocks(office: Office, given: list[Block], request: IntakeRequest) -> Passed:
    workspace = office.workspace
    run_id = workspace.write(
        lambda database: runs.start(
            database, door=Door.INJECTOR, source="Web", started_by="test", holder="", fence=1,
            now_ms=workspace.now_ms(database), injector_id=None, campaign_id=office.campaign.id, pool_id=None,
            watermark_before=None, watermark_passed=None,
        )
    )  # fmt: skip
    passed = Passed()
    load(workspace, run_id, given, request, confirm=lambda _database: None, cancel=CancelToken(), passed=passed)
    with workspace.reading() as database:
        report = runs.report(database, run_id)
    assert report.tally.adds_up
    assert report.tally.outcomes == {k: v for k, v in passed.tally.outcomes.items() if v}
    return passed


def stored(office: Office) -> list[dict[str, object]]:
    with office.workspace.reading() as database:
        return [dict(row._mapping) for row in database.execute(select(schema.leads).order_by(schema.leads.c.id))]


def refused(office: Office) -> list[tuple[int, str, str]]:
    with office.workspace.reading() as database:
        c = schema.run_rows.c
        return [tuple(row) for row in database.execute(select(c.row, c.outcome, c.reason).order_by(c.run_id, c.row))]


def row(n: int, tel: object = "", **more: object) -> tuple[object, ...]:
    values = {"id": n, "tel": tel, "mob": None, "first": "Ann", "last": f"Tester {n}", "mail": None, "kwh": None} | more
    return tuple(values[name] for name in COLUMNS)


def test_a_good_row_becomes_a_lead_with_its_phones_and_values(office: Office) -> None:
    passed = take(office, [row(7, phone(1), mob="+44 7700 900123", mail="ann@example.org", kwh="4200")])
    assert passed.tally.outcomes == {RowOutcome.ADDED: 1}
    assert passed.last_id == "7"
    (lead,) = stored(office)
    assert lead["name"] == "Ann Tester 7"
    assert lead["status"] == "unprocessed"
    assert lead["priority"] == 10
    assert json.loads(str(lead["field_values"])) == {
        "phone": "+442070000001", "mobile": "+447700900123", "first_name": "Ann", "surname": "Tester 7",
        "email": "ann@example.org", "kwh": 4200,
    }  # fmt: skip
    with office.workspace.reading() as database:
        phones = database.execute(select(schema.lead_phones).order_by(schema.lead_phones.c.slot)).all()
        keys = database.execute(select(schema.lead_keys)).all()
    assert [(p.field_key, p.number, p.original) for p in phones] == [
        ("phone", "+442070000001", phone(1)), ("mobile", "+447700900123", "+44 7700 900123"),
    ]  # fmt: skip
    assert [(k.field_key, k.value_key) for k in keys] == [("email", "ann@example.org")]


def test_every_bad_row_is_kept_with_its_reason_and_the_rest_is_loaded(office: Office) -> None:
    passed = take(office, [
        row(1, phone(1)), row(2, "12"), row(3), row(4, phone(4), kwh="many"), row(5, phone(5), last="<No Change>"),
        row(6, "12", mob="+44 7700 900124"), row(None, phone(6)),  # type: ignore[arg-type]
    ])  # fmt: skip
    assert passed.tally.outcomes == {RowOutcome.ADDED: 2, RowOutcome.REJECTED: 5}
    assert refused(office) == [
        (2, "rejected", "phone_invalid"), (3, "rejected", "no_phone"), (4, "rejected", "field_invalid"),
        (5, "rejected", "no_change_on_add"), (7, "rejected", "unique_id_missing"),
    ]  # fmt: skip
    assert passed.notes() == ("“Phone” was dropped: not a phone number that can be called (1 row).",)


def test_the_first_row_with_a_number_wins_within_a_block_and_across_blocks(office: Office) -> None:
    rows = [row(1, phone(1)), row(2, "+44 20 7000 0001"), row(3, phone(3), mob=phone(1)), row(4, phone(4))]
    assert take(office, rows).tally.outcomes == {RowOutcome.ADDED: 2, RowOutcome.DUPLICATE: 2}
    assert take(office, rows, size=1).tally.outcomes == {RowOutcome.DUPLICATE: 4}
    assert len(stored(office)) == 2


def test_a_refused_row_does_not_claim_its_number(office: Office) -> None:
    passed = take(office, [row(1, phone(1), kwh="x"), row(2, phone(1))])
    assert passed.tally.outcomes == {RowOutcome.REJECTED: 1, RowOutcome.ADDED: 1}


@pytest.mark.parametrize(
    ("rule", "added"), [(AllowDuplicates.NO, 1), (AllowDuplicates.UNIQUE_CALLBACK, 3), (AllowDuplicates.ALLOW, 5)]
)
def test_the_three_forms_of_allow_duplicates(office: Office, rule: AllowDuplicates, added: int) -> None:
    columns = (*COLUMNS, "njCallBackDate")
    dates = [None, "2026/12/01 10:00", "2026/12/01 10:00", "2026/12/01 10:01", ""]
    rows = [(*row(n, phone(1)), date) for n, date in enumerate(dates)]
    mapping = office.request().mapping.with_system_columns(columns)
    passed = take(office, rows, columns, size=2, allow_duplicates=rule, mapping=mapping)
    assert passed.tally.of(RowOutcome.ADDED) == added
    assert passed.tally.read == 5


def test_system_fields_of_an_added_row(office: Office) -> None:
    columns = (*COLUMNS, "njExternalLeadId", "njcallbackdate", "NJPRIORITY", "njAllocationName", "njAgent",
               "njContactHours", "njDisposition")  # fmt: skip
    directory = Directory(
        people={"ida": office.agent},
        calling_hours={name_key("Evenings"): 1},
        dispositions={name_key(d.code): d for d in office.template.dispositions},
    )
    rows = [
        (*row(1, phone(1)), "X-1", "2026/12/01 10:00", 3, "Hot", None, "evenings", None),
        (*row(2, phone(2)), "X-1", None, None, None, None, None, None),
        (*row(3, phone(3)), "X-3", datetime(2026, 12, 1, 9, 30), None, None, "IDA", None, None),
        (*row(4, phone(4)), None, "tomorrow", None, None, None, None, None),
        (*row(5, phone(5)), None, None, 101, None, None, None, None),
        (*row(6, phone(6)), None, None, None, None, "nobody", None, None),
        (*row(7, phone(7)), None, None, None, None, None, "never", None),
        (*row(8, phone(8)), None, None, None, None, None, None, "sale"),
        (*row(9, phone(9)), None, None, None, None, None, None, "cb"),
        (*row(10, phone(10)), None, None, None, "hot", None, None, "gone"),
    ]
    mapping = office.request().mapping.with_system_columns(columns)
    passed = take(office, rows, columns, mapping=mapping, directory=directory)
    assert passed.tally.reasons == {
        "external_id_exists": 1, "bad_callback_date": 2, "bad_priority": 1, "unknown_agent": 1,
        "unknown_contact_hours": 1, "unknown_disposition": 1,
    }  # fmt: skip
    first, third, eighth = stored(office)
    london = ZoneInfo("Europe/London")
    due = round(datetime(2026, 12, 1, 10, tzinfo=london).timestamp() * 1000)
    assert (first["status"], first["dial_at"], first["priority"], first["external_id"], first["external_space"]) == (
        "common_redial", due, 3, "X-1", 0,
    )  # fmt: skip
    assert first["contact_hours_id"] == 1
    assert (third["status"], third["owner_person_id"]) == ("private_redial", office.agent.id)
    assert third["original_team_id"] == office.team.id
    assert (eighth["status"], eighth["closure"]) == ("closed", "success")
    with office.workspace.reading() as database:
        pools = {p.name: p.id for p in database.execute(select(schema.pools))}
        counts = {c.pool_id: c for c in database.execute(select(schema.pool_counts))}
    assert set(pools) == {"Web", "Hot"}
    assert first["pool_id"] == pools["Hot"]
    assert (counts[pools["Hot"]].total, counts[pools["Web"]].total, counts[pools["Web"]].closed) == (1, 2, 1)
    assert counts[pools["Hot"]].rejected == 1
    assert counts[pools["Web"]].rejected == 6


def test_positions_rise_in_the_order_of_the_rows(office: Office) -> None:
    take(office, [row(n, phone(n)) for n in range(1, 51)], size=7)
    positions = [int(str(lead["position"])) for lead in stored(office)]
    assert positions == sorted(set(positions))
    assert len(positions) == 50


def test_what_was_committed_before_an_error_stays_and_adds_up(office: Office) -> None:
    def broken() -> Iterator[Block]:
        yield from blocks([row(n, phone(n)) for n in range(1, 21)], size=10)
        raise ConnectionError("gone")

    with pytest.raises(ConnectionError):
        take_blocks(office, broken(), office.request())  # type: ignore[arg-type]
    assert len(stored(office)) == 20


def test_cancel_ends_between_batches(office: Office) -> None:
    workspace, token, passed = office.workspace, CancelToken(), Passed()
    run_id = workspace.write(
        lambda database: runs.start(
            database, door=Door.INJECTOR, source="Web", started_by="test", holder="", fence=1,
            now_ms=workspace.now_ms(database), injector_id=None, campaign_id=office.campaign.id, pool_id=None,
            watermark_before=None, watermark_passed=None,
        )
    )  # fmt: skip
    with pytest.raises(Cancelled):
        load(
            workspace, run_id, blocks([row(n, phone(n)) for n in range(1, 101)], size=10), office.request(),
            confirm=lambda _database: None, cancel=token, passed=passed, progress=lambda _tally: token.set(),
        )  # fmt: skip
    assert passed.tally.read == 10
    assert len(stored(office)) == 10


def test_a_run_that_never_ends_has_its_new_pool_on_its_receipt(office: Office) -> None:
    """A program that is killed leaves the receipt as its last batch wrote it."""
    take_blocks(office, blocks([row(1, phone(1))]), replace(office.request(), pool_name="Brand new"))
    with office.workspace.reading() as database:
        report = runs.report(database, 1)
    assert (report.outcome, report.pool) == (RunOutcome.RUNNING, "Brand new")


def test_a_row_with_hostile_content_does_not_hurt_its_neighbours(office: Office) -> None:
    rows = [
        row(1, phone(1), first="a\x00b"), row(2, phone(2), last="x" * 5_000_000), row(3, phone(3), first="\udcff"),
        row(4, phone(4), first="🙂"), row(5, phone(5), first="back\\slash'"),
    ]  # fmt: skip
    passed = take(office, rows)
    assert passed.tally.outcomes == {RowOutcome.ADDED: 2, RowOutcome.REJECTED: 3}
    assert [json.loads(str(lead["field_values"]))["first_name"] for lead in stored(office)] == ["🙂", "back\\slash'"]


def test_a_batch_whose_answer_was_lost_is_not_written_twice(office: Office) -> None:
    workspace = office.workspace
    request = replace(office.request(), unique_id=None)
    passed = take_blocks(office, blocks([row(1, phone(1))]), request)
    with workspace.transaction() as database:
        assert runs.count_batch(database, 1, 1, passed.tally) is False
    assert len(stored(office)) == 1


def test_a_pool_name_that_is_too_long_refuses_its_row_alone(office: Office) -> None:
    columns = (*COLUMNS, "njAllocationName")
    mapping = office.request().mapping.with_system_columns(columns)
    rows = [(*row(1, phone(1)), "x" * 201), (*row(2, phone(2)), "x" * 200)]
    passed = take(office, rows, columns, mapping=mapping)
    assert passed.tally.outcomes == {RowOutcome.REJECTED: 1, RowOutcome.ADDED: 1}
    assert passed.tally.reasons == {"too_large": 1}


def test_no_change_in_a_column_that_goes_nowhere_says_nothing(office: Office) -> None:
    passed = take(office, [(*row(1, phone(1)), "<No Change>")], (*COLUMNS, "remark"))
    assert passed.tally.outcomes == {RowOutcome.ADDED: 1}
