"""How an injector stands, in one word (design, Screens, Injectors)."""

from enum import StrEnum

from leadadmin.domain.injector import InjectorState


class Standing(StrEnum):
    """What the state column of the injectors says; `RUNNING` wins over what the settings say."""

    ENABLED = "enabled"
    OFF = "off"
    PAUSED = "paused"
    RUNNING = "running"
    FAILING = "failing"
    NOT_TESTED = "not_tested"


def standing_of(state: InjectorState, *, tested: bool, running: bool) -> Standing:
    """How an injector stands; `tested` says that its present settings passed a Test."""
    if running:
        return Standing.RUNNING
    if state.paused_because:
        return Standing.PAUSED
    if state.enabled:
        return Standing.FAILING if state.failures_in_row else Standing.ENABLED
    return Standing.OFF if tested else Standing.NOT_TESTED


def runs_by_schedule(state: InjectorState) -> bool:
    """Whether the scheduler starts it: switched on and not paused."""
    return state.enabled and not state.paused_because
