"""Regular expressions, built from the library's own metadata, of digits that it is certain to read as one number.

The fast path of `domain.phone_column`. Each expression takes one line: digits, perhaps with a leading +, and the line
end. Its only group is the national number, so that "+", calling code and group are the E.164 number. A line is matched
only if every step of `phonenumbers.parse` is decided by the conditions here; anything else, be it right or wrong, is
matched by the last alternative with an empty group and is left to `domain.phone.normalise`. The steps are those of the
library's phonenumberutil.py (version 9): `_maybe_extract_country_code`, `_maybe_strip_national_prefix_carrier_code`,
`_test_number_length`, `is_possible_number`, `is_valid_number`.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

import phonenumbers
from phonenumbers.phonemetadata import PhoneMetadata, PhoneNumberDesc

_GROUP = re.compile(r"(?<!\\)\((?!\?)")
_LITERAL = re.compile(r"[0-9]+")
_FEWEST = 4
"""Shorter national numbers are left to the library, whose rules for them are others."""

_ANY_LENGTH = range(_FEWEST, 18)
"""The library refuses to read more than 17 digits."""

_TYPES = (
    "mobile",
    "fixed_line",
    "toll_free",
    "premium_rate",
    "shared_cost",
    "voip",
    "personal_number",
    "pager",
    "uan",
    "voicemail",
)
"""The types whose patterns make a number valid (`_number_type_helper`)."""


@lru_cache(maxsize=64)
def own_numbers(region: str, valid: bool) -> re.Pattern[str]:
    """The expression for numbers of `region`'s calling code, however someone there writes them.

    National, with trunk prefix, with the calling code alone, after + or the region's international prefix.
    """
    local = _metadata(region)
    code = str(local.country_code)
    plan = _main(int(code))
    idd = local.international_prefix or ""
    lengths = _possible(plan) | _local_only(plan)
    at_home = lengths & (_possible(local) | _local_only(local))
    general, own_prefix = _general(local), _prefix(local)
    too_long_at_home = {n for n in lengths if n + len(code) > max(_possible(local))} - {
        n - len(code) for n in _local_only(local)
    }
    not_abroad = f"(?!{_plain(idd)})" if idd else ""
    dialled = rf"(?:\+|{idd}(?!0))" if _LITERAL.fullmatch(idd) else r"\+"
    no_prefix = _not(own_prefix) + _not(_prefix(plan))
    ways = (
        [f"{dialled}{code}{way}" for way in _after_code(plan)]
        + [
            f"{not_abroad}{_not(own_prefix)}(?:(?!{code})|{_whole(general)}){_digits_ahead(at_home)}",
            f"{not_abroad}{_not_whole(general)}{code}{no_prefix}{_whole(general)}{_digits_ahead(lengths)}",
            f"{not_abroad}{code}{no_prefix}{_digits_ahead(too_long_at_home)}",
        ]
        + [f"{not_abroad}(?!{code}){way}" for way in _trunk(local, _possible(local) & lengths)]
    )
    return _compiled(ways, _valid(int(code)) if valid else "")


@lru_cache(maxsize=64)
def own_readings(region: str) -> re.Pattern[str]:
    """The expression for lines of which the library is certain to read a number of `region`, whatever its length.

    Lines that begin with the calling code are left out: they can mean more than one thing.
    """
    local = _metadata(region)
    code = str(local.country_code)
    plan = _main(int(code))
    abroad = local.international_prefix
    start = f"(?!{_plain(abroad)}|{code})" if abroad else f"(?!{code})"
    ways = [start + _not(_prefix(local)) + _digits_ahead(_ANY_LENGTH)]
    ways += [start + way for way in _trunk(local, _lengths_without_prefix(local))]
    for earlier, literal in _literal_prefixes(local):
        kept = {n + len(literal) for n in set(_ANY_LENGTH) - _lengths_without_prefix(local)} & set(_ANY_LENGTH)
        ways.append(f"{start}{earlier}(?={literal}){_digits_ahead(kept)}")
    ways.append(rf"\+{code}{_not(_prefix(plan))}{_digits_ahead(_ANY_LENGTH)}")
    ways += [rf"\+{code}{way}" for way in _trunk(plan, _lengths_without_prefix(plan))]
    return _compiled(ways)


@lru_cache(maxsize=512)
def international_numbers(code: int, valid: bool) -> re.Pattern[str]:
    """The expression for numbers after + and the calling code `code`."""
    return _compiled([rf"\+{code}{way}" for way in _after_code(_main(code))], _valid(code) if valid else "")


@lru_cache(maxsize=512)
def calling_code(digits: str) -> int:
    """The calling code that a text begins with (its first three characters are enough); 0 for none."""
    if not (digits.isascii() and digits.isdecimal()) or digits[0] == "0":
        return 0
    for length in range(1, len(digits) + 1):
        if int(digits[:length]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            return int(digits[:length])
    return 0


@lru_cache(maxsize=512)
def dialling_abroad(region: str) -> str:
    """What `region` dials before a calling code, when that is a plain row of digits ("00", "011"); else ""."""
    prefix = _metadata(region).international_prefix or ""
    return prefix if _LITERAL.fullmatch(prefix) else ""


def _compiled(ways: list[str], validity: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{'|'.join(ways)}){validity}([0-9]+)|.*)\n", re.ASCII)


def _after_code(plan: PhoneMetadata) -> list[str]:
    """Conditions on what follows a calling code: no national prefix, or one that is certainly dropped."""
    lengths = _possible(plan) | _local_only(plan)
    return [_not(_prefix(plan)) + _digits_ahead(lengths), *_trunk(plan, _possible(plan))]


def _trunk(metadata: PhoneMetadata, lengths: Iterable[int]) -> list[str]:
    """A national prefix of plain digits, which the library drops, and what must hold for that.

    It is dropped unless the digits with it fit the general pattern and those without it do not; and kept after all when
    the rest has not one of the possible lengths.
    """
    general, ahead = _general(metadata), _digits_ahead(lengths)
    ways = []
    for earlier, literal in _literal_prefixes(metadata):
        ways.append(f"{earlier}{_not_whole(general)}{literal}{ahead}")
        ways.append(f"{earlier}{literal}{_whole(general)}{ahead}")
    return ways


def _literal_prefixes(metadata: PhoneMetadata) -> list[tuple[str, str]]:
    """The national prefixes that are plain digits, each after the condition that no earlier alternative fits."""
    found = []
    before: list[str] = []
    for alternative in _alternatives(metadata.national_prefix_for_parsing or ""):
        if _LITERAL.fullmatch(alternative):
            found.append((_not("|".join(before)), alternative))
        before.append(_plain(alternative))
    return found


def _lengths_without_prefix(metadata: PhoneMetadata) -> set[int]:
    """Lengths of the rest at which a national prefix is dropped: a possible one, or one too long in any case."""
    possible = _possible(metadata)
    return possible | {n for n in _ANY_LENGTH if n > max(possible)} - _local_only(metadata)


def _valid(code: int) -> str:
    """Digits that `is_valid_number` takes: those of the first region of the code that claims them.

    A region with leading digits claims whatever begins so, valid or not; one without claims what is valid in it.
    """
    expression = ""
    for region in reversed(phonenumbers.COUNTRY_CODE_TO_REGION_CODE[code]):
        metadata = _metadata(region, code)
        own = _any_type(metadata)
        if metadata.leading_digits:
            leading = _plain(metadata.leading_digits)
            expression = f"(?={leading})(?:{own})" + (f"|(?!{leading})(?:{expression})" if expression else "")
        else:
            expression = own + (f"|{expression}" if expression else "")
    return f"(?={expression})"


def _any_type(metadata: PhoneMetadata) -> str:
    """Digits that fit the general pattern and that of a type, each with its lengths."""
    types = []
    for name in _TYPES:
        description: PhoneNumberDesc | None = getattr(metadata, name)
        if description is not None and description.national_number_pattern:
            types.append(_described(description))
    general = metadata.general_desc
    if general is None or not types:
        return r"(?!)"
    return f"(?={_described(general)})(?:{'|'.join(dict.fromkeys(types))})"


def _described(description: PhoneNumberDesc) -> str:
    lengths = {n for n in description.possible_length if n > 0}
    ahead = _digits_ahead(lengths) if description.possible_length else ""
    return rf"{ahead}(?:{_plain(description.national_number_pattern or '(?!)')})\n"


def _metadata(region: str, code: int = 0) -> PhoneMetadata:
    code = code or phonenumbers.country_code_for_region(region)
    found = PhoneMetadata.metadata_for_region_or_calling_code(code, region)
    if found is None:
        raise LookupError(f"no phone metadata for {region or code}")
    return found


def _main(code: int) -> PhoneMetadata:
    """The numbering plan that decides about lengths: that of the code's main region."""
    return _metadata(phonenumbers.region_code_for_country_code(code), code)


