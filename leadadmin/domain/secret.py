"""A text that must not be shown: a password on its way from the vault to a driver."""

import hmac
from typing import NoReturn

MASK = "•••"


class Secret:
    """Holds a text whose `repr`, `str` and format never show it; `reveal()` gives it out.

    Passing this instead of a `str` keeps passwords out of reprs of dataclasses, log lines and tracebacks
    (spec 5, Secrets). It is compared in constant time and cannot be pickled.
    """

    __slots__ = ("__value",)

    def __init__(self, value: str) -> None:
        self.__value = value

    def reveal(self) -> str:
        """The text itself, for the one call that needs it."""
        return self.__value

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return format(MASK, spec)

    def __bool__(self) -> bool:
        return bool(self.__value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(_encoded(self.__value), _encoded(other.__value))

    def __hash__(self) -> int:
        return hash(self.__value)

    def __copy__(self) -> "Secret":
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> "Secret":
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("A secret is not written out.")


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
