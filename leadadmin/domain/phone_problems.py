"""Why a text is no phone number, and which number was likely meant.

Problems have `Reason.PHONE_INVALID` and one of these details: `no_digits`, `letter_o`, `decimal_point`, `rounded`
(4.48E+11), `several_numbers`, `not_a_number`, `no_country` (no country code and no region), `invalid_country_code`,
`prefix_00`, `too_short`, `too_long`, `wrong_length`, `area_code_missing`, `not_in_use`. Params: `country` (ISO 3166),
`code` (calling code), `digits` (lengths that would be right, "7,9,10"), `given` (digits there are), and `suggestion`
(E.164), each where it is known.
"""

import re
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat
from phonenumbers.phonemetadata import PhoneMetadata

from leadadmin.domain.reasons import Problem, Reason
from leadadmin.domain.shown import shown

LONGEST_TEXT = 250
"""The library refuses longer texts unread."""

_LETTER_O = re.compile(r"(?<=\d)[oO]+(?![^\W\d_])|(?<![^\W\d_])[oO]+(?=\d)")
_DECIMAL_POINT = re.compile(r"\s*\+?\d{5,}\.0\s*")
_ROUNDED = re.compile(r"\s*[+-]?\d[.,]\d+[eE]\+?\d+\s*")
_SEVERAL = re.compile(r"[/;,|\n]|\s(?:or|and|og|eller)\s", re.IGNORECASE)
_ANY_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]")
_FEWEST_OF_A_WORD = 3
"""From three letters on the library reads a vanity number ("0800 FLOWERS"), where an O is a 6."""


def known_region(region: str) -> str:
    """`region` as the library knows it (upper case), or "" when it is empty or unknown."""
    region = region.upper()
    return region if region in phonenumbers.SUPPORTED_REGIONS else ""


def e164(found: PhoneNumber) -> str:
    """A number of the library as it is stored."""
    return phonenumbers.format_number(found, PhoneNumberFormat.E164)


def other_number_than_written(text: str) -> str:
    """The detail when the library would read another number than the text means; "" when it would not."""
    if _DECIMAL_POINT.fullmatch(text):
        return "decimal_point"
    if _ROUNDED.fullmatch(text):
        return "rounded"
    if ("o" in text or "O" in text) and _LETTER_O.search(text):
        letters = _LETTERS.findall(text.partition("x")[0])
        if len(letters) < _FEWEST_OF_A_WORD or set(letters) <= {"o", "O"}:
            return "letter_o"
    return ""


_BY_PARSING = {
    NumberParseException.TOO_SHORT_AFTER_IDD: "too_short",
    NumberParseException.TOO_SHORT_NSN: "too_short",
    NumberParseException.TOO_LONG: "too_long",
}


def unread(text: str, region: str, refusal: NumberParseException) -> Problem:
    """Why no number at all was read from `text`."""
    if not _ANY_DIGIT.search(text):
        return phone_problem(text, "no_digits", {})
    code = phonenumbers.country_code_for_region(region) if region else 0
    if found := meant_by_00(text, region):
        return other_prefix(text, region, code, found)
    if _is_several(text, region):
        return phone_problem(text, "several_numbers", {})
    if refusal.error_type == NumberParseException.INVALID_COUNTRY_CODE:
        return phone_problem(text, "invalid_country_code" if region else "no_country", {})
    detail = _BY_PARSING.get(refusal.error_type, "not_a_number") if code else "not_a_number"
    return phone_problem(text, detail, dict(_about_country(region, code)))


def refused(text: str, region: str, found: PhoneNumber) -> Problem:
    """Why the number that the library read from `text` is not taken."""
    code = found.country_code or 0
    meant = meant_by_00(text, region)
    if meant and meant != e164(found):
        return other_prefix(text, region, code, meant)
    return not_taken(text, region, code, len(phonenumbers.national_significant_number(found)))


def other_prefix(text: str, region: str, code: int, meant: str) -> Problem:
    """A number after 00 where 00 is not dialled for abroad; `meant` is its E.164 form with a + in that place."""
    return phone_problem(text, "prefix_00", {**_about_country(region, code), "suggestion": meant})


def begins_with_00(text: str) -> bool:
    """Whether a leading 00 may stand for +."""
    return text.lstrip(" (").startswith("00")


def not_taken(text: str, region: str, code: int, given: int) -> Problem:
    """Why a number of `given` digits after the calling code `code` is not taken."""
    if _is_several(text, region):
        return phone_problem(text, "several_numbers", {})
    return phone_problem(text, length_detail(code, given), {**_about_country(region, code), "given": str(given)})


def phone_problem(text: str, detail: str, params: dict[str, str]) -> Problem:
    """The problem `phone_invalid` of `text`."""
    return Problem(Reason.PHONE_INVALID, value=shown(text), detail=detail, params=params)


RIGHT_LENGTHS = frozenset({"not_in_use", "area_code_missing"})
"""Details of `length_detail` with which a number is possible."""


@lru_cache(maxsize=4096)
def length_detail(code: int, given: int) -> str:
    """The detail for a length: as the library's `is_possible_number_with_reason`; `not_in_use` for a right one."""
    possible, local_only = lengths(code)
    if given in local_only:
        return "area_code_missing"
    if given in possible:
        return "not_in_use"
    if given < possible[0]:
        return "too_short"
    return "too_long" if given > possible[-1] else "wrong_length"


@lru_cache(maxsize=512)
def lengths(code: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """How many digits a number after +`code` may have: whole numbers, and those without their area code."""
    region = phonenumbers.region_code_for_country_code(code)
    metadata = PhoneMetadata.metadata_for_region_or_calling_code(code, region)
    if metadata is None or metadata.general_desc is None:
        raise LookupError(f"no phone metadata for +{code}")
    general = metadata.general_desc
    return tuple(general.possible_length), tuple(general.possible_length_local_only)


@lru_cache(maxsize=1024)
def _about_country(region: str, code: int) -> dict[str, str]:
    """Country, calling code and right lengths; the region the text came from names the country if it fits."""
    if not code:
        return {}
    if code != (phonenumbers.country_code_for_region(region) if region else 0):
        region = known_region(phonenumbers.region_code_for_country_code(code))
    about = {"code": str(code), "digits": ",".join(map(str, lengths(code)[0]))}
    if region:
        about["country"] = region
    return about


def mended(text: str, region: str) -> str:
    """The E.164 number that `text` spells when O is a zero and a “.0” at its end is dropped; "" for none."""
    text = text.strip().removesuffix(".0") if _DECIMAL_POINT.fullmatch(text) else text
    return _possible(_LETTER_O.sub(lambda letters: "0" * len(letters[0]), text), region)


def meant_by_00(text: str, region: str) -> str:
    """The E.164 number that `text` spells when its leading 00 stands for +; "" for none."""
    return _possible("+" + text.lstrip(" (").removeprefix("00"), region) if begins_with_00(text) else ""


def _possible(text: str, region: str) -> str:
    try:
        found = phonenumbers.parse(text, region or None)
    except NumberParseException:
        return ""  # this reading is no number either, so there is nothing to suggest
    return e164(found) if phonenumbers.is_possible_number(found) else ""


def _is_several(text: str, region: str) -> bool:
    """Whether the text holds two numbers or more, each possible by itself."""
    if len(text) > LONGEST_TEXT or not _SEVERAL.search(text):
        return False
    parts = [part for part in _SEVERAL.split(text) if _ANY_DIGIT.search(part)]
    if len(parts) < 2:
        return False
    return all(_possible(part, region) for part in parts)
