"""Injectors in a configuration file (spec 2, Fields of an injector; spec 5, `apply`)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from leadadmin.app.injectors import is_tested, save_in
from leadadmin.app.provision_campaigns import campaign_called
from leadadmin.app.provision_file import ConfigTable
from leadadmin.app.provision_report import Difference
from leadadmin.app.provision_values import Values
from leadadmin.app.provision_work import NO_DIFFERENCE, Work
from leadadmin.domain.connection import Connection
from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.injector import Injector, check_injector, settings_from_config, settings_to_config
from leadadmin.domain.mapping import MappingFault
from leadadmin.store import campaigns, connections, injectors, templates
from leadadmin.store.database import Database
from leadadmin.store.injectors import StoredInjector

_REFERENCES: Final = ("name", "connection", "template", "campaign", "enabled")
_EXCLUSIVE: Final = (("procedure", "query"), ("every", "weekly", "cron"))
"""Settings of which a file gives one: it takes the place of the others."""


def apply_injector(work: Work, table: ConfigTable) -> None:
    """Make or change an injector; one that is to be switched on and needs its Test first is noted for it."""
    database = work.database
    stored = injectors.by_name(database, table.name)
    before = None if stored is None else _table(database, stored.injector)
    values = Values(table.values)
    enabled = values.flag("enabled", stored is not None and stored.state.enabled)
    names = {key: values.text(key, (before or {}).get(key, "")) for key in ("connection", "template", "campaign")}
    values.check()
    settings = settings_from_config(_merged(before or {}, table.values))
    fresh = (
        Injector(table.name, id=stored.injector.id, version=stored.injector.version) if stored else Injector(table.name)
    )
    wanted = _referring(work, replace(fresh, **settings), names)
    _refuse_misfits(database, wanted, table.values)
    after = _table(database, wanted)
    archived: Difference = {"archived": (True, False)} if stored and stored.injector.archived else NO_DIFFERENCE
    if work.record(table, before, after, also=archived) or stored is None:
        kept = save_in(database, wanted, who=work.who)
    else:
        kept = stored
    _switch(work, table, stored, kept, enabled=enabled)


def _merged(before: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of the file over those that are stored."""
    merged = {key: value for key, value in before.items() if key not in _REFERENCES}
    for keys in _EXCLUSIVE:
        if any(given.get(key) for key in keys):
            merged = {key: value for key, value in merged.items() if key not in keys}
    if "time_zone" in given and before.get("schedule_time_zone") == before.get("time_zone"):
        # One time zone was given for both, so the new one is for both, too.
        merged.pop("schedule_time_zone", None)
    return merged | {key: value for key, value in given.items() if key not in _REFERENCES}


def _referring(work: Work, injector: Injector, names: Mapping[str, str]) -> Injector:
    """With the ids of what it names; what is not named is left open, as in the form."""
    database = work.database
    connection_id = campaign_id = template_id = None
    if name := names["connection"]:
        known = [each.connection.name for each in connections.list_all(database)]
        found = connections.by_name(database, name)
        connection_id = work.referred("connection", "connection", name, found, known).connection.id
    if name := names["template"]:
        known = [each.name for each in templates.list_all(database)]
        template_id = work.referred("template", "template", name, templates.by_name(database, name), known).id
    if names["campaign"]:
        campaign = campaign_called(work, names["campaign"])
        campaign_id = campaign.id
        if template_id not in (None, campaign.template_id):
            own = templates.get(database, campaign.template_id).name
            raise InvalidInput({"template": f"The campaign “{campaign.name}” uses the template “{own}”."})
    return replace(injector, connection_id=connection_id, campaign_id=campaign_id, template_id=template_id)


def _refuse_misfits(database: Database, injector: Injector, given: Mapping[str, Any]) -> None:
    """Raise InvalidInput for values of the file that cannot work; what is still missing is left to the Test."""
    connection: Connection | None = None
    if injector.connection_id is not None:
        connection = connections.get(database, injector.connection_id).connection
    found = check_injector(injector, has_procedures=connection.facts.has_procedures if connection else None)
    problems = {key: sentence for key, sentence in found.items() if given.get(key)}
    template_id = injector.template_id
    if injector.campaign_id is not None:
        template_id = campaigns.get(database, injector.campaign_id).template_id
    if template_id is not None and "mapping" in given:
        columns = [column for entry in injector.mapping.entries for column in entry.columns]
        for problem in injector.mapping.problems(templates.get(database, template_id).fields, columns):
            if problem.fault in (MappingFault.UNKNOWN_FIELD, MappingFault.MAPPED_TWICE):
                problems[f"mapping.{problem.target}"] = problem.sentence
    if problems:
        raise InvalidInput(problems)


def _switch(
    work: Work, table: ConfigTable, stored: StoredInjector | None, kept: StoredInjector, *, enabled: bool
) -> None:
    """Switch on or off as the file says; on only what was tested as it is now (spec 2, Enabled)."""
    injector_id = kept.injector.id or 0
    was_on = stored.state.enabled if stored else None
    tested = is_tested(work.database, kept)
    if enabled and not tested:
        if kept.state.enabled:
            injectors.set_enabled(work.database, injector_id, False, who=work.who)
        if "enabled" in table.values:
            work.to_test[table.name] = was_on
            return
        work.notes.append(f"“{table.name}” was switched off because its settings changed; test it and switch it on.")
        work.switched(table.name, was_on, now=False)
    elif enabled != kept.state.enabled:
        injectors.set_enabled(work.database, injector_id, enabled, who=work.who)
        work.switched(table.name, was_on, now=enabled)


def _table(database: Database, injector: Injector) -> dict[str, Any]:
    """The injector as its table of the file, but for `enabled`."""
    table: dict[str, Any] = {"name": injector.name}
    if injector.connection_id is not None:
        table["connection"] = connections.get(database, injector.connection_id).connection.name
    if injector.template_id is not None:
        table["template"] = templates.get(database, injector.template_id).name
    if injector.campaign_id is not None:
        table["campaign"] = campaigns.get(database, injector.campaign_id).code
    return table | settings_to_config(injector)


def export_injectors(database: Database) -> Iterator[dict[str, Any]]:
    """Every injector that is not archived, with whether it is switched on."""
    for stored in injectors.list_all(database):
        yield _table(database, stored.injector) | {"enabled": stored.state.enabled}
