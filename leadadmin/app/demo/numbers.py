"""Phone numbers that are kept free for fiction, in the spellings that people type, and bad ones.

GB: Ofcom, Telephone numbers for use in TV and radio drama programmes. US: 555-0100 to 555-0199 of every area code
(ATIS, 555 NXX line numbers). AU: ACMA, Phone numbers for use in TV shows, films and creative works.
"""

from collections.abc import Callable, Iterator, Mapping
from random import Random

from leadadmin.app.demo.words import Words

_GB_AREAS = (
    "20 7946 0", "113 496 0", "114 496 0", "116 496 0", "117 496 0", "118 496 0", "121 496 0", "131 496 0",
    "141 496 0", "151 496 0", "161 496 0", "191 498 0", "28 9649 6", "29 2018 0", "7700 900", "3069 990",
)  # fmt: skip
_AU_AREAS = ("2 5550 ", "2 7010 ", "3 5550 ", "3 7010 ", "7 5550 ", "7 7010 ", "8 5550 ", "8 7010 ")
_US_AREAS = (
    "201", "202", "203", "206", "207", "208", "209", "210", "212", "213", "214", "215", "216", "217", "218", "219",
    "224", "225", "228", "229", "231", "234", "239", "240", "248", "251", "252", "253", "254", "256", "260", "262",
    "267", "269", "270", "276", "281", "301", "302", "303", "304", "305", "307", "308", "309", "310", "312", "313",
    "314", "315", "316", "317", "318", "319", "320", "321", "323", "325", "330", "331", "334", "336", "337", "339",
)  # fmt: skip


def _gb() -> Iterator[str]:
    return (f"{area}{line:03}" for area in _GB_AREAS for line in range(1000))


def _au() -> Iterator[str]:
    return (f"{area}{line:04}" for area in _AU_AREAS for line in range(10_000))


def _us() -> Iterator[str]:
    return (f"{area} 555 {line:04}" for area in _US_AREAS for line in range(100, 200))


_NUMBERS: Mapping[str, Callable[[], Iterator[str]]] = {"AU": _au, "GB": _gb, "US": _us}
"""By region: every number, national without its trunk prefix, in groups."""

_CODES = {"AU": "61", "GB": "44", "US": "1"}
_TRUNKS = {"AU": "0", "GB": "0", "US": ""}


class NumberBook:
    """Hands out the fictional numbers of a region, each once until all were used, in a drawn order."""

    def __init__(self, region: str, random: Random) -> None:
        self.region = region
        self._random = random
        self._numbers = list(_NUMBERS[region]())
        random.shuffle(self._numbers)
        self._next = 0

    def take(self) -> str:
        """The next number, national without its trunk prefix, in groups."""
        number = self._numbers[self._next % len(self._numbers)]
        self._next += 1
        return number

    def spell(self, number: str) -> str:
        """One of the ways in which people type a number."""
        code, trunk = _CODES[self.region], _TRUNKS[self.region]
        head, *rest = number.split()
        tail = " ".join(rest)
        ways = (
            f"{trunk}{number}",
            f"{trunk}{number}".replace(" ", ""),
            f"({trunk}{head}) {tail}",
            f"{trunk}{head}-{tail.replace(' ', '-')}",
            f"+{code} {number}",
            f"+{code}{number}".replace(" ", ""),
        )
        return self._random.choice(ways)


def spoil(spelled: str, words: Words, random: Random) -> str:
    """What stands in a phone column when something went wrong: too short, words, a letter O, two numbers."""
    match random.randrange(5):
        case 0:
            return spelled[-3:]
        case 1:
            return random.choice(list(words.not_numbers))
        case 2:
            return f"{spelled[:-1]}O"
        case 3:
            return f"{spelled} {spelled[-6:]}"
        case _:
            return ""
