"""Pictures of the pages on the sample workspace: `python -m leadadmin.ui.screenshots OUT [SCENE …] [--on WORKSPACE]`.

Each scene is drawn off screen, light and dark, at 1440×900, as OUT/<scene>-<light|dark>.png.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QCoreApplication, QEventLoop, QLocale, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLayout, QMenu

from leadadmin.app.bootstrap import open_program
from leadadmin.app.demo import open_or_make
from leadadmin.app.settings_file import SettingsFile
from leadadmin.domain.errors import Expected
from leadadmin.ui.desk import Desk
from leadadmin.ui.desktop import build_window
from leadadmin.ui.main_window import MainWindow
from leadadmin.ui.memory import ShortMemory
from leadadmin.ui.notices import Notices
from leadadmin.ui.screenshot_scenes import SCENES, Scene
from leadadmin.ui.small_png import save_small
from leadadmin.ui.style.appearance import apply_theme
from leadadmin.ui.style.metrics import PAGE_MARGIN
from leadadmin.ui.tasks import Tasks
from leadadmin.ui.theme import DARK, LIGHT, Theme, Tone

PERSON = "Ida Opfundsen"
HOST = "PC-7"
WIDTH, HEIGHT = 1440, 900
PATIENCE_SECONDS = 60.0
LAYOUT_TURNS = 4
_LOOK_MS = 20
_THEMES = ((LIGHT, "light"), (DARK, "dark"))


class NotSettled(Expected):
    """A scene did not come about in time."""

    code = "not_settled"


@dataclass(frozen=True, slots=True)
class Studio:
    """A window on a workspace that nothing runs on, and what brings scenes about."""

    app: QApplication
    window: MainWindow
    desk: Desk

    def show(self, scene: Scene) -> None:
        """Bring a scene about and wait until it stands. Raises NotSettled."""
        scene.bring_about(self.window, self.desk)
        self.wait(lambda: scene.stands(self.window, self.desk), scene.name)

    def wait(self, stands: Callable[[], bool], name: str) -> None:
        """Let the window work until no work is left and the condition holds. Raises NotSettled."""
        until = monotonic() + PATIENCE_SECONDS
        loop, timer = QEventLoop(), QTimer()
        timer.timeout.connect(loop.quit)
        timer.start(_LOOK_MS)
        # Twice in a row: what ends may begin something else.
        calm = 0
        while calm < 2:
            loop.exec()
            calm = calm + 1 if self.desk.tasks.idle() and stands() else 0
            if monotonic() > until:
                raise NotSettled(f"The picture “{name}” did not come about within {PATIENCE_SECONDS:.0f} s.")
        timer.stop()

    def picture(self) -> QImage:
        """The window as it looks once every layout has come to rest: one may set off another above it."""
        for _ in range(LAYOUT_TURNS):
            QCoreApplication.sendPostedEvents()
            for layout in self.window.findChildren(QLayout):
                layout.activate()
        return self.window.grab().toImage()


@contextmanager
def studio(app: QApplication, place: str, theme: Theme, folder: Path) -> Iterator[Studio]:
    """A window of the usual size on the workspace at `place`; closed at the end. Raises what opening raises."""
    apply_theme(app, theme)
    program = replace(open_program(place), person=PERSON)
    notices = Notices()
    tasks = Tasks(on_expected=notices.failed, on_bug=_raise)
    parts = build_window(
        program, tasks=tasks, notices=notices, memory=ShortMemory(), settings=SettingsFile(folder),
    )  # fmt: skip
    window = parts.window
    window.navigation.workspace.set_menu(QMenu(window))
    window.resize(WIDTH, HEIGHT)
    window.move(PAGE_MARGIN, PAGE_MARGIN)  # off the pointer, which stands in the corner and would hover
    window.show_scheduler(window.tr("Scheduler running on {0}").format(HOST), Tone.SUCCESS)
    window.show()
    try:
        yield Studio(app, window, parts.desk)
    finally:
        tasks.close()
        window.close()
        window.deleteLater()
        app.processEvents()
        program.close()


def _raise(bug: BaseException) -> None:
    raise bug


def save_window_picture(place: str, file: Path) -> None:
    """Save a picture of the first page of the window on the workspace at `place`, light. Raises Expected, OSError."""
    app = _application()
    with tempfile.TemporaryDirectory() as folder, studio(app, place, LIGHT, Path(folder)) as made:
        made.show(SCENES[0])
        save_small(made.picture(), file)


def take_pictures(app: QApplication, place: str, out: Path, names: Sequence[str] = ()) -> list[Path]:
    """Draw the scenes called `names` (all without names) in both themes; returns the files."""
    wanted = [scene for scene in SCENES if not names or scene.name in names]
    made: list[Path] = []
    for theme, suffix in _THEMES:
        for scene in wanted:
            with tempfile.TemporaryDirectory() as folder, studio(app, place, theme, Path(folder)) as room:
                room.show(scene)
                file = out / f"{scene.name}-{suffix}.png"
                save_small(room.picture(), file)
                made.append(file)
    return made


def _application() -> QApplication:
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    found = QApplication.instance()
    return found if isinstance(found, QApplication) else QApplication(sys.argv[:1])


def main(arguments: Sequence[str]) -> int:
    """Draw what the command line names. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m leadadmin.ui.screenshots", description="Draw pages into files.")
    parser.add_argument("out", type=Path, help="folder of the pictures")
    names = [scene.name for scene in SCENES]
    parser.add_argument("scene", nargs="*", help=f"all without one; there are {', '.join(names)}")
    parser.add_argument("--on", metavar="WORKSPACE", help="a sample that was made before, instead of a new one")
    chosen = parser.parse_intermixed_args(arguments)
    if unknown := sorted(set(chosen.scene) - set(names)):
        parser.error(f"no scene is called {', '.join(unknown)}; there are {', '.join(names)}")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="leadadmin-") as folder:
        place = chosen.on or str(open_or_make(Path(folder)).place)
        for file in take_pictures(_application(), place, chosen.out, chosen.scene):
            sys.stdout.write(f"{file}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
