"""Every test here has a data folder of its own, so that nobody's erasure is told to another."""

from __future__ import annotations

import dataclasses
import pathlib
from collections.abc import Iterator
from typing import Any

import pytest

from coaching.domains import KEEPERS
from coaching.kit import migrating
from coaching.kit.settings import adopt, settings
from coaching.people import keepers
from tests.keeping.world import a_database, a_house


@pytest.fixture(autouse=True)
def data_folder(tmp_path: pathlib.Path) -> Iterator[pathlib.Path]:
    before, own = settings(), tmp_path / 'data'
    own.mkdir()
    keepers.know(KEEPERS)
    adopt(dataclasses.replace(before, data_dir=own))
    yield own
    adopt(None)


@pytest.fixture(scope='session')
async def house(anyio_backend: str, postgres: dict[str, Any]) -> str:
    """The name of a database with people in it, of which each test gets a copy."""
    async with a_database(postgres, keep=True) as name:
        await migrating.migrate()
        await a_house()
    return name
