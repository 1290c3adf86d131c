"""Which process of which machine this is, and whether another one on the same machine still lives."""

import os
import platform
import uuid
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psutil

START_TOLERANCE_SECONDS = 2.0
LONGEST_HOST = 200
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_PID_NAMESPACE = Path("/proc/self/ns/pid")


@dataclass(frozen=True, slots=True)
class Holder:
    """A process that may hold leases. `label` is the machine's name, as shown to people.

    `host` tells machines apart (and containers, whose process ids mean nothing outside); `started` is the process's
    start in seconds of a clock that nobody sets, so that with `pid` it names one process.
    """

    id: str
    label: str
    host: str
    pid: int
    started: float


@cache
def this_process() -> Holder:
    """This process, the same object at every call."""
    process = psutil.Process()
    return Holder(uuid.uuid4().hex, platform.node(), _host(), process.pid, _started(process))


def is_dead(host: str, pid: int, started: float) -> bool:
    """Whether that process ran on this machine and runs no more; False where that cannot be known."""
    if host != _host():
        return False
    try:
        return abs(_started(psutil.Process(pid)) - started) > START_TOLERANCE_SECONDS
    except psutil.NoSuchProcess:
        return True
    except psutil.AccessDenied:
        return False


def _started(process: psutil.Process) -> float:
    if process.status() == psutil.STATUS_ZOMBIE:
        raise psutil.ZombieProcess(process.pid)
    if psutil.LINUX:
        # psutil adds the boot time, which moves when somebody sets the clock; taken off again it does not.
        return process.create_time() - psutil.boot_time()
    return process.create_time()


@cache
def _host() -> str:
    if _BOOT_ID.exists():
        # Clones of a machine share its name and even its machine-id, never a boot; containers share the boot of their
        # machine, not its process ids.
        namespace = os.readlink(_PID_NAMESPACE) if _PID_NAMESPACE.exists() else ""
        machine = f"{_BOOT_ID.read_text().strip()} {namespace}"
    else:
        machine = f"{uuid.getnode():012x}"
    return f"{machine} {platform.node()}"[:LONGEST_HOST]
