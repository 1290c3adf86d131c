import re

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from leadadmin.domain.redaction import hide_phones, redact, spellings_of

FORMATS = (
    PhoneNumberFormat.E164,
    PhoneNumberFormat.INTERNATIONAL,
    PhoneNumberFormat.NATIONAL,
    PhoneNumberFormat.RFC3966,
)
KINDS = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE)
EXAMPLES = [
    number
    for region in sorted(phonenumbers.SUPPORTED_REGIONS)
    for kind in KINDS
    if (number := phonenumbers.example_number_for_type(region, kind)) is not None
]


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def full_numbers() -> list[str]:
    texts = {phonenumbers.format_number(number, style) for number in EXAMPLES for style in FORMATS}
    return sorted(text for text in texts if len(digits(text)) >= (7 if "+" in text else 8))


NUMBERS = full_numbers()
words = st.sampled_from(["", " ", "lead ", "“", "phone=", "('", "Duplicate entry '", "\n", "tel:", "<", "x", "[", "\t"])


def test_numbers_of_all_the_world_are_tried() -> None:
    assert len(NUMBERS) > 1000


@pytest.mark.parametrize("between", [None, " ", ".", "-", "/", "\u00a0", "\\xa0", "%20", "\u2011", " - ", ""])
def test_no_number_of_any_country_stays_whole_however_it_is_grouped(between: str | None) -> None:
    for number in NUMBERS:
        shown = number if between is None else re.sub(r"(?<=\d)[ ().\-/]+(?=\d)", between.replace("\\", r"\\"), number)
        hidden = hide_phones(f"Duplicate entry '{shown}' for key")
        assert digits(hidden.replace("\\xa0", "").replace("%20", "")) == digits(number)[-2:], shown
        assert hidden.startswith("Duplicate entry '"), shown
        assert hidden.endswith("' for key"), shown


@given(st.sampled_from(NUMBERS), words, words)
def test_words_around_a_number_do_not_save_it(number: str, before: str, after: str) -> None:
    hidden = redact(before + number + after)
    assert digits(hidden) == digits(number)[-2:]


@given(st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=4), st.sampled_from([", ", "\n", "; ", " and ", " "]))
def test_several_numbers_are_all_hidden(numbers: list[str], between: str) -> None:
    assert len(digits(redact(between.join(numbers)))) <= 2 * len(numbers)


@given(st.text("0123456789+-. ()/:abfTZx'@=;,\\%•", max_size=60))
def test_no_long_run_of_digits_survives_and_redacting_twice_changes_nothing(text: str) -> None:
    hidden = redact(text)
    without_readable = re.sub(r"(?<!\d)0\.\d+|0x[0-9a-fA-F]+|[0-9a-f]{32,}", "", hidden)
    assert not re.search(r"\d{8,}", without_readable)
    assert redact(hidden) == hidden


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-07 10:11:12,123 INFO leadadmin.injector: run 12345 of injector 7",
        "next at 2026-10-07T10:11:12.123456+00:00, last at 2026-10-07T10:06:12Z",
        "run 12 2026-10-07 10:11:12 injector 3",
        "550e8400-e29b-41d4-a716-446655440000",
        "12345678-1234-1234-1234-123456789012",
        "127.0.0.1:3306 and 192.168.100.200, 10.100.200.30. 172.16.100.200 but 203.0.113.200:5432",
        "read 1,000,000 rows in 12.345 seconds, 0.123456789 of them",
        "<Run object at 0x7f1234567890>",
        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "(1045, \"Access denied for user 'leads'@'localhost' (using password: YES)\")",
        'File "intake/pipeline.py", line 1234, in run',
        "https://docs.example/guide?a=1 postgresql+psycopg://leads@crm.example:5432/crm",
    ],
)
def test_what_helps_to_find_a_fault_stays(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("password=hunter2", "password=•••"),
        ("password = hunter2, host=crm", "password = ••• host=crm"),
        ("PASSWORD='it is hunter2'", "PASSWORD=•••"),
        ('password="a \\" hunter2" host', "password=••• host"),
        ("password='no end hunter2", "password=•••"),
        ("{'password': 'hunter2', 'host': 'crm'}", "{'password': •••, 'host': 'crm'}"),
        ('{"password": "hunter2"}', '{"password": •••}'),
        ("passwd=b'a hunter2'", "passwd=•••"),
        ("CRM_PASSWORD=hunter2", "CRM_PASSWORD=•••"),
        ("MYSQL_PWD=hunter2", "MYSQL_PWD=•••"),
        ("Driver={X};UID=leads;PWD=hunter2;Server=crm", "Driver={X};UID=leads;PWD=•••;Server=crm"),
        ("UID=leads;PWD={a;b}}hunter2};Server=crm", "UID=leads;PWD=•••;Server=crm"),
        ("Password=my hunter2;Server=crm", "Password=•••;Server=crm"),
        ("LEADADMIN_KEY=five words hunter2;", "LEADADMIN_KEY=•••;"),
        ("mysql+pymysql://leads:hunter2@crm.example/crm", "mysql+pymysql://leads:•••@crm.example/crm"),
        ("://leads:p@ss/hunter2@crm.example", "://leads:•••@crm.example"),
        ("://:hunter2@crm.example", "://:•••@crm.example"),
        ("postgresql:///crm?password=hunter2", "postgresql:///crm?password=•••"),
        ("Authorization: Bearer abc.hunter2.def", "Authorization: Bearer •••"),
        ("api_key: hunter2", "api_key: •••"),
        ("token=>hunter2", "token=>•••"),
        ("key lak1-abcd-2345-hunter2-abcd-efgh", "key •••"),
    ],
)
def test_named_passwords_are_hidden(text: str, hidden: str) -> None:
    assert redact(text) == hidden


@given(
    st.text(st.characters(exclude_characters="•"), min_size=4).filter(str.strip),
    st.text(max_size=20),
    st.text(max_size=20),
    st.sampled_from([str, repr, ascii]),
)
def test_a_known_secret_is_hidden_wherever_it_stands(secret: str, before: str, after: str, as_text: type) -> None:
    hidden = redact(f"{before}{as_text(secret)}{after}", spellings_of(secret))
    assert secret not in hidden


def test_a_known_secret_is_hidden_in_urls_and_json() -> None:
    spellings = spellings_of("p/ä +\"'\\x")
    for text in ("p/%C3%A4%20%2B%22%27%5Cx", "p%2F%C3%A4+%2B%22%27%5Cx", "p/\\u00e4 +\\\"'\\\\x", "p/ä +\\\"'\\\\x"):
        assert redact(f"<{text}>", spellings) == "<•••>"


def test_a_short_secret_is_hidden_as_a_word_and_spares_the_rest() -> None:
    assert redact("say ab to cab, 'ab' (ab)", spellings_of("ab")) == "say ••• to cab, '•••' (•••)"
    assert spellings_of(" ") == frozenset()


def test_long_texts_take_no_noticeable_time() -> None:
    for text in ("1 " * 50_000, "://a:b" * 10_000, "password=" * 10_000, "a1b2" * 25_000, "'" * 50_000):
        redact(text)
