"""What the documents say is so: links lead somewhere, commands exist, configuration files apply, nothing private."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from leadadmin.app.provision_file import KEYS
from leadadmin.cli.arguments import part
from leadadmin.cli.main import PROGRAM, make_app
from leadadmin.domain.fields import KINDS
from leadadmin.domain.transforms import KINDS as TRANSFORMS
from tests.helpers.command_line import line_in
from tests.machine import ROOT, missing

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
GUIDE = ROOT / "docs" / "guide"

_FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_SPAN = re.compile(r"`([^`\n]+)`")
_OUTER = re.compile(r"[a-z]+:")

# In parts, so that this file does not name what no file may name.
HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("yarnpkg", "com"),
        ("anaconda", "org"), ("proxy", "golang", "org"), ("crates", "io"), ("rubygems", "org"), ("maven", "org"),
        ("docker", "io"), ("ghcr", "io"), ("quay", "io"), ("deb", "debian", "org"), ("archive", "ubuntu", "com"),
    )
]  # fmt: skip
MACHINE_PATHS = ["/" + "/".join(parts) for parts in (("work", ""), ("farm",), ("root", ""))]


def name_of(document: Path) -> str:
    return document.relative_to(ROOT).as_posix()


def fenced(document: Path, language: str) -> list[str]:
    return [body for kind, body in _FENCED.findall(document.read_text("utf-8")) if kind == language]


def anchors(document: Path) -> set[str]:
    """The names under which headings can be linked to, made as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_links_lead_somewhere(document: Path) -> None:
    text = _FENCED.sub("", document.read_text("utf-8"))
    for link in _LINK.findall(text):
        if _OUTER.match(link):
            continue
        place, _, anchor = link.partition("#")
        target = (document.parent / place).resolve() if place else document
        assert target.exists(), f"{link} leads nowhere"
        assert target.is_relative_to(ROOT), f"{link} leads out of the project"
        assert not anchor or anchor in anchors(target), f"{link}: there is no such heading"


def test_documents_that_code_names_are_there() -> None:
    for source in (*ROOT.glob("leadadmin/**/*.py"), *ROOT.glob("tests/**/*.py"), ROOT / "dev.py"):
        for named in re.findall(r"docs/[\w./-]+\.md", source.read_text("utf-8")):
            assert (ROOT / named).is_file(), f"{source.relative_to(ROOT)} names {named}"


def commands(document: Path) -> Iterator[str]:
    """The command lines of a document: in code blocks of both kinds, and in the text."""
    text = document.read_text("utf-8")
    blocks = "".join(body for _, body in _FENCED.findall(text))
    text = _FENCED.sub("", text)
    indented = [line[4:] for line in text.splitlines() if line.startswith("    ")]
    yield from (line.strip() for line in (*blocks.splitlines(), *indented) if line.startswith(f"{PROGRAM} "))
    for span in _SPAN.findall(text):
        if span.startswith(f"{PROGRAM} "):
            yield span.replace("[", "").replace("]", "")


def misfit(line: str) -> str:
    """What the program would not understand in a command line; empty when it is right."""
    rest = list(part(shlex.split(line, comments=True)[1:]).rest)
    command: Any = get_command(make_app())
    while rest and getattr(command, "commands", None) and rest[0] not in ("--help", "-h", "COMMAND"):
        if rest[0] not in command.commands:
            return f"{line}: there is no command {rest[0]}"
        command = command.commands[rest.pop(0)]
    options = {name: each for each in command.params for name in each.opts if name.startswith("-")}
    wanted = [each for each in command.params if not each.opts[0].startswith("-")]
    given = 0
    while rest:
        word = rest.pop(0)
        if word in ("--help", "-h", "COMMAND", "…"):
            return ""
        if not word.startswith("-"):
            given += 1
        elif word.partition("=")[0] not in options:
            return f"{line}: there is no option {word}"
        elif "=" not in word and not options[word].is_flag and not rest:
            return f"{line}: {word} needs a value"
        elif "=" not in word and not options[word].is_flag:
            rest.pop(0)
    least = sum(each.required for each in wanted)
    return "" if least <= given <= len(wanted) else f"{line}: {given} arguments, {least} to {len(wanted)} are taken"


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_command_lines_exist(document: Path) -> None:
    assert [found for line in commands(document) if (found := misfit(line))] == []


@pytest.mark.parametrize(
    "line",
    ["leadadmin injektor list", "leadadmin apply", "leadadmin apply a.toml b.toml", "leadadmin run list --all",
     "leadadmin run list --limit"],
)  # fmt: skip
def test_wrong_command_lines_are_found(line: str) -> None:
    assert misfit(line)


def test_every_command_is_described() -> None:
    described = {line.partition("--")[0].strip() for line in commands(GUIDE / "command-line.md")}
    words = {tuple(word for word in line.split()[1:3] if word.islower() or "-" in word) for line in described}
    root: Any = get_command(make_app())
    for name, command in root.commands.items():
        for inner in getattr(command, "commands", None) or [None]:
            assert tuple(filter(None, (name, inner))) in words


def examples() -> list[str]:
    return fenced(GUIDE / "configuration.md", "toml")


def test_configuration_files_apply(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = line_in(tmp_path, monkeypatch, capsys)
    assert line("workspace", "init").status == 0
    found = examples()
    assert found
    for number, text in enumerate(found):
        file = tmp_path / f"{number}.toml"
        file.write_text(text, encoding="utf-8")
        document = line.json("apply", str(file), "--dry-run")
        assert document["problems"] == []
        assert document["changes"]


def test_every_key_is_described() -> None:
    text = (GUIDE / "configuration.md").read_text("utf-8")
    tables = dict(re.findall(r"^\*\*\[\[(\w+)\]\]\*\*(.*?)(?=^\*\*\[\[|\Z)", text, re.MULTILINE | re.DOTALL))
    assert set(tables) == set(KEYS)
    for kind, keys in KEYS.items():
        assert [key for key in keys if f"`{key}`" not in tables[kind]] == [], kind
    assert [word for word in KINDS if f"`{word}`" not in text] == []
    assert [word for word in TRANSFORMS if not re.search(rf"`{word}[`:]", text)] == []


def test_the_window_has_what_the_guide_says() -> None:
    text = (GUIDE / "first-injector.md").read_text("utf-8")
    steps = text[text.index("## In the window") : text.index("## On the command line")]
    labels = [bold or section for bold, section in re.findall(r"\*\*([^*]+)\*\*|\*([A-Z][^*]+)\*:", steps)]
    sources = "".join(file.read_text("utf-8") for file in ROOT.glob("leadadmin/ui/**/*.py")).replace("&", "")
    assert labels
    assert [label for label in labels if f'"{label}"' not in sources] == []


def test_the_changelog_has_a_place_for_what_is_new() -> None:
    assert re.search(r"^## Unreleased$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)


def tracked() -> list[Path]:
    if not (ROOT / ".git").exists():
        missing("This is no checkout, so nobody can say which files belong to it.")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name]


def test_no_file_names_a_registry_or_somebodys_machine() -> None:
    hosts = re.compile("|".join(map(re.escape, HOSTS)).encode())
    places = re.compile(rb"(?<![\w./~}-])(?:" + "|".join(map(re.escape, MACHINE_PATHS)).encode() + rb")")
    found = []
    for file in tracked():
        if not file.is_file():  # removed, and not committed yet
            continue
        data = file.read_bytes()
        if b"\0" in data[:8000]:
            continue
        for pattern in (hosts, places):
            found += [f"{name_of(file)}: {match[0].decode()}" for match in pattern.finditer(data)]
    assert found == []
