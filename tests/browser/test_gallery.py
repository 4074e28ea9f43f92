"""Every part of the pages, in every state, language, theme and width, as axe and a person find it."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser

from tests.browser.harness import Look, axe_faults, layout_faults, looks, picture, visit, weights

PAGES = [
    '/gallery/full',
    '/gallery/full?long&desk',
    '/gallery/full?said',
    '/gallery/full?rtl&long',
    '/gallery/empty',
    '/gallery/form',
    '/gallery/room?desk',
    '/gallery/room?long',
    '/gallery/report?desk',
    '/gallery/report?long',
    '/gallery/sheet?long',
    '/nowhere',
]
SEEN = [(path, look) for place, path in enumerate(PAGES) for look in looks(place)]


@pytest.mark.parametrize(('path', 'look'), SEEN, ids=[f'{path[1:]} {look.language} {look.theme} {look.width}' for path, look in SEEN])
async def test_a_page_of_parts_has_no_fault(chromium: Browser, gallery: str, path: str, look: Look):
    one = await visit(chromium, gallery, look)
    await one.page.goto(look.prefix + path)
    await picture(one.page, f'{path} {look}')
    faults = await axe_faults(one.page) + await layout_faults(one.page, sheet='sheet' in path)
    await one.page.context.close()
    assert faults == []
    assert [said for said in one.complaints if '404' not in said] == []


@pytest.mark.parametrize('look', [Look(), Look('es', 'dark', 320)], ids=['en', 'es'])
async def test_a_form_with_every_mistake_has_no_fault_and_keeps_what_was_typed(chromium: Browser, gallery: str, look: Look):
    one = await visit(chromium, gallery, look)
    await one.page.goto(f'{look.prefix}/gallery/form')
    await one.page.locator('#email').fill('efrain.example.com')
    await one.page.locator('main form button').first.click()
    await one.page.wait_for_selector('.note.bad')
    assert await one.page.evaluate('document.activeElement.matches("[data-focus]")')
    await picture(one.page, f'mistakes {look}')
    faults = await axe_faults(one.page) + await layout_faults(one.page)
    assert faults == []
    assert await one.page.locator('#email').input_value() == 'efrain.example.com'
    assert await one.page.locator('#email').get_attribute('aria-describedby') == 'email-hint email-error'
    await one.page.context.close()


@pytest.mark.parametrize('path', ['/gallery/full?long', '/gallery/report', '/gallery/form', '/gallery/room'])
async def test_a_page_stays_within_its_budget(chromium: Browser, gallery: str, path: str):
    assert (await weights(chromium, gallery, path)).faults() == []
