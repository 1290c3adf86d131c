"""Bugs: a dialog with details to copy, and a line in the log. Details carry no data of leads.

The message of an exception may hold a phone number or a name, so details give its kind and where it rose,
never its words. Paths are cut to the part inside the program, because a home folder holds a person's name.
"""

import logging
import platform
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6 import __version__ as qt_version
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from leadadmin.ui.style.fonts import Type
from leadadmin.ui.style.metrics import SPACE_M, SPACE_S, SPACE_XL
from leadadmin.ui.widgets.buttons import button, primary_button
from leadadmin.ui.widgets.labels import Label

_log = logging.getLogger(__name__)


def describe_bug(bug: BaseException, version: str) -> str:
    """Return kind and places of a bug and the versions, without messages, values or home folders."""
    lines = [
        f"leadadmin {version}, Python {platform.python_version()}, Qt {qt_version}, {platform.system()}",
    ]
    at: BaseException | None = bug
    seen: set[int] = set()
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        lines.append(f"{type(at).__module__}.{type(at).__qualname__}")
        frames = traceback.extract_tb(at.__traceback__)
        lines += [f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames]
        at = at.__cause__ or at.__context__
        if at is not None:
            lines.append("after")
    return "\n".join(lines)


def _short(filename: str) -> str:
    parts = Path(filename).parts
    for anchor in ("site-packages", "leadadmin"):
        if anchor in parts:
            start = len(parts) - 1 - parts[::-1].index(anchor)
            return "/".join(parts[start:])
    return parts[-1]


class CrashDialog(QDialog):
    """Says that something went wrong inside the program, and lets the details be copied."""

    def __init__(self, details: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Something went wrong inside leadadmin"))
        self.setMinimumWidth(560)
        box = QVBoxLayout(self)
        box.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_XL)
        box.setSpacing(SPACE_M)
        box.addWidget(Label(self.tr("Something went wrong inside leadadmin"), Type.PANEL_TITLE, wrap=True))
        box.addWidget(
            Label(
                self.tr(
                    "What was saved is safe. You can go on; if it happens again, send these details to the people"
                    " who look after leadadmin. They hold no data of leads."
                ),
                tone="text2",
                wrap=True,
            )
        )
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setAccessibleName(self.tr("Details"))
        self.details.setMinimumHeight(160)
        box.addWidget(self.details)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addStretch()
        row.addWidget(button(self.tr("Copy details"), "copy", self.copy))
        go_on = primary_button(self.tr("Go on"), on_click=self.accept)
        row.addWidget(go_on)
        box.addLayout(row)
        go_on.setFocus()

    def copy(self) -> None:
        """Put the details on the clipboard."""
        QGuiApplication.clipboard().setText(self.details.toPlainText())


class CrashHandler(QObject):
    """Handles bugs wherever they rise: from tasks by `handle`, from slots by `install`.

    One dialog at a time; further bugs are logged only. `window` gives the dialog's parent when it is asked for.
    """

    def __init__(self, version: str, window: Callable[[], QWidget | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._version, self._window = version, window
        self._open: CrashDialog | None = None

    def install(self) -> None:
        """Take over `sys.excepthook`, which Qt's slots end up in; KeyboardInterrupt still ends the program."""
        sys.excepthook = self._hook

    def handle(self, bug: BaseException) -> None:
        """Log a bug and show it."""
        details = describe_bug(bug, self._version)
        _log.error("A bug rose:\n%s", details)
        if self._open is not None:
            return
        self._open = CrashDialog(details, self._window())
        self._open.finished.connect(self._closed)
        self._open.open()

    def dialog(self) -> CrashDialog | None:
        """Return the dialog in sight, or None."""
        return self._open

    def _closed(self) -> None:
        if self._open is not None:
            self._open.deleteLater()
        self._open = None

    def _hook(self, kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, bug, trace)
            return
        self.handle(bug.with_traceback(trace))
