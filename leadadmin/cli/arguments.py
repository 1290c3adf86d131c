"""The options that may stand anywhere on the command line: --workspace and --json (spec 5, Command line)."""

from collections.abc import Sequence
from dataclasses import dataclass

from leadadmin.domain.errors import Expected

WORKSPACE, JSON = "--workspace", "--json"


class WrongUsage(Expected):
    """The command line cannot be understood."""

    exit_status = 2
    code = "usage"


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments without the options that may stand anywhere, and what these said."""

    rest: tuple[str, ...]
    workspace: str | None
    as_json: bool


def part(arguments: Sequence[str]) -> Arguments:
    """Take --workspace and --json out, wherever they stand before a “--”. Raises WrongUsage."""
    rest: list[str] = []
    workspace: str | None = None
    as_json = False
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            rest += [argument, *waiting]
        elif argument == JSON:
            as_json = True
        elif argument == WORKSPACE:
            workspace = next(waiting, None)
            if not workspace:
                raise WrongUsage(f"{WORKSPACE} needs a file name or URL after it.")
        elif argument.startswith(f"{WORKSPACE}="):
            workspace = argument.partition("=")[2]
            if not workspace:
                raise WrongUsage(f"{WORKSPACE} needs a file name or URL after it.")
        else:
            rest.append(argument)
    return Arguments(tuple(rest), workspace, as_json)
