"""Whoever has no account sees, corrects, takes and erases what is held behind a letter's link, and stops letters with one click."""

from __future__ import annotations

import datetime
import json
import re

import httpx
import pytest

from coaching.journal.catalogue.letters import EVERY_LETTER
from coaching.journal.queries import history
from coaching.kit.database import execute, fetchval
from coaching.kit.words import language, later, speaking
from coaching.outbox.commands import promise
from coaching.outbox.kinds import KINDS
from coaching.outbox.queries import stops
from coaching.outbox.stopping import stop_url
from coaching.people.commands import erase, merge, refuse_email, stop_letters
from coaching.people.pages.holding import _plain
from coaching.people.pages.own import own_path
from coaching.people.queries import person
from coaching.people.rules import LETTERS
from tests.conftest import NOW
from tests.people.world import a_person, ellen

DETAILS = {'name': 'Ana Ruíz', 'email': 'ana@example.org', 'phone': '', 'language': 'es', 'zone': 'America/Denver', 'version': '1'}
ONE_CLICK = {'content-type': 'application/x-www-form-urlencoded'}


def heading(answer: httpx.Response) -> str:
    return re.search(r'<h1>(.*?)</h1>', answer.text)[1]


def stop_path(person_id: int, kind: str = 'missed') -> str:
    return stop_url(person_id, kind).removeprefix('http://localhost:8000')


async def test_a_person_sees_and_corrects_what_is_held(client, database):
    ana = await a_person('Ana Ruiz')
    path = own_path(ana)
    assert heading(await client.get(path)) == 'Your information, Ana Ruiz'
    wrong = await client.post(path, data={**DETAILS, 'email': 'ana at home'})
    assert (wrong.status_code, 'value="ana at home"' in wrong.text, 'Error:' in wrong.text) == (422, True, True)
    assert (await client.post(path, data=DETAILS)).status_code == 303
    stands = await person(ana)
    assert (stands.name, stands.language, stands.zone) == ('Ana Ruíz', 'es', 'America/Denver')
    assert (await client.post(path, data={**DETAILS, 'name': 'Ana R.'})).status_code == 409
    assert (await history(('person', ana)))[0].by_how == 'link'


async def test_a_correction_that_would_make_a_twin_is_told_and_kept_in_the_form(client, database):
    await a_person('Ana Ruíz')
    anita = await a_person('Anita Ruiz')
    told = await client.post(own_path(anita), data=DETAILS)
    assert (told.status_code, 'Another person with this name' in told.text, 'value="Ana Ruíz"' in told.text) == (409, True, True)


async def test_letters_that_come_back_are_told(client, database):
    ana = await a_person()
    await refuse_email(ana, email='ana@example.org', now=NOW)
    assert 'come back' in (await client.get(own_path(ana))).text


async def test_everything_held_is_read_and_taken_along(client, database):
    ana, anita = await a_person(how_heard='a friend'), await a_person('Anita Ruiz', 'anita@example.org')
    await merge(ana, anita, by=ellen(), now=NOW)
    shown = await client.get(f'{own_path(ana)}/held')
    words = ('a friend', 'anita@example.org', 'Other records of you', 'A court can order us', 'Added by themselves')
    assert [word in shown.text for word in words] == [True] * 5
    taken = await client.post(f'{own_path(ana)}/copy')
    assert (taken.json()['people']['Name'], taken.json()['merged'][0]['people']['Name']) == ('Ana Ruiz', 'Anita Ruiz')
    assert taken.headers['content-disposition'] == 'attachment; filename="what-is-held.json"'


async def test_the_letters_are_told_by_their_names_and_what_became_of_each(client, database):
    ana, due = await a_person(), NOW + datetime.timedelta(days=7)
    for number, kind in enumerate(('address-changed', 'reminder-hour', 'missed', 'spot-saved')):
        await promise(kind, person_id=ana, subject_kind='person', subject_id=ana, key=str(number), due_at=due, now=NOW)
    for number, column in enumerate(('sent_at', 'cancelled_at', 'failed_at')):
        await execute(f'update promise set {column} = $2 where key = $1', str(number), NOW)
    await stop_letters(ana, '*', by=ellen(), now=NOW)
    await stop_letters(ana, 'missed', by=ellen(), now=NOW)
    held = re.sub(r'\s+', ' ', re.sub('<[^>]*>', ' ', (await client.get(f'/es{own_path(ana)}/held')).text))
    became = (
        'Tipo Su lugar está guardado Previsto para 25 nov 2026 Tipo', 'Tipo Le extrañamos Regresó el 18 nov 2026 Tipo',
        'Tipo Recordatorio una hora antes Se retiró el 18 nov 2026 Tipo', 'Tipo Se cambió un correo Enviado el 18 nov 2026 Correos',
        'Tipo todos los correos Desde', 'Tipo Le extrañamos Desde',
    )  # fmt: skip
    assert [one for one in became if one not in held] == []
    taken = (await client.post(f'{own_path(ana)}/copy')).json()['people']['Emails']
    assert [one['Kind'] for one in taken] == ['Your spot is saved', 'We missed you', 'Reminder one hour before', 'An address was changed']
    assert [one['Due on'] for one in taken] == [due.isoformat(), None, None, None]


