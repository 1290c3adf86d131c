"""The recount on SQLite."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.office import Office, sqlite_office
from tests.store.contracts.recount import RecountContract


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = sqlite_office(tmp_path)
    yield made
    made.workspace.close()


class TestRecount(RecountContract):
    pass
