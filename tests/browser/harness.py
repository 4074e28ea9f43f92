"""What can be asked of a page in a browser: what axe finds, what axe does not look at, what it weighs, how many taps a task takes."""

from __future__ import annotations

import asyncio
import dataclasses
import functools
import gzip
import importlib.resources
import itertools
import os
import pathlib
import re
from collections.abc import Sequence
from typing import Any

from playwright.async_api import Browser, Locator, Page, Request, Response

TAGS = ('wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice')
REVIEWED = {
    'color-contrast': 'text on a part that scrolls, or of one letter; the test of the colours covers every pair',
}
CHECKS = (pathlib.Path(__file__).parent / 'checks.js').read_text()
WIDTHS = (320, 390, 1280)
HEIGHT = 800
KB = 1024
PATIENCE_SECONDS = 60  # a page whose scripts are switched off answers never


@dataclasses.dataclass(frozen=True, slots=True)
class Look:
    """How somebody sees a page; `language` is what its address begins with."""

    language: str = 'en'
    theme: str = 'light'
    width: int = 390

    def __str__(self) -> str:
        return f'{self.language} {self.theme} {self.width}'

    @property
    def prefix(self) -> str:
        return '' if self.language == 'en' else f'/{self.language}'


EVERY_LOOK = [Look(*look) for look in itertools.product(('en', 'es'), ('light', 'dark'), WIDTHS)]


def looks(place: int) -> Sequence[Look]:
    """The looks under which the page in this place of a list is seen: one of them, in turn; all of them where EVERY_LOOK is set."""
    return EVERY_LOOK if os.environ.get('EVERY_LOOK') else [EVERY_LOOK[place * 5 % len(EVERY_LOOK)]]


