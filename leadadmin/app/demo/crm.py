"""The sample's source: an SQLite file as a small CRM would keep it, with web enquiries and a register of members."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from leadadmin.app.demo.persons import Crowd
from leadadmin.app.demo.words import Words

CRM_FILE = "crm.sqlite"
LOCK_SECONDS = 10.0
CALL_BACK_FORMAT = "%Y/%m/%d %H:%M"

_TABLES = """
CREATE TABLE web_enquiries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    received_at TEXT NOT NULL,
    first_name TEXT, last_name TEXT, telephone TEXT, other_telephone TEXT, email TEXT,
    street TEXT, suburb TEXT, state TEXT, postcode TEXT,
    roof_type TEXT, roof_area TEXT, monthly_bill TEXT, battery TEXT, message TEXT,
    call_me_at TEXT, campaign_tag TEXT
);
CREATE TABLE members (
    member_id INTEGER PRIMARY KEY AUTOINCREMENT,
    listed_at TEXT NOT NULL,
    member_no TEXT, given_name TEXT, family_name TEXT, phone TEXT, mobile TEXT, email TEXT,
    city TEXT, state TEXT, plan TEXT, renews_on TEXT, fee TEXT,
    account_manager TEXT, call_after TEXT, priority TEXT
);
"""

Entry = Mapping[str, str]
"""A row to be, by column."""


@contextmanager
def _opened(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    """The file, with one transaction that is committed when the block ends well."""
    address = f"{path.absolute().as_uri()}?mode={mode}"
    with closing(sqlite3.connect(address, uri=True, timeout=LOCK_SECONDS)) as database, database:
        yield database


def create_crm(path: Path) -> None:
    """Make the file anew, with its tables empty."""
    path.unlink(missing_ok=True)
    with _opened(path, "rwc") as database:
        database.executescript(_TABLES)


def add_rows(path: Path, table: str, entries: Iterable[Entry]) -> None:
    """Add rows to `web_enquiries` or `members`; every entry has the same columns. Raises sqlite3.Error."""
    rows = list(entries)
    if not rows:
        return
    names = ", ".join(rows[0])
    marks = ", ".join(f":{name}" for name in rows[0])
    with _opened(path, "rw") as database:
        database.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608 - our own names


def rename_table(path: Path, table: str, name: str) -> None:
    """Give a table another name."""
    with _opened(path, "rw") as database:
        database.execute(f"ALTER TABLE {table} RENAME TO {name}")


class EnquiryForm:
    """Fills in the form on the web site as visitors do."""

    def __init__(self, crowd: Crowd, words: Words, random: Random) -> None:
        self._crowd = crowd
        self._words = words
        self._random = random

    def entry(self, received_at: datetime, *, local: timedelta = timedelta()) -> Entry:
        """One enquiry; `local` is what the visitor's clock is ahead of UTC."""
        random = self._random
        someone = self._crowd.anyone(bad=0.05, twice=0.05)
        return {
            "received_at": received_at.isoformat(timespec="seconds"),
            "first_name": someone.first_name,
            "last_name": someone.surname if random.random() > 0.006 else "",
            "telephone": someone.phone,
            "other_telephone": someone.other_phone,
            "email": someone.email if random.random() > 0.012 else someone.email.replace("@", " at "),
            "street": someone.street,
            "suburb": someone.town,
            "state": someone.state.lower(),
            "postcode": someone.postcode,
            "roof_type": random.choice(("tiles", "tiles", "colorbond", "tin", "flat", "")),
            "roof_area": "" if random.random() < 0.3 else str(random.randrange(60, 340)),
            "monthly_bill": "" if random.random() < 0.2 else f"{random.uniform(70, 520):.2f}",
            "battery": random.choice(("yes", "no", "")),
            "message": random.choice(self._words.enquiries) if random.random() < 0.5 else "",
            "call_me_at": self._call_me_at(received_at + local),
            "campaign_tag": random.choice(("search", "newsletter", "partner", "")),
        }

    def _call_me_at(self, received: datetime) -> str:
        drawn = self._random.random()
        if drawn < 0.008:
            return "any evening"
        if drawn > 0.09:
            return ""
        day = received + timedelta(days=self._random.randrange(1, 5))
        wanted = day.replace(hour=self._random.randrange(9, 19), minute=self._random.choice((0, 15, 30, 45)))
        return wanted.strftime(CALL_BACK_FORMAT)


class Register:
    """Writes members into the register, as the members' office does."""

    def __init__(self, crowd: Crowd, managers: tuple[str, ...], random: Random) -> None:
        self._crowd = crowd
        self._managers = managers
        self._random = random
        self._number = 10_240

    def entry(self, listed_at: datetime) -> Entry:
        """One member whose year ends soon."""
        random = self._random
        self._number += random.randrange(1, 9)
        someone = self._crowd.anyone(bad=0.04, twice=0.04)
        plan = random.choice(("Basic", "Basic", "Plus", "Family"))
        manager = random.choice(self._managers) if random.random() < 0.1 else ""
        later = listed_at + timedelta(days=random.randrange(1, 9), hours=random.randrange(0, 8))
        return {
            "listed_at": listed_at.isoformat(timespec="seconds"),
            "member_no": f"M-{self._number}" if random.random() > 0.005 else str(self._number),
            "given_name": someone.first_name,
            "family_name": someone.surname,
            "phone": someone.phone,
            "mobile": someone.other_phone,
            "email": someone.email,
            "city": someone.town,
            "state": someone.state,
            "plan": plan if random.random() > 0.004 else "Gold",
            "renews_on": (listed_at + timedelta(days=random.randrange(20, 60))).date().isoformat(),
            "fee": {"Basic": "48.00", "Plus": "72.00", "Family": "96.00"}[plan],
            "account_manager": manager if random.random() > 0.006 else "someone.gone",
            "call_after": later.strftime(CALL_BACK_FORMAT) if random.random() < 0.14 else "",
            "priority": random.choice(("1", "3", "5")) if random.random() < 0.08 else "",
        }
