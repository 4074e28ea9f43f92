"""The pages beside the log: talks to come, the team's page about its coach, calls for help, the plan, and the coordinator's."""

import datetime
import io
import re

import openpyxl
import pytest
from icalendar import Calendar

from coaching.coaches.commands import assigning, covering, helping, logging, talks
from coaching.coaches.queries import appointments
from coaching.coaches.queries import helping as help_queries
from coaching.coaches.queries.planning import plan
from coaching.coaches.values import Beside, Logged
from coaching.kit.access import Actor
from coaching.kit.database import execute, fetchval
from coaching.teams.commands import add_place, next_steps
from coaching.teams.commands.teams import stand
from coaching.teams.values import TeamStanding
from tests.coaches.world import BY, DAY, MAY_COACH, NOW, TODAY, a_team, again, of_before, somebody
from tests.funnel.test_offerings_pages import main, said_after
from tests.path.world import as_somebody
from tests.queries import counted
from tests.signing import COORDINATOR, sign_in

pytestmark = pytest.mark.usefixtures('today')
CANARY = 'marmalade canary'


@pytest.fixture
async def willow(client, today) -> tuple[int, Actor, Actor]:
    """The team, Alma who leads it, and Rosa who coaches it."""
    team_id = await a_team('Willow Street School team', 'Alma Cruz', 'Grace Lee')
    rosa, alma = await somebody('Rosa Delgado'), await somebody('Alma Cruz')
    await assigning.assign(team_id, rosa.person_id, on=TODAY - 90 * DAY, **BY)
    return team_id, await again(alma.account_id), await again(rosa.account_id)


async def test_a_coach_plans_moves_and_takes_off_a_talk(client, willow):
    team_id, _alma, rosa = willow
    await as_somebody(client, rosa)
    assert 'No talk is planned yet' in main(await client.get('/coach/talks'))
    told = {'team_id': str(team_id), 'day': '2026-12-01', 'time': '4:00 pm', 'minutes': '45', 'mode': 'video', 'where_words': 'Our room'}
    assert 'The talk is planned.' in await said_after(client, await client.post('/coach/talks', data=told))
    planned = await appointments.planned(team_id, rosa.person_id)
    path = f'/coach/teams/{team_id}/talks/{planned.id}'
    assert 'Our room' in (await client.get(path)).text
    moved = await client.post('/coach/talks', data=told | {'day': '2026-12-02'})
    assert 'The talk is moved.' in await said_after(client, moved)
    assert (await appointments.planned(team_id, rosa.person_id)).sequence == 1
    past = await client.post('/coach/talks', data=told | {'day': '2026-11-02'})
    assert (past.status_code, 'Choose a time that is still to come.' in main(past)) == (409, True)
    assert (await client.post('/coach/talks', data=told | {'time': 'noonish'})).status_code == 422
    assert (await client.post('/coach/talks', data=told | {'team_id': '7'})).status_code == 422
    assert 'The talk is taken off.' in await said_after(client, await client.post(f'{path}/cancellation'))
    assert (await client.get(path)).status_code == 404


async def test_a_talk_from_another_zone_keeps_its_time_when_only_its_place_changes(client, willow):
    team_id, _alma, rosa = willow
    at = datetime.datetime(2026, 12, 1, 22, tzinfo=datetime.UTC)
    number = await talks.plan(team_id, rosa.person_id, at, zone='America/Chicago', by=rosa, now=NOW)
    await execute("update person set zone = 'America/Denver' where id = $1", rosa.person_id)
    await as_somebody(client, rosa)
    page = (await client.get(f'/coach/teams/{team_id}/talks/{number}')).text
    day, time = (re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)[1] for name in ('day', 'time'))
    assert (day, time) == ('2026-12-01', '15:00')
    told = {'team_id': str(team_id), 'day': day, 'time': time, 'minutes': '30', 'mode': 'phone', 'where_words': 'Our room'}
    assert (await client.post('/coach/talks', data=told)).status_code == 303
    assert (await appointments.planned(team_id, rosa.person_id)).starts_at == at


