"""How names are compared: without regard to case or to blanks around them (spec 1, Names and storage)."""

import unicodedata
from collections.abc import Iterable


def name_key(name: str) -> str:
    """The form under which `name` must be unique: NFKC, blanks collapsed, case folded."""
    if name.isascii():  # most are, and nothing in ASCII has another normal form
        return " ".join(name.split()).lower()
    return " ".join(unicodedata.normalize("NFKC", name).split()).casefold()


def free_name(wanted: str, taken: set[str]) -> str:
    """`wanted`, or "wanted (2)", "wanted (3)" … : the first whose key is not in `taken` (a set of name keys)."""
    if name_key(wanted) not in taken:
        return wanted
    number = 2
    while name_key(f"{wanted} ({number})") in taken:
        number += 1
    return f"{wanted} ({number})"


def quoted(names: Iterable[str]) -> str:
    """Names in a sentence: “id”, “phone”."""
    return ", ".join(f"“{name}”" for name in names)
