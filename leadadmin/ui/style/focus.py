"""The focus ring of buttons: 2 px, 2 px outside of the button, only when the keyboard brought the focus."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QFocusFrame, QWidget


class FocusRing(QObject):
    """Follows the focus of `app` and puts one `QFocusFrame` around the button that has it."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._frame: QFocusFrame | None = None
        app.focusChanged.connect(self._moved)

    def _moved(self, old: QWidget | None, now: QWidget | None) -> None:
        del old
        self._drop()
        if not isinstance(now, QAbstractButton) or now.property("ownFocus"):
            return
        by_mouse = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        by_keyboard = now.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        if by_mouse or not by_keyboard:
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
