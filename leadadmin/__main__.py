"""`python -m leadadmin` and the scripts `leadadmin` and `leadadmin-desktop`."""

import importlib
import sys

from leadadmin.cli.main import main as carry_out


def main() -> None:
    """Carry out the command line of this process."""
    sys.exit(carry_out(sys.argv[1:], desktop=open_desktop))


def open_desktop(place: str | None, tray: bool) -> int:
    """Open the desktop. Its module is loaded here only, so that no other command needs Qt."""
    desktop = importlib.import_module("leadadmin.ui.desktop")
    return int(desktop.run_desktop(place, tray=tray))


if __name__ == "__main__":
    main()
