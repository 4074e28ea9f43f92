"""A coach's page: who needs the coach and why, with one button each; somebody else's teams are not on it."""

import datetime

import pytest

from coaching.coaches.commands import assigning, covering
from coaching.coaches.values import Beside
from coaching.kit.access import Grant
from coaching.kit.database import execute, fetchval
from tests.caseload.world import BY, DAY, NOW, TODAY, appointed, called, claimed, confirmed, opened, rosas_team, somebody, talked
from tests.funnel.test_offerings_pages import main, said_after
from tests.queries import counted

pytestmark = pytest.mark.usefixtures('today')
HOUR = datetime.timedelta(hours=1)
QUESTIONS = 5  # who asks; the teams; what went well; how many teams the coach can take; how soon calls were answered


@pytest.fixture
async def rosa(database):
    return await somebody('Rosa Delgado', Grant('coach', 'network', None))


async def test_whoever_has_no_team_yet_reads_what_will_stand_there(client, rosa):
    browser = await opened(client, rosa)
    said = main(await browser.get('/coach'))
    assert 'You have no teams yet' in said and 'When somebody gives you a team' in said


async def test_a_silent_team_comes_first_with_its_reason_and_one_button(client, rosa):
    silent, good = await rosas_team(rosa), await rosas_team(rosa, 'Maple Library', lead='Mila Hart')
    await talked(silent, rosa, TODAY - 61 * DAY)
    await talked(good, rosa, TODAY - 3 * DAY)
    page = await (await opened(client, rosa)).get('/coach')
    said = main(page)
    assert '1 of your 2 teams needs you' in said
    assert 'No talk for 61 days, and none is planned' in said and f'href="/coach/teams/{silent}/log"' in page.text
    assert 'On track' in said and 'Maple Library' in said and 'Sun, Nov 15' in said
    assert f'action="/coach/teams/{good}/snooze"' not in page.text


async def test_nobody_needs_the_coach(client, rosa):
    good = await rosas_team(rosa)
    await talked(good, rosa, TODAY - 3 * DAY)
    said = main(await (await opened(client, rosa)).get('/coach'))
    assert 'Nobody is waiting for you today' in said and 'All of your teams are on track.' in said and 'Needs you first' not in said
    await appointed(good, rosa, NOW + 2 * HOUR)
    said = main(await client.get('/coach'))
    assert 'Next talk: Westgate Early Learning, Today, 11:00 am.' in said and 'Today and tomorrow' in said


async def test_a_step_that_waits_is_reviewed_with_one_button(client, rosa):
    team_id = await rosas_team(rosa)
    await claimed(team_id, 6)
    page = await (await opened(client, rosa)).get('/coach')
    said = main(page)
    assert 'Your team needs you' in said and 'Sign-off of step 1 has waited 6 days' in said and 'Step 1 of 7: Dream' in said
    assert f'href="/team/{team_id}/steps/1"' in page.text and 'Review step 1' in said


async def test_a_call_for_help_is_read_and_answered_and_comes_before_everything(client, rosa):
    silent, calling = await rosas_team(rosa), await rosas_team(rosa, 'Casa Familia', lead='Mila Hart')
    await talked(silent, rosa, TODAY - 80 * DAY)
    await talked(calling, rosa, TODAY - DAY)
    await called(calling, 'Nobody can host Thursday')
    said = main(await (await opened(client, rosa)).get('/coach'))
    assert said.index('Casa Familia') < said.index('Westgate')
    assert 'Asked for help today: “Nobody can host Thursday”' in said and 'Read and reply' in said and said.count('Remind me Monday') == 1


async def test_a_paused_team_waits_among_those_on_track_until_its_day(client, rosa):
    team_id = await rosas_team(rosa)
    browser = await opened(client, rosa)
    page = await browser.get('/coach')
    assert 'Remind me Monday' in main(page) and 'name="until_on" value="2026-11-23"' in page.text
    said = await said_after(browser, await browser.post(f'/coach/teams/{team_id}/snooze', data={'until_on': '2026-11-23'}))
    assert 'Westgate Early Learning comes back on Mon, Nov 23, or when it asks for help.' in said
    assert 'Nobody is waiting for you today' in said and 'Paused until Monday' in said
    await called(team_id, 'Nobody can host Thursday')
    assert 'Your team needs you' in main(await browser.get('/coach'))
    await execute('delete from help_request')
    assert 'We remind you of Westgate' in await said_after(browser, await browser.post(f'/coach/teams/{team_id}/snooze/end'))
    assert 'Your team needs you' in main(await browser.get('/coach'))
    assert await fetchval("select array_agg(kind order by id) from entry where kind like 'reminder%'") == ['reminder_set', 'reminder_ended']
    assert (await browser.post(f'/coach/teams/{team_id}/snooze/end')).status_code == 303


