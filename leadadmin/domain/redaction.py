"""What logs, crash reports and stored error texts must not hold: passwords and full phone numbers (spec 5, Secrets).

Works on text alone, so it hides too much rather than too little: a long plain number loses its first digits
too, while dates, times, addresses of machines, UUIDs and digests stay readable.
"""

import json
import re
import urllib.parse
from collections.abc import Iterable
from typing import Final

from leadadmin.domain.secret import MASK

SHORTEST_PHONE: Final = 8
"""Digits from which a plain sequence counts as a phone number: eight, as in Denmark, Norway or Singapore."""
_SHORTEST_INTERNATIONAL: Final = 7  # with “+”; E.164 allows fewer, but no country is dialled with less
_KEPT_DIGITS: Final = 2
_FREELY_FOUND: Final = 4  # a shorter secret is hidden as a whole word only, or it would wreck every text

_DATE: Final = (
    r"(?<!\d)(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
    r"(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?(?!\d)"
)
_OCTET: Final = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_KEPT: Final = "|".join(
    (
        _DATE,
        r"(?<!\d)\d\d:\d\d:\d\d(?:[.,]\d{1,6})?(?!\d)",
        r"(?<![\d.])0\.\d+(?![\d.-])",
        # An IPv4 address of an own network (RFC 1918) or before a port: other groups of four may be a phone number.
        r"(?<![\d.+])(?=127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|[\d.]+:\d)"
        rf"{_OCTET}(?:\.{_OCTET}){{3}}(?!\.?\d)",
        r"(?<![0-9A-Za-z])[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}(?![0-9A-Za-z])",
        r"(?<![0-9A-Za-z])0x[0-9A-Fa-f]+",
        r"(?<![0-9A-Za-z])(?=[0-9]*[a-f])[0-9a-f]{32,}(?![0-9A-Za-z])",
    )
)
# Also as they look in a repr (“\xa0”) and in a URL (“%20”).
_BETWEEN: Final = (
    r"(?:[ \t\u00a0\u2000-\u200b\u202f\u2060().\-\u2010-\u2015/+]|%20|%2[BbDd8-9Ff]|\\xa0|\\u20[0-9a-f]{2})"
)
_NEXT_DIGIT: Final = rf"{_BETWEEN}{{0,3}}(?!{_DATE})\d"
_NUMBERS: Final = re.compile(
    rf"(?P<kept>{_KEPT})"
    rf"|\+{_BETWEEN}{{0,2}}\d(?:{_NEXT_DIGIT}){{{_SHORTEST_INTERNATIONAL - 1},}}"
    rf"|(?<!\d)\d(?:{_NEXT_DIGIT}){{{SHORTEST_PHONE - 1},}}"
)

_QUOTED: Final = r"""[bBrRuU]{0,2}(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.|'')*'|["'][^\n]*)"""
_BRACED: Final = r"\{(?:[^}\n]|\}\})*\}"  # ODBC
_UP_TO_SEMICOLON: Final = r"[^;\s]+(?:[ \t]+[^;=\s]+)*(?=[ \t]*;)"  # connection strings may hold blanks
_BARE: Final = r"[^\s;]+"
_NAMED_PASSWORDS: Final = re.compile(
    r"(?P<name>(?:password|passwd|passphrase|pwd|secret|token|api[_-]?key|leadadmin_key)\d*[\"']?"
    r"[ \t]*(?:=>?|:)[ \t]*)"
    rf"(?!YES\)|NO\))(?:{_QUOTED}|{_BRACED}|{_UP_TO_SEMICOLON}|{_BARE})",
    re.IGNORECASE,
)
_URL_PASSWORDS: Final = re.compile(r"(?P<user>://[^\s:/?#@]*:)\S{0,500}@")
_BEARERS: Final = re.compile(r"(?P<scheme>\b(?:Bearer|Basic)[ \t]+)[A-Za-z0-9._~+/=-]{6,}")
_WORKSPACE_KEYS: Final = re.compile(r"LAK1-[A-Z2-7-]{16,}", re.IGNORECASE)


def redact(text: str, spellings: Iterable[str] = ()) -> str:
    """The text without the known secrets (see `spellings_of`), named passwords, and full phone numbers."""
    return hide_phones(hide_passwords(hide_known(text, spellings)))


def hide_phones(text: str) -> str:
    """Leaves the last two digits of whatever looks like a phone number, however it is grouped."""
    return _NUMBERS.sub(_shortened, text)


def hide_passwords(text: str) -> str:
    """Hides the values of `password=…`, `"PWD": …`, `://user:…@`, bearer tokens and workspace keys."""
    text = _WORKSPACE_KEYS.sub(MASK, text)
    text = _URL_PASSWORDS.sub(rf"\g<user>{MASK}@", text)
    text = _BEARERS.sub(rf"\g<scheme>{MASK}", text)
    return _NAMED_PASSWORDS.sub(rf"\g<name>{MASK}", text)


def hide_known(text: str, spellings: Iterable[str]) -> str:
    """Hides each spelling wherever it stands; one of under four characters only where it is a word of its own."""
    for spelling in sorted(spellings, key=len, reverse=True):
        if len(spelling) >= _FREELY_FOUND:
            text = text.replace(spelling, MASK)
        else:
            text = re.sub(rf"(?<!\w){re.escape(spelling)}(?!\w)", MASK, text)
    return text


def spellings_of(secret: str) -> frozenset[str]:
    """How a secret may stand in a text: as it is, in Python and JSON texts, and in a URL. Blank ones have none."""
    if not secret.strip():
        return frozenset()
    plain = secret.encode("utf-8", "surrogatepass")
    return frozenset(
        (
            secret,
            repr(secret)[1:-1],
            ascii(secret)[1:-1],
            json.dumps(secret)[1:-1],
            json.dumps(secret, ensure_ascii=False)[1:-1],
            urllib.parse.quote(plain),
            urllib.parse.quote(plain, safe=""),
            urllib.parse.quote_plus(plain),
        )
    )


def _shortened(match: re.Match[str]) -> str:
    if match["kept"] is not None:
        return match[0]
    digits = [character for character in match[0] if character.isdigit()]
    return MASK + "".join(digits[-_KEPT_DIGITS:])
