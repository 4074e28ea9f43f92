"""The sites that the browser visits: the gallery of parts inside this process, and the real application beside it."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import email
import email.policy
import pathlib
import re
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator

import uvicorn
from litestar.types import ASGIApp
from playwright.async_api import Browser, StorageState

from tests.browser.harness import Visit, visit
from tests.drills.starting import Running, a_folder


@contextlib.asynccontextmanager
async def served(make: Callable[[str], ASGIApp]) -> AsyncIterator[str]:
    """The address of an application that is served by the tests' own loop, whose database pool it may meet; `make` is told it."""
    door = socket.create_server(('127.0.0.1', 0))
    address = f'http://localhost:{door.getsockname()[1]}'
    server = uvicorn.Server(uvicorn.Config(make(address), log_config=None, lifespan='off', server_header=False))
    serving = asyncio.create_task(server._serve([door]))
    while not server.started:
        await asyncio.sleep(0.01)
    yield address
    server.should_exit = True
    await asyncio.wait([serving], timeout=10)


@dataclasses.dataclass(slots=True)
class Site:
    """The real application with the demo network; `links` sign somebody in, once, by role."""

    address: str
    folder: pathlib.Path
    links: dict[str, str]
    states: dict[str, StorageState] = dataclasses.field(default_factory=dict)
    paths: dict[str, dict[str, int]] = dataclasses.field(default_factory=dict)
    seen: set[str] = dataclasses.field(default_factory=set)

    def letters(self, to: str = '') -> list[str]:
        """Where the letters that were sent lead to, those to one address or all."""
        found: dict[str, None] = {}
        for path in sorted((self.folder / 'letters').rglob('*.eml')):
            letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if to not in letter['to']:
                continue
            text = letter.get_body(('plain',)).get_content()  # type: ignore[union-attr]
            found.update(dict.fromkeys(re.findall(re.escape(self.address) + r'/[^\s)>]*', text)))
        return list(found)

    async def letter(self, to: str, page: str, seconds: float = 30) -> str:
        """The path of the newest link to such a page in the letters to somebody; waits for the letter.

        :raises TimeoutError: none came
        """
        async with asyncio.timeout(seconds):
            while not (found := [link for link in self.letters(to) if f'/{page}/' in link]):
                await asyncio.sleep(0.2)
        return found[-1].removeprefix(self.address)

    async def signed_in(self, browser: Browser, role: str, **how: object) -> Visit:
        """A browser in which somebody of this role is signed in; the link is used for the first of them."""
        if role not in self.states:
            first = await visit(browser, self.address)
            await first.page.goto(self.links[role])
            await first.page.locator('main button').first.click()
            await first.page.wait_for_url(lambda url: '/sign-in' not in url)
            self.states[role] = await first.page.context.storage_state()
            await first.page.context.close()
        return await visit(browser, self.address, storage_state=self.states[role], **how)  # type: ignore[arg-type]


@contextlib.contextmanager
def demo() -> Iterator[Site]:
    """The demo network, as `make demo` shows it, in a folder of its own."""
    with a_folder() as folder, Running('demo', '--with-parent', folder=folder) as running:
        running.ready()
        running.wait_for('One tap signs you in as')
        time.sleep(0.2)
        pairs = (line.rsplit(maxsplit=1) for line in running.lines)
        links = {pair[0].strip(): pair[1] for pair in pairs if len(pair) == 2 and pair[1].startswith(running.address)}
        yield Site(running.address, running.folder, links)
        running.process.terminate()
        running.process.wait(60)
