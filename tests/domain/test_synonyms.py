"""What columns are called, in English and Danish."""

import pytest

from leadadmin.domain.synonyms import Idea, idea_of, name_words, plain_name, words_for


@pytest.mark.parametrize(
    ("name", "idea"),
    [
        ("phone", Idea.PHONE),
        ("Telefon", Idea.PHONE),
        ("TLF.", Idea.PHONE),
        ("tlf_mobil", Idea.MOBILE),
        ("mobil", Idea.MOBILE),
        ("customerPhone", Idea.PHONE),
        ("Phone 1", Idea.PHONE),
        ("KUNDE_TLF", Idea.PHONE),
        ("surname", Idea.LAST_NAME),
        ("efternavn", Idea.LAST_NAME),
        ("last name", Idea.LAST_NAME),
        ("LastName", Idea.LAST_NAME),
        ("fornavn", Idea.FIRST_NAME),
        ("E-mail", Idea.EMAIL),
        ("postnr", Idea.POSTCODE),
        ("Postnr.", Idea.POSTCODE),
        ("adresse", Idea.ADDRESS),
        ("adresse 2", Idea.ADDRESS_2),
        ("by", Idea.CITY),
        ("fødselsdato", Idea.BIRTHDAY),
        ("FOEDSELSDATO", Idea.BIRTHDAY),
        ("customer", None),
        ("phone_type", None),
        ("kw_aar", None),
        ("", None),
        ("€€€", None),
    ],
)
def test_ideas(name: str, idea: Idea | None) -> None:
    assert idea_of(name) is idea


def test_names_are_cut_into_words() -> None:
    assert name_words("lastName") == name_words("LAST_NAME") == name_words(" Last name: ") == ["last", "name"]
    assert name_words("HTTPAddress2") == ["http", "address", "2"]
    assert plain_name("Løbe-nr.") == "loebenr"
    assert plain_name("Café") == "cafe"


def test_no_word_has_two_meanings() -> None:
    meanings: dict[str, Idea] = {}
    for idea in Idea:
        for word in words_for(idea):
            assert word
            assert meanings.setdefault(word, idea) is idea, word
