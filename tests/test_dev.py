import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import dev
from tests.machine import ROOT

posix_only = pytest.mark.skipif(os.name != "posix", reason="The stand-in programs are shell scripts.")


def script(path: Path, *lines: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    path.chmod(0o755)
    return path


def answer(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run dev.py with nothing but the standard library in reach."""
    command = [sys.executable, "-I", "-S", str(ROOT / "dev.py"), *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True)


class TestCommands:
    def test_help_lists_exactly_the_five_and_each_is_there(self) -> None:
        printed = answer("--help")
        assert printed.returncode == 0
        listed = re.findall(r"^ +python3 dev\.py (\w+)", printed.stdout, re.MULTILINE)
        assert listed == ["setup", "run", "test", "check", "screenshots"] == list(dev.COMMANDS)

    @pytest.mark.parametrize("words", [(), ("build",), ("check", "now"), ("setup", "--fast")])
    def test_wrong_usage_is_status_2(self, words: tuple[str, ...]) -> None:
        printed = answer(*words)
        assert printed.returncode == 2
        assert "usage: python3 dev.py COMMAND" in printed.stderr

    @posix_only
    def test_a_program_ended_by_a_signal_gives_the_shells_status(self) -> None:
        assert dev.start(["sh", "-c", "exit 7"]) == 7
        assert dev.start(["sh", "-c", "kill -KILL $$"]) == 128 + 9


class TestLockFiles:
    @staticmethod
    def pinned(name: str) -> set[str]:
        lines = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
        requirements = [line for line in lines if line and not line.startswith("#")]
        assert all(" --hash=sha256:" in line for line in requirements)
        return {line.split(" --hash", 1)[0].strip() for line in requirements}

    def test_the_tools_are_locked_beside_the_same_versions_as_the_program_runs_with(self) -> None:
        assert self.pinned("requirements.txt") < self.pinned("requirements-dev.txt")

    def test_all_that_the_project_names_is_locked(self) -> None:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        wanted = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["dev"]]
        names = {re.split(r"[^\w.-]", requirement)[0].lower() for requirement in wanted}
        locked = {requirement.split("==")[0] for requirement in self.pinned("requirements-dev.txt")}
        assert names - locked == set()

    def test_no_place_of_downloads_is_named(self) -> None:
        for name in ("requirements.txt", "requirements-dev.txt"):
            assert not re.search(r"://|--(extra-)?index|--find-links", (ROOT / name).read_text(encoding="utf-8"))


class TestDetection:
    @posix_only
    def test_a_program_is_found_in_path_or_in_the_servers_folders(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path / "path"))
        pattern = f"{tmp_path}/postgresql/*/bin"
        assert not dev.program_found("initdb", [pattern])
        script(tmp_path / "postgresql" / "15" / "bin" / "initdb")
        assert dev.program_found("initdb", [pattern])
        script(tmp_path / "path" / "mariadbd")
        assert dev.program_found("mariadbd", [])

    @pytest.mark.skipif(sys.platform != "linux", reason="Names of Linux.")
    def test_a_library_is_there_when_the_loader_finds_it(self) -> None:
        assert dev.library_loads("libc.so.6")
        assert not dev.library_loads("libnonesuch.so.6")

    def test_a_font_is_found_by_its_files(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(dev, "FONT_FOLDERS", (str(tmp_path),))
        assert not dev.font_found("Inter")
        (tmp_path / "opentype" / "inter").mkdir(parents=True)
        (tmp_path / "opentype" / "inter" / "Inter-Bold.otf").touch()
        assert dev.font_found("Inter")


@pytest.mark.skipif(sys.platform != "linux", reason="apt is of Debian and Ubuntu.")
class TestSystemPackages:
    @pytest.fixture
    def programs(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A PATH that begins with stand-ins for apt-get and sudo; they write what they were told to `log`."""
        script(tmp_path / "apt-get", f'echo "apt-get $*" >> {tmp_path}/log', f"touch {tmp_path}/installed")
        script(tmp_path / "sudo", f'echo "sudo $*" >> {tmp_path}/log', "shift", '"$@"')
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
        return tmp_path

    @staticmethod
    def package(folder: Path) -> dev.SystemPackage:
        return dev.SystemPackage("libexample1", (folder / "installed").exists)

    install = "install --yes --no-remove --no-install-recommends libexample1"

    def test_root_installs_what_is_missing_and_a_second_time_nothing(
        self, programs: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        assert dev.add_system_packages([self.package(programs)]) is None
        assert dev.add_system_packages([self.package(programs)]) is None
        assert (programs / "log").read_text().splitlines() == ["apt-get update -qq", f"apt-get {self.install} -qq"]

    def test_a_sudo_that_asks_nothing_is_used(self, programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        assert dev.add_system_packages([self.package(programs)]) is None
        log = (programs / "log").read_text().splitlines()
        assert log[0] == "sudo -n true"
        assert log[-1] == f"apt-get {self.install} -qq"
        assert all("sudo -n env" in line for line in log[1::2])

    def test_without_the_right_the_line_to_type_is_told(self, programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        script(programs / "sudo", "exit 1")
        with pytest.raises(dev.Stopped, match=f"sudo apt-get update && sudo apt-get {self.install}"):
            dev.require([self.package(programs)])
        assert not (programs / "log").exists()

    def test_an_install_that_fails_is_told(self, programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        script(programs / "apt-get", "exit 100")
        with pytest.raises(dev.Stopped, match="could not install libexample1"):
            dev.require([self.package(programs)])

    def test_a_system_without_apt_hears_the_names(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        assert "libexample1" in (dev.add_system_packages([self.package(tmp_path)]) or "")


@posix_only
class TestVenv:
    """With a stand-in for .venv's Python that writes its arguments down."""

    @pytest.fixture
    def root(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        for name in ("requirements.txt", "requirements-dev.txt", "pyproject.toml"):
            (tmp_path / name).write_text(name)
        monkeypatch.setattr(dev, "add_system_packages", lambda _packages: None)
        monkeypatch.setattr(dev, "ROOT", tmp_path)
        monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
        monkeypatch.setattr(dev, "PICTURE", tmp_path / "build" / "picture.png")
        script(
            tmp_path / ".venv" / "bin" / "python",
            f'if [ "$1" = -c ]; then cat {tmp_path}/version; exit; fi',
            f'echo "$*" >> {tmp_path}/log',
            'for last in "$@"; do :; done',
            'case "$last" in *.png) touch "$last";; esac',
            f"exit $(cat {tmp_path}/status)",
        )
        (tmp_path / "version").write_text("3.11.2")
        (tmp_path / "status").write_text("0")
        return tmp_path

    @staticmethod
    def told(root: Path) -> list[str]:
        """Return what .venv's Python was told since the last time."""
        log = root / "log"
        lines = log.read_text().replace(str(root), "ROOT").splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return lines

    def test_the_locked_packages_and_the_project_are_installed_once(self, root: Path) -> None:
        dev.prepare("run")
        packages, project = self.told(root)
        assert "--require-hashes" in packages
        assert packages.endswith("--requirement ROOT/requirements.txt")
        assert project.endswith("--no-deps --no-build-isolation --editable ROOT")
        dev.prepare("run")
        assert self.told(root) == []

    def test_the_tools_cover_the_program_but_not_the_other_way_round(self, root: Path) -> None:
        dev.prepare("run")
        self.told(root)
        dev.prepare("dev")
        assert self.told(root)[0].endswith("--requirement ROOT/requirements-dev.txt")
        dev.prepare("run")
        dev.prepare("dev")
        assert self.told(root) == []

    @pytest.mark.parametrize("changed", ["requirements.txt", "pyproject.toml", "version"])
    def test_a_change_installs_anew(self, root: Path, changed: str) -> None:
        dev.prepare("run")
        self.told(root)
        (root / changed).write_text("3.12.1")
        dev.prepare("run")
        assert len(self.told(root)) == 2

    def test_after_a_failure_the_next_call_tries_again(self, root: Path) -> None:
        (root / "status").write_text("9")
        with pytest.raises(SystemExit) as ended:
            dev.prepare("run")
        assert ended.value.code == 9
        (root / "status").write_text("0")
        self.told(root)
        dev.prepare("run")
        assert len(self.told(root)) == 2

    def test_arguments_go_to_the_program_and_its_status_comes_back(self, root: Path) -> None:
        dev.prepare("run")
        self.told(root)
        (root / "status").write_text("3")
        assert dev.main(["run", "--", "injector", "list", "--json"]) == 3
        assert self.told(root) == ["-m leadadmin injector list --json"]

    def test_without_a_screen_the_samples_run_and_a_picture_is_kept(
        self, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        dev.prepare("run")
        self.told(root)
        monkeypatch.setattr(dev, "has_screen", lambda: False)
        assert dev.main(["run"]) == 0
        assert self.told(root) == ["-m leadadmin demo --no-window --picture ROOT/build/picture.png"]
        assert str(root / "build" / "picture.png") in capsys.readouterr().out

    def test_with_a_screen_the_sample_workspace_opens(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        dev.prepare("run")
        self.told(root)
        monkeypatch.setattr(dev, "has_screen", lambda: True)
        assert dev.main(["run"]) == 0
        assert self.told(root) == ["-m leadadmin demo"]

    def test_arguments_of_test_go_to_pytest(self, root: Path) -> None:
        dev.prepare("dev")
        self.told(root)
        assert dev.main(["test", "-k", "phone", "--", "tests/domain"]) == 0
        assert self.told(root) == ["-m pytest -n auto --dist worksteal -k phone -- tests/domain"]

    def test_every_check_runs_and_one_failure_fails_all(self, root: Path, capfd: pytest.CaptureFixture[str]) -> None:
        script(root / ".venv" / "bin" / "lint-imports", "echo imports looked at")
        dev.prepare("dev")
        self.told(root)
        assert dev.main(["check"]) == 0
        assert self.told(root) == ["-m ruff check .", "-m ruff format --check .", "-m mypy"]
        (root / "status").write_text("1")
        assert dev.main(["check"]) == 1
        printed = capfd.readouterr().out
        assert "dev.py: mypy: FAILED" in printed
        assert "dev.py: import-linter: passed" in printed
