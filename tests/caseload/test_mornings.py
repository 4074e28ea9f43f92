"""The list of a Monday, and what cannot wait: once, to whoever can act, and without a word of anybody."""

import asyncio
import datetime

import pytest

from coaching.caseload import jobs
from coaching.caseload.commands import mornings
from coaching.caseload.letters.mornings import summary
from coaching.caseload.queries.lists import Waits
from coaching.coaches.commands import covering
from coaching.kit.access import Grant
from coaching.kit.database import execute, fetch, fetchval
from coaching.outbox.claims import claim
from coaching.outbox.commands import stop
from coaching.outbox.letters import Letter
from coaching.teams.commands import starting
from tests.another_database import another_database
from tests.caseload.world import BY, TODAY, called, claimed, rosas_team, somebody, talked
from tests.teams.world import a_place, letters_about

MONDAY = datetime.datetime(2026, 11, 23, 14, 0, tzinfo=datetime.UTC)
TUESDAY = MONDAY + datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)
CANARY = 'marmalade canary'
NETWORK = "insert into network (name, set_up_nonce, set_up_at) values ('Prairie Café Network', decode('00', 'hex'), now())"


async def letters(now: datetime.datetime = MONDAY) -> dict[str, Letter]:
    """What would be written to whom, by name."""
    found = {}
    for row in await fetch("select distinct subject_id from promise where key like 'list:%' and cancelled_at is null"):
        found |= {one.to_name: one for one in await letters_about('person', row['subject_id'], now=now)}
    return found


@pytest.fixture
async def rosa(database):
    """Rosa's team has had no talk for ninety days, and has not yet begun its first step."""
    rosa = await somebody('Rosa Delgado', Grant('coach', 'network', None))
    return rosa, await rosas_team(rosa)


async def test_a_coach_gets_the_list_once_on_monday_from_eight(rosa):
    _rosa, team_id = rosa
    assert await mornings.write(now=MONDAY - HOUR) == 0
    await jobs.every_morning(MONDAY)
    assert [await mornings.write(now=MONDAY + ahead * HOUR) for ahead in range(4)] == [0] * 4
    letter = (await letters())['Rosa Delgado']
    assert (letter.kind, letter.facts['summary']) == ('monday-list', 'Your team needs you')
    assert [one.words for one in letter.rows] == ['Westgate Early Learning: No talk yet, for 95 days']
    assert letter.rows[0].url.endswith(f'/coach/teams/{team_id}') and letter.button.endswith('/coach')


async def test_who_is_needed_by_nobody_gets_none(rosa):
    actor, team_id = rosa
    await talked(team_id, actor, TODAY)
    assert await mornings.write(now=MONDAY) == 0


async def test_what_was_settled_before_it_goes_out_is_not_told(rosa):
    actor, team_id = rosa
    assert await mornings.write(now=MONDAY) == 1
    await talked(team_id, actor, MONDAY.date())
    assert await letters() == {}


async def test_no_word_of_a_call_for_help_or_of_a_step_is_in_it(rosa):
    _rosa, team_id = rosa
    await called(team_id, CANARY)
    await execute(
        """insert into next_step (team_id, what, due_on, state, made_at) values ($1, $2, $3, 'open', $4)""",
        team_id, CANARY, TODAY, MONDAY,
    )  # fmt: skip
    await mornings.write(now=MONDAY)
    letter = (await letters())['Rosa Delgado']
    assert 'Asked for help' in letter.rows[0].words and 'A next step was due' in letter.rows[0].words
    assert CANARY not in repr(letter)


async def test_while_a_coach_is_away_whoever_stands_in_gets_it(rosa):
    actor, _team_id = rosa
    efrain = await somebody('Efraín Soto', Grant('coach', 'network', None))
    await covering.cover(actor.person_id, efrain.person_id, from_on=TODAY, until_on=TODAY + datetime.timedelta(days=20), **BY)
    assert await mornings.write(now=MONDAY) == 1
    assert list(await letters()) == ['Efraín Soto']


async def test_two_workers_at_once_write_one_letter_and_what_was_cut_off_goes_on(pool, postgres):
    async with another_database(postgres):
        await execute(NETWORK)
        for name in ('Rosa Delgado', 'Efraín Soto', 'Tomás Vega'):
            await rosas_team(await somebody(name, Grant('coach', 'network', None)), f'Team of {name}')
        first = await fetchval("select id from person where name = 'Efraín Soto'")
        await execute(
            """insert into promise (kind, key, person_id, subject_kind, subject_id, facts, made_at, due_at)
            values ('monday-list', 'list:2026-11-23:' || $1::bigint, $1::bigint, 'person', $1::bigint, '{}', $2, $2)""",
            first, MONDAY,
        )  # fmt: skip
        await asyncio.gather(*(mornings.write(now=MONDAY) for _worker in range(2)))
        assert await fetchval("select array_agg(person_id order by person_id) from promise where kind = 'monday-list'") == sorted(
            row['id'] for row in await fetch("select id from person where name in ('Rosa Delgado', 'Efraín Soto', 'Tomás Vega')")
        )


