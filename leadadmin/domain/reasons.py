"""Why a row was refused or noted: one closed list of reasons, and a problem found in a row."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as column
from enum import StrEnum
from types import MappingProxyType

NOTHING: Mapping[str, str] = MappingProxyType({})


class Reason(StrEnum):
    """The reasons of spec 3, Reasons. The value is the code in exports and JSON."""

    MISSING_REQUIRED = "missing_required"
    NO_PHONE = "no_phone"
    PHONE_INVALID = "phone_invalid"
    FIELD_INVALID = "field_invalid"
    DO_NOT_CALL = "do_not_call"
    DUPLICATE = "duplicate"
    EXTERNAL_ID_EXISTS = "external_id_exists"
    UNKNOWN_EXTERNAL_ID = "unknown_external_id"
    UNKNOWN_TEMPLATE = "unknown_template"
    UNKNOWN_CAMPAIGN = "unknown_campaign"
    UNKNOWN_DISPOSITION = "unknown_disposition"
    UNKNOWN_AGENT = "unknown_agent"
    UNKNOWN_CONTACT_HOURS = "unknown_contact_hours"
    BAD_CALLBACK_DATE = "bad_callback_date"
    BAD_PRIORITY = "bad_priority"
    NO_CHANGE_ON_ADD = "no_change_on_add"
    LEAD_CLOSED = "lead_closed"
    UNIQUE_ID_MISSING = "unique_id_missing"
    UNIQUE_ID_TWICE = "unique_id_twice"
    ROW_MALFORMED = "row_malformed"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one value of one row.

    `field` is the label of the field or column (empty: the whole row); `value` the text as it came (shortened to
    200 characters by the maker); `detail` picks the exact sentence within the reason ("too_short"), `params` fills it.
    `domain.sentences.sentence(problem, language)` says it to people, so that a stored problem can be read in
    either language.
    """

    reason: Reason
    field: str = ""
    value: str = ""
    detail: str = ""
    params: Mapping[str, str] = column(default_factory=lambda: NOTHING)
