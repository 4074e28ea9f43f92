"""A coach between two calls: who needs somebody, and how many taps it takes to do it; with a finger, without the script, by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser, expect

from tests.browser.harness import KB, Hand, Look, axe_faults, layout_faults, looks, picture, visit
from tests.browser.serving import Site
from tests.browser.test_taps import way

assert way
PATHS = ['/coach', '/coach/teams/{team}', '/coach/teams/{team}/snooze', '/cohorts', '/cohorts/{cohort}', '/cohorts/{cohort}/sessions']
PAGE = 10 * KB


async def coach(chromium: Browser, site: Site, how: tuple[type[Hand], bool] = (Hand, True)) -> Hand:
    page = (await site.signed_in(chromium, 'coach', script=how[1])).page
    await page.goto('/coach')
    return how[0](page)


async def her_own(chromium: Browser, site: Site) -> Hand:
    """The coach in a browser that shares its sign-in with no other test, at her page."""
    page = (await visit(chromium, site.address)).page
    await page.goto('/sign-in')
    await page.locator('[name=email]').fill('rosa@prairie.example')
    await page.locator('main form button').first.click()
    await page.goto(await site.letter('rosa@prairie.example', 'sign-in'))
    await page.locator('main button').first.click()
    await page.wait_for_url(lambda url: '/sign-in' not in url)
    await page.goto('/coach')
    return Hand(page)


async def test_a_call_is_logged_with_at_most_three_taps_and_no_field(chromium: Browser, site: Site, way):
    hand = await coach(chromium, site, way)
    await hand.tap('Log a talk')
    await hand.tap('Save the talk')
    await expect(hand.page.get_by_role('heading', level=1)).to_contain_text('Your talk with')
    await expect(hand.page.get_by_text('It is written down.')).to_be_visible()
    assert hand.taps <= 3 and hand.fields == 0
    await hand.page.context.close()


async def test_words_that_were_not_saved_are_found_again_by_their_author_until_they_sign_out(chromium: Browser, site: Site):
    hand = await her_own(chromium, site)
    await hand.tap('Log a talk')
    await hand.write('What goes well?', 'Alma asked two more.')
    kept = "Object.keys(localStorage).filter(key => key.startsWith('draft:'))"
    (key,) = await hand.page.evaluate(kept)
    assert re.fullmatch(r'draft:\d+:/coach/teams/\d+/log', key)
    await hand.page.reload()
    await expect(hand.page.get_by_label('What goes well?')).to_have_value('Alma asked two more.')
    await hand.page.goto('/me')
    await hand.tap('Sign out')
    await expect(hand.page.get_by_role('button', name='Sign out')).to_have_count(0)
    assert await hand.page.evaluate(kept) == []
    await hand.page.context.close()


async def test_words_that_no_network_took_are_kept_and_sent_by_themselves_later_once(chromium: Browser, site: Site):
    hand = await coach(chromium, site, (Hand, True))
    await hand.tap('Log a talk')
    await hand.write('What goes well?', 'Written on a bus.')
    await hand.write('Only coaches read this', 'The line is bad.')
    await hand.page.context.set_offline(True)
    await hand.tap('Save the talk')
    await expect(hand.page.locator('p.note')).to_contain_text('Kept on this device. It is sent as soon as there is a connection.')
    await expect(hand.page.get_by_label('What goes well?')).to_have_value('Written on a bus.')
    await hand.page.context.set_offline(False)
    await expect(hand.page.get_by_role('heading', level=1)).to_contain_text('Your talk with')
    await expect(hand.page.get_by_text('Written on a bus.')).to_have_count(1)
    await expect(hand.page.get_by_text('The line is bad.')).to_have_count(1)
    assert await hand.page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:'))") == []
    await hand.page.get_by_role('button', name='Take this talk back').click()
    await hand.page.context.close()


async def test_words_of_a_page_that_was_closed_without_a_network_are_found_again(chromium: Browser, site: Site):
    hand = await coach(chromium, site, (Hand, True))
    await hand.tap('Log a talk')
    address = hand.page.url
    await hand.write('What is in the way?', 'The room is gone.')
    await hand.page.context.set_offline(True)
    await hand.tap('Save the talk')
    await expect(hand.page.locator('p.note')).to_contain_text('Kept on this device.')
    await hand.page.close()
    await hand.page.context.set_offline(False)
    later = await hand.page.context.new_page()
    await later.goto(address)
    await expect(later.locator('p.note')).to_contain_text('Here is what you wrote before. It is not saved yet.')
    await expect(later.get_by_label('What is in the way?')).to_have_value('The room is gone.')
    await later.context.close()


async def test_a_team_is_put_off_with_one_tap_and_shown_again_with_another(chromium: Browser, site: Site, way):
    hand = await coach(chromium, site, way)
    heading = await hand.page.get_by_role('heading', level=1).inner_text()
    await hand.tap('Remind me Monday')
    await expect(hand.page.get_by_text('Paused until Monday')).to_be_visible()
    assert hand.taps == 1
    await hand.tap('Show it now')
    await expect(hand.page.get_by_role('heading', level=1)).to_have_text(heading)
    assert (hand.taps, hand.fields) == (2, 0)
    await hand.page.context.close()


async def test_a_step_is_signed_off_with_two_taps(chromium: Browser, site: Site):
    hand = await coach(chromium, site)
    await hand.tap('Review step')
    await hand.tap('Sign off this step')
    await expect(hand.page.locator('#live')).to_contain_text('Signed off.')
    assert (hand.taps, hand.fields) == (2, 0)
    await hand.page.context.close()


@pytest.mark.parametrize('path', PATHS)
async def test_no_page_of_a_coach_has_a_fault(chromium: Browser, site: Site, path: str):
    first = await coach(chromium, site)
    teams = re.findall(r'/coach/teams/(\d+)', await first.page.content())
    await first.page.goto('/cohorts')
    cohorts = re.findall(r'/cohorts/(\d+)', await first.page.content())
    await first.page.context.close()
    faults = {}
    for look in [*looks(PATHS.index(path)), Look('es', 'dark', 320)]:
        one = await site.signed_in(chromium, 'coach', look=look)
        answer = await one.page.goto(look.prefix + path.format(team=teams[0], cohort=cohorts[0]))
        assert answer and answer.status == 200
        await picture(one.page, f'coach {path} {look}')
        found = await axe_faults(one.page) + await layout_faults(one.page) + one.complaints
        assert await one.packed() <= PAGE
        if found:
            faults[str(look)] = found
        await one.page.context.close()
    assert faults == {}


async def test_a_mistake_in_the_day_stands_beside_it(chromium: Browser, site: Site):
    hand = await coach(chromium, site)
    await hand.tap('Another day')
    await hand.write('On which day?', '2020-01-01')
    await hand.tap('Remind me then')
    await expect(hand.page.locator('.err')).to_contain_text('Choose a day after today.')
    assert await hand.page.get_by_label('On which day?').input_value() == '2020-01-01'
    assert await axe_faults(hand.page) + await layout_faults(hand.page) == []
    await hand.page.context.close()
