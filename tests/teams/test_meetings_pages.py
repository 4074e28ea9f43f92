"""A team's meetings: written down, put right by two at once, their dates found, in calendars, moved and called off."""

import datetime
import re

from icalendar import Calendar

from coaching.accounts.commands.roles import give_role, open_account
from coaching.kit.access import Grant
from coaching.kit.database import fetch, fetchval
from coaching.people.commands import erase
from coaching.people.queries import export
from coaching.teams.commands import meetings, next_steps, polls
from coaching.teams.commands import teams as commands
from coaching.teams.queries import next_steps as steps_read
from coaching.teams.queries import teams as queries
from coaching.teams.queries.meetings import meeting, poll
from coaching.teams.rules.meetings import NoMeeting, NoPoll
from coaching.teams.values import Answer, DroppedWhy, NextState, TeamStanding
from tests.conftest import NOW
from tests.queries import counted
from tests.signing import sign_in
from tests.teams.test_teams import BY, TODAY, a_team, refusal, somebody
from tests.teams.world import letters_about

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
ENDLESS = 'date_' + '9' * 5000
FRIDAY, LATER = NOW + 40 * DAY, NOW + 47 * DAY


async def asked(team: int, *dates: datetime.datetime, **more) -> int:
    return await polls.propose(team, dates or (FRIDAY, LATER), minutes=90, zone='America/Chicago', **more, **BY)


async def letters(poll_id: int, kind: str) -> list:
    return [one for one in await letters_about('meeting_poll', poll_id) if one.kind == kind]


def event(letter) -> dict[str, object]:
    calendar = Calendar.from_ical(letter.calendar.text)
    (one,) = calendar.walk('VEVENT')
    return {'method': str(calendar['method']), 'sequence': int(one['sequence']), 'uid': str(one['uid']), 'at': one['dtstart'].dt}


async def test_a_meeting_is_written_down_with_who_was_there_and_what_comes_next(client, team_id):
    alma = (await queries.members(team_id))[0].person_id
    form = {
        'held_on': '2026-11-17', 'title': 'First', 'people': str(alma), 'decided': 'We ask the school.', 'step': 'Call the school',
        'owner_id': str(alma), 'due_on': '2026-12-01', 'version': '1',
    }  # fmt: skip
    assert 'What did you decide?' in (await client.get(f'/team/{team_id}/meetings/new')).text
    assert (await client.post(f'/team/{team_id}/meetings', data=form)).status_code == 303
    shown = (await client.get(f'/team/{team_id}/meetings')).text
    for words in ('First', 'We ask the school.', 'Call the school', 'Alma Cruz'):
        assert words in shown
    (step,) = await steps_read.owned_by(alma)
    assert (step.due_on, step.meeting_id is not None) == (datetime.date(2026, 12, 1), True)
    for wrong in ({'held_on': '2030-01-01'}, {'decided': '', 'people': ''}, {'held_on': 'x'}):
        assert (await client.post(f'/team/{team_id}/meetings', data=form | wrong)).status_code == 422


async def test_of_two_who_write_the_second_is_told_and_keeps_either_or_both(client, team_id):
    number = await meetings.write_down(team_id, TODAY, decided='We ask.', **BY)
    path, form = f'/team/{team_id}/meetings/{number}', {'held_on': TODAY.isoformat(), 'decided': 'We call.', 'version': '1'}
    assert 'We ask.' in (await client.get(path)).text
    assert (await client.post(path, data=form | {'decided': 'We write.'})).status_code == 303
    told = await client.post(path, data=form)
    assert [words in told.text for words in ('We write.', 'We call.', 'Keep both texts', 'value="2"')] == [True] * 4
    assert told.status_code == 409
    assert (await client.post(path, data=form | {'version': '2', 'keep': 'both'})).status_code == 303
    assert (await meeting(number)).decided == 'We write.\n\nWe call.'
    for wrong in ({'held_on': 'x'}, {'held_on': '2030-01-01', 'version': '3'}):
        assert (await client.post(path, data=form | wrong)).status_code == 422
    assert await refusal(meetings.change(0, version=1, held_on=TODAY, title='', decided='x', people=(), **BY)) is NoMeeting.GONE


async def test_two_texts_that_are_too_long_together_are_both_kept_on_the_page_and_nothing_is_cut(client, team_id):
    theirs, mine = ('We ask the school. ' * 150).strip(), ('We call the library. ' * 150).strip()
    number = await meetings.write_down(team_id, TODAY, decided=theirs, **BY)
    path, form = f'/team/{team_id}/meetings/{number}', {'held_on': TODAY.isoformat(), 'decided': mine, 'version': '1', 'keep': 'both'}
    told = await client.post(path, data=form)
    assert (told.status_code, (await meeting(number)).decided) == (422, theirs)
    assert [words in told.text for words in (theirs, mine, 'Together these are too long', 'Keep both texts')] == [True] * 4
    assert (await client.post(path, data=form | {'keep': ''})).status_code == 303
    assert (await meeting(number)).decided == mine
    assert await refusal(meetings.write_down(team_id, TODAY, decided='x' * 4001, **BY)) is NoMeeting.TOO_LONG