async def test_a_pause_needs_a_day_and_what_was_typed_stays(client, rosa):
    team_id = await rosas_team(rosa)
    browser, path = await opened(client, rosa), f'/coach/teams/{team_id}/snooze'
    said = main(await browser.get(path))
    assert 'When should we remind you of Westgate Early Learning?' in said
    answer = await browser.post(path, data={'until_on': ''})
    assert (answer.status_code, 'Write a day' in main(answer)) == (422, True)
    answer = await browser.post(path, data={'until_on': '2026-11-18'})
    assert (answer.status_code, 'Choose a day after today.' in main(answer), '2026' in answer.text) == (409, True, True)
    answer = await browser.post(path, data={'until_on': '2027-11-18'})
    assert (answer.status_code, 'Choose a day within four weeks.' in main(answer)) == (409, True)


async def test_while_a_coach_is_away_the_teams_stand_on_the_page_of_whoever_stands_in(client, rosa):
    team_id, efrain = await rosas_team(rosa), await somebody('Efraín Soto', Grant('coach', 'network', None))
    await covering.cover(rosa.person_id, efrain.person_id, TODAY, TODAY + 7 * DAY, **BY)
    said = main(await (await opened(client, rosa)).get('/coach'))
    assert 'Efraín Soto looks after your teams' in said and 'until Wednesday, November 25, 2026' in said and 'Needs you' not in said
    page = await (await opened(client, efrain)).get('/coach')
    assert 'Your team needs you' in main(page) and 'You stand in for Rosa Delgado until Wed, Nov 25.' in main(page)
    assert f'/coach/teams/{team_id}/log' in page.text


async def test_teams_at_rest_are_named_and_not_counted_and_closed_ones_are_not_there(client, rosa):
    resting, closed = await rosas_team(rosa), await rosas_team(rosa, 'Lakeview', lead='Mila Hart')
    await execute("update team_state set state = 'resting', why = 'Summer' where team_id = $1", resting)
    await execute("update team_state set state = 'closed', why = 'Moved' where team_id = $1", closed)
    said = main(await (await opened(client, rosa)).get('/coach'))
    assert 'Your teams are at rest' in said and 'Westgate Early Learning' in said and 'Lakeview' not in said


async def test_good_things_of_the_week_are_said_and_older_ones_not(client, rosa):
    team_id = await rosas_team(rosa)
    await execute('update team_member set began_on = $1', TODAY - 60 * DAY)
    for what, days in (('Call the library', 2), ('Find a room', 9)):
        await execute(
            "insert into next_step (team_id, what, state, ended_on, made_at) values ($1, $2, 'done', $3, $4)",
            team_id, what, TODAY - days * DAY, NOW,
        )  # fmt: skip
    await confirmed(team_id, rosa, 1)
    said = main(await (await opened(client, rosa)).get('/coach'))
    assert 'Westgate Early Learning did it: Call the library' in said and 'Find a room' not in said
    assert 'Westgate Early Learning: step 1 is signed off' in said


async def test_a_seasoned_host_reads_the_calls_that_came_to_the_host_and_no_others(client, rosa):
    team_id = await rosas_team(rosa)
    grace = await somebody('Grace Lee')
    await assigning.assign(team_id, grace.person_id, Beside.SEASONED_HOST, on=TODAY - DAY, **BY)
    browser = await opened(client, grace)
    await called(team_id, 'Nobody can host Thursday')
    assert 'They asked for help' not in main(await browser.get('/coach'))
    await execute('update help_request set passed_on_at = $1', NOW)
    assert 'They asked for help' not in main(await browser.get('/coach'))
    await covering.may_be_called(grace.person_id, True, **BY)
    page = await browser.get('/coach')
    assert 'They asked for help' in main(page) and f'href="/team/{team_id}/coach/help"' in page.text
    assert [(await browser.get(f'/coach/teams/{team_id}{there}')).status_code for there in ('/snooze', '/log')] == [403, 403]


