"""Run by Alembic, never imported: takes the steps on the connection, and inside the transaction, of `store.upgrade`."""

from alembic import context

from leadadmin.store import schema
from leadadmin.store.versions import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=schema.metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=True,
)
context.run_migrations()
