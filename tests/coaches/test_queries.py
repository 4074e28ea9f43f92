"""What a caseload asks of many teams, in one query each."""

import datetime

from coaching.coaches.queries import appointments, assignments, contacts, helping
from coaching.coaches.values import LastTalk, Watch
from coaching.kit.database import execute, fetchval
from tests.coaches.world import DAY, MAY_COACH, NOW, TODAY, a_team, somebody, stands_beside


async def a_talk(author_id: int | None, on: datetime.date, *team_ids: int, how: str = 'held', key: str = '') -> int:
    contact_id = await fetchval(
        """insert into contact (author_id, draft_key, happened_on, how, mode, minutes, next_on, recorded_at)
        values ($1, $2, $3, $4, 'phone', 30, $3::date + 14, $5) returning id""",
        author_id, key or f'draft-{on}-{team_ids[0]}', on, how, NOW,
    )  # fmt: skip
    for team_id in team_ids:
        row = 'insert into contact_team (contact_id, team_id, happened_on, how) values ($1, $2, $3, $4)'
        await execute(row, contact_id, team_id, on, how)
    return contact_id


async def test_who_looks_after_a_team_on_any_day(database):
    team_id, other_id = await a_team(), await a_team('Casa Familia', 'Lucía Vega')
    rosa, efrain = await somebody('Rosa Delgado'), await somebody('Efraín Solís')
    await stands_beside(team_id, rosa.person_id, began_on=TODAY - 30 * DAY, ended_on=TODAY + 5 * DAY)
    await execute(
        'insert into cover (coach_id, by_id, from_on, until_on, made_at) values ($1, $2, $3, $4, $5)',
        rosa.person_id, efrain.person_id, TODAY + DAY, TODAY + 3 * DAY, NOW,
    )  # fmt: skip
    rosas = Watch(team_id, rosa.person_id, 'Rosa Delgado', None, '', None)
    assert await assignments.watched([team_id, other_id], TODAY) == {
        team_id: rosas, other_id: Watch(other_id, None, '', None, '', TODAY),
    }  # fmt: skip
    covered = Watch(team_id, rosa.person_id, 'Rosa Delgado', efrain.person_id, 'Efraín Solís', None)
    drawn = [(await assignments.watched([team_id], TODAY + days * DAY))[team_id] for days in (1, 2, 3, 5)]
    assert drawn == [covered, covered, rosas, Watch(team_id, None, '', None, '', TODAY + 5 * DAY)]
    assert [one.person for one in await assignments.beside(team_id, TODAY)] == ['Rosa Delgado']
    assert await assignments.beside(team_id, TODAY + 5 * DAY) == []
    assert await assignments.coached_by(rosa.person_id, TODAY) == [team_id]
    assert [(one.coach, one.by) for one in await assignments.covers(TODAY)] == [('Rosa Delgado', 'Efraín Solís')]
    assert [name for _id, name, _since in (await assignments.waiting_for_a_coach(None, TODAY)).longest] == ['Casa Familia']


async def test_how_much_each_coach_has_and_may_have(database):
    team_id = await a_team()
    rosa, efrain = await somebody('Rosa Delgado', MAY_COACH), await somebody('Efraín Solís', MAY_COACH)
    await stands_beside(team_id, rosa.person_id)
    await execute("insert into coach (person_id, most_teams, languages) values ($1, 12, '{en,es}')", rosa.person_id)
    loads = {load.name: load for load in await assignments.loads(TODAY)}
    assert [(one.team_ids, one.most_teams, one.languages, one.place_ids) for one in loads.values()] == [
        ((), 8, ('en',), None), ((team_id,), 12, ('en', 'es'), None),
    ]  # fmt: skip
    assert [load.name for load in await assignments.loads(TODAY, person_id=efrain.person_id)] == ['Efraín Solís']


async def test_the_last_two_way_talk_of_each_team(database):
    team_id, other_id = await a_team(), await a_team('Casa Familia', 'Lucía Vega')
    rosa = await somebody('Rosa Delgado')
    await a_talk(rosa.person_id, TODAY - 40 * DAY, team_id, other_id)
    newer = await a_talk(rosa.person_id, TODAY - 9 * DAY, team_id)
    await a_talk(rosa.person_id, TODAY - 2 * DAY, other_id, how='attempted')
    found = await contacts.last_talks([team_id, other_id, 0])
    assert found[team_id] == LastTalk(team_id, newer, TODAY - 9 * DAY, TODAY + 5 * DAY)
    assert (found.keys(), found[other_id].happened_on) == ({team_id, other_id}, TODAY - 40 * DAY)
    assert await contacts.counted([team_id, other_id], TODAY - 30 * DAY) == {team_id: (1, 30)}
    assert await contacts.of_that_day(team_id, TODAY - 9 * DAY, but=0) == ['Rosa Delgado']
    (first, second) = await contacts.talks_of(other_id, also_coaches_only=False)
    assert (first.how, second.team_ids) == ('attempted', {team_id, other_id})
    assert await contacts.talks_of(other_id, also_coaches_only=False, before=(first.happened_on, first.id)) == [second]


async def test_the_next_talk_and_the_call_for_help_of_each_team(database):
    team_id, rosa = await a_team(), await somebody('Rosa Delgado')
    await execute(
        """insert into appointment (team_id, coach_id, uid, starts_at, minutes, zone, mode, changed_at)
        values ($1, $2, 'one@example.org', $3, 30, 'America/Chicago', 'video', $3)""",
        team_id, rosa.person_id, NOW + 3 * DAY,
    )  # fmt: skip
    planned = (await appointments.next_talks([team_id], NOW))[team_id]
    assert (planned.coach, planned.starts_at, planned.mode) == ('Rosa Delgado', NOW + 3 * DAY, 'video')
    assert await appointments.agenda(rosa.person_id, NOW) == [planned]
    assert await appointments.planned(team_id, rosa.person_id) == planned == await appointments.appointment(planned.id)
    assert await appointments.next_talks([team_id], NOW + 5 * DAY) == {}
    asked = "insert into help_request (team_id, words, asked_at) values ($1, 'Nobody can host Thursday.', $2) returning id"
    request_id = await fetchval(asked, team_id, NOW)
    assert (await helping.open_help([team_id]))[team_id].words == 'Nobody can host Thursday.'
    assert await helping.median_minutes_to_answer(NOW - DAY) is None
    await execute('update help_request set answered_at = $2 where id = $1', request_id, NOW + datetime.timedelta(minutes=50))
    assert await helping.median_minutes_to_answer(NOW - DAY, [team_id]) == 50


async def test_how_many_teams_wait_for_a_coach_is_the_true_number_also_beyond_the_list(database):
    await a_team()
    more = """with added as (
        insert into team (name, began_on, models, made_at) select 'Team ' || n, $1, '{community}', $2 from generate_series(1, 110) n
        returning id
    ) insert into team_state (team_id, state, began_on, recorded_at) select id, 'forming', $1, $2 from added"""
    await execute(more, TODAY, NOW)
    found = await assignments.waiting_for_a_coach(None, TODAY)
    assert (found.number, len(found.longest)) == (111, 100)
