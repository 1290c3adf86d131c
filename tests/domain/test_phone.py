"""One phone number: spellings, refusals with their reasons, and how numbers are shown."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadadmin.domain.phone import Phone, Strictness, normalise, pretty, region_of
from leadadmin.domain.phone_problems import length_detail
from leadadmin.domain.reasons import Problem, Reason

POSSIBLE, VALID, DIGITS = Strictness.POSSIBLE, Strictness.VALID, Strictness.DIGITS


def danish() -> str:
    """Eight digits that a Danish number may have."""
    example = phonenumbers.example_number("DK")
    assert example is not None
    return phonenumbers.national_significant_number(example)


def read(text: str, region: str, strictness: Strictness = POSSIBLE) -> tuple[str, str]:
    found = normalise(text, region, strictness)
    assert isinstance(found, Phone), found
    assert found.original == text
    return found.number, found.extension


def refusal(text: str, region: str, strictness: Strictness = POSSIBLE) -> Problem:
    found = normalise(text, region, strictness)
    assert isinstance(found, Problem), found
    assert found.reason is Reason.PHONE_INVALID
    return found


@pytest.mark.parametrize("strictness", list(Strictness))
def test_a_danish_number_is_one_number_in_every_spelling(strictness: Strictness) -> None:
    digits = danish()
    pairs = " ".join(digits[i : i + 2] for i in range(0, 8, 2))
    for text, region in [
        (digits, "DK"),
        (pairs, "DK"),
        (f"0045 {pairs}", "DK"),
        (f"0045{digits}", "DK"),
        (f"45{digits}", "DK"),
        (f"+45 {pairs}", "DK"),
        (f"+45 {pairs}", "US"),
        (f"+45 {pairs}", ""),
        (f"(+45) {pairs}", "dk"),
        (f"011 45 {pairs}", "US"),
        (f"0011 45 {pairs}", "AU"),
    ]:
        assert read(text, region, strictness) == (f"+45{digits}", ""), (text, region)


@pytest.mark.parametrize(
    ("text", "region", "number", "extension"),
    [
        ("020 7946 0123", "GB", "+442079460123", ""),
        ("+44 (0)20 7946 0123", "US", "+442079460123", ""),
        ("020\u00a07946\u00a00123", "GB", "+442079460123", ""),
        ("＋４４２０７９４６０１２３", "", "+442079460123", ""),
        ("020‑7946‑0123", "GB", "+442079460123", ""),
        ("tel:+44-20-7946-0123", "", "+442079460123", ""),
        ("020 7946 0123 ext. 46", "GB", "+442079460123", "46"),
        ("(212) 555-0123x4606", "US", "+12125550123", "4606"),
        ("212.555.0123 #46", "US", "+12125550123", "46"),
        ("1-212-555-0123 Extension 46", "US", "+12125550123", "46"),
        ("+1-212-555-0123;ext=46", "", "+12125550123", "46"),
    ],
)
def test_spellings(text: str, region: str, number: str, extension: str) -> None:
    assert read(text, region) == (number, extension)


@pytest.mark.parametrize(
    ("text", "region", "detail", "params"),
    [
        ("ukendt", "DK", "no_digits", {}),
        ("–", "DK", "no_digits", {}),
        ("000 000 1", "DK", "too_short", {"country": "DK", "code": "45", "digits": "8", "given": "7"}),
        ("+45 00 00", "US", "too_short", {"country": "DK", "code": "45", "digits": "8", "given": "4"}),
        ("020 7946 0123 99", "GB", "too_long", {"country": "GB", "code": "44", "digits": "7,9,10", "given": "12"}),
        (
            "+61 2 5550 123456",
            "GB",
            "wrong_length",
            {"country": "AU", "code": "61", "digits": "5,6,7,8,9,10,12", "given": "11"},
        ),
        ("00 00 00 2O", "DK", "letter_o", {"suggestion": "+4500000020"}),
        ("O2O 7946 O123", "GB", "letter_o", {"suggestion": "+442079460123"}),
        ("2079460123.0", "GB", "decimal_point", {"suggestion": "+442079460123"}),
        ("4.4794E+11", "GB", "rounded", {}),
        ("4,4794e11", "GB", "rounded", {}),
        ("020 7946 0123 / 020 7946 0456", "GB", "several_numbers", {}),
        ("020 7946 0123 or 020 7946 0456", "GB", "several_numbers", {}),
        ("020 7946 0123", "", "no_country", {}),
        ("020 7946 0123", "XX", "no_country", {}),
        ("+999 123 456", "GB", "invalid_country_code", {}),
        (
            "001-212-555-0123",
            "US",
            "prefix_00",
            {"country": "US", "code": "1", "digits": "10", "suggestion": "+12125550123"},
        ),
        ("!1!", "GB", "not_a_number", {"country": "GB", "code": "44", "digits": "7,9,10"}),
    ],
)
def test_refusals_say_what_is_wrong(text: str, region: str, detail: str, params: dict[str, str]) -> None:
    found = refusal(text, region)
    assert found.detail == detail
    assert dict(found.params) == params
    assert found.value == text


def test_strict_numbers_must_be_in_use() -> None:
    digits = "1" * 8  # no Danish number begins with 1
    assert read(digits, "DK") == ("+45" + digits, "")
    assert refusal(digits, "DK", VALID).detail == "not_in_use"
    assert refusal("555-0123", "US", VALID).detail == "area_code_missing"


def test_digits_are_kept_when_nothing_international_can_be_made() -> None:
    assert read("12 34 56", "", DIGITS) == ("123456", "")
    assert read("12 34 56 x7", "", DIGITS) == ("123456", "7")
    assert read("12 34 56 7", "DK", DIGITS) == ("1234567", "")
    assert read("001-212-555-0123", "US", DIGITS) == ("+12125550123", "")
    assert refusal("12345", "", DIGITS).detail == "too_few_digits"
    assert dict(refusal("1" * 16, "", DIGITS).params) == {"least": "6", "most": "15", "given": "16"}
    assert refusal("none", "", DIGITS).detail == "no_digits"


def test_long_values_are_shortened_in_the_problem() -> None:
    found = refusal("020 7946 0123 " * 100, "GB")
    assert len(found.value) == 200
    assert found.value.endswith("…")


def test_what_is_shown() -> None:
    assert pretty("+442079460123") == "+44 20 7946 0123"
    assert pretty("+12125550123", "46") == "+1 212-555-0123 ext. 46"
    assert pretty("123456") == "123456"
    assert region_of("+442079460123") == "GB"
    assert region_of("+14165550123") == "CA"
    assert region_of("+80012345678") == ""
    assert region_of("123456") == ""


@given(st.text(max_size=60), st.sampled_from(["DK", "US", "GB", "", "ZZ"]), st.sampled_from(Strictness))
def test_any_text_is_a_number_or_a_problem(text: str, region: str, strictness: Strictness) -> None:
    found = normalise(text, region, strictness)
    if isinstance(found, Phone):
        assert found.number.removeprefix("+").isdecimal()
        if found.number.startswith("+"):
            again = normalise(found.number, region, POSSIBLE)
            assert isinstance(again, Phone)
            assert again.number == found.number
    else:
        assert found.detail


@given(st.sampled_from(sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)), st.integers(2, 17))
def test_lengths_are_judged_as_the_library_does(code: int, given_digits: int) -> None:
    number = phonenumbers.PhoneNumber(country_code=code, national_number=int("1" * given_digits))
    names = {
        phonenumbers.ValidationResult.IS_POSSIBLE: "not_in_use",
        phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "area_code_missing",
        phonenumbers.ValidationResult.TOO_SHORT: "too_short",
        phonenumbers.ValidationResult.TOO_LONG: "too_long",
        phonenumbers.ValidationResult.INVALID_LENGTH: "wrong_length",
    }
    assert length_detail(code, given_digits) == names[phonenumbers.is_possible_number_with_reason(number)]
