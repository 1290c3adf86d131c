import logging
import os
import stat
from pathlib import Path

import pytest

from leadadmin.app.log_file import SharedRotatingFile

LINE = "x" * 99


def write(handler: logging.Handler, text: str) -> None:
    handler.emit(logging.LogRecord("leadadmin", logging.INFO, "", 0, text, None, None))


def lines(folder: Path) -> list[str]:
    return [line for path in sorted(folder.iterdir()) for line in path.read_text().splitlines()]


def test_it_rotates_and_keeps_the_newest(tmp_path: Path) -> None:
    handler = SharedRotatingFile(tmp_path / "service.log", largest=250, kept=2)
    for number in range(9):
        write(handler, f"{number}{LINE[1:]}")
    handler.close()
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["service.log", "service.log.1", "service.log.2"]
    assert [text[0] for text in lines(tmp_path)] == ["8", "6", "7", "4", "5"]


def test_two_processes_lose_no_line_while_nothing_is_dropped(tmp_path: Path) -> None:
    handlers = [SharedRotatingFile(tmp_path / "command.log", largest=450, kept=20) for _ in range(2)]
    written = [f"{number:03d}{LINE[3:]}" for number in range(40)]
    for number, text in enumerate(written):
        write(handlers[number // 3 % 2], text)
    for handler in handlers:
        handler.close()
    assert sorted(lines(tmp_path)) == written


def test_a_file_that_cannot_be_renamed_is_written_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    handler = SharedRotatingFile(tmp_path / "desktop.log", largest=250, kept=2)

    def refuse(*_: object) -> None:
        raise PermissionError("in use by another process")

    with monkeypatch.context() as as_on_windows:
        as_on_windows.setattr(os, "replace", refuse)
        for number in range(5):
            write(handler, f"{number}{LINE[1:]}")
    assert [text[0] for text in lines(tmp_path)] == list("01234")
    write(handler, f"5{LINE[1:]}")
    handler.close()
    assert (tmp_path / "desktop.log").read_text()[0] == "5"
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["desktop.log", "desktop.log.1"]


@pytest.mark.skipif(os.name != "posix", reason="File modes are a matter of POSIX systems.")
def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        handler = SharedRotatingFile(tmp_path / "service.log", largest=100, kept=1)
        for _ in range(3):
            write(handler, LINE)
        handler.close()
    finally:
        os.umask(before)
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_text_that_is_not_unicode_is_written_all_the_same(tmp_path: Path) -> None:
    handler = SharedRotatingFile(tmp_path / "service.log", largest=1000, kept=1)
    write(handler, "file \udcff")
    handler.close()
    assert lines(tmp_path) == ["file \\udcff"]
