"""The whole application and a house of people, for every test of who may do what."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.access.asking import give_tries_back
from tests.access.world import House, a_house


@pytest.fixture
async def house(client) -> House:
    """The network of `world`, inside the test's own transaction."""
    return await a_house()


@pytest.fixture(autouse=True)
async def tries_are_given_back(pool) -> AsyncIterator[None]:
    yield
    await give_tries_back()