async def test_the_secret_calendar_shows_talks_and_is_renewed(client, willow):
    team_id, _alma, rosa = willow
    await as_somebody(client, rosa)
    told = {'team_id': str(team_id), 'day': '2026-12-01', 'time': '4:00 pm', 'minutes': '45', 'mode': 'phone', 'where_words': ''}
    await client.post('/coach/talks', data=told)
    await client.post('/coach/talks/feed')
    path = re.search(r'/talks/([^/\s]+)/calendar.ics', (await client.get('/coach/talks')).text)[1]
    client.cookies.clear()
    answer = await client.get(f'/talks/{path}/calendar.ics')
    (event,) = Calendar.from_ical(answer.content).walk('VEVENT')
    assert (answer.headers['content-type'].split(';')[0], str(event['summary'])) == (
        'text/calendar', 'Talk: Willow Street School team and Rosa Delgado',
    )  # fmt: skip
    await as_somebody(client, rosa)
    await client.post('/coach/talks/feed')
    assert [(await client.get(f'/talks/{token}/calendar.ics')).status_code for token in (path, 'nonsense')] == [404, 404]


async def test_the_sheet_of_minutes_counts_each_minute_once(client, willow):
    team_id, _alma, rosa = willow
    casa = await a_team('Casa Familia', 'Lucía Vega')
    await assigning.assign(casa, rosa.person_id, **BY)
    both = (team_id, casa)
    for number, more in enumerate(
        ({'minutes': 31}, {'minutes': 40, 'is_joint': True}, {'minutes': 5, 'how': 'attempted', 'travel_minutes': 11})
    ):
        await logging.log(Logged(f'draft-000{number}', both, TODAY, going_well=CANARY, for_coaches=CANARY, **more), by=rosa, now=NOW)
    nora = await somebody('Nora Fox')
    await logging.log(Logged('draft-0009', (team_id,), TODAY, minutes=100), by=nora, now=NOW)
    await as_somebody(client, rosa)

    async def sheets(month: str) -> list[list[tuple]]:
        answer = await client.get(f'/coach/minutes.xlsx?month={month}')
        return [list(sheet.values) for sheet in openpyxl.load_workbook(io.BytesIO(answer.content))]

    teams, talks = await sheets('2026-11')
    assert [row[2:] for row in teams[1:3]] == [(2, 1, 19, 40, 6), (2, 1, 17, 40, 5)]
    assert (teams[3][0], teams[3][4], teams[3][6], len(talks)) == ('All, each minute once', 76, 11, 4)
    assert [len(sheet) for sheet in await sheets('2026-10')] == [2, 1]
    assert (await sheets('nonsense'))[0][3][4] == 76
    await sign_in(client, 'Ellen Hart', COORDINATOR, now=NOW)
    teams, talks = await sheets('2026-11')
    assert (teams[3][4], len(talks), CANARY in str(teams + talks)) == (176, 5, False)


async def test_a_team_sees_its_coach_its_steps_and_what_was_shared_alone(client, willow):
    team_id, alma, rosa = willow
    told = Logged('draft-0002', (team_id,), TODAY, going_well='Two more parents came.', for_coaches=CANARY)
    contact_id, _ = await logging.log(told, by=rosa, now=NOW)
    await logging.add_line(contact_id, CANARY, for_coaches=True, by=rosa, now=NOW)
    await logging.add_line(contact_id, 'And a third.', by=rosa, now=NOW)
    await of_before(rosa, team_id, CANARY)
    step = await next_steps.add(team_id, 'Ask the library.', owner_id=alma.person_id, by=rosa, now=NOW)
    await as_somebody(client, alma)
    path = f'/team/{team_id}/coach'
    page = await client.get(path)
    assert 'Rosa Delgado coaches you' in main(page) and 'Two more parents came.' in main(page) and CANARY not in page.text
    assert 'And a third.' in main(page)
    assert 'Done. Well done.' in await said_after(client, await client.post(f'{path}/steps/{step}/done'))
    assert 'It is open again.' in await said_after(client, await client.post(f'{path}/steps/{step}/undo'))
    assert 'still open' in await said_after(client, await client.post(f'{path}/steps/{step}/undo'))
    assert 'That is fine.' in await said_after(client, await client.post(f'{path}/steps/{step}/dropped', data={'why': 'no_time'}))
    assert 'done or was let go already' in await said_after(client, await client.post(f'{path}/steps/{step}/done'))
    added = {'what': 'Call the clinic.', 'owner': str(rosa.person_id), 'due': '2026-12-01'}
    assert 'It is on the list.' in await said_after(client, await client.post(f'{path}/steps', data=added))
    assert (await client.post(f'{path}/steps', data=added | {'what': ''})).status_code == 422
    other = await next_steps.add(await a_team('Casa Familia', 'Lucía Vega'), 'Theirs.', by=rosa, now=NOW)
    assert (await client.post(f'{path}/steps/{other}/done')).status_code == 404
    await as_somebody(client, rosa)
    assert 'You and Willow Street School team' in main(await client.get(path)) and CANARY not in (await client.get(path)).text


