"""A member of a team on a phone: what comes next, notes that keep themselves, and words that never leave the phone."""

from __future__ import annotations

import itertools
import re

import pytest
from playwright.async_api import Browser, Page, Request, expect

from tests.browser.harness import Hand, Keyboard, Look, axe_faults, layout_faults, looks, picture
from tests.browser.serving import Site
from tests.browser.test_taps import way

assert way
NUMBER = itertools.count(1)
PATHS = ['', '?on=2026-01-01', *(f'/steps/{number}' for number in range(1, 8)), '/steps/1/print']
SECRET = 'Canary: my mother never came to my school.'


async def member(chromium: Browser, site: Site, how: tuple[type[Hand], bool] = (Hand, True), role: str = 'team lead') -> Hand:
    page = (await site.signed_in(chromium, role, script=how[1])).page
    await page.goto('/team')
    return how[0](page)


async def test_we_did_it_and_the_next_one_is_set_with_two_taps_and_one_field(chromium: Browser, site: Site, way):
    hand = await member(chromium, site, way)
    if not await hand.page.get_by_role('button', name='We did it').count():
        await hand.write('What will you do next?', 'Ask the school')
        await hand.tap('Set our next step')
        hand.taps = hand.fields = 0
    await hand.tap('We did it')
    await expect(hand.page.get_by_text('Well done. What comes next?').first).to_be_visible()
    await hand.write('What will you do next?', f'Find a room {(n := next(NUMBER))}')
    await hand.tap('Set our next step')
    await expect(hand.page.get_by_role('heading', name=f'Find a room {n}')).to_be_visible()
    assert (hand.taps, hand.fields) == (2, 1)
    await hand.page.context.close()


async def noted(page: Page) -> list[str]:
    await page.reload()
    return [await box.input_value() for box in await page.locator('#notes textarea').all()]


async def test_a_note_on_the_step_of_now_is_one_tap_and_keeps_itself(chromium: Browser, site: Site):
    hand = await member(chromium, site)
    await hand.tap('Work on this step')
    first = hand.page.locator('#notes textarea').first
    await first.fill(f'The café at the corner {next(NUMBER)}')
    hand.fields += 1
    await expect(hand.page.locator('[data-state]')).to_contain_text('wrote here last', timeout=8000)
    saved = hand.page.locator('#notes [data-saved]')
    await expect(saved.first).to_have_text('Saved just now. Your team and Rosa can read it.')
    assert await saved.filter(has_text='Saved').count() == 1
    assert (hand.taps, hand.fields) == (1, 1)
    kept = await first.input_value()
    assert (await noted(hand.page))[0] == kept
    await first.fill('Written and left at once')
    await hand.page.locator('.back a').click()
    await hand.page.wait_for_url(re.compile(r'/team/\d+$'))
    await hand.page.go_back()
    assert (await noted(hand.page))[0] == 'Written and left at once'
    await hand.page.context.close()


@pytest.mark.parametrize('how', [(Hand, False), (Keyboard, True)], ids=['no script', 'keyboard'])
async def test_a_note_is_saved_without_the_script_and_with_a_keyboard_alone(chromium: Browser, site: Site, how):
    hand = await member(chromium, site, how)
    await hand.tap('Work on this step')
    question = await hand.page.locator('#notes label').first.inner_text()
    await hand.write(question, words := f'By hand {next(NUMBER)}')
    await hand.tap('Save')
    await expect(hand.page.get_by_text('Your notes are kept.').first).to_be_visible()
    assert (await noted(hand.page))[0] == words
    await hand.page.context.close()


async def test_two_who_write_at_once_see_both_and_lose_nothing(chromium: Browser, site: Site):
    alma, rosa = await member(chromium, site), await member(chromium, site, role='coach')
    step = f'{alma.page.url}/steps/3'
    for hand in (alma, rosa):
        await hand.page.goto(step)
    boxes = [hand.page.locator('#note-1') for hand in (alma, rosa)]
    await boxes[0].fill('From Alma')
    await expect(alma.page.locator('[data-state]')).to_contain_text('wrote here last', timeout=8000)
    await boxes[1].fill('From Rosa')
    await expect(rosa.page.locator('#q-1 .err')).to_contain_text('changed this while you were writing', timeout=8000)
    await expect(rosa.page.locator('#q-1 .theirs')).to_contain_text('From Alma')
    await expect(rosa.page.locator('[data-state]')).to_contain_text('changed this while you were writing')
    assert await boxes[1].input_value() == 'From Rosa'
    assert await axe_faults(rosa.page) == []
    await picture(rosa.page, 'team two at once')
    await rosa.tap('Save')
    assert (await noted(alma.page))[0] == 'From Alma\n\nFrom Rosa'
    for hand in (alma, rosa):
        await hand.page.context.close()


