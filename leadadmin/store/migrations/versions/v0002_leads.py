"""Leads with their pools, and the runs that bring them.

Written out in full: a migration says what the tables were then, whatever `leadadmin.store.schema` says later.
"""

import sqlalchemy as sa
from alembic import op

from leadadmin.store.migrations.frozen import DIGEST, ID, LONG_TEXT, OPTIONS, SORTED_NAME

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "ledger",
        sa.Column("injector_id", ID, autoincrement=False, nullable=False),
        sa.Column("unique_id", sa.String(255), nullable=False),
        sa.Column("outcome", sa.String(12), nullable=False),
        sa.Column("row_hash", DIGEST, nullable=False),
        sa.Column("run_id", ID, nullable=False),
        sa.Column("lead_id", ID, nullable=True),
        sa.PrimaryKeyConstraint("injector_id", "unique_id", name="pk_ledger"),
        sqlite_with_rowid=False,
        **OPTIONS,
    )
    op.create_table(
        "campaign_locks",
        sa.Column("campaign_id", ID, autoincrement=False, nullable=False),
        sa.Column("next_position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("campaign_id", name="pk_campaign_locks"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_campaign_locks_campaign_id"),
        **OPTIONS,
    )
    op.create_table(
        "pools",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("campaign_id", ID, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column("description", LONG_TEXT, nullable=False),
        sa.Column("active", sa.SmallInteger(), nullable=False),
        sa.Column("active_from", sa.Date(), nullable=True),
        sa.Column("active_to", sa.Date(), nullable=True),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("owner_team_id", ID, nullable=True),
        sa.Column("owner_person_id", ID, nullable=True),
        sa.Column("door", sa.String(12), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("archived", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pools"),
        sa.UniqueConstraint("campaign_id", "name_key", name="uq_pools_campaign_id_name_key"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_pools_campaign_id"),
        sa.ForeignKeyConstraint(["owner_team_id"], ["teams.id"], name="fk_pools_owner_team_id"),
        sa.ForeignKeyConstraint(["owner_person_id"], ["people.id"], name="fk_pools_owner_person_id"),
        **OPTIONS,
    )
    op.create_table(
        "leads",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("campaign_id", ID, nullable=False),
        sa.Column("pool_id", ID, nullable=False),
        sa.Column("external_space", ID, nullable=False),
        sa.Column("external_id", sa.String(255), nullable=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_key", SORTED_NAME, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("closure", sa.String(20), nullable=False),
        sa.Column("active", sa.SmallInteger(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("dial_at", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("owner_team_id", ID, nullable=True),
        sa.Column("owner_person_id", ID, nullable=True),
        sa.Column("original_team_id", ID, nullable=True),
        sa.Column("original_person_id", ID, nullable=True),
        sa.Column("contact_hours_id", ID, nullable=True),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("used", sa.SmallInteger(), nullable=False),
        sa.Column("run_id", ID, nullable=False),
        sa.Column("run_row", sa.BigInteger(), nullable=False),
        sa.Column("arrived_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("field_values", LONG_TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_leads"),
        sa.UniqueConstraint(
            "campaign_id",
            "external_space",
            "external_id",
            name="uq_leads_campaign_id_external_space_external_id",
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_leads_campaign_id"),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name="fk_leads_pool_id"),
        **OPTIONS,
    )
    op.create_index("ix_leads_arrived_at_id", "leads", ["arrived_at", "id"])
    op.create_index("ix_leads_changed_at_id", "leads", ["changed_at", "id"])
    op.create_index("ix_leads_name_key", "leads", ["name_key"])
    op.create_index("ix_leads_pool_id_active_status_dial_at", "leads", ["pool_id", "active", "status", "dial_at"])
    op.create_index("ix_leads_pool_id_arrived_at_id", "leads", ["pool_id", "arrived_at", "id"])
    op.create_index("ix_leads_run_id", "leads", ["run_id"])
    op.create_table(
        "pool_counts",
        sa.Column("pool_id", ID, autoincrement=False, nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("closed", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.Column("unprocessed", sa.BigInteger(), nullable=False),
        sa.Column("rejected", sa.BigInteger(), nullable=False),
        sa.Column("duplicates", sa.BigInteger(), nullable=False),
        sa.Column("updated", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("pool_id", name="pk_pool_counts"),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name="fk_pool_counts_pool_id"),
        **OPTIONS,
    )
    op.create_table(
        "runs",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("door", sa.String(12), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("injector_id", ID, nullable=True),
        sa.Column("campaign_id", ID, nullable=True),
        sa.Column("pool_id", ID, nullable=True),
        sa.Column("retry_of", ID, nullable=True),
        sa.Column("started_by", sa.String(200), nullable=False),
        sa.Column("holder", sa.String(64), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(12), nullable=False),
        sa.Column("error_code", sa.String(40), nullable=False),
        sa.Column("error", LONG_TEXT, nullable=False),
        sa.Column("hint", LONG_TEXT, nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.Column("batches", sa.Integer(), nullable=False),
        sa.Column("rows_read", sa.BigInteger(), nullable=False),
        sa.Column("added", sa.BigInteger(), nullable=False),
        sa.Column("updated", sa.BigInteger(), nullable=False),
        sa.Column("unchanged", sa.BigInteger(), nullable=False),
        sa.Column("duplicates", sa.BigInteger(), nullable=False),
        sa.Column("suppressed", sa.BigInteger(), nullable=False),
        sa.Column("rejected", sa.BigInteger(), nullable=False),
        sa.Column("deferred", sa.BigInteger(), nullable=False),
        sa.Column("superseded", sa.BigInteger(), nullable=False),
        sa.Column("seen_before", sa.BigInteger(), nullable=False),
        sa.Column("duplicate_hits", sa.BigInteger(), nullable=False),
        sa.Column("reasons", LONG_TEXT, nullable=False),
        sa.Column("watermark_before", sa.String(255), nullable=True),
        sa.Column("watermark_passed", sa.String(255), nullable=True),
        sa.Column("watermark_after", sa.String(255), nullable=True),
        sa.Column("ignored_columns", LONG_TEXT, nullable=False),
        sa.Column("warnings", LONG_TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
        sa.ForeignKeyConstraint(["injector_id"], ["injectors.id"], name="fk_runs_injector_id"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_runs_campaign_id"),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name="fk_runs_pool_id"),
        **OPTIONS,
    )
    op.create_index("ix_runs_changed_at", "runs", ["changed_at"])
    op.create_index("ix_runs_injector_id", "runs", ["injector_id"])
    op.create_index("ix_runs_pool_id", "runs", ["pool_id"])
    op.create_table(
        "watermarks",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("injector_id", ID, nullable=False),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.String(255), nullable=True),
        sa.Column("run_id", ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_watermarks"),
        sa.ForeignKeyConstraint(["injector_id"], ["injectors.id"], name="fk_watermarks_injector_id"),
        **OPTIONS,
    )
    op.create_index("ix_watermarks_injector_id_set_at", "watermarks", ["injector_id", "set_at"])
    op.create_table(
        "calls",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("lead_id", ID, nullable=False),
        sa.Column("pool_id", ID, nullable=False),
        sa.Column("source", sa.String(12), nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("answered", sa.SmallInteger(), nullable=False),
        sa.Column("disposition_id", ID, nullable=True),
        sa.Column("note", LONG_TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_calls"),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name="fk_calls_lead_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_calls_person_id"),
        sa.ForeignKeyConstraint(["disposition_id"], ["dispositions.id"], name="fk_calls_disposition_id"),
        **OPTIONS,
    )
    op.create_index("ix_calls_lead_id", "calls", ["lead_id"])
    op.create_table(
        "lead_keys",
        sa.Column("lead_id", ID, autoincrement=False, nullable=False),
        sa.Column("field_key", sa.String(64), nullable=False),
        sa.Column("campaign_id", ID, nullable=False),
        sa.Column("value_key", sa.String(255), nullable=False),
        sa.PrimaryKeyConstraint("lead_id", "field_key", name="pk_lead_keys"),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name="fk_lead_keys_lead_id"),
        sqlite_with_rowid=False,
        **OPTIONS,
    )
    op.create_index("ix_lead_keys_value_key_campaign_id", "lead_keys", ["value_key", "campaign_id"])
    op.create_table(
        "lead_phones",
        sa.Column("lead_id", ID, autoincrement=False, nullable=False),
        sa.Column("slot", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("campaign_id", ID, nullable=False),
        sa.Column("field_key", sa.String(64), nullable=False),
        sa.Column("number", sa.String(24), nullable=False),
        sa.Column("extension", sa.String(20), nullable=False),
        sa.Column("original", sa.String(255), nullable=False),
        sa.PrimaryKeyConstraint("lead_id", "slot", name="pk_lead_phones"),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name="fk_lead_phones_lead_id"),
        sqlite_with_rowid=False,
        **OPTIONS,
    )
    op.create_index("ix_lead_phones_number_campaign_id", "lead_phones", ["number", "campaign_id"])
    op.create_table(
        "run_rows",
        sa.Column("run_id", ID, autoincrement=False, nullable=False),
        sa.Column("row", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("outcome", sa.String(12), nullable=False),
        sa.Column("reason", sa.String(24), nullable=False),
        sa.Column("field", sa.String(200), nullable=False),
        sa.Column("value", LONG_TEXT, nullable=False),
        sa.Column("detail", sa.String(40), nullable=False),
        sa.Column("params", LONG_TEXT, nullable=False),
        sa.Column("row_values", LONG_TEXT, nullable=False),
        sa.Column("unique_id", sa.String(255), nullable=True),
        sa.Column("lead_id", ID, nullable=True),
        sa.Column("retried_in", ID, nullable=True),
        sa.PrimaryKeyConstraint("run_id", "row", name="pk_run_rows"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_run_rows_run_id"),
        **OPTIONS,
    )
    op.create_index("ix_run_rows_lead_id", "run_rows", ["lead_id"])
    op.create_index("ix_run_rows_run_id_outcome_reason", "run_rows", ["run_id", "outcome", "reason"])
