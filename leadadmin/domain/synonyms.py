"""What columns of customer data are called, in English and Danish (spec 3, Mapping: Suggestion). Data, and its look-up.

Names are compared by `plain_name`: without case, blanks and punctuation, with æ, ø, å written out. A word stands
under one idea only. Words that say whose value it is (“customer phone”) are passed over.
"""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from leadadmin.domain.system_fields import SystemField


class Idea(StrEnum):
    """What a column can mean; the value is how sentences call it."""

    PHONE = "phone"
    MOBILE = "mobile"
    LANDLINE = "landline"
    WORK_PHONE = "work phone"
    FIRST_NAME = "first name"
    LAST_NAME = "last name"
    FULL_NAME = "name"
    TITLE = "title"
    COMPANY = "company"
    JOB = "job"
    EMAIL = "e-mail"
    ADDRESS = "address"
    ADDRESS_2 = "second line of the address"
    POSTCODE = "postcode"
    CITY = "city"
    STATE = "state"
    COUNTRY = "country"
    WEBSITE = "web site"
    BIRTHDAY = "date of birth"
    AGE = "age"
    GENDER = "gender"
    LANGUAGE = "language"
    NOTE = "note"
    SOURCE = "source"
    CREATED = "date of sign-up"
    COMPANY_NUMBER = "company number"
    EXTERNAL_ID = "external id"
    CALLBACK_DATE = "call-back date"
    CALLBACK_TIME = "call-back time"
    PRIORITY = "priority"
    AGENT = "agent"
    DISPOSITION = "disposition"


_WORDS: dict[Idea, str] = {
    Idea.PHONE: """phone, phone number, phone no, phone nr, telephone, telephone number, tel, tel no, tel nr, tlf,
        tlf nr, tlf nummer, telefon, telefon nr, telefonnummer, nummer, contact number, home phone, hjemmetelefon,
        privattelefon, dial number, msisdn, fon, ph, ring til""",
    Idea.MOBILE: """mobile, mobile phone, mobile number, mobile no, mob, mob nr, cell, cell phone, cellphone, cell
        number, mobil, mobil nr, mobilnummer, mobiltelefon, mobiltlf, mobil tlf, tlf mobil, telefon mobil, phone mobile,
        handy, sms, sms nummer""",
    Idea.LANDLINE: "landline, land line, fixed line, fixed phone, fastnet, fastnettelefon, fastnet nr, tlf fastnet",
    Idea.WORK_PHONE: """work phone, business phone, office phone, day phone, daytime phone, phone work, arbejdstelefon,
        tlf arbejde, direct phone, direct number, direkte nummer, direkte telefon, firmatelefon""",
    Idea.FIRST_NAME: "first name, firstname, fname, given name, forename, christian name, fornavn, for navn",
    Idea.LAST_NAME: "last name, lastname, lname, surname, family name, sur name, efternavn, efter navn, slægtsnavn",
    Idea.FULL_NAME: "name, full name, fullname, navn, fulde navn, contact name, contact person, kontaktperson",
    Idea.TITLE: "title, salutation, mr mrs, tiltale, titel",
    Idea.COMPANY: """company, company name, business, business name, organisation, organization, organisation name,
        account name, employer, firma, firmanavn, virksomhed, virksomhedsnavn, selskab, arbejdsgiver""",
    Idea.JOB: "job, job title, position, role, occupation, stilling, jobtitel, stillingsbetegnelse, profession",
    Idea.EMAIL: """email, e mail, mail, email address, e mail address, mail address, emailadresse, e mail adresse,
        mailadresse, epost, e post""",
    Idea.ADDRESS: """address, address 1, address line, address line 1, street, street address, street name, road,
        adresse, adresse 1, adresselinje, adresselinje 1, vej, vejnavn, gade, gadenavn, postal address,
        postadresse""",
    Idea.ADDRESS_2: "address 2, address line 2, adresse 2, adresselinje 2, suite, unit, apartment, etage, c o",
    Idea.POSTCODE: """postcode, post code, postal code, zip, zip code, zipcode, zip postal code, postnr, post nr,
        postnummer""",
    Idea.CITY: "city, town, suburb, place, locality, by, bynavn, by navn, postdistrikt, poststed",
    Idea.STATE: "state, province, county, region, state province, kommune, amt, landsdel",
    Idea.COUNTRY: "country, country name, country code, land, landekode, nation",
    Idea.WEBSITE: "web, website, web site, url, homepage, home page, hjemmeside, webside, web address, internet",
    Idea.BIRTHDAY: "birthday, birth date, birthdate, date of birth, dob, born, fødselsdag, fødselsdato",
    Idea.AGE: "age, alder",
    Idea.GENDER: "gender, sex, køn",
    Idea.LANGUAGE: "language, lang, sprog, preferred language",
    Idea.NOTE: """note, notes, comment, comments, remark, remarks, description, message, bemærkning, bemærkninger,
        kommentar, kommentarer, notat, notater, besked, beskrivelse""",
    Idea.SOURCE: "source, lead source, origin, utm source, referrer, kilde, oprindelse, leadkilde",
    Idea.CREATED: """created, created at, created on, created date, create date, date created, signed up, signed up on,
        signed up at, sign up date, signup date, registered, registered at, registration date, oprettet, oprettet den,
        oprettelsesdato, opr dato, tilmeldt, tilmeldingsdato, dato oprettet""",
    Idea.COMPANY_NUMBER: "company number, company no, cvr, cvr nr, cvr nummer, vat number, abn, acn",
    Idea.EXTERNAL_ID: "external id, crm id, external lead id, ekstern id, eksternt id, foreign id",
    Idea.CALLBACK_DATE: """callback, call back, callback date, call back date, callback at, call me at, genopkald,
        genopkaldsdato, ring igen, ring op den, opkaldsdato""",
    Idea.CALLBACK_TIME: "callback time, call back time, genopkaldstid, genopkald kl, ring kl",
    Idea.PRIORITY: "priority, prio, prioritet",
    Idea.AGENT: "agent, agent name, caller, konsulent, sælger",
    Idea.DISPOSITION: "disposition, call result, outcome, resultat, opkaldsresultat, udfald",
}

