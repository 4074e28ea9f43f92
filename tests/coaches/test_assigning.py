"""Coaches come, hand over, are away and go, and what they may do follows at once."""

import pytest

from coaching import domains
from coaching.accounts.commands.signing_in import begin_sign_in
from coaching.accounts.queries import actor_for
from coaching.coaches.commands import assigning, bringing_in, covering, talks
from coaching.coaches.queries import appointments, assignments
from coaching.coaches.rules.assigning import NoAssignment, NoCover
from coaching.coaches.values import Beside
from coaching.journal.queries import history
from coaching.kit.access import Actor
from coaching.kit.database import execute, fetchval
from coaching.kit.refusal import Refused
from coaching.people.commands import erase, find_or_add, merge
from coaching.people.queries import export
from coaching.teams.commands.teams import join, stand
from coaching.teams.policy import holds
from coaching.teams.values import TeamStanding
from tests.coaches.world import BY, DAY, MAY_COACH, NOW, TODAY, a_team, again, somebody

assert domains.KEEPERS


async def refusal(doing):
    with pytest.raises(Refused) as refused:
        await doing
    return refused.value.reason


async def may_coach(actor: Actor, team_id: int, days: float = 0, *roles: str) -> bool:
    return holds(await again(actor.account_id, NOW + days * DAY), team_id, *(roles or ('coach',)))


async def stood(team_id: int) -> list[tuple]:
    found = await assignments.beside(team_id, TODAY, also_others=True)
    return [(one.person.partition(' ')[0], str(one.role), (one.began_on - TODAY).days, one.why_ended) for one in found]


async def test_a_coach_comes_with_the_right_to_coach_and_goes_without_being_signed_out(database):
    team_id, rosa = await a_team(), await somebody('Rosa Delgado', MAY_COACH)
    assignment_id = await assigning.assign(team_id, rosa.person_id, **BY)
    assert await may_coach(rosa, team_id)
    await begin_sign_in(rosa.account_id, device='', now=NOW)
    await assigning.end(assignment_id, why='left', **BY)
    assert not await may_coach(rosa, team_id)
    assert await fetchval('select ended_at from sign_in where account_id = $1', rosa.account_id) is None
    assert await refusal(assigning.end(assignment_id, **BY)) is NoAssignment.ENDED
    assert await refusal(assigning.end(0, **BY)) is NoAssignment.GONE
    await assigning.take_back_end(assignment_id, **BY)
    assert await may_coach(rosa, team_id)
    assert await refusal(assigning.take_back_end(assignment_id, **BY)) is NoAssignment.GONE
    kinds = sorted(entry.kind for entry in await history(('team', team_id)) if entry.kind.startswith('coach'))
    assert kinds == ['coach_assigned', 'coach_assigned', 'coach_ended']


async def test_an_end_is_taken_back_only_where_the_person_could_stand_there_today(database):
    team_id, other_id = await a_team(), await a_team('Casa Familia', 'Lucía Vega')
    rosa, efrain, nora = [await somebody(name) for name in ('Rosa Delgado', 'Efraín Solís', 'Nora Fox')]
    long_ago = await assigning.assign(team_id, nora.person_id, Beside.CO_COACH, on=TODAY - 90 * DAY, **BY)
    await assigning.end(long_ago, on=TODAY - 30 * DAY, **BY)
    assert await refusal(assigning.take_back_end(long_ago, **BY)) is NoAssignment.ENDED
    joined = await assigning.assign(team_id, efrain.person_id, Beside.CO_COACH, on=TODAY - 9 * DAY, **BY)
    await assigning.end(joined, **BY)
    await join(team_id, efrain.person_id, **BY)
    assert await refusal(assigning.take_back_end(joined, **BY)) is NoAssignment.OF_THE_TEAM
    forgotten = await assigning.assign(team_id, rosa.person_id, on=TODAY - 9 * DAY, **BY)
    await assigning.end(forgotten, **BY)
    await erase(rosa.person_id, asked_by='the person', **BY)
    assert await refusal(assigning.take_back_end(forgotten, **BY)) is NoAssignment.GONE
    closed = await assigning.assign(other_id, nora.person_id, on=TODAY - 9 * DAY, **BY)
    await assigning.end(closed, **BY)
    await stand(other_id, TeamStanding.CLOSED, why='The school has closed.', **BY)
    assert await refusal(assigning.take_back_end(closed, **BY)) is NoAssignment.CLOSED


