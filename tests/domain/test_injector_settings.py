"""Settings of an injector from a configuration file: every value that does not fit is told in words."""

from typing import Any

import pytest

from leadadmin.domain.duplicates import AllowDuplicates
from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.injector import settings_from_config


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("allow_duplicates", True, "“true” does not fit allow_duplicates; use no, unique-callback or allow."),
        ("allow_duplicates", "yes", "“yes” does not fit allow_duplicates; use no, unique-callback or allow."),
        ("id_type", "float", "“float” does not fit id_type; use integer, decimal, text, datetime, binary or opaque."),
        ("look_back_days", 2.5, "“2.5” does not fit look_back_days; use a whole number."),
        ("look_back_days", "two", "“two” does not fit look_back_days; use a whole number."),
    ],
)
def test_a_value_that_does_not_fit_names_those_that_do(key: str, value: Any, sentence: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        settings_from_config({key: value})
    assert caught.value.problems == {key: sentence}


def test_a_value_that_fits_is_taken() -> None:
    assert settings_from_config({"allow_duplicates": "allow"}) == {"allow_duplicates": AllowDuplicates.ALLOW}
    assert settings_from_config({"id_type": ""}) == {"id_type": None}
