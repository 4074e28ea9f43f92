"""Letters about talks and calls for help: to whom they go, what moves in calendars, and that no word of anybody is in them."""

import datetime

from icalendar import Calendar

from coaching.coaches import jobs
from coaching.coaches.commands import assigning, covering, helping, logging, talks
from coaching.coaches.queries import appointments, assignments
from coaching.coaches.queries import helping as help_queries
from coaching.coaches.rules.planning import NoHelp, NoTalk
from coaching.coaches.values import Beside, Logged
from coaching.kit.access import Actor
from coaching.kit.database import execute, fetchval
from coaching.people.commands import erase
from coaching.teams.commands.teams import leave, stand
from coaching.teams.queries.teams import members
from coaching.teams.values import TeamStanding
from tests.coaches.test_logging import refusal
from tests.coaches.world import BY, DAY, NOW, TODAY, a_team, again, somebody
from tests.teams.world import letters_about

CANARY = 'marmalade canary'
HOUR = datetime.timedelta(hours=1)


async def coached() -> tuple[int, Actor, Actor]:
    team_id = await a_team('Willow Street School team', 'Alma Cruz', 'Grace Lee')
    rosa, alma = await somebody('Rosa Delgado'), await somebody('Alma Cruz')
    await assigning.assign(team_id, rosa.person_id, on=TODAY - 90 * DAY, **BY)
    return team_id, await again(rosa.account_id), await again(alma.account_id)


def dates(letter) -> tuple[str, str, int, str]:
    (event,) = Calendar.from_ical(letter.calendar.text).walk('VEVENT')
    return letter.calendar.method, str(event['uid']), int(event['sequence']), str(event['dtstart'].dt.date())


async def test_a_talk_goes_to_its_coach_and_to_the_people_of_the_team_and_moves_with_one_letter(database):
    team_id, rosa, _alma = await coached()
    await logging.log(Logged('draft-0001', (team_id,), TODAY, going_well=CANARY), by=rosa, now=NOW)
    plan = {'zone': 'America/Chicago', 'where_words': '303-555-0148', 'by': rosa, 'now': NOW}
    number = await talks.plan(team_id, rosa.person_id, NOW + 7 * DAY, **plan)
    first = await letters_about('appointment', number)
    assert sorted((one.kind, one.to_name, one.button.rpartition('/')[2]) for one in first) == [
        ('talk-planned', 'Alma Cruz', 'coach'), ('talk-planned', 'Grace Lee', 'coach'), ('talk-planned', 'Rosa Delgado', 'talks'),
    ]  # fmt: skip
    (method, uid, sequence, day), *_others = [dates(one) for one in first]
    assert (method, sequence, day) == ('REQUEST', 0, '2026-11-25')
    assert await talks.plan(team_id, rosa.person_id, NOW + 7 * DAY, **plan) == number
    await talks.plan(team_id, rosa.person_id, NOW + 8 * DAY, **plan)
    moved = await letters_about('appointment', number)
    assert {one.kind for one in moved} == {'talk-moved'} and dates(moved[0]) == ('REQUEST', uid, 1, '2026-11-26')
    grace = next(one for one in await members(team_id) if one.name == 'Grace Lee')
    await leave(grace.id, **BY)
    assert {one.to_name for one in await letters_about('appointment', number)} == {'Alma Cruz', 'Rosa Delgado'}
    await talks.cancel(number, by=rosa, now=NOW)
    off = await letters_about('appointment', number)
    assert {one.kind for one in off} == {'talk-cancelled'} and dates(off[0]) == ('CANCEL', uid, 2, '2026-11-26')
    assert CANARY not in str(first + moved + off)
    assert await refusal(talks.cancel(number, by=rosa, now=NOW)) is NoTalk.GONE
    assert await refusal(talks.plan(team_id, rosa.person_id, NOW, **plan)) is NoTalk.PAST


async def test_when_a_coach_is_forgotten_the_team_hears_that_the_talk_to_come_is_off(database):
    team_id, rosa, _alma = await coached()
    number = await talks.plan(team_id, rosa.person_id, NOW + 7 * DAY, zone='America/Chicago', by=rosa, now=NOW)
    await erase(rosa.person_id, asked_by='the person', **BY)
    told = await letters_about('appointment', number)
    assert [(one.kind, one.to_name, one.facts['coach'], dates(one)[0]) for one in told] == [
        ('talk-cancelled', 'Alma Cruz', 'your coach', 'CANCEL'), ('talk-cancelled', 'Grace Lee', 'your coach', 'CANCEL'),
    ]  # fmt: skip
    assert 'Rosa' not in str(told)