async def test_other_coaches_teams_are_not_there(client, rosa):
    await rosas_team(rosa)
    efrain = await somebody('Efraín Soto', Grant('coach', 'network', None))
    other = await rosas_team(efrain, 'Lakeview', lead='Mila Hart')
    browser = await opened(client, rosa)
    assert 'Lakeview' not in (await browser.get('/coach')).text
    assert (await browser.get(f'/coach/teams/{other}/snooze')).status_code == 404
    for path in ('snooze', 'snooze/end'):
        assert (await browser.post(f'/coach/teams/{other}/{path}', data={'until_on': '2026-11-23'})).status_code == 404


@pytest.mark.parametrize('many', [1, 60])
async def test_sixty_teams_ask_as_many_questions_as_one(client, rosa, many):
    for number in range(many):
        team_id = await rosas_team(rosa, f'Team {number:02}', lead=f'Lead{number:02} Cruz')
        await talked(team_id, rosa, TODAY - number * DAY)
    browser = await opened(client, rosa)
    await browser.get('/coach')
    async with counted() as asked:
        page = await browser.get('/coach')
    assert (page.status_code, len(asked)) == (200, QUESTIONS)


async def test_how_soon_half_of_the_calls_were_answered_is_said_from_three_on(client, rosa):
    team_id = await rosas_team(rosa)
    browser = await opened(client, rosa)
    for count, minutes in ((2, 10), (1, 40)):
        for _call in range(count):
            await execute(
                """insert into help_request (team_id, words, asked_at, answered_at, closed_at) values ($1, 'Who can host?', $2, $3, $3)""",
                team_id, NOW - HOUR, NOW - HOUR + datetime.timedelta(minutes=minutes),
            )  # fmt: skip
        said = main(await browser.get('/coach'))
        assert ('Half of the calls for help had a first answer within 10 minutes' in said) == (count == 1)


async def test_the_page_leads_to_cohorts_and_calls_and_a_seasoned_host_sees_no_cohorts(client, rosa):
    await rosas_team(rosa)
    page = (await (await opened(client, rosa)).get('/coach')).text
    assert 'href="/cohorts"' in page and 'href="/coach/help"' in page
    for path in ('/cohorts', '/coach/help'):
        assert (await client.get(path)).status_code == 200


async def test_a_talk_of_today_can_be_logged_and_one_of_tomorrow_not_yet(client, rosa):
    today, tomorrow = await rosas_team(rosa), await rosas_team(rosa, 'Maple Library', lead='Mila Hart')
    await appointed(today, rosa, NOW + 2 * HOUR)
    await appointed(tomorrow, rosa, NOW + 24 * HOUR)
    agenda = (await (await opened(client, rosa)).get('/coach')).text.partition('agenda')[2].partition('</ul>')[0]
    assert [f'/coach/teams/{one}/log"' in agenda for one in (today, tomorrow)] == [True, False]


async def test_a_next_step_past_its_day_is_done_or_let_go_from_the_card_itself(client, rosa):
    team_id = await rosas_team(rosa)
    await talked(team_id, rosa, TODAY - DAY)
    late = 'insert into next_step (team_id, what, due_on, made_at) values ($1, $2, $3, $4) returning id'
    number = await fetchval(late, team_id, 'Call the library', TODAY - 8 * DAY, NOW)
    browser = await opened(client, rosa)
    page = (await browser.get('/coach')).text
    done = f'/team/{team_id}/coach/steps/{number}/done'
    reason = page.partition('“Call the library” was due 8 days ago')[2].partition('</li>')[0]
    assert f'action="{done}"' in reason and 'Let it go' in reason
    await fetchval(late, team_id, 'Find a room', TODAY - 7 * DAY, NOW)
    page = (await browser.get('/coach')).text
    assert '2 next steps are past their day' in page and done not in page
    await browser.post(done)
    assert 'Call the library' not in (await browser.get('/coach')).text.partition('Went well')[0]
