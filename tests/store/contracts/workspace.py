"""What transactions of the workspace promise on every backend."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, select, update

from leadadmin.domain.campaign import Campaign, Project
from leadadmin.domain.errors import Changed, InvalidInput, NotFound, Taken, Unreachable
from leadadmin.domain.injector import Injector
from leadadmin.domain.people import Team
from leadadmin.store import audit, campaign_locks, campaigns, info, injectors, people, projects, schema
from leadadmin.store.workspace import from_ms, to_ms
from tests.helpers.office import Office


class WorkspaceContract:
    def test_what_goes_wrong_leaves_nothing(self, office: Office) -> None:
        def work(database: Connection) -> None:
            info.put(database, "written", "yes")
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            office.workspace.write(work)
        with office.workspace.reading() as database:
            assert info.get(database, "written") is None

    def test_reading_changes_nothing(self, office: Office) -> None:
        with office.workspace.reading() as database:
            info.put(database, "written", "yes")
        with office.workspace.reading() as database:
            assert info.get(database, "written") is None

    def test_the_clock_is_that_of_the_world_in_utc(self, office: Office) -> None:
        with office.workspace.reading() as database:
            now = from_ms(office.workspace.now_ms(database))
        assert abs((datetime.now(UTC) - now).total_seconds()) < 60

    def test_ids_are_handed_out_once(self, office: Office) -> None:
        with ThreadPoolExecutor(4) as pool:
            firsts = list(pool.map(lambda _n: office.workspace.reserve_ids("leads", 10), range(20)))
        assert len({id_ for first in firsts for id_ in range(first, first + 10)}) == 200

    def test_whoever_takes_the_lock_row_sees_what_the_one_before_wrote(self, office: Office) -> None:
        campaign_id = office.campaign.id or 0
        with office.workspace.transaction() as database:
            info.put(database, "count", "0")

        def look_and_write(database: Connection) -> None:
            campaign_locks.take(database, [campaign_id])
            count = int(info.get(database, "count") or 0)
            info.put(database, "count", str(count + 1))

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _n: office.workspace.write(look_and_write), range(40)))
        with office.workspace.reading() as database:
            assert info.get(database, "count") == "40"

    def test_positions_rise(self, office: Office) -> None:
        campaign_id = office.campaign.id or 0
        with office.workspace.transaction() as database:
            campaign_locks.take(database, None)
            first = campaign_locks.take_positions(database, campaign_id, 5)
            assert campaign_locks.take_positions(database, campaign_id, 1) == first + 5

    def test_moments_survive(self) -> None:
        moment = datetime(2026, 10, 25, 1, 30, 0, 123000, tzinfo=UTC)
        assert from_ms(to_ms(moment)) == moment


class NamesContract:
    def test_a_name_is_taken_without_regard_to_case_and_nothing_else_is_undone(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            people.add_team(database, Team("North"), who="ida")
            with pytest.raises(Taken, match="“NORTH ”"):
                people.add_team(database, Team("NORTH "), who="ida")
            people.add_team(database, Team("South"), who="ida")
        with office.workspace.reading() as database:
            assert [team.name for team in people.list_teams(database)] == ["Everyone", "North", "South"]

    def test_a_campaigns_code_is_taken_too(self, office: Office) -> None:
        campaign = office.campaign
        again = Campaign("Other", campaign.code.lower(), campaign.project_id, campaign.template_id)
        with office.workspace.transaction() as database, pytest.raises(Taken, match="solar26"):
            campaigns.add(database, again, who="ida")

    def test_someone_elses_change_is_not_overwritten(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            injector_id = injectors.add(database, Injector(name="Web"), who="ida")
            mine = injectors.get(database, injector_id).injector
            injectors.change(database, mine, who="bob")
            with pytest.raises(Changed):
                injectors.change(database, mine, who="ida")

    def test_saving_what_is_the_same_is_no_loss(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            project_id = projects.add(database, Project("Same"), who="ida")
            projects.change(database, projects.get(database, project_id), who="ida")
            with pytest.raises(NotFound):
                projects.change(database, Project("Gone", id=project_id + 1), who="ida")

    def test_a_name_that_is_too_long_is_refused(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            for name in ("x" * 201, "ﬃ" * 100):  # the second grows when folded
                with pytest.raises(InvalidInput):
                    projects.add(database, Project(name), who="ida")
            projects.add(database, Project("😀" * 200), who="ida")

    def test_a_change_is_in_the_audit_log_or_did_not_happen(self, office: Office) -> None:
        def work(database: Connection) -> None:
            projects.add(database, Project("Never"), who="ida")
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            office.workspace.write(work)
        with office.workspace.transaction() as database:
            projects.add(database, Project("Done"), who="ida")
        with office.workspace.reading() as database:
            newest = audit.newest(database, 1)[0]
            said = {entry.subject for entry in audit.newest(database)}
        assert (newest.who, newest.action, newest.subject) == ("ida", "project.add", "Done")
        assert "Never" not in said


class ServerContract:
    """What only holds, or only can go wrong, where several connections write at once."""

    def test_a_deadlock_is_tried_again(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            info.put(database, "a", "0")
            info.put(database, "b", "0")
        both_began = threading.Barrier(2)
        tries: list[int] = []

        def work(order: tuple[str, str]) -> None:
            first_time = [True]

            def cross(database: Connection) -> None:
                tries.append(1)
                table = schema.workspace_info
                for key in order:
                    found = select(table.c.value).where(table.c.key == key).with_for_update()
                    value = int(database.execute(found).scalar_one())
                    database.execute(update(table).where(table.c.key == key).values(value=str(value + 1)))
                    if first_time:
                        first_time.clear()
                        both_began.wait(20)

            office.workspace.write(cross)

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(work, (("a", "b"), ("b", "a"))))
        with office.workspace.reading() as database:
            assert (info.get(database, "a"), info.get(database, "b")) == ("2", "2")
        assert len(tries) > 2

    def test_a_lost_connection_is_tried_again(self, office: Office) -> None:
        tries: list[int] = []

        def work(database: Connection) -> None:
            tries.append(1)
            info.put(database, f"try {len(tries)}", "")
            if len(tries) == 1:
                self._kill(office, database)
            info.put(database, "written", "yes")

        office.workspace.write(work)
        with office.workspace.reading() as database:
            assert info.get(database, "written") == "yes"
            assert info.get(database, "try 1") is None
        assert len(tries) == 2

    def test_a_connection_lost_while_reading_is_said(self, office: Office) -> None:
        def read() -> None:
            with office.workspace.reading() as database:
                self._kill(office, database)
                info.get(database, "written")

        with pytest.raises(Unreachable):
            read()

    def _kill(self, office: Office, connection: Connection) -> None:
        """Let the server end a connection, as when it is restarted."""
        number, kill = {
            "postgresql": ("SELECT pg_backend_pid()", "SELECT pg_terminate_backend({id})"),
            "mysql": ("SELECT CONNECTION_ID()", "KILL CONNECTION {id}"),
        }[office.workspace.dialect]
        own = connection.exec_driver_sql(number).scalar_one()
        with office.workspace.reading() as another:
            another.exec_driver_sql(kill.format(id=own))
