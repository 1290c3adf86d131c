"""Text and lines: labels in a role and tone, and hairlines."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from leadadmin.ui.style.fonts import Type, type_font


class Label(QLabel):
    """A label in a role of type and a tone (`text`, `text2`, `muted`, `link`, `danger`, …).

    `wrap` lets it break lines; plain text only, unless `rich` allows links and bold.
    """

    def __init__(
        self,
        text: str = "",
        kind: Type = Type.BODY,
        *,
        tone: str = "text",
        weight: QFont.Weight | None = None,
        wrap: bool = False,
        rich: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._kind, self._weight = kind, weight
        self.setTextFormat(Qt.TextFormat.RichText if rich else Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setProperty("tone", tone)
        self._set_font()
        if wrap:
            policy = self.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def set_tone(self, tone: str) -> None:
        """Change the colour's meaning."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            repolish(self)

    def _set_font(self) -> None:
        self.setFont(type_font(self._kind, self._weight))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._set_font()
        super().changeEvent(event)


class ElidedLabel(Label):
    """A label of one line that ends in … where room is short, with the whole as tooltip."""

    def __init__(
        self,
        text: str = "",
        kind: Type = Type.BODY,
        *,
        tone: str = "text",
        weight: QFont.Weight | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", kind, tone=tone, weight=weight, parent=parent)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(24)
        self.set_whole(text)

    def set_whole(self, text: str) -> None:
        """Set the text to show as far as there is room."""
        self._whole = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._elide()

    def whole(self) -> str:
        """Return the text, not shortened."""
        return self._whole

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        hint.setWidth(QFontMetrics(self.font()).horizontalAdvance(self._whole) + 2)
        return hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        shown = QFontMetrics(self.font()).elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


def repolish(widget: QWidget) -> None:
    """Let the style sheet see a changed property of one widget; never call it in a loop over rows."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def hline(*, strong: bool = False) -> QFrame:
    """Return a horizontal hairline: `divider`, or `border` when strong."""
    line = QFrame()
    line.setProperty("role", "strong-line" if strong else "line")
    line.setFixedHeight(1)
    return line


def vline(*, strong: bool = False) -> QFrame:
    """Return a vertical hairline: `divider`, or `border` when strong."""
    line = QFrame()
    line.setProperty("role", "strong-line" if strong else "line")
    line.setFixedWidth(1)
    return line
