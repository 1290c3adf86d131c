"""The window when no workspace is known: explore the sample, create a workspace, or open one."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from leadadmin.app import workspaces
from leadadmin.app.demo import open_or_make
from leadadmin.app.settings_file import SettingsFile
from leadadmin.domain.errors import Expected
from leadadmin.ui.icons import icon
from leadadmin.ui.progress import Progress
from leadadmin.ui.style.fonts import Type
from leadadmin.ui.style.metrics import SPACE_L, SPACE_M, SPACE_S, SPACE_XL, SPACE_XS
from leadadmin.ui.tasks import Tasks
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.banner import Banner
from leadadmin.ui.widgets.buttons import Button, button, link_button, primary_button
from leadadmin.ui.widgets.card import Card
from leadadmin.ui.widgets.empty import IconLabel
from leadadmin.ui.widgets.labels import ElidedLabel, Label
from leadadmin.ui.wizards.first_start_forms import CreateForm, OpenForm

MOST_RECENT = 3
Say = Callable[[str], None]


def ask_for_workspace(settings: SettingsFile, problem: str, on_bug: Callable[[BaseException], None]) -> str | None:
    """Ask which workspace to open; None when the window was closed.

    What comes back was opened once just now. A server's address carries the password that was typed; it is never
    kept. `problem` is shown first: why the workspace that was wanted did not open.
    """
    window = FirstStart(settings, problem, on_bug)
    window.exec()
    place = window.place
    window.deleteLater()
    return place


class FirstStart(QDialog):
    """`place` is what was chosen, None until then."""

    def __init__(self, settings: SettingsFile, problem: str, on_bug: Callable[[BaseException], None]) -> None:
        super().__init__()
        self.place: str | None = None
        self._tasks = Tasks(on_expected=self._failed, on_bug=on_bug, parent=self)
        self._recent = settings.load().last_workspaces
        self.setWindowTitle(self.tr("leadadmin"))
        self.setFixedWidth(640)
        self.banner = Banner(Tone.DANGER)
        self.stack = QStackedWidget()
        self.create_form = CreateForm(self._create, self._choices)
        self.open_form = OpenForm(self._open, self._choices)
        self._buttons: list[Button] = []
        self._start = self._start_page()
        for page in (self._start, self.create_form, self.open_form):
            self.stack.addWidget(page)
        self._words = ElidedLabel("", tone="muted")
        self._words.setObjectName("working")
        box = QVBoxLayout(self)
        box.setContentsMargins(SPACE_XL + SPACE_S, SPACE_XL + SPACE_S, SPACE_XL + SPACE_S, SPACE_L)
        box.setSpacing(SPACE_L)
        box.addLayout(self._head())
        box.addWidget(self.banner)
        box.addWidget(self.stack)
        box.addWidget(self._words)
        self._say_problem(problem)
        if problem and self._recent and workspaces.needs_password(self._recent[0]):
            self._ask_server(self._recent[0])

    # -- layout

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(SPACE_L)
        sign = Label()
        sign.setPixmap(icon("phone-forwarded", "accent").pixmap(40, 40))
        head.addWidget(sign)
        words = QVBoxLayout()
        words.setSpacing(SPACE_XS)
        words.addWidget(Label(self.tr("Welcome to leadadmin"), Type.PAGE_TITLE))
        words.addWidget(
            Label(self.tr("A workspace holds your campaigns, injectors and leads."), tone="text2", wrap=True)
        )
        head.addLayout(words, 1)
        return head

    def _start_page(self) -> QWidget:
        page = QWidget()
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACE_M)
        explore = primary_button(self.tr("Explore"), on_click=self._explore)
        create = button(self.tr("Create…"), on_click=self._ask_name)
        open_one = button(self.tr("Open…"), on_click=self._ask_place)
        choices = (
            ("explore", explore, "sparkles", self.tr("Explore the sample workspace"),
             self.tr("Living data and two injectors that pull leads from a sample database, to look around.")),
            ("create", create, "folder-plus", self.tr("Create a workspace"),
             self.tr("An empty one, in a file on this computer.")),
            ("open", open_one, "folder-open", self.tr("Open a workspace"),
             self.tr("A file, or one that is shared on PostgreSQL or MariaDB.")),
        )  # fmt: skip
        for name, made, picture, title, sentence in choices:
            made.setObjectName(name)
            made.setAccessibleName(title)
            made.setMinimumWidth(96)
            box.addWidget(_choice(picture, title, sentence, made))
            self._buttons.append(made)
        if self._recent:
            box.addSpacing(SPACE_XS)
            box.addWidget(Label(self.tr("Opened lately"), Type.CAPTION, tone="text2"))
        for place in self._recent[:MOST_RECENT]:
            made = link_button(_short(place), on_click=partial(self._open_recent, place))
            made.setToolTip(place)
            self._buttons.append(made)
            row = QHBoxLayout()
            row.addWidget(made)
            row.addStretch()
            box.addLayout(row)
        box.addStretch()
        return page

    # -- moving about

    def _choices(self) -> None:
        self.stack.setCurrentWidget(self._start)
        self._say_problem("")

    def _ask_name(self) -> None:
        self._say_problem("")
        self.stack.setCurrentWidget(self.create_form)
        self.create_form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_place(self) -> None:
        self._say_problem("")
        self.stack.setCurrentWidget(self.open_form)
        self.open_form.focus_first()

    def _ask_server(self, address: str) -> None:
        self.open_form.show_server(address)
        self.stack.setCurrentWidget(self.open_form)
        self.open_form.focus_first()

    def _say_problem(self, sentence: str, hint: str = "") -> None:
        self.banner.show_verdict(Tone.DANGER, sentence, hint)
        self.banner.setVisible(bool(sentence))

    # -- work

    def _explore(self) -> None:
        def work(progress: Progress) -> str:
            steps = 0

            def say(sentence: str) -> None:
                nonlocal steps
                steps += 1
                progress.report(steps, text=sentence)

            return str(open_or_make(say=say).place)

        self._run(self.tr("Opening the sample workspace"), work)

    def _create(self, name: str, file: str) -> None:
        def work(progress: Progress) -> str:
            del progress
            workspaces.create(file, name)
            return file

        self._run(self.tr("Creating the workspace"), work)

    def _open_recent(self, place: str) -> None:
        if workspaces.needs_password(place):
            self._ask_server(place)
        else:
            self._open(place, "")

    def _open(self, place: str, password: str) -> None:
        def work(progress: Progress) -> str:
            del progress
            whole = workspaces.with_password(place.strip(), password)
            workspaces.look(whole)
            return whole

        self._run(self.tr("Opening the workspace"), work)

    def _run(self, label: str, work: Callable[[Progress], str]) -> None:
        self._say_problem("")
        self._busy(label)
        task = self._tasks.run(label, work, self._done, self._failed, cancellable=False)
        task.changed.connect(lambda: self._words.set_whole(task.state.text or label))

    def _done(self, place: str) -> None:
        self.place = place
        self.accept()

    def _failed(self, error: Expected) -> None:
        self._busy("")
        self._say_problem(error.sentence, error.hint)

    def _busy(self, words: str) -> None:
        self._words.set_whole(f"{words}…" if words else "")
        self.stack.setEnabled(not words)

    def done(self, result: int) -> None:
        """Close, after the work under way: a workspace that is being made is made whole."""
        self._tasks.close()
        super().done(result)


def _choice(picture: str, title: str, sentence: str, made: Button) -> Card:
    card = Card()
    row = QHBoxLayout()
    row.setSpacing(SPACE_L)
    row.addWidget(IconLabel(picture, 24, "accent_text"))
    words = QVBoxLayout()
    words.setSpacing(SPACE_XS)
    words.addWidget(Label(title, Type.CARD_TITLE))
    words.addWidget(Label(sentence, tone="text2", wrap=True))
    row.addLayout(words, 1)
    row.addWidget(made)
    card.body.addLayout(row)
    return card


def _short(place: str) -> str:
    return place if "://" in place else Path(place).name