async def test_a_coach_who_is_forgotten_before_a_handing_over_leaves_the_team_without_one_at_once(database):
    team_id, rosa, efrain = await a_team(), await somebody('Rosa Delgado'), await somebody('Efraín Solís')
    await assigning.assign(team_id, rosa.person_id, on=TODAY - 9 * DAY, **BY)
    await assigning.hand_over(team_id, efrain.person_id, on=TODAY + 5 * DAY, **BY)
    await erase(rosa.person_id, asked_by='the person', **BY)
    assert [one.person for one in await assignments.beside(team_id, TODAY)] == []
    assert (await assignments.watched([team_id], TODAY))[team_id].without_since == TODAY
    assert [one.person for one in await assignments.beside(team_id, TODAY + 5 * DAY)] == ['Efraín Solís']


async def test_a_coach_who_is_forgotten_in_the_evening_stops_on_the_day_that_the_network_has(database):
    await execute("update network set zone = 'America/Chicago'")
    team_id, rosa, evening = await a_team(), await somebody('Rosa Delgado'), NOW.replace(hour=2) + DAY
    await assigning.assign(team_id, rosa.person_id, on=TODAY - 9 * DAY, **BY)
    await erase(rosa.person_id, asked_by='the person', by=BY['by'], now=evening)
    assert await assignments.beside(team_id, TODAY) == []


async def test_whoever_stands_in_for_a_new_coach_is_not_of_the_team_without_a_yes(database):
    own_id, other_id = await a_team('Willow Street School team', 'Alma Cruz', 'Nora Fox'), await a_team('Casa Familia', 'Lucía Vega')
    rosa, nora, efrain = [await somebody(name, MAY_COACH) for name in ('Rosa Delgado', 'Nora Fox', 'Efraín Solís')]
    await assigning.assign(other_id, rosa.person_id, on=TODAY - 9 * DAY, **BY)
    await covering.cover(rosa.person_id, nora.person_id, TODAY, TODAY + 9 * DAY, **BY)
    assert await refusal(assigning.assign(own_id, rosa.person_id, **BY)) is NoAssignment.STANDS_IN
    await assigning.assign(own_id, efrain.person_id, on=TODAY - 9 * DAY, **BY)
    assert await refusal(assigning.hand_over(own_id, rosa.person_id, **BY)) is NoAssignment.STANDS_IN
    assert not await may_coach(nora, own_id)
    await assigning.hand_over(own_id, rosa.person_id, approved=True, **BY)
    assert await may_coach(nora, own_id)


async def test_whoever_stood_in_for_a_coach_who_is_forgotten_has_no_more_to_do_with_the_team(database):
    team_id, rosa, nora = await a_team(), await somebody('Rosa Delgado', MAY_COACH), await somebody('Nora Fox', MAY_COACH)
    await assigning.assign(team_id, rosa.person_id, on=TODAY - 9 * DAY, **BY)
    await covering.cover(rosa.person_id, nora.person_id, TODAY, TODAY + 9 * DAY, **BY)
    assert await may_coach(nora, team_id)
    await erase(rosa.person_id, asked_by='the person', **BY)
    assert not await may_coach(nora, team_id)


async def test_a_team_that_has_closed_is_handed_over_to_nobody(database):
    team_id, rosa, efrain = await a_team(), await somebody('Rosa Delgado'), await somebody('Efraín Solís')
    await assigning.assign(team_id, rosa.person_id, on=TODAY - 9 * DAY, **BY)
    await stand(team_id, TeamStanding.CLOSED, why='The school has closed.', **BY)
    assert await refusal(assigning.hand_over(team_id, efrain.person_id, **BY)) is NoAssignment.CLOSED


async def test_every_role_beside_a_team_is_its_own(database):
    team_id = await a_team()
    wanted = {'Rosa Delgado': 'coach', 'Nora Fox': 'coach', 'Efraín Solís': 'apprentice', 'Ines Paz': 'seasoned_host'}
    for (name, held), role in zip(wanted.items(), Beside, strict=True):
        actor = await somebody(name)
        await assigning.assign(team_id, actor.person_id, role, **BY)
        assert [grant.role for grant in (await again(actor.account_id)).grants] == [held]
    assert [name for name, *_rest in await stood(team_id)] == ['Rosa', 'Nora', 'Efraín', 'Ines']


async def test_somebody_without_an_address_stands_beside_a_team_and_cannot_sign_in(database):
    team_id = await a_team()
    person_id, _ = await find_or_add('Rosa Paz', None, '303 555 0142', source='trainer', **BY)
    await assigning.assign(team_id, person_id, **BY)
    assert await stood(team_id) == [('Rosa', 'lead', 0, '')]


