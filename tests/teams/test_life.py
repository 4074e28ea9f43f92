"""Next steps are written, owned, ended and taken up again; teams come into cohorts and leave them."""

import datetime

from coaching.accounts.commands.roles import give_role, open_account
from coaching.journal.queries import history
from coaching.kit.access import Grant
from coaching.kit.database import execute, fetch, fetchval
from coaching.people.commands import erase, merge
from coaching.people.queries import export
from coaching.teams.commands import cohorts, next_steps
from coaching.teams.commands import teams as commands
from coaching.teams.queries import cohorts as cohorts_read
from coaching.teams.queries import next_steps as read
from coaching.teams.queries import teams as queries
from coaching.teams.rules.cohorts import NoCohort
from coaching.teams.rules.next_steps import NoNextStep
from coaching.teams.values import CohortKind, DroppedWhy, NextState
from tests.people.world import ellen
from tests.teams.test_teams import BY, TODAY, a_team, refusal, somebody
from tests.teams.world import a_place

FRIDAY, NEXT_WEEK = datetime.date(2026, 11, 20), datetime.date(2026, 11, 25)
START = CohortKind.START


async def lead_of(team_id: int) -> int:
    return (await queries.members(team_id))[0].person_id


async def test_next_steps_of_many_teams_are_read_at_once_the_soonest_first(database):
    willow, birch = await a_team(), await a_team('Birch team', 'Ben Ito')
    alma = await lead_of(willow)
    later = await next_steps.add(willow, ' Call the school ', owner_id=alma, due_on=NEXT_WEEK, **BY)
    whenever = await next_steps.add(willow, 'Find a room', **BY)
    soon = await next_steps.add(willow, 'Write to Rosa', owner_words='The librarian', due_on=FRIDAY, **BY)
    assert {team: [one.id for one in steps] for team, steps in (await read.open_of([willow, birch])).items()} == {
        willow: [soon, later, whenever], birch: [],
    }  # fmt: skip
    told = [(one.what, one.owner) for one in await read.of(willow)]
    assert told == [('Write to Rosa', 'The librarian'), ('Call the school', 'Alma Cruz'), ('Find a room', '')]
    assert [one.id for one in await read.owned_by(alma)] == [later]


async def test_somebody_beside_the_team_may_own_a_step_and_a_stranger_may_not(database):
    team_id, maya, ben = await a_team(), await somebody('Maya Ruiz'), await somebody('Ben Ito')
    account_id = await open_account(maya, 'maya@example.org', **BY)
    assert await refusal(next_steps.add(team_id, 'Call', owner_id=maya, **BY)) is NoNextStep.NOT_OF_THE_TEAM
    await give_role(account_id, Grant('coach', 'team', team_id), **BY)
    await next_steps.add(team_id, 'Call', owner_id=maya, **BY)
    assert [(one.name, one.is_of_team) for one in await read.owners(team_id)] == [('Alma Cruz', True), ('Maya Ruiz', False)]
    assert await refusal(next_steps.add(team_id, 'Call', owner_id=ben, **BY)) is NoNextStep.NOT_OF_THE_TEAM
    assert await refusal(next_steps.add(team_id, ' ', **BY)) is NoNextStep.WHAT_IS_MISSING


async def test_a_step_is_changed_ended_once_and_opened_again(database):
    team_id = await a_team()
    step = await next_steps.add(team_id, 'Call the school', **BY)
    alma = await lead_of(team_id)
    assert await next_steps.change(step, version=1, what='Call the school', owner_id=alma, due_on=FRIDAY, **BY)
    assert not await next_steps.change(step, version=2, what='Call the school', owner_id=alma, due_on=FRIDAY, **BY)
    assert await refusal(next_steps.change(step, version=1, what='Other', **BY)) is NoNextStep.CHANGED_MEANWHILE
    await next_steps.end(step, NextState.DROPPED, why=DroppedWhy.NO_TIME, **BY)
    found = await read.next_step(step)
    assert (found.state, found.dropped_why, found.ended_on) == (NextState.DROPPED, DroppedWhy.NO_TIME, TODAY)
    assert await refusal(next_steps.end(step, NextState.DONE, **BY)) is NoNextStep.ENDED
    await next_steps.reopen(step, **BY)
    assert await refusal(next_steps.reopen(step, **BY)) is NoNextStep.STILL_OPEN
    await next_steps.end(step, NextState.DONE, why=DroppedWhy.NO_TIME, on=FRIDAY, **BY)
    found = await read.next_step(step)
    assert (found.state, found.dropped_why, found.ended_on) == (NextState.DONE, None, FRIDAY)
    assert await refusal(next_steps.end(0, NextState.DONE, **BY)) is NoNextStep.GONE
    told = [one.said('America/Chicago') for one in await history(('team', team_id)) if one.kind.startswith('next_step')]
    assert sorted(told) == [
        'A next step is done.', 'A next step is let go.', 'Changed a next step.', 'Opened a next step again.', 'Wrote down a next step.',
    ]  # fmt: skip