async def test_the_teams_page_asks_the_same_with_one_talk_and_with_many(client, willow):
    team_id, alma, rosa = willow
    await as_somebody(client, alma)
    counts = []
    for number in range(6):
        await logging.log(Logged(f'draft-000{number}', (team_id,), TODAY), by=rosa, now=NOW)
        await client.get(f'/team/{team_id}/coach')
        async with counted() as asked:
            await client.get(f'/team/{team_id}/coach')
        counts.append(len(asked))
    assert set(counts) == {counts[0]} and counts[0] <= 14, asked


async def test_a_call_for_help_is_answered_by_somebody_with_a_name(client, willow):
    team_id, alma, rosa = willow
    path = f'/team/{team_id}/coach/help'
    await as_somebody(client, alma)
    said = main(await client.get(path))
    assert 'What do you need?' in said and 'It goes to Rosa Delgado now.' in said and 'the people who run' in said
    assert (await client.post(path, data={'words': ''})).status_code == 422
    assert 'It is sent.' in await said_after(client, await client.post(path, data={'words': 'Nobody can host.'}))
    (thread,) = await help_queries.threads([team_id])
    await client.post(path, data={'words': 'It is for Thursday.'})
    assert 'Do you want to add something?' in main(await client.get(path))
    await as_somebody(client, rosa)
    assert 'Answer first.' in await said_after(client, await client.post(f'{path}/{thread.id}/closing'))
    assert 'Willow Street School team waits for an answer' in main(await client.get(path))
    assert '1 team waits for an answer' in main(await client.get('/coach/help'))
    assert (await client.post(f'{path}/{thread.id}/words', data={'words': ''})).status_code == 422
    await client.post(f'{path}/{thread.id}/words', data={'words': 'I will come.'})
    await as_somebody(client, alma)
    said = main(await client.get(path))
    assert 'Rosa Delgado has answered' in said and 'Rosa Delgado (coach)' in said
    assert 'I will come.' in said and 'It is for Thursday.' in said
    assert 'It is settled.' in await said_after(client, await client.post(f'{path}/{thread.id}/closing'))
    assert 'This is closed.' in await said_after(client, await client.post(f'{path}/{thread.id}/closing'))
    assert (await client.post(f'{path}/{thread.id}/words', data={'words': 'And?'})).status_code == 409
    assert 'It is open again.' in await said_after(client, await client.post(f'{path}/{thread.id}/closing/undo'))


