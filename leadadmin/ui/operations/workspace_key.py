"""Creating or choosing the file of the workspace key, always at a person's word (spec 5, Secrets)."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from leadadmin.app import workspaces
from leadadmin.app.paths import user_config_dir
from leadadmin.ui.desk import Desk

KEY_FILE_END = ".key"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Workspace key", text)


def create_key_file(desk: Desk, parent: QWidget, on_done: Callable[[], None]) -> None:
    """Ask where the key of the workspace is to lie, make it there, and use it from now on."""
    stem = Path(desk.program.workspace.url.database or "").stem or "workspace"
    chosen, _filter = QFileDialog.getSaveFileName(
        parent, _tr("File of the new key"), str(user_config_dir() / f"{stem}{KEY_FILE_END}"), _filters()
    )
    if not chosen:
        return
    path = Path(chosen)

    def done(_result: None) -> None:
        desk.notices.say(
            _tr("The key file was made"),
            _tr("Keep a copy of “{0}” safe: without it stored passwords cannot be opened.").format(path.name),
        )
        on_done()

    desk.change(
        _tr("Making the key file"),
        lambda: workspaces.make_key_file(desk.program, desk.settings, path),
        done,
        topics=frozenset(),
        owner=parent,
    )


def choose_key_file(desk: Desk, parent: QWidget, on_done: Callable[[], None]) -> None:
    """Ask for the key file of this workspace and use it from now on."""
    chosen, _filter = QFileDialog.getOpenFileName(
        parent, _tr("Key file of this workspace"), str(user_config_dir()), _filters()
    )
    if not chosen:
        return
    path = Path(chosen)

    def done(_result: None) -> None:
        desk.notices.say(_tr("The key file “{0}” is used from now on").format(path.name))
        on_done()

    desk.change(
        _tr("Reading the key file"),
        lambda: workspaces.choose_key_file(desk.program, desk.settings, path),
        done,
        topics=frozenset(),
        owner=parent,
    )


def _filters() -> str:
    return _tr("Key files (*{0});;All files (*)").format(KEY_FILE_END)
