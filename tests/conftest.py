"""An empty database by migrations, a client, and one rolled-back transaction for each test that asks for the database."""

from __future__ import annotations

import datetime
import pathlib
import shutil
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest

from coaching.kit import logs, migrating
from coaching.kit.database import DB, atomic, close_pool, execute, open_pool
from coaching.kit.embedded.postgres import PostgreSQL
from coaching.kit.pages import around
from coaching.kit.settings import settings
from tests import FOLDER

HERE = pathlib.Path(__file__).parent
STARTING_SERVERS = ('benchmarks', 'drills', 'races', 'stories')
pytest_plugins = ['tests.plugins.no_skips']

NOW = datetime.datetime(2026, 11, 18, 15, 0, tzinfo=datetime.UTC)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What may run beside what: a file stays together, and what starts servers or a browser waits for its own kind."""
    for item in items:
        folder = item.path.relative_to(HERE).parts[0]
        together = 'servers' if folder in STARTING_SERVERS else folder if folder == 'browser' else str(item.path)
        item.add_marker(pytest.mark.xdist_group(together))


@pytest.fixture(scope='session')
def anyio_backend() -> str:
    return 'asyncio'


@pytest.fixture(scope='session')
def postgres() -> Iterator[dict[str, Any]]:
    """A database server of this test run's own."""
    server = PostgreSQL(FOLDER / 'data')
    server.start()
    yield {'dsn': server.url}
    server.stop()


@pytest.fixture(scope='session')
async def pool(anyio_backend: str, postgres: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
    """The application's pool on a database that came up by its migrations."""
    await open_pool(postgres)
    await migrating.migrate()
    await execute("insert into network (name, set_up_nonce, set_up_at) values ('Prairie Café Network', decode('00', 'hex'), now())")
    yield postgres
    await close_pool()


@pytest.fixture(autouse=True)
def no_letters() -> Iterator[None]:
    """Letters are kept as files, which no transaction takes back; each test leaves none."""
    yield
    shutil.rmtree(settings().letters_dir, ignore_errors=True)


class RollBack(Exception):
    """Ends a test's transaction without a trace."""


@pytest.fixture
async def database(pool: dict[str, Any]) -> AsyncIterator[None]:
    """Ask for it by name; rules are tested without it."""
    try:
        async with atomic():
            yield
            raise RollBack
    except RollBack:
        pass


@pytest.fixture(scope='session')
async def app(pool: dict[str, Any]) -> AsyncIterator[Any]:
    """The whole application as it is served, on the tests' pool."""
    from coaching.application import create_app

    logs.set_up()
    yield create_app()


@pytest.fixture
async def client(app: Any, database: None) -> AsyncIterator[httpx.AsyncClient]:
    """A browser of the public, inside the test's own transaction. Tries are counted outside of it, so they are forgotten here."""
    from coaching.domains import NAV, NETWORK, VIEWS

    async with DB.pool.acquire() as beside:
        await beside.execute('truncate rate_window')
    around.set_nav(NAV)
    around.set_views(VIEWS)
    around.set_network(NETWORK)
    headers = {'Accept': 'text/html', 'Sec-Fetch-Site': 'same-origin'}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url='http://localhost:8000', headers=headers) as browser:
        yield browser
