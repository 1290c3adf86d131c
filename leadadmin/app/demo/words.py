"""The word lists of the sample (resources/sample/words.toml)."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leadadmin.app.paths import resource_path

RESOURCE = "sample/words.toml"


@dataclass(frozen=True, slots=True)
class Town:
    """A town with its state or county, and how its postcodes begin."""

    name: str
    state: str
    postcode: str


@dataclass(frozen=True, slots=True)
class Words:
    """What people and their messages are made of; `towns` by ISO 3166 region."""

    first_names: Sequence[str]
    surnames: Sequence[str]
    streets: Sequence[str]
    mail_hosts: Sequence[str]
    towns: Mapping[str, Sequence[Town]]
    enquiries: Sequence[str]
    call_notes: Sequence[str]
    not_numbers: Sequence[str]


def load_words() -> Words:
    """The lists as they come with the program."""
    lists = tomllib.loads(resource_path(RESOURCE).read_text("utf-8"))
    return Words(
        first_names=lists["first_names"],
        surnames=lists["surnames"],
        streets=lists["streets"],
        mail_hosts=lists["mail_hosts"],
        towns={region: [Town(*town) for town in towns] for region, towns in lists["towns"].items()},
        **lists["texts"],
    )
