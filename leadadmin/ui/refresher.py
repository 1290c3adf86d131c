"""Reading for a page: one question at a time, asked again when something changed meanwhile."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from leadadmin.domain.errors import Expected
from leadadmin.store.database import Database
from leadadmin.ui.desk import Desk


class Refresher(QObject):
    """`ask(work, show)` reads in the background and shows the answer.

    While a question is out only the newest further one is kept: it is asked when the answer is there. An answer to a
    question that was replaced by `ask(…, dropping=True)` is not shown.
    """

    def __init__(self, desk: Desk, label: str, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._label = desk, label
        self._out = False
        self._drop = False
        self._next: tuple[Callable[[Database], Any], Callable[[Any], None]] | None = None

    def ask(self, work: Callable[[Database], Any], show: Callable[[Any], None], *, dropping: bool = False) -> None:
        """Read with `work` on a thread and give what it returns to `show` on the GUI thread."""
        if self._out:
            self._next = (work, show)
            self._drop = self._drop or dropping
            return
        self._out, self._drop = True, False

        def done(answer: Any) -> None:
            if not self._drop:
                show(answer)
            self._go_on()

        def failed(error: Expected) -> None:
            self._desk.notices.failed(error)
            self._go_on()

        self._desk.read(self._label, work, done, failed, owner=self)

    def _go_on(self) -> None:
        self._out = False
        question, self._next = self._next, None
        if question is not None:
            self.ask(*question)
