"""Rows of a form: label, editor, and below it the problem or a hint."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from leadadmin.ui.style.fonts import Type, text_scale
from leadadmin.ui.style.metrics import FIELD_HEIGHT, SPACE_M, SPACE_XS
from leadadmin.ui.widgets.fields import set_problem
from leadadmin.ui.widgets.labels import Label


def _name_editor(label: QLabel, editor: QWidget) -> None:
    """Give the label's words to the editor, or to each of several that stand side by side."""
    label.setBuddy(editor.focusProxy() or editor)
    words = label.text().replace("&", "")
    parts = [part for part in editor.findChildren(QWidget) if part.focusPolicy() & Qt.FocusPolicy.TabFocus]
    inside = editor.focusProxy() is not None
    for part in (editor, *parts) if inside else (editor,):
        if not part.accessibleName() and not isinstance(part, QAbstractButton):
            part.setAccessibleName(words)


class _Below(QWidget):
    """Editor with a sentence below it: the problem in danger, else the hint in muted."""

    def __init__(self, editor: QWidget, hint: str) -> None:
        super().__init__()
        self._editor, self._hint = editor, hint
        self._says = Label(hint, Type.CAPTION, tone="muted", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACE_XS)
        box.addWidget(editor)
        box.addWidget(self._says)
        self._says.setVisible(bool(hint))
        # Not Fixed: that would hold the height at one line when a sentence needs two.
        self.setSizePolicy(editor.sizePolicy().horizontalPolicy(), QSizePolicy.Policy.Minimum)

    def show_problem(self, problem: str) -> None:
        set_problem(self._editor.focusProxy() or self._editor, problem)
        self._says.setText(problem or self._hint)
        self._says.set_tone("danger" if problem else "muted")
        self._says.setVisible(bool(problem or self._hint))

    def show_hint(self, hint: str) -> None:
        self._hint = hint
        if not self._editor.property("problem"):
            self.show_problem("")


class LabeledField(QWidget):
    """Label above its editor, 4 px apart; for fields side by side."""

    def __init__(self, label: str, editor: QWidget, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.label = Label(label, Type.CAPTION, tone="text2")
        self._below = _Below(editor, hint)
        _name_editor(self.label, editor)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACE_XS)
        box.addWidget(self.label)
        box.addWidget(self._below)
        self.setSizePolicy(editor.sizePolicy().horizontalPolicy(), QSizePolicy.Policy.Fixed)

    def show_problem(self, problem: str) -> None:
        """Show a sentence below the field with its danger line; empty takes both away."""
        self._below.show_problem(problem)

    def show_hint(self, hint: str) -> None:
        """Show another hint."""
        self._below.show_hint(hint)


class FormRow:
    """One row of a `Form`: what its page keeps to show problems, hints, and whether it is there."""

    def __init__(self, label: Label, below: _Below, editor: QWidget) -> None:
        self.label, self.editor, self._below = label, editor, below

    def show_problem(self, problem: str) -> None:
        """Show a sentence below the field with its danger line; empty takes both away."""
        self._below.show_problem(problem)

    def show_hint(self, hint: str) -> None:
        """Show another hint."""
        self._below.show_hint(hint)

    def set_visible(self, visible: bool) -> None:
        """Show or hide label and field together."""
        self.label.setVisible(visible)
        self._below.setVisible(visible)


class Form(QWidget):
    """Labels at the left (`label_width`, grown with the text; they wrap), editors at the right, 12 px between rows.

    `show_problems({key: sentence})` spreads an `InvalidInput`'s problems over the rows that know the key
    and returns those that no row knows.
    """

    def __init__(self, *, label_width: int = 104, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(SPACE_M)
        self._label_width = round(label_width * text_scale())
        self._grid.setColumnMinimumWidth(0, self._label_width)
        self._grid.setColumnStretch(1, 1)
        self._rows: dict[str, FormRow] = {}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def add(self, key: str, label: str, editor: QWidget, *, hint: str = "") -> FormRow:
        """Add a row. `key` is the field's key in problems; `&` in `label` marks its mnemonic."""
        words = Label(label, tone="text2", wrap=True)
        words.setFixedWidth(self._label_width)
        words.setContentsMargins(0, 0, SPACE_M, 0)
        words.setMinimumHeight(FIELD_HEIGHT)
        below = _Below(editor, hint)
        _name_editor(words, editor)
        policy = editor.sizePolicy()
        if policy.horizontalPolicy() == QSizePolicy.Policy.Preferred:
            editor.setSizePolicy(QSizePolicy.Policy.Expanding, policy.verticalPolicy())
        at = self._grid.rowCount()
        self._grid.addWidget(words, at, 0, Qt.AlignmentFlag.AlignTop)
        stretch = editor.sizePolicy().horizontalPolicy() != QSizePolicy.Policy.Fixed
        side = Qt.AlignmentFlag.AlignTop if stretch else Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        self._grid.addWidget(below, at, 1, side)
        row = FormRow(words, below, editor)
        self._rows[key] = row
        return row

    def add_wide(self, widget: QWidget) -> None:
        """Add a widget below the editors, without a label."""
        self._grid.addWidget(widget, self._grid.rowCount(), 1)

    def row(self, key: str) -> FormRow:
        """Return a row; raises `KeyError` for one that is not there."""
        return self._rows[key]

    def show_problems(self, problems: dict[str, str]) -> dict[str, str]:
        """Show each problem at its row, take away the others, focus the first; return what has no row."""
        first: QWidget | None = None
        for key, row in self._rows.items():
            row.show_problem(problems.get(key, ""))
            if key in problems and first is None:
                first = row.editor
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        return {key: says for key, says in problems.items() if key not in self._rows}


def beside(*widgets: QWidget | str, stretch: int = -1) -> QWidget:
    """Put editors and words side by side in one row, 8 px apart; `stretch` is the index that takes the rest."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    for number, item in enumerate(widgets):
        widget = Label(item, tone="text2") if isinstance(item, str) else item
        row.addWidget(widget, 1 if number == stretch else 0)
    if stretch < 0:
        row.addStretch()
    first = next((w for w in widgets if isinstance(w, QWidget)), None)
    if first is not None:
        holder.setFocusProxy(first)
    holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return holder
