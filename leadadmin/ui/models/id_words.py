"""Ids of a source as people read them."""

from leadadmin.domain.watermark import IdType
from leadadmin.ui import formats


def shown_id(value: str | None, id_type: IdType | None) -> str:
    """A last id as people read it: whole numbers with separators; nothing is –."""
    if value is None or not value:
        return formats.NOTHING
    digits = value.removeprefix("-")
    if id_type is IdType.INTEGER and digits.isdecimal() and len(digits) <= 15:
        return formats.number(int(value))
    return value