async def test_a_seasoned_host_sees_calls_for_help_and_nothing_else(client, willow):
    team_id, alma, rosa = willow
    ines = await somebody('Ines Paz')
    await assigning.assign(team_id, ines.person_id, Beside.SEASONED_HOST, **BY)
    await logging.log(Logged('draft-0001', (team_id,), TODAY, going_well=CANARY), by=rosa, now=NOW)
    path = f'/team/{team_id}/coach/help'
    request_id = await helping.ask(team_id, 'Nobody can host.', by=alma, now=NOW - DAY / 6)
    await as_somebody(client, await again(ines.account_id))

    async def found() -> list[int]:
        sent = {'words': ''}
        return [(await client.get(path)).status_code, *[
            (await client.post(f'{path}/{request_id}/{what}', data=sent)).status_code for what in ('words', 'closing', 'closing/undo')
        ]]  # fmt: skip

    assert await found() == [404, 404, 404, 404]
    said = main(await client.get('/coach/help'))
    assert 'May teams call you?' in said and 'Willow' not in said
    assert 'may call you. Thank you.' in await said_after(client, await client.post('/coach/help/called'))
    assert await found() == [404, 404, 404, 404]
    assert await helping.pass_on(now=NOW) == 1
    assert 'Nobody can host.' in main(await client.get(path)) and 'Willow' in main(await client.get('/coach/help'))
    assert 'Answer first.' in await said_after(client, await client.post(f'{path}/{request_id}/closing'))
    await client.post(f'{path}/{request_id}/words', data={'words': 'I can.'})
    assert (await help_queries.thread(request_id)).answered_by == 'Ines Paz'
    assert 'It is settled.' in await said_after(client, await client.post(f'{path}/{request_id}/closing'))
    await client.post('/coach/help/called')
    assert await found() == [404, 404, 404, 404]
    closed = [f'/team/{team_id}/coach', f'/team/{team_id}/coach/plan', f'/team/{team_id}', f'/coach/teams/{team_id}/log', '/coach/talks']
    assert [(await client.get(there)).status_code for there in closed] == [404, 404, 404, 403, 403]
    assert (await client.post(f'/team/{team_id}/coach/help', data={'words': 'Me too.'})).status_code == 404


async def test_a_plan_is_agreed_when_both_sides_have_said_yes_to_the_same_version(client, willow):
    team_id, alma, rosa = willow
    path = f'/team/{team_id}/coach/plan'
    await as_somebody(client, alma)
    assert 'There is no plan yet' in main(await client.get(path))
    assert (await client.post(f'{path}/edit', data={'hope': '', 'version': '0'})).status_code == 409
    told = {'hope': 'That parents lead.', 'version': '0', 'review_on': ''}
    assert 'The plan is written.' in await said_after(client, await client.post(f'{path}/edit', data=told))
    assert 'Choose a day' in await said_after(client, await client.post(f'{path}/1/yes'))
    stale = await client.post(f'{path}/edit', data=told)
    assert (stale.status_code, 'newer version' in main(stale)) == (409, True)
    bad = await client.post(f'{path}/edit', data=told | {'version': '1', 'review_on': 'soon'})
    assert (bad.status_code, 'That parents lead.' in bad.text) == (422, True)
    offered = await client.get(path)
    assert 'value="2027-02-18"' in offered.text and 'What would make us pause?' not in main(offered)
    for day, status in (('soon', 422), ('2026-11-17', 409)):
        answer = await client.post(f'{path}/1/yes', data={'review_on': day})
        assert (answer.status_code, 'id="review_on-error"' in answer.text) == (status, True)
    again_told = told | {'version': '1', 'review_on': '2027-02-01'}
    assert 'That parents lead.' in (await client.get(f'{path}/edit')).text
    await client.post(f'{path}/edit', data=again_told)
    assert 'Nothing has changed.' in await said_after(client, await client.post(f'{path}/edit', data=again_told | {'version': '2'}))
    assert 'You have said yes' in await said_after(client, await client.post(f'{path}/2/yes'))
    await as_somebody(client, rosa)
    assert 'newer version' in await said_after(client, await client.post(f'{path}/1/yes'))
    await client.post(f'{path}/2/yes')
    assert 'You have a plan that both sides agreed to' in main(await client.get(path))
    await client.post(f'{path}/edit', data=again_told | {'version': '2', 'hope': 'More.'})
    assert ((await plan(team_id)).number, (await plan(team_id)).is_agreed) == (3, False)
    assert 'This is an earlier version.' in main(await client.get(f'{path}?version=2'))
    assert (await client.get(f'{path}?version=9')).status_code == 404


