"""Hostile guides in a real browser, without the headers that would hold it back: does anything run, or ask somebody else?"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence

from litestar.types import Receive, Scope, Send
from playwright.async_api import Browser

from coaching.kit import markdown
from tests.drills.guides.hostile import PIECES, hostile

PAGE = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A guide</title></head><body><article>{}</article></body></html>'
# whatever a script in a text could wait for
STIR = """() => {
  for (const one of document.querySelectorAll('*')) {
    for (const name of ['click', 'mouseover', 'focus', 'error', 'load', 'toggle', 'animationstart', 'pointerenter']) {
      if (name !== 'click' || one.tagName !== 'A') one.dispatchEvent(new Event(name, {bubbles: true}));
    }
  }
  return [...document.querySelectorAll('a[href]')].filter(one => !/^(https?|mailto|tel):$/.test(one.protocol)).map(one => one.outerHTML);
}"""


@dataclasses.dataclass(slots=True)
class Browsed:
    """How many guides were opened and what happened that may not."""

    guides: int = 0
    faults: list[str] = dataclasses.field(default_factory=list)


class Pages:
    """A site whose page of a number is the guide of that number; `rendered` is False for the control, where the text is the page."""

    def __init__(self, texts: Sequence[str], *, rendered: bool = True) -> None:
        self.bodies = [PAGE.format(markdown.render(text) if rendered else text).encode('utf-8', 'replace') for text in texts]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        number = scope['path'].strip('/')
        found = number.isdigit() and int(number) < len(self.bodies)
        body = self.bodies[int(number)] if found else b''
        headers = [(b'content-type', b'text/html; charset=utf-8')]
        await send({'type': 'http.response.start', 'status': 200 if found else 404, 'headers': headers, 'trailers': False})
        await send({'type': 'http.response.body', 'body': body, 'more_body': False})


def hostile_guides(count: int, seed: int = 3) -> list[str]:
    """So many guides, each with a section and many pieces that mean harm; together they have every piece."""
    choose = random.Random(seed)
    shuffled = [choose.sample(PIECES, len(PIECES)) for _round in range(count * 12 // len(PIECES) + 1)]
    pieces = [piece for part in shuffled for piece in part]
    return [f'## Part {n}\n\n' + '\n\n'.join(pieces[n * 12 : n * 12 + 12]) + '\n\n' + hostile(choose) for n in range(count)]


async def browse(browser: Browser, address: str, count: int) -> Browsed:
    """Open every guide and stir it."""
    seen = Browsed()
    context = await browser.new_context(base_url=address)
    page = await context.new_page()

    async def dialog(one: object) -> None:
        seen.faults.append(f'{page.url}: a dialog')
        await one.dismiss()  # type: ignore[attr-defined]

    page.on('dialog', dialog)
    context.on('request', lambda one: None if one.url.startswith((address, 'data:')) else seen.faults.append(f'{page.url} asked {one.url}'))
    context.on('page', lambda one: seen.faults.append(f'{page.url} opened {one.url}') if one != page else None)
    for number in range(count):
        await page.goto(f'/{number}')
        links = await page.evaluate(STIR)
        seen.faults += [f'{page.url} {link}' for link in links]
        seen.guides += 1
    await page.wait_for_timeout(100)
    await context.close()
    return seen
