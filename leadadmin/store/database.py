"""An open transaction of the workspace, by a name that other rooms may use without knowing SQLAlchemy."""

from sqlalchemy import Connection

Database = Connection
