"""A letter to all people of a cohort: looked at, sent once, and who gets it is said before."""

import asyncio
import re

import pytest

from coaching.caseload.commands.cohort_letters import write
from coaching.caseload.queries.cohort_letters import addressees
from coaching.caseload.rules.writing import NoLetter
from coaching.kit import clock
from coaching.kit.access import SYSTEM, Grant
from coaching.kit.database import execute, fetch, fetchval
from coaching.kit.refusal import Refused
from coaching.kit.tokens import random_nonce
from coaching.outbox.commands import stop
from coaching.people.commands import correct
from coaching.teams.commands.teams import leave
from tests.another_database import another_database
from tests.caseload.cohort_world import a_place, coach, cohort, team
from tests.coaches.world import somebody
from tests.conftest import NOW
from tests.funnel.test_offerings_pages import main, said_after
from tests.path.world import as_somebody
from tests.teams.world import letters_about

WORDS = {'subject': 'We meet in May', 'body': 'Bring **one** story.'}
PROMISED = "select count(*) from promise where kind = 'cohort-note'"


@pytest.fixture(autouse=True)
def this_morning(monkeypatch):
    monkeypatch.setattr(clock, 'now', lambda: NOW)


@pytest.fixture
async def autumn(client):
    """Alma and Grace are of Willow, Noor and Grace of Maple; Rosa coaches and keeps both."""
    willow = await team('Willow Street School team', 'Alma Cruz', 'Grace Lee')
    maple = await team('Maple Library team', 'Noor Haddad', 'Grace Lee')
    rosa = await coach('Rosa Delgado', willow, maple)
    cohort_id = await cohort(rosa, [willow, maple])
    await as_somebody(client, rosa)
    return client, cohort_id, willow, maple, rosa


async def person(name: str) -> int:
    return await fetchval('select id from person where name = $1', name)


async def looked_at(client, cohort_id: int, words: dict[str, str] = WORDS) -> tuple[str, str]:
    page = await client.post(f'/cohorts/{cohort_id}/letters', data=words)
    (nonce,) = re.findall('name="nonce" value="([^"]+)"', page.text) or ['']
    return nonce, main(page)


async def test_who_gets_it_and_how_it_reads_is_seen_before_it_goes(autumn):
    client, cohort_id, *_others = autumn
    await execute("update person set email = null, phone = '+13125550123' where name = 'Noor Haddad'")
    await execute("update person set language = 'es' where name = 'Grace Lee'")
    _nonce, said = await looked_at(client, cohort_id)
    assert 'This goes to 2 people' in said and 'Alma Cruz, Grace Lee' in said
    assert 'Without an email address, so call Noor Haddad Maple Library team' in said and '555-0123' in said
    assert 'Rosa Delgado writes to you and the other teams of Autumn teams' in said and 'Bring one story.' in said
    assert 'Rosa Delgado le escribe a usted' in said
    assert await fetchval(PROMISED) == 0


async def test_whoever_stopped_such_letters_and_whose_address_is_refused_is_named_and_not_written_to(autumn):
    client, cohort_id, *_others = autumn
    await stop(await person('Alma Cruz'), 'cohort-note', now=NOW)
    await execute("update person set email_refused_at = $1 where name = 'Noor Haddad'", NOW)
    nonce, said = await looked_at(client, cohort_id)
    assert 'This goes to 1 person' in said and 'They asked for no such emails: Alma Cruz' in said and 'Noor Haddad' in said
    await client.post(f'/cohorts/{cohort_id}/letters/sent', data=WORDS | {'nonce': nonce})
    assert [row['person_id'] for row in await fetch("select person_id from promise where kind = 'cohort-note'")] == [
        await person('Grace Lee')
    ]


async def test_a_second_click_says_the_same_and_sends_nothing_more(autumn):
    client, cohort_id, *_others = autumn
    nonce, _said = await looked_at(client, cohort_id)
    for _click in range(2):
        answer = await client.post(f'/cohorts/{cohort_id}/letters/sent', data=WORDS | {'nonce': nonce})
        assert (await said_after(client, answer)).startswith('Your email goes to 3 people. ')
    assert await fetchval(PROMISED) == 3
    assert 'We meet in May 3 people, Rosa Delgado' in main(await client.get(f'/cohorts/{cohort_id}/letters'))


