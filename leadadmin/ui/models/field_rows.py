"""The fields of a template as rows that are edited in a table."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from typing import Any

from PySide6.QtCore import QCoreApplication

from leadadmin.domain.countries import country_name
from leadadmin.domain.fields import Field, FieldType
from leadadmin.domain.phone import Strictness
from leadadmin.domain.template_edit import retyped, suggested_key
from leadadmin.ui import formats
from leadadmin.ui.models.base_columns import Kind
from leadadmin.ui.models.editable_rows import EditableRows, EditCol
from leadadmin.ui.widgets.place_fields import language


def _tr(text: str) -> str:
    return QCoreApplication.translate("Fields", text)


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field as it is edited. `why_fixed` says why key and type stay; `problems` are sentences by attribute.

    `follows`: the key follows the label until it is typed.
    """

    field: Field
    why_fixed: str = ""
    follows: bool = False
    problems: Mapping[str, str] = attribute(default_factory=dict)


def type_words(kind: FieldType) -> str:
    """What a type is called."""
    return {
        FieldType.TEXT: _tr("Text"),
        FieldType.LONG_TEXT: _tr("Long text"),
        FieldType.PHONE: _tr("Phone"),
        FieldType.EMAIL: _tr("E-mail"),
        FieldType.INTEGER: _tr("Whole number"),
        FieldType.DECIMAL: _tr("Decimal number"),
        FieldType.DATE: _tr("Date"),
        FieldType.DATETIME: _tr("Date and time"),
        FieldType.YES_NO: _tr("Yes or no"),
        FieldType.CHOICE: _tr("Choice"),
        FieldType.URL: _tr("Web address"),
    }[kind]


def strictness_words(strictness: Strictness) -> str:
    """What a phone must prove."""
    return {
        Strictness.POSSIBLE: _tr("Possible: its length fits its country"),
        Strictness.VALID: _tr("Valid: in a range of numbers in use"),
        Strictness.DIGITS: _tr("Any 6 to 15 digits"),
    }[strictness]


def rule_words(field: Field) -> str:
    """The rules of a field in a few words; “–” without any."""
    said = []
    if field.type is FieldType.PHONE:
        short = {
            Strictness.POSSIBLE: _tr("possible"), Strictness.VALID: _tr("valid"), Strictness.DIGITS: _tr("6–15 digits"),
        }  # fmt: skip
        said.append(short[field.strictness])
    if field.region:
        said.append(country_name(field.region, language()))
    if field.choices:
        said.append(formats.count(len(field.choices), _tr("choice"), _tr("choices")))
    if field.minimum and field.maximum:
        said.append(_tr("{0} to {1}").format(field.minimum, field.maximum))
    elif field.minimum:
        said.append(_tr("from {0}").format(field.minimum))
    elif field.maximum:
        said.append(_tr("up to {0}").format(field.maximum))
    if field.max_length is not None:
        said.append(_tr("at most {0} characters").format(formats.number(field.max_length)))
    if field.pattern:
        said.append(_tr("matches {0}").format(field.pattern))
    if field.date_format:
        said.append(field.date_format)
    if field.default:
        said.append(_tr("else “{0}”").format(field.default))
    return ", ".join(said) or formats.NOTHING


class FieldsModel(EditableRows[FieldRow]):
    """Label, key, type, rules, and the three flags."""

    def __init__(self) -> None:
        types = [(kind, type_words(kind)) for kind in FieldType]
        super().__init__(
            (
                EditCol(
                    "label", _tr("Label"), lambda r: r.field.label, strong=True, width=136, minimum=100, fixed=True,
                    tone=lambda r: "danger" if r.problems else "text",
                    write=self._relabelled,
                ),
                EditCol(
                    "key", _tr("Key"), lambda r: r.field.key, width=112, minimum=90, fixed=True, hides=2,
                    tone=lambda r: "muted", write=_rekeyed, why_fixed=lambda r: r.why_fixed,
                ),
                EditCol(
                    "type", _tr("Type"), lambda r: type_words(r.field.type), width=120, minimum=96, fixed=True,
                    write=lambda r, v: replace(r, field=retyped(r.field, FieldType(v))),
                    value=lambda r: r.field.type, choices=lambda r: types, why_fixed=lambda r: r.why_fixed,
                ),
                EditCol(
                    "rules", _tr("Rules"), _rules_or_problem, width=140, minimum=84, stretch=True, fixed=True, hides=1,
                    tone=lambda r: "danger" if r.problems else "text2",
                    icon=lambda r: "circle-alert" if r.problems else "",
                    tooltip=lambda r: " ".join(r.problems.values()),
                ),
                _flag("required", _tr("Required"), 78, _tr("A row without a value is refused.")),
                _flag("duplicate", _tr("Duplicates"), 88, _tr("Two leads with the same value here are duplicates.")),
                _flag("sensitive", _tr("Sensitive"), 78, _tr("Hidden from supervisors.")),
            )
        )  # fmt: skip

    def fields(self) -> tuple[Field, ...]:
        """Return the fields as they stand."""
        return tuple(row.field for row in self.rows())

    def free_key(self, label: str, besides: str = "") -> str:
        """Return a key for a label that no other field has; `besides` is the key that gives way."""
        return suggested_key(label, {row.field.key for row in self.rows()} - {besides})

    def _relabelled(self, row: FieldRow, label: str) -> FieldRow:
        key = self.free_key(label, row.field.key) if row.follows and label else row.field.key
        return replace(row, field=replace(row.field, label=label, key=key))


def _rekeyed(row: FieldRow, key: str) -> FieldRow:
    return replace(row, field=replace(row.field, key=key), follows=False)


def _rules_or_problem(row: FieldRow) -> str:
    return next(iter(row.problems.values()), "") or rule_words(row.field)


def _flag(name: str, title: str, width: int, about: str) -> EditCol[FieldRow]:
    def ticked(row: FieldRow) -> bool:
        return bool(getattr(row.field, name))

    def write(row: FieldRow, on: bool) -> FieldRow:
        flag: dict[str, Any] = {name: on}
        return replace(row, field=replace(row.field, **flag))

    return EditCol(
        name, title, lambda r: _tr("yes") if ticked(r) else _tr("no"), kind=Kind.TICK, width=width, minimum=width,
        fixed=True, about=about, ticked=ticked, write=write,
    )  # fmt: skip
