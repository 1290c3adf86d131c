"""What holds for templates, campaigns and pools on every backend."""

from dataclasses import replace

import pytest
from sqlalchemy import insert

from leadadmin.domain.campaign import Campaign
from leadadmin.domain.errors import Expected, InvalidInput, NotFound
from leadadmin.domain.fields import Field, FieldType
from leadadmin.domain.template import Disposition
from leadadmin.store import campaigns, pools, projects, schema, templates
from tests.helpers.office import TEMPLATE, Office
from tests.store.contracts.ledger import add_lead, add_pool


class AdministrationContract:
    def test_a_template_comes_back_as_it_was_saved(self, office: Office) -> None:
        wanted = replace(TEMPLATE, name="Boligejere", description="Å, 李 😀", default_region="DK")
        with office.workspace.transaction() as database:
            stored = templates.get(database, templates.add(database, wanted, who="ida"))
        assert replace(stored, id=None, dispositions=()) == replace(wanted, dispositions=())
        assert [replace(d, id=None) for d in stored.dispositions] == list(wanted.dispositions)

    def test_dispositions_keep_their_identity_and_take_a_new_order(self, office: Office) -> None:
        sale, call_back = office.template.dispositions
        renamed = replace(call_back, name="Ring back", code=call_back.code.lower())
        with office.workspace.transaction() as database:
            changed = replace(office.template, dispositions=(renamed, Disposition("No", "NO", sale.closure), sale))
            templates.change(database, changed, who="ida")
            stored = templates.get(database, office.template.id or 0).dispositions
        assert [d.name for d in stored] == ["Ring back", "No", "Sale"]
        assert (stored[0].id, stored[2].id) == (call_back.id, sale.id)

    def test_a_disposition_that_calls_came_to_stays(self, office: Office) -> None:
        sale, call_back = office.template.dispositions
        with office.workspace.transaction() as database:
            add_lead(database, office, 1, add_pool(database, office, "One"))
            call = {"lead_id": 1, "pool_id": 1, "source": "agent", "started_at": 1, "seconds": 1, "answered": 1}
            database.execute(insert(schema.calls).values(**call, note="", disposition_id=sale.id))
            templates.change(database, replace(office.template, dispositions=(sale,)), who="ida")
            with pytest.raises(Expected, match="“Sale”"):
                templates.change(database, replace(office.template, dispositions=(call_back,)), who="ida")

    def test_a_required_field_of_a_used_template_stays(self, office: Office) -> None:
        required = Field("policy", "Policy", FieldType.TEXT, required=True)
        with office.workspace.transaction() as database:
            with_field = replace(office.template, fields=(*office.template.fields, required))
            templates.change(database, with_field, who="ida")
            with pytest.raises(InvalidInput, match="“Policy”"):
                templates.change(database, office.template, who="ida")
            optional = replace(office.template, fields=(*office.template.fields, replace(required, required=False)))
            templates.change(database, optional, who="ida")
            templates.change(database, office.template, who="ida")
            assert templates.get(database, office.template.id or 0).field("policy") is None

    def test_leads_that_hold_a_value_are_counted(self, office: Office) -> None:
        template_id = office.template.id or 0
        with office.workspace.transaction() as database:
            pool = add_pool(database, office, "One")
            for lead_id, values in enumerate(('{"kwh":4200}', '{"kwh":null}', '{"surname":"kwh"}', '{"kwh":"0"}'), 1):
                add_lead(database, office, lead_id, pool, field_values=values)
            assert templates.leads_holding(database, template_id, "kwh") == 2
            assert templates.leads_holding(database, template_id, "email") == 0
            assert templates.leads_holding(database, template_id + 1, "kwh") == 0

    def test_the_template_of_a_campaign_cannot_change(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            other = templates.add(database, replace(TEMPLATE, name="Other"), who="ida")
            with pytest.raises(InvalidInput, match="cannot be changed"):
                campaigns.change(database, replace(office.campaign, template_id=other), who="ida")

    def test_what_is_in_use_is_not_deleted(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            pool = add_pool(database, office, "Web")
            add_lead(database, office, 1, pool)
            for remove, row_id, name in (
                (pools.remove, pool, "Web"),
                (campaigns.remove, office.campaign.id, "Solar 2026"),
                (templates.remove, office.template.id, "Solar"),
                (projects.remove, office.campaign.project_id, "Residential"),
            ):
                with pytest.raises(Expected, match=f"“{name}” is in use") as caught:
                    remove(database, row_id or 0, who="ida")
                assert caught.value.code == "in_use"
            assert pools.get(database, pool).name == "Web"
            assert templates.get(database, office.template.id or 0) == office.template

    def test_what_nothing_refers_to_is_deleted_with_all_that_is_its_own(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            pools.remove(database, add_pool(database, office, "Web"), who="ida")
            campaigns.remove(database, office.campaign.id or 0, who="ida")
            templates.remove(database, office.template.id or 0, who="ida")
            projects.remove(database, office.campaign.project_id, who="ida")
            with pytest.raises(NotFound):
                campaigns.get(database, office.campaign.id or 0)
            assert pools.list_all(database) == []
            assert templates.list_all(database) == []

    def test_a_pool_is_made_once_whatever_its_spelling(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            first = add_pool(database, office, "Web Leads")
            assert add_pool(database, office, " web  LEADS ") == first
            other = Campaign("Other", "OTHER", office.campaign.project_id, office.template.id or 0)
            other_id = campaigns.add(database, other, who="ida")
            elsewhere = replace(office, campaign=replace(other, id=other_id))
            assert add_pool(database, elsewhere, "Web Leads") != first
            counts = database.execute(schema.pool_counts.select()).all()
        assert [sum(row[1:]) for row in counts] == [0, 0]