async def test_a_team_that_has_closed_asks_nobody_about_dates(client, team_id):
    await commands.stand(team_id, TeamStanding.CLOSED, why='The school has closed.', **BY)
    assert await refusal(asked(team_id)) is NoPoll.CLOSED
    assert await fetchval('select count(*) from meeting_poll') == 0


async def test_who_was_there_and_left_since_stays(client, team_id):
    grace = await somebody('Grace Lee')
    member_id = await commands.join(team_id, grace, **BY)
    number = await meetings.write_down(team_id, TODAY, people=[grace, 0], **BY)
    await commands.leave(member_id, **BY)
    alma = (await queries.members(team_id))[0].person_id
    await meetings.change(number, version=1, held_on=TODAY, title='', decided='', people=[alma], **BY)
    assert {name for _id, name in (await meeting(number)).people} == {'Alma Cruz', 'Grace Lee'}
    assert await refusal(meetings.write_down(team_id, TODAY, decided='x', steps=[('', None, None)], **BY)) is not None


async def test_next_steps_are_added_changed_done_let_go_and_taken_up_again(client, team_id):
    start = f'/team/{team_id}/meetings/next-steps'
    added = [await client.post(start, data={'what': what, 'due_on': '2026-11-01'}) for what in ('Call the school', '')]
    assert [one.status_code for one in added] == [303, 422]
    (step,) = await steps_read.of(team_id)
    assert 'day is over' in (await client.get(f'/team/{team_id}/meetings')).text
    path = f'{start}/{step.id}'
    assert 'Call the school' in (await client.get(path)).text
    form = {'what': 'Write to the school', 'version': '1', 'owner_id': '0'}
    assert [(await client.post(path, data=data)).status_code for data in (form, form, form | {'what': ''})] == [303, 409, 422]
    for what in ('let-go', 'done', 'done', 'reopen', 'reopen'):
        assert (await client.post(f'{path}/{what}')).status_code == 303
    assert (await steps_read.next_step(step.id)).state is NextState.OPEN
    await client.post(f'{path}/let-go', data={'why': 'no_time'})
    assert (await steps_read.next_step(step.id)).dropped_why is DroppedWhy.NO_TIME
    assert 'No time for it' in (await client.get(f'/team/{team_id}/meetings')).text


async def test_an_owner_who_left_and_words_for_one_stay_when_something_else_is_changed(client, team_id):
    grace = await somebody('Grace Lee')
    member_id = await commands.join(team_id, grace, **BY)
    hers = await next_steps.add(team_id, 'Call', owner_id=grace, **BY)
    words = await next_steps.add(team_id, 'Open the door', owner_words='The librarian', **BY)
    await commands.leave(member_id, **BY)
    for step, owner in ((hers, grace), (words, 0)):
        data = {'what': 'Call today', 'owner_id': owner, 'version': 1}
        assert (await client.post(f'/team/{team_id}/meetings/next-steps/{step}', data=data)).status_code == 303
    assert {one.owner for one in await steps_read.of(team_id)} == {'Grace Lee', 'The librarian'}


async def test_the_same_form_sent_twice_asks_once_and_another_date_asks_anew(client, team_id):
    await commands.join(team_id, await somebody('Grace Lee'), **BY)
    path = f'/team/{team_id}/meetings/dates'
    (nonce,) = re.findall('name="nonce" value="([^"]+)"', (await client.get(path)).text)
    form = {'day_1': '2027-01-08', 'time_1': '6 pm', 'minutes': '60', 'zone': 'America/Denver', 'nonce': nonce}
    for day in ('2027-01-08', '2027-01-08', '2027-01-15'):
        assert (await client.post(path, data=form | {'day_1': day})).status_code == 303
    assert await fetchval('select count(*) from meeting_poll') == 2
    assert await fetchval("select count(*) from promise where kind = 'meeting-dates'") == 2


async def test_three_dates_are_proposed_and_everybody_is_asked_by_letter(client, team_id):
    await commands.join(team_id, await somebody('Grace Lee'), **BY)
    form = {'day_1': '2027-01-08', 'time_1': '6 pm', 'day_2': '2027-01-15', 'time_2': '6 pm', 'minutes': '60', 'zone': 'America/Denver'}
    path = f'/team/{team_id}/meetings/dates'
    assert 'Which dates could work?' in (await client.get(path)).text
    wrong = ({'day_2': ''}, {'day_1': '2020-01-08'}, {'day_1': '2027-03-14', 'time_1': '2:30 am'}, {'minutes': 'x'})
    assert [(await client.post(path, data=form | one)).status_code for one in wrong] == [422] * 4
    assert (await client.post(path, data=form)).status_code == 303
    number = await fetchval('select id from meeting_poll')
    assert [one.starts_at.hour for one in (await poll(number)).dates] == [1, 1]
    (letter,) = await letters(number, 'meeting-dates')
    assert (letter.to_address, len(letter.rows), letter.facts['inviter']) == ('grace@example.org', 2, 'Alma Cruz')


