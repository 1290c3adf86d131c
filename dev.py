#!/usr/bin/env python3
"""All that a developer does with leadadmin, the same on Windows, macOS and Linux.

    python3 dev.py setup              make .venv with the program in it
    python3 dev.py run [ARGUMENTS]    open leadadmin on the sample workspace, or pass ARGUMENTS to leadadmin
    python3 dev.py test [ARGUMENTS]   run every test; ARGUMENTS go to pytest
    python3 dev.py check              ruff, mypy and import-linter
    python3 dev.py screenshots        make the pictures of docs/screenshots anew

Each command installs what it needs and is missing: the locked Python packages in .venv, and on Debian and
Ubuntu the system's packages (as root or with a sudo that asks no password; otherwise it says what to type).
Only Python's standard library is used here, as this runs before anything is installed.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import importlib.util
import os
import shlex
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PICTURE = ROOT / "build" / "leadadmin.png"
OLDEST_PYTHON = (3, 11)

# What Qt's own files (QtGui, QtNetwork and the xcb and wayland plugins of PySide6-Essentials 6.12) ask of a
# Linux system, and Debian's package of each; found with `readelf -d`.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
# Debian keeps servers out of an ordinary user's PATH.
SERVER_FOLDERS = ("/usr/sbin", "/usr/local/sbin", "/usr/lib/postgresql/*/bin")


class Stopped(Exception):
    """The command cannot go on; the text says what happened and what to do."""


@dataclass(frozen=True)
class SystemPackage:
    """One package of Debian and Ubuntu, and how to see on any Linux whether what it holds is there."""

    name: str
    present: Callable[[], bool]


def say(text: str) -> None:
    """Print one line of progress at once, in order with what the started programs print."""
    print(f"dev.py: {text}", flush=True)


# --- the system's packages ---------------------------------------------------------------------------------


def library_loads(file_name: str) -> bool:
    """Say whether the system's loader finds a shared library."""
    try:
        ctypes.CDLL(file_name)
    except OSError:
        return False
    return True


def program_found(name: str, folders: Iterable[str] = SERVER_FOLDERS) -> bool:
    """Say whether a program is in PATH or in one of `folders` (patterns allowed)."""
    if shutil.which(name):
        return True
    places = (place for folder in folders for place in Path("/").glob(folder.lstrip("/")))
    return any(os.access(place / name, os.X_OK) for place in places)


def font_found(family: str) -> bool:
    """Say whether a font file of that family lies in a folder where fontconfig looks."""
    pattern = f"[{family[0].upper()}{family[0].lower()}]{family[1:]}*.[ot]t[fc]"
    return any(next(Path(folder).expanduser().rglob(pattern), None) for folder in FONT_FOLDERS)


def venv_packages() -> list[SystemPackage]:
    """What `python -m venv` needs: Debian ships ensurepip apart from Python."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    return [SystemPackage(name, lambda: importlib.util.find_spec("ensurepip") is not None)]


def qt_packages() -> list[SystemPackage]:
    """What a window needs, and so does a picture of one."""
    return [SystemPackage(name, partial(library_loads, file)) for file, name in QT_LIBRARIES.items()]


def font_packages() -> list[SystemPackage]:
    """The font of the window where there is no Segoe UI; without it the system's own is taken."""
    return [SystemPackage("fonts-inter", lambda: font_found("Inter"))]


def server_packages() -> list[SystemPackage]:
    """The database servers that the tests start for themselves, each privately in a folder of its own."""
    return [
        SystemPackage("mariadb-server", lambda: program_found("mariadbd")),
        SystemPackage("postgresql", lambda: program_found("initdb")),
    ]