async def test_whoever_says_yes_first_chooses_the_day_and_the_other_says_yes_to_the_same(client, willow):
    team_id, alma, rosa = willow
    path = f'/team/{team_id}/coach/plan'
    await as_somebody(client, alma)
    await client.post(f'{path}/edit', data={'hope': 'That parents lead.', 'version': '0', 'review_on': ''})
    assert 'You have said yes' in await said_after(client, await client.post(f'{path}/1/yes', data={'review_on': '2027-03-01'}))
    standing = await plan(team_id)
    assert (standing.number, str(standing.review_on), standing.agreed_by_team) == (2, '2027-03-01', 'Alma Cruz')
    await as_somebody(client, rosa)
    assert 'name="review_on"' not in (await client.get(path)).text
    other = await client.post(f'{path}/2/yes', data={'review_on': '2027-04-01'})
    assert 'said yes to another day meanwhile' in await said_after(client, other)
    await client.post(f'{path}/2/yes')
    assert (await plan(team_id)).is_agreed


async def test_a_coordinator_finds_a_coach_lets_hand_over_and_ends(client, willow):
    team_id, _alma, rosa = willow
    efrain = await somebody('Efraín Solís', MAY_COACH)
    await logging.log(Logged('draft-0001', (team_id,), TODAY, going_well=CANARY), by=rosa, now=NOW)
    await sign_in(client, 'Ellen Hart', COORDINATOR, now=NOW)
    path = f'/setup/teams/{team_id}/coach'
    page = await client.get(path)
    assert 'Rosa Delgado coaches Willow Street School team' in main(page) and CANARY not in page.text
    assert 'Efraín Solís Coaches 0 of 8 teams. Speaks the language of the team. Coaches everywhere.' in main(page)
    told = {'person_id': str(efrain.person_id), 'role': 'lead', 'began_on': '2026-11-18', 'note': 'They like Tuesdays.'}
    assert (await client.post(path, data=told | {'began_on': 'soon'})).status_code == 422
    assert (await client.post(path, data=told | {'person_id': '', 'other': 'Nobody Here'})).status_code == 422
    assert 'The team has a new coach' in await said_after(client, await client.post(path, data=told))
    assert 'Efraín Solís coaches' in main(await client.get(path))
    assert (await client.post(path, data=told)).status_code == 409
    host = {'other': 'grace@example.org', 'role': 'seasoned_host', 'began_on': '2026-11-18', 'person_id': ''}
    answer = await client.post(path, data=host)
    assert (answer.status_code, 'Say yes to that below' in main(answer)) == (409, True)
    assert 'It is done.' in await said_after(client, await client.post(path, data=host | {'approved': 'yes'}))
    number = await fetchval("select id from assignment where role = 'seasoned_host'")
    answer = await client.post(f'{path}/{number}/end', data={'on': '31 Feb 2027', 'why': 'left'})
    assert (answer.status_code, 'Write a day that is on the calendar' in main(answer), '31 Feb 2027' in answer.text) == (422, True, True)
    answer = await client.post(f'{path}/{number}/end', data={'on': '2026-11-01', 'why': 'left'})
    assert (answer.status_code, 'Choose a day that is not before the first day.' in main(answer)) == (409, True)
    assert await fetchval('select ended_on from assignment where id = $1', number) is None
    assert 'That is ended.' in await said_after(client, await client.post(f'{path}/{number}/end', data={'why': 'left'}))
    assert 'has ended already' in await said_after(client, await client.post(f'{path}/{number}/end', data={'why': 'left'}))
    assert 'It stands again.' in await said_after(client, await client.post(f'{path}/{number}/end/undo'))
    assert 'not here any more' in await said_after(client, await client.post(f'{path}/{number}/end/undo'))


