"""A small workspace laid row by row, for tests of what is read from it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from leadadmin.store import schema
from leadadmin.store.engine import make_engine, workspace_url

NOW_MS = 1_763_733_600_000
"""Fri 21 Nov 2025 14:00 UTC."""
MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS


@dataclass(slots=True)
class House:
    """Adds rows through `conn`, each with what the test says and something plausible for the rest."""

    conn: Connection
    now_ms: int = NOW_MS
    leads: list[dict[str, Any]] = field(default_factory=list)

    def _add(self, table: str, **values: Any) -> int:
        result = self.conn.execute(insert(schema.metadata.tables[table]).values(**values))
        return int((result.inserted_primary_key or (0,))[0])

    def team(self, name: str = "Everyone") -> int:
        return self._add("teams", name=name, name_key=name.lower())

    def person(self, name: str, team_id: int) -> int:
        login = name.lower()
        return self._add(
            "people", login=login, login_key=login, name=name, name_key=login, team_id=team_id, role="agent"
        )

    def project(self, name: str = "Residential", *, archived: int = 0) -> int:
        return self._add("projects", name=name, name_key=name.lower(), description="", archived=archived)

    def template(self, name: str = "Solar", *, region: str = "GB", fields: str = "[]") -> int:
        return self._add(
            "templates", name=name, name_key=name.lower(), description="", default_region=region, fields=fields,
            archived=0, version=1,
        )  # fmt: skip

    def disposition(self, template_id: int, name: str, closure: str) -> int:
        return self._add(
            "dispositions", template_id=template_id, name=name, code=name.upper(), code_key=name.lower(),
            closure=closure, needs_callback=0, system=0, rank=1,
        )  # fmt: skip

    def campaign(self, code: str, project_id: int, template_id: int, **more: Any) -> int:
        values: dict[str, Any] = {
            "name": f"Campaign {code}", "name_key": f"campaign {code}".lower(), "code": code, "code_key": code.lower(),
            "description": "", "project_id": project_id, "template_id": template_id, "time_zone": "UTC", "region": "",
            "call_order": "priority", "callbacks": "global", "max_attempts": 10, "retry_minutes": 60,
            "expires_days": 0, "newest_first": 0, "active": 1, "archived": 0, "version": 1,
        }  # fmt: skip
        return self._add("campaigns", **values | more)

    def pool(self, campaign_id: int, name: str, **more: Any) -> int:
        values: dict[str, Any] = {
            "campaign_id": campaign_id, "name": name, "name_key": name.lower(), "description": "", "active": 1,
            "priority": 10, "door": "injector", "source": "Web", "created_at": self.now_ms - DAY_MS, "archived": 0,
        }  # fmt: skip
        return self._add("pools", **values | more)

    def injector(self, name: str = "Web", **more: Any) -> int:
        values: dict[str, Any] = {
            "name": name, "name_key": name.lower(), "settings": "{}", "enabled": 0, "archived": 0, "version": 1,
            "tested_digest": "", "columns_seen": "[]", "started_once": 0, "paused_because": "", "failures_in_row": 0,
        }  # fmt: skip
        return self._add("injectors", **values | more)

    def run(self, **more: Any) -> int:
        values: dict[str, Any] = {
            "door": "injector", "source": "Web", "started_by": "schedule", "holder": "h", "fence": 1,
            "outcome": "succeeded", "error_code": "", "error": "", "hint": "", "started_at": self.now_ms,
            "changed_at": self.now_ms + 2000, "finished_at": self.now_ms + 2000, "batches": 1, "rows_read": 0,
            "added": 0, "updated": 0, "unchanged": 0, "duplicates": 0, "suppressed": 0, "rejected": 0, "deferred": 0,
            "superseded": 0, "seen_before": 0, "duplicate_hits": 0, "reasons": "{}", "ignored_columns": "[]",
            "warnings": "[]",
        }  # fmt: skip
        return self._add("runs", **values | more)

    def row(self, run_id: int, row: int, outcome: str, reason: str, **more: Any) -> None:
        values: dict[str, Any] = {
            "run_id": run_id, "row": row, "outcome": outcome, "reason": reason, "field": "", "value": "", "detail": "",
            "params": "{}", "row_values": json.dumps({"phone": str(row)}),
        }  # fmt: skip
        self.conn.execute(insert(schema.run_rows).values(**values | more))

    def lead(self, pool_id: int, **more: Any) -> int:
        number = len(self.leads) + 1
        campaign_id = self.conn.execute(
            select(schema.pools.c.campaign_id).where(schema.pools.c.id == pool_id)
        ).scalar_one()
        name = more.pop("name", f"Lead {number}")
        phones = more.pop("phones", ())
        keys = more.pop("keys", {})
        values: dict[str, Any] = {
            "id": number, "campaign_id": campaign_id, "pool_id": pool_id, "external_space": 0, "external_id": None,
            "name": name, "name_key": name.casefold(), "status": "unprocessed", "closure": "", "active": 1,
            "priority": 10, "dial_at": 0, "position": number, "owner_team_id": None, "owner_person_id": None,
            "original_team_id": None, "original_person_id": None, "contact_hours_id": None, "attempts": 0, "used": 0,
            "run_id": 0, "run_row": number, "arrived_at": self.now_ms, "changed_at": self.now_ms,
            "field_values": json.dumps(more.pop("values", {}), ensure_ascii=False),
        }  # fmt: skip
        values |= more
        self.conn.execute(insert(schema.leads).values(**values))
        for slot, phone in enumerate(phones):
            self._add(
                "lead_phones", lead_id=values["id"], slot=slot, campaign_id=campaign_id, field_key=f"phone{slot}",
                number=phone, extension="", original=phone,
            )  # fmt: skip
        for key, value in keys.items():
            self._add("lead_keys", lead_id=values["id"], field_key=key, campaign_id=campaign_id, value_key=value)
        self.leads.append(values)
        return int(values["id"])

    def call(self, lead_id: int, pool_id: int, **more: Any) -> int:
        values: dict[str, Any] = {
            "lead_id": lead_id, "pool_id": pool_id, "source": "agent", "started_at": self.now_ms, "seconds": 30,
            "answered": 1, "note": "",
        }  # fmt: skip
        return self._add("calls", **values | more)

    def count(self) -> None:
        """Set every pool's counters from the leads laid so far, one by one."""
        self.conn.execute(schema.pool_counts.delete())
        for (pool_id,) in self.conn.execute(select(schema.pools.c.id)).all():
            mine = [lead for lead in self.leads if lead["pool_id"] == pool_id]
            self.conn.execute(
                insert(schema.pool_counts).values(
                    pool_id=pool_id,
                    total=len(mine),
                    closed=sum(lead["status"] == "closed" for lead in mine),
                    used=sum(lead["used"] for lead in mine),
                    unprocessed=sum(lead["status"] == "unprocessed" for lead in mine),
                    rejected=3,
                    duplicates=2,
                    updated=1,
                )
            )


@contextmanager
def empty_house(folder: Path) -> Iterator[House]:
    """A workspace of SQLite without anything in it; nothing is committed."""
    file = folder / "workspace.db"
    file.touch()
    engine = make_engine(workspace_url(str(file)))
    schema.metadata.create_all(engine)
    with engine.connect() as conn:
        yield House(conn)
    engine.dispose()