async def test_days_that_are_past_or_to_come_give_the_right_only_for_their_time(database):
    team_id, other_id = await a_team(), await a_team('Casa Familia', 'Lucía Vega')
    rosa = await somebody('Rosa Delgado')
    await assigning.assign(team_id, rosa.person_id, on=TODAY + 3 * DAY, until=TODAY + 9 * DAY, **BY)
    await assigning.assign(other_id, rosa.person_id, on=TODAY - 30 * DAY, until=TODAY - 20 * DAY, **BY)
    assert [await may_coach(rosa, team_id, days) for days in (0, 2, 3, 8, 9)] == [False, False, True, True, False]
    assert not await may_coach(rosa, other_id)


async def test_co1_a_second_lead_coach_is_refused(database):
    team_id = await a_team()
    rosa, efrain = await somebody('Rosa Delgado'), await somebody('Efraín Solís')
    await assigning.assign(team_id, rosa.person_id, **BY)
    assert await refusal(assigning.assign(team_id, efrain.person_id, **BY)) is NoAssignment.LEAD_TAKEN
    assert await refusal(assigning.assign(team_id, 0, **BY)) is NoAssignment.GONE
    assert await refusal(assigning.assign(0, rosa.person_id, **BY)) is NoAssignment.CLOSED
    assert await refusal(assigning.hand_over(team_id, 0, **BY)) is NoAssignment.GONE


async def test_co2_one_of_the_team_coaches_it_with_a_coordinators_yes(database):
    team_id = await a_team('Willow Street School team', 'Alma Cruz', 'Grace Lee')
    grace = await somebody('Grace Lee')
    assert await refusal(assigning.assign(team_id, grace.person_id, **BY)) is NoAssignment.OF_THE_TEAM
    await assigning.assign(team_id, grace.person_id, approved=True, **BY)
    assert {grant.role for grant in (await again(grace.account_id)).grants} == {'member', 'coach'}


async def test_co3_a_hand_over_ends_one_and_begins_one_in_one_action_and_history_stays(database):
    team_id = await a_team()
    rosa, efrain = await somebody('Rosa Delgado'), await somebody('Efraín Solís')
    await assigning.assign(team_id, rosa.person_id, on=TODAY - 60 * DAY, **BY)
    await assigning.assign(team_id, efrain.person_id, Beside.CO_COACH, on=TODAY - 9 * DAY, **BY)
    await assigning.hand_over(team_id, efrain.person_id, note='They like to meet on Tuesdays.', **BY)
    assert await stood(team_id) == [
        ('Efraín', 'lead', 0, ''), ('Rosa', 'lead', -60, 'handed_over'), ('Efraín', 'co_coach', -9, 'changed_role'),
    ]  # fmt: skip
    assert (await assignments.beside(team_id, TODAY))[0].note == 'They like to meet on Tuesdays.'
    assert (await may_coach(rosa, team_id), await may_coach(efrain, team_id)) == (False, True)
    assert await refusal(assigning.hand_over(team_id, efrain.person_id, **BY)) is NoAssignment.THE_SAME


async def test_a_hand_over_may_be_said_for_a_day_to_come(database):
    team_id = await a_team()
    rosa, efrain = await somebody('Rosa Delgado'), await somebody('Efraín Solís')
    await assigning.assign(team_id, rosa.person_id, **BY)
    await assigning.hand_over(team_id, efrain.person_id, on=TODAY + 5 * DAY, **BY)
    assert [(await may_coach(rosa, team_id, days), await may_coach(efrain, team_id, days)) for days in (0, 4.2, 5)] == [
        (True, False), (True, False), (False, True),
    ]  # fmt: skip


async def test_a_hand_over_that_has_not_begun_is_called_off_and_the_coach_goes_on_with_every_talk(database):
    team_id = await a_team()
    rosa, efrain = await somebody('Rosa Delgado'), await somebody('Efraín Solís')
    await assigning.assign(team_id, rosa.person_id, **BY)
    await assigning.assign(team_id, efrain.person_id, Beside.CO_COACH, **BY)
    planned = await talks.plan(team_id, rosa.person_id, NOW + 9 * DAY, zone='UTC', **BY)
    to_come = await assigning.hand_over(team_id, efrain.person_id, on=TODAY + 5 * DAY, **BY)
    assert (await appointments.planned(team_id, efrain.person_id)).id == planned
    await assigning.end(to_come, **BY)
    assert [(one.person, str(one.role)) for one in await assignments.beside(team_id, TODAY + 6 * DAY)] == [
        ('Rosa Delgado', 'lead'), ('Efraín Solís', 'co_coach'),
    ]  # fmt: skip
    assert (await may_coach(rosa, team_id, 6), await may_coach(efrain, team_id, 6)) == (True, True)
    assert (await appointments.planned(team_id, rosa.person_id)).id == planned
    await assigning.hand_over(team_id, efrain.person_id, on=TODAY + 7 * DAY, **BY)
    assert (await may_coach(rosa, team_id, 6), await may_coach(rosa, team_id, 7)) == (True, False)


