"""Getting to a server: its addresses, a TCP connection, and work that can be left when it hangs."""

import contextlib
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from leadadmin.domain.connection import Connection
from leadadmin.domain.errors import Cancelled
from leadadmin.sources import wording
from leadadmin.sources.base import CancelToken
from leadadmin.sources.faults import SourceUnreachable

Address = tuple[socket.AddressFamily, tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]]
T = TypeVar("T")


def resolve(connection: Connection) -> list[Address]:
    """The addresses of the connection's host, in the order to try. Raises SourceUnreachable."""
    host = connection.host.strip()
    try:
        found = socket.getaddrinfo(host, connection.effective_port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SourceUnreachable(wording.host_unknown(connection, str(error))) from error
    return [(family, address) for family, _, _, _, address in found]


def dial(connection: Connection, addresses: list[Address]) -> socket.socket:
    """A TCP connection to the first address that answers, kept alive. Raises SourceUnreachable."""
    failure = SourceUnreachable(wording.host_unknown(connection, ""))
    for family, address in addresses:
        dialled = socket.socket(family, socket.SOCK_STREAM)
        try:
            dialled.settimeout(connection.connect_timeout)
            dialled.connect(address)
        except TimeoutError:
            failure = SourceUnreachable(wording.no_answer(connection, "tcp"))
        except ConnectionRefusedError as error:
            failure = SourceUnreachable(wording.port_closed(connection, str(error)))
        except OSError as error:
            failure = SourceUnreachable(wording.no_way(connection, str(error)))
        else:
            dialled.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            dialled.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            return dialled
        dialled.close()
    raise failure


def cut(wire: socket.socket) -> None:
    """End a TCP connection at once, from any thread, so that whoever reads from it stops waiting."""
    with contextlib.suppress(OSError):  # it may have ended by itself a moment ago
        wire.shutdown(socket.SHUT_RDWR)


def in_background(
    work: Callable[[], T], seconds: float, cancel: CancelToken, leave: Callable[[], None], discard: Callable[[T], None]
) -> T:
    """Do work that may hang (name resolution, a login) in a thread of its own, and return or raise what it does.

    When `seconds` are over or the token is set, the work is left: `leave` is called to end it (it need not be
    able to), a result that still comes is given to `discard`, and TimeoutError or Cancelled is raised.
    """
    outcome: Future[T] = Future()
    wake = threading.Event()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:  # noqa: BLE001  it is raised in the thread that waits
            outcome.set_exception(error)

    def discard_late(late: Future[T]) -> None:
        if late.exception() is None:
            discard(late.result())

    outcome.add_done_callback(lambda _: wake.set())
    forget = cancel.on_set(wake.set)
    try:
        threading.Thread(target=run, name="source-connect", daemon=True).start()
        wake.wait(seconds)
    finally:
        forget()
    if outcome.done() and not cancel.is_set():
        return outcome.result()
    leave()
    outcome.add_done_callback(discard_late)
    if cancel.is_set():
        raise Cancelled("Cancelled before the source answered.")
    raise TimeoutError


class Way:
    """One way into a server, step by step; a kind adds the login. Each method raises SourceUnreachable.

    `step` is the key of the step under way (`base.STEP_TITLES`).
    """

    def __init__(self, connection: Connection, password: str) -> None:
        self._connection = connection
        self._password = password
        self._addresses: list[Address] = []
        self._wire: socket.socket | None = None
        self.step = "resolve"

    def resolve(self) -> str:
        """Find the host's addresses; returns the first."""
        self._addresses = resolve(self._connection)
        return str(self._addresses[0][1][0])

    def dial(self) -> None:
        """Connect to the port."""
        self.step = "tcp"
        self._wire = dial(self._connection, self._addresses)

    def close(self) -> None:
        """Close what was dialled, when nothing came of it."""
        if self._wire is not None:
            self._wire.close()

    def leave(self) -> None:
        """Break off from another thread."""
        if self._wire is not None:
            cut(self._wire)


def in_time(
    connection: Connection,
    way: Way,
    work: Callable[[], T],
    discard: Callable[[T], None] = lambda _: None,
    cancel: CancelToken | None = None,
) -> T:
    """Go a part of the way, which is left when the connect time-out is over; `discard` takes what comes too late.

    Raises SourceUnreachable, Cancelled.
    """
    try:
        return in_background(work, connection.connect_timeout, cancel or CancelToken(), way.leave, discard)
    except TimeoutError:
        raise SourceUnreachable(wording.no_answer(connection, way.step)) from None
