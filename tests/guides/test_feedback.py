"""What readers say of a guide is kept without a name and without a day; coordinators read it beside the state of each guide."""

from __future__ import annotations

import datetime

import httpx
import pytest

from coaching.guides.commands.feedback import say, take_away
from coaching.guides.queries.feedback import counts, said_of
from coaching.kit.access import SYSTEM
from coaching.kit.database import fetch, fetchval
from tests.conftest import NOW
from tests.guides.shelves import Shelf, our_shelf
from tests.signing import COORDINATOR, sign_in

assert our_shelf
TABLE = 'hosting-a-table'


async def test_anybody_says_something_and_only_the_month_is_kept(client: httpx.AsyncClient):
    answer = await client.post(f'/es/guides/{TABLE}/feedback', data={'words': '  Falta algo sobre los bebés. '})
    assert (answer.status_code, answer.headers['location']) == (303, f'/es/guides/{TABLE}')
    assert 'Gracias.' in (await client.get(f'/es/guides/{TABLE}')).text
    (row,) = [dict(row) for row in await fetch('select * from guide_feedback')]
    assert sorted(row) == ['id', 'language', 'month', 'revision', 'slug', 'words']
    assert (row['slug'], row['language'], row['revision'], row['words']) == (TABLE, 'es', 1, 'Falta algo sobre los bebés.')
    assert row['month'].day == 1
    assert await fetchval("select count(*) from entry where facts::text like '%guide%'") == 0


async def test_somebody_who_is_signed_in_is_not_known_either(client: httpx.AsyncClient):
    await sign_in(client, 'Ellen Hart', COORDINATOR, now=NOW)
    before = await fetchval('select count(*) from entry')
    await client.post(f'/guides/{TABLE}/feedback', data={'words': 'Short and good.'})
    assert (await fetchval('select count(*) from entry'), await counts()) == (before, {TABLE: 1})


@pytest.mark.parametrize(
    ('sent', 'said'), [({'words': ' '}, 'Write what you want to tell us'), ({'words': 'x' * 2001}, 'x' * 2001), ({}, 'Write what you want')]
)
async def test_a_mistake_stands_beside_the_box_with_what_was_typed(client: httpx.AsyncClient, sent: dict[str, str], said: str):
    answer = await client.post(f'/guides/{TABLE}/feedback', data=sent)
    assert answer.status_code == 422 and said in answer.text and '<title>Error:' in answer.text
    assert await counts() == {}


async def test_a_machine_that_fills_in_everything_is_answered_and_not_heard(client: httpx.AsyncClient):
    answer = await client.post(f'/guides/{TABLE}/feedback', data={'words': 'Buy tea', 'website': 'https://tea.example'})
    assert (answer.status_code, await counts()) == (303, {})
    assert (await client.post('/guides/hosting-a-boat/feedback', data={'words': 'Where is it?'})).status_code == 404


async def test_one_address_is_heard_so_often_and_then_later(client: httpx.AsyncClient):
    answers = [(await client.post(f'/guides/{TABLE}/feedback', data={'words': f'Number {n}'})).status_code for n in range(61)]
    assert answers == [303] * 60 + [429]


async def test_coordinators_read_it_and_take_away_what_should_not_stand_there(client: httpx.AsyncClient, our_shelf: Shelf):
    our_shelf.revise(TABLE, 'en', 'title: "Host a table"', 'title: "Host one table"')
    our_shelf.take('talk-knowledge', 'es')
    for words, month in (('Rosa Diaz was late.', 10), ('More <b>about</b> rides.', 11)):
        await say(TABLE, 'en', 1, words, on=datetime.date(2026, month, 17))
    await sign_in(client, 'Ellen Hart', COORDINATOR, now=NOW)
    shelf = (await client.get('/setup/guides')).text
    told = ('English is newer', 'Missing', '2 readers wrote about it', 'school year', 'ease ')
    assert [shelf.count(words) for words in told] == [1, 1, 1, 14, 13]
    page = (await client.get(f'/setup/guides/{TABLE}')).text
    assert page.index('More &lt;b&gt;about&lt;/b&gt; rides.') < page.index('Rosa Diaz was late.') and 'Nov 2026' in page
    rosa = next(one.id for one in await said_of(TABLE) if 'Rosa' in one.words)
    assert (await client.post(f'/setup/guides/talk-knowledge/feedback/{rosa}/removal')).status_code == 404
    assert (await client.post(f'/setup/guides/{TABLE}/feedback/{rosa}/removal')).status_code == 303
    assert [one.words for one in await said_of(TABLE)] == ['More <b>about</b> rides.']
    assert (await client.post(f'/setup/guides/{TABLE}/feedback/{rosa}/removal')).status_code == 404
    assert 'Nobody wrote about this guide yet.' in (await client.get('/setup/guides/talk-knowledge')).text
    assert '/setup/guides' in (await client.get('/setup')).text


async def test_what_is_not_there_is_not_taken_away(database: None):
    assert not await take_away(TABLE, 1, by=SYSTEM, now=NOW)