async def test_what_somebody_writes_for_themselves_is_in_no_request_and_stays_on_the_phone(chromium: Browser, site: Site):
    hand = await member(chromium, site)
    sent: list[str] = []

    def keep(request: Request) -> None:
        sent.append(f'{request.url} {request.all_headers} {request.post_data or ""}')

    hand.page.context.on('request', keep)
    home = hand.page.url
    await hand.page.goto(f'{home}/steps/1')
    boxes = await hand.page.locator('[data-own] textarea').all()
    assert len(boxes) == 7
    for box in boxes:
        await box.fill(SECRET)
    await expect(hand.page.locator('[data-own-state]')).to_have_text('Kept on this phone or computer only.')
    wrote = hand.page.get_by_role('button', name='I wrote for myself today')
    if await wrote.count():
        await wrote.click()
    await hand.page.goto(home)
    await hand.page.goto(f'{home}/steps/1')
    assert [await box.input_value() for box in await hand.page.locator('[data-own] textarea').all()] == [SECRET] * 7
    await hand.tap('Partly')
    await hand.page.goto(f'{home}/steps/1/print')
    assert [request for request in sent if 'Canary' in request] == [] and len(sent) > 4
    assert SECRET not in await hand.page.content()
    await hand.page.goto(f'{home}/steps/1')
    await hand.tap('Share one answer')
    await hand.page.get_by_label('Which question?').select_option('2')
    await hand.tap('Put in what I wrote')
    assert [request for request in sent if 'Canary' in request] == []
    await hand.tap('Share with my team')
    await expect(hand.page.locator('#questions .said')).to_contain_text(SECRET)
    assert len([request for request in sent if 'Canary' in request]) == 1
    await hand.tap('Take it back')
    await expect(hand.page.get_by_text('Nobody can read it any more.').first).to_be_visible()
    await hand.tap('Delete what I wrote')
    await hand.page.reload()
    assert {await box.input_value() for box in await hand.page.locator('[data-own] textarea').all()} == {''}
    await hand.page.context.close()


async def test_another_person_on_the_same_phone_does_not_see_it(chromium: Browser, site: Site):
    hand = await member(chromium, site)
    await hand.page.goto(f'{(home := hand.page.url)}/steps/1')
    await hand.page.locator('[data-own] textarea').first.fill(SECRET)
    other = await member(chromium, site, role='team member')
    await hand.page.context.clear_cookies()
    await hand.page.context.add_cookies(await other.page.context.cookies())
    await hand.page.goto(f'{home}/steps/1')
    assert await hand.page.locator('[data-own] textarea').first.input_value() == ''
    for one in (hand, other):
        await one.page.context.close()


async def test_without_the_script_there_is_paper_and_a_kind_word(chromium: Browser, site: Site):
    hand = await member(chromium, site, (Hand, False))
    await hand.page.goto(f'{hand.page.url}/steps/1')
    assert await hand.page.locator('[data-own]').is_hidden()
    await expect(hand.page.get_by_text('You can write on paper')).to_be_visible()
    await hand.tap('Print the questions')
    assert await hand.page.locator('.lines li').count() == 7
    await hand.page.context.close()


SEEN = [(path, look) for place, path in enumerate(PATHS) for look in looks(place)]


@pytest.mark.parametrize('role', ['team lead', 'coach'])
async def test_no_page_of_a_team_has_a_fault(chromium: Browser, site: Site, role: str):
    first = await member(chromium, site)
    home = re.search(r'/team/\d+', first.page.url)
    assert home
    await first.page.context.close()
    faults = {}
    for path, look in SEEN:
        one = await site.signed_in(chromium, role, look=look)
        answer = await one.page.goto(f'{look.prefix}{home[0]}{path}')
        assert answer and answer.status == 200
        await picture(one.page, f'{role} {path} {look}')
        found = await axe_faults(one.page) + await layout_faults(one.page, sheet=path.endswith('/print')) + one.complaints
        if found:
            faults[f'{path} {look}'] = found
        await one.page.context.close()
    assert faults == {}


async def test_a_step_with_a_mistake_has_no_fault(chromium: Browser, site: Site):
    look = Look('es', 'dark', 320)
    one = await site.signed_in(chromium, 'team lead', look=look)
    await one.page.goto('/team')
    home = re.search(r'/team/\d+', one.page.url)
    assert home
    await one.page.goto(f'/es{home[0]}/steps/2')
    await one.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    await one.page.locator('#url').fill('javascript:alert(1)')
    await one.page.locator('form[enctype] button').click()
    await one.page.wait_for_selector('[data-focus]')
    await picture(one.page, f'mistake on a step {look}')
    assert await axe_faults(one.page) + await layout_faults(one.page) == []

    await one.page.context.close()
