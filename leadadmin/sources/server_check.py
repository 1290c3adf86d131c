"""What the step-by-step tests of all servers have in common (spec 2, Test)."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping

from leadadmin.domain.connection import Connection, TlsMode, cautions
from leadadmin.sources import network
from leadadmin.sources.base import StepState
from leadadmin.sources.stepping import Done


class ServerCheck(ABC):
    """One test. How a kind agrees on TLS, logs in and looks for procedures is its own."""

    def __init__(self, connection: Connection, way: network.Way) -> None:
        self._connection = connection
        self._way = way

    def works(self) -> Mapping[str, Callable[[], Done]]:
        """The work of each step, by its key."""
        return {
            "resolve": self._resolve,
            "tcp": self._dial,
            "tls": self._encrypt,
            "login": self._log_in,
            "database": self._open_database,
            "execute": self._right_to_execute,
            "procedures": self._list_procedures,
        }

    @abstractmethod
    def close(self) -> None:
        """Leave nothing open."""

    def _resolve(self) -> Done:
        address = network.in_time(self._connection, self._way, self._way.resolve)
        return Done(f"{self._connection.host} is {address}")

    def _dial(self) -> Done:
        network.in_time(self._connection, self._way, self._way.dial)
        return Done(f"Port {self._connection.effective_port} answers")

    def _encrypt(self) -> Done:
        if self._connection.tls is TlsMode.OFF:
            return Done(cautions(self._connection)["tls"], StepState.CAUTION)
        return self._agree()

    @abstractmethod
    def _agree(self) -> Done:
        """Agree on TLS."""

    @abstractmethod
    def _log_in(self) -> Done: ...

    @abstractmethod
    def _open_database(self) -> Done: ...

    @abstractmethod
    def _right_to_execute(self) -> Done: ...

    @abstractmethod
    def _list_procedures(self) -> Done: ...
