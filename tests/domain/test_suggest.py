"""Which column goes to which field: by name, synonyms, similarity and values."""

from collections.abc import Sequence
from datetime import date

import pytest

from leadadmin.domain.fields import Field, FieldType
from leadadmin.domain.mapping import MappingEntry, SystemField
from leadadmin.domain.suggest import Level, Suggestion, suggest

PHONES = [f"020 7946 0{number:03}" for number in range(100, 139)]  # reserved for fiction
DAYS = [f"{day:02}-11-2025" for day in range(1, 31)]

PHONE = Field("phone", "Phone", FieldType.PHONE)
MOBILE = Field("mobile", "Mobile", FieldType.PHONE)
FIRST = Field("first_name", "First name", FieldType.TEXT)
LAST = Field("last_name", "Last name", FieldType.TEXT)
EMAIL = Field("email", "E-mail", FieldType.EMAIL)
SIGNED = Field("signed_up", "Signed up on", FieldType.DATE)
USE = Field("yearly_use", "Yearly use", FieldType.INTEGER)
PRICE = Field("price", "Price", FieldType.DECIMAL)
OWNER = Field("owner", "Owns the house", FieldType.YES_NO)
ROOF = Field("roof", "Roof", FieldType.CHOICE, choices=("Tiles", "Slate", "Flat"))
NOTE = Field("note", "Note", FieldType.LONG_TEXT)


def one(column: str, values: Sequence[object], *fields: Field, region: str = "GB") -> Suggestion:
    (found,) = suggest([column], {column: values}, fields, region)
    return found


def test_the_form_of_the_mock_up() -> None:
    samples: dict[str, Sequence[object]] = {
        "tlf_mobil": [*PHONES, "ukendt"],
        "efternavn": ["Demosen", "Eksempel"],
        "fornavn": ["mille", "ANTON"],
        "opr_dato": ["18-11-2025", "19-11-2025", "20-11-2025"],
        "njCallBackDate": ["2025/11/21 10:00"],
        "kilde": ["web", "web", "kampagne"],
    }
    found = suggest(list(samples), samples, [MOBILE, LAST, FIRST, SIGNED], "GB")
    assert [(each.column, each.target, each.level, each.reason) for each in found] == [
        ("tlf_mobil", "mobile", Level.SURE, "39 of 40 values are phone numbers"),
        ("efternavn", "last_name", Level.SURE, "“efternavn” means last name"),
        ("fornavn", "first_name", Level.SURE, "“fornavn” means first name"),
        ("opr_dato", "signed_up", Level.SURE, "3 of 3 values are dates"),
        ("njCallBackDate", SystemField.CALLBACK_DATE, Level.SURE, "System field"),
        ("kilde", None, Level.NONE, "No field fits: ignored"),
    ]
    assert [[transform.text for transform in each.transforms] for each in found] == [
        [], [], ["title"], ["date:dd-MM-yyyy"], [], [],
    ]  # fmt: skip
    assert found[0].entry == MappingEntry(("tlf_mobil",), field="mobile")
    assert found[4].entry == MappingEntry(("njCallBackDate",), system=SystemField.CALLBACK_DATE)
    assert found[5].entry is None


@pytest.mark.parametrize("column", ["note", "NOTE", "Note:", " note "])
def test_an_equal_name_is_sure(column: str) -> None:
    found = one(column, [], FIRST, NOTE)
    assert (found.target, found.confidence, found.reason) == ("note", 1.0, "The name is the same")


def test_a_name_may_equal_the_label() -> None:
    assert one("Owns the house", [], OWNER).target == "owner"


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("telefon", PHONE),
        ("tlf", PHONE),
        ("mobil", PHONE),
        ("surname", LAST),
        ("epost", EMAIL),
        ("postnr", Field("zip", "Zip", FieldType.TEXT)),
        ("by", Field("town", "Town", FieldType.TEXT)),
        ("adresse", Field("street", "Street", FieldType.TEXT)),
    ],
)
def test_synonyms_are_sure(column: str, field: Field) -> None:
    found = one(column, [], field)
    assert (found.target, found.level) == (field.key, Level.SURE)
    assert found.reason.startswith(f"“{column}” means ")


def test_a_similar_name_is_to_be_checked() -> None:
    found = one("yearly_usage", [4200, 5150, 3900], USE)
    assert (found.target, found.level) == ("yearly_use", Level.CHECK)
    assert found.reason == "The name is 90% similar"
    assert one("kilde", ["web"], USE).target is None


def test_a_misspelt_synonym_is_similar_too() -> None:
    found = one("telefonnumer", [], PHONE)
    assert (found.target, found.level, found.reason) == ("phone", Level.CHECK, "The name is 96% similar")


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        (PHONES, PHONE, "39 of 39 values are phone numbers"),
        ([f"p{n}@example.com" for n in range(40)], EMAIL, "40 of 40 values are e-mail addresses"),
        ([date(2025, 11, n) for n in range(1, 11)], SIGNED, "10 of 10 values are dates"),
        (["https://example.com", "https://example.org", "example.net"], Field("w", "W", FieldType.URL), None),
    ],
)
def test_values_alone_are_enough_when_only_one_field_can_hold_them(
    values: list[object], field: Field, words: str | None
) -> None:
    found = one("x7", values, field, NOTE)
    assert found.target == field.key
    assert found.level is Level.SURE or words is None
    assert words is None or found.reason == words


def test_values_alone_are_to_be_checked_when_several_fields_can_hold_them() -> None:
    found = one("x7", PHONES, PHONE, MOBILE)
    assert (found.target, found.level) == ("phone", Level.CHECK)


