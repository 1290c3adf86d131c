"""What a pool's page says of it besides its key figures (spec 4, A pool: General, Details)."""

from dataclasses import dataclass
from datetime import date, datetime

from leadadmin.domain.pool import PoolFigures


@dataclass(frozen=True, slots=True)
class PoolDetails:
    """A pool with its surroundings. Names are empty where there is none; times aware UTC."""

    figures: PoolFigures
    description: str
    campaign_id: int
    project_id: int
    template: str
    priority: int
    active_from: date | None
    active_to: date | None
    owner: str
    archived: bool
    last_arrival: datetime | None
