"""How high rows of tables are: the usual height, or the compact one people can choose in Settings."""

from PySide6.QtWidgets import QApplication

from leadadmin.ui.style.metrics import ROW_COMPACT_HEIGHT, ROW_HEIGHT

_COMPACT = "leadadminCompactRows"


def set_compact_rows(app: QApplication, compact: bool) -> None:
    """Choose the height of rows; tables take it over at the next change of style."""
    app.setProperty(_COMPACT, compact)


def row_height() -> int:
    """Return the height of a row with one line of text, as chosen."""
    app = QApplication.instance()
    compact = app is not None and bool(app.property(_COMPACT))
    return ROW_COMPACT_HEIGHT if compact else ROW_HEIGHT