class Visit:
    """A page and what its browser complained of meanwhile."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.complaints: list[str] = []
        page.on('console', lambda said: said.type in ('error', 'warning') and self.complaints.append(said.text))
        page.on('pageerror', lambda error: self.complaints.append(str(error)))
        page.on('request', self._asked)

    async def packed(self) -> int:
        """How many bytes the page is when it is sent packed."""
        answer = await self.page.context.request.get(self.page.url)
        return len(gzip.compress(await answer.body()))

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, 'data:')):
            self.complaints.append(f'asked {request.url}')


async def visit(browser: Browser, address: str, look: Look | None = None, *, script: bool = True, **how: Any) -> Visit:
    """A page in a browser of its own; open it with `page.goto`. `address` is the site's, where the page's paths begin."""
    look = look or Look()
    context = await browser.new_context(
        base_url=address, color_scheme=look.theme, viewport={'width': look.width, 'height': HEIGHT}, java_script_enabled=script, **how
    )
    context.set_default_timeout(10_000)
    return Visit(await context.new_page(), address)


@functools.cache
def _axe() -> str:
    return importlib.resources.files('axe_playwright_python').joinpath('axe.min.js').read_text()


async def axe_faults(page: Page) -> list[str]:
    """What axe finds, and what it could not decide and nobody has looked at yet."""
    await page.evaluate(f'() => {{ {CHECKS}; unfold(); }}')
    await page.evaluate(_axe())
    async with asyncio.timeout(PATIENCE_SECONDS):
        found = await page.evaluate('tags => axe.run(document, {runOnly: tags, resultTypes: ["violations", "incomplete"]})', list(TAGS))
    undecided = [rule for rule in found['incomplete'] if rule['id'] not in REVIEWED]
    return [f'{rule["id"]}: {node["html"][:160]}' for rule in [*found['violations'], *undecided] for node in rule['nodes']]


async def _checked(page: Page, *names: str) -> list[str]:
    calls = ', '.join(f'...{name}()' for name in names)
    found: list[str] = await page.evaluate(f'() => {{ {CHECKS}; return [{calls}]; }}')
    return found


async def _under(page: Page, before: str, after: str, *names: str) -> list[str]:
    await page.evaluate(f'() => {{ {CHECKS}; {before}; }}')
    found = await _checked(page, *names)
    await page.evaluate(f'() => {{ {CHECKS}; {after}; }}')
    return found


async def layout_faults(page: Page, *, sheet: bool = False) -> list[str]:
    """What a person would stumble over: experience.md 5, points 3 to 8, 10 and 12. A sheet for the printer has no frame."""
    size = page.viewport_size
    assert size
    await page.evaluate(f'() => {{ {CHECKS}; unfold(); }}')
    await page.keyboard.press('Tab')
    found = await _checked(page, 'scrolls', 'small', 'targets', 'forms', 'focus', *([] if sheet else ['frame']))
    found += [f'with wide letters: {fault}' for fault in await _under(page, 'spaced(true)', 'spaced(false)', 'scrolls', 'clipped')]
    await page.set_viewport_size({'width': 320, 'height': HEIGHT})
    found += [f'at 320 px: {fault}' for fault in await _checked(page, 'scrolls', 'clipped')]
    await page.set_viewport_size({'width': 1280, 'height': HEIGHT})
    found += [f'with letters twice as large: {fault}' for fault in await _under(page, 'larger(200)', 'larger(0)', 'scrolls', 'clipped')]
    await page.set_viewport_size(size)
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class Weights:
    """What a first visit costs: bytes as they are sent when packed, requests, elements."""

    html: int
    css: int
    js: int
    requests: int
    nodes: int

    def faults(self, *, html: int = 10 * KB, nodes: int = 800) -> list[str]:
        """Which budgets are passed; a room with a hundred people may have 14 KB."""
        budgets = {'html': html, 'css': 8 * KB, 'js': 4 * KB, 'requests': 4, 'nodes': nodes}
        return [f'{name}: {getattr(self, name)} of {most}' for name, most in budgets.items() if getattr(self, name) > most]


async def weights(browser: Browser, address: str, path: str, **how: Any) -> Weights:
    """What a first visit to this page costs."""
    one = await visit(browser, address, **how)
    answers: list[Response] = []
    one.page.on('response', lambda answer: answers.append(answer))
    await one.page.goto(path, wait_until='networkidle')
    sizes = {'document': 0, 'stylesheet': 0, 'script': 0}
    for answer in answers:
        if answer.request.resource_type in sizes and answer.status == 200:
            sizes[answer.request.resource_type] += len(gzip.compress(await answer.body()))
    nodes = await one.page.evaluate('document.querySelectorAll("*").length')
    await one.page.context.close()
    asked = [answer for answer in answers if not answer.url.startswith('data:')]
    return Weights(sizes['document'], sizes['stylesheet'], sizes['script'], len(asked), nodes)


async def picture(page: Page, name: str) -> None:
    """Keep a picture of the whole page for somebody to look at, where PICTURES names a folder."""
    if folder := os.environ.get('PICTURES'):
        file = re.sub('[^a-z0-9]+', '-', name.lower()).strip('-')
        await page.screenshot(path=pathlib.Path(folder) / f'{file}.png', full_page=True, caret='initial')


def control(page: Page, words: str) -> Locator:
    """The first button, link or box to choose whose name begins with these words."""
    name = re.compile(rf'^\W*{re.escape(words)}')
    roles = ('button', 'link', 'radio', 'checkbox')
    found = [page.get_by_role(role, name=name) for role in roles]  # type: ignore[arg-type]
    return functools.reduce(lambda one, other: one.or_(other), [*found, page.locator('summary').filter(has_text=name)]).first


def labelled(page: Page, words: str) -> Locator:
    """The first field whose label begins with these words."""
    return page.get_by_label(re.compile(rf'^{re.escape(words)}')).first


class Hand:
    """Somebody with a finger or a mouse; counts taps and fields, never types an address."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0
        self.fields = 0

    async def tap(self, words: str) -> None:
        """The control whose name begins so."""
        await control(self.page, words).click()
        self.taps += 1

    async def write(self, label: str, text: str) -> None:
        """In the field of this label."""
        await labelled(self.page, label).fill(text)
        self.fields += 1


class Keyboard(Hand):
    """Somebody with nothing but a keyboard."""

    MOST = 200

    async def tap(self, words: str) -> None:
        """Tab to it, then Enter; Space for what is chosen."""
        wanted = control(self.page, words)
        kind = await wanted.evaluate('element => element.type || element.tagName')
        await self._reach(wanted)
        await self.page.keyboard.press('Space' if kind in ('radio', 'checkbox') else 'Enter')
        self.taps += 1

    async def write(self, label: str, text: str) -> None:
        """Tab to it, then type over what stands there."""
        await self._reach(labelled(self.page, label))
        await self.page.keyboard.press('Control+A')
        await self.page.keyboard.type(text)
        self.fields += 1

    async def _reach(self, wanted: Locator) -> None:
        handle = await wanted.element_handle()
        same = 'one => document.activeElement === one || (one.type === "radio" && document.activeElement.name === one.name)'
        for _press in range(self.MOST):
            if await self.page.evaluate(same, handle):
                break
            await self.page.keyboard.press('Tab')
        else:
            raise AssertionError(f'{self.MOST} presses of Tab do not reach {wanted}')
        for _press in range(self.MOST):
            if await self.page.evaluate('one => document.activeElement === one', handle):
                return
            await self.page.keyboard.press('ArrowDown')
        raise AssertionError(f'no arrow reaches {wanted}')
