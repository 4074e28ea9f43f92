"""The script: it makes a page nicer that works without it, and is honest when the network is not."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.gallery.app import ROOM
from tests.browser.harness import Hand, Keyboard, Look, visit

NOT_SAVED = 'Not saved. Check your connection and try again.'


@pytest.fixture(autouse=True)
def empty_room():
    ROOM.clear()


async def in_room(chromium: Browser, gallery: str, **how: object) -> Page:
    page = (await visit(chromium, gallery, **how)).page
    await page.goto('/gallery/room')
    if how.get('script', True):
        await page.evaluate('window.sameLoad = true')
    return page


def button(page: Page, row: int):
    return page.locator(f'[data-k=p{row}]')


async def test_a_tap_replaces_the_part_alone_keeps_the_focus_and_says_it(chromium: Browser, gallery: str):
    page = await in_room(chromium, gallery)
    await Hand(page).tap('Here for Dana Whitaker')
    await expect(button(page, 1)).to_have_text('✓ Here undo for Dana Whitaker')
    await expect(page.get_by_role('status')).to_contain_text('Dana Whitaker is here')
    await expect(page.locator('.count')).to_have_text('3 here · 8 signed up')
    await expect(button(page, 1)).to_be_focused()
    assert await page.evaluate('window.sameLoad')
    await Hand(page).tap('✓ Here undo for Dana')
    await expect(button(page, 1)).to_have_text('Here for Dana Whitaker')


async def test_an_answer_may_bring_only_what_has_changed(chromium: Browser, gallery: str):
    page = await in_room(chromium, gallery)
    ROOM.brief = True
    await Hand(page).tap('Here for Dana Whitaker')
    await expect(button(page, 1)).to_have_text('✓ Here undo for Dana Whitaker')
    await expect(button(page, 1)).to_be_focused()
    await expect(page.locator('.count')).to_have_text('3 here · 8 signed up')
    await expect(page.locator('.check li')).to_have_count(8)
    await expect(page.get_by_role('status')).to_contain_text('Dana Whitaker is here')


async def test_only_the_button_that_was_tapped_is_busy(chromium: Browser, gallery: str):
    page = await in_room(chromium, gallery)
    ROOM.delays[1] = 0.5
    await button(page, 1).click()
    assert await page.evaluate('[...document.querySelectorAll("[aria-busy]")].map(one => one.dataset.k)') == ['p1']
    await button(page, 2).click()
    await expect(button(page, 2)).to_have_text('✓ Here undo for Efraín Solís')
    assert await page.evaluate('[...document.querySelectorAll("[aria-busy]")].map(one => one.dataset.k)') == ['p1']
    await expect(button(page, 1)).to_have_text('✓ Here undo for Dana Whitaker')
    await expect(page.locator('[aria-busy]')).to_have_count(0)


@pytest.mark.parametrize('slow', ['delays', 'answer_delays'])
async def test_a_slow_answer_does_not_undo_what_a_later_tap_showed(chromium: Browser, gallery: str, slow: str):
    page = await in_room(chromium, gallery)
    getattr(ROOM, slow)[1] = 0.6
    await button(page, 1).click()
    await page.wait_for_timeout(100)
    await button(page, 2).click()
    await expect(button(page, 2)).to_have_text('✓ Here undo for Efraín Solís')
    await page.wait_for_timeout(1000)
    await expect(page.locator('.in strong')).to_have_text(['Alma Reyes', 'Dana Whitaker', 'Efraín Solís', 'Grace Okafor'])


@pytest.mark.parametrize('why', ['the server broke', 'the network is away'])
async def test_what_was_not_saved_is_said_beside_the_button_and_the_row_stays_as_it_was(chromium: Browser, gallery: str, why: str):
    page = await in_room(chromium, gallery)
    if why == 'the server broke':
        ROOM.failures[1] = 500
    else:
        await page.context.set_offline(True)
    await button(page, 1).click()
    row = page.locator('.check li').nth(1)
    await expect(row.get_by_text(NOT_SAVED)).to_be_visible()
    await expect(page.get_by_role('status')).to_contain_text(NOT_SAVED)
    await expect(button(page, 1)).to_have_text('Here for Dana Whitaker')
    await page.context.set_offline(False)
    await button(page, 2).click()
    await expect(button(page, 2)).to_have_text('✓ Here undo for Efraín Solís')
    await expect(row.get_by_text(NOT_SAVED)).to_be_visible()
    await button(page, 1).click()
    await expect(button(page, 1)).to_have_text('✓ Here undo for Dana Whitaker')
    await expect(page.get_by_text(NOT_SAVED).locator('visible=true')).to_have_count(0)


async def test_mistakes_come_as_a_whole_page(chromium: Browser, gallery: str):
    page = await in_room(chromium, gallery)
    await Hand(page).tap('Add and mark here')
    await expect(page.get_by_role('alert')).to_be_focused()
    await expect(page).to_have_title('Error: Save your spot – Café Path')


async def test_a_form_beside_the_part_is_emptied_once_it_is_saved(chromium: Browser, gallery: str):
    page = await in_room(chromium, gallery)
    hand = Hand(page)
    await hand.write('Somebody new', 'Óscar Peña')
    await hand.tap('Add and mark here')
    await expect(page.locator('.check li')).to_have_count(9)
    await expect(page.get_by_label('Somebody new')).to_have_value('')
    assert (hand.taps, hand.fields) == (1, 1)


async def test_a_list_is_filtered_while_typing_without_accents_and_after_a_tap(chromium: Browser, gallery: str):
    page = await in_room(chromium, gallery)
    await page.get_by_label('Find a name').fill('EFRAIN')
    await expect(page.locator('.check li').locator('visible=true')).to_have_count(1)
    await expect(page.get_by_role('status')).to_contain_text('1 shown')
    await button(page, 2).click()
    await expect(page.locator('.count')).to_have_text('3 here · 8 signed up')
    await expect(page.locator('.check li').locator('visible=true')).to_have_count(1)


async def test_a_filter_that_finds_nobody_says_so_and_hides_the_headings_of_empty_lists(chromium: Browser, gallery: str):
    page = await in_room(chromium, gallery)
    nobody, heading = page.get_by_text('Nobody here with that name.').first, page.get_by_role('heading', name='In line')
    await expect(nobody).to_be_hidden()
    await expect(heading).to_be_visible()
    await page.get_by_label('Find a name').fill('Zebulon')
    await expect(nobody).to_be_visible()
    await expect(heading).to_be_hidden()
    await expect(page.get_by_role('status')).to_contain_text('Nobody here with that name.')
    await page.get_by_label('Find a name').fill('efrain')
    await expect(nobody).to_be_hidden()
    await expect(heading).to_be_hidden()
    await page.get_by_label('Find a name').fill('')
    await expect(heading).to_be_visible()


async def test_a_page_can_be_printed_where_there_is_a_script(chromium: Browser, gallery: str):
    page = await in_room(chromium, gallery)
    await page.evaluate('window.print = () => { window.printed = true; }')
    await Hand(page).tap('Print this page')
    assert await page.evaluate('window.printed')
    without = await in_room(chromium, gallery, script=False)
    await expect(without.get_by_text('Print this page')).to_be_hidden()


async def test_what_the_page_before_did_stands_in_the_region_that_is_read_aloud(chromium: Browser, gallery: str):
    page = (await visit(chromium, gallery)).page
    await page.goto('/gallery/full?said')
    await expect(page.get_by_role('status')).to_have_text('Your spot is saved.')


@pytest.mark.parametrize('look', [Look(), Look('es', 'dark', 320)], ids=['en', 'es'])
async def test_the_room_works_without_the_script(chromium: Browser, gallery: str, look: Look):
    page = (await visit(chromium, gallery, look, script=False)).page
    await page.goto(f'{look.prefix}/gallery/room')
    await button(page, 1).click()
    await expect(button(page, 1)).to_contain_text('✓ Here')
    assert page.url == f'{gallery}{look.prefix}/gallery/room'


async def test_the_room_works_with_a_keyboard_alone(chromium: Browser, gallery: str):
    page = await in_room(chromium, gallery)
    keyboard = Keyboard(page)
    await keyboard.tap('Here for Keisha')
    await expect(button(page, 6)).to_have_text('✓ Here undo for Keisha Brown')
    await keyboard.write('Somebody new', 'Óscar Peña')
    await keyboard.tap('Add and mark')
    await expect(page.locator('.check li')).to_have_count(9)