def test_two_values_prove_little() -> None:
    assert one("x7", PHONES[:2], PHONE).level is Level.CHECK


def test_choices_are_known_by_their_values() -> None:
    found = one("x7", ["tiles", "SLATE", "tiles", "flat"], ROOF, NOTE)
    assert (found.target, found.level) == ("roof", Level.CHECK)
    assert found.reason == "4 of 4 values are choices of “Roof”"


def test_numbers_are_not_taken_for_phones_or_dates() -> None:
    assert one("lead_id", list(range(184220, 184260)), PHONE, SIGNED).target is None


def test_a_name_whose_values_do_not_fit_is_to_be_checked() -> None:
    found = one("phone", ["yes", "no", "yes", *PHONES[:1]], PHONE)
    assert (found.target, found.level) == ("phone", Level.CHECK)
    assert found.reason == "The name fits, but only 1 of 4 values is a phone number"


@pytest.mark.parametrize(
    ("values", "transform"),
    [
        (DAYS, "date:dd-MM-yyyy"),
        (["11/18/2025", "11/19/2025", "1/2/2025"], "date:MM/dd/yyyy"),
        (["18.11.2025", "19.11.2025", "1.2.2025"], "date:dd.MM.yyyy"),
        (["20251118", "20251119", "20251120"], "date:yyyyMMdd"),
        (["18-11-2025 09:30", "19-11-2025 10:00", "20-11-2025 11:00"], "date:dd-MM-yyyy HH:mm"),
        (["18 Nov 2025", "19 Nov 2025", "20 Nov 2025"], "date:d MMM yyyy"),
        (["18. november 2025", "19. december 2025", "20. maj 2025"], "date:d. MMM yyyy"),
        (["2025-11-18", "2025-11-19", "2025-11-20"], ""),
        (["2025/11/18", "2025/11/19", "2025/11/20"], "date:yyyy/MM/dd"),
    ],
)
def test_the_pattern_of_dates_is_found(values: list[object], transform: str) -> None:
    found = one("signed_up", values, SIGNED)
    assert found.level is Level.SURE
    assert [each.text for each in found.transforms] == ([transform] if transform else [])


def test_a_few_values_may_be_no_dates() -> None:
    found = one("signed_up", [*DAYS, "unknown"], SIGNED)
    assert [each.text for each in found.transforms] == ["date:dd-MM-yyyy"]
    assert found.reason == "30 of 31 values are dates"


@pytest.mark.parametrize(("region", "transform"), [("GB", "date:dd/MM/yyyy"), ("US", "date:MM/dd/yyyy")])
def test_days_that_may_be_months_are_to_be_checked(region: str, transform: str) -> None:
    found = one("signed_up", ["01/02/2025", "03/04/2025", "05/06/2025"], SIGNED, region=region)
    assert [each.text for each in found.transforms] == [transform]
    assert found.level is Level.CHECK
    assert found.reason == "3 of 3 values are dates, but day and month may be the other way round"


def test_a_field_with_a_format_of_its_own_needs_no_transform() -> None:
    field = Field("signed_up", "Signed up", FieldType.DATE, date_format="dd-MM-yyyy")
    assert one("signed_up", DAYS, field).transforms == ()


def test_a_decimal_comma_is_seen() -> None:
    found = one("price", ["1.234,50", "12,00", "0,5"], PRICE)
    assert [each.text for each in found.transforms] == ["decimal_comma"]
    assert found.level is Level.SURE


def test_one_column_per_field_the_best_first() -> None:
    samples: dict[str, Sequence[object]] = {"telefon": PHONES, "phone": PHONES, "x7": PHONES}
    found = suggest(list(samples), samples, [PHONE], "GB")
    assert [each.target for each in found] == [None, "phone", None]
    assert found[0].reason == "“Phone” is taken by “phone”"


def test_a_mobile_and_a_phone_find_their_own_fields() -> None:
    samples: dict[str, Sequence[object]] = {"mobil": PHONES, "telefon": PHONES}
    found = suggest(list(samples), samples, [PHONE, MOBILE], "GB")
    assert [each.target for each in found] == ["mobile", "phone"]


def test_ideas_of_system_fields_are_offered_to_be_checked() -> None:
    found = one("prioritet", [1, 2, 3], NOTE)
    assert (found.target, found.level, found.reason) == (
        SystemField.PRIORITY,
        Level.CHECK,
        "“prioritet” means priority",
    )
    assert one("priority", [1], Field("priority", "Priority", FieldType.INTEGER)).target == "priority"


def test_a_system_field_is_taken_by_its_name_once() -> None:
    found = suggest(["njPriority", "prio"], {}, [], "")
    assert [each.target for each in found] == [SystemField.PRIORITY, None]


def test_nothing_to_suggest() -> None:
    assert suggest([], {}, [PHONE], "GB") == []
    assert one("", ["x"], PHONE).target is None
    assert one("x", [None, "", object()], PHONE, EMAIL, SIGNED, USE, OWNER).target is None


def test_every_column_gets_an_answer_whatever_the_fields() -> None:
    columns = [f"column_{number}" for number in range(20)]
    fields = [Field(f"field_{number}", f"Field {number}", kind) for number, kind in enumerate([*FieldType] * 2)]
    found = suggest(columns, dict.fromkeys(columns, PHONES), fields, "GB")
    assert [each.column for each in found] == columns
    targets = [each.target for each in found if each.target]
    assert sorted(targets) == ["field_13", "field_2"]
