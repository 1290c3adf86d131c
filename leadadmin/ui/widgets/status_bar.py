"""Status bar: workspace, person, scheduler at the left; running work at the right, a click lists it."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from leadadmin.ui.formats import duration, number, percent
from leadadmin.ui.icons import paint_icon
from leadadmin.ui.style.fonts import Type, type_font
from leadadmin.ui.style.metrics import SPACE_L, SPACE_M, SPACE_S, STATUS_BAR_HEIGHT
from leadadmin.ui.tasks import Task, Tasks
from leadadmin.ui.theme import Tone, theme_of
from leadadmin.ui.widgets.buttons import button
from leadadmin.ui.widgets.labels import ElidedLabel, Label, hline
from leadadmin.ui.widgets.progress import Bar

LEFT_SHOWN_AFTER_S = 5.0
"""A guess at the time left is worth nothing in the first seconds."""


def progress_words(task: Task) -> str:
    """Return “62% · 310 rows/s · 5 s left”, as far as it is known."""
    state = task.state
    parts = [] if state.share is None else [percent(state.share)]
    if state.text:
        parts.append(state.text)
    elif state.rate >= 1 and task.seconds() >= 1:
        parts.append(task.tr("{0} rows/s").format(number(round(state.rate))))
    if state.left is not None and task.seconds() >= LEFT_SHOWN_AFTER_S:
        parts.append(task.tr("{0} left").format(duration(state.left)))
    if task.cancelling:
        parts = [task.tr("stopping…")]
    return " · ".join(parts)


class _Item(QWidget):
    """Icon or dot, and words, in the status bar."""

    def __init__(self, icon: str = "") -> None:
        super().__init__()
        self._icon, self._tone = icon, Tone.NEUTRAL
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str, tone: Tone = Tone.NEUTRAL) -> None:
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        lead = 20 if self._icon else 14
        return QSize(metrics.horizontalAdvance(self._text) + lead + 2, STATUS_BAR_HEIGHT - 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() // 2
        if self._icon:
            paint_icon(painter, QRect(0, middle - 7, 14, 14), self._icon, QColor(theme.text2))
            left = 20
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.tint(self._tone).text))
            painter.drawEllipse(QRectF(0, middle - 4, 8, 8))
            left = 14
        painter.setPen(QColor(theme.text2))
        painter.setFont(type_font(Type.BODY))
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), flags, self._text)


class ProgressItem(QAbstractButton):
    """Running work at the right: name, bar 120×4, share, rate, time left. A click opens the list."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._task: Task | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._name = ElidedLabel("", tone="text2")
        self._bar = Bar(0.0, width=120)
        self._words = Label("", tone="text2")
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_S, 0, SPACE_S, 0)
        row.setSpacing(SPACE_M)
        for widget in (self._name, self._bar, self._words):
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(widget)
        self._ticking = QTimer(self)
        self._ticking.setInterval(1000)
        self._ticking.timeout.connect(self._show)
        tasks.running_changed.connect(self._follow)
        self._follow()

    def sizeHint(self) -> QSize:
        return QSize(self._row.sizeHint().width(), STATUS_BAR_HEIGHT - 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._row.minimumSize().width(), STATUS_BAR_HEIGHT - 2)

    def _follow(self) -> None:
        running = self._tasks.running()
        task = running[0] if running else None
        if task is not self._task:
            self._task = task
            if task is not None:
                task.changed.connect(self._show)
        if task is None:
            self._ticking.stop()
        else:
            self._ticking.start()
        self._show()

    def _show(self) -> None:
        running = self._tasks.running()
        busy = bool(running)
        self._bar.setVisible(busy)
        self._words.setVisible(busy)
        if not busy:
            self._name.set_whole(self.tr("No work running"))
            self._words.setText("")
        else:
            first = running[0]
            more = self.tr(" and {0} more").format(len(running) - 1) if len(running) > 1 else ""
            self._name.set_whole(first.label + more)
            self._bar.set_share(first.state.share)
            self._words.setText(progress_words(first))
        self.setAccessibleName(f"{self._name.whole()} {self._words.text()}".strip())
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self.underMouse():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme_of(self).nav_selected))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0, 2, 0, -2), 4, 4)


class WorkList(QFrame):
    """The list of running work, with Cancel and what stays after it."""

    def __init__(self, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._tasks = tasks
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        self._box.setSpacing(SPACE_S)
        self.setMinimumWidth(360)
        self.setAccessibleName(self.tr("Running work"))
        tasks.running_changed.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        while (item := self._box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        running = self._tasks.running()
        for place, task in enumerate(running):
            if place:
                self._box.addWidget(hline())
            self._box.addWidget(_WorkRow(task))
        if not running:
            self._box.addWidget(Label(self.tr("No work running"), tone="muted"))
        self.adjustSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = theme_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.raised))
        painter.setPen(QColor(theme.border))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class _WorkRow(QWidget):
    def __init__(self, task: Task) -> None:
        super().__init__()
        self._task = task
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACE_S - 2)
        top = QHBoxLayout()
        top.addWidget(Label(task.label), 1)
        self._cancel = button(self.tr("Cancel"), on_click=task.cancel, small=True)
        self._cancel.setVisible(task.cancellable)
        top.addWidget(self._cancel)
        box.addLayout(top)
        self._bar = Bar(task.state.share)
        box.addWidget(self._bar)
        self._words = Label("", Type.CAPTION, tone="muted")
        box.addWidget(self._words)
        if task.cancellable and task.stays:
            box.addWidget(Label(task.stays, Type.CAPTION, tone="muted", wrap=True))
        task.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self._bar.set_share(self._task.state.share)
        words = progress_words(self._task)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        if self._task.cancelling:
            self._cancel.why_not(self.tr("It stops at its next good place."))


class StatusBar(QWidget):
    """28 high, on the window's ground."""

    scheduler_clicked = Signal()

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.setFixedHeight(STATUS_BAR_HEIGHT)
        self.workspace = _Item("database")
        self.person = _Item("user-round")
        self.scheduler = _Item()
        self.work = ProgressItem(tasks)
        self.work.clicked.connect(self._open)
        self._list: WorkList | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_L, 1, SPACE_S, 0)
        row.setSpacing(SPACE_L + 4)
        for item in (self.workspace, self.person, self.scheduler):
            item.show_text("")
            row.addWidget(item)
        row.addStretch()
        row.addWidget(self.work)

    def _open(self) -> None:
        if self._list is not None:
            self._list.deleteLater()
        self._list = WorkList(self._tasks, self)
        corner = self.work.mapToGlobal(QPoint(self.work.width(), 0))
        self._list.move(corner.x() - self._list.width(), corner.y() - self._list.height() - 4)
        self._list.show()
        self._list.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = theme_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.window))
        painter.fillRect(0, 0, self.width(), 1, QColor(theme.border))
