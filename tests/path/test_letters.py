"""A team hears by letter that a step is signed off, or that one thing is still asked: once each, in their language, without the words."""

import datetime

from coaching.accounts.commands.roles import give_role
from coaching.accounts.queries import actor_for
from coaching.kit import clock
from coaching.kit.access import SYSTEM, Grant
from coaching.kit.database import execute, fetchval
from coaching.path.commands import walking
from coaching.teams.commands.teams import form, leave
from coaching.teams.queries.teams import members
from tests.conftest import NOW
from tests.funnel.test_offerings_pages import main
from tests.path.world import BEGAN, a_team, as_somebody, reach, somebody
from tests.teams.world import letters_about

WHY = 'Who said yes to marmalade?'
HOUR = datetime.timedelta(hours=1)


async def _last_fact() -> int:
    return await fetchval('select max(id) from step_fact')


async def _written() -> list[tuple[str, str, str]]:
    return [(one.kind, one.to_name, one.language) for one in await letters_about('step_fact', await _last_fact())]


async def test_a_sign_off_goes_to_the_people_of_the_team_who_can_be_written_to_and_to_nobody_else(database):
    team_id, alma, grace, rosa = await a_team()
    await execute("update person set language = 'es' where id = $1", grace.person_id)
    await reach(team_id, 1, alma)
    await walking.claim(team_id, 1, by=alma, now=NOW)
    assert await _written() == []
    await walking.confirm(team_id, 1, by=rosa, now=NOW)
    letters = await letters_about('step_fact', await _last_fact())
    assert [(one.kind, one.to_name, one.language) for one in letters] == [
        ('step-signed-off', 'Alma Cruz', 'en'), ('step-signed-off', 'Grace Lee', 'es'),
    ]  # fmt: skip
    assert letters[0].facts | {'step': ''} == {'team': 'Willow Street School team', 'coach': 'Rosa Delgado', 'number': '1', 'step': ''}
    assert letters[0].facts['step'] != letters[1].facts['step'] and letters[0].facts['step']
    assert letters[0].button.endswith(f'/team/{team_id}/steps/1')


async def test_a_not_yet_says_no_word_of_why_and_each_answer_is_written_of_once(database):
    team_id, alma, _grace, rosa = await a_team()
    await reach(team_id, 1, alma)
    for _again in range(2):
        await walking.claim(team_id, 1, by=alma, now=NOW)
        await walking.give_back(team_id, 1, why=WHY, by=rosa, now=NOW)
    assert await _written() == [('step-not-yet', 'Alma Cruz', 'en'), ('step-not-yet', 'Grace Lee', 'en')]
    assert WHY not in str(await letters_about('step_fact', await _last_fact()))
    assert await fetchval("select count(*) from promise where kind = 'step-not-yet'") == 4
    assert await fetchval("select count(*) from promise where facts::text like '%marmalade%'") == 0


async def test_an_answer_that_no_longer_stands_and_a_reader_who_left_get_no_letter(database):
    team_id, alma, grace, rosa = await a_team()
    await reach(team_id, 1, alma)
    await walking.claim(team_id, 1, by=alma, now=NOW)
    await walking.confirm(team_id, 1, by=rosa, now=NOW)
    fact_id = await _last_fact()
    await leave(next(one.id for one in await members(team_id) if one.person_id == grace.person_id), by=alma, now=NOW)
    assert [one.to_name for one in await letters_about('step_fact', fact_id)] == ['Alma Cruz']
    await execute('update person set email = null where id = $1', alma.person_id)
    assert await letters_about('step_fact', fact_id) == []
    await walking.reopen(team_id, 1, why=WHY, by=rosa, now=NOW + HOUR)
    assert await letters_about('step_fact', fact_id) == await _written() == []


async def test_after_a_sign_off_the_team_that_waits_longest_is_offered_to_its_coach_and_to_nobody_else(client, database, monkeypatch):
    monkeypatch.setattr(clock, 'now', lambda: NOW)
    team_id, alma, _grace, rosa = await a_team()
    other = await form('Maple Library team', lead_id=(await somebody('Noor Haddad')).person_id, by=SYSTEM, now=NOW)
    await walking.begin(other, 'community-cafe', 1, on=BEGAN, by=SYSTEM, now=NOW)
    noor = await actor_for((await somebody('Noor Haddad')).account_id)
    for team, lead in ((team_id, alma), (other, noor)):
        await reach(team, 1, lead)
        await walking.claim(team, 1, by=lead, now=NOW)
    await walking.confirm(team_id, 1, by=rosa, now=NOW)
    await as_somebody(client, rosa)
    page, words = f'/team/{team_id}/steps/1', 'Maple Library team waits for your sign-off, too.'
    assert words not in main(await client.get(page))
    await give_role(rosa.account_id, Grant('coach', 'team', other), by=SYSTEM, now=NOW)
    answer = await client.get(page)
    assert words in main(answer) and f'href="/team/{other}/steps/1"' in answer.text
    await as_somebody(client, alma)
    answer = await client.get(page)
    assert (answer.status_code, words in main(answer)) == (200, False)
