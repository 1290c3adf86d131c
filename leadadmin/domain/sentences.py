"""Problems said to people, in English and Danish (spec 3, Reasons)."""

from string import Formatter

from leadadmin.domain.countries import a_number_of
from leadadmin.domain.reasons import Problem, Reason
from leadadmin.domain.sentence_catalogue import GROUP_TITLES, TITLES, Wording
from leadadmin.domain.sentence_catalogue_rows import CATALOGUE

LANGUAGES = ("en", "da")

_NO_FIELD = {"en": "the value", "da": "værdien"}
_DIGITS = {"en": "digits", "da": "cifre"}
_OR = {"en": "or", "da": "eller"}
_TO = {"en": "to", "da": "til"}
_FEWEST_OF_A_RANGE = 3
_SEPARATOR = {"en": ",", "da": "."}
_COUNTS = frozenset({"given", "most", "least", "size", "row", "lead", "expected", "line"})
"""Params that are counts or numbers of things, written with separators."""


def sentence(problem: Problem, language: str = "en") -> str:
    """The problem as one sentence that stands alone: field, value, what is wrong, what would be right."""
    text = _said(problem, language, short=False)
    return text[:1].upper() + text[1:] + "."


def remark(problem: Problem, language: str = "en") -> str:
    """The problem for a table that shows row, field and value beside it: “Too short: a Danish number has 8 digits”."""
    return _said(problem, language, short=True)


def reason_title(reason: Reason, language: str = "en") -> str:
    """A short title for receipts and chips: “Phone invalid”."""
    return _in(TITLES[reason], language, short=False)


def group_title(problem: Problem, language: str = "en") -> str:
    """The title under which a receipt counts this problem: “Roof area not a number”, else the reason's."""
    for detail in (problem.detail, ""):
        wording = GROUP_TITLES.get((problem.reason, detail))
        if wording and problem.field:
            return _in(wording, language, short=False).format(field=problem.field)
    return reason_title(problem.reason, language)


def placeholders(text: str) -> frozenset[str]:
    """The names in braces that `text` wants filled."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


def _in(wording: Wording, language: str, *, short: bool) -> str:
    if language == "da":
        return wording.da_short if short and wording.da_short else wording.da
    return wording.en_short if short and wording.en_short else wording.en


def _said(problem: Problem, language: str, *, short: bool) -> str:
    """The sentence of the detail; of the reason if the detail is unknown; its title if a param is missing."""
    known = CATALOGUE[problem.reason]
    fillings = _fillings(problem, language)
    for wording in (known.get(problem.detail, known[""]), known[""]):
        text = _in(wording, language, short=short)
        if placeholders(text) <= fillings.keys():
            return text.format_map(fillings)
    return f"{fillings['what']}: {reason_title(problem.reason, language)}"


def _fillings(problem: Problem, language: str) -> dict[str, str]:
    field = problem.field or _NO_FIELD.get(language, _NO_FIELD["en"])
    value = f"“{problem.value}”"
    what = f"{problem.field} {value}".strip() if problem.value else field
    params = problem.params
    fillings = {name: _counted(name, text, language) for name, text in params.items()}
    fillings |= {"field": field, "value": value, "what": what}
    if "code" in params:
        fillings["a_number"] = a_number_of(params.get("country", ""), params["code"], language)
    if "digits" in params:
        fillings["digits"] = f"{_lengths(params['digits'], language)} {_DIGITS.get(language, _DIGITS['en'])}"
    return fillings


def _counted(name: str, text: str, language: str) -> str:
    if name in _COUNTS and text.isdecimal():
        return f"{int(text):,}".replace(",", _SEPARATOR.get(language, ","))
    return text


def _lengths(listed: str, language: str) -> str:
    """Numbers for reading: "8", "7 or 8", "7, 9 or 10"; three neighbours or more as "5 to 10"."""
    runs: list[list[str]] = []
    for number in listed.split(","):
        if runs and int(number) == int(runs[-1][-1]) + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts: list[str] = []
    for run in runs:
        parts += run if len(run) < _FEWEST_OF_A_RANGE else [f"{run[0]} {_TO.get(language, _TO['en'])} {run[-1]}"]
    *before, last = parts
    return f"{', '.join(before)} {_OR.get(language, _OR['en'])} {last}" if before else last
