"""What is said about each reason and detail, in English and Danish. Data: add a line to say something new.

Placeholders: `{what}` is the field and its value (“Mobile “12 34””), `{field}` the field alone, `{value}` the value;
any other is a param of the problem. `{a_number}` (“a Danish number”) and `{digits}` (“8 digits”) are made from the
params `country`, `code` and `digits` of phones. The detail "" is the general sentence of its reason. Full stops are
added where sentences stand alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from leadadmin.domain.reasons import Reason


@dataclass(frozen=True, slots=True)
class Wording:
    """One sentence in both languages; `*_short` is what stands beside columns that show field and value already."""

    en: str
    da: str
    en_short: str = ""
    da_short: str = ""


TITLES: Mapping[Reason, Wording] = {
    Reason.MISSING_REQUIRED: Wording("Required value missing", "Påkrævet værdi mangler"),
    Reason.NO_PHONE: Wording("No phone number", "Intet telefonnummer"),
    Reason.PHONE_INVALID: Wording("Phone invalid", "Ugyldigt telefonnummer"),
    Reason.FIELD_INVALID: Wording("Value does not fit", "Værdien passer ikke"),
    Reason.DO_NOT_CALL: Wording("Do not call", "Må ikke ringes op"),
    Reason.DUPLICATE: Wording("Duplicate", "Dublet"),
    Reason.EXTERNAL_ID_EXISTS: Wording("External id exists", "Eksternt id findes"),
    Reason.UNKNOWN_EXTERNAL_ID: Wording("Unknown external id", "Ukendt eksternt id"),
    Reason.UNKNOWN_TEMPLATE: Wording("Unknown template", "Ukendt skabelon"),
    Reason.UNKNOWN_CAMPAIGN: Wording("Unknown campaign", "Ukendt kampagne"),
    Reason.UNKNOWN_DISPOSITION: Wording("Unknown disposition", "Ukendt resultat"),
    Reason.UNKNOWN_AGENT: Wording("Unknown agent", "Ukendt agent"),
    Reason.UNKNOWN_CONTACT_HOURS: Wording("Unknown calling hours", "Ukendte ringetider"),
    Reason.BAD_CALLBACK_DATE: Wording("Call-back date does not fit", "Genopkaldets dato passer ikke"),
    Reason.BAD_PRIORITY: Wording("Priority does not fit", "Prioriteten passer ikke"),
    Reason.NO_CHANGE_ON_ADD: Wording("<No Change> on a new lead", "<No Change> på et nyt lead"),
    Reason.LEAD_CLOSED: Wording("Lead is closed", "Leadet er lukket"),
    Reason.UNIQUE_ID_MISSING: Wording("Unique id missing", "Unikt id mangler"),
    Reason.UNIQUE_ID_TWICE: Wording("Unique id twice", "Unikt id to gange"),
    Reason.ROW_MALFORMED: Wording("Row cannot be read", "Rækken kan ikke læses"),
    Reason.TOO_LARGE: Wording("Too large", "For stor"),
}
"""Short titles of the reasons, for receipts and chips."""

GROUP_TITLES: Mapping[tuple[Reason, str], Wording] = {
    (Reason.FIELD_INVALID, ""): Wording("{field} does not fit", "{field} passer ikke"),
    (Reason.FIELD_INVALID, "not_a_number"): Wording("{field} not a number", "{field} er ikke et tal"),
    (Reason.FIELD_INVALID, "thousands"): Wording("{field} not a number", "{field} er ikke et tal"),
    (Reason.FIELD_INVALID, "date_format"): Wording("{field} not a date", "{field} er ikke en dato"),
    (Reason.FIELD_INVALID, "unsupported_action"): Wording("Action not supported", "Handlingen understøttes ikke"),
    (Reason.FIELD_INVALID, "unknown_action"): Wording("Unknown action", "Ukendt handling"),
    (Reason.MISSING_REQUIRED, ""): Wording("{field} missing", "{field} mangler"),
    (Reason.ROW_MALFORMED, "too_few_columns"): Wording("Row with too few columns", "Række med for få kolonner"),
    (Reason.ROW_MALFORMED, "too_many_columns"): Wording("Row with too many columns", "Række med for mange kolonner"),
}
"""Titles of problems that receipts count apart; `{field}` is the field."""

PHONES: Mapping[str, Wording] = {
    "": Wording(
        "{what} is not a phone number that can be called",
        "{what} er ikke et telefonnummer, der kan ringes op",
        "Not a phone number that can be called",
        "Ikke et telefonnummer, der kan ringes op",
    ),
    "no_digits": Wording(
        "{what} has no digits, so it is no phone number",
        "{what} har ingen cifre og er derfor ikke et telefonnummer",
        "No digits in the value",
        "Ingen cifre i værdien",
    ),
    "letter_o": Wording(
        "{what} has the letter O in place of a zero",
        "{what} har bogstavet O i stedet for et nul",
        "The letter O in place of a zero",
        "Bogstavet O i stedet for et nul",
    ),
    "decimal_point": Wording(
        "{what} ends in “.0”, which a spreadsheet added; export the column as text, or leave out the “.0”",
        "{what} ender på “.0”, som et regneark har tilføjet; eksportér kolonnen som tekst, eller fjern “.0”",
        "A spreadsheet added “.0”",
        "Et regneark har tilføjet “.0”",
    ),
    "rounded": Wording(
        "{what} was rounded by a spreadsheet, and its last digits are lost; export the column as text",
        "{what} er afrundet af et regneark, og de sidste cifre er tabt; eksportér kolonnen som tekst",
        "Rounded by a spreadsheet: the last digits are lost",
        "Afrundet af et regneark: de sidste cifre er tabt",
    ),
    "several_numbers": Wording(
        "{what} holds more than one number; map a second phone field, or split the column",
        "{what} indeholder mere end ét nummer; brug et telefonfelt mere, eller del kolonnen",
        "More than one number in the value",
        "Mere end ét nummer i værdien",
    ),
    "not_a_number": Wording(
        "{what} is not written like a phone number",
        "{what} er ikke skrevet som et telefonnummer",
        "Not written like a phone number",
        "Ikke skrevet som et telefonnummer",
    ),
    "no_country": Wording(
        "{what} has no country code, and neither the field nor the campaign has a region; write it with + and the code",
        "{what} har ingen landekode, og hverken feltet eller kampagnen har en region; skriv det med + og landekode",
        "No country code, and no region is set",
        "Ingen landekode, og der er ikke valgt en region",
    ),
    "invalid_country_code": Wording(
        "{what} begins with a country code that does not exist",
        "{what} begynder med en landekode, der ikke findes",
        "A country code that does not exist",
        "En landekode, der ikke findes",
    ),
    "prefix_00": Wording(
        "{what} begins with 00, which is not dialled there for abroad; write {suggestion}",
        "{what} begynder med 00, som ikke bruges til udlandet dér; skriv {suggestion}",
        "Begins with 00, which is not dialled there for abroad: write {suggestion}",
        "Begynder med 00, som ikke bruges til udlandet dér: skriv {suggestion}",
    ),
    "too_short": Wording(
        "{what} is too short: {a_number} has {digits}",
        "{what} er for kort: {a_number} har {digits}",
        "Too short: {a_number} has {digits}",
        "For kort: {a_number} har {digits}",
    ),
    "too_long": Wording(
        "{what} is too long: {a_number} has {digits}",
        "{what} er for langt: {a_number} har {digits}",
        "Too long: {a_number} has {digits}",
        "For langt: {a_number} har {digits}",
    ),
    "wrong_length": Wording(
        "{what} has {given} digits, but {a_number} has {digits}",
        "{what} har {given} cifre, men {a_number} har {digits}",
        "{given} digits, but {a_number} has {digits}",
        "{given} cifre, men {a_number} har {digits}",
    ),
    "area_code_missing": Wording(
        "{what} has no area code: {a_number} has {digits}",
        "{what} mangler områdenummeret: {a_number} har {digits}",
        "The area code is missing: {a_number} has {digits}",
        "Områdenummeret mangler: {a_number} har {digits}",
    ),
    "not_in_use": Wording(
        "{what} has the right length, but {a_number} does not begin like that; check it, or ask only for “possible”",
        "{what} har den rigtige længde, men {a_number} begynder ikke sådan; kontrollér det, eller kræv kun “mulig”",
        "No such number is in use: {a_number} does not begin like that",
        "Nummeret er ikke i brug: {a_number} begynder ikke sådan",
    ),
    "too_few_digits": Wording(
        "{what} has too few digits: {given}, where {least} to {most} are taken",
        "{what} har for få cifre: {given}; der skal være {least} til {most}",
        "Too few digits: {given}, where {least} to {most} are taken",
        "For få cifre: {given}; der skal være {least} til {most}",
    ),
    "too_many_digits": Wording(
        "{what} has too many digits: {given}, where {least} to {most} are taken",
        "{what} har for mange cifre: {given}; der skal være {least} til {most}",
        "Too many digits: {given}, where {least} to {most} are taken",
        "For mange cifre: {given}; der skal være {least} til {most}",
    ),
}

FIELDS: Mapping[str, Wording] = {
    "": Wording(
        "{what} does not fit the field",
        "{what} passer ikke til feltet",
        "Does not fit the field",
        "Passer ikke til feltet",
    ),
    "too_long": Wording(
        "{what} is too long: {given} characters, at most {most} are taken",
        "{what} er for lang: {given} tegn, højst {most} er tilladt",
        "Too long: {given} characters, at most {most} are taken",
        "For lang: {given} tegn, højst {most} er tilladt",
    ),
    "too_long_for_pattern": Wording(
        "{what} is too long to be compared with a pattern: at most {maximum} characters",
        "{what} er for lang til at sammenligne med et mønster: højst {maximum} tegn",
        "Too long to be compared with a pattern: at most {maximum} characters",
        "For lang til at sammenligne med et mønster: højst {maximum} tegn",
    ),
    "pattern": Wording(
        "{what} does not fit the pattern {pattern}",
        "{what} passer ikke til mønstret {pattern}",
        "Does not fit the pattern {pattern}",
        "Passer ikke til mønstret {pattern}",
    ),
    "nul": Wording(
        "{what} holds a NUL character, which no database keeps; take it out",
        "{what} indeholder et NUL-tegn, som ingen database gemmer; fjern det",
        "Holds a NUL character (␀)",
        "Indeholder et NUL-tegn (␀)",
    ),
    "broken_character": Wording(
        "{what} holds half a character, a sign of a wrong encoding; check the encoding of the source",
        "{what} indeholder et halvt tegn, som tyder på forkert tegnsæt; kontrollér kildens tegnsæt",
        "Holds half a character: check the encoding",
        "Indeholder et halvt tegn: kontrollér tegnsættet",
    ),
    "binary": Wording(
        "{field} holds binary data, which is no text",
        "{field} indeholder binære data, som ikke er tekst",
        "Binary data, no text",
        "Binære data, ikke tekst",
    ),
    "email": Wording(
        "{what} is no e-mail address, such as name@example.com",
        "{what} er ikke en e-mailadresse som navn@example.com",
        "No e-mail address, such as name@example.com",
        "Ikke en e-mailadresse som navn@example.com",
    ),
    "email_no_at": Wording(
        "{what} has no @, as in name@example.com",
        "{what} mangler @ som i navn@example.com",
        "No @, as in name@example.com",
        "Mangler @ som i navn@example.com",
    ),
    "email_several": Wording(
        "{what} holds more than one e-mail address",
        "{what} indeholder mere end én e-mailadresse",
        "More than one e-mail address",
        "Mere end én e-mailadresse",
    ),
    "url": Wording(
        "{what} is no web address, such as https://example.com",
        "{what} er ikke en webadresse som https://example.com",
        "No web address, such as https://example.com",
        "Ikke en webadresse som https://example.com",
    ),
    "url_scheme": Wording(
        "{what} is not an address of the web; it must begin with https://, http:// or ftp://",
        "{what} er ikke en webadresse; den skal begynde med https://, http:// eller ftp://",
        "Must begin with https://, http:// or ftp://",
        "Skal begynde med https://, http:// eller ftp://",
    ),
    "not_a_number": Wording("{what} is not a number", "{what} er ikke et tal", "Not a number", "Ikke et tal"),
    "thousands": Wording(
        "{what} has separators that can be read in two ways; write 1234.56, or map it with “number with decimal comma”",
        "{what} har skilletegn, der kan læses på to måder; skriv 1234.56, eller brug “tal med decimalkomma”",
        "Separators that can be read in two ways: write 1234.56",
        "Skilletegn, der kan læses på to måder: skriv 1234.56",
    ),
    "decimal_comma": Wording(
        "{what} is no number with a decimal comma, such as 1.234,56",
        "{what} er ikke et tal med decimalkomma som 1.234,56",
        "No number with a decimal comma, such as 1.234,56",
        "Ikke et tal med decimalkomma som 1.234,56",
    ),
    "not_whole": Wording(
        "{what} is not a whole number", "{what} er ikke et helt tal", "Not a whole number", "Ikke et helt tal"
    ),
    "below_minimum": Wording(
        "{what} is below the smallest value, {minimum}",
        "{what} er under den mindste værdi, {minimum}",
        "Below the smallest value, {minimum}",
        "Under den mindste værdi, {minimum}",
    ),
    "above_maximum": Wording(
        "{what} is above the greatest value, {maximum}",
        "{what} er over den største værdi, {maximum}",
        "Above the greatest value, {maximum}",
        "Over den største værdi, {maximum}",
    ),
    "too_many_digits": Wording(
        "{what} has too many digits: at most {most} are kept exactly",
        "{what} har for mange cifre: højst {most} gemmes nøjagtigt",
        "Too many digits: at most {most} are kept exactly",
        "For mange cifre: højst {most} gemmes nøjagtigt",
    ),
    "date_format": Wording(
        "{what} does not fit {format}; write it like {example}",
        "{what} passer ikke til {format}; skriv det som {example}",
        "Does not fit {format}: write it like {example}",
        "Passer ikke til {format}: skriv det som {example}",
    ),
    "date_pattern": Wording(
        "{what} does not fit {pattern}; write it like {example}",
        "{what} passer ikke til {pattern}; skriv det som {example}",
        "Does not fit {pattern}: write it like {example}",
        "Passer ikke til {pattern}: skriv det som {example}",
    ),
    "before_minimum": Wording(
        "{what} is before {minimum}, the earliest that is taken",
        "{what} er før {minimum}, som er det tidligste",
        "Before {minimum}, the earliest that is taken",
        "Før {minimum}, som er det tidligste",
    ),
    "after_maximum": Wording(
        "{what} is after {maximum}, the latest that is taken",
        "{what} er efter {maximum}, som er det seneste",
        "After {maximum}, the latest that is taken",
        "Efter {maximum}, som er det seneste",
    ),
    "yes_no": Wording(
        "{what} is neither yes nor no; write yes, no, ja, nej, true, false, 1 or 0",
        "{what} er hverken ja eller nej; skriv ja, nej, yes, no, true, false, 1 eller 0",
        "Neither yes nor no",
        "Hverken ja eller nej",
    ),
    "yes_no_words": Wording(
        "{what} is none of the words for yes and no: {words}",
        "{what} er ingen af ordene for ja og nej: {words}",
        "None of the words for yes and no: {words}",
        "Ingen af ordene for ja og nej: {words}",
    ),
    "choice": Wording(
        "{what} is none of the choices: {choices}",
        "{what} er ingen af valgmulighederne: {choices}",
        "None of the choices: {choices}",
        "Ingen af valgmulighederne: {choices}",
    ),
    "unknown_action": Wording(
        "{what} is no action; known are ADD, MODIFY and REALLOCATE",
        "{what} er ikke en handling; kendte er ADD, MODIFY og REALLOCATE",
        "No action; known are ADD, MODIFY and REALLOCATE",
        "Ikke en handling; kendte er ADD, MODIFY og REALLOCATE",
    ),
    "unsupported_action": Wording(
        "{what} is an action that is not carried out yet; only ADD is",
        "{what} er en handling, som endnu ikke udføres; kun ADD udføres",
        "An action that is not carried out yet; only ADD is",
        "En handling, som endnu ikke udføres; kun ADD udføres",
    ),
}
