"""An office to take leads into."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.office import Office, sqlite_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A furnished workspace in a SQLite file."""
    made = sqlite_office(tmp_path)
    yield made
    made.workspace.close()
