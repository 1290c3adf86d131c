"""Numbers of things in words."""

from leadadmin.domain.counting import counted, row_notes


def test_one_and_many() -> None:
    assert counted(1, "row") == "1 row"
    assert counted(0, "row") == "0 rows"
    assert counted(12_000, "refused row") == "12,000 refused rows"
    assert counted(1, "lead holds", "leads hold") == "1 lead holds"
    assert counted(2, "lead holds", "leads hold") == "2 leads hold"


def test_notes_say_of_how_many_rows() -> None:
    assert row_notes({"Cut off": 1, "Shifted": 2_000}) == ("Cut off (1 row).", "Shifted (2,000 rows).")
