"""The house of the tests of access, for all tests of what people type."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from coaching.kit.pages import around
from tests.access.asking import give_tries_back
from tests.access.world import House, a_house


@pytest.fixture
async def house(client) -> House:
    """A small network in which every page has something to show, inside the test's own transaction."""
    return await a_house()


@pytest.fixture(autouse=True)
def the_network_is_asked_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(around, 'REMEMBERED_SECONDS', 0)


@pytest.fixture(autouse=True)
async def tries_are_given_back(pool) -> AsyncIterator[None]:
    await give_tries_back()
    yield
    await give_tries_back()
