"""--workspace and --json stand anywhere; everything else is left as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadadmin.cli.arguments import Arguments, WrongUsage, part

OTHERS = st.lists(st.text(min_size=1).filter(lambda text: not text.startswith("--")), max_size=5)


@given(before=OTHERS, after=OTHERS, place=st.text(min_size=1), glued=st.booleans(), as_json=st.booleans())
def test_wherever_they_stand(before: list[str], after: list[str], place: str, glued: bool, as_json: bool) -> None:
    workspace = [f"--workspace={place}"] if glued else ["--workspace", place]
    line = [*before, *workspace, *after, *(["--json"] if as_json else [])]
    assert part(line) == Arguments((*before, *after), place, as_json)


def test_what_follows_two_dashes_is_not_looked_at() -> None:
    assert part(["lead", "find", "--", "--json"]) == Arguments(("lead", "find", "--", "--json"), None, False)


@pytest.mark.parametrize("line", [["--workspace"], ["injector", "--workspace="], ["--workspace", ""]])
def test_a_workspace_without_a_name(line: list[str]) -> None:
    with pytest.raises(WrongUsage, match="needs a file name or URL"):
        part(line)
