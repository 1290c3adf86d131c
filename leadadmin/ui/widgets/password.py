"""A kept secret: dots and Replace, never the secret itself; typing one shows an eye to look at it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from leadadmin.ui.icons import icon
from leadadmin.ui.widgets.buttons import link_button
from leadadmin.ui.widgets.fields import LineEdit
from leadadmin.ui.widgets.labels import repolish

_DOTS = "•" * 12


_PROBLEM_ROOM = 26  # what the icon of a problem takes at the end of the field


class _SecretEdit(LineEdit):
    """Makes room at its end for the icon of a problem, beside what stands there."""

    def show_problem_icon(self, shown: bool) -> None:
        super().show_problem_icon(shown)
        inside = self.layout()
        if inside is not None:
            inside.setContentsMargins(0, 1, 3 + (_PROBLEM_ROOM if shown else 0), 1)


class PasswordField(QWidget):
    """Either “kept” (dots, Replace) or being typed; `value()` is None while the kept one stays.

    The kept secret never comes into this widget.
    """

    changed = Signal()

    def __init__(self, *, kept: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = _SecretEdit()
        self._kept = False
        self._eye = self.edit.addAction(icon("eye", "muted"), QLineEdit.ActionPosition.TrailingPosition)
        self._eye.setToolTip(self.tr("Show the password"))
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._look)
        self._replace = link_button(self.tr("Replace"), on_click=self.replace)
        inside = QHBoxLayout(self.edit)
        inside.setContentsMargins(0, 1, 3, 1)
        inside.addStretch()
        inside.addWidget(self._replace)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.edit)
        self.setFocusProxy(self.edit)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.edit.textEdited.connect(self.changed)
        self.set_kept(kept)

    def set_kept(self, kept: bool) -> None:
        """Show that a secret is kept (True) or that there is none yet (False)."""
        self._kept = kept
        self._eye.setChecked(False)
        self.edit.setReadOnly(kept)
        self.edit.setProperty("kept", kept)
        repolish(self.edit)
        self.edit.setText(_DOTS if kept else "")
        self._look(False)
        self._eye.setVisible(not kept)
        self._replace.setVisible(kept)

    def replace(self) -> None:
        """Let a new secret be typed in place of the kept one."""
        self.set_kept(False)
        self.edit.setFocus()
        self.changed.emit()

    def value(self) -> str | None:
        """Return the typed secret, or None while the kept one stays."""
        return None if self._kept else self.edit.text()

    def _look(self, shown: bool) -> None:
        plain = shown or self._kept
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if plain else QLineEdit.EchoMode.Password)
        self._eye.setIcon(icon("eye-off" if shown else "eye", "muted"))
