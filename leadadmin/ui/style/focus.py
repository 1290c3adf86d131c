"""The focus ring of buttons: 2 px, 2 px outside of the button, unless the mouse brought the focus."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QFocusFrame, QWidget

OWN_FOCUS = "ownFocus"
"""Property of a button that paints its focus itself."""

_SHOWN = "focusShown"


def shows_focus(widget: QWidget) -> bool:
    """Return whether `widget` has the focus and should show it, for what paints its focus itself."""
    return widget.hasFocus() and bool(widget.property(_SHOWN))


class FocusRing(QObject):
    """Follows the focus of `app` and puts one `QFocusFrame` around the button that has it.

    Qt does not tell the reason of a focus afterwards; a pressed mouse button says that it was the mouse.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._frame: QFocusFrame | None = None
        app.focusChanged.connect(self._moved)

    def _moved(self, old: QWidget | None, now: QWidget | None) -> None:
        del old
        self._drop()
        if now is None:
            return
        shown = QApplication.mouseButtons() == Qt.MouseButton.NoButton
        now.setProperty(_SHOWN, shown)
        if not shown or not isinstance(now, QAbstractButton) or now.property(OWN_FOCUS):
            return
        self._frame = QFocusFrame(now)
        self._frame.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._frame.destroyed.connect(self._forget)
        self._frame.setWidget(now)

    def _drop(self) -> None:
        frame, self._frame = self._frame, None
        if frame is not None:
            frame.destroyed.disconnect(self._forget)
            frame.deleteLater()

    def _forget(self) -> None:
        self._frame = None
