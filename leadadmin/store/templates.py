"""Campaign templates with their dispositions (spec 1, Templates and fields)."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from leadadmin.domain.errors import Expected, InvalidInput, NotFound
from leadadmin.domain.fields import field_from_config, field_to_config
from leadadmin.domain.lead import Closure, OpenStatus
from leadadmin.domain.names import name_key
from leadadmin.domain.template import Disposition, Template
from leadadmin.store import audit
from leadadmin.store.database import Database
from leadadmin.store.json_sql import field_text
from leadadmin.store.named import delete_row, insert_row, update_row
from leadadmin.store.schema import calls, campaigns, dispositions, leads, pool_counts, pools, templates


def list_all(database: Database, *, archived: bool = False) -> Sequence[Template]:
    """Every template by name; archived ones only when asked for."""
    query = select(templates).order_by(templates.c.name_key)
    if not archived:
        query = query.where(templates.c.archived == 0)
    found: dict[int, list[Disposition]] = {}
    for row in database.execute(select(dispositions).order_by(dispositions.c.rank)):
        found.setdefault(row.template_id, []).append(_disposition(row))
    return [_template(row, found.get(row.id, [])) for row in database.execute(query)]


def get(database: Database, template_id: int) -> Template:
    """A template; raises NotFound."""
    row = database.execute(select(templates).where(templates.c.id == template_id)).first()
    if row is None:
        raise NotFound("This template is no longer in the workspace.")
    return _template(row, _dispositions_of(database, template_id))


def by_name(database: Database, name: str) -> Template | None:
    """The template called `name`, without regard to case."""
    row = database.execute(select(templates).where(templates.c.name_key == name_key(name))).first()
    return _template(row, _dispositions_of(database, row.id)) if row else None


def campaigns_using(database: Database, template_id: int) -> Sequence[str]:
    """The names of the campaigns of a template."""
    query = select(campaigns.c.name).where(campaigns.c.template_id == template_id).order_by(campaigns.c.name_key)
    return database.execute(query).scalars().all()


def lead_totals(database: Database) -> dict[int, int]:
    """How many leads the campaigns of each template have, by template id, from the pools' counters."""
    total = func.sum(pool_counts.c.total)
    query = (
        select(campaigns.c.template_id, total)
        .join(pools, pools.c.campaign_id == campaigns.c.id)
        .join(pool_counts, pool_counts.c.pool_id == pools.c.id)
        .group_by(campaigns.c.template_id)
    )
    return {template_id: int(count) for template_id, count in database.execute(query)}


def leads_holding(database: Database, template_id: int, field_key: str) -> int:
    """How many leads hold a value in a field, for the warning before the field is removed. May take a while."""
    used_by = select(campaigns.c.id).where(campaigns.c.template_id == template_id)
    value = field_text(database.dialect.name, leads.c.field_values, field_key)
    holding = select(func.count()).where(leads.c.campaign_id.in_(used_by), value.is_not(None))
    return database.execute(holding).scalar_one()


def _dispositions_of(database: Database, template_id: int) -> Sequence[Disposition]:
    query = select(dispositions).where(dispositions.c.template_id == template_id).order_by(dispositions.c.rank)
    return [_disposition(row) for row in database.execute(query)]


def _disposition(row: Row[Any]) -> Disposition:
    return Disposition(
        name=row.name,
        code=row.code,
        closure=Closure(row.closure) if row.closure else None,
        status=OpenStatus(row.status) if row.status else None,
        priority=row.priority,
        needs_callback=bool(row.needs_callback),
        system=bool(row.system),
        id=row.id,
    )


def _template(row: Row[Any], found: Sequence[Disposition]) -> Template:
    return Template(
        name=row.name,
        description=row.description,
        default_region=row.default_region,
        fields=tuple(field_from_config(f) for f in json.loads(row.fields)),
        dispositions=tuple(found),
        archived=bool(row.archived),
        id=row.id,
    )


def _values(template: Template) -> Mapping[str, Any]:
    return {
        "name": template.name,
        "name_key": name_key(template.name),
        "description": template.description,
        "default_region": template.default_region,
        "fields": json.dumps([field_to_config(f) for f in template.fields], ensure_ascii=False),
        "archived": int(template.archived),
    }


def add(database: Database, template: Template, *, who: str) -> int:
    """Add a template with its dispositions; raises Taken."""
    taken = f"A template called “{template.name}” exists already."
    template_id = insert_row(database, templates, {**_values(template), "version": 1}, taken)
    _save_dispositions(database, template_id, template.dispositions)
    audit.append(database, who=who, action="template.add", subject=template.name)
    return template_id


def change(database: Database, template: Template, *, who: str) -> None:
    """Change a template and its dispositions; raises Taken.

    Raises InvalidInput for a required field that is left out though campaigns use it (spec 1, Templates and fields),
    Expected for a disposition that is left out though calls came to it.
    """
    template_id = template.id or 0
    _keep_required(database, template, get(database, template_id))
    taken = f"A template called “{template.name}” exists already."
    update_row(database, templates, template_id, _values(template), taken)
    _save_dispositions(database, template_id, template.dispositions)
    audit.append(database, who=who, action="template.change", subject=template.name)


def remove(database: Database, template_id: int, *, who: str) -> None:
    """Delete a template that no campaign and no injector uses; raises Expected otherwise."""
    template = get(database, template_id)
    delete_row(database, templates, template_id, f"The template “{template.name}”", [dispositions.c.template_id])
    audit.append(database, who=who, action="template.delete", subject=template.name)


def _keep_required(database: Database, template: Template, stored: Template) -> None:
    lost = [field for field in stored.fields if field.required and template.field(field.key) is None]
    users = campaigns_using(database, template.id or 0) if lost else ()
    if users:
        raise InvalidInput(
            {
                f"fields.{field.key}": f"“{field.label}” is required in the campaign “{users[0]}”, so it stays."
                for field in lost
            },
            "Make it optional first.",
        )


def _save_dispositions(database: Database, template_id: int, wanted: Sequence[Disposition]) -> None:
    stored = {name_key(d.code): d for d in _dispositions_of(database, template_id)}
    for rank, disposition in enumerate(wanted):
        values = {
            "name": disposition.name,
            "code": disposition.code,
            "closure": disposition.closure.value if disposition.closure else None,
            "status": disposition.status.value if disposition.status else None,
            "priority": disposition.priority,
            "needs_callback": int(disposition.needs_callback),
            "system": int(disposition.system),
            "rank": rank,
        }
        known = stored.pop(name_key(disposition.code), None)
        if known is not None:
            database.execute(update(dispositions).where(dispositions.c.id == known.id).values(**values))
        else:
            key = name_key(disposition.code)
            database.execute(insert(dispositions).values(template_id=template_id, code_key=key, **values))
    for gone in stored.values():
        used = database.execute(select(func.count()).where(calls.c.disposition_id == gone.id)).scalar_one()
        if used:
            raise Expected(f"{used:,} calls came to “{gone.name}”, so it stays in the template.", code="in_use")
        database.execute(delete(dispositions).where(dispositions.c.id == gone.id))
