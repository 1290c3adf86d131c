"""`python -m leadadmin` and the scripts `leadadmin` and `leadadmin-desktop`."""

import importlib
import sys

from leadadmin.app.garbage import collect_less_often
from leadadmin.cli.main import main as carry_out
from leadadmin.domain.errors import Expected


def main() -> None:
    """Carry out the command line of this process."""
    collect_less_often()
    sys.exit(carry_out(sys.argv[1:], desktop=open_desktop))


def open_desktop(place: str | None) -> int:
    """Open the desktop. Its module is loaded here only, so that no other command needs Qt."""
    try:
        desktop = importlib.import_module("leadadmin.ui.desktop")
    except ImportError as error:
        if error.name is not None and error.name.startswith("leadadmin"):
            raise
        raise Expected(
            f"Windows cannot be opened here ({error}).",
            "Qt or one of the system's libraries it needs is missing; python3 dev.py setup installs them.",
            code="no_qt",
        ) from error
    return int(desktop.run_desktop(place))


if __name__ == "__main__":
    main()
