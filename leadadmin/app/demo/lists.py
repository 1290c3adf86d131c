"""The lists that were uploaded into the sample in the past, row by row as a spreadsheet has them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from leadadmin.app.demo.persons import Crowd, Someone
from leadadmin.domain.mapping import Mapping as FieldMapping
from leadadmin.domain.mapping import MappingEntry

Cells = dict[str, str]
"""A row by the columns of its list."""


@dataclass(frozen=True, slots=True)
class PastList:
    """One uploaded list. `{week}` in `name` stands for the ISO week in which it came.

    `used` is the part (0-1) of its leads that was called since, `success` the weight of a success among outcomes.
    """

    name: str
    campaign: str
    days_ago: int
    rows: int
    person: str
    used: float
    success: float
    description: str = ""
    active: bool = True
    bad: float = 0.025
    twice: float = 0.03

    def named(self, now: datetime) -> str:
        """The name, seen from `now`."""
        return self.name.format(week=self.moment(now).isocalendar().week)

    def moment(self, now: datetime) -> datetime:
        """When it was uploaded: in office hours, on a minute of its own."""
        minutes = Random(self.key).randrange(8 * 60, 15 * 60)  # noqa: S311 - the same every time, no secret
        day = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=self.days_ago)
        return day + timedelta(minutes=minutes)

    @property
    def key(self) -> str:
        """What tells it from every other list, whatever the week."""
        return f"{self.campaign} {self.days_ago} {self.name}"


LISTS = (
    PastList("Winback, moved away", "WINBACK", 48, 700, "quentin", 0.98, 3, "Left with a new address.", active=False),
    PastList("Charity round, week {week}", "APPEAL", 40, 1_400, "olive", 0.97, 6, "Gave in the last two years."),
    PastList("Winback, cold list", "WINBACK", 34, 800, "quentin", 0.72, 2, bad=0.09),
    PastList("Solar roofs, week {week}", "SOLAR", 33, 1_300, "henrik", 0.94, 5, "Homes with a roof to the north."),
    PastList("Charity round, week {week}", "APPEAL", 26, 1_300, "olive", 0.86, 5, "Gave in the last two years."),
    PastList("Heat pump answers", "HEATPUMP", 24, 1_000, "henrik", 0.81, 3, "Answered the printed survey."),
    PastList("Street sign-ups", "GIVERS", 20, 600, "olive", 0.9, 9, "Signed in the street; call within a month."),
    PastList("Solar roofs, week {week}", "SOLAR", 19, 1_200, "henrik", 0.63, 4, "Homes with a roof to the north."),
    PastList("Renewals, spring list", "RENEWAL", 15, 700, "quentin", 0.66, 12),
    PastList("Home show visitors", "HEATPUMP", 12, 500, "henrik", 0.55, 6, "Left a card at the stand.", twice=0.08),
    PastList("Charity round, week {week}", "APPEAL", 12, 1_200, "olive", 0.41, 5, "Gave in the last two years."),
    PastList("Lapsed givers", "GIVERS", 8, 900, "olive", 0.3, 4, "No gift for three years."),
    PastList("Solar roofs, week {week}", "SOLAR", 5, 1_100, "henrik", 0.17, 5, "Homes with a roof to the north."),
    PastList("Partner list B", "HEATPUMP", 2, 800, "henrik", 0.04, 3, "Bought in; on trial.", active=False, bad=0.12),
    PastList("Charity round, week {week}", "APPEAL", 1, 900, "olive", 0.02, 5, "Gave in the last two years."),
)


def _energy(someone: Someone, random: Random) -> Cells:
    area = str(random.randrange(60, 340))
    return {
        "Phone": someone.phone,
        "Phone 2": someone.other_phone,
        "First name": someone.first_name,
        "Surname": someone.surname,
        "E-mail": someone.email if random.random() > 0.008 else someone.email.replace("@", "(at)"),
        "Street": someone.street,
        "Suburb": someone.town,
        "State": someone.state,
        "Postcode": someone.postcode if random.random() > 0.006 else someone.postcode[:3],
        "Roof": random.choice(("Tile", "Tile", "Metal", "Flat")),
        "Roof area": area if random.random() > 0.01 else "large",
        "Bill": f"{random.uniform(70, 520):.2f}",
        "Source sheet": random.choice(("A", "B")),
    }


def _charity(someone: Someone, random: Random) -> Cells:
    given = f"{random.randrange(1, 29):02}/{random.randrange(1, 13):02}/{random.choice((2023, 2024))}"
    return {
        "Telephone": someone.phone,
        "Mobile": someone.other_phone,
        "Forename": someone.first_name,
        "Surname": someone.surname,
        "Email": someone.email,
        "Town": someone.town,
        "Postcode": someone.postcode,
        "Last gift": f"{random.choice((5, 10, 10, 15, 20, 25, 50, 100)):.2f}",
        "Date of gift": given if random.random() > 0.007 else f"31/02/{given[-4:]}",
        "Gift Aid": random.choice(("Y", "N")),
    }


def _membership(someone: Someone, random: Random) -> Cells:
    number = random.randrange(10_000, 99_999)
    return {
        "Member": f"M-{number}" if random.random() > 0.006 else f"{number}",
        "Phone": someone.phone,
        "Cell": someone.other_phone,
        "First": someone.first_name,
        "Last": someone.surname,
        "Mail": someone.email,
        "City": someone.town,
        "State": someone.state,
        "Plan": random.choice(("Basic", "Plus", "Family")),
        "Fee": random.choice(("48.00", "72.00", "96.00")),
    }


@dataclass(frozen=True, slots=True)
class Shape:
    """How the lists of one template look: the region of their people, their rows, and which column is which field."""

    region: str
    row: Callable[[Someone, Random], Cells]
    fields: Mapping[str, str]

    @property
    def mapping(self) -> FieldMapping:
        """The columns that are taken."""
        return FieldMapping(tuple(MappingEntry((column,), field) for column, field in self.fields.items()))


SHAPES: Mapping[str, Shape] = {
    "Energy": Shape(
        "AU",
        _energy,
        {
            "Phone": "phone", "Phone 2": "other_phone", "First name": "first_name", "Surname": "surname",
            "E-mail": "email", "Street": "street", "Suburb": "suburb", "State": "state", "Postcode": "postcode",
            "Roof": "roof", "Roof area": "roof_area", "Bill": "monthly_bill",
        },
    ),
    "Charity": Shape(
        "GB",
        _charity,
        {
            "Telephone": "phone", "Mobile": "other_phone", "Forename": "first_name", "Surname": "surname",
            "Email": "email", "Town": "town", "Postcode": "postcode", "Last gift": "last_gift",
            "Date of gift": "last_gift_on", "Gift Aid": "gift_aid",
        },
    ),
    "Membership": Shape(
        "US",
        _membership,
        {
            "Member": "member_number", "Phone": "phone", "Cell": "other_phone", "First": "first_name",
            "Last": "surname", "Mail": "email", "City": "city", "State": "state", "Plan": "plan", "Fee": "yearly_fee",
        },
    ),
}  # fmt: skip
"""By the name of the template."""


def rows_of(past: PastList, shape: Shape, crowd: Crowd, random: Random) -> list[Cells]:
    """The rows of a list."""
    people = (crowd.anyone(bad=past.bad, twice=past.twice) for _ in range(past.rows))
    return [shape.row(someone, random) for someone in people]
