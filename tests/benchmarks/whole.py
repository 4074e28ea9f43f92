"""The whole as people feel it: its memory under load, the minute after a letter, a tap on a telephone."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import http.client
import threading
import time
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

import psutil
from playwright.async_api import Browser, Page, async_playwright

from coaching.kit.assets import asset
from coaching.kit.database import fetch
from coaching.kit.tokens import link_token
from tests.benchmarks import world
from tests.benchmarks.figures import COOKIE, household, request
from tests.benchmarks.kept import Kept
from tests.benchmarks.measuring import Server
from tests.browser.conftest import FLAGS
from tests.drills.starting import Running, below
from tests.plugins import chromium

MEGABYTE = 1024 * 1024
VISITS, MINUTE = 300, 60.0
SLOW_4G = {'offline': False, 'latency': 150, 'downloadThroughput': 1.6e6 / 8, 'uploadThroughput': 750e3 / 8}
TAPS = 12
PATIENCE_SECONDS = 20
PAINTED = """
many => new Promise(done => {
  let tapped = 0;
  document.addEventListener('click', event => { tapped = event.timeStamp; }, { capture: true, once: true });
  const seen = new MutationObserver(() => {
    if (document.querySelectorAll('.check li.in').length !== many) return;
    seen.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - tapped)));
  });
  seen.observe(document.querySelector('main'), { childList: true, subtree: true });
})
"""


@dataclasses.dataclass(slots=True)
class Memory:
    """The proportional share of memory (PSS) of the whole stack, looked at four times a second; in megabytes."""

    most: float = 0.0
    parts: dict[str, float] = dataclasses.field(default_factory=dict)

    def look(self, first: Sequence[psutil.Process]) -> None:
        parts: dict[str, float] = {}
        for process in {each for one in first for each in (one, *_below(one))}:
            with contextlib.suppress(psutil.Error):
                parts[process.name()] = parts.get(process.name(), 0) + process.memory_full_info().pss / MEGABYTE
        if sum(parts.values()) > self.most:
            self.most, self.parts = sum(parts.values()), parts


def _below(process: psutil.Process) -> list[psutil.Process]:
    with contextlib.suppress(psutil.Error):
        return process.children(recursive=True)
    return []


@contextlib.contextmanager
def watched(first: Sequence[psutil.Process]) -> Iterator[Memory]:
    """The memory of these processes and of what they started, while the block runs."""
    memory, over = Memory(), threading.Event()

    def watch() -> None:
        while not over.wait(0.25):
            memory.look(first)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield memory
    finally:
        over.set()
        watcher.join()


@contextlib.contextmanager
def stack(kept: Kept) -> Iterator[Server]:
    """Everything that an operator starts: one process that answers and sends letters, PostgreSQL and Redis."""
    with Running('serve', folder=kept.folder / 'served', **kept.settings) as running:
        running.ready()
        yield Server(running.port, psutil.Process(running.process.pid), kept)
        running.process.terminate()
        running.process.wait(30)


def processes(server: Server) -> list[psutil.Process]:
    redis = [one for one in below(server.kept.folder) if 'redis' in one.name() or 'valkey' in one.name()]
    return [server.web, server.kept.postmaster(), *redis]


def write_to_all(server: Server, session_id: int) -> float:
    """A trainer's letter to everybody of a session; the seconds until the trainer is answered."""
    fields = {'to_group': 'all', 'subject': 'See you soon', 'body': 'Bring a cup. **We** bring the coffee.'}
    door = http.client.HTTPConnection('127.0.0.1', server.port, timeout=120)
    headers = {'Cookie': COOKIE, 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded'}
    began = time.perf_counter()
    door.request('POST', f'/train/sessions/{session_id}/letters/sent', urlencode(fields), headers)
    answer = door.getresponse()
    assert answer.status == 303, answer.status
    return time.perf_counter() - began


async def visits(session_id: int) -> list[bytes]:
    """Everybody opens the letter's link: the page, its style and its script."""
    rows = await fetch('select id, nonce from registration where session_id = $1 order by id limit $2', session_id, VISITS)
    requests = []
    for row in rows:
        address = household()
        path = f'/sign-ups/{link_token("registration", row["id"], row["nonce"])}'
        requests += [request('GET', one, X_Forwarded_For=address) for one in (path, asset('app.css'), asset('app.js'))]
    return requests


async def taps(server: Server, session_id: int, network: dict[str, object] = SLOW_4G) -> list[float]:
    """Milliseconds from the tap on Here to the frame that shows the answer, on a telephone's connection.

    :raises AssertionError: there is no browser on this machine
    """
    path = chromium.found()
    assert path, chromium.ADVICE
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            return await _taps(browser, f'http://localhost:{server.port}', session_id, network)
        finally:
            await browser.close()


async def _taps(browser: Browser, address: str, session_id: int, network: dict[str, object]) -> list[float]:
    context = await browser.new_context(base_url=address, viewport={'width': 390, 'height': 800}, has_touch=True)
    await context.add_cookies([{'name': 'sign-in', 'value': world.TRAINER, 'url': address}])
    page = await context.new_page()
    await page.goto(f'/train/sessions/{session_id}')
    session = await context.new_cdp_session(page)
    await session.send('Network.enable')
    await session.send('Network.emulateNetworkConditions', network)
    return sorted([await _tap(page, number) for number in range(TAPS)])


async def _tap(page: Page, number: int) -> float:
    """The next name's button; the first tap also opens the connection."""
    painted = asyncio.create_task(page.evaluate(PAINTED, number + 1))
    await asyncio.sleep(0.1)
    await page.locator('.check li').nth(number).get_by_role('button').tap()
    async with asyncio.timeout(PATIENCE_SECONDS):
        took: float = await painted
    return took
