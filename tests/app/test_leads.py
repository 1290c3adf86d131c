"""A lead in words."""

from datetime import UTC
from pathlib import Path

import pytest

from leadadmin.app.leads import lead_view
from leadadmin.domain.errors import NotFound
from leadadmin.domain.fields import FieldType
from tests.helpers.office import sqlite_office
from tests.store.browse_workspace import House


def test_fields_stand_in_the_templates_order(tmp_path: Path) -> None:
    office = sqlite_office(tmp_path)
    with office.workspace.transaction() as database:
        house = House(database)
        pool = house.pool(office.campaign.id or 0, "Web")
        lead_id = house.lead(
            pool, name="Ann Tester", values={"surname": "Tester", "kwh": 4200, "old_field": "kept"},
            phones=("+442079460123",),
        )  # fmt: skip
    with office.workspace.reading() as database:
        found = lead_view(database, lead_id, zone=UTC)
        with pytest.raises(NotFound):
            lead_view(database, 4711)
    texts = {field.label: field.text for field in found.fields}
    assert list(texts) == ["Phone", "Mobile", "First name", "Surname", "E-mail", "Yearly use", "Old field"]
    assert (texts["Surname"], texts["Yearly use"], texts["First name"], texts["Old field"]) == (
        "Tester", "4,200", "", "kept",
    )  # fmt: skip
    assert (found.fields[0].type, found.fields[-1].type) == (FieldType.PHONE, None)
    assert (found.max_attempts, found.lead.id) == (office.campaign.max_attempts, lead_id)
    office.workspace.close()
