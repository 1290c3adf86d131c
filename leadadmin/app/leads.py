"""One lead as people read it: its fields by the template, and what happened to it (spec 4, One lead)."""

from dataclasses import dataclass
from datetime import UTC, tzinfo

from leadadmin.domain.fields import FieldType, display, label_from_key
from leadadmin.domain.lead import Lead
from leadadmin.domain.lead_history import HistoryEntry
from leadadmin.domain.phone import pretty
from leadadmin.domain.template import Template
from leadadmin.store import campaigns, lead_detail, templates
from leadadmin.store.database import Database


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field of a lead in words; `type` None for a value whose field the template does not have any more."""

    key: str
    label: str
    text: str
    type: FieldType | None


@dataclass(frozen=True, slots=True)
class LeadView:
    """A lead with its fields in the template's order, and its history, the newest first."""

    lead: Lead
    fields: tuple[ShownField, ...]
    history: tuple[HistoryEntry, ...]
    max_attempts: int


def lead_view(database: Database, lead_id: int, *, language: str = "en", zone: tzinfo = UTC) -> LeadView:
    """Everything the page of a lead shows; moments among its fields are those of `zone`. Raises NotFound."""
    lead = lead_detail.lead(database, lead_id)
    campaign = campaigns.get(database, lead.campaign_id)
    template = templates.get(database, campaign.template_id)
    return LeadView(
        lead=lead,
        fields=_fields(lead, template, language, zone),
        history=tuple(lead_detail.history(database, lead_id)),
        max_attempts=campaign.max_attempts,
    )


def _fields(lead: Lead, template: Template, language: str, zone: tzinfo) -> tuple[ShownField, ...]:
    phones = {phone.field: pretty(phone.number, phone.extension) for phone in lead.phones}
    shown = []
    for field in template.fields:
        value = lead.values.get(field.key)
        text = phones.get(field.key, "") if field.type is FieldType.PHONE else ""
        if not text and value is not None:
            text = display(field, value, language, zone)
        shown.append(ShownField(field.key, field.label, text, field.type))
    known = {field.key for field in template.fields}
    shown += [
        ShownField(key, label_from_key(key), str(value), None)
        for key, value in lead.values.items()
        if key not in known and value is not None
    ]
    return tuple(shown)
