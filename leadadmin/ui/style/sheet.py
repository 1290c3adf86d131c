"""The style sheet: a template in resources, filled with a theme's values."""

from dataclasses import fields
from string import Template

from leadadmin.app.paths import resource_path
from leadadmin.ui.theme import Theme, Tint


def style_sheet(theme: Theme) -> str:
    """Return the application's style sheet. Raises `KeyError` when the template names an unknown token."""
    values: dict[str, str] = {}
    for field in fields(theme):
        value = getattr(theme, field.name)
        if isinstance(value, str):
            values[field.name] = value
        elif isinstance(value, Tint):
            for part in fields(value):
                values[f"{field.name}_{part.name}"] = getattr(value, part.name)
    template = resource_path("style/leadadmin.qss.in").read_text(encoding="utf-8")
    return Template(template).substitute(values)
