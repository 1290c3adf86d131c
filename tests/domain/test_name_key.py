"""How names are compared."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from leadadmin.domain.names import name_key


@given(st.text() | st.text(st.characters(max_codepoint=127)))
def test_the_quick_way_for_ascii_is_the_rule_itself(name: str) -> None:
    assert name_key(name) == " ".join(unicodedata.normalize("NFKC", name).split()).casefold()


def test_case_blanks_and_forms_of_letters_do_not_part_names() -> None:
    assert name_key("  Solar\tRoofs ") == name_key("SOLAR ROOFS") == "solar roofs"
    assert name_key("Ström") == name_key("Stro\u0308m")
    assert name_key("Straße") == name_key("STRASSE")
