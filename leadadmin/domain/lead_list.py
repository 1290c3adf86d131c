"""A list of leads by pages: its rows, its order, and the place where the next page begins (spec 4, Leads)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from leadadmin.domain.lead import Closure, OpenStatus, state_label


class LeadColumn(StrEnum):
    """What a list of leads can be sorted by."""

    ARRIVED = "arrived"
    NAME = "name"
    PRIORITY = "priority"
    CHANGED = "changed"
    DIAL_TIME = "dial_time"


@dataclass(frozen=True, slots=True)
class LeadSort:
    """The order of a list; leads that are equal in `column` follow their ids, in the same direction.

    Leads without a dial time come last, whichever way dial times run.
    """

    column: LeadColumn = LeadColumn.ARRIVED
    descending: bool = True


@dataclass(frozen=True, slots=True)
class LeadCursor:
    """The last lead of a page, by what it was sorted by (milliseconds, number or name key) and its id."""

    value: int | str
    lead_id: int


@dataclass(frozen=True, slots=True)
class LeadRow:
    """A lead as a list shows it, without its fields. Times aware UTC; `phone` is the first number (E.164) or empty."""

    id: int
    name: str
    phone: str
    external_id: str | None
    campaign_id: int
    campaign: str
    pool_id: int
    pool: str
    status: OpenStatus | None
    closure: Closure | None
    active: bool
    priority: int
    dial_at: datetime | None
    owner: str
    arrived_at: datetime
    changed_at: datetime

    @property
    def state_label(self) -> str:
        """See `lead.state_label`."""
        return state_label(self.status, self.closure)


@dataclass(frozen=True, slots=True)
class LeadsPage:
    """Some rows of a list, and where the next page begins (None: this was the last)."""

    rows: tuple[LeadRow, ...]
    next_cursor: LeadCursor | None


@dataclass(frozen=True, slots=True)
class LeadCount:
    """How many leads a filter has; `more`: at least one more than `count`, the rest was not counted."""

    count: int
    more: bool = False

    @property
    def label(self) -> str:
        """With separators: 9,412, or 10,000+."""
        return f"{self.count:,}{'+' if self.more else ''}"