NARROWER = {Idea.MOBILE: Idea.PHONE, Idea.LANDLINE: Idea.PHONE, Idea.WORK_PHONE: Idea.PHONE}
"""Ideas that are a kind of another one: a mobile number will do where a phone is asked for."""

SYSTEM_IDEAS = {
    Idea.EXTERNAL_ID: SystemField.EXTERNAL_ID,
    Idea.CALLBACK_DATE: SystemField.CALLBACK_DATE,
    Idea.CALLBACK_TIME: SystemField.CALLBACK_TIME,
    Idea.PRIORITY: SystemField.PRIORITY,
    Idea.AGENT: SystemField.AGENT,
    Idea.DISPOSITION: SystemField.DISPOSITION,
}
"""Ideas that a system field stands for."""

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss"})
_HUMP = re.compile(r"(?<=[a-zæøåß0-9])(?=[A-ZÆØÅ])|(?<=[A-ZÆØÅ])(?=[A-ZÆØÅ][a-zæøå])")
_PARTS = re.compile(r"[a-z]+|[0-9]+")


def name_words(name: str) -> list[str]:
    """The words of a column's name: lastName, LAST_NAME and “Last name:” are all last, name."""
    apart = _HUMP.sub(" ", name).lower().translate(_LETTERS)
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", apart) if not unicodedata.combining(letter))
    return _PARTS.findall(bare)


def plain_name(name: str) -> str:
    """A name by which names are compared: the letters and digits of its words."""
    return "".join(name_words(name))


_WHOSE = frozenset(
    name_words(
        """customer cust client contact kunde kundens klient kontakt person persons lead leads user bruger member medlem
        primary main primær hoved billing shipping my the fld field felt col column kol str txt c"""
    )
)
_BY_IDEA = {idea: frozenset(plain_name(word) for word in words.split(",")) for idea, words in _WORDS.items()}
_BY_NAME = {name: idea for idea, names in _BY_IDEA.items() for name in names}


@lru_cache(maxsize=4096)
def idea_of(name: str) -> Idea | None:
    """What a name means, or None; “customer_phone” and “Phone 1” mean phone."""
    words = name_words(name)
    own = [word for word in words if word not in _WHOSE]
    first = own[:-1] if own[-1:] == ["1"] else own
    for attempt in (words, own, first):
        if idea := _BY_NAME.get("".join(attempt)):
            return idea
    return None


def words_for(idea: Idea) -> frozenset[str]:
    """The plain names that mean `idea`."""
    return _BY_IDEA[idea]
