import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadadmin.app.logging import RedactingFormatter, Redactor, RunningLog, log_uncaught, start_logging
from leadadmin.domain.secret import Secret

PASSWORD, PHONE = "correct horse", "+44 20 7946 0123"
log = logging.getLogger("leadadmin.tests.logging")


@pytest.fixture
def running(tmp_path: Path) -> Iterator[RunningLog]:
    redactor = Redactor()
    redactor.learn(Secret(PASSWORD))
    redactor.learn(None)
    with start_logging("service", tmp_path / "new" / "log", redactor) as started:
        yield started


def written(running: RunningLog) -> str:
    assert running.path is not None
    return running.path.read_text(encoding="utf-8")


def fail(password: str, phone: str) -> None:
    raise ValueError(f"no login with {password} for {phone}")


def test_a_line_has_time_level_logger_and_message(running: RunningLog) -> None:
    log.info("Read %d rows", 12)
    line = written(running)
    assert line.endswith(": Read 12 rows\n")
    assert "Z INFO leadadmin.tests.logging [" in line
    assert line[4] == "-"
    assert line[10] == "T"


def test_values_of_a_message_are_redacted(running: RunningLog) -> None:
    log.warning("login %s, caller %s, url %s", PASSWORD, PHONE, "mysql://leads:hunter2@crm.example/crm")
    line = written(running)
    assert "login •••, caller •••23, url mysql://leads:•••@crm.example/crm" in line


@pytest.mark.logs_errors
def test_tracebacks_are_redacted_with_their_causes(running: RunningLog) -> None:
    try:
        try:
            fail(PASSWORD, PHONE)
        except ValueError as cause:
            raise RuntimeError(f"{cause!r} and password='x y'") from cause
    except RuntimeError:
        log.exception("A run of %s failed", PHONE)
    text = written(running)
    assert "Traceback (most recent call last)" in text
    assert "direct cause" in text
    assert PASSWORD not in text
    assert "7946" not in text
    assert "x y" not in text


@pytest.mark.logs_errors
def test_stderr_gets_sentences_without_tracebacks_and_redacted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with start_logging("command", tmp_path, Redactor()):
        log.info("quiet")
        try:
            fail("x", PHONE)
        except ValueError:
            log.exception("Calling %s failed", PHONE)
    assert capsys.readouterr().err == "Calling •••23 failed\n"
    assert "Traceback" in (tmp_path / "command.log").read_text(encoding="utf-8")


def test_a_redacted_record_is_left_as_it_was_for_other_handlers(
    running: RunningLog, caplog: pytest.LogCaptureFixture
) -> None:
    log.warning("caller %s", PHONE)
    assert caplog.records[-1].getMessage() == f"caller {PHONE}"
    assert "caller •••23" in written(running)


def test_libraries_are_heard_from_warnings_on(running: RunningLog) -> None:
    logging.getLogger("some.library").info("chatter")
    logging.getLogger("some.library").warning("caution")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"about {PHONE}", stacklevel=1)
    text = written(running)
    assert "chatter" not in text
    assert "caution" in text
    assert "about •••23" in text


def test_after_closing_everything_is_as_before(tmp_path: Path) -> None:
    root, own = logging.getLogger(), logging.getLogger("leadadmin")
    before = (list(root.handlers), root.level, own.level)
    start_logging("desktop", tmp_path, Redactor()).close()
    assert (list(root.handlers), root.level, own.level) == before


def test_without_a_folder_to_write_to_it_says_so_and_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    with start_logging("service", tmp_path / "file" / "log", Redactor()) as started:
        assert started.path is None
        log.warning("still here")
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("There is no log file")
    assert second == "still here"


def test_without_a_console_the_file_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    with start_logging("desktop", tmp_path, Redactor()):
        log.warning("noted")
    assert "noted" in (tmp_path / "desktop.log").read_text(encoding="utf-8")


@pytest.mark.logs_errors
def test_what_nothing_caught_is_logged_redacted_in_every_thread(
    running: RunningLog, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (sys.excepthook, threading.excepthook)
    with log_uncaught():
        try:
            fail(PASSWORD, PHONE)
        except ValueError as error:
            sys.excepthook(ValueError, error, error.__traceback__)
        thread = threading.Thread(target=fail, args=(PASSWORD, "+61 3 5550 1234"))
        thread.start()
        thread.join()
    assert (sys.excepthook, threading.excepthook) == before
    text = written(running) + capsys.readouterr().err
    assert text.count("Traceback") == 2
    assert "for •••23" in text
    assert "for •••34" in text
    assert PASSWORD not in text


@given(st.text(st.characters(exclude_characters="•"), min_size=4).filter(str.strip), st.text(max_size=30))
def test_no_learned_secret_is_in_a_formatted_record(secret: str, text: str) -> None:
    redactor = Redactor()
    redactor.learn(Secret(secret))
    record = logging.LogRecord("leadadmin", logging.INFO, "", 0, "%s <%s> %r %a", (text, secret, secret, secret), None)
    line = RedactingFormatter("%(message)s", redactor).format(record)
    assert secret not in line
    assert "•••" in line


def test_secrets_learned_later_are_hidden_from_then_on(tmp_path: Path) -> None:
    redactor = Redactor()
    with start_logging("service", tmp_path, redactor):
        redactor.learn(Secret("late horse"))
        log.warning("with late horse")
    assert "with •••" in (tmp_path / "service.log").read_text(encoding="utf-8")
