"""Pages in the states that a walk along the links does not see: full of mistakes, and full of names that are very long."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser

from tests.browser.gallery.samples import LONG_NAME, LONG_PLACE
from tests.browser.harness import Look, axe_faults, layout_faults, picture
from tests.browser.serving import Site
from tests.browser.test_pages import enter, paths
from tests.browser.walking import kind

FORMS = [
    ('public', '/sessions/0/sign-up'),
    ('public', '/my'),
    ('public', '/sign-in'),
    ('trainer', '/train/sessions/0/add'),
    ('trainer', '/train/sessions/0/paste'),
    ('trainer', '/train/sessions/0/reports'),
    ('trainer', '/me'),
    ('coordinator', '/setup/people/invite'),
    ('coordinator', '/setup/people/0/edit'),
    ('coordinator', '/setup/organisations/new'),
    ('coordinator', '/setup/network'),
]
TYPED = 'main input[type=text], main input[type=email], main input[type=tel], main textarea'


@pytest.mark.parametrize(('role', 'form'), FORMS, ids=[f'{role} {form}' for role, form in FORMS])
async def test_a_form_with_mistakes_has_no_fault(chromium: Browser, site: Site, role: str, form: str):
    look = Look(*(('en', 'light', 390) if len(form) % 2 else ('es', 'dark', 320)))
    one = await enter(chromium, site, role, look)
    path = next(path for path in await paths(chromium, site, role) if kind(path) == form)
    await one.page.goto(look.prefix + path)
    for field in await one.page.locator(f'{TYPED} >> visible=true').all():
        await field.fill('')
    await one.page.locator('main form:has(.field):not([role=search]) button').first.click()
    await one.page.wait_for_selector('[data-focus]')
    await picture(one.page, f'mistakes {role} {form} {look}')
    assert await axe_faults(one.page) + await layout_faults(one.page) == []
    await one.page.context.close()


async def test_a_name_that_is_very_long_breaks_no_page(chromium: Browser, site: Site):
    look = Look('es', 'light', 320)
    one = await enter(chromium, site, 'trainer', look)
    await one.page.goto('/sessions')
    open_date = await one.page.locator('a[href$="/sign-up"]').first.get_attribute('href')
    assert open_date
    room = f'/train{open_date.removesuffix("/sign-up")}'
    await one.page.goto(f'{look.prefix}{room}/add')
    await one.page.locator('#name').fill(LONG_NAME)
    await one.page.locator('#email').fill(f'{"santisima.trinidad" * 3}@mail.example')
    await one.page.locator('#group').fill(LONG_PLACE)
    await one.page.locator('main form:has(#name) button').first.click()
    await one.page.wait_for_load_state()
    assert LONG_NAME in await one.page.locator('main').inner_text()
    person = await one.page.locator('.check .who a', has_text=LONG_NAME).first.get_attribute('href')
    faults = {}
    for path in (room, f'{room}/roster', f'{room}/tables', f'{room}/finish', person, '/train/people'):
        await one.page.goto(look.prefix + path.removeprefix(look.prefix))
        await picture(one.page, f'long {kind(path)} {look}')
        sheet = path.endswith(('/roster', '/tables'))
        faults[path] = await axe_faults(one.page) + await layout_faults(one.page, sheet=sheet)
    await one.page.context.close()
    assert {path: found for path, found in faults.items() if found} == {}