async def clicks(nonces: list[bytes]) -> tuple[list[int], int, int]:
    rosa = await coach('Rosa Delgado', willow := await team('Willow Street School team', 'Alma Cruz', 'Grace Lee'))
    cohort_id = await cohort(rosa, [willow])
    told = await asyncio.gather(*(write(cohort_id, **WORDS, nonce=one, by=rosa, now=NOW) for one in nonces))
    return told, await fetchval('select count(*) from cohort_letter'), await fetchval(PROMISED)


async def test_clicks_at_once_send_it_once(pool, postgres):
    async with another_database(postgres):
        assert await clicks([random_nonce()] * 4) == ([2] * 4, 1, 2)


async def test_without_the_same_nonce_each_click_sends_it(pool, postgres):
    async with another_database(postgres):
        assert await clicks([random_nonce() for _click in range(3)]) == ([2] * 3, 3, 6)


async def test_the_letter_is_in_its_writers_words_and_an_answer_reaches_the_writer(autumn):
    _client, cohort_id, _willow, _maple, rosa = autumn
    await write(cohort_id, **WORDS, nonce=random_nonce(), by=rosa, now=NOW)
    letters = await letters_about('cohort', cohort_id)
    assert {one.to_name for one in letters} == {'Alma Cruz', 'Grace Lee', 'Noor Haddad'}
    first = letters[0]
    assert (first.sender, first.reply_to, first.words) == ('Rosa Delgado', 'rosa@example.org', 'Bring **one** story.')
    for row in await fetch('select id from team_member where person_id = $1', await person('Grace Lee')):
        await leave(row['id'], by=SYSTEM, now=NOW)
    assert {one.to_name for one in await letters_about('cohort', cohort_id)} == {'Alma Cruz', 'Noor Haddad'}


async def test_without_a_word_or_a_reader_nothing_goes_and_what_was_typed_stays(autumn):
    client, cohort_id, *_others, rosa = autumn
    empty = await client.post(f'/cohorts/{cohort_id}/letters', data={'subject': '', 'body': 'Bring a cup.'})
    assert empty.status_code == 422 and 'Write what the email is about' in empty.text and 'Bring a cup.' in empty.text
    half = await client.post(f'/cohorts/{cohort_id}/letters/sent', data={'subject': 'A cup', 'body': ''})
    assert half.status_code == 422 and 'value="A cup"' in half.text
    await execute('update person set email = null')
    nobody = await client.post(f'/cohorts/{cohort_id}/letters/sent', data=WORDS | {'nonce': 'abc'})
    assert nobody.status_code == 409 and 'Nobody of these teams can be written to. Call them.' in main(nobody)
    assert 'Bring **one** story.' in nobody.text
    with pytest.raises(Refused) as refused:
        await write(cohort_id, **WORDS, nonce=random_nonce(), by=rosa, now=NOW)
    assert refused.value.reason is NoLetter.NOBODY
    assert 'Nobody of these teams can be written to' in main(await client.get(f'/cohorts/{cohort_id}/letters'))


async def test_only_whoever_keeps_a_cohort_writes_to_it(autumn):
    client, cohort_id, _willow, maple, _rosa = autumn
    await as_somebody(client, await coach('Efraín Soto', await team('Birch team', 'Ines Paz')))
    paths = [f'/cohorts/{cohort_id}/letters', f'/cohorts/{cohort_id}/letters/sent']
    assert {(await client.post(path, data=WORDS)).status_code for path in paths} == {404}
    assert (await client.get(paths[0])).status_code == 404
    await as_somebody(client, await somebody('Luz Mora', Grant('coordinator', 'place', await a_place())))
    assert (await client.get(paths[0])).status_code == 404


async def test_each_person_stands_there_once_with_the_first_team(autumn):
    _client, cohort_id, willow, maple, _rosa = autumn
    told = {one.name: one for one in await addressees(cohort_id)}
    assert list(told) == ['Alma Cruz', 'Grace Lee', 'Noor Haddad']
    assert told['Grace Lee'].team_ids == (willow, maple) and told['Grace Lee'].team == 'Maple Library team'


async def test_it_goes_out_under_the_name_that_its_writer_has_by_then(autumn):
    _client, cohort_id, _willow, _maple, rosa = autumn
    await write(cohort_id, **WORDS, nonce=random_nonce(), by=rosa, now=NOW)
    await correct(rosa.person_id, name='Rosa D. Delgado', by=SYSTEM, now=NOW)
    assert (await letters_about('cohort', cohort_id))[0].sender == 'Rosa D. Delgado'
