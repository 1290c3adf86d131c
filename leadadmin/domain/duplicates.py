"""The duplicate rule of an injector (spec 2, Allow Duplicates; spec 3, Duplicates)."""

from enum import StrEnum


class AllowDuplicates(StrEnum):
    """Whether a row whose phone is in the workspace already may become a lead."""

    NO = "no"
    UNIQUE_CALLBACK = "unique-callback"
    ALLOW = "allow"

    @property
    def label(self) -> str:
        """The words of the form."""
        return {
            AllowDuplicates.NO: "Don’t allow duplicate phone numbers",
            AllowDuplicates.UNIQUE_CALLBACK: "Allow duplicate phone numbers for unique callback dates",
            AllowDuplicates.ALLOW: "Allow duplicates",
        }[self]


class DuplicateScope(StrEnum):
    """Where duplicates are looked for."""

    CAMPAIGN = "campaign"
    PROJECT = "project"
    ALL = "all"

    @property
    def label(self) -> str:
        """The words of the form."""
        return {
            DuplicateScope.CAMPAIGN: "In this campaign",
            DuplicateScope.PROJECT: "In all campaigns of the project",
            DuplicateScope.ALL: "In all campaigns",
        }[self]


MINUTE_MS = 60_000


def duplicate_key(rule: AllowDuplicates, number: str, callback_ms: int) -> tuple[str, int]:
    """What must be unique for `number`: with unique-callback also the call-back's minute (0: no call-back).

    `callback_ms` is the agreed call-back in milliseconds since the epoch, 0 for none: "no date is one value".
    """
    if rule is AllowDuplicates.UNIQUE_CALLBACK:
        return number, callback_ms // MINUTE_MS
    return number, 0
