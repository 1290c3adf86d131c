"""What the ledger and the look-ups by sets promise on every backend."""

from leadadmin.domain.lead import OpenStatus
from leadadmin.domain.people import Owner, OwnerKind
from leadadmin.domain.pool import Door
from leadadmin.store import bulk, ledger, lookup, pools
from leadadmin.store.database import Database
from leadadmin.store.ledger import LedgerRow
from leadadmin.store.lookup import PhoneTaken
from leadadmin.store.schema import lead_phones, leads
from tests.helpers.office import Office

ONE, TWO = b"1" * 16, b"2" * 16
DUE = 1_800_000_000_000


class LedgerContract:
    def test_what_was_written_is_found_and_nothing_else(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            ledger.write(database, 1, [("7", "added", ONE, 3, 70), ("8", "rejected", TWO, 3, None)])
            ledger.write(database, 2, [("7", "duplicates", TWO, 4, 99)])
            found = ledger.lookup(database, 1, ["7", "8", "9", "7"])
        assert found == {"7": LedgerRow("added", ONE, 3, 70), "8": LedgerRow("rejected", TWO, 3, None)}

    def test_the_last_entry_of_an_id_stays(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            ledger.write(database, 1, [("7", "rejected", ONE, 3, None)])
            ledger.write(database, 1, [("7", "updated", ONE, 4, 1), ("7", "added", TWO, 4, 2)])
            found = ledger.lookup(database, 1, ["7"])
        assert found == {"7": LedgerRow("added", TWO, 4, 2)}

    def test_ids_are_compared_exactly(self, office: Office) -> None:
        ids = ["a", "A", "å", "a\u030a", "ß", "ss", "007", "7", "7.0", "😀", "o'x", '"q"', "\\", "%_", "x" * 255]
        with office.workspace.transaction() as database:
            ledger.write(database, 1, [(each, "added", ONE, 1, n) for n, each in enumerate(ids)])
            found = ledger.lookup(database, 1, ids)
        assert {each: row.lead_id for each, row in found.items()} == {each: n for n, each in enumerate(ids)}

    def test_many_ids_at_once(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            ledger.write(database, 1, [(str(n), "added", ONE, 1, n) for n in range(0, 50_000, 2)])
            found = ledger.lookup(database, 1, [str(n) for n in range(20_000, 45_000)])
        assert set(found) == {str(n) for n in range(20_000, 45_000, 2)}

    def test_no_ids_find_nothing(self, office: Office) -> None:
        with office.workspace.reading() as database:
            assert ledger.lookup(database, 1, []) == {}


class LookupContract:
    def test_phones_are_found_in_the_campaigns_asked_for(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            one, two = add_pool(database, office, "One"), add_pool(database, office, "Two")
            add_lead(database, office, 1, one, "+442079460001", "+442079460002")
            add_lead(database, office, 2, two, "+442079460002")
            here = office.campaign.id or 0
            sought = ["+442079460002", "+442079460001", "+442079460003"]
            found = lookup.phones_taken(database, sought, (here,))
            elsewhere = lookup.phones_taken(database, sought, (here + 1,))
            anywhere = lookup.phones_taken(database, sought, None)
        assert found == anywhere
        assert sorted(found) == [
            PhoneTaken("+442079460001", 1, 0, "One"),
            PhoneTaken("+442079460002", 1, 0, "One"),
            PhoneTaken("+442079460002", 2, 0, "Two"),
        ]
        assert elsewhere == []

    def test_inactive_leads_and_leads_of_inactive_pools_are_not_found(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            on, off = add_pool(database, office, "On"), add_pool(database, office, "Off")
            add_lead(database, office, 1, on, "+442079460001", active=0)
            add_lead(database, office, 2, off, "+442079460001")
            add_lead(database, office, 3, on, "+442079460001")
            pools.set_active(database, off, False, who="test")
            found = lookup.phones_taken(database, ["+442079460001"], None)
        assert [taken.lead_id for taken in found] == [3]

    def test_only_an_agreed_call_back_is_one(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            pool = add_pool(database, office, "One")
            states = {
                1: OpenStatus.COMMON_REDIAL, 2: OpenStatus.PRIVATE_REDIAL, 3: OpenStatus.VIP_REDIAL,
                4: OpenStatus.AUTOMATIC_REDIAL, 5: OpenStatus.UNPROCESSED,
            }  # fmt: skip
            for lead_id, status in states.items():
                add_lead(database, office, lead_id, pool, "+442079460001", status=status.value, dial_at=DUE)
            found = lookup.phones_taken(database, ["+442079460001"], None)
        assert {taken.lead_id: taken.callback_ms for taken in found} == {1: DUE, 2: DUE, 3: DUE, 4: 0, 5: 0}

    def test_external_ids_are_found_in_their_own_space(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            pool = add_pool(database, office, "One")
            add_lead(database, office, 1, pool, external_space=0, external_id="A-1")
            add_lead(database, office, 2, pool, external_space=5, external_id="A-1")
            add_lead(database, office, 3, pool, external_space=5, external_id=None)
            here = office.campaign.id or 0
            assert lookup.external_ids_taken(database, here, 0, ["A-1", "a-1", "A-2"]) == {"A-1": 1}
            assert lookup.external_ids_taken(database, here, 5, ["A-1"]) == {"A-1": 2}
            assert lookup.external_ids_taken(database, here + 1, 0, ["A-1"]) == {}

    def test_many_phones_at_once(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            pool = add_pool(database, office, "One")
            numbers = [f"+4420{70_000_000 + n}" for n in range(20_000)]
            rows = [lead_row(office, n + 1, pool) for n in range(20_000)]
            bulk.insert_rows(database, leads, tuple(rows[0]), [tuple(row.values()) for row in rows])
            bulk.insert_rows(
                database, lead_phones, PHONE_COLUMNS,
                [(n + 1, 0, office.campaign.id, "phone", number, "", "") for n, number in enumerate(numbers)],
            )  # fmt: skip
            found = lookup.phones_taken(database, numbers[5_000:], None)
        assert [taken.lead_id for taken in found] == list(range(5_001, 20_001))


PHONE_COLUMNS = ("lead_id", "slot", "campaign_id", "field_key", "number", "extension", "original")


def add_pool(database: Database, office: Office, name: str) -> int:
    """A pool of the office's campaign."""
    owner = Owner(OwnerKind.TEAM, office.team.id or 0)
    pool, _made = pools.get_or_make(
        database, office.campaign.id or 0, name, door=Door.INJECTOR, source="Web", now_ms=1, owner=owner, priority=10
    )
    return pool.id or 0


def lead_row(office: Office, lead_id: int, pool_id: int, **more: object) -> dict[str, object]:
    """Every column of an open lead."""
    return {
        "id": lead_id, "campaign_id": office.campaign.id, "pool_id": pool_id, "external_space": 0,
        "external_id": None, "name": "Ann Tester", "name_key": "ann tester", "status": "unprocessed", "closure": "",
        "active": 1, "priority": 10, "dial_at": 0, "position": lead_id, "owner_team_id": office.team.id,
        "owner_person_id": None, "original_team_id": office.team.id, "original_person_id": None,
        "contact_hours_id": None, "attempts": 0, "used": 0, "run_id": 1, "run_row": lead_id, "arrived_at": 1,
        "changed_at": 1, "field_values": "{}",
    } | more  # fmt: skip


def add_lead(database: Database, office: Office, lead_id: int, pool_id: int, *numbers: str, **more: object) -> None:
    """A lead with these numbers."""
    database.execute(leads.insert().values(**lead_row(office, lead_id, pool_id, **more)))
    rows = [(lead_id, slot, office.campaign.id, "phone", number, "", number) for slot, number in enumerate(numbers)]
    bulk.insert_rows(database, lead_phones, PHONE_COLUMNS, rows)
