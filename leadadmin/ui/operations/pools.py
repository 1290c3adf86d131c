"""What people do with lead pools: the call in the background, and what is said afterwards."""

from collections.abc import Collection

from PySide6.QtCore import QCoreApplication

from leadadmin.app import pools as work
from leadadmin.ui.desk import LEADS, POOLS, Desk
from leadadmin.ui.formats import count
from leadadmin.ui.tasks import Task

_TOPICS = frozenset({POOLS, LEADS})


def _tr(text: str) -> str:
    return QCoreApplication.translate("Pools", text)


def set_active(desk: Desk, pool_ids: Collection[int], active: bool) -> Task:
    """Switch pools on or off; the toast offers to undo it."""
    program = desk.program

    def undo(changed: Collection[int]) -> None:
        desk.change(_tr("Undoing"), lambda: work.set_active(program, changed, not active), topics=_TOPICS)

    def done(changed: tuple[int, ...]) -> None:
        pools = count(len(changed), _tr("pool"), _tr("pools"))
        said = _tr("{0} activated") if active else _tr("{0} deactivated")
        detail = "" if active else _tr("VIP and private redials are still called.")
        if changed:
            desk.notices.say(said.format(pools), detail, action=_tr("Undo"), on_action=lambda: undo(changed))

    label = _tr("Activating pools") if active else _tr("Deactivating pools")
    return desk.change(label, lambda: work.set_active(program, pool_ids, active), done, topics=_TOPICS)
