"""What a text typed into the search of leads may mean: phone, external id, e-mail or name (spec 4, Leads)."""

from collections.abc import Iterable
from dataclasses import dataclass

from leadadmin.domain.names import name_key
from leadadmin.domain.phone import FEWEST_DIGITS, Phone, Strictness, normalise

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class SearchTerms:
    """The readings of one text; a lead that fits any of them is found.

    `numbers` are stored forms of a phone number, none when the text is no number; `external_id` is the text itself;
    `key` is what names begin with, and what a duplicate field (an e-mail address) equals, without regard to case.
    """

    numbers: tuple[str, ...]
    external_id: str
    key: str

    @property
    def is_email(self) -> bool:
        """Whether the text looks like part of an e-mail address."""
        return "@" in self.key


def search_terms(text: str, regions: Iterable[str]) -> SearchTerms | None:
    """The readings of `text`; None when there is nothing to search for.

    `regions` (ISO 3166) are those in which the workspace's numbers are read: a national spelling is looked for in
    each. A field of strictness `digits` may hold bare digits, so that reading is one more.
    """
    wanted = text.replace("\0", "").strip()[:_LONGEST]
    if not wanted:
        return None
    return SearchTerms(_numbers(wanted, regions), wanted, name_key(wanted))


def _numbers(text: str, regions: Iterable[str]) -> tuple[str, ...]:
    if sum(character.isdigit() for character in text) < FEWEST_DIGITS:
        return ()
    found: dict[str, None] = {}
    for region in dict.fromkeys(("", *regions)):
        for strictness in (Strictness.POSSIBLE, Strictness.DIGITS):
            reading = normalise(text, region, strictness)
            if isinstance(reading, Phone):
                found[reading.number] = None
    return tuple(found)
