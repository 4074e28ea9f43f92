"""What the network's coordinator sees of letters, time limits and everything that happened."""

from __future__ import annotations

import datetime
import html
import re
from email.message import EmailMessage

import httpx
import pytest

from coaching.journal.commands import record
from coaching.journal.queries import history
from coaching.keeping.happened import GROUPS
from coaching.keeping.pages import letters as letter_pages
from coaching.kit import clock
from coaching.kit.access import PUBLIC, SYSTEM, Grant
from coaching.kit.database import execute, fetchval
from coaching.kit.settings import adopt, settings
from coaching.outbox.commands import hold_all, promise
from coaching.outbox.mailbox import Mailbox
from coaching.people.commands import erase, find_or_add
from coaching.teams.commands import add_place, find_or_add_organisation
from tests.funnel.files_of_people import brought_in
from tests.funnel.world import MONDAY, a_session, a_trainer, came, signs_up
from tests.queries import counted
from tests.signing import COORDINATOR, TRAINER, sign_in

PAGES = ('/setup/letters', '/setup/retention', '/setup/happened')
HOUR = datetime.timedelta(hours=1)


def heading(answer: httpx.Response) -> str:
    return html.unescape(re.search(r'<h1>(.*?)</h1>', answer.text)[1])


def says(answer: httpx.Response) -> str:
    return ' '.join(html.unescape(re.sub(r'<[^>]+>', ' ', answer.text.split('<main')[1].split('</main')[0])).split())


@pytest.fixture
async def coordinator(client):
    client.actor = await sign_in(client, 'Ellen Hart', COORDINATOR, now=clock.now())
    return client


async def keep(letter_id: int, subject: str = 'Your spot') -> None:
    letter = EmailMessage()
    letter['To'], letter['Subject'] = 'Ana Ruiz <ana@example.org>', subject
    letter.set_content('You are in.\r\n\r\nhttp://localhost:8000/sign-ups/x\r\nSee <you>.')
    letter.add_alternative('<p style="color: red">You are in.<script>alert(1)</script></p>', subtype='html')
    await Mailbox.ours().keep(letter.as_bytes(), letter_id, 1)


async def a_letter(kind: str, key: str, person: str = 'Ana Ruiz') -> int:
    person_id, _ = await find_or_add(person, f'{person.split()[0].lower()}@example.org', by=PUBLIC, now=MONDAY)
    return await promise(kind, person_id=person_id, subject_kind='person', subject_id=person_id, key=key, due_at=MONDAY, now=MONDAY)


async def test_without_a_mail_server_letters_can_be_read_here(coordinator):
    empty = await coordinator.get('/setup/letters')
    assert (heading(empty), 'None yet.' in says(empty)) == ('Emails', True)
    for number in range(1, 23):
        await keep(number, f'Your spot {number}')
    first = await coordinator.get('/setup/letters')
    assert [text in says(first) for text in ('Your spot 22', 'Your spot 3', 'Your spot 2 ', 'Ana Ruiz <ana@example.org>')] == [
        True, True, False, True,
    ]  # fmt: skip
    older = re.search(r'href="(/setup/letters\?before=\d+)"', first.text)[1]
    second = await coordinator.get(older)
    assert ('Your spot 2' in says(second), 'Emails that came back' in says(second)) == (True, False)
    letter = await coordinator.get('/setup/letters/7')
    assert (heading(letter), 'See <you>.' in says(letter)) == ('Your spot 7', True)
    assert '<a href="http://localhost:8000/sign-ups/x" rel="noopener">' in letter.text


async def test_a_letter_is_seen_as_its_reader_does_in_a_sandbox(coordinator):
    await keep(7)
    looked = await coordinator.get('/setup/letters/7/page')
    policy = looked.headers['content-security-policy']
    assert 'You are in.' in looked.text
    assert policy.startswith("sandbox; default-src 'none'") and 'script' not in policy
    assert looked.headers['cache-control'] == 'no-store'
    for path in ('/setup/letters/8', '/setup/letters/8/page'):
        assert (await coordinator.get(path)).status_code == 404
    plain = EmailMessage()
    plain['Subject'] = ''
    plain.set_content('Only text.')
    await Mailbox.ours().keep(plain.as_bytes(), 9, None)
    assert (await coordinator.get('/setup/letters/9/page')).status_code == 404
    assert heading(await coordinator.get('/setup/letters/9')) == 'An email without a subject'


