"""What the store promises, tested alike on SQLite (tests/store) and on real servers (tests/servers)."""

import pkgutil

import pytest

pytest.register_assert_rewrite(*(f"{__name__}.{module.name}" for module in pkgutil.iter_modules(__path__)))
