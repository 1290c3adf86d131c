"""The sentence of the strip: how the injector stands, and the next step as a link in it."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from leadadmin.domain.injector_standing import Standing
from leadadmin.store.injectors import StoredInjector
from leadadmin.ui import formats
from leadadmin.ui.forms.injector_draft import InjectorDraft

TEST, SWITCH_ON = "test", "switch"
_SOURCE = frozenset({"connection_id", "procedure", "parameter", "header_procedure", "query"})


@dataclass(frozen=True, slots=True)
class Says:
    """A sentence with at most one link in it; `link` is where it leads."""

    before: str
    words: str = ""
    after: str = ""
    link: str = ""

    @property
    def plain(self) -> str:
        """The sentence as it is read aloud."""
        return f"{self.before}{self.words}{self.after}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("InjectorStrip", text)


def injector_says(draft: InjectorDraft) -> Says:
    """Why the injector is off, or that it is on, or what saving would do."""
    stored = draft.stored
    if stored is None:
        return _to_test(_tr("New. Fill in what is open, then "))
    if draft.dirty:
        return _changed(draft, enabled=stored.state.enabled)
    running = draft.material.running
    if running is not None:
        return Says(_tr("Running on {0} since {1}.").format(running.label, formats.clock(running.since.astimezone())))
    return _standing(draft, stored)


def _standing(draft: InjectorDraft, stored: StoredInjector) -> Says:
    state = stored.state
    match draft.standing():
        case Standing.PAUSED:
            because = _tr("Paused. {0} ").format(state.paused_because)
            if draft.tested:
                return Says(because, _tr("Switch it on again"), ".", SWITCH_ON)
            return Says(because, _tr("Test these settings"), _tr(" to switch it on."), TEST)
        case Standing.FAILING:
            runs = formats.count(state.failures_in_row, _tr("run"), _tr("runs"))
            said = Says(_tr("Enabled. Its last {0} failed; it tries again by its schedule.").format(runs))
        case Standing.ENABLED:
            said = Says(_tr("Enabled. It runs by its schedule."))
        case Standing.OFF:
            said = Says(_tr("Not enabled. These settings are tested: "), _tr("switch it on"), ".", SWITCH_ON)
        case _:
            said = _not_tested(stored)
    return said


def _not_tested(stored: StoredInjector) -> Says:
    if stored.state.tested_at is None:
        return _to_test(_tr("Not enabled. It was never tested: "))
    if not stored.state.tested_digest:
        return _to_test(_tr("Not enabled. The last test failed: "))
    return _to_test(_tr("Not enabled. The settings have changed since the last test: "))


def _changed(draft: InjectorDraft, *, enabled: bool) -> Says:
    if draft.tested:
        return Says(_tr("Changed, and not saved yet."))
    stored = draft.stored
    if stored is not None and not draft.material.is_tested(stored.injector):
        return _not_tested(stored)
    if enabled:
        return Says(_tr("Not saved yet. Saving switches it off until you "), _tr("test these settings"), ".", TEST)
    names = draft.changed_names()
    if names <= {"mapping"}:
        return _to_test(_tr("Not enabled. The field mapping has changed: "))
    if names <= _SOURCE:
        return _to_test(_tr("Not enabled. The source has changed: "))
    return _to_test(_tr("Not enabled. The settings have changed: "))


def _to_test(before: str) -> Says:
    return Says(before, _tr("test these settings"), _tr(" to switch it on."), TEST)
