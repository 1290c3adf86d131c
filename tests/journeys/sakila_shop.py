"""The shop of sakila on a private server, as an injector sees it: a procedure for customers and a login for it."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import phonenumbers
from psycopg import sql

from tests.servers.private_servers import MariaDB, PostgreSQL
from tests.servers.sakila import load_sakila_mariadb, load_sakila_postgresql

LOGIN = "sakila_leads"
PASSWORD = "correct horse 'battery"
REGION = "AU"
"""Most customers' numbers are possible in Australia, and some are not."""

_CUSTOMERS = (
    "SELECT c.customer_id, c.first_name, c.last_name, a.phone, c.store_id, t.city FROM customer c"
    " JOIN address a ON a.address_id = c.address_id JOIN city t ON t.city_id = a.city_id"
)
_RETURNS = "TABLE (customer_id INT, first_name TEXT, last_name TEXT, phone TEXT, store_id INT, city TEXT)"
_ADD = (
    "INSERT INTO address (address_id, address, district, city_id, phone) VALUES (%s, '1 Example Way', 'QLD', 300, %s)",
    "INSERT INTO customer (customer_id, store_id, first_name, last_name, address_id, create_date)"
    " VALUES (%s, 1, %s, 'EXAMPLE', %s, CURRENT_TIMESTAMP)",
)


@dataclass(frozen=True)
class Customer:
    """A customer as the shop has it."""

    id: int
    first_name: str
    last_name: str
    phone: str
    store: int
    city: str


class AnyConnection(Protocol):
    """What pymysql's and psycopg's connections have in common."""

    def cursor(self) -> Any: ...
    def commit(self) -> None: ...
    def close(self) -> None: ...


@dataclass(frozen=True)
class Shop:
    """sakila in a database of `server`, with `customers_after(p_last_id)`, its header, and a login for them."""

    kind: str
    server: MariaDB | PostgreSQL
    database: str

    def connect(self) -> AnyConnection:
        """A connection whose changes need a commit."""
        return self.server.admin(self.database, autocommit=False)

    def customers(self) -> list[Customer]:
        """Every customer that is committed, by id; not by way of the procedure."""
        with closing(self.connect()) as connection, connection.cursor() as cursor:
            cursor.execute(f"{_CUSTOMERS} ORDER BY c.customer_id")
            return [Customer(*row) for row in cursor.fetchall()]

    def add(self, customer_id: int, first_name: str, phone: str) -> None:
        """Add a customer and commit."""
        with self.adding(customer_id, first_name, phone):
            pass

    @contextmanager
    def adding(self, customer_id: int, first_name: str, phone: str) -> Iterator[None]:
        """Add a customer in a transaction that commits when the block ends."""
        address_id = 20_000 + customer_id
        with closing(self.connect()) as connection:
            with connection.cursor() as cursor:
                cursor.execute(_ADD[0], (address_id, phone))
                cursor.execute(_ADD[1], (customer_id, first_name, address_id))
            yield
            connection.commit()


def mariadb_shop(server: MariaDB, shared_data: Path) -> Shop:
    """sakila on MariaDB, with procedures."""
    database = load_sakila_mariadb(server, shared_data)
    server.execute(
        f"CREATE PROCEDURE customers_after(p_last_id INT) READS SQL DATA {_CUSTOMERS}"
        " WHERE c.customer_id > p_last_id ORDER BY c.customer_id",
        f"CREATE PROCEDURE customers_header() READS SQL DATA {_CUSTOMERS} WHERE FALSE",
        database=database,
    )
    with server.admin() as admin, admin.cursor() as cursor:
        cursor.execute(f"CREATE OR REPLACE USER {LOGIN}@'%%' IDENTIFIED BY %s", (PASSWORD,))
        for name in ("customers_after", "customers_header"):
            cursor.execute(f"GRANT EXECUTE ON PROCEDURE {database}.{name} TO {LOGIN}@'%'")
    return Shop("mariadb", server, database)


def postgresql_shop(server: PostgreSQL, shared_data: Path) -> Shop:
    """sakila on PostgreSQL, with functions, and with the phones of the other copy: this one came without them."""
    database = load_sakila_postgresql(server, shared_data)
    with server.admin(database) as admin, admin.cursor() as cursor:
        for name, parameter, condition in (
            ("customers_after", "p_last_id INT", "c.customer_id > p_last_id ORDER BY c.customer_id"),
            ("customers_header", "", "FALSE"),
        ):
            cursor.execute(
                f"CREATE FUNCTION {name}({parameter}) RETURNS {_RETURNS} LANGUAGE sql SECURITY DEFINER"
                f" AS $$ {_CUSTOMERS} WHERE {condition} $$".encode()
            )
        phones = [(phone, address_id) for address_id, phone in _phones(shared_data).items()]
        cursor.executemany("UPDATE address SET phone = %s WHERE address_id = %s", phones)
        cursor.execute(b"DROP ROLE IF EXISTS sakila_leads")
        cursor.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(LOGIN), sql.Literal(PASSWORD)))
    return Shop("postgresql", server, database)


def _phones(shared_data: Path) -> dict[int, str]:
    """The phones by address, as MariaDB's copy has them."""
    script = (shared_data / "sql" / "mysql" / "sakila-data.sql").read_text(encoding="utf-8")
    addresses = script.partition("INSERT INTO `address` VALUES " if "`address`" in script else "INSERT INTO address")[2]
    text = r"'(?:[^'\\]|\\.|'')*'"
    row = re.compile(rf"\((\d+),{text},(?:NULL|{text}),{text},\d+,(?:NULL|{text}),'([^']*)',")
    return {int(key): phone for key, phone in row.findall(addresses.partition(";\n")[0])}


def reading(phone: str) -> str | None:
    """A number as the telephone library reads it for the campaign's region; None when it cannot be one."""
    try:
        number = phonenumbers.parse(phone, REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


CONFIG = """
[[template]]
name = "Customers"
default_region = "{region}"
fields = [
    {{key="phone", label="Phone", type="phone", required=true, strictness="possible"}},
    {{key="first_name", label="First name", type="text"}},
    {{key="surname", label="Surname", type="text"}},
    {{key="store", label="Store", type="integer"}},
    {{key="city", label="City", type="text"}},
]
[[project]]
name = "Films"
[[campaign]]
name = "Rentals 2026"
code = "RENT26"
project = "Films"
template = "Customers"
time_zone = "Australia/Melbourne"
[[connection]]
name = "Shop"
kind = "{kind}"
host = "{host}"
port = {port}
database = "{database}"
user = "{user}"
password = "env:SHOP_PASSWORD"
tls = "off"
[[injector]]
name = "Customers"
connection = "Shop"
procedure = "customers_after"
header_procedure = "customers_header"
unique_id_field = "customer_id"
id_type = "integer"
initial_value = 0
late_window = "15m"
every = "5m"
campaign = "RENT26"
allocation = "Rentals"
mapping = [
    {{column="phone", field="phone"}}, {{column="first_name", field="first_name"}},
    {{column="last_name", field="surname"}}, {{column="store_id", field="store"}}, {{column="city", field="city"}},
]
"""


def config(shop: Shop) -> str:
    """A configuration file with an injector on the shop's customers."""
    return CONFIG.format(
        region=REGION, kind=shop.kind, host=shop.server.host, port=shop.server.port, database=shop.database, user=LOGIN
    )
