"""A condition on a field of the template as SQL (spec 4, Leads: filters on any field)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, not_, or_

from leadadmin.domain.field_rules_number import canonical_decimal
from leadadmin.domain.field_rules_time import stored_moment
from leadadmin.domain.lead_filter import FieldCondition, FieldValue, Operator
from leadadmin.store.folded import contains, same, starts_with
from leadadmin.store.json_sql import field_number, field_text


def field_condition(dialect: str, column: ColumnElement[Any], condition: FieldCondition) -> ColumnElement[bool]:
    """`condition` on the JSON object in `column`."""
    text = field_text(dialect, column, condition.key)
    match condition.operator:
        case Operator.EMPTY:
            return text.is_(None)
        case Operator.FILLED:
            return text.is_not(None)
        case Operator.LESS | Operator.MORE:
            return _in_order(dialect, column, condition)
        case _:
            return _alike(text, condition)


def _alike(text: ColumnElement[Any], condition: FieldCondition) -> ColumnElement[bool]:
    wanted = _stored(condition.value)
    match condition.operator:
        case Operator.CONTAINS:
            return contains(text, wanted)
        case Operator.STARTS_WITH:
            return starts_with(text, wanted)
        case Operator.IS_NOT:
            return or_(text.is_(None), not_(same(text, wanted)))
        case _:
            return same(text, wanted)


def _in_order(dialect: str, column: ColumnElement[Any], condition: FieldCondition) -> ColumnElement[bool]:
    value = condition.value
    if isinstance(value, int | Decimal):
        number, limit = field_number(dialect, column, condition.key), float(value)
        return number < limit if condition.operator is Operator.LESS else number > limit
    text, stored = field_text(dialect, column, condition.key), _stored(value)
    return text < stored if condition.operator is Operator.LESS else text > stored


def _stored(value: FieldValue | None) -> str:
    """`value` in the form in which fields are stored (`domain.fields`), as text."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return canonical_decimal(Decimal(value))
        case datetime():
            return stored_moment(value)
        case date():
            return value.isoformat()
        case _:
            return value
