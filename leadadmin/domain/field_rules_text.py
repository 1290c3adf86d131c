"""Text, long text, e-mail, URL: what a driver gives becomes text, and the text is checked."""

import json
import re
from collections.abc import Sequence
from datetime import datetime, tzinfo
from decimal import Decimal
from functools import singledispatch

from leadadmin.domain.field_rules import LARGEST, Check, CheckedColumn, Field, FieldKind, FieldType, invalid
from leadadmin.domain.patterns import MAX_VALUE, check_pattern
from leadadmin.domain.reasons import Problem, Reason
from leadadmin.domain.shown import shown

_EXACT_FLOAT = 2**53


class NotText(ValueError):
    """A value of which no text can be made; the argument is the detail."""


@singledispatch
def plain_text(value: object) -> str:
    """A value of any driver as the text a person would write: 42.0 as "42", a time as ISO 8601, bytes as UTF-8.

    Raises NotText for bytes that are no UTF-8.
    """
    return str(value)


@plain_text.register
def _(value: bool) -> str:
    return "yes" if value else "no"


@plain_text.register
def _(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < _EXACT_FLOAT else repr(value)


@plain_text.register
def _(value: Decimal) -> str:
    return format(value, "f")


@plain_text.register
def _(value: datetime) -> str:
    return value.isoformat(" ")


@plain_text.register(bytes)
@plain_text.register(bytearray)
@plain_text.register(memoryview)
def _(value: bytes | bytearray | memoryview) -> str:
    try:
        return bytes(value).decode("utf-8")
    except UnicodeDecodeError as binary:
        raise NotText("binary") from binary


@plain_text.register(dict)
@plain_text.register(list)
def _(value: dict[str, object] | list[object]) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def sound_text(field: Field, value: object) -> str | Problem:
    """`value` as text without blanks around it that every store can hold, or the problem.

    Refused are NUL and lone surrogates (no database keeps them) and more than `LARGEST` bytes.
    """
    if type(value) is str and value.isascii() and len(value) <= LARGEST and "\0" not in value:
        return value.strip()  # most values; the rest of this function says the same of them
    try:
        text = plain_text(value)
    except NotText as wrong:
        return invalid(field, value, str(wrong))
    text = text.strip()
    try:
        size = len(text) if text.isascii() else len(text.encode("utf-8"))
    except UnicodeEncodeError:
        return invalid(field, text, "broken_character")
    if size > LARGEST:
        return Problem(Reason.TOO_LARGE, field.label, shown(text), "value", {"size": str(size), "most": str(LARGEST)})
    if "\0" in text:
        return invalid(field, text, "nul")
    return text


class TextKind(FieldKind):
    """Text of one line, as it is typed; blanks around it are dropped."""

    type = FieldType.TEXT
    rules = frozenset({"max_length", "pattern"})
    default_max_length = 1_000
    longest = LARGEST

    def limit(self, field: Field) -> int:
        """The greatest number of characters."""
        return field.max_length or self.default_max_length

    def check_definition(self, field: Field) -> dict[str, str]:
        """Length and pattern."""
        problems = {}
        if field.max_length is not None and not 1 <= field.max_length <= self.longest:
            problems["max_length"] = f"The greatest length of “{field.label}” must be 1 to {self.longest:,} characters."
        if field.pattern and (sentence := check_pattern(field.pattern)):
            problems["pattern"] = sentence
        return problems

    def checker(self, field: Field, region: str) -> Check:
        """Length, pattern, and what `flaw` finds."""
        limit = self.limit(field)
        pattern = re.compile(field.pattern) if field.pattern else None

        def check(value: object) -> object:
            text = sound_text(field, value)
            if isinstance(text, Problem):
                return text
            if len(text) > limit:
                return invalid(field, text, "too_long", {"given": str(len(text)), "most": str(limit)})
            if pattern:
                if len(text) > MAX_VALUE:
                    return invalid(field, text, "too_long_for_pattern", {"maximum": str(MAX_VALUE)})
                if not pattern.fullmatch(text):
                    return invalid(field, text, "pattern", {"pattern": field.pattern})
            flaw = self.flaw(text)
            return invalid(field, text, flaw) if flaw else text

        return check

    def flaw(self, text: str) -> str:
        """The detail of what is wrong in the structure of `text`; "" when nothing is."""
        return ""

    def check_column(self, field: Field, values: Sequence[object], region: str) -> CheckedColumn:
        """As `FieldKind.check_column`; a column of plain texts that are all sound is not looked at one by one."""
        if not field.pattern and type(self).flaw is TextKind.flaw and _is_sound(values, self.limit(field)):
            return CheckedColumn([None if value is None else str(value).strip() or None for value in values])
        return super().check_column(field, values, region)

    def display(self, value: object, language: str, zone: tzinfo) -> str:
        """As it is."""
        return str(value)


def _is_sound(values: Sequence[object], limit: int) -> bool:
    """Whether all values are None or texts within `limit` that hold no NUL and no lone surrogate."""
    texts = [value for value in values if type(value) is str]
    if len(texts) + sum(value is None for value in values) < len(values):
        return False
    if max(map(len, texts), default=0) > min(limit, LARGEST // 4):  # UTF-8 takes at most 4 bytes a character
        return False
    together = "".join(texts)
    if "\0" in together:
        return False
    if together.isascii():
        return True
    try:
        together.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


class LongTextKind(TextKind):
    """Text of many lines."""

    type = FieldType.LONG_TEXT
    default_max_length = 100_000


_EMAIL = re.compile(
    r"""(?P<local> [^\s@"(),:;<>\[\\\]]+ ) @
        (?P<domain> (?: [^\W_] (?: [\w-]{0,61} [^\W_] )? \. )+ [^\W\d_] [\w-]{0,61} [^\W_] )""",
    re.VERBOSE,
)
_LONGEST_LOCAL_PART = 64
_LONGEST_ADDRESS = 254
"""RFC 5321, 4.5.3.1: 64 octets before the @, 256 for a path with its two angle brackets."""


class EmailKind(TextKind):
    """One e-mail address: a name, an @, a domain with a dot. Whether anyone reads it is not asked."""

    type = FieldType.EMAIL
    default_max_length = _LONGEST_ADDRESS
    longest = _LONGEST_ADDRESS

    def flaw(self, text: str) -> str:
        """The first fault of an address, from the most telling to the least."""
        at = text.count("@")
        if at != 1:
            return "email_no_at" if at == 0 else "email_several"
        found = _EMAIL.fullmatch(text)
        if found is None:
            return "email"
        local = found["local"]
        if len(local) > _LONGEST_LOCAL_PART or local[0] == "." or local[-1] == "." or ".." in local:
            return "email"
        return ""


_URL = re.compile(
    r"""(?: (?P<scheme> [A-Za-z][A-Za-z0-9+.-]* ) :// (?: [^\s/?#@]+ @ )? )?
        (?P<host> (?: [^\W_] (?: [\w-]{0,61} [^\W_] )? \. )+ (?: [^\W\d_] [\w-]{0,61} [^\W_] | \d{1,3} ) \.?
          | localhost | \[ [0-9A-Fa-f:.]+ \] )
        (?: : \d{1,5} )?
        (?: [/?#] \S* )?""",
    re.VERBOSE | re.IGNORECASE,
)
_SCHEMES = frozenset({"", "http", "https", "ftp"})


class UrlKind(TextKind):
    """An address of the web, with or without https:// before it."""

    type = FieldType.URL
    default_max_length = 2_000

    def flaw(self, text: str) -> str:
        """Blanks, a scheme of another kind, or no host."""
        found = _URL.fullmatch(text)
        if found is None:
            return "url"
        return "" if (found["scheme"] or "").lower() in _SCHEMES else "url_scheme"
