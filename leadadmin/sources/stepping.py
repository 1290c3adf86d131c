"""Reports the steps of a connection's test as they happen."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from leadadmin.sources.base import Step, StepState
from leadadmin.sources.faults import CallFailed, Fault, SourceUnreachable


@dataclass(frozen=True, slots=True)
class Done:
    """What a step that did not fail has to say; `seconds` only when the caller's clock would not tell."""

    message: str
    state: StepState = StepState.OK
    hint: str = ""
    seconds: float | None = None


def plan(titles: Mapping[str, str]) -> tuple[Step, ...]:
    """The steps of a test, all waiting."""
    return tuple(Step(key, title) for key, title in titles.items())


def run_steps(works: Mapping[str, Callable[[], Done]], titles: Mapping[str, str]) -> Iterator[Step]:
    """Do the work of each step in turn and report it twice, before and after; the first failure is the last step."""
    for key, work in works.items():
        step = Step(key, titles[key], StepState.STARTED)
        yield step
        began = time.monotonic()
        try:
            done = work()
        except (SourceUnreachable, CallFailed) as failure:
            yield failed(step, failure.fault, time.monotonic() - began)
            return
        seconds = time.monotonic() - began if done.seconds is None else done.seconds
        yield replace(step, state=done.state, seconds=seconds, message=done.message, hint=done.hint)


def failed(step: Step, fault: Fault, seconds: float) -> Step:
    """The step as failed by a fault."""
    return replace(
        step,
        state=StepState.FAILED,
        seconds=seconds,
        message=fault.sentence,
        server_words=fault.server_words,
        server_code=fault.server_code,
        hint=fault.hint,
        field=fault.field,
        suggestion=fault.suggestion,
    )
