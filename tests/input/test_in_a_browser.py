"""A real browser reads what was written everywhere: nothing speaks up, nothing is asked of another house, no element comes into being."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx
from playwright.async_api import Browser, Dialog, Page, Request, Route

from tests.browser.conftest import chromium, chromium_path  # noqa: F401
from tests.input.test_saved import GUESSES, all_seen

FEW = 3  # one in so many of the kinds of pages, and of the letters, is looked at
OUTLINE = """() => [...document.querySelectorAll('*')].map(
    one => [one.tagName, ...[...one.attributes].map(attribute => attribute.name).sort()].join(' '))"""
LOUD = """window.addEventListener('securitypolicyviolation', one => console.error('against the policy: ' + one.blockedURI));"""


class Reader:
    """Opens pages that were answered before, under our own policy; the rest of the house is asked for, another one is told."""

    def __init__(self, page: Page, client: httpx.AsyncClient) -> None:
        self.page = page
        self.client = client
        self.answer: tuple[str, dict[str, str]] = ('', {})
        self.told: list[str] = []
        page.on('dialog', self._speaks)
        page.on('pageerror', lambda error: self.told.append(f'error: {error}'))
        page.on('console', lambda said: said.type == 'error' and self.told.append(said.text))
        page.on('request', self._asks)

    async def outline(self, path: str, text: str, policy: str) -> list[str]:
        """Every element of a page with the names of its attributes, as the browser sees it."""
        self.answer = (text, {'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy})
        await self.page.goto(f'http://localhost:8000{path}', wait_until='domcontentloaded')
        return await self.page.evaluate(OUTLINE)

    async def give(self, route: Route) -> None:
        if route.request.is_navigation_request():
            await route.fulfill(body=self.answer[0], headers=self.answer[1])
        elif urlsplit(route.request.url).netloc == 'localhost:8000':
            asset = await self.client.get(urlsplit(route.request.url).path)
            await route.fulfill(body=asset.content, headers={'content-type': asset.headers['content-type']})
        else:
            await route.abort()

    def _asks(self, request: Request) -> None:
        if not request.url.startswith(('http://localhost:8000/', 'data:')):
            self.told.append(f'asked {request.url}')

    async def _speaks(self, dialog: Dialog) -> None:
        self.told.append(f'said {dialog.message}')
        await dialog.dismiss()


async def test_a_browser_reads_text_and_runs_nothing(client, house, chromium: Browser):  # noqa: F811
    usual, *turns = await all_seen(client, house)
    policy = (await client.get('/sessions')).headers['content-security-policy']
    page = await (await chromium.new_context()).new_page()
    reader = Reader(page, client)
    await page.route('**/*', reader.give)
    await page.add_init_script(LOUD)
    wrong = []
    kinds = sorted(kind for kind in usual.pages if not (kind.startswith('POST') or kind.endswith('/page') or GUESSES.match(kind)))
    for number, kind in enumerate(kinds[::FEW]):
        pages = [read.pages[kind][-1] for read in (turns[number % len(turns)], usual)]
        one, other = [await reader.outline(path, text, policy) for path, text in pages]
        wrong += [kind] if one != other else []
    for number, letter in list(enumerate(usual.letters))[::FEW]:
        letters = turns[number % len(turns)].letters[number], letter
        one, other = [await reader.outline('/letter', told.get_body(('html',)).get_content(), '') for told in letters]  # type: ignore[union-attr]
        wrong += [str(letter['subject'])] if one != other else []
    await page.context.close()
    assert wrong == []
    assert reader.told == []
