"""From a stranger's Friday to an Intro invitation, restored from a backup, one person erased: a real server, mail and browser."""

from __future__ import annotations

import asyncio
import datetime
import pathlib
import subprocess
import sys

import asyncpg
import icalendar
from playwright.async_api import Browser

from tests.browser.harness import Look, visit
from tests.drills.starting import ROOT, Running, environ
from tests.stories.conftest import Mailman, link_in, text_of

SOON = datetime.timedelta(seconds=25)


def dsn_of(running: Running) -> str:
    """The database of a server that runs: asked of the product's own settings."""
    program = (
        'from coaching.kit.settings import settings; from coaching.kit.embedded.postgres import PostgreSQL; '
        'print(PostgreSQL(settings().data_dir).url)'
    )
    told = subprocess.run(
        [sys.executable, '-c', program], cwd=ROOT, env=environ(running.folder), capture_output=True, text=True, check=True
    )
    return told.stdout.strip()


async def make_the_next_taste_begin(dsn: str, at: datetime.datetime) -> int:
    """The only hand on the clock: the first Taste begins in a few seconds instead of on Friday."""
    connection = await asyncpg.connect(dsn)
    session_id: int = await connection.fetchval(
        "select s.id from session s join offering o on o.id = s.offering_id where o.kind = 'taste' order by s.starts_at limit 1"
    )
    ends_at = at + datetime.timedelta(hours=1)
    await connection.execute(
        "update session set starts_at = $2, ends_at = $3, edited_at = now(), join_url = 'https://meet.example/cafe' where id = $1",
        session_id, at, ends_at,
    )  # fmt: skip
    await connection.execute('update session_part set starts_at = $2, ends_at = $3 where session_id = $1', session_id, at, ends_at)
    await connection.close()
    return session_id


def command(running: Running, *words: str) -> str:
    told = subprocess.run(
        [sys.executable, '-m', 'coaching', *words], cwd=ROOT, env=environ(running.folder), capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


async def signs_up(browser: Browser, running: Running, session_id: int, name: str, address: str) -> None:
    stranger = (await visit(browser, running.address, Look(width=390))).page
    await stranger.goto('/sessions')
    await stranger.locator(f'a[href^="/sessions/{session_id}/sign-up"]').first.click()
    await stranger.get_by_label('Full name').fill(name)
    await stranger.get_by_label('Email address').fill(address)
    await stranger.locator('main form button.btn').click()
    await stranger.wait_for_url(f'**/sessions/{session_id}/signed-up')
    assert address in await stranger.locator('main').inner_text()
    await stranger.context.close()


async def test_from_a_strangers_friday_to_an_intro_invitation_restored_from_a_backup_one_person_erased(
    chromium: Browser, mailman: Mailman, folder: pathlib.Path
):
    with Running('serve', folder=folder, SMTP_URL=mailman.url, COACHING_MAIL_FROM='hello@prairie.example') as running:
        running.ready()
        link = running.wait_for('/set-up/').rsplit(' ', 1)[-1]
        ellen = (await visit(chromium, running.address, Look(width=1280))).page
        await ellen.goto(link)
        await ellen.get_by_label('Name of your network').fill('Prairie Café Network')
        await ellen.get_by_label('Your full name').fill('Ellen Marsh')
        await ellen.get_by_label('Your email address').fill('ellen@prairie.example')
        await ellen.locator('main form button.btn').click()
        await ellen.wait_for_url(lambda url: '/set-up/' not in url)

        dsn = await asyncio.to_thread(dsn_of, running)
        begins = datetime.datetime.now(datetime.UTC) + SOON
        taste = await make_the_next_taste_begin(dsn, begins)
        await signs_up(chromium, running, taste, 'Ana Reyes', 'ana@mail.example')
        await signs_up(chromium, running, taste, 'Bruno Vega', 'bruno@mail.example')

        letter = await asyncio.to_thread(mailman.wait, 'ana@mail.example', 'Your spot')
        assert 'A Taste of Cafés' in text_of(letter)
        calendar = next(part for part in letter.walk() if part.get_content_type() == 'text/calendar')
        entry = icalendar.Calendar.from_ical(calendar.get_content()).walk('VEVENT')[0]
        assert entry.decoded('dtstart').astimezone(datetime.UTC) == begins.replace(microsecond=0)

        ana = (await visit(chromium, running.address, Look(width=390))).page
        await ana.goto(link_in(letter, '/sign-ups/'))
        assert 'Your spot is saved, Ana' in await ana.locator('h1').inner_text()
        await asyncio.sleep(max(0.0, (begins - datetime.datetime.now(datetime.UTC)).total_seconds() + 0.5))

        await ellen.goto('/train')
        assert await ellen.locator('h1').inner_text() == 'Who is here?'
        await ellen.get_by_role('button', name='Here Ana Reyes').click()
        await ellen.get_by_role('button', name='undo for Ana Reyes').wait_for()
        await ellen.get_by_role('link', name='Finish session').click()
        await ellen.get_by_role('button', name='Finish and send').click()
        await ellen.wait_for_url(f'**/train/sessions/{taste}')

        thanks = await asyncio.to_thread(mailman.wait, 'ana@mail.example', 'Your next step: the Intro')
        await asyncio.to_thread(mailman.wait, 'bruno@mail.example', 'We missed you')
        await ana.goto(link_in(thanks, '/next/'))
        await ana.get_by_role('button', name='Save my spot').click()
        await ana.wait_for_url('**/sign-ups/*')
        intro = await asyncio.to_thread(mailman.wait, 'ana@mail.example', 'Your spot', 2)
        assert 'Intro to Cafés' in text_of(intro)
        assert 'Your spot is saved, Ana' in await ana.locator('h1').inner_text()

        kept = running.folder / 'backups' / 'friday.zip'
        await asyncio.to_thread(command, running, 'backup', str(kept))
        await erases_himself(chromium, running, dsn, mailman)
        count = len(mailman.letters)
        told = await asyncio.to_thread(command, running, 'restore', str(kept))
        assert 'People erased again: 1' in told
        await asyncio.sleep(4)
        assert len(mailman.letters) == count

        await ellen.goto('/train/people?q=reyes')
        assert 'Ana Reyes' in await ellen.locator('main').inner_text()
        await ellen.goto('/train/people?q=vega')
        assert 'Bruno' not in await ellen.locator('main').inner_text()
        assert await everything_in(dsn, 'bruno') == []


async def erases_himself(browser: Browser, running: Running, dsn: str, mailman: Mailman) -> None:
    """Bruno asks to be forgotten, on the page behind his own link."""
    letter = mailman.to('bruno@mail.example')[0]
    bruno = (await visit(browser, running.address, Look(width=390))).page
    await bruno.goto(link_in(letter, '/sign-ups/'))
    await bruno.get_by_role('link', name='See, correct or delete what we hold about me').click()
    await bruno.get_by_role('link', name='Delete', exact=False).first.click()
    await bruno.locator('main form button.btn').first.click()
    await bruno.wait_for_load_state()


async def everything_in(dsn: str, words: str) -> list[str]:
    """Every table in which a row holds these words."""
    connection = await asyncpg.connect(dsn)
    tables = [row['tablename'] for row in await connection.fetch("select tablename from pg_tables where schemaname = 'public'")]
    found = [
        table for table in tables if await connection.fetchval(f'select count(*) from {table} t where lower(t::text) like $1', f'%{words}%')
    ]
    await connection.close()
    return found