def administrator_prefix() -> list[str] | None:
    """Return what to put before a command so that it runs as root without asking, None if nothing does."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    asks_nothing = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode == 0
    return ["sudo", "-n"] if asks_nothing else None


def add_system_packages(packages: Iterable[SystemPackage]) -> str | None:
    """Install those that are missing where that is possible without asking.

    Returns None when all are there, otherwise a sentence that says which are not and what to type. Installs
    only on systems with apt, and never at the cost of an installed package (`--no-remove`): mariadb-server
    would otherwise replace somebody's MySQL.
    """
    if sys.platform != "linux":
        return None
    missing = [package.name for package in packages if not package.present()]
    if not missing:
        return None
    if not shutil.which("apt-get"):
        return f"Install your system's packages of what Debian calls: {', '.join(missing)}."
    install = ["apt-get", "install", "--yes", "--no-remove", "--no-install-recommends", *missing]
    by_hand = f"Type:  sudo apt-get update && sudo {shlex.join(install)}"
    prefix = administrator_prefix()
    if prefix is None:
        return f"System packages are missing: {', '.join(missing)}. {by_hand}"
    say(f"Installing system packages: {', '.join(missing)}")
    for command in (["apt-get", "update", "-qq"], [*install, "-qq"]):
        ended = subprocess.run(
            [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", *command],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if ended.returncode:
            print(ended.stdout, flush=True)
            return f"apt-get could not install {', '.join(missing)}. {by_hand}"
    return None


def require(packages: Iterable[SystemPackage]) -> None:
    """Install the missing ones; raise Stopped with what to type when one stays missing."""
    problem = add_system_packages(packages)
    if problem:
        raise Stopped(problem)


def prefer(packages: Iterable[SystemPackage]) -> None:
    """Install the missing ones; print what to type when one stays missing, and go on."""
    problem = add_system_packages(packages)
    if problem:
        say(problem)


# --- .venv -------------------------------------------------------------------------------------------------


def venv_program(name: str) -> str:
    """Return the path of a program in .venv, such as `python`."""
    return str(VENV / "Scripts" / f"{name}.exe" if os.name == "nt" else VENV / "bin" / name)


def venv_python_version() -> str | None:
    """Return the full version of .venv's Python; None if none is there that runs, is new enough and has pip."""
    question = f"import pip, sys; assert sys.version_info >= {OLDEST_PYTHON}; print(sys.version)"
    command = [venv_program("python"), "-c", question]
    try:
        answer = subprocess.run(command, check=False, capture_output=True, text=True)
    except OSError:
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None


def lock_file(purpose: str) -> Path:
    """Return the lock file for a purpose: "run", or "dev", which holds all of "run" and the tools."""
    return ROOT / {"run": "requirements.txt", "dev": "requirements-dev.txt"}[purpose]


def state(purpose: str, python_version: str) -> str:
    """Return the line that stands in the stamp of a .venv made for `purpose` from the present files."""
    digest = hashlib.sha256()
    parts = (lock_file(purpose).read_bytes(), (ROOT / "pyproject.toml").read_bytes())
    for part in (python_version.encode(), os.fsencode(ROOT), *parts):
        digest.update(hashlib.sha256(part).digest())
    return f"{purpose} {digest.hexdigest()}"


def is_ready(purpose: str, stamp: Path, python_version: str) -> bool:
    """Say whether .venv holds all that `purpose` needs, so that nothing is installed twice."""
    enough = ("dev",) if purpose == "dev" else ("dev", "run")
    return stamp.is_file() and stamp.read_text() in [state(name, python_version) for name in enough]


