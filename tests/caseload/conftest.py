"""What every test of caseloads stands upon."""

from collections.abc import Iterator

import pytest

from coaching.caseload.queries import pace
from coaching.kit import clock
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def no_pace_is_remembered() -> Iterator[None]:
    pace.forget()
    yield
    pace.forget()


@pytest.fixture
def today(monkeypatch) -> None:
    monkeypatch.setattr(clock, 'now', lambda: NOW)