async def test_what_a_team_and_its_coach_wrote_to_each_other_is_not_shown_in_their_letters(coordinator):
    for kind in ('talk-planned', 'meeting-set', 'meeting-dates', 'spot-saved'):
        number = await a_letter(kind, kind)
        await keep(number)
        shown, looked = await coordinator.get(f'/setup/letters/{number}'), await coordinator.get(f'/setup/letters/{number}/page')
        told = ('You are in.' in says(shown), 'Ana Ruiz' in says(shown), looked.status_code)
        assert told == ((True, True, 200) if kind == 'spot-saved' else (False, True, 404))


async def test_with_a_mail_server_only_what_is_left_of_before_stands_here(coordinator):
    before = settings()
    import dataclasses

    adopt(dataclasses.replace(before, smtp_url='smtp://mail.example'))
    try:
        assert 'Emails that are kept here' not in says(await coordinator.get('/setup/letters'))
        await keep(7)
        assert 'They were written before there was a mail server.' in says(await coordinator.get('/setup/letters'))
    finally:
        adopt(before)


async def test_letters_that_came_back_stand_with_the_persons_name_and_the_way_to_put_it_right(coordinator):
    refused, failed = await a_letter('missed', 'one'), await a_letter('invite-next', 'two', 'Ben Okafor')
    await execute("update promise set failed_at = $2, failure = 'recipient 550 5.1.1' where id = $1", refused, MONDAY)
    await execute("update promise set failed_at = $2, failure = 'letter 554' where id = $1", failed, MONDAY)
    answer = await coordinator.get('/setup/letters')
    assert 'Ben Okafor An invitation to the next step' in says(answer)
    assert 'The mail server refused the address. ana@example.org' in says(answer)
    ana = await fetchval("select id from person where name = 'Ana Ruiz'")
    assert f'href="/setup/people/{ana}"' in answer.text
    await erase(ana, asked_by='the person', by=SYSTEM, now=clock.now())
    assert 'somebody whose name was deleted' in says(await coordinator.get('/setup/letters'))
    for number in range(30):
        await execute('update promise set failed_at = $2 where id = $1', await a_letter('missed', f'more {number}'), MONDAY)
    older = re.search(r'href="(/setup/letters\?failed=\d+)"', (await coordinator.get('/setup/letters')).text)[1]
    page = await coordinator.get(older)
    assert ('Ben Okafor' in says(page), 'kept here' in says(page)) == (True, False)


async def test_letters_held_after_a_restore_wait_for_a_word_by_kind(coordinator):
    for key in ('one', 'two'):
        await a_letter('missed', key)
    await a_letter('invite-next', 'three', 'Ben Okafor')
    await a_letter('sign-in', 'four')
    await hold_all(now=MONDAY)
    waits = await coordinator.get('/setup/letters')
    assert heading(waits) == '4 emails wait for you'
    for words in ('2 emails: We missed you', '1 email: An invitation to the next step', '1 email: A link to sign in',
                  'Due from Nov 16, 2026 to Nov 16, 2026'):  # fmt: skip
        assert words in says(waits)
    await coordinator.post('/setup/letters/held/release', data={'kind': 'missed'})
    assert '2 emails go out now.' in (await coordinator.get('/setup/letters')).text
    await coordinator.post('/setup/letters/held/cancellation', data={'kind': 'invite-next'})
    assert '1 email will not be sent.' in (await coordinator.get('/setup/letters')).text
    await coordinator.post('/setup/letters/held/release', data={'kind': 'all'})
    await coordinator.post('/setup/letters/held/cancellation', data={'kind': 'all'})
    await coordinator.post('/setup/letters/held/release', data={'kind': 'all'})
    assert await fetchval('select count(*) from promise where held_at is not null and cancelled_at is null') == 0
    told = [(entry.kind, entry.facts['letters'], entry.facts['count'], entry.who()) for entry in await history(('network', 1))]
    assert told == [
        ('letters_released', 'all', 1, 'Ellen Hart'), ('held_letters_cancelled', 'invite-next', 1, 'Ellen Hart'),
        ('letters_released', 'missed', 2, 'Ellen Hart'),
    ]  # fmt: skip
    for kind in ('', 'nonsense'):
        assert (await coordinator.post('/setup/letters/held/release', data={'kind': kind})).status_code == 404


