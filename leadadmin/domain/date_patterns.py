"""Finding the Java-style pattern by which dates are written (spec 3, Mapping: Suggestion by values)."""

from collections.abc import Sequence
from functools import lru_cache

from leadadmin.domain.javadate import JavaPattern

_DAY_FIRST = ("dd-MM-yyyy", "dd/MM/yyyy", "dd.MM.yyyy", "dd-MM-yy", "dd/MM/yy", "dd.MM.yy")
_MONTH_FIRST = ("MM-dd-yyyy", "MM/dd/yyyy", "MM.dd.yyyy", "MM-dd-yy", "MM/dd/yy", "MM.dd.yy")
_CLEAR = ("yyyy-MM-dd", "yyyy/MM/dd", "yyyy.MM.dd", "yyyyMMdd", "d MMM yyyy", "d. MMM yyyy", "MMM d, yyyy",
          "dd-MMM-yyyy", "dd-MMM-yy")  # fmt: skip
_CLOCKS = ("", " HH:mm", " HH:mm:ss", "'T'HH:mm:ss", " h:mm a")
_MONTH_FIRST_REGIONS = frozenset({"US", "PH", "FM", "MH", "PW", "GU", "PR"})
_TOLERATED = 10
_SWAPPED = {
    first + clock: second + clock
    for one, other in zip(_DAY_FIRST, _MONTH_FIRST, strict=True)
    for first, second in ((one, other), (other, one))
    for clock in _CLOCKS
}


def find_date_pattern(texts: Sequence[str], region: str) -> tuple[str, bool]:
    """The pattern that most `texts` fit, and whether as many fit with day and month swapped.

    At most one in ten may fail; the pattern is empty when there is none. Where both orders fit, the one of the region
    is taken.
    """
    if not texts:
        return "", False
    best, fewest = "", len(texts) // _TOLERATED + 1
    for pattern in _patterns(region in _MONTH_FIRST_REGIONS):
        misfits = _misfits(texts, pattern, fewest)
        if misfits < fewest:
            best, fewest = pattern.pattern, misfits
    other = _SWAPPED.get(best)
    return best, other is not None and _misfits(texts, JavaPattern.compile(other), fewest + 1) <= fewest


@lru_cache(maxsize=2)
def _patterns(month_first: bool) -> tuple[JavaPattern, ...]:
    either = (*_MONTH_FIRST, *_DAY_FIRST) if month_first else (*_DAY_FIRST, *_MONTH_FIRST)
    return tuple(JavaPattern.compile(day + clock) for day in (*_CLEAR, *either) for clock in _CLOCKS)


def _misfits(texts: Sequence[str], pattern: JavaPattern, most: int) -> int:
    """How many texts do not fit, counted up to `most`."""
    misfits = 0
    for text in texts:
        try:
            pattern.parse(text)
        except ValueError:
            misfits += 1
            if misfits == most:
                break
    return misfits
