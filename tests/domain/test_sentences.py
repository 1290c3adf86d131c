"""Every reason and detail can be said in both languages, whole."""

import re

import phonenumbers
import pytest

from leadadmin.domain.countries import COUNTRIES, a_number_of, country_name
from leadadmin.domain.reasons import Problem, Reason
from leadadmin.domain.sentence_catalogue import GROUP_TITLES, TITLES, Wording
from leadadmin.domain.sentence_catalogue_rows import CATALOGUE
from leadadmin.domain.sentences import LANGUAGES, group_title, placeholders, reason_title, remark, sentence

ENTRIES = [(reason, detail, wording) for reason, details in CATALOGUE.items() for detail, wording in details.items()]
IDS = [f"{reason}-{detail}" for reason, detail, _ in ENTRIES]
MADE = {"what", "field", "value", "a_number", "digits"}


def problem_for(reason: Reason, detail: str, wording: Wording) -> Problem:
    """A problem with every param that the sentence wants."""
    params = dict.fromkeys(placeholders(wording.en) - MADE, "1234")
    params |= {"code": "45", "country": "DK", "digits": "8"} if "a_number" in placeholders(wording.en) else {}
    return Problem(reason, "Mobile", "12 34", detail, params)


def test_every_reason_has_sentences_and_a_title() -> None:
    assert set(CATALOGUE) == set(Reason) == set(TITLES)
    assert all("" in details for details in CATALOGUE.values())


@pytest.mark.parametrize(("reason", "detail", "wording"), ENTRIES, ids=IDS)
def test_both_languages_say_the_same_things(reason: Reason, detail: str, wording: Wording) -> None:
    assert wording.en
    assert wording.da
    assert wording.en != wording.da
    assert placeholders(wording.en) == placeholders(wording.da)
    assert bool(wording.en_short) == bool(wording.da_short)
    assert placeholders(wording.en_short) == placeholders(wording.da_short)
    assert placeholders(wording.en_short) <= placeholders(wording.en)
    for text in (wording.en, wording.da, wording.en_short, wording.da_short):
        assert not text.endswith(".")
        assert '"' not in text
        assert text.count("“") == text.count("”")
        assert not re.search(r"\b(error|invalid input|are you sure)\b", text, re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("reason", "detail", "wording"), ENTRIES, ids=IDS)
def test_no_placeholder_is_left(reason: Reason, detail: str, wording: Wording, language: str) -> None:
    problem = problem_for(reason, detail, wording)
    whole = sentence(problem, language)
    assert whole[0].isupper() or whole[0] in "“<"
    assert whole.endswith(".")
    for text in (whole, remark(problem, language)):
        assert "{" not in text
        assert "}" not in text
    if "what" in placeholders(wording.en):
        assert "Mobile “12 34”" in whole
    title = reason_title(reason, language)
    assert not whole.startswith(f"Mobile “12 34”: {title}"), "the sentence of the detail itself was said"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", list(Reason))
def test_a_problem_without_field_value_or_params_can_be_said(reason: Reason, language: str) -> None:
    for detail in ["", "unheard_of", *CATALOGUE[reason]]:
        text = sentence(Problem(reason, detail=detail), language)
        assert text[0].isupper() or text[0] in "“<"
        assert "{" not in text
        assert "““" not in text
        assert remark(Problem(reason, detail=detail), language)


def test_a_value_with_braces_is_said_as_it_is() -> None:
    assert "“{0} {x}”" in sentence(Problem(Reason.FIELD_INVALID, "A", "{0} {x}", "email_no_at"))


def phone(detail: str, **params: str) -> Problem:
    return Problem(Reason.PHONE_INVALID, "Mobile", "12 34", detail, params)


def test_the_words_of_the_screens() -> None:
    short = phone("too_short", country="DK", code="45", digits="8", given="4")
    assert sentence(short) == "Mobile “12 34” is too short: a Danish number has 8 digits."
    assert remark(short) == "Too short: a Danish number has 8 digits"
    assert remark(short, "da") == "For kort: et dansk nummer har 8 cifre"
    assert remark(phone("letter_o")) == "The letter O in place of a zero"
    assert remark(phone("no_digits")) == "No digits in the value"
    assert remark(Problem(Reason.DUPLICATE, "Phone", "", "in_input", {"row": "1"})) == "Same as row 1 of this run"
    lead = Problem(Reason.DUPLICATE, "Phone", "", "of_lead_in_pool", {"lead": "52118", "pool": "Solar, week 46"})
    assert remark(lead) == "Same as lead 52,118 in “Solar, week 46”"
    assert remark(lead, "da") == "Samme som lead 52.118 i “Solar, week 46”"
    late = Problem(
        Reason.BAD_CALLBACK_DATE, "njCallbackDate", "21/11 10", "", {"format": "yyyy/MM/dd HH:mm", "example": "E"}
    )
    assert sentence(late) == "Call-back “21/11 10” does not fit yyyy/MM/dd HH:mm; write it like E."


def test_lengths_are_read_as_words() -> None:
    def said(digits: str, language: str = "en") -> str:
        return remark(phone("too_short", country="DK", code="45", digits=digits), language).partition("has ")[2]

    assert said("8") == "8 digits"
    assert said("7,8") == "7 or 8 digits"
    assert said("7,9,10") == "7, 9 or 10 digits"
    assert said("9,10,11") == "9 to 11 digits"
    assert said("5,6,7,8,9,10,12") == "5 to 10 or 12 digits"


def test_titles() -> None:
    assert reason_title(Reason.PHONE_INVALID) == "Phone invalid"
    assert reason_title(Reason.PHONE_INVALID, "da") == "Ugyldigt telefonnummer"
    assert group_title(Problem(Reason.FIELD_INVALID, "Roof area", "x", "not_a_number")) == "Roof area not a number"
    assert group_title(Problem(Reason.FIELD_INVALID, "Postcode", "x", "pattern")) == "Postcode does not fit"
    assert group_title(Problem(Reason.FIELD_INVALID, "", "x", "pattern")) == "Value does not fit"
    assert group_title(Problem(Reason.PHONE_INVALID, "Mobile", "x", "no_digits"), "da") == "Ugyldigt telefonnummer"
    for wording in (*TITLES.values(), *GROUP_TITLES.values()):
        assert placeholders(wording.en) == placeholders(wording.da) <= {"field"}


def test_every_region_has_a_name() -> None:
    assert set(COUNTRIES) == set(phonenumbers.SUPPORTED_REGIONS)
    assert all(english and danish for english, danish in COUNTRIES.values())
    assert country_name("DK", "da") == "Danmark"
    assert country_name("QQ") == "QQ"
    assert a_number_of("AU", "61") == "an Australian number"
    assert a_number_of("CL", "56", "da") == "et nummer med +56 (Chile)"
    assert a_number_of("", "800") == "a number with +800"
