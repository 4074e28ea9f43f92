"""Names of groups that are known already are offered while somebody types; without the script the field is a field."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from tests.browser.harness import axe_faults
from tests.browser.serving import Site

FIELDS = {
    '/setup/organisations/new': 'Belongs to', '/setup/organisations': 'Name', '/setup/people/1': 'School, agency or group',
    '/setup/people/1/groups': 'School, agency or group',
}  # fmt: skip


@pytest.mark.parametrize('path', FIELDS)
async def test_a_few_letters_bring_the_names(chromium: Browser, site: Site, path: str):
    page = (await site.signed_in(chromium, 'coordinator')).page
    await page.goto(path)
    field = page.get_by_label(FIELDS[path]).first
    await field.press_sequentially('wil')
    names = page.locator('datalist option')
    await expect(names).to_have_count(1)
    assert await names.first.evaluate('one => [one.value, one.label]') == ['Willow Street School', 'Willow Creek']
    await expect(field).to_have_attribute('list', await page.locator('datalist').get_attribute('id') or '')
    assert await axe_faults(page) == []
    await field.press_sequentially('zzz')
    await expect(names).to_have_count(0)
    await page.context.close()


async def test_whoever_types_goes_on_without_an_answer(chromium: Browser, site: Site):
    page = (await site.signed_in(chromium, 'coordinator')).page
    await page.goto('/setup/organisations')
    await page.context.set_offline(True)
    field = page.get_by_label('Name').first
    await field.press_sequentially('willow')
    await page.wait_for_timeout(400)
    await expect(page.locator('datalist option')).to_have_count(0)
    await expect(field).to_have_value('willow')
    await page.context.close()


async def test_without_the_script_the_form_asks_the_page(chromium: Browser, site: Site):
    page = (await site.signed_in(chromium, 'coordinator', script=False)).page
    await page.goto('/setup/organisations')
    await page.get_by_label('Name').first.fill('wil')
    await page.get_by_role('button', name='Look').click()
    await expect(page.get_by_role('link', name='Willow Street School')).to_be_visible()
    await page.context.close()