async def test_who_left_still_owns_the_step_until_somebody_gives_it_on(database):
    team_id, grace = await a_team(), await somebody('Grace Lee')
    member_id = await commands.join(team_id, grace, **BY)
    step = await next_steps.add(team_id, 'Call', owner_id=grace, **BY)
    await commands.leave(member_id, **BY)
    assert await next_steps.change(step, what='Call today', owner_id=grace, **BY)
    assert await next_steps.change(step, what='Call today', owner_words='Somebody', **BY)
    assert await refusal(next_steps.change(step, what='Call today', owner_id=grace, **BY)) is NoNextStep.NOT_OF_THE_TEAM


async def test_an_owner_sees_the_step_in_what_is_kept_and_an_erasure_takes_the_words(database):
    team_id = await a_team()
    alma = await lead_of(team_id)
    await next_steps.add(team_id, 'Call the school', owner_id=alma, due_on=FRIDAY, **BY)
    meeting = await fetchval(
        "insert into meeting (team_id, held_on, title, recorded_at) values ($1, $2, 'First', now()) returning id", team_id, TODAY
    )
    await execute('insert into meeting_person (meeting_id, person_id) values ($1, $2)', meeting, alma)
    kept = (await export(alma))['teams']
    assert kept['Said to do for a team'] == [
        {'Name': 'Willow Street School team', 'What': 'Call the school', 'Until': FRIDAY, 'Where it stands': 'open'}
    ]
    assert kept['Meetings of a team'] == [{'Name': 'Willow Street School team', 'On': TODAY, 'Title': 'First', 'Can come': None}]
    await erase(alma, asked_by='the person', **BY)
    assert [(one.what, one.owner) for one in await read.of(team_id)] == [('-', '')]
    assert await fetch('select id from meeting_person') == []


async def test_steps_and_meetings_follow_a_merged_person(database):
    team_id, twin = await a_team(), await somebody('Alma C. Cruz', None)
    alma = await lead_of(team_id)
    await next_steps.add(team_id, 'Call the school', owner_id=alma, **BY)
    await merge(twin, alma, **BY)
    assert [one.owner for one in await read.owned_by(twin)] == ['Alma C. Cruz']


async def test_teams_come_into_a_cohort_once_and_leave_it(database):
    willow, birch = await a_team(), await a_team('Birch team', 'Ben Ito')
    fall = await cohorts.make(' Fall teams ', START, began_on=TODAY, **BY)
    assert await cohorts.add_teams(fall, [birch, willow], **BY) == [willow, birch]
    assert await refusal(cohorts.add_teams(fall, [willow], **BY)) is NoCohort.HERE_ALREADY
    assert await refusal(cohorts.add_teams(fall, [], **BY)) is NoCohort.NO_TEAM
    assert [one.name for one in await cohorts_read.teams_in(fall)] == ['Birch team', 'Willow Street School team']
    assert [await cohorts.remove_team(fall, birch, **BY) for _ in range(2)] == [True, False]
    assert [one.name for one in await cohorts_read.teams_in(fall, also_ended=True)] == ['Willow Street School team', 'Birch team']
    found = await cohorts_read.cohorts_of([willow, birch])
    assert {team: [one.name for one in held] for team, held in found.items()} == {willow: ['Fall teams'], birch: []}
    assert (await cohorts_read.cohorts_of([birch]), (await cohorts_read.cohort(fall)).teams) == ({birch: []}, 1)


async def test_a_cohort_changes_ends_and_is_listed_by_its_place_or_its_keeper(database):
    place_id = await a_place()
    fall = await cohorts.make('Fall teams', START, began_on=TODAY, **BY)
    here = await cohorts.make('County teams', CohortKind.PLACE, place_id=place_id, began_on=TODAY, **BY)
    same = {'name': 'Fall 2026', 'kind': CohortKind.GRANT, 'place_id': None, 'grant_words': 'Sunrise Fund', 'began_on': TODAY}
    await cohorts.change(fall, version=1, ended_on=TODAY, **same, **BY)
    assert await refusal(cohorts.change(fall, version=1, ended_on=None, **same, **BY)) is NoCohort.CHANGED_MEANWHILE
    nameless = same | {'name': ' '}
    assert await refusal(cohorts.change(fall, version=2, ended_on=None, **nameless, **BY)) is NoCohort.NAME_IS_MISSING
    assert await refusal(cohorts.add_teams(fall, [await a_team()], **BY)) is NoCohort.ENDED
    assert await refusal(cohorts.make('Place', CohortKind.PLACE, began_on=TODAY, **BY)) is NoCohort.PLACE_IS_MISSING
    assert [one.id for one in await cohorts_read.cohorts()] == [here, fall]
    assert [one.id for one in await cohorts_read.cohorts(place_ids=[place_id])] == [here]
    assert await cohorts_read.cohorts(place_ids=[], owner_id=ellen().person_id or 0) == []
    assert await cohorts_read.cohort(0) is None
