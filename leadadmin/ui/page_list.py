"""The pages of the window, in the order of the navigation."""

from leadadmin.ui.desk import Desk
from leadadmin.ui.main_window import PageSpec


def pages(desk: Desk) -> tuple[PageSpec, ...]:
    """Every page, each made when it is first wanted."""
    del desk
    return ()
