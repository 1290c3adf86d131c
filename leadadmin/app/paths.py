"""Where things lie: the resources that come with the program, and the folders it keeps for a person.

The per-person folders follow each platform's own rules (platformdirs, https://platformdirs.readthedocs.io).
Asking for a folder does not make it; whoever writes there makes it first.
"""

import sys
from pathlib import Path

import platformdirs

APP_NAME = "leadadmin"


def resource_path(name: str) -> Path:
    """Return the path of a resource, such as `icons/database.svg`.

    Beside the package in a checkout; inside the unpacked bundle when frozen (PyInstaller sets
    `sys._MEIPASS`). Raises `FileNotFoundError` when the resource is not there: a broken installation.
    """
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).resolve().parents[2]
    path = root / "resources" / name
    if not path.exists():
        raise FileNotFoundError(f"The resource “{name}” is missing from this installation.")
    return path


def user_data_dir() -> Path:
    """Folder of workspaces and samples of this person."""
    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False))


def user_config_dir() -> Path:
    """Folder of settings of this person."""
    return Path(platformdirs.user_config_dir(APP_NAME, appauthor=False))


def user_log_dir() -> Path:
    """Folder of logs of this person."""
    return Path(platformdirs.user_log_dir(APP_NAME, appauthor=False))
