"""Text stays aligned and within 100 columns."""

from hypothesis import given
from hypothesis import strategies as st

from leadadmin.cli.tables import WIDTH, _width, number, pairs, table, wrapped

CELLS = st.lists(st.tuples(*[st.text(st.sampled_from("aW 漢é\n"), max_size=80)] * 4), max_size=5)


def test_columns_are_aligned() -> None:
    assert list(table(("Name", "Rows"), [("Web", "1,234"), ("Æbler", "5")], right=(1,))) == [
        "Name    Rows",
        "Web    1,234",
        "Æbler      5",
    ]


@given(CELLS)
def test_a_line_is_never_longer_than_100_columns(cells: list[tuple[str, ...]]) -> None:
    lines = list(table(("A", "B", "C", "D"), cells, right=(2,)))
    assert len(lines) == len(cells) + 1
    assert all(_width(line) <= WIDTH for line in lines)


def test_a_long_cell_is_cut_and_says_so() -> None:
    _header, row = table(("Name", "Sentence"), [("Web", "x" * 200)])
    assert (len(row), row[-1]) == (WIDTH, "…")


def test_numbers_and_whole_columns_are_cut_last() -> None:
    row = ("x" * 70, "2026-03-31 09:30", "y" * 40, "1,234,567")
    _header, line = table(("Name", "Started", "Pool", "Rows"), [row], right=(3,), whole=(1,))
    assert len(line) == WIDTH
    assert line.split()[1:3] == ["2026-03-31", "09:30"]
    assert line.endswith("…  1,234,567")


def test_pairs_wrap_below_their_value() -> None:
    lines = list(pairs([("Name", "Web"), ("Empty", ""), ("Sentence", "word " * 30)], "  "))
    assert lines[0] == "  Name      Web"
    assert all(len(line) <= WIDTH for line in lines)
    assert lines[2].startswith("            word")
    assert "Empty" not in "".join(lines)


def test_line_breaks_are_kept() -> None:
    assert list(wrapped("a\n\nb", "> ")) == ["> a", "", "  b"]


def test_numbers() -> None:
    assert [number(n) for n in (None, 0, 1_234_567, 12.345)] == ["–", "0", "1,234,567", "12.3"]
