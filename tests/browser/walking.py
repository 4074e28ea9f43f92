"""Every page that somebody comes to by following links."""

from __future__ import annotations

import html
import re
from collections import Counter

from playwright.async_api import APIRequestContext

LINK = re.compile(r'<a [^>]*href="(/[^"#]*)')
ELSEWHERE = re.compile(r'/static/|/es(?:/|$)')
NUMBER = re.compile(r'/\d+(?=[/?]|$)')
TOKEN = re.compile(r'/[A-Za-z0-9_.-]{22,}(?=[/?]|$)')
GUIDE = re.compile(r'(?<=/guides/)(?!search)[a-z0-9-]+')
VALUE = re.compile(r'=[^&]*')


def kind(path: str) -> str:
    """What pages of one kind have in common: the address without its numbers, tokens and values."""
    return VALUE.sub('', TOKEN.sub('/…', NUMBER.sub('/0', GUIDE.sub('…', path))))


async def walk(browser: APIRequestContext, *starts: str, most: int = 1) -> dict[str, int]:
    """The numbers that these pages and all behind them answer with, by path; of each kind so many.

    Downloads are left out, and letters in their sandbox.
    """
    found: dict[str, int] = {}
    kinds: Counter[str] = Counter()
    to_do = list(starts)
    while to_do:
        path = to_do.pop(0)
        if path in found or kinds[kind(path)] >= most:
            continue
        kinds[kind(path)] += 1
        answer = await browser.get(path, max_redirects=0)
        if answer.status in (302, 303):
            to_do += [answer.headers['location']] if answer.headers['location'].startswith('/') else []
            continue
        if 'text/html' not in answer.headers['content-type'] or 'sandbox' in answer.headers['content-security-policy']:
            continue
        found[path] = answer.status
        to_do += [link for link in map(html.unescape, LINK.findall(await answer.text())) if not ELSEWHERE.match(link)]
    return found
