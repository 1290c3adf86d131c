"""Calling hours, templates, projects, campaigns and pools in a configuration file (spec 1)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from leadadmin.app.provision_file import ConfigTable
from leadadmin.app.provision_people import owner_called, owner_text
from leadadmin.app.provision_values import Values
from leadadmin.app.provision_work import Work, without_defaults
from leadadmin.domain.campaign import (
    CallbackScope,
    CallingHours,
    CallOrder,
    Campaign,
    Project,
    calling_hours_from_config,
    check_campaign,
)
from leadadmin.domain.counting import counted
from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.lead import DEFAULT_PRIORITY
from leadadmin.domain.names import name_key
from leadadmin.domain.pool import Door, Pool
from leadadmin.domain.template import Template, same_dispositions, template_from_config, template_to_config
from leadadmin.domain.template_edit import changed_types, lost_fields
from leadadmin.store import calling_hours, campaigns, pools, projects, templates
from leadadmin.store.database import Database

_CAMPAIGN_DEFAULTS = {
    "description": "", "time_zone": "UTC", "region": "", "order": CallOrder.PRIORITY_FIRST.value,
    "callbacks": CallbackScope.GLOBAL.value, "max_attempts": 10, "retry_minutes": 60, "expires_days": 0,
    "newest_first": False, "calling_hours": "", "active": True,
}  # fmt: skip
_POOL_DEFAULTS = {"description": "", "priority": DEFAULT_PRIORITY, "active": True, "owner": ""}


def apply_hours(work: Work, table: ConfigTable) -> None:
    """Make or change a set of calling hours."""
    stored = calling_hours.by_name(work.database, table.name)
    before = None if stored is None else _hours_table(stored)
    wanted = calling_hours_from_config({**(before or {}), **table.values, "name": table.name})
    if not work.record(table, before, _hours_table(wanted)):
        return
    if stored is None:
        calling_hours.add(work.database, wanted, who=work.who)
    else:
        calling_hours.change(work.database, replace(wanted, id=stored.id), who=work.who)


def _hours_table(hours: CallingHours) -> dict[str, Any]:
    table = {"name": hours.name, "time_zone": hours.time_zone, "week": dict(hours.week), "holidays": hours.holidays}
    return without_defaults(table, {})


def export_hours(database: Database) -> Iterator[dict[str, Any]]:
    """Every set of calling hours."""
    yield from map(_hours_table, calling_hours.list_all(database))


def apply_template(work: Work, table: ConfigTable) -> None:
    """Make or change a template; a field in which leads hold values is neither left out nor given another type."""
    stored = templates.by_name(work.database, table.name)
    before = None if stored is None else template_to_config(stored)
    wanted = template_from_config({**(before or {}), **table.values, "name": table.name})
    if stored is None:
        if work.record(table, None, template_to_config(wanted)):
            templates.add(work.database, wanted, who=work.who)
        return
    _keep_held(work.database, stored, wanted)
    archived = {"archived": (True, False)} if stored.archived else {}
    if work.record(table, before, template_to_config(wanted), also=archived):
        templates.change(work.database, replace(same_dispositions(wanted, stored), id=stored.id), who=work.who)


def _keep_held(database: Database, stored: Template, wanted: Template) -> None:
    instead = {field: f"stays a {field.type.value} field." for field in changed_types(stored, wanted)}
    instead |= dict.fromkeys(
        lost_fields(stored, wanted),
        "cannot be left out of the file. Remove it in the desktop when these values may go.",
    )
    problems = {}
    for field, words in instead.items():
        holding = templates.leads_holding(database, stored.id or 0, field.key)
        if holding:
            held = f"{counted(holding, 'lead holds', 'leads hold')} a value in “{field.label}”, so it "
            problems[f"fields.{field.key}"] = held + words
    if problems:
        raise InvalidInput(problems)


def export_templates(database: Database) -> Iterator[dict[str, Any]]:
    """Every template in use or not archived."""
    used = {campaign.template_id for campaign in campaigns.list_all(database)}
    for template in templates.list_all(database, archived=True):
        if not template.archived or template.id in used:
            yield template_to_config(template)


def apply_project(work: Work, table: ConfigTable) -> None:
    """Make or change a project."""
    stored = projects.by_name(work.database, table.name)
    before = None if stored is None else _project_table(stored)
    values = Values({**(before or {}), **table.values})
    wanted = Project(table.name, values.text("description"), id=stored.id if stored else None)
    values.check()
    archived = {"archived": (True, False)} if stored and stored.archived else {}
    if not work.record(table, before, _project_table(wanted), also=archived):
        return
    if stored is None:
        projects.add(work.database, wanted, who=work.who)
    else:
        projects.change(work.database, wanted, who=work.who)


def _project_table(project: Project) -> dict[str, Any]:
    return {"name": project.name, "description": project.description}


def export_projects(database: Database) -> Iterator[dict[str, Any]]:
    """Every project in use or not archived."""
    used = {campaign.project_id for campaign in campaigns.list_all(database)}
    for project in projects.list_all(database, archived=True):
        if not project.archived or project.id in used:
            yield without_defaults(_project_table(project), {})


def apply_campaign(work: Work, table: ConfigTable) -> None:
    """Make or change a campaign, known by its code, else by its name."""
    database = work.database
    stored = _stored_campaign(database, Values(table.values).text("code"), table.name)
    before = None if stored is None else _campaign_table(database, stored)
    values = Values({**_CAMPAIGN_DEFAULTS, **(before or {}), **table.values})
    project, template, hours = values.text("project"), values.text("template"), values.text("calling_hours")
    wanted = Campaign(
        name=table.name,
        code=values.text("code"),
        project_id=0,
        template_id=0,
        description=values.text("description"),
        time_zone=values.text("time_zone"),
        region=values.text("region").upper(),
        order=values.choice("order", CallOrder, CallOrder.PRIORITY_FIRST),
        callbacks=values.choice("callbacks", CallbackScope, CallbackScope.GLOBAL),
        max_attempts=values.whole("max_attempts", 10, 1, 1_000),
        retry_minutes=values.whole("retry_minutes", 60, 0, 1_000_000),
        expires_days=values.whole("expires_days", 0, 0, 100_000),
        newest_first=values.flag("newest_first", False),
        active=values.flag("active", True),
        id=stored.id if stored else None,
    )
    values.check()
    check_campaign(wanted)
    wanted = replace(
        wanted,
        project_id=_project_id(work, project),
        template_id=_template_id(work, template),
        calling_hours_id=_hours_id(work, hours) if hours else None,
    )
    archived = {"archived": (True, False)} if stored and stored.archived else {}
    after = _campaign_table(database, wanted)
    if not work.record(table, before, after, defaults=_CAMPAIGN_DEFAULTS, also=archived):
        return
    if stored is None:
        campaigns.add(database, wanted, who=work.who)
    else:
        campaigns.change(database, wanted, who=work.who)


def _stored_campaign(database: Database, code: str, name: str) -> Campaign | None:
    everything = campaigns.list_all(database, archived=True)
    with_code = next((each for each in everything if code and name_key(each.code) == name_key(code)), None)
    return with_code or next((each for each in everything if name_key(each.name) == name_key(name)), None)


def _project_id(work: Work, name: str) -> int:
    known = [each.name for each in projects.list_all(work.database)]
    return work.referred("project", "project", name, projects.by_name(work.database, name), known).id or 0


def _template_id(work: Work, name: str) -> int:
    known = [each.name for each in templates.list_all(work.database)]
    return work.referred("template", "template", name, templates.by_name(work.database, name), known).id or 0


def _hours_id(work: Work, name: str) -> int:
    known = [each.name for each in calling_hours.list_all(work.database)]
    found = calling_hours.by_name(work.database, name)
    return work.referred("calling_hours", "calling_hours", name, found, known).id or 0


def _campaign_table(database: Database, campaign: Campaign) -> dict[str, Any]:
    hours = {each.id: each.name for each in calling_hours.list_all(database)}
    return {
        "name": campaign.name,
        "code": campaign.code,
        "description": campaign.description,
        "project": projects.get(database, campaign.project_id).name,
        "template": templates.get(database, campaign.template_id).name,
        "time_zone": campaign.time_zone,
        "region": campaign.region,
        "order": campaign.order.value,
        "callbacks": campaign.callbacks.value,
        "max_attempts": campaign.max_attempts,
        "retry_minutes": campaign.retry_minutes,
        "expires_days": campaign.expires_days,
        "newest_first": campaign.newest_first,
        "calling_hours": hours.get(campaign.calling_hours_id, ""),
        "active": campaign.active,
    }


def export_campaigns(database: Database) -> Iterator[dict[str, Any]]:
    """Every campaign that is not archived."""
    for campaign in campaigns.list_all(database):
        yield without_defaults(_campaign_table(database, campaign), _CAMPAIGN_DEFAULTS)


def campaign_called(work: Work, name: str) -> Campaign:
    """The campaign with this code or name; raises as `Work.referred`."""
    found = campaigns.by_reference(work.database, name)
    known = [text for each in campaigns.list_all(work.database) for text in (each.code, each.name)]
    return work.referred("campaign", "campaign", name, found, known)


def apply_pool(work: Work, table: ConfigTable) -> None:
    """Make or change a pool of a campaign."""
    database = work.database
    campaign = campaign_called(work, Values(table.values).text("campaign"))
    stored = pools.by_name(database, campaign.id or 0, table.name)
    before = None if stored is None else _pool_table(database, campaign, stored)
    values = Values({**(before or {}), **table.values})
    owner = values.text("owner")
    wanted = Pool(
        name=table.name,
        campaign_id=campaign.id or 0,
        description=values.text("description"),
        active=values.flag("active", True),
        active_from=values.day("active_from"),
        active_to=values.day("active_to"),
        priority=values.whole("priority", DEFAULT_PRIORITY, 0, 100),
        door=stored.door if stored else Door.MANUAL,
        id=stored.id if stored else None,
    )
    if wanted.active_from and wanted.active_to and wanted.active_to < wanted.active_from:
        values.refuse("active_to", "The pool would end before it starts.")
    values.check()
    wanted = replace(wanted, owner=owner_called(work, owner))
    archived = {"archived": (True, False)} if stored and stored.archived else {}
    after = _pool_table(database, campaign, wanted)
    if not work.record(table, before, after, defaults=_POOL_DEFAULTS, also=archived):
        return
    if stored is None:
        pools.add(database, wanted, now_ms=work.now_ms, who=work.who)
    else:
        pools.change(database, wanted, who=work.who)


def _pool_table(database: Database, campaign: Campaign, pool: Pool) -> dict[str, Any]:
    return {
        "campaign": campaign.code,
        "name": pool.name,
        "description": pool.description,
        "priority": pool.priority,
        "active": pool.active,
        "active_from": pool.active_from or "",
        "active_to": pool.active_to or "",
        "owner": owner_text(database, pool.owner),
    }


def export_pools(database: Database) -> Iterator[dict[str, Any]]:
    """Every pool that is not archived, of campaigns that are not."""
    by_id = {campaign.id: campaign for campaign in campaigns.list_all(database)}
    for pool in pools.list_all(database):
        campaign = by_id.get(pool.campaign_id)
        if campaign is not None:
            yield without_defaults(_pool_table(database, campaign, pool), _POOL_DEFAULTS)
