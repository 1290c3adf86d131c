"""The system fields that a row can carry besides the fields of its template (spec 2, System fields in a row)."""

from enum import StrEnum

NO_CHANGE = "<No Change>"
"""In a MODIFY or REALLOCATE: keep what the lead has. Compared without regard to case."""

_NO_CHANGE_KEY = NO_CHANGE.casefold()


class SystemField(StrEnum):
    """What a row says about its lead as such. The value is the name of the column (N)."""

    EXTERNAL_ID = "njExternalLeadId"
    ACTION = "njAction"
    DISPOSITION = "njDisposition"
    CALLBACK_DATE = "njCallbackDate"
    CALLBACK_TIME = "njCallbackTime"
    PRIORITY = "njPriority"
    AGENT = "njAgent"
    CONTACT_HOURS = "njContactHours"
    TEMPLATE = "njCampaignType"
    CAMPAIGN = "njCampaignName"
    ALLOCATION = "njAllocationName"

    @property
    def label(self) -> str:
        """The words on screen."""
        return _LABELS[self]


_LABELS = {
    SystemField.EXTERNAL_ID: "External id",
    SystemField.ACTION: "Action",
    SystemField.DISPOSITION: "Disposition",
    SystemField.CALLBACK_DATE: "Call-back date",
    SystemField.CALLBACK_TIME: "Call-back time",
    SystemField.PRIORITY: "Priority",
    SystemField.AGENT: "Agent",
    SystemField.CONTACT_HOURS: "Contact hours",
    SystemField.TEMPLATE: "Template",
    SystemField.CAMPAIGN: "Campaign",
    SystemField.ALLOCATION: "Allocation (lead pool)",
}
_BY_NAME = {field.value.casefold(): field for field in SystemField}


def system_field(name: str) -> SystemField | None:
    """The system field called `name`, without regard to case or to blanks around it; None when there is none."""
    return _BY_NAME.get(name.strip().casefold())


def is_no_change(value: object) -> bool:
    """Whether a value is the marker `<No Change>`."""
    return isinstance(value, str) and "<" in value and value.strip().casefold() == _NO_CHANGE_KEY
