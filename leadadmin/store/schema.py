"""The tables of a workspace (spec 1, Names and storage; spec 2, A run).

Moments are BIGINT milliseconds since 1970 UTC (docs/decisions/times-as-milliseconds.md); JSON is text written by
leadadmin. The migrations in `store/migrations` make the same tables; a test compares the two.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.mysql import BINARY, LONGTEXT
from sqlalchemy.schema import SchemaItem

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite only numbers rows by itself for a column declared INTEGER.
Id = BigInteger().with_variant(Integer(), "sqlite")
LongText = Text().with_variant(LONGTEXT(), "mysql", "mariadb")
Digest = LargeBinary(16).with_variant(BINARY(16), "mysql", "mariadb")
Name = String(200)
# Compared by code point on every backend, so that the names that start with some text are one span of the index.
SortedName = String(200).with_variant(String(200, collation="C"), "postgresql")
Moment = BigInteger
Flag = SmallInteger


def _table(name: str, *columns: SchemaItem, **options: Any) -> Table:
    # utf8mb4_bin: names are compared by `name_key`, ids exactly; MariaDB would fold case otherwise.
    return Table(
        name,
        metadata,
        *columns,
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
        mariadb_charset="utf8mb4",
        mariadb_collate="utf8mb4_bin",
        mariadb_engine="InnoDB",
        **options,
    )


def _key() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=True)


def _named(unique: bool = True) -> list[Column[str]]:
    return [Column("name", Name, nullable=False), Column("name_key", Name, nullable=False, unique=unique)]


def _refers(column: str, target: str, nullable: bool = False) -> Column[int]:
    return Column(column, Id, ForeignKey(target), nullable=nullable)


workspace_info = _table(
    "workspace_info",
    Column("key", String(60), primary_key=True),
    Column("value", LongText, nullable=False),
)

id_blocks = _table(
    "id_blocks",
    Column("name", String(30), primary_key=True),
    Column("next", BigInteger, nullable=False),
)

teams = _table("teams", _key(), *_named(), _refers("parent_id", "teams.id", nullable=True))

people = _table(
    "people",
    _key(),
    Column("login", Name, nullable=False),
    Column("login_key", Name, nullable=False, unique=True),
    Column("name", Name, nullable=False),
    Column("name_key", Name, nullable=False, index=True),
    _refers("team_id", "teams.id"),
    Column("role", String(20), nullable=False),
)

projects = _table(
    "projects",
    _key(),
    *_named(),
    Column("description", LongText, nullable=False),
    Column("archived", Flag, nullable=False),
)

templates = _table(
    "templates",
    _key(),
    *_named(),
    Column("description", LongText, nullable=False),
    Column("default_region", String(2), nullable=False),
    Column("fields", LongText, nullable=False),
    Column("archived", Flag, nullable=False),
    Column("version", Integer, nullable=False),
)

dispositions = _table(
    "dispositions",
    _key(),
    _refers("template_id", "templates.id"),
    Column("name", Name, nullable=False),
    Column("code", Name, nullable=False),
    Column("code_key", Name, nullable=False),
    Column("closure", String(20)),
    Column("status", String(20)),
    Column("priority", SmallInteger),
    Column("needs_callback", Flag, nullable=False),
    Column("system", Flag, nullable=False),
    Column("rank", Integer, nullable=False),
    UniqueConstraint("template_id", "code_key"),
)

calling_hours = _table(
    "calling_hours",
    _key(),
    *_named(),
    Column("time_zone", String(60), nullable=False),
    Column("week", LongText, nullable=False),
    Column("holidays", String(10), nullable=False),
)

campaigns = _table(
    "campaigns",
    _key(),
    *_named(),
    Column("code", String(40), nullable=False),
    Column("code_key", String(40), nullable=False, unique=True),
    Column("description", LongText, nullable=False),
    _refers("project_id", "projects.id"),
    _refers("template_id", "templates.id"),
    Column("time_zone", String(60), nullable=False),
    Column("region", String(2), nullable=False),
    Column("call_order", String(20), nullable=False),
    Column("callbacks", String(20), nullable=False),
    Column("max_attempts", Integer, nullable=False),
    Column("retry_minutes", Integer, nullable=False),
    Column("expires_days", Integer, nullable=False),
    Column("newest_first", Flag, nullable=False),
    _refers("calling_hours_id", "calling_hours.id", nullable=True),
    Column("active", Flag, nullable=False),
    Column("archived", Flag, nullable=False),
    Column("version", Integer, nullable=False),
)

# Every batch that adds leads first takes this row of its campaign (spec 3, Duplicates).
campaign_locks = _table(
    "campaign_locks",
    Column("campaign_id", Id, ForeignKey("campaigns.id"), primary_key=True, autoincrement=False),
    Column("next_position", BigInteger, nullable=False),
)

pools = _table(
    "pools",
    _key(),
    _refers("campaign_id", "campaigns.id"),
    Column("name", Name, nullable=False),
    Column("name_key", Name, nullable=False),
    Column("description", LongText, nullable=False),
    Column("active", Flag, nullable=False),
    Column("active_from", Date),
    Column("active_to", Date),
    Column("priority", SmallInteger, nullable=False),
    _refers("owner_team_id", "teams.id", nullable=True),
    _refers("owner_person_id", "people.id", nullable=True),
    Column("door", String(12), nullable=False),
    Column("source", Name, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("archived", Flag, nullable=False),
    UniqueConstraint("campaign_id", "name_key"),
)

# One row per pool, kept in the transaction of every change (spec 1, Key figures).
pool_counts = _table(
    "pool_counts",
    Column("pool_id", Id, ForeignKey("pools.id"), primary_key=True, autoincrement=False),
    Column("total", BigInteger, nullable=False),
    Column("closed", BigInteger, nullable=False),
    Column("used", BigInteger, nullable=False),
    Column("unprocessed", BigInteger, nullable=False),
    Column("rejected", BigInteger, nullable=False),
    Column("duplicates", BigInteger, nullable=False),
    Column("updated", BigInteger, nullable=False),
)

leads = _table(
    "leads",
    Column("id", Id, primary_key=True, autoincrement=False),
    _refers("campaign_id", "campaigns.id"),
    _refers("pool_id", "pools.id"),
    # 0: given by njExternalLeadId; an injector's id: that injector's own name space (spec 1, External id).
    Column("external_space", Id, nullable=False),
    Column("external_id", String(255)),
    Column("name", Name, nullable=False),
    Column("name_key", SortedName, nullable=False, index=True),
    # An open status, or "closed" with a closure.
    Column("status", String(20), nullable=False),
    Column("closure", String(20), nullable=False),
    Column("active", Flag, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    # The agreed or planned next attempt; 0: none (NULL sorts differently on each backend).
    Column("dial_at", Moment, nullable=False),
    Column("position", BigInteger, nullable=False),
    # No foreign keys: whoever removes a team, person or calling hours looks for its leads first. InnoDB would keep five
    # more indexes for them on the largest table, and every lead would be checked against each.
    Column("owner_team_id", Id),
    Column("owner_person_id", Id),
    Column("original_team_id", Id),
    Column("original_person_id", Id),
    Column("contact_hours_id", Id),
    Column("attempts", SmallInteger, nullable=False),
    Column("used", Flag, nullable=False),
    Column("run_id", Id, nullable=False, index=True),
    Column("run_row", BigInteger, nullable=False),
    Column("arrived_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("field_values", LongText, nullable=False),
    UniqueConstraint("campaign_id", "external_space", "external_id"),
    # The lists of leads: newest first, last changed first, those of a pool (spec 4, Leads).
    Index("ix_leads_arrived_at_id", "arrived_at", "id"),
    Index("ix_leads_changed_at_id", "changed_at", "id"),
    Index("ix_leads_pool_id_arrived_at_id", "pool_id", "arrived_at", "id"),
    # What falls due, and which open leads are switched off (spec 1, Key figures).
    Index("ix_leads_pool_id_active_status_dial_at", "pool_id", "active", "status", "dial_at"),
)

lead_phones = _table(
    "lead_phones",
    Column("lead_id", Id, ForeignKey("leads.id"), primary_key=True, autoincrement=False),
    Column("slot", SmallInteger, primary_key=True, autoincrement=False),
    Column("campaign_id", Id, nullable=False),
    Column("field_key", String(64), nullable=False),
    Column("number", String(24), nullable=False),
    Column("extension", String(20), nullable=False),
    Column("original", String(255), nullable=False),
    Index("ix_lead_phones_number_campaign_id", "number", "campaign_id"),
    sqlite_with_rowid=False,
)

# Duplicate keys other than phones (a template's duplicate fields), folded by `domain.names.name_key`.
lead_keys = _table(
    "lead_keys",
    Column("lead_id", Id, ForeignKey("leads.id"), primary_key=True, autoincrement=False),
    Column("field_key", String(64), primary_key=True),
    Column("campaign_id", Id, nullable=False),
    Column("value_key", String(255), nullable=False),
    Index("ix_lead_keys_value_key_campaign_id", "value_key", "campaign_id"),
    sqlite_with_rowid=False,
)

calls = _table(
    "calls",
    _key(),
    Column("lead_id", Id, ForeignKey("leads.id"), nullable=False, index=True),
    Column("pool_id", Id, nullable=False),
    Column("source", String(12), nullable=False),
    _refers("person_id", "people.id", nullable=True),
    Column("started_at", Moment, nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("answered", Flag, nullable=False),
    _refers("disposition_id", "dispositions.id", nullable=True),
    Column("note", LongText, nullable=False),
)

connections = _table(
    "connections",
    _key(),
    *_named(),
    Column("kind", String(20), nullable=False),
    # Everything but the password, as in the configuration file.
    Column("settings", LongText, nullable=False),
    # Sealed by the vault, or a bound reference to the environment; never plain (spec 5, Secrets).
    Column("secret", LongText),
    Column("test_state", String(12), nullable=False),
    Column("test_sentence", LongText, nullable=False),
    Column("tested_at", Moment),
    Column("archived", Flag, nullable=False),
    Column("version", Integer, nullable=False),
)

injectors = _table(
    "injectors",
    _key(),
    *_named(),
    _refers("connection_id", "connections.id", nullable=True),
    _refers("template_id", "templates.id", nullable=True),
    _refers("campaign_id", "campaigns.id", nullable=True),
    Column("settings", LongText, nullable=False),
    Column("enabled", Flag, nullable=False),
    Column("archived", Flag, nullable=False),
    Column("version", Integer, nullable=False),
    # What the last successful Test looked at: a digest of the settings that Test depends on.
    Column("tested_digest", String(64), nullable=False),
    Column("tested_at", Moment),
    # The columns Test saw: a JSON list of {name, kind, samples}.
    Column("columns_seen", LongText, nullable=False),
    Column("watermark", String(255)),
    Column("started_once", Flag, nullable=False),
    Column("paused_because", LongText, nullable=False),
    Column("failures_in_row", Integer, nullable=False),
    Column("last_slot", Moment),
    Column("last_look_back", Moment),
)

# What "last id imported" was, and since when: late-arrival window, look-back, rewind (spec 2).
watermarks = _table(
    "watermarks",
    _key(),
    _refers("injector_id", "injectors.id"),
    Column("set_at", Moment, nullable=False),
    Column("value", String(255)),
    Column("run_id", Id),
    Index("ix_watermarks_injector_id_set_at", "injector_id", "set_at"),
)

ledger = _table(
    "ledger",
    Column("injector_id", Id, primary_key=True, autoincrement=False),
    Column("unique_id", String(255), primary_key=True),
    Column("outcome", String(12), nullable=False),
    Column("row_hash", Digest, nullable=False),
    Column("run_id", Id, nullable=False),
    Column("lead_id", Id),
    sqlite_with_rowid=False,
)

leases = _table(
    "leases",
    Column("resource", String(80), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("label", Name, nullable=False),
    Column("host", Name, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("process_started", Double, nullable=False),
    Column("fence", BigInteger, nullable=False),
    Column("since", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

runs = _table(
    "runs",
    _key(),
    Column("door", String(12), nullable=False),
    Column("source", Name, nullable=False),
    Column("injector_id", Id, ForeignKey("injectors.id"), index=True),
    Column("campaign_id", Id, ForeignKey("campaigns.id")),
    Column("pool_id", Id, ForeignKey("pools.id"), index=True),
    Column("retry_of", Id),
    Column("started_by", Name, nullable=False),
    Column("holder", String(64), nullable=False),
    Column("fence", BigInteger, nullable=False),
    Column("outcome", String(12), nullable=False),
    Column("error_code", String(40), nullable=False),
    Column("error", LongText, nullable=False),
    Column("hint", LongText, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False, index=True),
    Column("finished_at", Moment),
    # Batches committed: a batch whose answer was lost is known by its number and not counted twice.
    Column("batches", Integer, nullable=False),
    Column("rows_read", BigInteger, nullable=False),
    Column("added", BigInteger, nullable=False),
    Column("updated", BigInteger, nullable=False),
    Column("unchanged", BigInteger, nullable=False),
    Column("duplicates", BigInteger, nullable=False),
    Column("suppressed", BigInteger, nullable=False),
    Column("rejected", BigInteger, nullable=False),
    Column("deferred", BigInteger, nullable=False),
    Column("superseded", BigInteger, nullable=False),
    Column("seen_before", BigInteger, nullable=False),
    Column("duplicate_hits", BigInteger, nullable=False),
    Column("reasons", LongText, nullable=False),
    Column("watermark_before", String(255)),
    Column("watermark_passed", String(255)),
    Column("watermark_after", String(255)),
    Column("ignored_columns", LongText, nullable=False),
    Column("warnings", LongText, nullable=False),
)

# Rows that were not simply added, kept whole (spec 2, step 7).
run_rows = _table(
    "run_rows",
    Column("run_id", Id, ForeignKey("runs.id"), primary_key=True, autoincrement=False),
    Column("row", BigInteger, primary_key=True, autoincrement=False),
    Column("outcome", String(12), nullable=False),
    Column("reason", String(24), nullable=False),
    Column("field", Name, nullable=False),
    Column("value", LongText, nullable=False),
    Column("detail", String(40), nullable=False),
    Column("params", LongText, nullable=False),
    Column("row_values", LongText, nullable=False),
    Column("unique_id", String(255)),
    # The lead that a duplicate hit or an update changed: part of that lead's history.
    Column("lead_id", Id, index=True),
    Column("retried_in", Id),
    Index("ix_run_rows_run_id_outcome_reason", "run_id", "outcome", "reason"),
)

audit = _table(
    "audit",
    _key(),
    Column("at", Moment, nullable=False),
    Column("who", Name, nullable=False),
    Column("action", String(60), nullable=False),
    Column("subject", Name, nullable=False),
    Column("detail", LongText, nullable=False),
)
