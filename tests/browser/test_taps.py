"""How many taps a task takes from where somebody stands: with a finger, without the script, and with a keyboard alone."""

from __future__ import annotations

import itertools
import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.harness import Hand, Keyboard, visit
from tests.browser.serving import Site

WAYS = {'finger': (Hand, True), 'no script': (Hand, False), 'keyboard': (Keyboard, True)}
NEWCOMERS = itertools.count(1)


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> tuple[type[Hand], bool]:
    return WAYS[request.param]


async def public(chromium: Browser, site: Site, way: tuple[type[Hand], bool], path: str) -> Hand:
    page = (await visit(chromium, site.address, script=way[1])).page
    await page.route(lambda address: not address.startswith(site.address), lambda route: route.fulfill(body='The room'))
    await page.goto(path)
    return way[0](page)


async def trainer(chromium: Browser, site: Site, way: tuple[type[Hand], bool]) -> Hand:
    page = (await site.signed_in(chromium, 'trainer', script=way[1])).page
    await page.goto('/train')
    return way[0](page)


async def signed_up(chromium: Browser, site: Site, way: tuple[type[Hand], bool]) -> tuple[Hand, str]:
    """Somebody new, who has just saved a spot, and her address."""
    address = f'newcomer{next(NEWCOMERS)}@mail.example'
    hand = await public(chromium, site, way, '/')
    await hand.tap('Save my spot')
    await hand.write('Full name', 'Óscar Peña')
    await hand.write('Email address', address)
    await hand.tap('Save my spot')
    await expect(hand.page.get_by_role('heading', level=1)).to_have_text('Thank you, Óscar. Check your email.')
    return hand, address


def row(page: Page, name: str):
    return page.locator('.check li', has_text=name)


async def test_a_spot_is_saved_with_two_taps_and_two_fields(chromium: Browser, site: Site, way):
    hand, _address = await signed_up(chromium, site, way)
    assert (hand.taps, hand.fields) == (2, 2)
    await hand.page.context.close()


async def test_a_date_is_moved_with_three_taps_and_called_off_with_two_and_taken_back(chromium: Browser, site: Site, way):
    before, address = await signed_up(chromium, site, way)
    await before.page.context.close()
    letter = await site.letter(address, 'sign-ups')
    hand = await public(chromium, site, way, letter)
    when = await hand.page.locator('.sum').inner_text()
    await hand.tap('Move to another date')
    await hand.tap('Move here')
    assert 1 + hand.taps == 3
    assert await hand.page.locator('.sum').inner_text() != when
    hand.taps = 0
    await hand.tap('Cancel my spot')
    assert 1 + hand.taps == 2
    await hand.tap('Take my spot back')
    await expect(hand.page.get_by_role('heading', level=1)).to_have_text('Your spot is saved, Óscar')
    await hand.page.context.close()


async def test_the_room_is_joined_from_the_letter_with_two_taps(chromium: Browser, site: Site, way):
    for link in [link.removeprefix(site.address) for link in site.letters() if link.startswith(f'{site.address}/join/')]:
        hand = await public(chromium, site, way, link)
        if await hand.page.get_by_role('button', name='Join now').count():
            break
        await hand.page.context.close()
    await hand.tap('Join now')
    assert 1 + hand.taps == 2
    await expect(hand.page).to_have_url('https://meet.example/cafe')
    await hand.page.context.close()


async def test_somebody_is_marked_here_with_one_tap_and_not_here_with_another(chromium: Browser, site: Site, way):
    hand = await trainer(chromium, site, way)
    name = await hand.page.locator('.check li:not(.in) strong').first.inner_text()
    await hand.tap(f'Here {name}')
    await expect(row(hand.page, name)).to_have_class('in')
    assert hand.taps == 1
    await hand.tap(f'✓ Here undo for {name}')
    await expect(row(hand.page, name)).not_to_have_class('in')
    await hand.page.context.close()


async def test_somebody_who_just_came_is_added_with_two_taps_and_one_field(chromium: Browser, site: Site, way):
    hand = await trainer(chromium, site, way)
    name = f'Walk In {next(NEWCOMERS)}'
    await hand.tap('Somebody else came')
    await hand.write('Name', name)
    await hand.tap('Add and mark here')
    await expect(row(hand.page, name)).to_have_class('in')
    assert (hand.taps, hand.fields) == (2, 1)
    await hand.page.context.close()


async def test_all_who_opened_the_link_are_marked_with_one_tap(chromium: Browser, site: Site):
    hand = await trainer(chromium, site, WAYS['finger'])
    before = await hand.page.locator('.in').count()
    await hand.tap('Mark the ')
    await expect(hand.page.get_by_text(re.compile('^Mark the '))).to_have_count(0)
    assert await hand.page.locator('.in').count() > before
    assert hand.taps == 1
    await hand.page.context.close()