async def test_every_rule_of_retention_is_told_and_has_a_button(coordinator):
    empty = await coordinator.get('/setup/retention')
    assert (heading(empty), 'Not yet.' in says(empty)) == ('What we keep, and how long', True)
    for words in ('14 days after the session', '24 months after they were last seen', '90 days', '30 days after the merging', '24 hours'):
        assert words in says(empty)
    await a_letter('missed', 'old')
    await execute("update promise set sent_at = made_at, made_at = made_at - interval '1 year', due_at = made_at")
    await execute('update promise set sent_at = made_at')
    await coordinator.post('/setup/retention', data={'rule': 'letters'})
    after = await coordinator.get('/setup/retention')
    assert 'Deleted: old emails (1).' in after.text
    assert 'Deleted because its time was up: old emails (1). Ellen Hart' in says(after)
    await coordinator.post('/setup/retention', data={})
    assert 'Nothing had to be deleted.' in (await coordinator.get('/setup/retention')).text
    assert (await coordinator.post('/setup/retention', data={'rule': 'everything'})).status_code == 404


async def everything_happens() -> dict[str, int]:
    """One thing of nearly every kind."""
    trainer = await a_trainer()
    session_id = await a_session()
    spot = await signs_up('Ana Ruiz', session_id)
    await came(spot.registration_id, trainer)
    await record('waived', by=trainer, subject=('registration', spot.registration_id), now=MONDAY, why='Her team trains next week.')
    await record('session_reopened', by=trainer, subject=('session', session_id), now=MONDAY)
    offering_id = await fetchval('select offering_id from session')
    await record('offering_added', by=trainer, subject=('offering', offering_id), now=MONDAY)
    organisation_id, _ = await find_or_add_organisation('Cedar Bend', by=trainer, now=MONDAY)
    place_id = await add_place('Sol County', by=trainer, now=MONDAY)
    await brought_in('Name\nLuz Vega\n')
    return {'session': session_id, 'spot': spot.registration_id, 'ana': spot.person_id, 'offering': offering_id,
            'organisation': organisation_id, 'place': place_id, 'trainer': trainer.person_id}  # fmt: skip


async def test_what_happened_is_told_in_spanish_with_the_spanish_titles(coordinator):
    await everything_happens()
    said = says(await coordinator.get('/es/setup/happened'))
    assert 'Marca: vino. Ana Ruiz · Taste de Cafés, 20 nov 2026' in said and 'Taste of Cafés' not in said


async def test_everything_that_happened_is_told_with_names_and_reasons(coordinator):
    ids = await everything_happens()
    answer = await coordinator.get('/setup/happened')
    assert heading(answer) == 'What happened'
    for words in ('Marked here. Ana Ruiz · Taste of Cafés, Nov 20, 2026 Dana Whitaker', '“', 'Her team trains next week.',
                  'Signed in. Ellen Hart', 'The organization was added. Cedar Bend', 'The place was added. Sol County',
                  'Imported from a spreadsheet. Rows: 1. New people: 1. old list.csv', 'The offering was added. Taste of Cafés',
                  'Opened again. Taste of Cafés, Nov 20, 2026', 'somebody who was not signed in'):  # fmt: skip
        assert words in says(answer) or words == '“'
    for path in ('/train/sessions/{session}/people/{spot}', '/train/sessions/{session}', '/setup/offerings/{offering}',
                 '/setup/organisations/{organisation}', '/setup/places/{place}'):  # fmt: skip
        assert f'href="{path.format(**ids)}"' in answer.text


