"""Notices: what the program says without being asked, in one place of the window."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from leadadmin.domain.errors import Expected
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.toast import Toast, ToastSpec


class Notices(QObject):
    """Shows toasts in the window it is given; before there is one, only `said` tells.

    `failed` is the default handler of expected errors: sentence and hint, in the danger tone.
    """

    said = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._toast: Toast | None = None

    def show_in(self, toast: Toast) -> None:
        """Use this toast from now on."""
        self._toast = toast
        toast.destroyed.connect(self._forget)

    def say(
        self,
        text: str,
        detail: str = "",
        *,
        tone: Tone = Tone.SUCCESS,
        action: str = "",
        on_action: Callable[[], object] | None = None,
    ) -> None:
        """Say something short, such as “4 leads moved”, with Undo where it exists."""
        spec = ToastSpec(text, detail, tone, action, on_action)
        if self._toast is not None:
            self._toast.show_notice(spec)
        self.said.emit(spec)

    def failed(self, error: Expected) -> None:
        """Say what happened and what to do."""
        self.say(error.sentence, error.hint, tone=Tone.DANGER)

    def _forget(self) -> None:
        self._toast = None
