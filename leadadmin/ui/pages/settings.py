"""Settings: how the program looks here, what the workspace is, and where its key comes from."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from leadadmin.app.secrets import KeyOrigin, KeyPlace
from leadadmin.app.settings import THEMES, Settings
from leadadmin.app.workspaces import WorkspaceFacts, facts
from leadadmin.ui.desk import Desk
from leadadmin.ui.main_window import PageSpec
from leadadmin.ui.operations import workspace_key
from leadadmin.ui.style.fonts import BODY_POINTS, Type
from leadadmin.ui.style.metrics import SPACE_L, SPACE_S, SPACE_XL
from leadadmin.ui.widgets.buttons import button
from leadadmin.ui.widgets.card import ScrollPage
from leadadmin.ui.widgets.forms import Form, beside
from leadadmin.ui.widgets.key_values import KeyValueList
from leadadmin.ui.widgets.labels import Label, hline, vline
from leadadmin.ui.widgets.list_pane import ListItem, ListPane
from leadadmin.ui.widgets.page import Page
from leadadmin.ui.widgets.segments import Segment, SegmentedControl
from leadadmin.ui.widgets.switch import Switch

KEY = "settings"
APPEARANCE, WORKSPACE, SECURITY = "appearance", "workspace", "security"
TEXT_SIZES = {"small": 9.0, "usual": BODY_POINTS, "large": 11.5, "largest": 14.0}
"""The sizes of body text that can be chosen, in points."""
_LABELS, _WIDEST = 160, 720


def _tr(text: str) -> str:
    return QCoreApplication.translate("Settings", text)


def spec(desk: Desk) -> PageSpec:
    """How the window finds the page."""
    return PageSpec(KEY, _tr("Settings"), "settings", lambda: SettingsPage(desk), at_foot=True)


@dataclass(frozen=True, slots=True)
class _State:
    """What the page shows."""

    chosen: Settings
    facts: WorkspaceFacts
    key: KeyPlace
    locked: bool


class SettingsPage(Page):
    """`opened(part=…)` shows `appearance`, `workspace` or `security`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_tr("Settings"))
        self._desk = desk
        self.list = ListPane(says=_tr("Settings"))
        self.list.set_items(
            [
                ListItem(APPEARANCE, _tr("Appearance"), _tr("Light or dark, size of text"), "sun"),
                ListItem(WORKSPACE, _tr("Workspace"), _tr("Its name and place"), "database"),
                ListItem(SECURITY, _tr("Security"), _tr("The key of stored passwords"), "key-round"),
            ]
        )
        self.appearance = AppearancePart(desk)
        self.workspace = WorkspacePart()
        self.security = SecurityPart(desk, self.refresh)
        self._parts: dict[str, QWidget] = {
            APPEARANCE: self.appearance, WORKSPACE: self.workspace, SECURITY: self.security,
        }  # fmt: skip
        self._stack = QStackedWidget()
        for part in self._parts.values():
            self._stack.addWidget(_at_most_wide(part))
        self.body.addWidget(hline(strong=True))
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(vline(strong=True))
        row.addWidget(self._stack, 1)
        self.body.addLayout(row, 1)
        self.list.chosen.connect(self._show_part)
        self.list.choose(APPEARANCE)

    def opened(self, **args: Any) -> None:
        """Show the part that was asked for, and read anew."""
        if "part" in args:
            self.list.choose(str(args["part"]))
        self.refresh()

    def refresh(self) -> None:
        """Read what the workspace and its key are."""
        program, file = self._desk.program, self._desk.settings

        def work(_database: object) -> _State:
            keyring = program.keyring
            return _State(file.load(), facts(program.workspace), keyring.key_place(), keyring.has_passwords())

        self._desk.read(_tr("Reading settings"), work, self._show, owner=self)

    def _show(self, state: _State) -> None:
        self.appearance.show_chosen(state.chosen)
        self.workspace.show_facts(state.facts)
        self.security.show_key(state.key, locked=state.locked)

    def _show_part(self, key: str) -> None:
        if key:
            self._stack.setCurrentIndex(list(self._parts).index(key))


def _at_most_wide(part: QWidget) -> QWidget:
    part.setMaximumWidth(_WIDEST)
    inner = QHBoxLayout()
    inner.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_XL)
    inner.addWidget(part, 1)
    inner.addStretch()
    return ScrollPage(inner)


class _Part(QWidget):
    """A title, a sentence, and what follows."""

    def __init__(self, title: str, sentence: str) -> None:
        super().__init__()
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(SPACE_L)
        head = QVBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(Label(title, Type.PANEL_TITLE))
        head.addWidget(Label(sentence, tone="text2", wrap=True))
        self.box.addLayout(head)


