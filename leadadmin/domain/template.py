"""Campaign templates: the fields a lead has and the dispositions a call can come to (spec 1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.fields import Field, FieldType, check_definition, field_from_config, field_to_config
from leadadmin.domain.lead import Closure, OpenStatus
from leadadmin.domain.names import name_key

NAME_FIELD_KEYS = ("name", "full_name", "company", "company_name")
GIVEN_NAME_KEYS = ("first_name", "given_name", "firstname", "forename")
FAMILY_NAME_KEYS = ("surname", "last_name", "family_name", "lastname")

RESULT_STATUSES = (
    OpenStatus.AUTOMATIC_REDIAL,
    OpenStatus.COMMON_REDIAL,
    OpenStatus.PRIVATE_REDIAL,
    OpenStatus.VIP_REDIAL,
)


@dataclass(frozen=True, slots=True)
class Disposition:
    """What a call came to: exactly one of `closure` and `status` is given.

    `priority` (0-100) is set on the lead when given. `system` dispositions are never chosen by people.
    """

    name: str
    code: str
    closure: Closure | None = None
    status: OpenStatus | None = None
    priority: int | None = None
    needs_callback: bool = False
    system: bool = False
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """The fields of a campaign's leads and the dispositions of its calls."""

    name: str
    default_region: str = ""
    fields: tuple[Field, ...] = ()
    dispositions: tuple[Disposition, ...] = ()
    description: str = ""
    archived: bool = False
    id: int | None = None

    @property
    def phone_fields(self) -> tuple[Field, ...]:
        """The phone fields; the first is the primary one."""
        return tuple(f for f in self.fields if f.type is FieldType.PHONE)

    def field(self, key: str) -> Field | None:
        """The field with `key`, or None."""
        return next((f for f in self.fields if f.key == key), None)

    def display_name(self, values: Mapping[str, Any]) -> str:
        """What a lead is called in lists: its name field, or given and family name; empty if it has none."""
        return self.display_names({key: [value] for key, value in values.items()}, 1)[0]

    def display_names(self, columns: Mapping[str, Sequence[Any]], rows: int) -> list[str]:
        """`display_name` for columns of values, each of `rows` rows."""
        whole = [columns[key] for key in NAME_FIELD_KEYS if key in columns]
        given = [columns[key] for key in GIVEN_NAME_KEYS if key in columns]
        family = [columns[key] for key in FAMILY_NAME_KEYS if key in columns]
        if not whole and len(given) == len(family) == 1:
            return [f"{g or ''} {f or ''}".strip() for g, f in zip(given[0], family[0], strict=True)]
        names = []
        for row in range(rows):
            name = next((str(c[row]) for c in whole if c[row]), "")
            if not name:
                parts = (next((str(c[row]) for c in part if c[row]), "") for part in (given, family))
                name = " ".join(filter(None, parts))
            names.append(name)
        return names


def check_template(template: Template) -> None:
    """Raise InvalidInput unless `template` can carry a campaign (spec 1, Templates and fields)."""
    problems: dict[str, str] = {}
    if not template.name.strip():
        problems["name"] = "A template needs a name."
    if not template.phone_fields:
        problems["fields"] = "A template needs at least one phone field."
    keys = [f.key for f in template.fields]
    for key in sorted({k for k in keys if keys.count(k) > 1}):
        problems[f"fields.{key}"] = f"The field key “{key}” is used twice."
    for f in template.fields:
        for attribute, sentence in check_definition(f).items():
            problems[f"fields.{f.key}.{attribute}"] = sentence
    names = [name_key(x) for d in template.dispositions for x in {name_key(d.name), name_key(d.code)}]
    for d in template.dispositions:
        if (d.closure is None) == (d.status is None):
            problems[f"dispositions.{d.code}"] = f"The disposition “{d.name}” needs either a closure or an open status."
        elif d.status is not None and d.status not in RESULT_STATUSES:
            allowed = ", ".join(RESULT_STATUSES)
            problems[f"dispositions.{d.code}"] = (
                f"The disposition “{d.name}” cannot lead to “{d.status}”; it can lead to {allowed}."
            )
        if names.count(name_key(d.code)) > 1 or names.count(name_key(d.name)) > 1:
            problems[f"dispositions.{d.code}"] = f"The disposition name or code “{d.name}” ({d.code}) is used twice."
    if problems:
        raise InvalidInput(problems)


_TEMPLATE_KEYS = {"name", "description", "default_region", "fields", "dispositions"}
_DISPOSITION_KEYS = {"name", "code", "closure", "status", "priority", "needs_callback", "system"}


def disposition_from_config(config: Mapping[str, Any]) -> Disposition:
    """A disposition from its TOML table (spec 5, Configuration file)."""
    unknown = set(config) - _DISPOSITION_KEYS
    name = str(config.get("name", ""))
    if unknown:
        raise InvalidInput({k: f"The disposition “{name}” has an unknown key “{k}”." for k in sorted(unknown)})
    try:
        return Disposition(
            name=name,
            code=str(config.get("code", "")) or name.upper().replace(" ", "_"),
            closure=Closure(config["closure"]) if config.get("closure") else None,
            status=OpenStatus(config["status"]) if config.get("status") else None,
            priority=config.get("priority"),
            needs_callback=bool(config.get("needs_callback", False)),
            system=bool(config.get("system", False)),
        )
    except ValueError as error:
        known = ", ".join([*Closure, *OpenStatus])
        raise InvalidInput({"dispositions": f"The disposition “{name}”: {error}; known are {known}."}) from error


def disposition_to_config(d: Disposition) -> dict[str, Any]:
    """The TOML table of a disposition, without what is default."""
    config: dict[str, Any] = {"name": d.name, "code": d.code}
    if d.closure:
        config["closure"] = d.closure.value
    if d.status:
        config["status"] = d.status.value
    if d.priority is not None:
        config["priority"] = d.priority
    if d.needs_callback:
        config["needs_callback"] = True
    if d.system:
        config["system"] = True
    return config


def template_from_config(config: Mapping[str, Any]) -> Template:
    """A template from its TOML table; raises InvalidInput naming what does not fit."""
    unknown = set(config) - _TEMPLATE_KEYS
    if unknown:
        raise InvalidInput({k: f"A template has no key “{k}”." for k in sorted(unknown)})
    template = Template(
        name=str(config.get("name", "")),
        description=str(config.get("description", "")),
        default_region=str(config.get("default_region", "")).upper(),
        fields=tuple(field_from_config(f) for f in config.get("fields", [])),
        dispositions=tuple(disposition_from_config(d) for d in config.get("dispositions", [])),
    )
    check_template(template)
    return template


def template_to_config(template: Template) -> dict[str, Any]:
    """The TOML table of `template`, without what is default."""
    config: dict[str, Any] = {"name": template.name}
    if template.description:
        config["description"] = template.description
    if template.default_region:
        config["default_region"] = template.default_region
    config["fields"] = [field_to_config(f) for f in template.fields]
    if template.dispositions:
        config["dispositions"] = [disposition_to_config(d) for d in template.dispositions]
    return config


def same_dispositions(template: Template, stored: Template) -> Template:
    """`template` whose dispositions carry the ids of those in `stored` that have the same code."""
    ids = {name_key(d.code): d.id for d in stored.dispositions}
    return replace(
        template,
        dispositions=tuple(replace(d, id=ids.get(name_key(d.code))) for d in template.dispositions),
    )
