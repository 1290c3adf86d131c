"""What people do with lead pools (spec 4, Overview, Actions)."""

from collections.abc import Collection

from leadadmin.app.bootstrap import Program
from leadadmin.store import pools
from leadadmin.store.database import Database


def set_active(program: Program, pool_ids: Collection[int], active: bool) -> tuple[int, ...]:
    """Switch pools on or off, all or none; gives those that were not so before. Raises NotFound.

    VIP and private redials of a pool that is off are still called (spec 4).
    """

    def work(database: Database) -> tuple[int, ...]:
        changed = tuple(each for each in sorted(pool_ids) if pools.get(database, each).active is not active)
        for pool_id in changed:
            pools.set_active(database, pool_id, active, who=program.person)
        return changed

    return program.workspace.write(work)
