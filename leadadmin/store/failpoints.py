"""Named places where tests make a process fail (quality/faults). Nothing happens unless the environment arms one.

LEADADMIN_FAILPOINT="name:action[:nth]": at the nth passing (default the first) of `name` the process is ended by
signal 9 ("kill"), stopped until continued ("pause"), or an exception is raised ("raise").
"""

import os
import signal
import threading

VARIABLE = "LEADADMIN_FAILPOINT"


class FailpointReached(RuntimeError):
    """Raised by the action "raise"."""


_passes: dict[str, int] = {}
_lock = threading.Lock()


def failpoint(name: str) -> None:
    """Fail here if the environment says so."""
    armed = os.environ.get(VARIABLE)
    if not armed:
        return
    wanted, action, nth = [*armed.split(":"), "", ""][:3]
    if wanted != name:
        return
    with _lock:
        _passes[name] = _passes.get(name, 0) + 1
        passed = _passes[name]
    if passed != int(nth or 1):
        return
    match action:
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "pause":
            os.kill(os.getpid(), signal.SIGSTOP)
        case "raise":
            raise FailpointReached(name)
        case _:
            raise ValueError(f"{VARIABLE} names an unknown action “{action}”")
