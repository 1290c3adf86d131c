"""What people do with campaigns and their parts: the call in the background, and what is said afterwards."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QObject

from leadadmin.app import campaigns as work
from leadadmin.app.campaigns import Archivable, Record
from leadadmin.domain.errors import Expected
from leadadmin.ui.desk import CAMPAIGNS, Desk
from leadadmin.ui.tasks import Task

R = TypeVar("R", bound=Record)
_TOPICS = frozenset({CAMPAIGNS})


def _tr(text: str) -> str:
    return QCoreApplication.translate("Campaigns", text)


def save(
    desk: Desk,
    record: R,
    write: Callable[[], R],
    on_done: Callable[[R], None],
    on_failed: Callable[[Expected], None],
    owner: QObject,
) -> Task:
    """Store a record by `write`, and say so."""

    def done(saved: R) -> None:
        desk.notices.say(_tr("“{0}” was saved").format(saved.name))
        on_done(saved)

    return desk.change(_tr("Saving “{0}”").format(record.name), write, done, on_failed, topics=_TOPICS, owner=owner)


def remove(
    desk: Desk,
    record: Record,
    on_done: Callable[[], None],
    on_failed: Callable[[Expected], None],
    owner: QObject,
) -> Task:
    """Delete what nothing refers to; the notice offers to put it back."""

    def done(_nothing: None) -> None:
        desk.notices.say(
            _tr("“{0}” was deleted").format(record.name),
            action=_tr("Undo"),
            on_action=lambda: desk.change(
                _tr("Putting “{0}” back").format(record.name),
                lambda: work.put_back(desk.program, record),
                topics=_TOPICS,
            ),
        )
        on_done()

    return desk.change(
        _tr("Deleting “{0}”").format(record.name),
        lambda: work.remove(desk.program, record),
        done,
        on_failed,
        topics=_TOPICS,
        owner=owner,
    )


def archive(
    desk: Desk, record: Archivable, on_done: Callable[[], None], on_failed: Callable[[Expected], None], owner: QObject
) -> Task:
    """Hide a record, or show an archived one again; the notice of hiding offers to undo it."""
    hide = not record.archived

    def done(stored: Archivable) -> None:
        if hide:
            desk.notices.say(
                _tr("“{0}” was archived").format(record.name),
                action=_tr("Undo"),
                on_action=lambda: desk.change(
                    _tr("Restoring “{0}”").format(record.name),
                    lambda: work.archive(desk.program, stored, archived=False),
                    topics=_TOPICS,
                ),
            )
        else:
            desk.notices.say(_tr("“{0}” was restored").format(record.name))
        on_done()

    return desk.change(
        _tr("Archiving “{0}”").format(record.name) if hide else _tr("Restoring “{0}”").format(record.name),
        lambda: work.archive(desk.program, record, archived=hide),
        done,
        on_failed,
        topics=_TOPICS,
        owner=owner,
    )
