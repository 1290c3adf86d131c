"""What every test has: no unexpected errors in the log, the shared data, and repeatable property tests."""

import logging
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.machine import IN_CI, ROOT, missing

# A slow moment of the machine is no failure, hence no deadline; CI draws the same examples every time.
hypothesis.settings.register_profile("desk", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if IN_CI else "desk")


def pytest_configure(config: pytest.Config) -> None:
    """Register the project's own marks."""
    config.addinivalue_line("markers", "logs_errors: this test provokes what is rightly logged as an error")


@pytest.fixture(autouse=True)
def nothing_logged_as_error(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test during which an error was logged, unless it carries the mark `logs_errors`.

    Warnings of Qt fail a test by pytest-qt's `qt_log_level_fail` in pyproject.toml.
    """
    yield
    if request.node.get_closest_marker("logs_errors"):
        return
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    errors = [f"{record.name}: {record.getMessage()}" for record in records if record.levelno >= logging.ERROR]
    if errors:
        pytest.fail("Logged as an error:\n" + "\n".join(errors))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data that is handed out beside the project, never inside it; for reading only."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        missing("The shared test data is not beside the project: ../shared/data.")
    return folder
