"""Find the programs of a database server, run them, and keep one serving on a loopback port while it is needed."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

HOST = "127.0.0.1"
SECONDS_TO_START = 60.0
SECONDS_TO_STOP = 30.0
PORTS_TO_TRY = 3
# Debian keeps servers out of an ordinary user's PATH.
FOLDERS = ("/usr/sbin", "/usr/local/sbin", "/usr/lib/postgresql/*/bin")


class NotInstalledError(Exception):
    """The programs of a server are not on this machine; the text says which."""


def is_root() -> bool:
    """Say whether this process is root, under which servers need telling whom to run as."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def find_program(name: str) -> Path:
    """Return the path of an installed program; raises NotInstalledError."""
    places = [str(place) for pattern in FOLDERS for place in Path("/").glob(pattern.lstrip("/"))]
    found = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", os.defpath), *places]))
    if found is None:
        raise NotInstalledError(f"The program {name} is not installed; `python3 dev.py test` says how to get it.")
    return Path(found)


def run_program(
    command: Sequence[str | Path],
    *,
    standard_input: str | None = None,
    extra_environment: Mapping[str, str] | None = None,
    user: str | None = None,
    folder: Path | None = None,
) -> None:
    """Run a program to its end, as another user of the system if one is named.

    Raises: RuntimeError with what it printed when it fails.
    """
    ended = subprocess.run(
        command,
        check=False,
        input=standard_input,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env={**os.environ, **(extra_environment or {})},
        user=user,
        cwd=folder,
    )
    if ended.returncode:
        raise RuntimeError(f"{Path(command[0]).name} ended with status {ended.returncode}:\n{ended.stdout[-4000:]}")


@contextmanager
def server_folder(user: str | None) -> Iterator[Path]:
    """Make an empty folder for a server that runs as `user`, and remove it with all that is in it."""
    with tempfile.TemporaryDirectory(prefix="leadadmin-server-") as name:
        if user is not None:
            shutil.chown(name, user)
        yield Path(name)


@contextmanager
def serving(
    command: Callable[[int], Sequence[str | Path]],
    answers: Callable[[int], bool],
    *,
    folder: Path,
    user: str | None,
    stop_signal: signal.Signals,
) -> Iterator[tuple[int, int]]:
    """Start the program `command(port)`, yield (process id, port) once `answers(port)`, and stop it at the end.

    Raises: RuntimeError with the end of the server's log when it does not start.
    """
    log = folder / "log"
    for _ in range(PORTS_TO_TRY):  # another program may take the port between finding it and using it
        port = _free_port()
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*_ended_with_this_process(), *command(port)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                user=user,
                cwd=folder,
                start_new_session=True,  # Ctrl-C ends the tests, and they end the server
            )
        try:
            if _ready(process, lambda: answers(port)):  # noqa: B023 - called before the next turn of the loop
                yield process.pid, port
                return
        finally:
            _stop(process, stop_signal)
    raise RuntimeError("The server did not start:\n" + log.read_text(encoding="utf-8", errors="replace")[-4000:])


def _ended_with_this_process() -> list[str]:
    """Return what to put before a command so that Linux kills it when this process dies without stopping it."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL"] if setpriv else []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def _ready(process: "subprocess.Popen[bytes]", answers: Callable[[], bool]) -> bool:
    """Wait until the server answers (True), or has ended, or its time is up (False)."""
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        if answers():
            return True
        try:
            process.wait(timeout=0.05)
        except subprocess.TimeoutExpired:
            continue
        return False
    return False


def _stop(process: "subprocess.Popen[bytes]", stop_signal: signal.Signals) -> None:
    process.send_signal(stop_signal)
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
