"""The context menu of an injector in the list; what cannot be done now says why."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from leadadmin.app.injector_views import InjectorOverview
from leadadmin.domain.injector_standing import Standing
from leadadmin.ui.icons import icon

Act = Callable[[InjectorOverview], object]


class InjectorMenu(QMenu):
    """A menu about one injector. `offer` adds what can be done; it deletes itself."""

    def __init__(self, row: InjectorOverview, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setToolTipsVisible(True)
        self.setObjectName("injector-menu")
        self.setAccessibleName(row.listed.stored.injector.name)
        self._row = row

    def offer(self, text: str, icon_name: str, act: Act, why_not: str = "") -> None:
        """Add an action; with `why_not` it is there, off, and says why."""
        action = self.addAction(icon(icon_name, "text2"), text)
        action.setEnabled(not why_not)
        action.setToolTip(why_not or text)
        action.setStatusTip(why_not)
        row = self._row
        action.triggered.connect(lambda: act(row))

    # -- what keeps each action from being done

    def why_not_run(self) -> str:
        """Why it cannot be run by hand now."""
        running = self._row.listed.running
        if running is not None:
            return self.tr("It is running on {0} already.").format(running.label)
        return "" if self._row.tested else self.tr("Its settings were not tested. Test it first.")

    def why_not_switch(self) -> str:
        """Why it cannot be switched on; off it can always be."""
        if self.is_on() or self._row.tested:
            return ""
        return self.tr("Its settings were not tested. Test it first.")

    def why_not_rewind(self) -> str:
        """Why its last id cannot be set back."""
        if self._row.listed.running is not None:
            return self.tr("It is running; rewind it when the run has ended.")
        if not self._row.listed.stored.state.started_once:
            return self.tr("It never ran, so there is nothing to go back to. The form has its initial value.")
        return ""

    def why_not_remove(self) -> str:
        """Why it cannot be removed now."""
        running = self._row.listed.running
        if running is None:
            return ""
        return self.tr("It is running on {0}; remove it when the run has ended.").format(running.label)

    def is_on(self) -> bool:
        """Whether it is switched on and not paused."""
        return is_on(self._row)


def is_on(row: InjectorOverview) -> bool:
    """Whether switching means switching off: it is switched on and not paused."""
    return row.listed.stored.state.enabled and row.standing is not Standing.PAUSED
