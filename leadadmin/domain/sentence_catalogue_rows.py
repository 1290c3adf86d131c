"""What is said about rows and system fields, in English and Danish (see `sentence_catalogue`)."""

from collections.abc import Mapping

from leadadmin.domain.reasons import Reason
from leadadmin.domain.sentence_catalogue import FIELDS, PHONES, Wording

CATALOGUE: Mapping[Reason, Mapping[str, Wording]] = {
    Reason.PHONE_INVALID: PHONES,
    Reason.FIELD_INVALID: FIELDS,
    Reason.MISSING_REQUIRED: {
        "": Wording(
            "{field} is required, and the row has no value for it",
            "{field} er påkrævet, men rækken har ingen værdi",
            "Required, and the row has no value",
            "Påkrævet, men rækken har ingen værdi",
        ),
        "emptied": Wording(
            "{field} is required, so an update cannot empty it",
            "{field} er påkrævet og kan derfor ikke tømmes af en opdatering",
        ),
    },
    Reason.NO_PHONE: {
        "": Wording(
            "The row has no phone number that can be called; at least one phone field must hold one",
            "Rækken har intet telefonnummer, der kan ringes op; mindst ét telefonfelt skal have et",
        ),
        "emptied": Wording(
            "The update would leave the lead without a phone number",
            "Opdateringen ville efterlade leadet uden telefonnummer",
        ),
    },
    Reason.DO_NOT_CALL: {
        "": Wording(
            "{what} must not be called: every number of the row is on a do-not-call list",
            "{what} må ikke ringes op: alle rækkens numre står på en ring-ikke-liste",
            "On a do-not-call list",
            "På en ring-ikke-liste",
        ),
        "listed": Wording(
            "{what} is on the do-not-call list “{list}”",
            "{what} står på ring-ikke-listen “{list}”",
            "On the do-not-call list “{list}”",
            "På ring-ikke-listen “{list}”",
        ),
    },
    Reason.DUPLICATE: {
        "": Wording(
            "{what} is there already, and the rule allows it once",
            "{what} findes allerede, og reglen tillader kun én",
            "There already",
            "Findes allerede",
        ),
        "in_input": Wording(
            "{what} is that of row {row} of this run too; the first row counts",
            "{what} står også i række {row} i denne kørsel; den første række tæller",
            "Same as row {row} of this run",
            "Samme som række {row} i denne kørsel",
        ),
        "of_lead": Wording(
            "{what} is that of lead {lead} already",
            "{what} tilhører allerede lead {lead}",
            "Same as lead {lead}",
            "Samme som lead {lead}",
        ),
        "of_lead_in_pool": Wording(
            "{what} is that of lead {lead} in “{pool}” already",
            "{what} tilhører allerede lead {lead} i “{pool}”",
            "Same as lead {lead} in “{pool}”",
            "Samme som lead {lead} i “{pool}”",
        ),
    },
    Reason.EXTERNAL_ID_EXISTS: {
        "": Wording(
            "The external id {value} exists in the campaign already; to change its lead, send MODIFY instead of ADD",
            "Det eksterne id {value} findes allerede i kampagnen; send MODIFY i stedet for ADD for at ændre leadet",
            "Exists already; to change its lead, send MODIFY",
            "Findes allerede; send MODIFY for at ændre leadet",
        ),
        "of_lead": Wording(
            "The external id {value} is that of lead {lead} already; to change that lead, send MODIFY instead of ADD",
            "Det eksterne id {value} tilhører allerede lead {lead}; send MODIFY i stedet for ADD for at ændre leadet",
            "Belongs to lead {lead}; to change it, send MODIFY",
            "Tilhører lead {lead}; send MODIFY for at ændre det",
        ),
        "in_input": Wording(
            "The external id {value} stands in row {row} of this run too; the first row counts",
            "Det eksterne id {value} står også i række {row} i denne kørsel; den første række tæller",
            "Same as row {row} of this run",
            "Samme som række {row} i denne kørsel",
        ),
    },
    Reason.UNKNOWN_EXTERNAL_ID: {
        "": Wording(
            "No lead of the campaign has the external id {value}; send ADD to make one",
            "Intet lead i kampagnen har det eksterne id {value}; send ADD for at oprette et",
            "No lead of the campaign has it",
            "Intet lead i kampagnen har det",
        ),
        "missing": Wording(
            "An update needs the external id of its lead, and the row has none",
            "En opdatering skal have leadets eksterne id, og rækken har intet",
        ),
    },
    Reason.UNKNOWN_TEMPLATE: {
        "": Wording(
            "There is no campaign template {value}; make it, or correct the name",
            "Der findes ingen kampagneskabelon {value}; opret den, eller ret navnet",
            "No such campaign template",
            "Kampagneskabelonen findes ikke",
        ),
        "not_this_one": Wording(
            "{value} is not the template of this injector, which is “{own}”",
            "{value} er ikke denne injektors skabelon, som er “{own}”",
            "Not the template of this injector, “{own}”",
            "Ikke denne injektors skabelon, “{own}”",
        ),
    },
    Reason.UNKNOWN_CAMPAIGN: {
        "": Wording(
            "There is no campaign {value}; make it, or correct the name",
            "Der findes ingen kampagne {value}; opret den, eller ret navnet",
            "No such campaign",
            "Kampagnen findes ikke",
        ),
        "not_this_one": Wording(
            "{value} is not the campaign of this injector, which is “{own}”",
            "{value} er ikke denne injektors kampagne, som er “{own}”",
            "Not the campaign of this injector, “{own}”",
            "Ikke denne injektors kampagne, “{own}”",
        ),
    },
    Reason.UNKNOWN_DISPOSITION: {
        "": Wording(
            "The template has no disposition {value}, by name or code",
            "Skabelonen har intet resultat {value}, hverken som navn eller kode",
            "No disposition of the template has this name or code",
            "Intet resultat i skabelonen har dette navn eller denne kode",
        ),
    },
    Reason.UNKNOWN_AGENT: {
        "": Wording(
            "Nobody has the login or name {value}; add the person, or correct the name",
            "Ingen har login eller navn {value}; opret personen, eller ret navnet",
            "Nobody has this login or name",
            "Ingen har dette login eller navn",
        ),
        "shared_name": Wording(
            "More than one person is called {value}; write the login instead",
            "Mere end én person hedder {value}; skriv i stedet login",
            "More than one person has this name; write the login",
            "Mere end én person har dette navn; skriv login",
        ),
    },
    Reason.UNKNOWN_CONTACT_HOURS: {
        "": Wording(
            "There is no set of calling hours {value}; make it, or correct the name",
            "Der findes ingen ringetider {value}; opret dem, eller ret navnet",
            "No such calling hours",
            "Ringetiderne findes ikke",
        ),
    },
    Reason.BAD_CALLBACK_DATE: {
        "": Wording(
            "Call-back {value} does not fit {format}; write it like {example}",
            "Genopkald {value} passer ikke til {format}; skriv det som {example}",
            "Does not fit {format}: write it like {example}",
            "Passer ikke til {format}: skriv det som {example}",
        ),
        "time": Wording(
            "Call-back time {value} is no time of day, such as 14:05",
            "Genopkaldets tidspunkt {value} er ikke et klokkeslæt som 14:05",
            "No time of day, such as 14:05",
            "Ikke et klokkeslæt som 14:05",
        ),
        "calendar": Wording(
            "Call-back {value} is no date to call on; use one from {first} to {last}, or leave it empty",
            "Genopkald {value} er ikke en dato at ringe på; brug en fra {first} til {last}, eller lad feltet være tomt",
            "No date to call on: use one from {first} to {last}, or leave it empty",
            "Ikke en dato at ringe på: brug en fra {first} til {last}, eller lad feltet være tomt",
        ),
        "needed_by_disposition": Wording(
            "The disposition needs a call-back date, and the row has none; write it like {example}",
            "Resultatet kræver en dato for genopkald, og rækken har ingen; skriv den som {example}",
        ),
    },
    Reason.BAD_PRIORITY: {
        "": Wording(
            "Priority {value} is not a whole number from 0 to 100 (lower is dialled earlier)",
            "Prioritet {value} er ikke et helt tal fra 0 til 100 (lavere ringes op før)",
            "Not a whole number from 0 to 100",
            "Ikke et helt tal fra 0 til 100",
        ),
    },
    Reason.NO_CHANGE_ON_ADD: {
        "": Wording(
            "{what} keeps an old value, but this row adds a new lead, which has none; leave the value empty",
            "{what} beholder en gammel værdi, men rækken opretter et nyt lead, som ingen har; lad værdien være tom",
            "Keeps an old value, but a new lead has none",
            "Beholder en gammel værdi, men et nyt lead har ingen",
        ),
    },
    Reason.LEAD_CLOSED: {
        "": Wording(
            "The lead is closed, so no call-back can be set; an open disposition would reopen it",
            "Leadet er lukket, så der kan ikke sættes et genopkald; et åbent resultat ville genåbne det",
        ),
    },
    Reason.UNIQUE_ID_MISSING: {
        "": Wording(
            "{field}, the unique id, is empty; without it the row cannot be known again",
            "{field}, det unikke id, er tomt; uden det kan rækken ikke genkendes",
            "The unique id is empty",
            "Det unikke id er tomt",
        ),
        "wrong_type": Wording(
            "{what} is no unique id of the type “{type}”",
            "{what} er ikke et unikt id af typen “{type}”",
            "No unique id of the type “{type}”",
            "Ikke et unikt id af typen “{type}”",
        ),
    },
    Reason.UNIQUE_ID_TWICE: {
        "": Wording(
            "{what} came twice in this run with different content; the first row counts",
            "{what} kom to gange i denne kørsel med forskelligt indhold; den første række tæller",
            "Came twice with different content; the first row counts",
            "Kom to gange med forskelligt indhold; den første række tæller",
        ),
    },
    Reason.ROW_MALFORMED: {
        "": Wording("The row cannot be read", "Rækken kan ikke læses"),
        "too_few_columns": Wording(
            "The row has too few columns: {given}, where {expected} are expected",
            "Rækken har for få kolonner: {given}, hvor der ventes {expected}",
        ),
        "too_many_columns": Wording(
            "The row has too many columns: {given}, where {expected} are expected",
            "Rækken har for mange kolonner: {given}, hvor der ventes {expected}",
        ),
        "unreadable": Wording("Line {line} cannot be read", "Linje {line} kan ikke læses"),
    },
    Reason.TOO_LARGE: {
        "": Wording("{field} is too large", "{field} er for stor", "Too large", "For stor"),
        "value": Wording(
            "{field} is too large: {size} bytes, at most {most} are taken",
            "{field} er for stor: {size} byte, højst {most} er tilladt",
            "Too large: {size} bytes, at most {most} are taken",
            "For stor: {size} byte, højst {most} er tilladt",
        ),
        "characters": Wording(
            "{field} is too long: {length} characters, at most {limit} are taken",
            "{field} er for lang: {length} tegn, højst {limit} er tilladt",
            "Too long: {length} characters, at most {limit} are taken",
            "For lang: {length} tegn, højst {limit} er tilladt",
        ),
        "row": Wording(
            "The row is too large: {size} bytes, at most {most} are taken",
            "Rækken er for stor: {size} byte, højst {most} er tilladt",
        ),
    },
}
"""Every sentence, by reason and detail."""
