"""Integer, decimal, yes/no: from whatever a driver gives or a person writes to one stored form."""

import re
from abc import abstractmethod
from datetime import tzinfo
from decimal import Decimal

from leadadmin.domain.field_rules import Check, Field, FieldKind, FieldType, invalid
from leadadmin.domain.field_rules_text import sound_text
from leadadmin.domain.reasons import Problem

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_WITH_SEPARATORS = re.compile(r"[+-]?\d+(?:[.,\s'’]\d+)*", re.ASCII)
_MINUS = str.maketrans({"−": "-", "\u2011": "-"})
_MOST_DIGITS = 38
"""Digits of a decimal: what the databases' exact types hold (SQL Server and Oracle 38, MariaDB 65)."""
_GREATEST = 2**63 - 1


def _decimal(field: Field, value: object) -> Decimal | Problem:
    """A finite number of at most 38 digits."""
    if isinstance(value, bool):
        return Decimal(int(value))
    if isinstance(value, int | Decimal):
        number = Decimal(value)
    elif isinstance(value, float):
        number = Decimal(repr(value))
    else:
        text = sound_text(field, value)
        if isinstance(text, Problem):
            return text
        if not _NUMBER.fullmatch(text):
            text = text.translate(_MINUS)
            if not _NUMBER.fullmatch(text):
                return invalid(field, text, "thousands" if _WITH_SEPARATORS.fullmatch(text) else "not_a_number")
        number = Decimal(text)
    return number if _is_kept_exactly(number) else invalid(field, value, *_fault(number))


def _is_kept_exactly(number: Decimal) -> bool:
    """Whether a number is finite and has at most 38 digits, before and behind the point together."""
    text = str(number)
    if len(text) <= _MOST_DIGITS and "E" not in text:
        return number.is_finite()
    if not number.is_finite():
        return False
    places = number.as_tuple()
    exponent = int(places.exponent)
    return max(len(places.digits), len(places.digits) + exponent, -exponent) <= _MOST_DIGITS


def _fault(number: Decimal) -> tuple[str, dict[str, str]]:
    return ("too_many_digits", {"most": str(_MOST_DIGITS)}) if number.is_finite() else ("not_a_number", {})


def canonical_decimal(number: Decimal) -> str:
    """Plain notation without zeros that mean nothing: 12.50 is "12.5", 1E+3 "1000", -0.0 "0"."""
    text = str(number)
    if "E" in text:
        text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _grouped(text: str, language: str) -> str:
    """Digits in threes, by the language's marks; a minus as “−”."""
    whole, dot, fraction = text.removeprefix("-").partition(".")
    grouped = f"{int(whole or 0):,}"
    if language == "da":
        grouped, dot = grouped.replace(",", "."), dot.replace(".", ",")
    return ("−" if text.startswith("-") else "") + grouped + dot + fraction


class _NumberKind(FieldKind):
    """What integer and decimal share: limits, and one way to read a number."""

    rules = frozenset({"minimum", "maximum"})

    @abstractmethod
    def stored(self, field: Field, value: object, number: Decimal) -> object:
        """The stored form of a number, or the problem."""

    def check_definition(self, field: Field) -> dict[str, str]:
        """Minimum and maximum are numbers of this type, in order."""
        problems = {}
        limits = {}
        for attribute, name in (("minimum", "smallest"), ("maximum", "greatest")):
            text = getattr(field, attribute)
            if not text:
                continue
            number = _decimal(field, text)
            if isinstance(number, Problem) or isinstance(self.stored(field, text, number), Problem):
                problems[attribute] = (
                    f"The {name} value of “{field.label}” must be a number; “{text}” is none it takes."
                )
            else:
                limits[attribute] = number
        if len(limits) > 1 and limits["minimum"] > limits["maximum"]:
            problems["maximum"] = (
                f"The greatest value of “{field.label}” ({field.maximum}) is below the smallest ({field.minimum})."
            )
        return problems

    def checker(self, field: Field, region: str) -> Check:
        """Number, limits, stored form."""
        least = Decimal(field.minimum) if field.minimum else None
        most = Decimal(field.maximum) if field.maximum else None

        def check(value: object) -> object:
            number = _decimal(field, value)
            if isinstance(number, Problem):
                return number
            if least is not None and number < least:
                return invalid(field, value, "below_minimum", {"minimum": field.minimum})
            if most is not None and number > most:
                return invalid(field, value, "above_maximum", {"maximum": field.maximum})
            return self.stored(field, value, number)

        return check

    def display(self, value: object, language: str, zone: tzinfo) -> str:
        """With separators of the language."""
        return _grouped(str(value), language)


class IntegerKind(_NumberKind):
    """A whole number of 64 bits. "42.0" is one: exports write it so; "42.5" is none."""

    type = FieldType.INTEGER

    def stored(self, field: Field, value: object, number: Decimal) -> object:
        """An int."""
        whole = int(number)
        if whole != number:
            return invalid(field, value, "not_whole")
        if abs(whole) > _GREATEST:
            return invalid(field, value, "too_many_digits", {"most": "18"})
        return whole


class DecimalKind(_NumberKind):
    """A number with decimals, exact; stored as text in plain notation, so that no float rounds it."""

    type = FieldType.DECIMAL

    def stored(self, field: Field, value: object, number: Decimal) -> object:
        """Canonical plain notation."""
        return canonical_decimal(number)


YES_WORDS = frozenset({"yes", "y", "true", "t", "1", "on", "ja", "j", "sand", "sandt"})
NO_WORDS = frozenset({"no", "n", "false", "f", "0", "off", "nej", "falsk"})


class YesNoKind(FieldKind):
    """Yes or no, by word (English, Danish), number or bit."""

    type = FieldType.YES_NO

    def checker(self, field: Field, region: str) -> Check:
        """A bool."""

        def check(value: object) -> object:
            if isinstance(value, bool):
                return value
            if isinstance(value, int | float | Decimal) and value in (0, 1):
                return value == 1
            if value in (b"\0", b"\1"):  # BIT(1) of MariaDB
                return value == b"\1"
            text = sound_text(field, value)
            if isinstance(text, Problem):
                return text
            word = text.casefold()
            if word in YES_WORDS:
                return True
            return False if word in NO_WORDS else invalid(field, text, "yes_no")

        return check

    def display(self, value: object, language: str, zone: tzinfo) -> str:
        """The word."""
        return {"da": ("Nej", "Ja")}.get(language, ("No", "Yes"))[bool(value)]