async def test_a_hand_over_tells_the_team_once_who_coaches_them_from_which_day_on(database):
    team_id, _rosa, _alma = await coached()
    efrain = await somebody('Efraín Solís')
    number = await assigning.hand_over(team_id, efrain.person_id, note=CANARY, **BY)
    told = await letters_about('assignment', number)
    assert [(one.kind, one.to_name, one.facts['coach'], one.facts['day']) for one in told] == [
        ('coach-changed', 'Alma Cruz', 'Efraín Solís', 'Wednesday, November 18, 2026'),
        ('coach-changed', 'Grace Lee', 'Efraín Solís', 'Wednesday, November 18, 2026'),
    ]  # fmt: skip
    assert CANARY not in str(told)
    grace = next(one for one in await members(team_id) if one.name == 'Grace Lee')
    await leave(grace.id, **BY)
    assert [one.to_name for one in await letters_about('assignment', number)] == ['Alma Cruz']
    await assigning.end(number, on=TODAY + DAY, **BY)
    assert await letters_about('assignment', number) == []


async def test_a_planned_talk_goes_over_with_the_team_and_out_of_the_calendar_of_whoever_had_it(database):
    team_id, rosa, _alma = await coached()
    efrain = await somebody('Efraín Solís')
    number = await talks.plan(team_id, rosa.person_id, NOW + 7 * DAY, zone='America/Chicago', by=rosa, now=NOW)
    await assigning.hand_over(team_id, efrain.person_id, **BY)
    passed = {one.to_name: one for one in await letters_about('appointment', number)}
    uid = dates(passed['Rosa Delgado'])[1]
    assert {name: (one.kind, dates(one)) for name, one in passed.items()} == {
        'Alma Cruz': ('talk-passed', ('REQUEST', uid, 1, '2026-11-25')),
        'Grace Lee': ('talk-passed', ('REQUEST', uid, 1, '2026-11-25')),
        'Efraín Solís': ('talk-passed', ('REQUEST', uid, 1, '2026-11-25')),
        'Rosa Delgado': ('talk-passed', ('CANCEL', uid, 1, '2026-11-25')),
    }  # fmt: skip
    assert (await appointments.planned(team_id, efrain.person_id)).id == number
    own = await talks.plan(team_id, rosa.person_id, NOW + 9 * DAY, zone='UTC', by=rosa, now=NOW)
    await assigning.hand_over(team_id, rosa.person_id, on=TODAY + DAY, **BY)
    assert [await appointments.appointment(number), (await appointments.appointment(own)).coach_id] == [None, rosa.person_id]
    assert {one.kind for one in await letters_about('appointment', number) if one.to_name == 'Efraín Solís'} == {'talk-cancelled'}


async def test_a_planned_talk_is_taken_off_when_its_coach_stops_or_the_team_closes(database):
    team_id, rosa, _alma = await coached()
    number = await talks.plan(team_id, rosa.person_id, NOW + 7 * DAY, zone='America/Chicago', by=rosa, now=NOW)
    (lead,) = await assignments.beside(team_id, TODAY)
    await assigning.end(lead.id, on=TODAY + 8 * DAY, **BY)
    assert await appointments.appointment(number)
    await assigning.take_back_end(lead.id, **BY)
    await assigning.end(lead.id, **BY)
    off = await letters_about('appointment', number)
    assert sorted((one.kind, one.to_name) for one in off) == [
        ('talk-cancelled', 'Alma Cruz'), ('talk-cancelled', 'Grace Lee'), ('talk-cancelled', 'Rosa Delgado'),
    ]  # fmt: skip
    await assigning.take_back_end(lead.id, **BY)
    again_on = await talks.plan(team_id, rosa.person_id, NOW + 7 * DAY, zone='America/Chicago', by=rosa, now=NOW)
    await jobs.take_off_closed(NOW)
    assert await appointments.appointment(again_on)
    await stand(team_id, TeamStanding.CLOSED, why='The school has closed.', **BY)
    await jobs.take_off_closed(NOW)
    assert await appointments.appointment(again_on) is None


async def test_whoever_cannot_be_written_to_gets_nothing_and_nothing_falls_over(database):
    team_id, rosa, alma = await coached()
    number = await talks.plan(team_id, rosa.person_id, NOW + DAY, zone='UTC', by=rosa, now=NOW)
    await execute('update person set email = null where id = $1', alma.person_id)
    assert {one.to_name for one in await letters_about('appointment', number)} == {'Grace Lee', 'Rosa Delgado'}