async def test_the_same_form_sent_twice_says_it_once(client, willow):
    team_id, alma, rosa = willow
    await as_somebody(client, alma)
    there = f'/team/{team_id}/coach'
    for path, sent in ((f'{there}/help', {'words': 'Nobody can host.'}), (f'{there}/steps', {'what': 'Call the school', 'owner': '0'})):
        assert [(await client.post(path, data=sent)).status_code for _ in range(2)] == [303, 303]
    call_id = await fetchval('select id from help_request')
    assert [(await client.post(f'{there}/help/{call_id}/words', data={'words': 'Until May.'})).status_code for _ in range(2)] == [303, 303]
    told = Logged('draft-0123', (team_id,), TODAY, 'held', 'phone', minutes=20)
    contact_id, _is_new = await logging.log(told, by=rosa, now=NOW)
    await as_somebody(client, rosa)
    line = f'/coach/teams/{team_id}/log/{contact_id}/lines'
    assert [(await client.post(line, data={'words': 'They called back.'})).status_code for _ in range(2)] == [303, 303]
    assert (await client.post(line, data={'words': 'They called back.', 'for_coaches': 'yes'})).status_code == 303
    counts = [await fetchval(f'select count(*) from {table}') for table in ('help_request', 'help_word', 'next_step', 'contact_addendum')]
    assert counts == [1, 1, 1, 2]


async def test_a_team_that_has_closed_calls_nobody_and_its_words_stay_on_the_page(client, willow):
    team_id, alma, _rosa = willow
    await stand(team_id, TeamStanding.CLOSED, why='The school has closed.', **BY)
    await as_somebody(client, alma)
    answer = await client.post(f'/team/{team_id}/coach/help', data={'words': CANARY})
    assert (answer.status_code, 'This team has closed.' in main(answer), CANARY in answer.text) == (409, True, True)
    assert await fetchval('select count(*) from help_request') == 0


async def test_a_coordinator_says_what_a_coach_can_take_on_and_who_stands_in(client, willow):
    team_id, _alma, rosa = willow
    efrain = await somebody('Efraín Solís', MAY_COACH)
    await a_team('Casa Familia', 'Lucía Vega')
    await sign_in(client, 'Ellen Hart', COORDINATOR, now=NOW)
    said = main(await client.get('/setup/coaches'))
    assert '1 team waits for a coach' in said and 'Rosa Delgado 1 of 8 teams' in said
    assert ['1 team waits for a coach' in main(await client.get(desk)) for desk in ('/setup', '/reports/funnel')] == [True, True]
    path = f'/setup/coaches/{rosa.person_id}'
    can = {'most_teams': '12', 'languages': ['en', 'es'], 'models': ['community']}
    assert 'It is saved.' in await said_after(client, await client.post(path, data=can))
    assert (await client.post(path, data=can | {'most_teams': 'many'})).status_code == 422
    assert 'Rosa Delgado coaches 1 of 12 teams' in main(await client.get(path))
    away = {'by_id': str(efrain.person_id), 'from_on': '2026-11-18', 'until_on': '2026-11-30', 'note': 'On leave.'}
    assert (await client.post(f'{path}/cover', data=away | {'until_on': 'later'})).status_code == 422
    assert (await client.post(f'{path}/cover', data=away | {'until_on': '2026-11-18'})).status_code == 409
    assert 'Somebody stands in.' in await said_after(client, await client.post(f'{path}/cover', data=away))
    assert 'away; Efraín Solís stands in' in main(await client.get('/setup/coaches'))
    cover_id = await fetchval('select id from cover')
    assert (await client.post(f'/setup/coaches/{efrain.person_id}/cover/{cover_id}/end')).status_code == 404
    assert 'Nobody stands in any more.' in await said_after(client, await client.post(f'{path}/cover/{cover_id}/end'))
    assert 'Rosa' not in str(await covering.assignments.covers(TODAY)) and team_id


async def test_a_coordinator_of_a_place_sees_its_teams_and_coaches_alone(client, willow):
    team_id, _alma, rosa = willow
    place_id = await add_place('Lakes', None, **BY)
    await sign_in(client, 'Olga Stern', COORDINATOR.__class__('coordinator', 'place', place_id), now=NOW)
    for path in (f'/setup/teams/{team_id}/coach', f'/setup/coaches/{rosa.person_id}'):
        assert (await client.get(path)).status_code == 404
    assert 'Rosa' not in main(await client.get('/setup/coaches'))


