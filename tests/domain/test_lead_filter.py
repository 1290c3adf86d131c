"""A filter of leads in words, and what a search text may mean."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from leadadmin.domain.lead import Closure, OpenStatus
from leadadmin.domain.lead_filter import FieldCondition, FilterNames, LeadFilter, Operator, condition_words, in_words
from leadadmin.domain.lead_search import search_terms
from leadadmin.domain.people import Owner, OwnerKind

NAMES = FilterNames({1: "Homes"}, {2: "Solar"}, {3: "Web", 4: "Fair", 5: "Post"}, "Blue")


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        (LeadFilter(), "All leads."),
        (LeadFilter(project_ids=(1,)), "Leads of the project “Homes”."),
        (LeadFilter(campaign_ids=(2, 9)), "Leads of the campaign “Solar” or (deleted)."),
        (LeadFilter(pool_ids=(3, 4, 5)), "Leads in the pool “Web”, “Fair” or “Post”."),
        (
            LeadFilter(statuses=(OpenStatus.VIP_REDIAL,), closures=(Closure.NOT_INTERESTED,), run_id=4131),
            "Leads VIP redial or Not interested, that run 4,131 brought.",
        ),
        (LeadFilter(owner=Owner(OwnerKind.TEAM, 7)), "Leads owned by “Blue”."),
        (
            LeadFilter(
                arrived_from=datetime(2025, 11, 2, 23, tzinfo=UTC),
                arrived_to=datetime(2025, 11, 3, 8, 30, tzinfo=UTC),
                changed_to=datetime(2025, 11, 3, 23, tzinfo=UTC),
                dial_from=datetime(2025, 11, 3, 23, tzinfo=UTC),
            ),
            "Leads arrived from 3 Nov 2025 before 3 Nov 2025 09:30, last changed before 4 Nov 2025, "
            "to be called from 4 Nov 2025.",
        ),
        (LeadFilter(text=" Freja "), "Leads matching “Freja”."),
        (LeadFilter(text="Freja", anywhere=True), "Leads matching “Freja” anywhere in name or e-mail."),
        (
            LeadFilter(fields=(FieldCondition("city", "City", Operator.IS, "Århus"),), pool_ids=(3,)),
            "Leads in the pool “Web”, where City is “Århus”.",
        ),
    ],
)
def test_a_filter_says_itself(chosen: LeadFilter, sentence: str) -> None:
    assert in_words(chosen, NAMES, ZoneInfo("Europe/Copenhagen")) == sentence


@pytest.mark.parametrize(
    ("operator", "value", "words"),
    [
        (Operator.IS_NOT, "x", "Area is not “x”"),
        (Operator.STARTS_WITH, "x", "Area starts with “x”"),
        (Operator.MORE, 1000, "Area is more than 1,000"),
        (Operator.LESS, Decimal("1.50"), "Area is less than 1.50"),
        (Operator.LESS, date(2025, 11, 3), "Area is before 3 Nov 2025"),
        (Operator.MORE, datetime(2025, 11, 3, 14, 5, tzinfo=UTC), "Area is after 3 Nov 2025 14:05"),
        (Operator.IS, True, "Area is yes"),
        (Operator.EMPTY, None, "Area is empty"),
        (Operator.FILLED, None, "Area is not empty"),
    ],
)
def test_a_condition_says_itself(operator: Operator, value: str | None, words: str) -> None:
    assert condition_words(FieldCondition("area", "Area", operator, value)) == words


def test_a_search_text_has_several_readings() -> None:
    terms = search_terms("  020 7946 0123 ", ["DK", "GB"])
    assert terms is not None
    assert terms.external_id == "020 7946 0123"
    assert "+442079460123" in terms.numbers
    terms = search_terms("Freja@Example.ORG", ["DK"])
    assert terms is not None
    assert (terms.numbers, terms.external_id, terms.key) == ((), "Freja@Example.ORG", "freja@example.org")
    assert terms.is_email
    assert search_terms(" \0 ", ["DK"]) is None


def test_every_spelling_of_a_number_is_one_number() -> None:
    spellings = ("+44 20 7946 0123", "0044 20 7946 0123", "(020) 7946-0123", "02079460123")
    found = [search_terms(spelling, ["GB"]) for spelling in spellings]
    assert all(terms is not None and "+442079460123" in terms.numbers for terms in found)