class AppearancePart(_Part):
    """Every choice shows at once, and is remembered."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_tr("Appearance"), _tr("For you on this computer. Changes show at once."))
        self._desk = desk
        self.mode = SegmentedControl(
            [
                Segment("system", _tr("As the system"), "monitor"),
                Segment("light", _tr("Light"), "sun"),
                Segment("dark", _tr("Dark"), "moon"),
            ],
            says=_tr("Light or dark"),
        )
        self.text_size = SegmentedControl(
            [
                Segment("small", _tr("Small")),
                Segment("usual", _tr("Usual")),
                Segment("large", _tr("Large")),
                Segment("largest", _tr("Largest")),
            ],
            says=_tr("Size of text"),
        )
        self.compact = Switch(_tr("Compact rows"))
        self.compact.setObjectName("compact-rows")
        form = Form(label_width=_LABELS)
        form.add("mode", _tr("Light or dark"), self.mode)
        form.add("size", _tr("Size of text"), self.text_size)
        form.add("rows", _tr("Rows of tables"), beside(self.compact), hint=_tr("More rows in sight, closer together."))
        self.box.addWidget(form)
        self.box.addStretch()
        self.mode.chosen.connect(self._mode_chosen)
        self.text_size.chosen.connect(self._size_chosen)
        self.compact.toggled.connect(self._compact_chosen)

    def show_chosen(self, chosen: Settings) -> None:
        """Show what was chosen before; nothing changes by it."""
        points = chosen.text_points or BODY_POINTS
        controls = (self.mode, self.text_size, self.compact)
        before = [control.blockSignals(True) for control in controls]
        self.mode.choose(chosen.theme)
        self.text_size.choose(min(TEXT_SIZES, key=lambda key: abs(TEXT_SIZES[key] - points)))
        self.compact.setChecked(chosen.compact_rows)
        for control, blocked in zip(controls, before, strict=True):
            control.blockSignals(blocked)

    def _mode_chosen(self, key: str) -> None:
        mode = next(theme for theme in THEMES if theme == key)
        if self._desk.appearance is not None:
            self._desk.appearance.set_mode(mode)
        self._remember(lambda settings: replace(settings, theme=mode))

    def _size_chosen(self, key: str) -> None:
        points = TEXT_SIZES[key]
        if self._desk.appearance is not None:
            self._desk.appearance.set_points(points)
        kept = None if key == "usual" else points
        self._remember(lambda settings: replace(settings, text_points=kept))

    def _compact_chosen(self, compact: bool) -> None:
        if self._desk.appearance is not None:
            self._desk.appearance.set_compact(compact)
        self._remember(lambda settings: replace(settings, compact_rows=compact))

    def _remember(self, change: Callable[[Settings], Settings]) -> None:
        file = self._desk.settings
        self._desk.change(_tr("Saving settings"), lambda: file.change(change), topics=frozenset())


class WorkspacePart(_Part):
    """Facts about the open workspace."""

    def __init__(self) -> None:
        super().__init__(_tr("Workspace"), _tr("To open another one, click the workspace’s name above the navigation."))
        self.facts = KeyValueList(label_width=_LABELS)
        self.facts.add("name", _tr("Name"), "–")
        self.facts.add("place", _tr("Place"), "–")
        self.facts.add("version", _tr("Version of its tables"), "–")
        self.box.addWidget(self.facts)
        self.box.addStretch()

    def show_facts(self, facts: WorkspaceFacts) -> None:
        """Show what the workspace says of itself."""
        self.facts.set_value("name", facts.name)
        self.facts.set_value("place", facts.place)
        self.facts.set_value("version", facts.version)


class SecurityPart(_Part):
    """Where the workspace key comes from, and the ways to give one."""

    def __init__(self, desk: Desk, refresh: Callable[[], None]) -> None:
        super().__init__(
            _tr("Security"),
            _tr("Passwords of connections are stored encrypted in the workspace. The workspace key opens them."),
        )
        self._desk, self._refresh = desk, refresh
        self.key = KeyValueList(label_width=_LABELS)
        self.key.add("origin", _tr("The key comes from"), "–")
        self.key.add("file", _tr("Key file"), "–")
        self.key.add("locked", _tr("This workspace"), "–")
        self.create_button = button(_tr("Create key file…"), "key-round", self._create)
        self.create_button.setObjectName("create-key")
        self.choose_button = button(_tr("Choose key file…"), "folder-open", self._choose)
        self.choose_button.setObjectName("choose-key")
        self._why = Label("", tone="muted", wrap=True)
        self.box.addWidget(self.key)
        self.box.addWidget(beside(self.create_button, self.choose_button))
        self.box.addWidget(self._why)
        self.box.addStretch()

    def show_key(self, place: KeyPlace, *, locked: bool) -> None:
        """Show where the key comes from, and whether passwords are locked with one already."""
        origins = {
            KeyOrigin.NOWHERE: _tr("Nowhere yet: passwords cannot be stored or opened here"),
            KeyOrigin.VARIABLE: _tr("The environment variable LEADADMIN_KEY"),
            KeyOrigin.NAMED_FILE: _tr("A file named by the environment variable LEADADMIN_KEY_FILE"),
            KeyOrigin.CHOSEN_FILE: _tr("A file chosen on this computer"),
        }
        missing = place.origin is KeyOrigin.NOWHERE
        self.key.set_value("origin", origins[place.origin], tone="warning" if missing and locked else "text")
        self.key.set_value("file", str(place.file) if place.file is not None else "–")
        self.key.set_value(
            "locked", _tr("Its passwords are locked with a key") if locked else _tr("It holds no locked passwords yet")
        )
        by_environment = place.origin in (KeyOrigin.VARIABLE, KeyOrigin.NAMED_FILE)
        named = _tr("The environment where leadadmin was started names the key; that counts before a file chosen here.")
        taken = _tr("A new key would not open the passwords that are stored already. Choose the key file they need.")
        self.choose_button.why_not(named if by_environment else "")
        self.create_button.why_not(named if by_environment else taken if locked else "")
        self._why.setText(named if by_environment else taken if locked and missing else "")

    def _create(self) -> None:
        workspace_key.create_key_file(self._desk, self, self._refresh)

    def _choose(self) -> None:
        workspace_key.choose_key_file(self._desk, self, self._refresh)
