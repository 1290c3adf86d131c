"""A process that takes a lease again and again, and under it counts up in two steps that must not be interleaved.

Started as `python -m tests.helpers.lease_taker RESOURCE TIMES` with the workspace's URL on standard input;
prints the fence of each time.
"""

import sys

from leadadmin.store import info, leases
from leadadmin.store.engine import workspace_url
from leadadmin.store.leases import Lease, this_process
from leadadmin.store.workspace import Workspace

TTL = 30.0


def main(resource: str, times: int) -> None:
    """Take the lease `times` times, asking until it is free."""
    workspace = Workspace.at(workspace_url(sys.stdin.read().strip()))
    taken = 0
    while taken < times:
        lease = leases.acquire(workspace, resource, this_process(), TTL)
        if isinstance(lease, Lease):
            count_up(workspace, lease)
            leases.release(workspace, lease)
            print(lease.fence)
            taken += 1
    workspace.close()


def count_up(workspace: Workspace, lease: Lease) -> None:
    """Read in one transaction, write in the next: only the lease keeps others out in between."""
    with workspace.reading() as database:
        count = int(info.get(database, "count") or 0)
    with workspace.transaction() as database:
        leases.confirm(database, lease, TTL)
        info.put(database, "count", str(count + 1))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
