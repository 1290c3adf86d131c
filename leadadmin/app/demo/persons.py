"""Invented people, the same ones every time."""

import unicodedata
from dataclasses import dataclass, replace
from random import Random

from leadadmin.app.demo.numbers import NumberBook, spoil
from leadadmin.app.demo.words import Words


@dataclass(frozen=True, slots=True)
class Someone:
    """A person as some form or list has them: everything is text as it was typed."""

    first_name: str
    surname: str
    phone: str
    other_phone: str
    email: str
    street: str
    town: str
    state: str
    postcode: str


SECOND_NUMBERS = 0.12
"""The part of people with a second number."""


class Crowd:
    """Draws people of one region: most as they should be, some whose number cannot be called, some twice."""

    def __init__(self, region: str, words: Words, random: Random) -> None:
        self._book = NumberBook(region, random)
        self._words = words
        self._random = random
        self._met: list[tuple[Someone, str]] = []

    def person(self) -> Someone:
        """Somebody new with a number that can be called."""
        random, words = self._random, self._words
        number = self._book.take()
        first, last = random.choice(words.first_names), random.choice(words.surnames)
        town = random.choice(words.towns[self._book.region])
        someone = Someone(
            first_name=first,
            surname=last,
            phone=self._book.spell(number),
            other_phone=self._book.spell(self._book.take()) if random.random() < SECOND_NUMBERS else "",
            email=f"{_plain(first)}.{_plain(last)}{random.randrange(10, 99)}@{random.choice(words.mail_hosts)}",
            street=f"{random.randrange(1, 180)} {random.choice(words.streets)}",
            town=town.name,
            state=town.state,
            postcode=self._postcode(town.postcode),
        )
        self._met.append((someone, number))
        return someone

    def again(self, recent: int = 400) -> Someone:
        """Someone of the `recent` people met last, who spells the same number in another way."""
        if not self._met:
            return self.person()
        someone, number = self._random.choice(self._met[-recent:])
        return replace(someone, phone=self._book.spell(number), other_phone="")

    def spoilt(self) -> Someone:
        """Someone who cannot be called."""
        someone = self.person()
        self._met.pop()
        return replace(someone, phone=spoil(someone.phone, self._words, self._random), other_phone="")

    def anyone(self, *, bad: float, twice: float) -> Someone:
        """Somebody; `bad` and `twice` are the parts (0-1) of those who cannot be called or came before."""
        drawn = self._random.random()
        if drawn < bad:
            return self.spoilt()
        return self.again() if drawn < bad + twice else self.person()

    def _postcode(self, beginning: str) -> str:
        random = self._random
        match self._book.region:
            case "AU":
                return f"{beginning}{random.randrange(100):02}"
            case "US":
                return f"{beginning}{random.randrange(100):02}"
            case _:
                letters = "".join(random.choices("ABDEFGHJLNPQRSTUWXYZ", k=2))
                return f"{beginning}{random.randrange(1, 20)} {random.randrange(1, 10)}{letters}"


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.lower().replace("ø", "o"))
    return "".join(letter for letter in decomposed if letter.isascii() and letter.isalpha())