def prepare(purpose: str) -> str:
    """Make .venv hold the locked packages for `purpose` and the project itself; return its Python."""
    python, stamp = venv_program("python"), VENV / "leadadmin.stamp"
    version = venv_python_version()
    if version is None:
        require(venv_packages())
        say(f"Making {VENV.name} with Python {sys.version.split()[0]}")
        succeed([sys.executable, "-m", "venv", "--clear", str(VENV)])
        version = venv_python_version()
        if version is None:
            raise Stopped(f"{VENV} was made, but its Python does not run.")
    if is_ready(purpose, stamp, version):
        return python
    stamp.unlink(missing_ok=True)
    lock = lock_file(purpose)
    pip: list[str] = [python, "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    if not sys.stdout.isatty():
        pip.append("--quiet")
    say(f"Installing the packages of {lock.name}; the first time this takes a minute or two")
    succeed([*pip, "--require-hashes", "--only-binary=:all:", "--requirement", str(lock)])
    # The build needs no isolation, so no download: the lock file has setuptools.
    succeed([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
    stamp.write_text(state(purpose, version))
    return python


# --- starting programs -------------------------------------------------------------------------------------


def start(command: Sequence[str], extra_environment: Mapping[str, str] | None = None) -> int:
    """Run a program in the project's root until it ends, and return its exit status.

    Ctrl-C reaches the program itself, which ends in its own way and time; this process waits for it.
    """
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        environment = {**os.environ, **(extra_environment or {})}
        status = subprocess.run(command, check=False, cwd=ROOT, env=environment).returncode
    finally:
        signal.signal(signal.SIGINT, before)
    return status if status >= 0 else 128 - status  # ended by a signal: as a shell says it


def succeed(command: Sequence[str]) -> None:
    """Run a program; raise SystemExit with its status if it failed (it has said why itself)."""
    status = start(command)
    if status:
        raise SystemExit(status)


def has_screen() -> bool:
    """Say whether a window can be opened."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def offscreen() -> dict[str, str]:
    """Return the environment in which Qt draws into memory, unless another platform was asked for by name."""
    return {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}


# --- the commands ------------------------------------------------------------------------------------------


def setup(_arguments: list[str]) -> int:
    """Make .venv with the program in it."""
    prepare("run")
    say(f"Ready: {venv_program('leadadmin')}")
    return 0


def run(arguments: list[str]) -> int:
    """Open leadadmin on the sample workspace; without a screen run the samples and take a picture."""
    if arguments:
        prefer(qt_packages())  # many of the program's commands need no Qt
        return start([prepare("run"), "-m", "leadadmin", *arguments])
    require(qt_packages())
    prefer(font_packages())
    demo: list[str] = [prepare("run"), "-m", "leadadmin", "demo"]
    if has_screen():
        return start(demo)
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.unlink(missing_ok=True)
    status = start([*demo, "--no-window", "--picture", str(PICTURE)], offscreen())
    if status == 0 and not PICTURE.is_file():
        raise Stopped("leadadmin ended well but made no picture of its window.")
    if status == 0:
        say(f"No screen here. A picture of the window: {PICTURE}")
    return status


def test(arguments: list[str]) -> int:
    """Run every test; worksteal keeps neighbours in one process until another has nothing left to do."""
    require(qt_packages())
    prefer(font_packages() + server_packages())
    pytest = [prepare("dev"), "-m", "pytest", "-n", "auto", "--dist", "worksteal"]
    return start([*pytest, *arguments], offscreen())


def check(_arguments: list[str]) -> int:
    """Run every check to its end; 1 if one failed."""
    python = prepare("dev")
    checks: dict[str, list[str]] = {
        "ruff check": [python, "-m", "ruff", "check", "."],
        "ruff format": [python, "-m", "ruff", "format", "--check", "."],
        "mypy": [python, "-m", "mypy"],
        "import-linter": [venv_program("lint-imports")],
    }
    results = {}
    for name, command in checks.items():
        say(name)
        results[name] = start(command) == 0
    for name, passed in results.items():
        say(f"{name}: {'passed' if passed else 'FAILED'}")
    return 0 if all(results.values()) else 1


def screenshots(_arguments: list[str]) -> int:
    """Make the pictures of docs/screenshots anew."""
    require(qt_packages())
    prefer(font_packages())
    return start([prepare("run"), "-m", "leadadmin.ui.screenshots", "docs/screenshots"], offscreen())


COMMANDS = {"setup": setup, "run": run, "test": test, "check": check, "screenshots": screenshots}
TAKE_ARGUMENTS = ("run", "test")


def main(words: list[str]) -> int:
    """Carry out one command and return the exit status."""
    summary, _, rest = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(
        prog="dev.py",
        usage="python3 dev.py COMMAND [ARGUMENTS]",
        description=summary,
        epilog=rest,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", help=", ".join(COMMANDS))
    parser.add_argument("arguments", nargs=argparse.REMAINDER, metavar="ARGUMENTS", help="see below")
    asked = parser.parse_args(words)
    arguments = asked.arguments[1:] if asked.arguments[:1] == ["--"] else asked.arguments
    if arguments and asked.command not in TAKE_ARGUMENTS:
        parser.error(f"{asked.command} takes no arguments")
    if sys.version_info < OLDEST_PYTHON:
        raise Stopped(f"leadadmin needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    return COMMANDS[asked.command](arguments)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Stopped as stopped:
        print(f"dev.py: {stopped}", file=sys.stderr)
        sys.exit(1)
