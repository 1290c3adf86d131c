"""Column types and table options of the first migrations. Frozen: a later step that needs others has its own."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import mysql

# SQLite only numbers rows by itself for a column declared INTEGER.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LONG_TEXT = sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
DIGEST = sa.LargeBinary(16).with_variant(mysql.BINARY(16), "mysql", "mariadb")
SORTED_NAME = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
OPTIONS: dict[str, Any] = {
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "mysql_engine": "InnoDB",
    "mariadb_charset": "utf8mb4",
    "mariadb_collate": "utf8mb4_bin",
    "mariadb_engine": "InnoDB",
}