async def test_nobody_begins_beside_a_closed_team(database):
    team_id, rosa = await a_team(), await somebody('Rosa Delgado')
    await stand(team_id, TeamStanding.CLOSED, why='The school closed.', **BY)
    assert await refusal(assigning.assign(team_id, rosa.person_id, **BY)) is NoAssignment.CLOSED


async def test_whoever_stands_in_may_do_all_that_a_coach_may_and_only_then(database):
    team_id, other_id = await a_team(), await a_team('Casa Familia', 'Lucía Vega')
    rosa, efrain = await somebody('Rosa Delgado'), await somebody('Efraín Solís')
    await assigning.assign(team_id, rosa.person_id, **BY)
    assert await refusal(covering.cover(rosa.person_id, 0, TODAY, TODAY + DAY, **BY)) is NoAssignment.GONE
    cover_id = await covering.cover(rosa.person_id, efrain.person_id, TODAY + DAY, TODAY + 9 * DAY, note='On leave.', **BY)
    again_id = covering.cover(rosa.person_id, efrain.person_id, TODAY, TODAY + 2 * DAY, **BY)
    assert await refusal(again_id) is NoCover.TWICE
    assert [await may_coach(efrain, team_id, days) for days in (0, 1, 8, 9)] == [False, True, True, False]
    await assigning.assign(other_id, rosa.person_id, on=TODAY + 2 * DAY, **BY)
    assert [await may_coach(efrain, other_id, days) for days in (1, 2, 8, 9)] == [False, True, True, False]
    assert (await assignments.loads(TODAY + 2 * DAY, person_id=rosa.person_id))[0].covered_by == 'Efraín Solís'
    await covering.end_cover(cover_id, **BY)
    assert await refusal(covering.end_cover(cover_id, **BY)) is NoAssignment.ENDED
    assert [await may_coach(efrain, one, 3) for one in (team_id, other_id)] == [False, False]
    assert [await may_coach(rosa, one, 3) for one in (team_id, other_id)] == [True, True]


async def test_what_a_coach_can_take_on_is_said_once(database):
    rosa = await somebody('Rosa Delgado', MAY_COACH)
    for most in (12, 9):
        await covering.say_what_fits(rosa.person_id, most_teams=most, languages=['en', 'es'], models=['parent'], **BY)
    (load,) = await assignments.loads(TODAY)
    assert (load.most_teams, load.languages, load.models, load.version) == (9, ('en', 'es'), ('parent',), 2)
    await covering.may_be_called(rosa.person_id, True, **BY)
    assert await fetchval('select may_be_called_at from coach') == NOW
    await covering.may_be_called(rosa.person_id, False, **BY)
    assert await fetchval('select may_be_called_at from coach') is None


async def test_two_records_of_one_coach_become_one_unless_both_stand_beside_one_team(database):
    team_id, other_id = await a_team(), await a_team('Casa Familia', 'Lucía Vega')
    rosa = await somebody('Rosa Delgado')
    twin, _ = await find_or_add('Rosa D', None, '303 555 0142', source='trainer', **BY)
    await assigning.assign(team_id, rosa.person_id, **BY)
    first = await assigning.assign(team_id, twin, Beside.CO_COACH, **BY)
    await assigning.assign(other_id, twin, **BY)
    await covering.cover(rosa.person_id, twin, TODAY, TODAY + DAY, **BY)
    assert await refusal(merge(rosa.person_id, twin, **BY)) is NoAssignment.BOTH_BESIDE_IT
    await assigning.end(first, on=TODAY, **BY)
    await merge(rosa.person_id, twin, **BY)
    assert await assignments.coached_by(rosa.person_id, TODAY) == [team_id, other_id]


