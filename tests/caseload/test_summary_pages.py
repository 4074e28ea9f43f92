"""A team on one page before a call: what is new since the last talk, where they parked, and how to reach them."""

import pytest

from coaching.coaches.commands import assigning
from coaching.coaches.values import Beside
from coaching.funnel.commands.registering import register
from coaching.funnel.values import Source
from coaching.kit.access import SYSTEM, Grant
from coaching.kit.database import execute, fetchval
from coaching.teams.commands.teams import join
from tests.caseload.world import BY, DAY, NOW, TODAY, called, claimed, opened, rosas_team, somebody, talked
from tests.coaches.world import again
from tests.funnel.test_offerings_pages import main
from tests.funnel.world import a_session
from tests.path.world import as_somebody
from tests.queries import counted

pytestmark = pytest.mark.usefixtures('today')
CANARY = 'marmalade canary'
AFTER = NOW - 5 * DAY


@pytest.fixture
async def willow(client, database):
    """Rosa's browser, and a team that she talked with twelve days ago."""
    rosa = await somebody('Rosa Delgado', Grant('coach', 'network', None))
    team_id = await rosas_team(rosa)
    await execute('update team_member set began_on = $1', TODAY - 60 * DAY)
    await execute('update purpose_mark set recorded_at = $1', NOW - 60 * DAY)
    await talked(team_id, rosa, TODAY - 12 * DAY)
    await execute('update contact set recorded_at = $1', NOW - 12 * DAY)
    return await opened(client, rosa), team_id, rosa


async def test_nothing_new_is_said_too(willow):
    browser, team_id, _rosa = willow
    said = main(await browser.get(f'/coach/teams/{team_id}'))
    assert 'Westgate Early Learning: nothing new' in said and 'Since your last talk on Friday, November 6, 2026' in said
    assert 'Nobody has written anything down since then.' in said and 'Nothing was written down of the talk itself.' in said
    assert 'Alma Cruz leads the team' in said and 'alma@example.org' in said


@pytest.mark.parametrize('later', [1, 6])
async def test_talks_without_words_leave_where_they_parked_with_its_day(willow, later):
    browser, team_id, rosa = willow
    await execute("update contact set in_the_way = 'The room is not open yet.'")
    for number in range(later):
        await talked(team_id, rosa, TODAY - (8 - number) * DAY)
    said = main(await browser.get(f'/coach/teams/{team_id}'))
    assert 'Where we parked Friday, November 6, 2026' in said and 'The room is not open yet.' in said
    assert 'Nothing was written down of the talk itself.' not in said


async def test_everything_since_the_last_talk_is_told_what_matters_most_first(willow):
    browser, team_id, rosa = willow
    for code, value, at in (('1.a', 2, AFTER), ('1.b', 1, AFTER), ('1.c', 0, AFTER), ('2.a', 2, NOW - 40 * DAY)):
        await execute(
            """insert into purpose_mark (journey_id, code, side, number, mark, happened_on, recorded_at)
               select id, $2, 'team', 1, $3, $4, $5 from journey where team_id = $1""",
            team_id, code, value, at.date(), at,
        )  # fmt: skip
    for did in ('claimed', 'withdrawn', 'claimed', 'returned', 'claimed'):
        await claimed(team_id, 2, did=did, by_id=rosa.person_id if did == 'returned' else None)
    await claimed(team_id, 2, 3, did='claimed')
    await claimed(team_id, 2, 3, did='confirmed', by_id=rosa.person_id)
    await claimed(team_id, 1, 3, did='reopened', by_id=rosa.person_id)
    await called(team_id, 'Nobody can host Thursday')
    await execute("insert into next_step (team_id, what, due_on, made_at) values ($1, 'Call', $2, $3)", team_id, TODAY - DAY, NOW)
    await execute(
        "insert into next_step (team_id, what, state, ended_on, made_at) values ($1, 'Find a room', 'done', $2, $3)", team_id, TODAY, NOW
    )
    for title, days in (('A plan for May', 3), ('', 4), ('Long ago', 30)):
        await execute(
            'insert into meeting (team_id, held_on, title, recorded_at) values ($1, $2, $3, $4)', team_id, TODAY - days * DAY, title, NOW
        )
    await execute(
        """insert into bold_step (journey_id, what, made_at, ended_on, is_done) select id, 'Ask the principal', $2, $3, true from journey
           where team_id = $1""",
        team_id, AFTER, TODAY,
    )  # fmt: skip
    await execute(
        "insert into bold_step (journey_id, what, made_at) select id, 'Meet again', $2 from journey where team_id = $1", team_id, NOW
    )
    await execute(
        """insert into evidence (journey_id, step, happened_on, words, recorded_at)
           select id, 1, $2, 'We met.', $3 from journey where team_id = $1""",
        team_id, TODAY, NOW,
    )  # fmt: skip
    grace, noor = await somebody('Grace Lee'), await somebody('Noor Haddad')
    for other in (grace, noor):
        await join(team_id, other.person_id, **BY)
    await execute('update team_member set began_on = $2, ended_on = $3 where person_id = $1', noor.person_id, TODAY - 30 * DAY, TODAY)
    said = main(await browser.get(f'/coach/teams/{team_id}'))
    sentences = [
        'They asked for help on Wed, Nov 18: “Nobody can host Thursday”', 'Step 3 was signed off', 'Step 3 was opened again',
        'Step 1 went back to them', 'They said that step 1 is done (Mon, Nov 16)', 'They took back that step 1 is done', 'Fully there: “',
        'Begun: “', 'Not there yet: “', '1 next step is past its day', 'They did it: “Ask the principal”', 'They did it: “Find a room”',
        'Their next bold step: “Meet again”', 'They met on Sun, Nov 15: A plan for May', 'They met on Sat, Nov 14', 'Grace Lee joined',
        'Noor Haddad left', 'They wrote down 1 thing that they did',
    ]  # fmt: skip
    assert [sentence for sentence in sentences if sentence not in said] == []
    kinds = ('They asked', 'was signed off', 'Fully there', 'is past its day', 'They did it', 'They met', 'Grace Lee joined', 'They wrote')
    news = said[said.index('Since your last talk'):]
    assert [news.index(one) for one in kinds] == sorted(news.index(one) for one in kinds)
    assert 'Long ago' not in said and 'Why they need you' in said and 'Late' in said


