"""One Chromium, one gallery and one demo network for all tests of this folder."""

from __future__ import annotations

import pathlib
from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Browser, async_playwright

from tests.browser.gallery.app import gallery_app
from tests.browser.serving import Site, demo, served
from tests.plugins import chromium as machine

FLAGS = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
]


@pytest.fixture(scope='session')
def chromium_path() -> pathlib.Path:
    """The browser of this machine."""
    path = machine.found()
    if path is None:
        pytest.skip(machine.ADVICE)
    return pathlib.Path(path)


@pytest.fixture(scope='session')
async def chromium(anyio_backend: str, chromium_path: pathlib.Path) -> AsyncIterator[Browser]:
    """A browser without any page."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture(scope='session')
async def gallery(anyio_backend: str) -> AsyncIterator[str]:
    """The address of a site that shows every part in every state."""
    async with served(gallery_app) as address:
        yield address


@pytest.fixture(scope='session')
def site() -> Iterator[Site]:
    """The real application, with people in it."""
    with demo() as running:
        yield running
