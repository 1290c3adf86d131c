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

import re
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, ValidationResult
from phonenumbers.phonemetadata import PhoneMetadata

from leadadmin.domain.reasons import Problem, Reason
from leadadmin.domain.shown import shown

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


def normalise(text: str, region: str, strictness: Strictness) -> Phone | Problem:
    """The number that `text` spells for someone in `region` (ISO 3166; "" = only international spellings).

    A refusal is a `Problem` with `Reason.PHONE_INVALID`; see `_explain` for its details and params.
    """
    meant = _other_number_than_written(text)
    if meant:
        return _problem(text, meant, {}, suggestion=_suggestion(text, region))
    try:
        found = phonenumbers.parse(text, known_region(region) or None)
    except NumberParseException as refusal:
        if strictness is Strictness.DIGITS:
            return _bare_digits(text, region, "")
        return _explain(text, region, None, refusal)
    extension = found.extension or ""
    if strictness is Strictness.VALID:
        taken = phonenumbers.is_valid_number(found)
    else:
        taken = phonenumbers.is_possible_number(found)
    if taken:
        return Phone(_e164(found), extension, text)
    if strictness is Strictness.DIGITS:
        return _bare_digits(text, region, extension)
    return _explain(text, region, found, None)


def pretty(number: str, extension: str = "") -> str:
    """A stored number as people write it: "+44 20 7946 0123", "+1 212-555-0123 ext. 46"; bare digits as they are."""
    text = number
    if number.startswith("+"):
        text = phonenumbers.format_number(_stored(number), PhoneNumberFormat.INTERNATIONAL)
    return f"{text} ext. {extension}" if extension else text


def masked(number: str) -> str:
    """A stored number that may be shown or logged: country code and the last two digits, "+44 •• •••• ••23"."""
    text = pretty(number)
    kept = len(str(_stored(number).country_code)) if number.startswith("+") else 0
    last = sum(character.isdigit() for character in text) - 2
    seen = 0
    shown_text = []
    for character in text:
        if character.isdigit():
            seen += 1
            shown_text.append(character if seen <= kept or seen > last else "•")
        else:
            shown_text.append(character)
    return "".join(shown_text)


def region_of(number: str) -> str:
    """The ISO 3166 region of an E.164 number; "" for bare digits and for numbers of no country (+800 …)."""
    if not number.startswith("+"):
        return ""
    found = _stored(number)
    region = phonenumbers.region_code_for_number(found)
    if region is None:
        region = phonenumbers.region_code_for_country_code(found.country_code or 0)
    return known_region(region)


def lengths(calling_code: int) -> tuple[int, ...]:
    """How many digits a number after +`calling_code` may have, from the library's metadata."""
    region = phonenumbers.region_code_for_country_code(calling_code)
    metadata = PhoneMetadata.metadata_for_region_or_calling_code(calling_code, region)
    if metadata is None or metadata.general_desc is None:
        return ()
    return tuple(metadata.general_desc.possible_length)


def _e164(found: PhoneNumber) -> str:
    return phonenumbers.format_number(found, PhoneNumberFormat.E164)


def _stored(number: str) -> PhoneNumber:
    return phonenumbers.parse(number, None)


def _other_number_than_written(text: str) -> str:
    """The detail when the library would read another number than the text means; "" when it would not."""
    if _DECIMAL_POINT.fullmatch(text):
        return "decimal_point"
    if _ROUNDED.fullmatch(text):
        return "rounded"
    if ("o" in text or "O" in text) and _LETTER_O.search(text):
        number = text.partition("x")[0]
        if len(_LETTERS.findall(number)) < _FEWEST_OF_A_WORD:
            return "letter_o"
    return ""


def _bare_digits(text: str, region: str, extension: str) -> Phone | Problem:
    """Strictness `digits`: what a leading 00 makes international, else the 6-15 digits without the extension's."""
    international = _suggestion(text, region)
    if international:
        return Phone(international, extension, text)
    digits = phonenumbers.normalize_digits_only(text)
    if extension:
        digits = digits.removesuffix(extension)
    if not digits:
        return _problem(text, "no_digits", {})
    if not FEWEST_DIGITS <= len(digits) <= MOST_DIGITS:
        detail = "too_few_digits" if len(digits) < FEWEST_DIGITS else "too_many_digits"
        limits = {"least": str(FEWEST_DIGITS), "most": str(MOST_DIGITS), "given": str(len(digits))}
        return _problem(text, detail, limits)
    return Phone(digits, extension, text)


