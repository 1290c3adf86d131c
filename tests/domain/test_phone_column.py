"""A column of phones gives what `normalise` gives one by one, and looks at plain numbers only together."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadadmin.domain import phone_column
from leadadmin.domain.phone import Phone, Strictness, normalise
from leadadmin.domain.phone_column import normalise_column
from leadadmin.domain.reasons import Problem

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)


def assert_equal(values: list[str | None], region: str, strictness: Strictness) -> None:
    column = normalise_column(values, region, strictness)
    assert len(column.numbers) == len(column.extensions) == len(values)
    assert list(column.problems) == sorted(column.problems)
    for index, value in enumerate(values):
        found = column.numbers[index], column.extensions[index], column.problems.get(index)
        if value is None or not value.strip():
            assert found == (None, None, None)
            continue
        expected = normalise(value, region, strictness)
        if isinstance(expected, Phone):
            assert found == (expected.number, expected.extension, None), (value, region)
        else:
            assert found == (None, None, expected), (value, region)


@st.composite
def spellings(draw: st.DrawFn, region: str) -> str:
    """Texts near the numbers of a region: right, nearly right, with and without prefixes, punctuation, extension."""
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region)
    assert metadata is not None
    kinds = [phonenumbers.example_number_for_type(region, kind) for kind in range(11)]
    examples = [phonenumbers.national_significant_number(example) for example in kinds if example]
    digits = draw(st.sampled_from(examples) | st.from_regex(r"\A[0-9]{2,14}\Z"))
    if draw(st.booleans()):
        place = draw(st.integers(0, len(digits) - 1))
        digits = digits[:place] + draw(st.from_regex(r"\A[0-9]{0,2}\Z")) + digits[place + 1 :]
    code, trunk = str(metadata.country_code), metadata.national_prefix or "0"
    abroad = phonenumbers.country_code_for_region(draw(st.sampled_from(REGIONS)))
    prefixes = ["", trunk, code, f"+{code}", f"+{code}{trunk}", f"00{code}", f"011{code}", "00", "0", f"+{abroad}", "+"]
    text = draw(st.sampled_from(prefixes)) + digits
    if draw(st.booleans()):
        sign = draw(st.sampled_from(" -./()\u00a0‑+\t,O"))
        for place in draw(st.lists(st.integers(0, len(text)), max_size=3)):
            text = text[:place] + sign + text[place:]
    return text + draw(
        st.sampled_from(["", "", "", "x12", " ext. 9", " x 7", "#3", ".0", " ", "\n", "/x1", " Ext 123456789"])
    )


@given(st.data(), st.sampled_from(Strictness))
def test_a_column_equals_its_values_one_by_one(data: st.DataObject, strictness: Strictness) -> None:
    region = data.draw(st.sampled_from(REGIONS))
    values = data.draw(st.lists(st.none() | spellings(region), max_size=30))
    assert_equal(values, region, strictness)


@given(
    st.lists(st.none() | st.text(max_size=30) | st.text("0123456789+ -x.()\n\tO", max_size=300), max_size=10),
    st.sampled_from(["DK", "US", "GB", "AR", "IT", "", "ZZ"]),
    st.sampled_from(Strictness),
)
def test_any_texts_equal_their_values_one_by_one(values: list[str | None], region: str, strictness: Strictness) -> None:
    assert_equal(values, region, strictness)


def test_every_region_and_every_type_of_number() -> None:
    for region in REGIONS:
        values: list[str | None] = []
        metadata = phonenumbers.PhoneMetadata.metadata_for_region(region)
        assert metadata is not None
        for kind in range(11):
            example = phonenumbers.example_number_for_type(region, kind)
            if example is None:
                continue
            national = phonenumbers.national_significant_number(example)
            trunk, code = metadata.national_prefix or "", str(metadata.country_code)
            for digits in (national, national[:-1], "1" + national[1:]):
                values += [trunk + digits, code + digits, f"+{code}{trunk}{digits}", f"00{code}{digits}"]
            values += [national, f"+{code}{national}", national + "1"]
        for strictness in (Strictness.POSSIBLE, Strictness.VALID):
            assert_equal(values, region, strictness)


def test_an_empty_column() -> None:
    assert normalise_column([], "DK", Strictness.POSSIBLE).numbers == []
    assert_equal([None, "", "  "], "DK", Strictness.POSSIBLE)


@pytest.mark.parametrize("strictness", [Strictness.POSSIBLE, Strictness.VALID])
@pytest.mark.parametrize("region", ["DK", "US", "GB", "AU", "DE", "FR", "SE", "NO"])
def test_plain_numbers_never_go_one_by_one(
    region: str, strictness: Strictness, monkeypatch: pytest.MonkeyPatch
) -> None:
    example, foreign = phonenumbers.example_number(region), phonenumbers.example_number("NL")
    assert example is not None
    assert foreign is not None
    formats = (
        phonenumbers.PhoneNumberFormat.E164,
        phonenumbers.PhoneNumberFormat.INTERNATIONAL,
        phonenumbers.PhoneNumberFormat.NATIONAL,
    )
    values = [phonenumbers.format_number(example, how) for how in formats]
    values += [f"{values[2]} x4606", f"{values[2]} ext. 12", phonenumbers.format_number(foreign, formats[1])]
    values += [values[2][:-3], "0"]

    def one_by_one(text: str, region: str, strictness: Strictness) -> Phone | Problem:
        asked.append(text)
        return normalise(text, region, strictness)

    asked: list[str] = []
    monkeypatch.setattr(phone_column, "normalise", one_by_one)
    column = normalise_column(values, region, strictness)
    assert all(column.numbers[:6])
    assert column.extensions[3:5] == ["4606", "12"]
    assert asked == ["0"] or asked == [values[6], "0"]


def test_equal_spellings_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(text: str, region: str, strictness: Strictness) -> Phone | Problem:
        asked.append(text)
        return normalise(text, region, strictness)

    monkeypatch.setattr(phone_column, "normalise", counted)
    column = normalise_column(["unknown"] * 50 + ["tel:+442079460123"] * 50, "GB", Strictness.POSSIBLE)
    assert asked == ["unknown", "tel:+442079460123"]
    assert len(column.problems) == 50
    assert column.numbers[50:] == ["+442079460123"] * 50
