"""What a door asks of the intake: where the leads go and by which rules (spec 3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from leadadmin.domain.campaign import Campaign
from leadadmin.domain.duplicates import AllowDuplicates
from leadadmin.domain.javadate import JavaPattern
from leadadmin.domain.mapping import Mapping as FieldMapping
from leadadmin.domain.people import Owner, Person
from leadadmin.domain.pool import Door
from leadadmin.domain.template import Disposition, Template
from leadadmin.domain.watermark import IdType


@dataclass(frozen=True, slots=True)
class UniqueId:
    """The column that identifies a row of the source, and how its values compare."""

    column: str
    id_type: IdType


@dataclass(frozen=True, slots=True)
class Directory:
    """Names that rows may use, by `domain.names.name_key`: people by login and by name, calling hours, dispositions.

    A name that two people share stands for nobody (None).
    """

    people: Mapping[str, Person | None] = field(default_factory=dict)
    calling_hours: Mapping[str, int] = field(default_factory=dict)
    dispositions: Mapping[str, Disposition] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IntakeRequest:
    """Everything the pipeline needs to know. `campaign.id` and `template.id` are those of the workspace.

    `duplicate_campaigns` are the ids in which duplicates are looked for, None: all. `owner` owns leads whose row
    names nobody. `priority` is the pool's. `region` and `time_zone` are the defaults for phones and call-backs.
    """

    door: Door
    source: str
    template: Template
    campaign: Campaign
    pool_name: str
    mapping: FieldMapping
    allow_duplicates: AllowDuplicates
    duplicate_campaigns: tuple[int, ...] | None
    callback_pattern: JavaPattern
    time_zone: ZoneInfo
    region: str
    owner: Owner
    priority: int
    directory: Directory
    unique_id: UniqueId | None = None
    injector_id: int | None = None
    retrying: bool = False

    @property
    def campaign_id(self) -> int:
        """The id of the campaign, which is always a stored one here."""
        if self.campaign.id is None:
            raise AssertionError("the campaign of an intake must be stored")
        return self.campaign.id

    @property
    def id_space(self) -> int:
        """The name space of ids that are not external ids given by the row (spec 1, External id)."""
        return self.injector_id or 0

    @property
    def lock_campaigns(self) -> frozenset[int] | None:
        """The campaigns whose lock rows a batch takes: all in scope and its own; None: every one."""
        if self.duplicate_campaigns is None:
            return None
        return frozenset({*self.duplicate_campaigns, self.campaign_id})
