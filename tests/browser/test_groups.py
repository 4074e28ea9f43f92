"""A group that people wrote is settled and taken back by one tap each, with a finger, without the script, and with a keyboard alone."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from tests.browser.harness import Hand, Keyboard
from tests.browser.serving import Site

WAYS = {'finger': (Hand, True), 'no script': (Hand, False), 'keyboard': (Keyboard, True)}


@pytest.mark.parametrize('way', WAYS)
async def test_two_taps_from_set_up_settle_a_group_and_one_takes_it_back(chromium: Browser, site: Site, way: str):
    make, script = WAYS[way]
    page = (await site.signed_in(chromium, 'coordinator', script=script)).page
    await page.goto('/setup')
    hand = make(page)
    await hand.tap('4 groups that people wrote wait for you')
    await hand.tap('This is Maple Street Library · Riverbend Maple Library')
    assert hand.taps == 2
    await expect(page.get_by_role('heading', level=1)).to_have_text('3 groups that people wrote wait for you')
    await expect(page.get_by_role('status')).to_contain_text('people belong there now.')
    await hand.tap('Undo Maple Library')
    await expect(page.get_by_role('heading', level=1)).to_have_text('4 groups that people wrote wait for you')
    await page.context.close()


async def test_a_file_is_taken_away_and_an_import_undone_only_by_a_second_tap(chromium: Browser, site: Site):
    page = (await site.signed_in(chromium, 'coordinator', script=False)).page
    for rows, act in ((b'Full name,E-mail\nLea Sand,lea@old.example\n', 'away'), (b'Full name,E-mail\nLeo Sand,leo@old.example\n', 'undo')):
        await page.goto('/setup/imports')
        await page.set_input_files('input[type=file]', {'name': 'old.csv', 'mimeType': 'text/csv', 'buffer': rows})
        await page.get_by_role('button', name='Look at it first').click()
        if page.url.endswith('/columns'):
            await page.get_by_role('button', name='Look at the rows').click()
        if act == 'undo':
            await page.get_by_role('button', name='Bring them all in').click()
        closed, last = {'away': ('Not this file?', 'Take the file away'), 'undo': ('Undo this import', 'Undo all of it')}[act]
        await expect(page.get_by_role('button', name=last)).to_be_hidden()
        await page.locator('summary', has_text=closed).click()
        await page.get_by_role('button', name=last).click()
        told = {'away': 'The file is gone.', 'undo': 'The import is undone.'}[act]
        await expect(page.get_by_role('status')).to_contain_text(told)
    await page.context.close()
