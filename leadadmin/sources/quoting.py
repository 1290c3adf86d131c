"""Names as identifiers in SQL."""


def double_quoted(name: str) -> str:
    """A name as standard SQL quotes it, safe whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


def backquoted(name: str) -> str:
    """A name as MariaDB and MySQL quote it, safe whatever it holds."""
    return "`" + name.replace("`", "``") + "`"
