"""“Sample procedure for my database”: which table it picks, and that names cannot break out of it."""

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from leadadmin.sources.quoting import backquoted, double_quoted
from leadadmin.sources.sample import (
    Table,
    TableColumn,
    choose_table,
    example_table,
    mysql_sample,
    postgresql_sample,
    sqlite_sample,
)

EXAMPLE = example_table("crm", "BIGINT", "VARCHAR(100)")
ORDERS = Table("crm", "orders", (TableColumn("id", "int", is_key=True), TableColumn("total", "decimal(10,2)")))
PEOPLE = Table(
    "crm",
    "people",
    (
        TableColumn("person_no", "int", is_key=True),
        TableColumn("last_name", "varchar(50)"),
        TableColumn("mobile", "varchar(20)"),
        TableColumn("picture", "longblob"),
    ),
)


def test_the_table_that_looks_most_like_leads_is_chosen() -> None:
    assert choose_table([ORDERS, PEOPLE], "", EXAMPLE) is PEOPLE


def test_a_wanted_table_is_taken_whatever_it_looks_like() -> None:
    assert choose_table([ORDERS, PEOPLE], "Orders", EXAMPLE) is ORDERS
    assert choose_table([ORDERS, PEOPLE], "crm.orders", EXAMPLE) is ORDERS


def test_without_a_phone_column_the_example_stands_in() -> None:
    assert choose_table([ORDERS], "", EXAMPLE) is EXAMPLE
    assert choose_table([], "", EXAMPLE) is EXAMPLE


def test_the_key_is_the_primary_key_else_a_column_called_id() -> None:
    assert PEOPLE.key.name == "person_no"
    assert Table("", "t", (TableColumn("a", "int"), TableColumn("ID", "int"))).key.name == "ID"
    assert Table("", "t", (TableColumn("a", "int"),)).key.name == "a"


def test_mysql_gets_procedure_header_and_grants_without_bytes() -> None:
    text = mysql_sample(PEOPLE, "crm", "'leads'@'%'", backquoted)
    assert "CREATE PROCEDURE `crm`.`get_new_leads`(IN p_last_id int)" in text
    assert "`crm`.`get_new_leads_header`()" in text
    assert text.count("TO 'leads'@'%';") == 2
    assert "picture" not in text
    assert "DELIMITER" not in text


def test_postgresql_gets_functions_that_nobody_else_may_execute() -> None:
    text = postgresql_sample(PEOPLE, "leads", double_quoted)
    assert text.count("RETURNS TABLE") == 2
    assert "FROM PUBLIC" in text
    assert text.count('TO "leads"') == 2


@given(st.text(min_size=1).filter(lambda name: "\0" not in name and name.isprintable()), st.text("\"`';%", min_size=1))
def test_a_hostile_name_stays_a_name(name: str, marks: str) -> None:
    column = TableColumn(name + marks, "TEXT", is_key=True)
    query = sqlite_sample(Table("", marks + name, (column,)), double_quoted)
    with sqlite3.connect(":memory:") as database:
        quoted = double_quoted(column.name)
        database.execute(f"CREATE TABLE {double_quoted(marks + name)} ({quoted} TEXT PRIMARY KEY)")
        assert database.execute(query, {"last_id": ""}).fetchall() == []
    database.close()
    for quote, mark in ((backquoted, "`"), (double_quoted, '"')):
        inside = quote(column.name)[1:-1]
        assert inside.replace(mark * 2, "").count(mark) == 0
