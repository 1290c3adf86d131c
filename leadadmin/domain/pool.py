"""Lead pools (spec 1, 4): the unit of loading, switching on and off, and measuring."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from leadadmin.domain.lead import DEFAULT_PRIORITY
from leadadmin.domain.people import Owner


class Door(StrEnum):
    """Through which door leads came (spec 3)."""

    INJECTOR = "injector"
    UPLOAD = "upload"
    API = "api"
    MANUAL = "manual"


class PoolStatus(StrEnum):
    """What the status column of the pools says (spec 4, Overview)."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    LOADING = "loading"
    UPLOAD_FAILED = "upload_failed"

    @property
    def label(self) -> str:
        """The word on screen."""
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Pool:
    """A named group of leads of one campaign."""

    name: str
    campaign_id: int
    description: str = ""
    active: bool = True
    active_from: date | None = None
    active_to: date | None = None
    priority: int = DEFAULT_PRIORITY
    owner: Owner | None = None
    door: Door = Door.INJECTOR
    source: str = ""
    created_at: datetime | None = None
    archived: bool = False
    id: int | None = None


@dataclass(frozen=True, slots=True)
class PoolFigures:
    """One row of the overview: a pool with the key figures of this moment.

    `closed_pct` and `used_pct` are 0-100, None where there is nothing to take a part of (spec 1, Key figures).
    """

    id: int
    name: str
    project: str
    campaign: str
    campaign_code: str
    status: PoolStatus
    door: Door
    source: str
    uploaded: datetime
    total: int
    open: int
    closed: int
    ready: int
    used: int
    unprocessed: int
    rejected: int
    duplicates: int
    updated: int = 0

    @property
    def closed_pct(self) -> float | None:
        """Closed / total."""
        return percent(self.closed, self.total)

    @property
    def used_pct(self) -> float | None:
        """Used / total."""
        return percent(self.used, self.total)


def percent(part: int, total: int) -> float | None:
    """How much of `total` is `part`, 0-100; None of nothing (spec 1, Key figures)."""
    return 100 * part / total if total else None
