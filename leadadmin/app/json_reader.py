"""Takes typed values out of a JSON object that anyone may have edited."""

import logging
import math
from collections.abc import Mapping, Sequence
from typing import TypeGuard, TypeVar

T = TypeVar("T")
Text = TypeVar("Text", bound=str)
_log = logging.getLogger(__name__)


def _is(value: object, kind: type[T]) -> TypeGuard[T]:
    return type(value) is kind


class JsonReader:
    """Gives the default for a value that is missing, and for one of another type, which it logs."""

    def __init__(self, document: Mapping[str, object]) -> None:
        self._document = document

    def take(self, key: str, kind: type[T], default: T) -> T:
        """A value of exactly this type (true is no number)."""
        value = self._document.get(key, default)
        return value if _is(value, kind) else self._refuse(key, default)

    def one_of(self, key: str, choices: Sequence[Text], default: Text) -> Text:
        """One of the texts that can be chosen."""
        value = self._document.get(key, default)
        found = next((choice for choice in choices if choice == value), None)
        return self._refuse(key, default) if found is None else found

    def size(self, key: str) -> float | None:
        """A number above zero, or None."""
        value = self._document.get(key)
        if value is None:
            return None
        if _is(value, int) or _is(value, float):
            number = float(value)
            if math.isfinite(number) and number > 0:
                return number
        return self._refuse(key, None)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where there is none."""
        value = self._document.get(key, [])
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
        return self._refuse(key, ())

    def mapping(self, key: str, kind: type[T]) -> dict[str, T]:
        """An object whose values are of one type; the others are left out."""
        value = self._document.get(key, {})
        if not isinstance(value, dict):
            return self._refuse(key, {})
        found = {name: each for name, each in value.items() if _is(each, kind)}
        return found if len(found) == len(value) else self._refuse(key, found)

    def _refuse(self, key: str, instead: T) -> T:
        _log.warning("The setting “%s” does not fit and was not used.", key)
        return instead