async def test_one_kind_one_person_and_older_lines(coordinator):
    ids = await everything_happens()
    attendance = says(await coordinator.get('/setup/happened?group=attendance'))
    assert ('Marked here.' in attendance, 'Signed up' in attendance, 'Signed in.' in attendance) == (True, False, False)
    of_ana = await coordinator.get(f'/setup/happened?person={ids["ana"]}')
    assert heading(of_ana) == 'What happened with Ana Ruiz'
    assert ('Marked here.' in says(of_ana), 'Cedar Bend' in says(of_ana)) == (True, False)
    both = says(await coordinator.get(f'/setup/happened?person={ids["ana"]}&group=sign-ups'))
    assert ('Marked here.' in both, 'Signed up by themselves.' in both) == (False, True)
    of_dana = says(await coordinator.get(f'/setup/happened?person={ids["trainer"]}'))
    assert ('Marked here.' in of_dana, 'Signed up by themselves.' in of_dana) == (True, False)
    found = await coordinator.get('/setup/happened?q=ana')
    assert f'href="/setup/happened?person={ids["ana"]}"' in found.text
    assert 'Nobody has that name.' in says(await coordinator.get('/setup/happened?q=zzz'))
    for number in range(120):
        await record('exported', by=SYSTEM, subject=('person', ids['ana']), now=MONDAY + number * HOUR)
    page, seen = '/setup/happened?group=people', 0
    while page:
        answer = await coordinator.get(page)
        seen += answer.text.count('A copy of everything held was made.')
        older = re.search(r'href="(/setup/happened\?[^"]*before=\d+)"', answer.text)
        page = html.unescape(older[1]) if older else ''
    assert seen == 120
    assert 'group=people&amp;before=' in (await coordinator.get('/setup/happened?group=people')).text
    assert (await coordinator.get('/setup/happened?group=nonsense&person=x&before=-1')).status_code == 200
    assert 'Nothing of this kind' in says(await coordinator.get('/setup/happened?person=999999'))


async def test_whoever_was_forgotten_or_taken_back_has_no_name_and_no_link(coordinator):
    ids = await everything_happens()
    await record('exported', by=SYSTEM, subject=('person', 987654), now=MONDAY)
    await record('backup_made', by=SYSTEM, subject=('network', 1), now=MONDAY, tables=1, rows=1)
    await erase(ids['ana'], asked_by='the person', by=SYSTEM, now=clock.now())
    answer = await coordinator.get('/setup/happened')
    assert 'Deleted: the person asked for it. somebody whose name was deleted' in says(answer)
    assert 'a record that an import made and its undoing took back' in says(answer)
    assert f'href="/setup/people/{ids["ana"]}"' not in answer.text


async def test_every_kind_of_entry_is_in_one_group(database):
    from coaching.journal.catalogue import CATALOGUE

    grouped = [kind for _words, kinds in GROUPS.values() for kind in kinds]
    assert sorted(grouped) == sorted(CATALOGUE)


async def test_every_kind_of_letter_has_a_name(database):
    assert letter_pages.named('missed') == 'We missed you'
    assert letter_pages.named('sign-in') == 'A link to sign in'


@pytest.mark.parametrize('role', [TRAINER, Grant('coordinator', 'place', 1), None])
async def test_nobody_but_the_networks_coordinator_sees_any_of_it(client, role):
    if role and role.scope_kind == 'place':
        await execute("insert into place (id, name, folded_name, made_at) values (1, 'Sol', 'sol', now())")
    await sign_in(client, 'Dana Whitfield', *([role] if role else []), now=clock.now())
    await keep(7)
    answers = [await client.get(path) for path in (*PAGES, '/setup/letters/7', '/setup/letters/7/page')]
    answers += [await client.post(path, data={'kind': 'all'}) for path in (
        '/setup/letters/held/release', '/setup/letters/held/cancellation', '/setup/retention')]  # fmt: skip
    assert {answer.status_code for answer in answers} <= {403, 404}


async def test_all_of_it_speaks_spanish(client):
    await sign_in(client, 'Ellen Hart', COORDINATOR, now=clock.now(), language='es')
    headings = [heading(await client.get(path)) for path in PAGES]
    assert headings == ['Correos', 'Qué guardamos y por cuánto tiempo', 'Qué pasó']


async def test_no_page_asks_for_each_of_its_rows(coordinator):
    await coordinator.get('/setup/letters')
    asked = {}
    for turn in range(2):
        for path in PAGES:
            async with counted() as queries:
                await coordinator.get(path)
            asked.setdefault(path, []).append(sum('help_line' not in query for query in queries))
        if not turn:
            await everything_happens()
            for number in range(30):
                await execute('update promise set failed_at = $2 where id = $1', await a_letter('missed', f'failed {number}'), MONDAY)
            await a_letter('missed', 'held')
            await hold_all(now=MONDAY)
    assert asked == {'/setup/letters': [3, 3], '/setup/retention': [2, 2], '/setup/happened': [2, 2]}
