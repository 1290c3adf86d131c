"""The right side of a tab: title, form, what stands in the way of saving, and the foot with its buttons."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadadmin.domain.errors import Expected, InvalidInput
from leadadmin.ui.style.fonts import Type
from leadadmin.ui.style.metrics import SPACE_M, SPACE_S, SPACE_XL
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.action_bar import ActionBar
from leadadmin.ui.widgets.banner import Banner
from leadadmin.ui.widgets.buttons import Button, button, icon_button, primary_button
from leadadmin.ui.widgets.card import ScrollPage
from leadadmin.ui.widgets.labels import ElidedLabel

WIDEST = 720
"""The widest a form gets (design, Look, Screens)."""


class RecordEditor(QWidget):
    """Tells what is wanted; the tab does it."""

    save_wanted = Signal()
    discard_wanted = Signal()
    copy_wanted = Signal()
    archive_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self, form: QWidget, key: str, *, widest: int = WIDEST, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ElidedLabel("", Type.CARD_TITLE)
        self.copy = icon_button("copy", self.tr("Copy"), self.copy_wanted.emit)
        self.archive = icon_button("archive", self.tr("Archive"), self.archive_wanted.emit)
        self.delete = icon_button("trash-2", self.tr("Delete"), self.delete_wanted.emit)
        self.discard = button(self.tr("Discard"), "undo-2", self.discard_wanted.emit)
        self.save = primary_button(self.tr("Save"), "save", self.save_wanted.emit)
        for name, made in (
            ("copy", self.copy), ("archive", self.archive), ("delete", self.delete),
            ("discard", self.discard), ("save", self.save),
        ):  # fmt: skip
            made.setObjectName(f"{name}-{key}")
        self._banner = Banner(Tone.DANGER)
        self._banner.hide()
        self.foot = ElidedLabel("", Type.CAPTION, tone="muted")
        self._lay_out(form, widest)

    def _lay_out(self, form: QWidget, widest: int) -> None:
        top = QHBoxLayout()
        top.setSpacing(SPACE_S)
        top.addWidget(self._title, 1)
        for made in (self.copy, self.archive, self.delete):
            top.addWidget(made)
        column = QWidget()
        column.setMaximumWidth(widest)
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(SPACE_M - 2)
        inner.addLayout(top)
        inner.addWidget(form)
        inner.addWidget(self._banner)
        inner.addStretch()
        wide = QHBoxLayout()
        wide.setContentsMargins(SPACE_XL, SPACE_XL - 9, SPACE_XL, SPACE_XL)
        wide.setSpacing(0)
        wide.addWidget(column, 1000)
        wide.addStretch(1)
        bar = ActionBar()
        bar.add(self.foot)
        bar.add_apart(self.discard)
        bar.add_apart(self.save)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self._scroll = ScrollPage(wide)
        box.addWidget(self._scroll, 1)
        box.addWidget(bar)

    def set_title(self, title: str) -> None:
        """Show another title."""
        self._title.set_whole(title)

    def to_top(self) -> None:
        """Show the first fields, as for another record."""
        self._scroll.verticalScrollBar().setValue(0)

    def show_failure(self, error: Expected) -> None:
        """Say why something was not done."""
        self.show_banner(error.sentence, error.hint)

    def show_left_over(self, problems: Mapping[str, str], error: InvalidInput | None = None) -> None:
        """Say what no field shows."""
        hint = error.hint if error is not None else ""
        self.show_banner(" ".join(problems.values()), hint if problems else "")

    def show_banner(self, strong: str, text: str, tone: Tone = Tone.DANGER, action: Button | None = None) -> None:
        """Show a verdict above the foot; an empty one takes it away."""
        self._banner.show_verdict(tone, strong, text)
        self._banner.set_action(action)
        self._banner.setVisible(bool(strong))

    def banner_text(self) -> str:
        """Return what the banner says; empty while it is hidden."""
        return "" if self._banner.isHidden() else self._banner.accessibleName()
