"""Cells that a spreadsheet would take for a formula (spec 3, Downloads; OWASP, CSV injection)."""

import re

_STARTS = ("=", "+", "-", "@", "\t", "\r")
_PHONE = re.compile(r"\+[1-9][0-9]{5,14}")
_NUMBER = re.compile(r"-?[0-9]+([.,][0-9]+)?")


def plain_cell(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would calculate it, also after blanks.

    Phones in E.164 and numbers stay as they are.
    """
    bare = text.lstrip(" ")
    if not bare.startswith(_STARTS) or _PHONE.fullmatch(bare) or _NUMBER.fullmatch(bare):
        return text
    return f"'{text}"