async def test_a_stop_holds_for_the_list(rosa):
    actor, _team_id = rosa
    await stop(actor.person_id, 'monday-list', now=MONDAY)
    await mornings.write(now=MONDAY)
    assert [one.kind for one in (await claim(10, MONDAY))[0] if one.kind == 'monday-list'] == []


async def test_a_coordinator_gets_teams_without_a_coach_and_requests_that_are_late_of_the_own_places(database):
    near, far = await a_place('Prairie County'), await a_place('Ocean County')
    await somebody('Luz Mora', Grant('coordinator', 'place', near))
    rosa = await somebody('Rosa Delgado', Grant('coach', 'network', None))
    for place_id, name in ((near, 'Near team'), (far, 'Far team')):
        team_id = await rosas_team(rosa, name, lead=f'{name} Lead')
        await execute('update team set place_id = $2 where id = $1', team_id, place_id)
        await execute("update assignment set ended_on = $2, why_ended = 'other' where team_id = $1", team_id, datetime.date(2026, 11, 14))
    await execute("update role_grant set ended_at = $1 where role = 'coach' and scope_kind = 'team'", MONDAY - 100 * HOUR)
    words = {'place': 'Lincoln School', 'who': 'Parents', 'hope': CANARY, 'language': 'en'}
    await starting.ask(name='Sam Fox', email='sam@example.org', **words, by=rosa, now=MONDAY - 200 * HOUR)
    assert await mornings.write(now=MONDAY) == 1
    letter = (await letters())['Luz Mora']
    assert letter.facts['summary'] == '1 team waits for somebody, 1 request waits for a call'
    assert [one.words for one in letter.rows] == ['Near team: No coach for 9 days', 'Sam Fox asked for cafés and waits for a call']
    assert letter.button.endswith('/setup/teams') and CANARY not in repr(letter)


async def test_a_team_that_asked_for_help_four_hours_ago_is_told_to_whoever_looks_after_it(database):
    await somebody('Ellen Hart', Grant('coordinator', 'network', None))
    team_id = await rosas_team(await somebody('Rosa Delgado', Grant('coach', 'network', None)))
    await called(team_id, CANARY)
    await mornings.write(now=MONDAY)
    letter = (await letters())['Ellen Hart']
    assert [one.words for one in letter.rows] == ['Westgate Early Learning: Asked for help 5 days ago'] and CANARY not in repr(letter)


async def test_on_another_day_only_a_sign_off_that_waits_too_long_is_told_once(rosa):
    _rosa, team_id = rosa
    assert await mornings.write(now=TUESDAY) == 0
    await claimed(team_id, 2)  # on Monday the 16th; more than five working days are over on Tuesday the 24th
    days = [await mornings.write(now=MONDAY + ahead * 24 * HOUR) for ahead in range(5)]
    assert days == [1, 1, 0, 0, 0]
    letter = (await letters(TUESDAY))['Rosa Delgado']
    assert letter.kind == 'waits-today' and letter.rows[0].words == 'Westgate Early Learning: Sign-off of step 1 has waited 8 days'


async def test_never_two_on_one_day(rosa):
    _rosa, team_id = rosa
    await claimed(team_id, 2)
    for hour in range(5):
        await mornings.write(now=TUESDAY + hour * HOUR)
    assert await fetchval("select count(*) from promise where key like 'list:%'") == 1


async def test_of_very_many_lines_the_first_stand_there(database):
    rosa = await somebody('Rosa Delgado', Grant('coach', 'network', None))
    for number in range(22):
        await rosas_team(rosa, f'Team {number:02}', lead=f'Lead{number} Cruz', path='')
    await mornings.write(now=MONDAY)
    letter = (await letters())['Rosa Delgado']
    assert len(letter.rows) == 21 and letter.rows[-1].words == 'And 2 more' and letter.facts['summary'] == '22 of your 22 teams need you'


async def test_a_network_that_is_not_set_up_writes_nothing(rosa):
    await execute('delete from network')
    assert await mornings.write(now=MONDAY) == 0


def test_a_summary_of_nothing_is_empty():
    assert (summary(Waits()), Waits().is_nothing) == ('', True)