async def test_an_answer_is_given_on_the_page_or_from_the_letter_and_changed(client, team_id):
    await commands.join(team_id, grace := await somebody('Grace Lee'), **BY)
    number = await asked(team_id)
    first, second = (await poll(number)).dates
    alma = (await queries.members(team_id))[0].person_id
    for said in ('no', 'if_need_be'):
        sent = {f'date_{first.id}': said, f'date_{second.id}': 'nonsense', 'date_x': 'yes', 'date_999999': 'yes', ENDLESS: 'yes'}
        assert (await client.post(f'/team/{team_id}/meetings/dates/{number}/answer', data=sent)).status_code == 303
    link = next(one for one in await letters(number, 'meeting-dates') if one.to_name == 'Grace Lee').button
    path = '/team-meeting/' + link.rpartition('/')[2]
    client.cookies.clear()
    assert 'Save my answer' in (await client.get(path)).text
    assert (await client.post(path, data={f'date_{first.id}': 'yes', ENDLESS: 'yes'})).status_code == 303
    assert (await poll(number)).dates[0].answers == {alma: Answer.IF_NEED_BE, grace: Answer.YES}
    assert 'checked' in (await client.get(path)).text
    await polls.choose(number, first.id, **BY)
    assert 'for your calendar' in (await client.get(path)).text
    assert (await client.post(path, data={f'date_{first.id}': 'no'})).status_code == 303
    assert (await poll(number)).dates[0].answers[grace] is Answer.YES
    assert await refusal(polls.answer(number, grace, {}, now=NOW)) is NoPoll.CHOSEN
    kept = (await export(grace))['teams']['Meetings of a team']
    assert [one['Can come'] for one in kept] == ['yes']
    await polls.call_off(number, **BY)
    assert 'called off' in (await client.get(path)).text
    await erase(grace, asked_by='the person', **BY)
    assert (await client.get(path)).status_code == 404


async def test_the_chosen_date_goes_into_every_calendar_moves_with_one_stroke_and_leaves_it(client, team_id):
    maya = await somebody('Maya Ruiz')
    await give_role(await open_account(maya, 'maya@example.org', **BY), Grant('coach', 'team', team_id), **BY)
    number = await asked(team_id, place_words='Library', title='Plan')
    first, second = (await poll(number)).dates
    start = f'/team/{team_id}/meetings/dates/{number}'
    assert (await client.get(f'{start}/move')).status_code == 404
    for date_id in (second.id, 'x', first.id):
        assert (await client.post(f'{start}/choice', data={'date_id': date_id})).status_code == 303
    assert 'We meet on Mon, Jan 4' in (await client.get(f'/team/{team_id}/meetings')).text
    told = await letters(number, 'meeting-set')
    assert {one.to_address for one in told} == {'alma@staff.example', 'maya@example.org'}
    uid = f'{(await poll(number)).uid}@cafe-path'
    assert event(told[0]) == {'method': 'REQUEST', 'sequence': 0, 'uid': uid, 'at': LATER}
    assert told[0].facts['where'] == 'Library'
    assert 'Library' in (await client.get(f'{start}/move')).text
    form = {'day': '2027-07-01', 'time': '12:00 pm', 'minutes': '60', 'place_words': 'Gym', 'sequence': '0'}
    wrong = ({'day': 'x'}, {'day': '2020-01-01'}, {'day': '2027-03-14', 'time': '2:30 am'})
    assert [(await client.post(f'{start}/move', data=form | one)).status_code for one in (*wrong, {}, {})] == [422, 409, 409, 303, 409]
    assert await letters(number, 'meeting-set') == []
    moved = (await letters(number, 'meeting-moved'))[0]
    at = datetime.datetime(2027, 7, 1, 17, tzinfo=datetime.UTC)
    assert (event(moved), moved.facts['where']) == ({'method': 'REQUEST', 'sequence': 1, 'uid': uid, 'at': at}, 'Gym')
    for _ in range(2):
        assert (await client.post(f'{start}/cancellation')).status_code == 303
    off = (await letters(number, 'meeting-off'))[0]
    assert event(off) == {'method': 'CANCEL', 'sequence': 2, 'uid': uid, 'at': at}
    assert await letters(number, 'meeting-moved') == []
    assert (await client.get(f'{start}/move')).status_code == 404
    assert await refusal(polls.move(number, FRIDAY, minutes=60, place_words='', sequence=2, **BY)) is NoPoll.CALLED_OFF


