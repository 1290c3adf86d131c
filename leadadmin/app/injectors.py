"""What an administrator does with injectors, the same for desktop and command line."""

from dataclasses import replace

from leadadmin.app.bootstrap import Program
from leadadmin.domain.errors import Expected, InvalidInput
from leadadmin.domain.injector import Injector, settings_digest
from leadadmin.domain.names import free_name, name_key
from leadadmin.injector.runner import lease_resource
from leadadmin.injector.trial_report import StepSeen, TrialReport
from leadadmin.sources.base import CancelToken
from leadadmin.store import connections, injectors, leases
from leadadmin.store.database import Database
from leadadmin.store.injectors import StoredInjector


def current_digest(database: Database, injector: Injector) -> str:
    """The digest of the settings that a Test of `injector` would look at now."""
    return settings_digest(injector, connections.fingerprint(database, injector.connection_id or 0))


def is_tested(database: Database, stored: StoredInjector) -> bool:
    """Whether the last successful Test was of the present settings (spec 2, Enabled)."""
    return bool(stored.state.tested_digest) and stored.state.tested_digest == current_digest(database, stored.injector)


def save(program: Program, injector: Injector) -> StoredInjector:
    """Store a new or changed injector. One whose tested settings changed is switched off until it is tested again.

    Raises InvalidInput (a name is all that is needed to save), Taken, Changed.
    """
    return program.workspace.write(lambda database: save_in(database, injector, who=program.person))


def save_in(database: Database, injector: Injector, *, who: str) -> StoredInjector:
    """What `save` does, inside a transaction of the caller's."""
    if not injector.name.strip():
        raise InvalidInput({"name": "An injector needs a name."})
    if injector.id is None:
        return injectors.get(database, injectors.add(database, injector, who=who))
    before = injectors.get(database, injector.id)
    known = before.injector.id_type
    if before.state.started_once and known is not None and injector.id_type != known:
        raise InvalidInput({"id_type": "The id type cannot change after the first run."})
    injectors.change(database, injector, who=who)
    after = injectors.get(database, injector.id)
    if after.state.enabled and not is_tested(database, after):
        injectors.set_enabled(database, injector.id, False, who=who)
    return injectors.get(database, injector.id)


def try_out(
    program: Program, stored: StoredInjector, *, cancel: CancelToken, on_step: StepSeen = lambda _step: None
) -> TrialReport:
    """Test a stored injector; a test that passes is remembered, with the columns it saw and the id type it found."""
    report = program.trial.test(stored.injector, stored.state, cancel=cancel, on_step=on_step)
    injector_id = stored.injector.id
    if injector_id is None or not report.columns:
        return report

    def work(database: Database) -> None:
        now = injectors.get(database, injector_id)
        if now.injector.version != stored.injector.version:
            return
        if report.ok and now.injector.id_type is None and report.id_type is not None:
            injectors.change(database, replace(now.injector, id_type=report.id_type), who=program.person)
        injectors.record_test(
            database, injector_id, digest=report.digest if report.ok else "", columns_seen=report.columns,
            now_ms=program.workspace.now_ms(database),
        )  # fmt: skip

    program.workspace.write(work)
    return report


def enable(program: Program, injector_id: int) -> None:
    """Switch an injector on, and end a pause. Raises Expected unless its present settings were tested."""

    def work(database: Database) -> None:
        stored = injectors.get(database, injector_id)
        if not is_tested(database, stored):
            raise Expected(
                f"“{stored.injector.name}” was not switched on: its present settings were not tested.",
                "Test it first; when the test passes it can be switched on.",
                code="not_tested",
            )
        injectors.set_enabled(database, injector_id, True, who=program.person)

    program.workspace.write(work)


def disable(program: Program, injector_id: int) -> None:
    """Switch an injector off."""
    program.workspace.write(lambda database: injectors.set_enabled(database, injector_id, False, who=program.person))


def copy(program: Program, injector_id: int) -> StoredInjector:
    """A copy with the same settings, under a name of its own; it was not tested and is switched off."""

    def work(database: Database) -> StoredInjector:
        original = injectors.get(database, injector_id).injector
        taken = {name_key(each.injector.name) for each in injectors.list_all(database, archived=True)}
        fresh = replace(original, name=free_name(original.name, taken), id=None, version=0, archived=False)
        return injectors.get(database, injectors.add(database, fresh, who=program.person))

    return program.workspace.write(work)


def remove(program: Program, injector_id: int) -> StoredInjector:
    """Delete an injector that never ran; archive one that ran (`started_once`). Returns what it was, for `restore`.

    Raises Expected when it runs at this moment.
    """

    def work(database: Database) -> StoredInjector:
        stored = injectors.get(database, injector_id)
        resource = lease_resource(injector_id)
        holder = leases.held_now(database, resource).get(resource)
        if holder is not None:
            raise Expected(
                f"“{stored.injector.name}” is running on {holder.label}; it was not removed.",
                "Remove it when the run has ended.",
                code="running",
            )
        injectors.remove(database, injector_id, who=program.person)
        return stored

    return program.workspace.write(work)


def restore(program: Program, removed: StoredInjector) -> StoredInjector:
    """Bring back what `remove` took away, switched off: an archived injector as it was, a deleted one anew.

    Raises Taken when its name is used by now.
    """

    def work(database: Database) -> StoredInjector:
        injector = replace(removed.injector, archived=False)
        if removed.state.started_once:
            injectors.change(database, injector, who=program.person)
            return injectors.get(database, injector.id or 0)
        fresh = replace(injector, id=None, version=0)
        return injectors.get(database, injectors.add(database, fresh, who=program.person))

    return program.workspace.write(work)
