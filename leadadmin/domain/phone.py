"""One phone number: from any spelling to E.164, or the reason why not (spec 1, Templates and fields).

The answer is that of Google's library (`phonenumbers`): what it takes as possible or valid is taken, with its
number and its extension; what it refuses is refused. Two spellings are refused although the library reads *some*
number from them, because it is another one than the text means, and a stranger would be called: a letter O that
stands for a zero ("02O 7946 0123", the letter is skipped), and the ".0" that spreadsheets and data frames
leave behind (it becomes a tenth or eleventh digit).

Prefixes. "00" (and any other international prefix) is understood where the region dials that way: "0045 …" in DK
or GB, "011 45 …" in US. Elsewhere nothing is guessed: "001-212-555-0123" in US is refused like the library does,
and the problem carries the likely number as `suggestion`, for the correction in place and for mapping rules; only
strictness `digits`, which has no answer of the library to keep to, takes it.
"""

from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from leadadmin.domain.phone_problems import (
    e164,
    known_region,
    meant_by_00,
    mended,
    other_number_than_written,
    phone_problem,
    refused,
    unread,
)
from leadadmin.domain.reasons import Problem

FEWEST_DIGITS = 6
MOST_DIGITS = 15
"""Spec 1: strictness `digits` takes 6-15 digits; 15 is also the most that E.164 allows."""


class Strictness(StrEnum):
    """How much a phone number must prove (spec 1, Templates and fields)."""

    POSSIBLE = "possible"
    VALID = "valid"
    DIGITS = "digits"


@dataclass(frozen=True, slots=True)
class Phone:
    """A number that was understood.

    `number` is E.164 ("+442079460123"); under `Strictness.DIGITS`, when nothing international can be made of the
    text, the bare digits. `extension` is digits or empty. `original` is the text as it came.
    """

    number: str
    extension: str
    original: str


def normalise(text: str, region: str, strictness: Strictness) -> Phone | Problem:
    """The number that `text` spells for someone in `region` (ISO 3166; "" = only international spellings).

    A refusal is a `Problem` with `Reason.PHONE_INVALID`; see `domain.phone_problems` for its details and params. Under
    `Strictness.DIGITS` they are `no_digits`, `too_few_digits` and `too_many_digits` with `least`, `most`, `given`.
    """
    region = known_region(region)
    if detail := other_number_than_written(text):
        likely = mended(text, region)
        return phone_problem(text, detail, {"suggestion": likely} if likely else {})
    try:
        found = phonenumbers.parse(text, region or None)
    except NumberParseException as refusal:
        if strictness is Strictness.DIGITS:
            return _bare_digits(text, region, _extension(text))
        return unread(text, region, refusal)
    extension = found.extension or ""
    is_taken = phonenumbers.is_valid_number if strictness is Strictness.VALID else phonenumbers.is_possible_number
    if is_taken(found):
        return Phone(e164(found), extension, text)
    if strictness is Strictness.DIGITS:
        return _bare_digits(text, region, extension)
    return refused(text, region, found)


def pretty(number: str, extension: str = "") -> str:
    """A stored number as people write it: "+44 20 7946 0123", "+1 212-555-0123 ext. 46"; bare digits as they are."""
    text = number
    if number.startswith("+"):
        text = phonenumbers.format_number(_stored(number), PhoneNumberFormat.INTERNATIONAL)
    return f"{text} ext. {extension}" if extension else text


def region_of(number: str) -> str:
    """The ISO 3166 region of an E.164 number; "" for bare digits and for numbers of no country (+800 …)."""
    if not number.startswith("+"):
        return ""
    found = _stored(number)
    region = phonenumbers.region_code_for_number(found)
    if region is None:
        region = phonenumbers.region_code_for_country_code(found.country_code or 0)
    return known_region(region)


def _stored(number: str) -> PhoneNumber:
    return phonenumbers.parse(number, None)


def _extension(text: str) -> str:
    """The extension of a text that has no country; it is the same whichever country is supposed."""
    try:
        return phonenumbers.parse(text, "US").extension or ""
    except NumberParseException:
        return ""  # not even a number with an extension


def _bare_digits(text: str, region: str, extension: str) -> Phone | Problem:
    """Strictness `digits`: what a leading 00 makes international, else the 6-15 digits without the extension's."""
    international = meant_by_00(text, region)
    if international:
        return Phone(international, extension, text)
    digits = phonenumbers.normalize_digits_only(text)
    if extension:
        digits = digits.removesuffix(extension)
    if not digits:
        return phone_problem(text, "no_digits", {})
    if not FEWEST_DIGITS <= len(digits) <= MOST_DIGITS:
        detail = "too_few_digits" if len(digits) < FEWEST_DIGITS else "too_many_digits"
        limits = {"least": str(FEWEST_DIGITS), "most": str(MOST_DIGITS), "given": str(len(digits))}
        return phone_problem(text, detail, limits)
    return Phone(digits, extension, text)
