"""The pages of the window, in the order of the navigation."""

from leadadmin.ui.desk import Desk
from leadadmin.ui.main_window import PageSpec
from leadadmin.ui.pages import lead, leads, pools, runs, settings
from leadadmin.ui.pages.campaigns import page as campaigns
from leadadmin.ui.pages.connections import page as connections
from leadadmin.ui.pages.injector_form import page as injector
from leadadmin.ui.pages.injector_test import page as injector_test
from leadadmin.ui.pages.injectors import page as injectors


def pages(desk: Desk) -> tuple[PageSpec, ...]:
    """Every page, each made when it is first wanted; a detail page stands after its parent."""
    return (
        pools.spec(desk),
        injectors.spec(desk),
        injector.spec(desk),
        injector_test.spec(desk),
        connections.spec(desk),
        campaigns.spec(desk),
        leads.spec(desk),
        lead.spec(desk),
        runs.spec(desk),
        settings.spec(desk),
    )