def test_every_letter_has_a_name_for_its_reader():
    assert set(EVERY_LETTER) == {*KINDS, 'all'}


def test_what_is_taken_along_speaks_english_to_programs_whatever_the_reader_speaks():
    moment = datetime.datetime(2026, 11, 18, tzinfo=datetime.UTC)
    with speaking('es'):
        assert language() == 'es'
        told = json.dumps(_plain({later('Name'): 'Ana', 'on': [moment, moment.date()], 'n': 1, 'none': None, 'kind': later('Name')}))
    assert json.loads(told) == {'Name': 'Ana', 'on': ['2026-11-18T00:00:00+00:00', '2026-11-18'], 'n': 1, 'none': None, 'kind': 'Name'}


async def test_whoever_asks_is_asked_once_more_and_then_gone(client, database):
    ana = await a_person()
    path = own_path(ana)
    assert heading(await client.get(f'{path}/erase')) == 'Delete your information?'
    assert heading(await client.post(f'{path}/erase')) == 'Your information is deleted'
    assert [(await client.get(path)).status_code, (await client.post(f'{path}/erase')).status_code] == [404, 404]


async def test_the_link_of_a_merged_record_opens_the_one_that_was_kept(client, database):
    ana, anita = await a_person(), await a_person('Anita Ruiz', 'anita@example.org')
    await merge(ana, anita, by=ellen(), now=NOW)
    assert 'Ana Ruiz' in heading(await client.get(own_path(anita)))


@pytest.mark.parametrize('token', ['A' * 35, 'x', own_path(2**40).removeprefix('/my/')])
async def test_a_made_up_link_opens_nothing(client, database, token: str):
    for path in ('', '/held', '/erase'):
        assert (await client.get(f'/my/{token}{path}')).status_code == 404
    for path in ('', '/copy', '/letters', '/letters/stop', '/letters/resume', '/erase'):
        assert (await client.post(f'/my/{token}{path}')).status_code == 404


async def test_letters_are_chosen_stopped_and_wanted_again(client, database):
    ana = await a_person()
    path = own_path(ana)
    await client.post(f'{path}/letters', data={'wanted': ['reminder-day']})
    chosen = await stops(ana)
    assert ('reminder-day' in chosen, 'missed' in chosen, 'spot-saved' in chosen) == (False, True, False)
    await client.post(f'{path}/letters', data={'wanted': ['reminder-day', 'missed']})
    assert 'missed' not in await stops(ana)
    await client.post(f'{path}/letters/stop')
    await client.post(f'{path}/letters/stop')
    assert 'Write to me again' in (await client.get(path)).text
    await client.post(f'{path}/letters/resume')
    assert '*' not in await stops(ana)


async def test_a_mail_program_stops_letters_with_one_click_without_cookies_and_without_a_redirect(client, database):
    ana = await a_person()
    for body in ('List-Unsubscribe=One-Click', 'List-Unsubscribe=One-Click', ''):
        client.headers.pop('sec-fetch-site', None)
        answer = await client.post(stop_path(ana), content=body, headers=ONE_CLICK)
        assert (answer.status_code, heading(answer)) == (200, 'You will not get these emails again')
    assert list(await stops(ana)) == ['missed']
    assert [entry.kind for entry in await history(('person', ana))] == ['letters_stopped', 'added']


async def test_the_link_in_a_letter_asks_first_and_everything_can_be_undone(client, database):
    ana = await a_person()
    path = stop_path(ana)
    asked = await client.get(path)
    assert (heading(asked), 'We missed you' in asked.text, await stops(ana)) == ('Stop these emails?', True, {})
    assert (await client.post(f'{path}/all')).status_code == 303
    assert heading(await client.get(path)) == 'We will not write to you'
    await client.post(path)
    for _tap in range(2):
        await client.post(f'{path}/undo')
        assert await stops(ana) == {}


@pytest.mark.parametrize('token', ['x', 'x.y', 'A' * 60])
async def test_a_made_up_stop_link_stops_nothing(client, database, token: str):
    assert (await client.get(f'/letters/stop/{token}')).status_code == 404
    assert [(await client.post(f'/letters/stop/{token}{path}')).status_code for path in ('', '/all', '/undo')] == [404] * 3


async def test_for_somebody_erased_there_is_nothing_left_to_stop(client, database):
    ana = await a_person()
    await erase(ana, asked_by='the person', by=ellen(), now=NOW)
    assert (await client.post(stop_path(ana))).status_code == 404
    assert await fetchval('select count(*) from letter_stop where person_id = $1', ana) == 0


def test_every_letter_that_can_be_stopped_has_a_name():
    assert {kind.name for kind in KINDS.values() if kind.stoppable} == set(LETTERS)
