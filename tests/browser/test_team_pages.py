"""A team's people and meetings, and the teams of a cohort: no page has a fault, and what is done there takes few taps."""

from __future__ import annotations

import datetime
import re

import pytest
from playwright.async_api import Browser, expect

from tests.browser.harness import KB, Hand, axe_faults, layout_faults, looks, picture
from tests.browser.serving import Site
from tests.browser.test_taps import way

assert way
PAGES = [
    ('team lead', '/people'), ('team lead', '/people/places'), ('team lead', '/meetings'), ('team lead', '/meetings/new'),
    ('team lead', '/meetings/dates'), ('team member', '/people'), ('coach', '/people'), ('coach', '/meetings'),
]  # fmt: skip
SOON = datetime.date.today() + datetime.timedelta(days=20)


async def at_home(chromium: Browser, site: Site, role: str, how: tuple[type[Hand], bool] = (Hand, True)) -> tuple[Hand, str]:
    """Somebody at the home of her team, and its path."""
    page = (await site.signed_in(chromium, role, script=how[1])).page
    await page.goto('/' if role != 'coach' else '/coach')
    found = re.search(r'/team/\d+', page.url) or re.search(r'/team/\d+', (await page.content()).replace('/coach/teams/', '/team/'))
    assert found
    return how[0](page), found[0]


async def faults(chromium: Browser, site: Site, role: str, path: str, place: int) -> dict[str, list[str]]:
    """What is wrong with a page, by look."""
    found = {}
    for look in looks(place):
        one = await site.signed_in(chromium, role, look=look)
        answer = await one.page.goto(look.prefix + path)
        assert answer and answer.status == 200 and await one.packed() <= 10 * KB
        await picture(one.page, f'{role} {path} {look}')
        if wrong := await axe_faults(one.page) + await layout_faults(one.page) + one.complaints:
            found[str(look)] = wrong
        await one.page.context.close()
    return found


@pytest.mark.parametrize(('role', 'page'), PAGES)
async def test_no_page_of_people_or_meetings_has_a_fault(chromium: Browser, site: Site, role: str, page: str):
    hand, home = await at_home(chromium, site, role)
    await hand.page.context.close()
    assert await faults(chromium, site, role, home + page, PAGES.index((role, page))) == {}


async def test_no_page_on_which_the_teams_of_a_cohort_are_chosen_has_a_fault(chromium: Browser, site: Site):
    one = await site.signed_in(chromium, 'coordinator')
    await one.page.goto('/cohorts')
    cohort = re.search(r'/cohorts/\d+', await one.page.content())
    await one.page.context.close()
    assert cohort
    for place, path in enumerate(('/cohorts', f'{cohort[0]}/teams')):
        assert await faults(chromium, site, 'coordinator', path, place) == {}


async def test_somebody_without_an_address_has_a_card_after_two_taps_and_one_field(chromium: Browser, site: Site, way):
    hand, home = await at_home(chromium, site, 'team lead', way)
    await hand.page.goto(f'{home}/people')
    name = f'Rosa Paz {hand.__class__.__name__} {way[1]}'
    adding = hand.page.locator(f'form[action="{home}/people"]')
    await adding.get_by_label('Full name').fill(name)
    await adding.get_by_role('button', name='Add').click()
    await expect(hand.page.get_by_role('heading', name='cannot sign in yet')).to_be_visible()
    await hand.tap(f'Print a card {name}')
    await expect(hand.page.locator('.qr')).to_be_visible()
    await hand.page.goto(f'{home}/people')
    await expect(hand.page.get_by_role('heading', name='cannot sign in yet')).to_have_count(0)
    await hand.page.context.close()


async def test_a_day_and_a_time_are_chosen_in_the_browsers_own_fields_and_everybody_is_asked(chromium: Browser, site: Site):
    hand, home = await at_home(chromium, site, 'team lead')
    await hand.page.goto(f'{home}/meetings')
    await hand.tap('Find a date')
    await hand.write('First date', SOON.isoformat())
    await hand.write('At what time?', '18:30')
    await hand.tap('Ask everybody')
    await expect(hand.page.get_by_role('heading', level=1)).to_have_text('When can you meet?')
    await expect(hand.page.get_by_role('heading', name='When can you meet?')).to_have_count(1)
    assert await axe_faults(hand.page) + await layout_faults(hand.page) == []
    await hand.tap('Choose this one')
    await expect(hand.page.get_by_role('heading', level=1)).to_contain_text('We meet on')
    assert (hand.taps, hand.fields) == (3, 2)
    assert await axe_faults(hand.page) + await layout_faults(hand.page) == []
    await hand.page.context.close()


async def test_words_that_are_no_day_stand_as_words_beside_the_mistake(chromium: Browser, site: Site):
    hand, home = await at_home(chromium, site, 'team lead')
    await hand.page.goto(f'{home}/meetings/new')
    day = hand.page.get_by_label('On which day did you meet?')
    assert await day.get_attribute('type') == 'date'
    await day.evaluate("box => { box.type = 'text'; box.value = 'last Friday'; }")
    await hand.tap('Save')
    await expect(hand.page.locator('.err').first).to_contain_text('like 11/20/2026')
    assert (await day.input_value(), await day.get_attribute('type')) == ('last Friday', 'text')
    await hand.page.context.close()