_BY_LENGTH = {
    ValidationResult.TOO_SHORT: "too_short",
    ValidationResult.TOO_LONG: "too_long",
    ValidationResult.INVALID_LENGTH: "wrong_length",
}
_BY_PARSING = {
    NumberParseException.TOO_SHORT_AFTER_IDD: "too_short",
    NumberParseException.TOO_SHORT_NSN: "too_short",
    NumberParseException.TOO_LONG: "too_long",
}


def _explain(text: str, region: str, found: PhoneNumber | None, refusal: NumberParseException | None) -> Problem:
    """Why the library refused, in one of these details.

    `no_digits`, `letter_o`, `decimal_point`, `rounded` (4.48E+11), `several_numbers`, `not_a_number`, `no_country`
    (no country code and no region), `invalid_country_code`, `prefix_00`, `too_short`, `too_long`, `wrong_length`,
    `area_code_missing`, `not_in_use`; `too_few_digits`, `too_many_digits` under strictness `digits`. Params:
    `country` (ISO 3166), `code` (calling code), `digits` (lengths that would be right, "7,9,10"), `given` (digits
    there are), `suggestion` (E.164, only when there is a likely one), `least` and `most`.
    """
    region = known_region(region)
    if not _ANY_DIGIT.search(text):
        return _problem(text, "no_digits", {})
    if _is_several(text, region):
        return _problem(text, "several_numbers", {})
    suggestion = _suggestion(text, region)
    detail = _detail(region, found, refusal)
    code = (found.country_code or 0) if found else phonenumbers.country_code_for_region(region) if region else 0
    params = _about_country(region, code)
    if suggestion and (found is None or _e164(found) != suggestion):
        return _problem(text, "prefix_00", params, suggestion=suggestion)
    if detail in {"no_digits", "not_a_number", "no_country", "invalid_country_code"}:
        return _problem(text, detail, {"country": region} if region else {}, suggestion=suggestion)
    if found is not None:
        params["given"] = str(len(phonenumbers.national_significant_number(found)))
    if not params.get("digits"):
        detail = "not_a_number"
    return _problem(text, detail, params, suggestion=suggestion)


def _detail(region: str, found: PhoneNumber | None, refusal: NumberParseException | None) -> str:
    if found is not None:
        length = phonenumbers.is_possible_number_with_reason(found)
        if length == ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
            return "area_code_missing"
        return _BY_LENGTH.get(length, "not_in_use")
    error = refusal.error_type if refusal is not None else NumberParseException.NOT_A_NUMBER
    if error == NumberParseException.INVALID_COUNTRY_CODE:
        return "invalid_country_code" if region else "no_country"
    return _BY_PARSING.get(error, "not_a_number")


def _about_country(region: str, code: int) -> dict[str, str]:
    """Country, calling code and right lengths; the region the text came from names the country if it fits."""
    if not code:
        return {}
    if code != (phonenumbers.country_code_for_region(region) if region else 0):
        region = known_region(phonenumbers.region_code_for_country_code(code))
    about = {"code": str(code), "digits": ",".join(map(str, lengths(code)))}
    if region:
        about["country"] = region
    return about


def _suggestion(text: str, region: str) -> str:
    """The E.164 number that was likely meant (O as 0, ".0" dropped, a leading 00 as +); "" when there is none."""
    mended = _LETTER_O.sub(lambda found: "0" * len(found[0]), text)
    if _DECIMAL_POINT.fullmatch(mended):
        mended = mended.strip().removesuffix(".0")
    digits = phonenumbers.normalize_digits_only(mended)
    tries = [mended] if mended != text else []
    if digits.startswith("00"):
        tries.append("+" + mended.lstrip(" (").removeprefix("00"))
    for candidate in tries:
        try:
            found = phonenumbers.parse(candidate, known_region(region) or None)
        except NumberParseException:
            continue  # this reading is no number either; there is then nothing to suggest
        if phonenumbers.is_possible_number(found):
            return _e164(found)
    return ""


def _is_several(text: str, region: str) -> bool:
    """Whether the text holds two numbers or more, each possible by itself."""
    parts = [part for part in _SEVERAL.split(text) if _ANY_DIGIT.search(part)]
    if len(parts) < 2:
        return False
    for part in parts:
        try:
            if not phonenumbers.is_possible_number(phonenumbers.parse(part, region or None)):
                return False
        except NumberParseException:
            return False
    return True


def _problem(text: str, detail: str, params: dict[str, str], suggestion: str = "") -> Problem:
    if suggestion:
        params = {**params, "suggestion": suggestion}
    return Problem(Reason.PHONE_INVALID, value=shown(text), detail=detail, params=params)
