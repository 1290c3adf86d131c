"""The nets that every test hangs in hold."""

import pytest

from tests.machine import ROOT

pytest_plugins = ["pytester"]


@pytest.fixture(autouse=True)
def inner_project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project of its own with this project's conftest and settings of Qt's log."""
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    pytester.makeconftest((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    pytester.makeini(f"[pytest]\npythonpath = {ROOT}\nqt_api = pyside6\nqt_log_level_fail = WARNING\n")


def test_an_error_in_the_log_fails_a_test_unless_it_is_expected(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import logging, threading, pytest

        def test_error():
            logging.getLogger("leadadmin.store").error("the disk is full")

        def test_error_in_a_thread():
            thread = threading.Thread(target=logging.getLogger("x").exception, args=("in the background",))
            thread.start()
            thread.join()

        @pytest.mark.logs_errors
        def test_expected():
            logging.getLogger("leadadmin.store").error("the disk is full")

        def test_warning():
            logging.getLogger("leadadmin.store").warning("the disk is nearly full")
        """
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=4, errors=2)
    result.stdout.fnmatch_lines(["*Logged as an error:", "*leadadmin.store: the disk is full"])


def test_a_warning_of_qt_fails_a_test(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        from PySide6.QtCore import qWarning

        def test_warns():
            qWarning("a widget was asked for what it cannot do")
        """
    )
    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(failed=1)


def test_shared_data_that_is_absent_skips_at_a_desk_and_fails_in_ci(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytester.makepyfile(
        """
        import pytest
        from tests.machine import missing

        @pytest.fixture(scope="session")
        def server():
            missing("No server is installed.")

        def test_needs_it(server):
            pass
        """
    )
    monkeypatch.delenv("CI", raising=False)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-rs")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*No server is installed."])
    monkeypatch.setenv("CI", "true")
    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(errors=1)