async def test_a_call_for_help_goes_to_the_coach_and_to_whoever_stands_in_without_its_words(database):
    team_id, rosa, alma = await coached()
    nora = await somebody('Nora Fox')
    await covering.cover(rosa.person_id, nora.person_id, TODAY, TODAY + 5 * DAY, **BY)
    number = await helping.ask(team_id, CANARY, by=alma, now=NOW)
    asked = await letters_about('help_request', number)
    assert sorted((one.kind, one.to_name) for one in asked) == [('help-asked', 'Nora Fox'), ('help-asked', 'Rosa Delgado')]
    assert await helping.ask(team_id, 'It is for Thursday.', by=alma, now=NOW) == number
    await helping.answer(number, 'I am one of us.', by=alma, is_of_team=True, now=NOW)
    assert await fetchval('select answered_at from help_request') is None
    await helping.answer(number, f'{CANARY}, too', by=rosa, now=NOW + HOUR)
    await helping.answer(number, 'And more.', by=nora, now=NOW + 2 * HOUR)
    (answered,) = await letters_about('help_request', number)
    assert (answered.kind, answered.to_name, answered.facts['coach']) == ('help-answered', 'Alma Cruz', 'Rosa Delgado')
    assert CANARY not in str([*asked, answered])
    assert await help_queries.median_minutes_to_answer(NOW - DAY) == 60
    await helping.close(number, by=rosa, now=NOW)
    assert await letters_about('help_request', number) == []
    assert await refusal(helping.close(number, by=alma, now=NOW)) is NoHelp.CLOSED
    assert await refusal(helping.ask(team_id, ' ', by=alma, now=NOW)) is NoHelp.EMPTY
    assert (await helping.reopen(number, by=alma, now=NOW), await helping.reopen(number, by=alma, now=NOW)) == (True, False)
    assert await refusal(helping.answer(number, ' ', by=alma, now=NOW)) is NoHelp.EMPTY


async def test_after_four_hours_a_seasoned_host_who_agreed_is_called_once(database):
    team_id, rosa, alma = await coached()
    ines, bea = await somebody('Ines Paz'), await somebody('Bea Stone')
    for host in (ines, bea):
        await assigning.assign(team_id, host.person_id, Beside.SEASONED_HOST, **BY)
    await covering.may_be_called(ines.person_id, True, **BY)
    number = await helping.ask(team_id, CANARY, by=alma, now=NOW)
    await jobs.pass_on(NOW + 3.9 * HOUR)
    assert (await help_queries.thread(number)).passed_on_at is None
    await jobs.pass_on(NOW + 4 * HOUR)
    assert await helping.pass_on(now=NOW + 5 * HOUR) == 0
    called = [one for one in await letters_about('help_request', number) if one.kind == 'help-waits']
    assert ([one.to_name for one in called], CANARY in str(called)) == (['Ines Paz'], False)
    await covering.may_be_called(ines.person_id, False, **BY)
    assert {one.to_name for one in await letters_about('help_request', number)} == {'Rosa Delgado'}
    await helping.answer(number, 'I will come.', by=rosa, now=NOW + 6 * HOUR)


async def test_where_nobody_agreed_a_call_waits_on_and_goes_to_whoever_agrees_later(database):
    team_id, rosa, alma = await coached()
    ines = await somebody('Ines Paz')
    number = await helping.ask(team_id, CANARY, by=alma, now=NOW)
    await assigning.assign(team_id, ines.person_id, Beside.SEASONED_HOST, **BY)
    assert await helping.pass_on(now=NOW + 6 * HOUR) == 0
    assert (await help_queries.thread(number)).passed_on_at is None
    await covering.may_be_called(ines.person_id, True, **BY)
    assert await helping.pass_on(now=NOW + 7 * HOUR) == 1
    assert (await help_queries.thread(number)).passed_on_at == NOW + 7 * HOUR
    assert [one.to_name for one in await letters_about('help_request', number) if one.kind == 'help-waits'] == ['Ines Paz']


async def test_a_call_ends_when_a_human_beside_the_team_has_answered_or_the_team_says_so(database):
    team_id, rosa, alma = await coached()
    number = await helping.ask(team_id, 'Nobody can host.', by=alma, now=NOW)
    assert await refusal(helping.close(number, by=rosa, now=NOW)) is NoHelp.UNANSWERED
    await helping.answer(number, 'We found somebody.', by=alma, now=NOW)
    assert (await help_queries.open_help([team_id]))[team_id].answered_at is None
    await helping.close(number, by=alma, is_of_team=True, now=NOW)
    assert await help_queries.open_help([team_id]) == {}
    await helping.reopen(number, by=alma, now=NOW)
    await helping.answer(number, 'I asked for them, and this is no answer.', by=alma, now=NOW)
    assert (await help_queries.open_help([team_id]))[team_id].answered_at is None
    await helping.answer(number, 'Good.', by=rosa, now=NOW + HOUR)
    await helping.close(number, by=rosa, now=NOW + HOUR)
    assert await refusal(helping.close(0, by=rosa, now=NOW)) is NoHelp.CLOSED


async def test_a_call_that_another_worker_passed_on_meanwhile_is_left_alone(database, monkeypatch):
    team_id, rosa, alma = await coached()
    await assigning.assign(team_id, (await somebody('Ines Paz')).person_id, Beside.SEASONED_HOST, **BY)
    await covering.may_be_called((await somebody('Ines Paz')).person_id, True, **BY)
    number = await helping.ask(team_id, 'Nobody can host.', by=alma, now=NOW)

    async def twice(_before, _on) -> list[int]:
        return [number, number]

    monkeypatch.setattr(helping.helping, 'to_pass_on', twice)
    assert await helping.pass_on(now=NOW + 4 * HOUR) == 1
