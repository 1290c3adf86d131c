"""The way to a server: names, ports, and work that hangs."""

import socket
import threading
from collections.abc import Iterator

import pytest

from leadadmin.domain.connection import Connection, ConnectionKind, TlsMode
from leadadmin.domain.errors import Cancelled, Unreachable
from leadadmin.sources import network
from leadadmin.sources.base import CancelToken, Step, StepState
from leadadmin.sources.registry import open_source

KINDS = [ConnectionKind.MARIADB, ConnectionKind.POSTGRESQL]


def connection(kind: ConnectionKind, host: str, port: int, tls: TlsMode = TlsMode.OFF) -> Connection:
    return Connection(
        name="CRM", kind=kind, host=host, port=port, database="crm", user="leads", tls=tls, connect_timeout=0.4
    )


def last_step(of: Connection) -> Step:
    return list(open_source(of, "secret").steps())[-1]


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes connections and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@pytest.fixture
def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_host_fails_at_name_resolution(kind: ConnectionKind) -> None:
    of = connection(kind, "no-such-host.invalid", 0)
    step = last_step(of)
    assert (step.key, step.state, step.field) == ("resolve", StepState.FAILED, "host")
    assert step.message == "No computer called “no-such-host.invalid” was found."
    assert step.hint
    with pytest.raises(Unreachable, match="no-such-host") as caught:
        open_source(of, "secret").databases()
    assert caught.value.code == "host_unknown"
    assert caught.value.exit_status == 3


@pytest.mark.parametrize("kind", KINDS)
def test_a_closed_port_fails_at_tcp(kind: ConnectionKind, closed_port: int) -> None:
    of = connection(kind, "127.0.0.1", closed_port)
    step = last_step(of)
    assert (step.key, step.state, step.field) == ("tcp", StepState.FAILED, "port")
    with pytest.raises(Unreachable) as caught:
        open_source(of, "secret").procedures()
    assert caught.value.code == "port_closed"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tls", [TlsMode.OFF, TlsMode.VERIFY])
def test_a_server_that_says_nothing_is_left_after_the_connect_timeout(
    kind: ConnectionKind, tls: TlsMode, silent_port: int
) -> None:
    of = connection(kind, "127.0.0.1", silent_port, tls)
    step = last_step(of)
    assert step.key in ("tls", "login")
    assert step.state is StepState.FAILED
    assert "within 0.4 seconds" in step.message
    with pytest.raises(Unreachable) as caught:
        open_source(of, "secret").databases()
    assert caught.value.code == "no_answer"


def test_work_that_hangs_is_left_and_its_late_result_discarded() -> None:
    may_end, left = threading.Event(), threading.Event()
    discarded: list[str] = []
    late = threading.Event()

    def work() -> str:
        may_end.wait(10)
        return "late"

    def discard(result: str) -> None:
        discarded.append(result)
        late.set()

    with pytest.raises(TimeoutError):
        network.in_background(work, 0.02, CancelToken(), left.set, discard)
    assert left.is_set()
    may_end.set()
    assert late.wait(10)
    assert discarded == ["late"]


def test_work_is_left_when_cancelled() -> None:
    cancel, started, may_end = CancelToken(), threading.Event(), threading.Event()

    def work() -> None:
        started.set()
        may_end.wait(10)

    def cancel_once_started() -> None:
        started.wait(10)
        cancel.set()

    threading.Thread(target=cancel_once_started).start()
    with pytest.raises(Cancelled):
        network.in_background(work, 60, cancel, may_end.set, lambda _: None)


def test_what_the_work_raises_is_raised() -> None:
    def work() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        network.in_background(work, 60, CancelToken(), lambda: None, lambda _: None)


def test_cutting_ends_a_read() -> None:
    one, other = socket.socketpair()
    with one, other:
        network.cut(one)
        assert one.recv(1) == b""