async def test_whoever_is_forgotten_coaches_no_more_and_an_export_says_which_teams(database):
    team_id, rosa = await a_team(), await somebody('Rosa Delgado')
    await assigning.assign(team_id, rosa.person_id, note='Her own words.', **BY)
    (held,) = (await export(rosa.person_id))['coaches'].values()
    assert [list(map(str, row.values())) for row in held] == [['Willow Street School team', 'Coach', '2026-11-18', 'None']]
    await erase(rosa.person_id, asked_by='the person', **BY)
    assert (await stood(team_id), await assignments.beside(team_id, TODAY)) == ([('', 'lead', 0, 'left')], [])
    assert await fetchval('select note from assignment') == ''
    assert await actor_for(rosa.account_id) is None




async def test_a_cover_that_is_written_down_late_does_not_lie_over_one_that_is_past(database):
    team_id, rosa, joy = await a_team(), await somebody('Rosa Delgado', MAY_COACH), await somebody('Joy Amadi', MAY_COACH)
    await assigning.assign(team_id, rosa.person_id, on=TODAY - 20 * DAY, **BY)
    long_ago = {'by': BY['by'], 'now': NOW - 10 * DAY}
    await covering.cover(rosa.person_id, joy.person_id, TODAY - 10 * DAY, TODAY - 5 * DAY, **long_ago)
    late = covering.cover(rosa.person_id, joy.person_id, TODAY - 6 * DAY, TODAY + DAY, **BY)
    assert await refusal(late) is NoCover.TWICE
    assert await covering.cover(rosa.person_id, joy.person_id, TODAY - 5 * DAY, TODAY + DAY, **BY)


async def test_an_end_that_is_moved_keeps_out_of_somebody_elses_time(database):
    team_id, rosa, joy = await a_team(), await somebody('Rosa Delgado', MAY_COACH), await somebody('Joy Amadi', MAY_COACH)
    first = await assigning.assign(team_id, rosa.person_id, until=TODAY + 5 * DAY, **BY)
    await assigning.assign(team_id, joy.person_id, on=TODAY + 5 * DAY, **BY)
    assert await refusal(assigning.end(first, on=TODAY + 9 * DAY, **BY)) is NoAssignment.LEAD_TAKEN
    await assigning.end(first, on=TODAY + 3 * DAY, **BY)


async def test_an_end_is_not_taken_back_where_somebody_else_leads_since(database):
    team_id = await a_team()
    rosa, efrain = await somebody('Rosa Delgado'), await somebody('Efraín Solís')
    first = await assigning.assign(team_id, rosa.person_id, on=TODAY - 9 * DAY, **BY)
    await assigning.hand_over(team_id, efrain.person_id, **BY)
    assert await refusal(assigning.take_back_end(first, **BY)) is NoAssignment.LEAD_TAKEN


async def test_where_the_rule_saw_nobody_the_database_still_refuses_in_the_same_words(database, monkeypatch):
    team_id = await a_team()
    rosa, efrain = await somebody('Rosa Delgado'), await somebody('Efraín Solís')
    await assigning.assign(team_id, rosa.person_id, **BY)

    async def nobody(*_which, **_more) -> list:
        return []

    monkeypatch.setattr(assigning, 'beside', nobody)
    assert await refusal(assigning.assign(team_id, efrain.person_id, **BY)) is NoAssignment.LEAD_TAKEN


async def test_a_talk_to_come_stays_where_its_coach_goes_on_as_something_else(database):
    team_id, rosa = await a_team(), await somebody('Rosa Delgado', MAY_COACH)
    learning = await assigning.assign(team_id, rosa.person_id, Beside.APPRENTICE, until=TODAY + 9 * DAY, **BY)
    await assigning.assign(team_id, rosa.person_id, on=TODAY + 9 * DAY, **BY)
    number = await talks.plan(team_id, rosa.person_id, NOW + 20 * DAY, zone='UTC', **BY)
    await assigning.end(learning, on=TODAY + 5 * DAY, **BY)
    assert (await appointments.planned(team_id, rosa.person_id)).id == number


async def test_an_assignment_of_a_list_goes_with_what_it_opened_unless_it_was_changed_since(database):
    team_id, rosa, joy = await a_team(), await somebody('Rosa Delgado'), await somebody('Joy Amadi')
    came = {
        await assigning.assign(team_id, rosa.person_id, **BY): None,
        await assigning.assign(team_id, joy.person_id, Beside.CO_COACH, **BY): None,
    }
    first, second = came
    await assigning.end(second, on=TODAY + DAY, **BY)
    assert await bringing_in.as_they_came(came) == {first}
    assert await bringing_in.unassign(came, **BY) == {first}
    assert [one.person for one in await assignments.beside(team_id, TODAY)] == ['Joy Amadi']
    assert not holds(await again(rosa.account_id), team_id, 'coach')
