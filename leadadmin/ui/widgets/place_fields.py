"""Fields for places: a country by its name, a time zone by its IANA name. Both can be typed into and searched."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QWidget

from leadadmin.domain.countries import COUNTRIES, country_name
from leadadmin.ui.widgets.combo_edit import Choice, ComboEdit


def language() -> str:
    """The language of names: "da" or "en"."""
    return "da" if QLocale().language() == QLocale.Language.Danish else "en"


class CountryField(ComboEdit):
    """Offers countries by name with their codes; a code of two letters may be typed too."""

    def __init__(self, *, says: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(placeholder=placeholder, says=says, parent=parent)
        names = sorted((country_name(code, language()), code) for code in COUNTRIES)
        self._codes = {name.casefold(): code for name, code in names}
        self.set_choices([Choice(name, code) for name, code in names])

    def code(self) -> str:
        """Return the code of the country; what is none comes back as it was typed."""
        text = self.currentText().strip()
        return self._codes.get(text.casefold(), text.upper() if text.upper() in COUNTRIES else text)

    def show_code(self, code: str) -> None:
        """Show a country by its code; empty shows none."""
        self.show_text(country_name(code, language()) if code else "")


class ZoneField(ComboEdit):
    """Offers time zones by name. They are read in the background, so the page gives them."""

    def __init__(self, *, says: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(placeholder=placeholder, says=says, parent=parent)
        self._offered: tuple[str, ...] = ()

    def offer(self, zones: Sequence[str]) -> None:
        """Offer these zones; what stands in the field stays."""
        if tuple(zones) != self._offered:
            self._offered = tuple(zones)
            self.set_choices([Choice(zone) for zone in zones])

    def zone(self) -> str:
        """Return the name as it was typed or chosen."""
        return self.currentText().strip()
