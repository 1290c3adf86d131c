"""What `export-config` writes makes the same workspace again, whatever stands in it."""

import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadadmin.app.bootstrap import Program, open_program
from leadadmin.app.provision import export_config
from leadadmin.app.provision_file import KEYS
from leadadmin.app.provision_toml import write_tables
from leadadmin.app.provision_values import difference
from leadadmin.domain import connection, template
from leadadmin.domain.names import name_key
from tests.app.provision_help import KEY, OFFICE, applied, new_program

Blank = Callable[[], Program]


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Blank:
    """Opens a new copy of an empty workspace each time."""
    folder = tmp_path_factory.mktemp("blank")
    new_program(folder / "blank.leadadmin").close()
    copies: list[Path] = []

    def copy() -> Program:
        file = folder / f"{len(copies)}.leadadmin"
        copies.append(file)
        shutil.copy(folder / "blank.leadadmin", file)
        return open_program(str(file), environment=KEY)

    return copy


def exported(program: Program) -> str:
    try:
        return export_config(program)
    finally:
        program.close()


def test_the_office_comes_back_the_same(blank: Blank, tmp_path: Path) -> None:
    first, second = blank(), blank()
    applied(first, OFFICE, tmp_path)
    text = exported(first)
    assert all(f"[[{kind}]]" in text for kind in KEYS)
    applied(second, text, tmp_path / "elsewhere")
    assert exported(second) == text


def test_an_empty_workspace_exports_nothing_but_the_comment(blank: Blank) -> None:
    assert tomllib.loads(exported(blank())) == {}


# Texts as people type and paste them: quotes, backslashes, line breaks of both kinds, other scripts.
TEXTS = st.text(
    st.sampled_from(" aZ09æ漢😀\"'\\#\n\t=[]{}.,:é") | st.characters(codec="utf-8", exclude_characters="\0"),
    max_size=40,
)
NAMES = st.text(st.sampled_from("aZ0æ漢😀\"'\\#=[]{}.,:é -"), min_size=1, max_size=20).map(str.strip).filter(bool)


def unique(names: st.SearchStrategy[str], most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(names, min_size=1, max_size=most, unique_by=name_key)


@st.composite
def offices(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """The tables of a workspace that is sound, with anything in its texts."""
    teams = [name for name in draw(unique(NAMES, 4)) if name_key(name) != "everyone"]
    templates, projects = draw(unique(NAMES, 2)), draw(unique(NAMES, 2))
    names = draw(unique(NAMES, 3))
    codes = [f"C{number}" for number in range(len(names))]
    one_of = st.sampled_from
    pools = [
        {"campaign": code, "name": name, "description": draw(TEXTS), "priority": draw(st.integers(0, 100)),
         "active_from": draw(st.dates()), "owner": f"team:{draw(one_of(teams))}" if teams else ""}
        for code in codes for name in draw(unique(NAMES, 2))
    ]  # fmt: skip
    fields = [{"key": "phone", "label": draw(NAMES), "type": "phone", "required": draw(st.booleans())}]
    fields += [{"key": f"f{n}", "label": draw(NAMES), "type": "text"} for n in range(draw(st.integers(0, 3)))]
    injectors = [
        {"name": name, "connection": "CRM", "campaign": draw(one_of(codes)), "allocation": draw(NAMES),
         "query": draw(TEXTS), "description": draw(TEXTS), "initial_value": draw(TEXTS), "unique_id_field": draw(TEXTS),
         "look_back_days": draw(st.integers(0, 365)), "every": draw(one_of(["30s", "2h"])),
         "mapping": [{"column": draw(NAMES), "field": "phone", "default": draw(TEXTS)}]}
        for name in draw(unique(NAMES, 3))
    ]  # fmt: skip
    return {
        "team": [{"name": name} if n == 0 else {"name": name, "parent": teams[n - 1]} for n, name in enumerate(teams)],
        "template": [{"name": name, "description": draw(TEXTS), "fields": fields} for name in templates],
        "project": [{"name": name, "description": draw(TEXTS)} for name in projects],
        "campaign": [
            {"name": name, "code": code, "project": draw(one_of(projects)), "template": draw(one_of(templates)),
             "description": draw(TEXTS), "active": draw(st.booleans())}
            for name, code in zip(names, codes, strict=True)
        ],
        "connection": [{"name": "CRM", "kind": "sqlite", "file": "crm.db", "description": draw(TEXTS)}],
        "pool": pools,
        "injector": injectors,
    }  # fmt: skip


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables=offices())
def test_exported_applied_and_exported_again_is_the_same(
    blank: Blank, tmp_path: Path, tables: dict[str, list[dict[str, Any]]]
) -> None:
    first, second = blank(), blank()
    applied(first, write_tables(tables), tmp_path)
    assert applied(first, write_tables(tables), tmp_path).changes == ()
    text = exported(first)
    applied(second, text, tmp_path)
    assert exported(second) == text


@given(table=st.dictionaries(st.sampled_from(["a", "b c", "d.e"]), TEXTS | st.integers() | st.booleans() | st.dates()))
def test_the_writer_keeps_every_value(table: dict[str, Any]) -> None:
    assert tomllib.loads(write_tables({"thing": [table]})) == {"thing": [table]}


@settings(max_examples=30)
@given(before=offices(), after=offices())
def test_a_difference_is_told_exactly_when_there_is_one(
    before: dict[str, list[dict[str, Any]]], after: dict[str, list[dict[str, Any]]]
) -> None:
    for kind in ("template", "injector", "campaign"):
        old, new = before[kind][0], after[kind][0]
        assert not difference(old, old)
        assert bool(difference(old, new)) == (old != new)


def test_the_keys_of_a_file_are_those_that_the_rooms_read() -> None:
    """Keys are listed in one place for their spelling; they must be those that are understood further in."""
    template.template_from_config(
        {**dict.fromkeys(KEYS["template"], ""), "name": "T", "fields": PHONE, "dispositions": []}
    )
    servers = {"kind": "mariadb", "name": "C", "host": "h", "database": "d", "user": "u"}
    for key in set(KEYS["connection"]) - {"file", *servers}:
        value: Any = {"options": {}, "port": 1, "connect_timeout": 5, "tls": "verify"}.get(key, "")
        connection.from_config({**servers, key: value})
    connection.from_config({"kind": "sqlite", "name": "C", "file": "f"})


PHONE = [{"key": "phone", "type": "phone"}]