def _possible(metadata: PhoneMetadata) -> set[int]:
    general = metadata.general_desc
    return {n for n in general.possible_length if n >= _FEWEST} if general else set()


def _local_only(metadata: PhoneMetadata) -> set[int]:
    general = metadata.general_desc
    return {n for n in general.possible_length_local_only if n >= _FEWEST} if general else set()


def _general(metadata: PhoneMetadata) -> str:
    general = metadata.general_desc
    return _plain(general.national_number_pattern or "(?!)") if general else "(?!)"


def _prefix(metadata: PhoneMetadata) -> str:
    return _plain(metadata.national_prefix_for_parsing or "")


def _plain(pattern: str) -> str:
    """A pattern of the metadata without groups of its own, and with the end of a line as its end."""
    return _GROUP.sub("(?:", pattern).replace("$", r"(?=\n)")


def _alternatives(pattern: str) -> list[str]:
    """A pattern cut at the bars that stand in no brackets."""
    parts, depth = [""], 0
    for character in pattern:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _not(pattern: str) -> str:
    return f"(?!{pattern})" if pattern else ""


def _whole(pattern: str) -> str:
    return rf"(?=(?:{pattern})\n)"


def _not_whole(pattern: str) -> str:
    return rf"(?!(?:{pattern})\n)"


def _digits_ahead(lengths: Iterable[int]) -> str:
    """So many digits up to the end of the line; never, when there is no length."""
    either = "|".join(rf"[0-9]{{{length}}}\n" for length in sorted(lengths))
    return f"(?={either})" if either else "(?!)"
