"""Guides that mean harm, in a browser; all two hundred are looked at by python -m tests.drills.guides browse."""

from __future__ import annotations

from playwright.async_api import Browser

from tests.browser.serving import served
from tests.drills.guides.browsing import Pages, browse, hostile_guides

FEW = 40


async def test_no_guide_runs_anything_or_asks_anybody_else(chromium: Browser):
    async with served(lambda _address: Pages(hostile_guides(FEW))) as address:
        seen = await browse(chromium, address, FEW)
    assert (seen.guides, seen.faults) == (FEW, [])


async def test_the_same_words_as_html_would_do_both(chromium: Browser):
    harm = '<img src=x onerror=alert(1)><img src="http://127.0.0.1:9/x.png">'
    async with served(lambda _address: Pages([harm], rendered=False)) as address:
        seen = await browse(chromium, address, 1)
    told = ' '.join(seen.faults)
    assert 'a dialog' in told and 'asked http://127.0.0.1:9/x.png' in told
