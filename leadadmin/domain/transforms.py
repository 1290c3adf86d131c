r"""The transforms of a mapping as data, and their textual form in the configuration file (spec 3, Mapping; spec 5).

A transform is written as its name, or as its name, a colon and its arguments: "trim", "date:dd-MM-yyyy HH:mm",
"split:, :2", "replace:kr:DKK". Only the first of two texts (replace, regex) must mark colons of its own: there
"\:" is a colon, and backslashes right before a colon are doubled. All other backslashes and colons stand for
themselves, so that patterns are written as usual. In choice, a backslash stands before ";", "=" or "\" meant as such.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from leadadmin.domain import transform_rules as rules
from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.javadate import JavaPattern
from leadadmin.domain.patterns import check_pattern
from leadadmin.domain.reasons import Problem

JOIN = "join"
CONSTANT = "constant"


@dataclass(frozen=True, slots=True)
class Transform:
    """One change of a column's values; `arguments` as the kind takes them. Made by `parse`, which checks them."""

    kind: str
    arguments: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The textual form, which `parse` reads back."""
        if not self.arguments:
            return self.kind
        return f"{self.kind}:{KINDS[self.kind].write(self.arguments)}"

    @property
    def in_words(self) -> str:
        """The words on screen, such as “Title case” or “Date dd-MM-yyyy”."""
        return KINDS[self.kind].words(self.arguments)

    def apply_column(self, values: Sequence[object]) -> tuple[list[object], dict[int, Problem]]:
        """The changed column, and the problems by index; a value with a problem becomes None.

        The problems name no field: the mapping knows the column. Joining does nothing to a single column.
        """
        return KINDS[self.kind].rule(values, self.arguments)


@dataclass(frozen=True, slots=True)
class Kind:
    """What one kind of transform is called, takes and does.

    `label` and `arguments` (the labels of the arguments) are for the menu; `read` and `write` convert the text after
    the first colon; `check` gives a sentence about arguments that do not fit, or an empty text.
    """

    label: str
    rule: rules.Rule
    words: Callable[[tuple[str, ...]], str]
    arguments: tuple[str, ...] = ()
    read: Callable[[str], tuple[str, ...]] = lambda text: (text,)
    write: Callable[[tuple[str, ...]], str] = lambda arguments: arguments[0]
    check: Callable[[tuple[str, ...]], str] = lambda arguments: ""


def parse(text: str) -> Transform:
    """The transform written as `text`; raises InvalidInput with a sentence."""
    name, colon, rest = text.lstrip().partition(":")
    name = name.strip().lower()
    kind = KINDS.get(name)
    if kind is None:
        raise _unfit(f"There is no transform “{name}”. Known are {', '.join(KINDS)}.")
    if not kind.arguments:
        if colon:
            raise _unfit(f"The transform “{name}” takes nothing after its name.")
        return Transform(name)
    if not colon and name == JOIN:
        rest = " "
    arguments = kind.read(rest)
    if len(arguments) != len(kind.arguments):
        raise _unfit(f"The transform “{name}” is written {name}:{':'.join(kind.arguments).upper()}.")
    if problem := kind.check(arguments):
        raise _unfit(problem)
    return Transform(name, arguments)


def _unfit(sentence: str) -> InvalidInput:
    return InvalidInput({"transform": sentence})


_COLON = re.compile(r"(\\*):")


def _read_two(text: str) -> tuple[str, ...]:
    """Two texts, the colons of the first marked; the second is empty when there is no colon between."""
    for found in _COLON.finditer(text):
        if len(found[1]) % 2 == 0:
            first = text[: found.start()] + found[1]
            return (_COLON.sub(_unmark, first + ":")[:-1], text[found.end() :])
    return (_COLON.sub(_unmark, text), "")


def _unmark(found: re.Match[str]) -> str:
    return "\\" * (len(found[1]) // 2) + ":"


def _write_two(arguments: tuple[str, ...]) -> str:
    first = _COLON.sub(lambda found: found[1] * 2 + r"\:", arguments[0])
    ending = "\\" * (len(first) - len(first.rstrip("\\")))
    return f"{first}{ending}:{arguments[1]}"


def _read_last_number(text: str) -> tuple[str, ...]:
    separator, colon, number = text.rpartition(":")
    return (separator, number.strip()) if colon else ()


def _check_number(text: str) -> str:
    if re.fullmatch(r"-?[1-9][0-9]{0,3}", text):
        return ""
    return f"“{text}” is not the number of a part; count from 1, or from the end with -1."


def _check_split(arguments: tuple[str, ...]) -> str:
    if not arguments[0]:
        return "Splitting needs the text to split at."
    return _check_number(arguments[1])


def _check_regex(arguments: tuple[str, ...]) -> str:
    if problem := check_pattern(arguments[0]):
        return problem
    try:
        re.sub(arguments[0], arguments[1], "")
    except (re.error, IndexError) as wrong:
        return f"The new text “{arguments[1]}” names a group that the pattern does not have: {wrong}."
    return ""


def _check_date(arguments: tuple[str, ...]) -> str:
    try:
        pattern = JavaPattern.compile(arguments[0])
    except InvalidInput as wrong:
        return str(wrong)
    return "" if pattern.has_date else f"The date format “{arguments[0]}” has no date."


def _check_yes_no(arguments: tuple[str, ...]) -> str:
    yes, no = rules.yes_no_words(arguments[0])
    if not yes or not no:
        return "Yes/no needs words for both, with a slash between: yes_no:ja,j/nej,n."
    both = {word.casefold() for word in yes} & {word.casefold() for word in no}
    return f"“{min(both)}” cannot mean both yes and no." if both else ""


def _check_choice(arguments: tuple[str, ...]) -> str:
    return "" if rules.choice_pairs(arguments[0]) else "Choice needs pairs: choice:synonym=value;synonym=value."


def _needs(sentence: str) -> Callable[[tuple[str, ...]], str]:
    return lambda arguments: "" if arguments[0] else sentence


def _say(words: str) -> Callable[[tuple[str, ...]], str]:
    return lambda arguments: words.format(*arguments)


def _part_words(number: str, one: str) -> str:
    return f"Last {one}" if number == "-1" else f"{one.capitalize()} {number}"


def _yes_no_said(arguments: tuple[str, ...]) -> str:
    yes, no = rules.yes_no_words(arguments[0])
    return f"Yes: {', '.join(yes)}; no: {', '.join(no)}"


def _choice_said(arguments: tuple[str, ...]) -> str:
    return "Choice " + ", ".join(f"{synonym} = {value}" for synonym, value in rules.choice_pairs(arguments[0]))


def _swap_said(what: str) -> Callable[[tuple[str, ...]], str]:
    def said(arguments: tuple[str, ...]) -> str:
        old, new = arguments
        return f"Replace {what}“{old}” with “{new}”" if new else f"Remove {what}“{old}”"

    return said


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "trim": Kind("Trim", rules.letters(rules.trim), _say("Trim")),
        "collapse": Kind("Collapse spaces", rules.letters(rules.collapse), _say("Collapse spaces")),
        "upper": Kind("Upper case", rules.letters(str.upper), _say("Upper case")),
        "lower": Kind("Lower case", rules.letters(str.lower), _say("Lower case")),
        "title": Kind("Title case", rules.letters(rules.title), _say("Title case")),
        JOIN: Kind("Join columns", lambda values, _: (list(values), {}), _say("Join with “{0}”"), ("separator",)),
        "split": Kind(
            "Split at",
            rules.each(rules.split),
            lambda arguments: f"{_part_words(arguments[1], 'part')} split at “{arguments[0]}”",
            ("separator", "part"),
            _read_last_number,
            ":".join,
            _check_split,
        ),
        "part": Kind(
            "Take a word",
            rules.each(rules.part),
            lambda arguments: _part_words(arguments[0], "word"),
            ("number",),
            check=lambda arguments: _check_number(arguments[0]),
        ),
        "replace": Kind(
            "Replace text",
            rules.each(rules.replace),
            _swap_said(""),
            ("old", "new"),
            _read_two,
            _write_two,
            _needs("Replacing needs the text to replace."),
        ),
        "regex": Kind(
            "Replace pattern",
            rules.each(rules.regex),
            _swap_said("pattern "),
            ("pattern", "new"),
            _read_two,
            _write_two,
            _check_regex,
        ),
        "date": Kind("Date", rules.each(rules.from_date), _say("Date {0}"), ("pattern",), check=_check_date),
        "decimal_comma": Kind("Decimal comma", rules.each(rules.decimal_comma), _say("Decimal comma")),
        "yes_no": Kind("Yes/no words", rules.each(rules.yes_no), _yes_no_said, ("yes/no",), check=_check_yes_no),
        "choice": Kind("Choice", rules.each(rules.choice), _choice_said, ("pairs",), check=_check_choice),
        "prefix": Kind(
            "Prefix",
            rules.each(rules.prefix),
            _say("Prefix “{0}”"),
            ("text",),
            check=_needs("A prefix needs a text."),
        ),
        CONSTANT: Kind(
            "Constant",
            rules.constant,
            _say("Always “{0}”"),
            ("text",),
            check=_needs("A constant needs a text."),
        ),
    }
)