async def test_dates_that_are_taken_back_before_one_is_chosen_need_no_letter(client, team_id):
    number = await asked(team_id)
    assert (await client.post(f'/team/{team_id}/meetings/dates/{number}/cancellation')).status_code == 303
    assert await letters_about('meeting_poll', number) == []
    assert await refusal(polls.choose(number, 1, **BY)) is NoPoll.CALLED_OFF
    assert await refusal(asked(team_id, FRIDAY, FRIDAY)) is NoPoll.TWICE
    assert [await refusal(polls.call_off(0, **BY)), await refusal(polls.answer(0, 1, {}, now=NOW))] == [NoPoll.GONE, NoPoll.GONE]


async def test_somebody_elses_meetings_are_not_there_and_a_coach_only_reads_and_answers(client, database):
    mine, other = await a_team(), await a_team('Birch', 'Ben Ito')
    maya = await sign_in(client, 'Maya Ruiz', Grant('coach', 'team', mine), now=NOW)
    was = {team: await meetings.write_down(team, TODAY, decided='We ask.', **BY) for team in (mine, other)}
    step = {team: await next_steps.add(team, 'Call', **BY) for team in (mine, other)}
    number = {team: await asked(team) for team in (mine, other)}
    assert [(await client.get(f'/team/{team}/meetings')).status_code for team in (mine, other, 0)] == [200, 404, 404]
    shown = (await client.get(f'/team/{mine}/meetings')).text
    assert ['We ask.' in shown, 'Add a next step' in shown, 'Choose this one' in shown] == [True, False, False]
    date = (await poll(number[mine])).dates[0]
    assert (await client.post(f'/team/{mine}/meetings/dates/{number[mine]}/answer', data={f'date_{date.id}': 'yes'})).status_code == 303
    assert (await poll(number[mine])).dates[0].answers == {maya.person_id: Answer.YES}
    for team, of in ((mine, mine), (other, other), (mine, other)):
        paths = (
            f'meetings/{was[of]}', f'meetings/next-steps/{step[of]}', f'meetings/next-steps/{step[of]}/done',
            f'meetings/dates/{number[of]}/choice',
            f'meetings/dates/{number[of]}/move', f'meetings/dates/{number[of]}/cancellation',
        )  # fmt: skip
        assert {(await client.post(f'/team/{team}/{path}')).status_code for path in paths} == {404}
    assert (await client.post(f'/team/{mine}/meetings/dates/{number[other]}/answer')).status_code == 404


async def test_a_member_reaches_nothing_of_another_team_through_the_own_one(client, team_id):
    other = await a_team('Birch', 'Ben Ito')
    was, step = await meetings.write_down(other, TODAY, decided='x', **BY), await next_steps.add(other, 'Call', **BY)
    number = await asked(other)
    steps = f'meetings/next-steps/{step}'
    for path in (f'meetings/{was}', steps, f'{steps}/reopen', f'meetings/dates/{number}/choice', 'meetings/0'):
        assert (await client.post(f'/team/{team_id}/{path}')).status_code == 404
    assert await fetch('select id from meeting_poll where chosen_id is not null') == []


async def test_the_page_asks_the_same_however_much_there_is(client, team_id):
    await meetings.write_down(team_id, TODAY, decided='x', **BY)
    await asked(team_id)
    await client.get(f'/team/{team_id}/meetings')
    async with counted() as few:
        await client.get(f'/team/{team_id}/meetings')
    for number in range(8):
        await meetings.write_down(team_id, TODAY, decided=f'{number}', steps=[('Call', None, None)], **BY)
        await asked(team_id)
    async with counted() as many:
        await client.get(f'/team/{team_id}/meetings')
    assert len(few) == len(many)


async def test_somebody_of_two_teams_sees_what_she_said_she_will_do_in_both_and_not_of_one_she_left(client, team_id):
    alma = (await queries.members(team_id))[0].person_id
    birch, cedar = await a_team('Birch', 'Ben Ito'), await a_team('Cedar', 'Inge Holm')
    joined = {number: await commands.join(number, alma, **BY) for number in (birch, cedar)}
    for number, what in ((team_id, 'Call the school'), (birch, 'Print the sheets'), (cedar, 'Find a room')):
        await next_steps.add(number, what, owner_id=alma, **BY)
    await next_steps.add(birch, 'Bring bread', **BY)
    await commands.leave(joined[cedar], **BY)
    shown = (await client.get('/team')).text
    said = ('Call the school', 'Print the sheets', 'Find a room', 'Bring bread')
    assert [words in shown for words in said] == [True, True, False, False]
