"""What the machine that runs the tests has and lacks."""

import os
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI", "").lower() == "true"


def missing(sentence: str) -> NoReturn:
    """Skip the test with a sentence that says what is missing here; in CI, where nothing may be missing, fail."""
    if IN_CI:
        pytest.fail(sentence)
    pytest.skip(sentence)
