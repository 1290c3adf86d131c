"""The sentences for what usually goes wrong, the same for every kind of server.

Functions take what the sentence needs and return a Fault; `words` and `code` are the driver's, cleaned already.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from rapidfuzz import fuzz, process, utils

from leadadmin.domain.connection import Connection, TlsMode
from leadadmin.sources.base import Parameter
from leadadmin.sources.faults import Fault

_SIMILAR_ENOUGH: Final = 60.0  # rapidfuzz score, 0-100: "crm_nort" to "crm_north" is 94, "sakila" to "chinook" 15


def similar(name: str, candidates: Iterable[str]) -> str:
    """The candidate that looks most like the name, or an empty text when none does."""
    others = [candidate for candidate in candidates if candidate != name]
    best = process.extractOne(
        name, others, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=_SIMILAR_ENOUGH
    )
    return best[0] if best else ""


def duration(seconds: float) -> str:
    """A time limit in words: 1 second, 90 seconds, 5 minutes."""
    if seconds >= 120 and seconds % 60 == 0:
        return f"{seconds / 60:,.0f} minutes"
    return "1 second" if seconds == 1 else f"{seconds:,g} seconds"


def listing(names: Sequence[str], noun: str) -> str:
    """How many there are, and the first few: “12 procedures: a, b, c …”; `noun` in the singular."""
    if not names:
        return f"No {noun} yet"
    shown = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
    return f"{len(names):,} {noun}{'s' if len(names) != 1 else ''}: {shown}"


def host_unknown(connection: Connection, words: str) -> Fault:
    """No address for the host's name."""
    return Fault(
        "resolve",
        "host_unknown",
        f"No computer called “{connection.host}” was found.",
        "Check the spelling, and that this computer is on the network or VPN where the name is known.",
        words,
        field="host",
    )


def port_closed(connection: Connection, words: str) -> Fault:
    """The host answers, its port does not."""
    return Fault(
        "tcp",
        "port_closed",
        f"Port {connection.effective_port} of {connection.host} is closed.",
        f"Check the port ({connection.facts.label} usually listens on {connection.facts.default_port}), "
        "that the server runs, and that it accepts connections from other computers.",
        words,
        field="port",
    )


def no_way(connection: Connection, words: str) -> Fault:
    """The network has no way to the host."""
    return Fault(
        "tcp",
        "no_answer",
        f"{connection.host} cannot be reached over the network.",
        "Check the network or VPN of this computer, and firewalls on the way.",
        words,
        field="host",
    )


def no_answer(connection: Connection, step: str) -> Fault:
    """The connect time-out is over; `step` says what was waited for."""
    waited_for = {
        "resolve": f"The name {connection.host} was not resolved",
        "tcp": f"{connection.host} did not answer on port {connection.effective_port}",
    }.get(step, f"The server on port {connection.effective_port} of {connection.host} did not finish the login")
    return Fault(
        step,
        "no_answer",
        f"{waited_for} within {duration(connection.connect_timeout)}.",
        f"A firewall may swallow the packets, or something else than {connection.facts.label} listens there; "
        "a slow network needs a longer time-out.",
        field="port" if step != "resolve" else "host",
    )


def refused(connection: Connection, words: str, code: str) -> Fault:
    """The server does not talk to this computer at all."""
    return Fault(
        "login",
        "host_refused",
        f"{connection.host} answers, and refuses connections from this computer.",
        "Its administrator must allow this computer for the login.",
        words,
        code,
        field="host",
    )


def crowded(connection: Connection, words: str, code: str) -> Fault:
    """The server or the login has no connection to spare."""
    return Fault(
        "login",
        "busy",
        f"{connection.host} has no free connection for {connection.user} at the moment.",
        "Try again later, or let its administrator allow more connections.",
        words,
        code,
    )


def login_refused(connection: Connection, password: str, words: str, code: str) -> Fault:
    """User name or password is wrong."""
    sentence = f"{connection.host} does not accept the password of {connection.user}."
    if not password:
        sentence = f"{connection.host} wants a password for {connection.user}, and none is kept."
    limited = "to TLS or to certain computers" if connection.tls is TlsMode.OFF else "to certain computers"
    return Fault(
        "login",
        "login_refused",
        sentence,
        f"Check the user and type the password again. A login may also be limited {limited}.",
        words,
        code,
        field="password",
    )


def login_failed(connection: Connection, words: str, code: str) -> Fault:
    """The login failed for a reason only the server's words tell."""
    return Fault(
        "login",
        "login_refused",
        f"{connection.host} did not let {connection.user} in.",
        "The server's words say why; its administrator can help.",
        words,
        code,
        field="user",
    )


def not_ready(connection: Connection, words: str, code: str) -> Fault:
    """The server is there and takes no logins yet, or no more."""
    return Fault(
        "login",
        "busy",
        f"The server on {connection.host} is starting or stopping at the moment.",
        "Try again in a minute.",
        words,
        code,
    )


def option_refused(connection: Connection, words: str, code: str) -> Fault:
    """A driver option the server does not accept."""
    return Fault(
        "database",
        "option_refused",
        f"{connection.host} does not accept one of the driver options.",
        "Correct or remove it under “CA file and driver options”.",
        words,
        code,
        field="options",
    )


def closed_at_login(connection: Connection, words: str, code: str) -> Fault:
    """The connection ended before the server said yes or no."""
    return Fault(
        "login",
        "lost_connection",
        f"Port {connection.effective_port} of {connection.host} closed the connection during the login.",
        f"Check that {connection.facts.label} listens there.",
        words,
        code,
        field="port",
    )


