"""From the first question to a fifth step that is signed off, with another coach from the middle on: a real server, mail and browser."""

from __future__ import annotations

import asyncio
import pathlib
import re

from playwright.async_api import Browser, Page

from tests.browser.harness import Look, visit
from tests.drills.starting import Running
from tests.stories.conftest import Mailman, link_in, text_of

PHONE, DESK = Look(width=390), Look(width=1280)
HANDED_OVER_AFTER = 3


async def sets_up(browser: Browser, running: Running) -> Page:
    """Ellen names the network."""
    link = running.wait_for('/set-up/').rsplit(' ', 1)[-1]
    ellen = (await visit(browser, running.address, DESK)).page
    await ellen.goto(link)
    await ellen.get_by_label('Name of your network').fill('Prairie Café Network')
    await ellen.get_by_label('Your full name').fill('Ellen Marsh')
    await ellen.get_by_label('Your email address').fill('ellen@prairie.example')
    await ellen.locator('main form button.btn').click()
    await ellen.wait_for_url(lambda url: '/set-up/' not in url)
    return ellen


async def signs_in(page: Page, address: str, mailman: Mailman, *, nth: int = 1) -> None:
    """By the code of the letter, from whatever page asked for it."""
    await page.get_by_label('Email address').fill(address)
    await page.locator('main form button.btn').first.click()
    letter = await asyncio.to_thread(mailman.wait, address, 'Your sign-in code', nth)
    await page.get_by_label('Code').fill(re.search(r'[0-9A-Z]{6}', str(letter['Subject']).rpartition(':')[2])[0])
    await page.locator('main form button.btn').first.click()
    await page.wait_for_url(lambda url: '/sign-in' not in url)


async def asks_for_cafes(browser: Browser, running: Running) -> None:
    """Alma, from her phone."""
    alma = (await visit(browser, running.address, PHONE)).page
    await alma.goto('/sessions')
    await alma.locator('a[href$="/start"]').first.click()
    await alma.get_by_label('Where would you like cafés?').fill('Willow Street School')
    await alma.get_by_label('What do you hope for?').fill('That parents are heard.')
    await alma.get_by_label('Full name').fill('Alma Cruz')
    await alma.get_by_label('Email address').fill('alma@mail.example')
    await alma.locator('main form button.btn').click()
    await alma.wait_for_url('**/start/asked')
    await alma.context.close()


async def answers(ellen: Page, mailman: Mailman) -> None:
    """Ellen takes the request, calls, and says that it fits."""
    letter = await asyncio.to_thread(mailman.wait, 'ellen@prairie.example', 'Someone asks for cafés')
    await ellen.goto(link_in(letter, '/setup/starts/'))
    await ellen.get_by_role('button', name='I will answer').click()
    await ellen.get_by_label('What is the need?').fill('Parents feel alone.')
    await ellen.get_by_role('button', name='Write it down').click()
    await ellen.get_by_label('Yes, a team begins').check()
    await ellen.get_by_label('Name of the team').fill('Willow Street team')
    await ellen.get_by_role('button', name='Say it').click()
    await ellen.wait_for_url('**/setup/teams/*/coach')


async def invites_a_coach(ellen: Page, browser: Browser, running: Running, mailman: Mailman, name: str, address: str) -> Page:
    """Somebody may coach anywhere, and has signed in."""
    await ellen.goto('/setup/people/invite')
    await ellen.get_by_label('Full name').fill(name)
    await ellen.get_by_label('Email address').fill(address)
    await ellen.get_by_label('Coach for the whole network').check()
    await ellen.locator('main form button.btn').click()
    letter = await asyncio.to_thread(mailman.wait, address, 'invites you')
    coach = (await visit(browser, running.address, PHONE)).page
    await coach.goto(link_in(letter, '/invitations/'))
    await coach.locator('main form button.btn').first.click()
    await coach.wait_for_url(lambda url: '/invitations/' not in url)
    return coach


async def coached_by(ellen: Page, team: str, name: str, button: str) -> None:
    """Ellen decides who coaches the team, on its own page."""
    await ellen.goto(f'/setup/teams/{team.rpartition("/")[2]}/coach')
    await ellen.locator('main form').get_by_label(name, exact=False).first.check()
    await ellen.get_by_role('button', name=button).click()
    await ellen.get_by_role('heading', name=f'{name} coaches').wait_for()


async def works_through(page: Page, team: str, number: int) -> None:
    """Every part is reached, one thing is written down, and the team says that it is done."""
    await page.goto(f'{team}/steps/{number}')
    parts = page.locator('#parts li')
    for place in range(await parts.count()):
        button = parts.nth(place).get_by_role('button', name='Fully')
        await button.click()
        await parts.nth(place).locator('button[aria-pressed=true]', has_text='Fully').wait_for()
    words = page.get_by_label('What did you do?', exact=False)
    if not await words.is_visible():
        await page.locator('#proof summary', has_text='Add something you did').click()
    await words.fill(f'We sat together for step {number}.')
    await page.locator('#proof').get_by_role('button', name='Write this down').click()
    await page.locator('#done button').click()
    await page.wait_for_load_state()
    assert 'You said that this step is done' in await page.locator('main').inner_text()


async def signs_off(coach: Page, team: str, number: int) -> None:
    await coach.goto(f'{team}/steps/{number}')
    await coach.get_by_role('button', name='Sign off this step').click()
    await coach.wait_for_load_state()
    assert 'signed this step off' in await coach.locator('main').inner_text()


async def test_from_the_first_question_to_a_fifth_step_with_another_coach_from_the_middle_on(
    chromium: Browser, mailman: Mailman, folder: pathlib.Path
):
    with Running('serve', folder=folder, SMTP_URL=mailman.url, COACHING_MAIL_FROM='hello@prairie.example') as running:
        running.ready()
        ellen = await sets_up(chromium, running)
        await asks_for_cafes(chromium, running)
        assert 'calls or writes to you' in text_of(await asyncio.to_thread(mailman.wait, 'alma@mail.example', 'We got your note'))
        await answers(ellen, mailman)

        begins = await asyncio.to_thread(mailman.wait, 'alma@mail.example', 'Your team Willow Street team begins')
        alma = (await visit(chromium, running.address, PHONE)).page
        team = link_in(begins, '/team/')
        await alma.goto(team)
        await signs_in(alma, 'alma@mail.example', mailman)
        assert 'You are on step 1 of 7' in await alma.locator('h1').inner_text()

        coaches = [
            await invites_a_coach(ellen, chromium, running, mailman, name, f'{name.split()[0].lower()}@prairie.example')
            for name in ('Rosa Delgado', 'Naomi Fields')
        ]
        await coached_by(ellen, team, 'Rosa Delgado', 'Let them coach')
        for number in range(1, 6):
            await works_through(alma, team, number)
            await signs_off(coaches[number > HANDED_OVER_AFTER], team, number)
            if number == HANDED_OVER_AFTER:
                await coached_by(ellen, team, 'Naomi Fields', 'Hand over or add')
                assert (await coaches[0].goto(f'{team}/steps/4')).status == 404
        await alma.goto(team)
        assert 'You are on step 6 of 7' in await alma.locator('h1').inner_text()
        assert 'Naomi Fields' in await alma.locator('main').inner_text()
