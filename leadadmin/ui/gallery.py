"""Pictures of every widget in every state: `python -m leadadmin.ui.gallery OUT_DIR`.

Shows the window off screen, light and dark, once per page of the gallery. The data is invented.
"""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from leadadmin.ui.gallery_pages.forms import FormsPage
from leadadmin.ui.gallery_pages.lists import ConnectionsPage
from leadadmin.ui.gallery_pages.states import EmptyPage, StatesPage
from leadadmin.ui.gallery_pages.tables import PoolsPage
from leadadmin.ui.main_window import MainWindow, PageSpec
from leadadmin.ui.memory import ShortMemory
from leadadmin.ui.notices import Notices
from leadadmin.ui.style.appearance import apply_theme
from leadadmin.ui.tasks import Tasks
from leadadmin.ui.theme import DARK, LIGHT, Tone

PAGES = (
    PageSpec("pools", "Lead pools", "layers", PoolsPage),
    PageSpec("injectors", "Injectors", "syringe", FormsPage),
    PageSpec("connections", "Connections", "database", ConnectionsPage),
    PageSpec("runs", "Runs", "history", EmptyPage),
    PageSpec("inbox", "Inbox", "inbox", StatesPage),
    PageSpec("settings", "Settings", "settings", EmptyPage, at_foot=True),
)


def _raise(problem: BaseException) -> None:
    raise problem


def make_window() -> tuple[MainWindow, Tasks]:
    """Return a window with the gallery's pages, and its tasks, which the caller closes."""
    tasks = Tasks(on_expected=_raise, on_bug=_raise)
    window = MainWindow(PAGES, tasks=tasks, notices=Notices(), memory=ShortMemory())
    window.show_workspace("North floor", "Mille Demosen")
    window.show_scheduler("Scheduler running on PC-7 · next run 14:05", Tone.SUCCESS)
    window.set_count("inbox", 3)
    return window, tasks


def take_pictures(app: QApplication, out: Path, width: int = 1440, height: int = 868) -> list[Path]:
    """Write one picture per page and theme into `out`; returns their paths."""
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    out.mkdir(parents=True, exist_ok=True)
    made = []
    for theme, name in ((LIGHT, "light"), (DARK, "dark")):
        apply_theme(app, theme)
        window, tasks = make_window()
        window.resize(width, height)
        window.show()
        for spec in PAGES[:5]:
            window.go(spec.key)
            app.processEvents()
            path = out / f"{spec.key}-{name}.png"
            if not window.grab().save(str(path)):
                raise OSError(f"{path} could not be written")
            made.append(path)
        window.close()
        window.deleteLater()
        tasks.close()
    return made


def main() -> int:
    """Take the pictures named on the command line."""
    if len(sys.argv) != 2:
        sys.stderr.write("Say where the pictures go: python -m leadadmin.ui.gallery OUT_DIR\n")
        return 2
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(sys.argv[:1])
    for path in take_pictures(app, Path(sys.argv[1])):
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