def tls_demanded(connection: Connection, words: str, code: str) -> Fault:
    """The server wants TLS and it is switched off here."""
    return Fault(
        "login",
        "tls_demanded",
        f"{connection.host} does not accept unencrypted connections from this computer.",
        f"Set TLS to “{TlsMode.VERIFY.label}”; otherwise its administrator must allow this computer.",
        words,
        code,
        field="tls",
        suggestion=("tls", "verify"),
    )


def database_unknown(connection: Connection, visible: Iterable[str], words: str, code: str) -> Fault:
    """The database does not exist, or not for this login."""
    names = sorted(visible)
    near = similar(connection.database, names)
    if near:
        hint = f"The name may be misspelt: this login can open a database called “{near}”."
    elif names:
        hint = f"This login can open: {', '.join(names[:8])}{' …' if len(names) > 8 else ''}."
    else:
        hint = "This login can open no database: its administrator must grant a right in one first."
    return Fault(
        "database",
        "database_unknown",
        f"“{connection.database}” could not be opened: no database of this name is open to {connection.user}.",
        hint,
        words,
        code,
        field="database",
        suggestion=("database", near) if near else None,
    )


def lost(connection: Connection, words: str, code: str) -> Fault:
    """The connection broke in the middle."""
    return Fault(
        "procedures",
        "lost_connection",
        f"The connection to {connection.host} was lost.",
        "The rows that came in before are safe; the next run goes on from the same place.",
        words,
        code,
    )


def deadlock(words: str, code: str) -> Fault:
    """The source ended the call in favour of another transaction."""
    return Fault(
        "procedures",
        "deadlock",
        "The source stopped the procedure because it and another program waited for each other.",
        "It is tried again by itself.",
        words,
        code,
    )


def busy(words: str, code: str) -> Fault:
    """A lock in the source was not to be had."""
    return Fault(
        "procedures",
        "busy",
        "The procedure waited too long for rows that another program has locked in the source.",
        "It is tried again by itself.",
        words,
        code,
    )


def no_right(name: str, user: str, grant: str, words: str, code: str) -> Fault:
    """EXECUTE is missing; `grant` is SQL to paste."""
    return Fault(
        "execute",
        "no_right",
        f"{user} may not execute “{name}”.",
        f"The administrator of the database can allow it with: {grant}",
        words,
        code,
    )


def no_right_at_all(database: str, user: str, grant: str) -> Fault:
    """No procedure of the database may be executed; `grant` is SQL to paste."""
    return Fault(
        "execute",
        "no_right",
        f"{user} may not execute any procedure in “{database}”.",
        f"The administrator of the database can allow it with: {grant}",
    )


def procedure_missing(name: str, visible: Iterable[str], words: str = "", code: str = "") -> Fault:
    """There is no such procedure; `visible` are the names this login may execute."""
    near = similar(name, visible)
    return Fault(
        "procedures",
        "procedure_missing",
        f"There is no procedure called “{name}”.",
        f"The name may be misspelt: there is one called “{near}”."
        if near
        else "Choose one from the list, or make one with “Sample procedure for my database”.",
        words,
        code,
        field="procedure",
        suggestion=("procedure", near) if near else None,
    )


def parameter_missing(name: str, parameter: str, known: Iterable[str]) -> Fault:
    """The parameter that should take the last id is not one of the procedure's."""
    names = [each for each in known if each]
    return Fault(
        "procedures",
        "parameter_missing",
        f"“{name}” has no parameter called “{parameter}” that takes a value.",
        f"Its parameters: {', '.join(names)}." if names else "It takes no named parameter.",
        field="parameter",
    )


def last_id_unfit(name: str, taker: Parameter | None, words: str, code: str) -> Fault:
    """The last id is not of the type its parameter wants."""
    what = f"the parameter “{taker.name}” ({taker.type})" if taker else "the parameters"
    return Fault(
        "procedures",
        "last_id_unfit",
        f"The last id does not fit {what} of “{name}”.",
        "Choose the id type and the initial value that the parameter wants, for example a date for a timestamp.",
        words,
        code,
        field="initial_value",
    )


def text_unreadable(name: str, words: str, code: str) -> Fault:
    """Texts that are not in the encoding the server takes them for."""
    return Fault(
        "procedures",
        "text_unreadable",
        f"“{name}” returned text in another encoding than UTF-8.",
        "The database does not say which: set the driver option client_encoding to it, such as LATIN1.",
        words,
        code,
        field="options",
    )


def procedure_failed(name: str, words: str, code: str) -> Fault:
    """The procedure itself raised an error."""
    return Fault(
        "procedures",
        "procedure_failed",
        f"“{name}” failed in the source: {words.rstrip('.')}.",
        "Whoever wrote the procedure can mend it; the last id stays as it was.",
        words,
        code,
    )


def no_result_set(name: str, hint: str) -> Fault:
    """The call ended without any columns."""
    return Fault("procedures", "no_result_set", f"“{name}” ended without returning a result.", hint)


def several_result_sets(name: str, count: int) -> Fault:
    """More than one result with columns came."""
    return Fault(
        "procedures",
        "several_result_sets",
        f"“{name}” returned {count:,} results; an injector takes exactly one.",
        "Leave one SELECT in the procedure that returns rows.",
    )


def too_many_rows(name: str, limit: int) -> Fault:
    """The row limit is passed."""
    return Fault(
        "procedures",
        "too_many_rows",
        f"“{name}” returned more than {limit:,} rows, the limit of this injector.",
        "Let it return fewer rows, or raise the row limit.",
    )


def timed_out(name: str, seconds: float) -> Fault:
    """The time limit is over."""
    return Fault(
        "procedures",
        "timed_out",
        f"“{name}” was not done within {duration(seconds)}, the time-out of this injector.",
        "Make it faster, for example by an index on the id, or raise the time-out.",
    )
