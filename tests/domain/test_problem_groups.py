"""Problems of a run put together by the titles of its receipt."""

from leadadmin.domain.problem_groups import ProblemCount, ProblemGroup, ProblemKind, problem_groups
from leadadmin.domain.reasons import Reason


def test_details_and_fields_with_one_title_are_one_group() -> None:
    short = ProblemKind(Reason.PHONE_INVALID, "Phone", "too_short")
    letters = ProblemKind(Reason.PHONE_INVALID, "Mobile", "no_digits")
    area = ProblemKind(Reason.FIELD_INVALID, "Roof area", "not_a_number")
    use = ProblemKind(Reason.FIELD_INVALID, "Yearly use", "not_a_number")
    counts = [ProblemCount(short, 5), ProblemCount(area, 7), ProblemCount(letters, 4), ProblemCount(use, 7)]
    assert problem_groups(counts) == [
        ProblemGroup("Phone invalid", (short, letters), 9),
        ProblemGroup("Roof area not a number", (area,), 7),
        ProblemGroup("Yearly use not a number", (use,), 7),
    ]
    assert problem_groups([ProblemCount(short, 1)], "da")[0].title == "Ugyldigt telefonnummer"
    assert problem_groups([]) == []
