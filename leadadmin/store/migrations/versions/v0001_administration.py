"""What an administrator says: people, templates, campaigns, connections, injectors.

Written out in full: a migration says what the tables were then, whatever `leadadmin.store.schema` says later.
"""

import sqlalchemy as sa
from alembic import op

from leadadmin.store.migrations.frozen import ID, LONG_TEXT, OPTIONS

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "audit",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("detail", LONG_TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        **OPTIONS,
    )
    op.create_table(
        "calling_hours",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column("time_zone", sa.String(60), nullable=False),
        sa.Column("week", LONG_TEXT, nullable=False),
        sa.Column("holidays", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_calling_hours"),
        sa.UniqueConstraint("name_key", name="uq_calling_hours_name_key"),
        **OPTIONS,
    )
    op.create_table(
        "connections",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("settings", LONG_TEXT, nullable=False),
        sa.Column("secret", LONG_TEXT, nullable=True),
        sa.Column("test_state", sa.String(12), nullable=False),
        sa.Column("test_sentence", LONG_TEXT, nullable=False),
        sa.Column("tested_at", sa.BigInteger(), nullable=True),
        sa.Column("archived", sa.SmallInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_connections"),
        sa.UniqueConstraint("name_key", name="uq_connections_name_key"),
        **OPTIONS,
    )
    op.create_table(
        "id_blocks",
        sa.Column("name", sa.String(30), nullable=False),
        sa.Column("next", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_id_blocks"),
        **OPTIONS,
    )
    op.create_table(
        "leases",
        sa.Column("resource", sa.String(80), nullable=False),
        sa.Column("holder", sa.String(64), nullable=False),
        sa.Column("label", sa.String(200), nullable=False),
        sa.Column("host", sa.String(200), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("process_started", sa.Double(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("resource", name="pk_leases"),
        **OPTIONS,
    )
    op.create_table(
        "projects",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column("description", LONG_TEXT, nullable=False),
        sa.Column("archived", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_projects"),
        sa.UniqueConstraint("name_key", name="uq_projects_name_key"),
        **OPTIONS,
    )
    op.create_table(
        "teams",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column("parent_id", ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_teams"),
        sa.UniqueConstraint("name_key", name="uq_teams_name_key"),
        sa.ForeignKeyConstraint(["parent_id"], ["teams.id"], name="fk_teams_parent_id"),
        **OPTIONS,
    )
    op.create_table(
        "templates",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column("description", LONG_TEXT, nullable=False),
        sa.Column("default_region", sa.String(2), nullable=False),
        sa.Column("fields", LONG_TEXT, nullable=False),
        sa.Column("archived", sa.SmallInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_templates"),
        sa.UniqueConstraint("name_key", name="uq_templates_name_key"),
        **OPTIONS,
    )
    op.create_table(
        "workspace_info",
        sa.Column("key", sa.String(60), nullable=False),
        sa.Column("value", LONG_TEXT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_workspace_info"),
        **OPTIONS,
    )
    op.create_table(
        "campaigns",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("code_key", sa.String(40), nullable=False),
        sa.Column("description", LONG_TEXT, nullable=False),
        sa.Column("project_id", ID, nullable=False),
        sa.Column("template_id", ID, nullable=False),
        sa.Column("time_zone", sa.String(60), nullable=False),
        sa.Column("region", sa.String(2), nullable=False),
        sa.Column("call_order", sa.String(20), nullable=False),
        sa.Column("callbacks", sa.String(20), nullable=False),
        sa.Column("max_attempts", sa.Integer(), nullable=False),
        sa.Column("retry_minutes", sa.Integer(), nullable=False),
        sa.Column("expires_days", sa.Integer(), nullable=False),
        sa.Column("newest_first", sa.SmallInteger(), nullable=False),
        sa.Column("calling_hours_id", ID, nullable=True),
        sa.Column("active", sa.SmallInteger(), nullable=False),
        sa.Column("archived", sa.SmallInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_campaigns"),
        sa.UniqueConstraint("name_key", name="uq_campaigns_name_key"),
        sa.UniqueConstraint("code_key", name="uq_campaigns_code_key"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_campaigns_project_id"),
        sa.ForeignKeyConstraint(["template_id"], ["templates.id"], name="fk_campaigns_template_id"),
        sa.ForeignKeyConstraint(["calling_hours_id"], ["calling_hours.id"], name="fk_campaigns_calling_hours_id"),
        **OPTIONS,
    )
    op.create_table(
        "dispositions",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("template_id", ID, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("code", sa.String(200), nullable=False),
        sa.Column("code_key", sa.String(200), nullable=False),
        sa.Column("closure", sa.String(20), nullable=True),
        sa.Column("status", sa.String(20), nullable=True),
        sa.Column("priority", sa.SmallInteger(), nullable=True),
        sa.Column("needs_callback", sa.SmallInteger(), nullable=False),
        sa.Column("system", sa.SmallInteger(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dispositions"),
        sa.UniqueConstraint("template_id", "code_key", name="uq_dispositions_template_id_code_key"),
        sa.ForeignKeyConstraint(["template_id"], ["templates.id"], name="fk_dispositions_template_id"),
        **OPTIONS,
    )
    op.create_table(
        "people",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("login", sa.String(200), nullable=False),
        sa.Column("login_key", sa.String(200), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column("team_id", ID, nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("login_key", name="uq_people_login_key"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name="fk_people_team_id"),
        **OPTIONS,
    )
    op.create_index("ix_people_name_key", "people", ["name_key"])
    op.create_table(
        "injectors",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column("connection_id", ID, nullable=True),
        sa.Column("template_id", ID, nullable=True),
        sa.Column("campaign_id", ID, nullable=True),
        sa.Column("settings", LONG_TEXT, nullable=False),
        sa.Column("enabled", sa.SmallInteger(), nullable=False),
        sa.Column("archived", sa.SmallInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tested_digest", sa.String(64), nullable=False),
        sa.Column("tested_at", sa.BigInteger(), nullable=True),
        sa.Column("columns_seen", LONG_TEXT, nullable=False),
        sa.Column("watermark", sa.String(255), nullable=True),
        sa.Column("started_once", sa.SmallInteger(), nullable=False),
        sa.Column("paused_because", LONG_TEXT, nullable=False),
        sa.Column("failures_in_row", sa.Integer(), nullable=False),
        sa.Column("last_slot", sa.BigInteger(), nullable=True),
        sa.Column("last_look_back", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_injectors"),
        sa.UniqueConstraint("name_key", name="uq_injectors_name_key"),
        sa.ForeignKeyConstraint(["connection_id"], ["connections.id"], name="fk_injectors_connection_id"),
        sa.ForeignKeyConstraint(["template_id"], ["templates.id"], name="fk_injectors_template_id"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_injectors_campaign_id"),
        **OPTIONS,
    )
