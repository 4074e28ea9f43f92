"""A browser whose clock stands still."""

import pytest

from coaching.kit import clock
from tests.conftest import NOW


@pytest.fixture
def today(monkeypatch):
    """It is Wednesday noon, whatever the clock says."""
    monkeypatch.setattr(clock, 'now', lambda: NOW)