async def test_who_came_to_a_session_since_is_told(willow):
    browser, team_id, _rosa = willow
    session_id = await a_session('taste', starts_at=NOW + DAY)
    alma = await fetchval("select person_id from team_member where team_id = $1 and role = 'lead'", team_id)
    done = await register(session_id, alma, source=Source.TRAINER, by=SYSTEM, now=NOW)
    await execute(
        "insert into attendance (registration_id, mark, how, marked_at) values ($1, 'here', 'tap', $2)", done.registration_id, NOW
    )
    for days, told in ((6, True), (13, False)):
        await execute('update session set starts_at = $1, ends_at = $2', NOW - days * DAY, NOW - days * DAY + DAY / 24)
        said = main(await browser.get(f'/coach/teams/{team_id}'))
        assert ('Alma came to the Taste on Thu, Nov 12.' in said) is told


async def test_what_was_said_last_stands_there_also_for_coaches_only_and_for_nobody_else(willow):
    browser, team_id, rosa = willow
    await execute(
        """update contact set in_the_way = $1, in_the_way_tags = array['time', 'trust'], going_well = 'Alma asked two',
           visibility = 'coaches'""",
        CANARY,
    )
    said = main(await browser.get(f'/coach/teams/{team_id}'))
    assert CANARY in said and 'Only coaches read this' in said and 'Time, Trust' in said and 'Alma asked two' in said
    assert CANARY not in (await browser.get('/coach')).text
    apprentice = await somebody('Ada Park')
    await assigning.assign(team_id, apprentice.person_id, Beside.APPRENTICE, on=TODAY, **BY)
    await opened(browser, apprentice)
    assert CANARY in (await browser.get(f'/coach/teams/{team_id}')).text
    host, alma = await somebody('Hana Host'), await fetchval("select account.id from account where email = 'alma@example.org'")
    await assigning.assign(team_id, host.person_id, Beside.SEASONED_HOST, on=TODAY, **BY)
    ellen = await somebody('Ellen Hart', Grant('coordinator', 'network', None))
    for actor, path in (
        (host, '/coach'), (host, f'/coach/teams/{team_id}'), (await again(alma), f'/coach/teams/{team_id}'),
        (await again(alma), f'/team/{team_id}/coach'), (ellen, f'/coach/teams/{team_id}'),
    ):  # fmt: skip
        await as_somebody(browser, await again(actor.account_id))
        assert CANARY not in (await browser.get(path)).text, (actor.name, path)


async def test_a_team_of_somebody_else_is_not_there(willow):
    browser, _team_id, _rosa = willow
    other = await rosas_team(await somebody('Efraín Soto', Grant('coach', 'network', None)), 'Lakeview', lead='Mila Hart')
    assert [(await browser.get(f'/coach/teams/{team_id}')).status_code for team_id in (other, 99999)] == [404, 404]


async def test_a_team_without_a_path_and_without_a_talk_has_its_page(client, database):
    rosa = await somebody('Rosa Delgado')
    team_id = await rosas_team(rosa, path='')
    browser = await opened(client, rosa)
    await browser.get('/coach')
    async with counted() as asked:
        said = main(await browser.get(f'/coach/teams/{team_id}'))
    assert 'No path yet' in said and 'Since they began' in said and 'No talk is written down yet.' in said
    assert len(asked) == 8  # the last says what was noted when the team came


async def test_a_team_that_came_from_somebody_else_says_since_when_from_whom_and_what_was_noted(willow):
    browser, team_id, _rosa = willow
    efrain = await somebody('Efraín Solís', Grant('coach', 'network', None))
    await assigning.hand_over(team_id, efrain.person_id, note='Call on Thursdays.', **BY)
    said = main(await (await opened(browser, efrain)).get(f'/coach/teams/{team_id}'))
    assert 'New with you since Wednesday, November 18, 2026, from Rosa Delgado. Call on Thursdays.' in said
    assert 'Since the last talk (Rosa Delgado, Fri, Nov 6)' in said
    await talked(team_id, efrain, TODAY)
    said = main(await browser.get(f'/coach/teams/{team_id}'))
    assert 'New with you' not in said and 'Since your last talk on Wednesday, November 18, 2026' in said


async def test_a_first_coach_without_a_note_is_told_nothing_and_with_one_reads_it(client, database):
    rosa = await somebody('Rosa Delgado', Grant('coach', 'network', None))
    team_id = await rosas_team(rosa)
    browser = await opened(client, rosa)
    assert 'New with you' not in main(await browser.get(f'/coach/teams/{team_id}'))
    await execute("update assignment set note = 'They like Spanish.'")
    said = main(await browser.get(f'/coach/teams/{team_id}'))
    assert 'New with you since Thursday, August 20, 2026. They like Spanish.' in said
