"""A popup in which the transforms of one line are put together: those in force, one more, and what comes of a value."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from leadadmin.domain import transforms
from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.transforms import CONSTANT, JOIN, KINDS, Transform
from leadadmin.ui import formats
from leadadmin.ui.style.fonts import SEMIBOLD, Type
from leadadmin.ui.style.metrics import SPACE_L, SPACE_M, SPACE_S
from leadadmin.ui.theme import theme_of
from leadadmin.ui.widgets.buttons import button, icon_button
from leadadmin.ui.widgets.fields import ComboBox, LineEdit
from leadadmin.ui.widgets.labels import ElidedLabel, Label, hline

_WIDTH = 340


def argument_words(popup: QWidget) -> dict[str, str]:
    """Labels of arguments, by what `KINDS` calls them."""
    return {
        "separator": popup.tr("Separator"),
        "part": popup.tr("Part, from 1; −1 is the last"),
        "number": popup.tr("Number, from 1; −1 is the last"),
        "old": popup.tr("Text to replace"),
        "new": popup.tr("New text"),
        "pattern": popup.tr("Pattern"),
        "yes/no": popup.tr("Yes words / no words, such as ja,j/nej,n"),
        "pairs": popup.tr("Pairs, such as villa=House;lejlighed=Flat"),
        "text": popup.tr("Text"),
    }


class TransformPopup(QFrame):
    """`changed` tells the new list after every change. Esc or a click elsewhere closes and deletes the popup."""

    changed = Signal(object)

    def __init__(
        self, title: str, current: Sequence[Transform], samples: Sequence[str], *, joins: bool, parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("transform-popup")
        self.setAccessibleName(title)
        self.setFixedWidth(_WIDTH)
        self._transforms = list(current)
        self._samples = [sample for sample in samples if sample.strip()]
        self._editors: list[LineEdit] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        box.setSpacing(SPACE_S)
        box.addWidget(Label(title, weight=SEMIBOLD))
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        box.addLayout(self._list)
        box.addWidget(hline())
        self._kind = ComboBox(says=self.tr("Kind of transform"), small=True)
        self._kind.setObjectName("transform-kind")
        for name, kind in KINDS.items():
            if name != CONSTANT and (name != JOIN or joins):
                self._kind.add(kind.label, name)
        self._kind.currentIndexChanged.connect(self._show_arguments)
        self._add = button(self.tr("Add"), "plus", self._add_one, small=True)
        self._add.setObjectName("transform-add")
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self._kind, 1)
        row.addWidget(self._add)
        box.addLayout(row)
        self._arguments = QVBoxLayout()
        self._arguments.setSpacing(2)
        box.addLayout(self._arguments)
        self._problem = Label("", Type.CAPTION, tone="danger", wrap=True)
        self._problem.hide()
        box.addWidget(self._problem)
        box.addWidget(hline())
        self._example = ElidedLabel("", Type.CAPTION, tone="muted")
        box.addWidget(self._example)
        self._show_arguments()
        self._show_list()
        self._kind.setFocus()

    def open_at(self, place: QPoint) -> None:
        """Show the popup with its upper left corner at `place` (global), inside of the screen."""
        self.adjustSize()
        room = self.screen().availableGeometry()
        left = min(place.x(), room.right() - self.width())
        top = place.y() if place.y() + self.height() <= room.bottom() else place.y() - self.height() - 40
        self.move(max(room.left(), left), max(room.top(), top))
        self.show()

    # -- the list

    def _show_list(self) -> None:
        _empty(self._list)
        for place, transform in enumerate(self._transforms):
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(ElidedLabel(f"{place + 1}. {transform.in_words}"), 1)
            says = self.tr("Take out “{0}”").format(transform.in_words)
            row.addWidget(icon_button("x", says, lambda place=place: self._take_out(place)))  # type: ignore[misc]
            self._list.addWidget(line)
        if not self._transforms:
            self._list.addWidget(Label(self.tr("Taken as they come."), tone="muted"))
        self._show_example()
        self.adjustSize()

    def _take_out(self, place: int) -> None:
        del self._transforms[place]
        self._kind.setFocus()
        self._show_list()
        self.changed.emit(list(self._transforms))

    def _show_example(self) -> None:
        """The first sample that the transforms change, else the first one."""
        values: list[object] = list(self._samples)
        for transform in self._transforms:
            values, _problems = transform.apply_column(values)
        pairs = list(zip(self._samples, values, strict=True))
        shown = next((pair for pair in pairs if pair[0] != pair[1]), pairs[0] if pairs else None)
        if shown is None:
            self._example.set_whole("")
        else:
            result = formats.NOTHING if shown[1] is None else str(shown[1])
            self._example.set_whole(f"{shown[0]} → {result}")

    # -- one more

    def _show_arguments(self, _index: int = 0) -> None:
        _empty(self._arguments)
        self._editors = []
        words = argument_words(self)
        for name in KINDS[str(self._kind.key())].arguments:
            self._arguments.addWidget(Label(words.get(name, name), Type.CAPTION, tone="text2"))
            editor = LineEdit(small=True)
            editor.setAccessibleName(words.get(name, name))
            editor.setObjectName(f"transform-argument-{name}")
            editor.returnPressed.connect(self._add_one)
            self._arguments.addWidget(editor)
            self._editors.append(editor)
        self._problem.hide()
        self.adjustSize()

    def _add_one(self) -> None:
        name = str(self._kind.key())
        arguments = tuple(editor.text() for editor in self._editors)
        text = f"{name}:{KINDS[name].write(arguments)}" if arguments else name
        try:
            made = transforms.parse(text)
        except InvalidInput as error:
            self._problem.setText(error.sentence)
            self._problem.show()
            self.adjustSize()
            return
        self._transforms.append(made)
        for editor in self._editors:
            editor.clear()
        self._problem.hide()
        self._show_list()
        self.changed.emit(list(self._transforms))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = theme_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.raised))
        painter.setPen(QColor(theme.border))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


def _empty(box: QVBoxLayout) -> None:
    while (item := box.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
