"""Somebody stands beside a team, hands over, or stops; every interval is written once, and its grant goes with the same stroke."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import asyncpg

from coaching.accounts.queries import network_day
from coaching.coaches.commands import talks
from coaching.coaches.commands.grants import settle
from coaching.coaches.queries.assignments import assignment, beside, is_covered_by_the_team, is_of_team
from coaching.coaches.rules.assigning import NoAssignment, why_not_assign, why_not_end, why_not_hand_over
from coaching.coaches.values import AssignmentFacts, Beside, Stand
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetchval
from coaching.kit.refusal import Refused
from coaching.outbox.commands import promise_new
from coaching.outbox.values import Wanted
from coaching.people.commands import hold_standing
from coaching.teams.queries.teams import members, team
from coaching.teams.values import TeamFacts, TeamStanding

ADD = """
insert into assignment (team_id, person_id, role, began_on, ended_on, why_ended, note, given_by_id, approved_by_id, recorded_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id
"""
USEFUL = datetime.timedelta(days=7)
END = 'update assignment set ended_on = $2, why_ended = $3 where id = $1'


async def assign(
    team_id: int,
    person_id: int,
    role: Beside = Beside.LEAD,
    *,
    on: datetime.date | None = None,
    until: datetime.date | None = None,
    note: str = '',
    approved: bool = False,
    by: Actor,
    now: datetime.datetime,
) -> int:
    """From a day on, today where none is said, a person stands beside a team, until another day where one is said; the assignment's id.

    :raises Refused: by a rule; `approved` is the coordinator's yes to somebody of the team itself
    """
    async with atomic():
        facts, standing = await _locked(team_id)
        found = await hold_standing(person_id)
        if found is None:
            raise Refused(NoAssignment.GONE)
        new = Stand(team_id, found, role, on or await network_day(now), until)
        own = await is_of_team(found, team_id)
        is_closed = facts.standing is TeamStanding.CLOSED
        if reason := why_not_assign(new, [one.stand for one in standing], is_of_team=own, approved=approved, is_closed=is_closed):
            raise Refused(reason)
        await _hold_back_the_team(new, approved)
        return await _begin(new, note=note, approved=own, by=by, now=now)


async def hand_over(
    team_id: int,
    person_id: int,
    *,
    on: datetime.date | None = None,
    note: str = '',
    approved: bool = False,
    by: Actor,
    now: datetime.datetime,
) -> int:
    """From a day on this person coaches the team instead of whoever does, with a note for them; the new assignment's id.

    :raises Refused: by a rule
    """
    async with atomic():
        facts, standing = await _locked(team_id)
        found = await hold_standing(person_id)
        if found is None:
            raise Refused(NoAssignment.GONE)
        day, own = on or await network_day(now), await is_of_team(found, team_id)
        lead = next((one for one in standing if one.role is Beside.LEAD and (one.ended_on is None or one.ended_on > day)), None)
        stands = [one.stand for one in standing]
        stood, is_closed = lead.stand if lead else None, facts.standing is TeamStanding.CLOSED
        if reason := why_not_hand_over(stood, found, day, stands, is_of_team=own, approved=approved, is_closed=is_closed):
            raise Refused(reason)
        assert lead
        await _hold_back_the_team(Stand(team_id, found, Beside.LEAD, day), approved)
        await _end(lead, day, 'handed_over', by=by, now=now)
        await talks.pass_on(team_id, lead.person_id, found, day, by=by, now=now)
        for own_before in (one for one in standing if one.person_id == found and one.ended_on is None and one.began_on <= day):
            await _end(own_before, day, 'changed_role', by=by, now=now)
        added = await _begin(Stand(team_id, found, Beside.LEAD, day), note=note, approved=own, by=by, now=now)
        await _tell_the_team(added, team_id, now=now)
    return added


async def end(
    assignment_id: int, *, on: datetime.date | None = None, why: str = 'other', by: Actor, now: datetime.datetime
) -> AssignmentFacts:
    """From a day on, today where none is said, somebody stands beside the team no more; what stood until then.

    What has not begun is called off whole, and whoever was to hand over goes on.

    :raises Refused: it has ended, or the day is before its first
    """
    async with atomic():
        one = await assignment(assignment_id)
        if one is None:
            raise Refused(NoAssignment.GONE)
        facts, standing = await _locked(one.team_id)
        one, today = await assignment(assignment_id), await network_day(now)
        if one and one.ended_on is None and today < one.began_on and (on or today) <= one.began_on:
            await _call_off(one, facts, standing, by=by, now=now)
            return one
        others = [other.stand for other in standing if other.id != assignment_id]
        if reason := why_not_end(one.stand if one else None, on or today, others, today=today):
            raise Refused(reason)
        assert one
        await _end(one, on or today, why, by=by, now=now)
        if not any(other.person_id == one.person_id and (other.ended_on or datetime.date.max) > (on or today) for other in others):
            await talks.take_off(one.team_id, one.person_id, on or today, by=by, now=now)
        await settle(one.team_id, [one.person_id], by=by, now=now)
    return one


async def _call_off(
    one: AssignmentFacts, facts: TeamFacts, standing: Sequence[AssignmentFacts], *, by: Actor, now: datetime.datetime
) -> None:
    """It never was: those who were to stop for it on that day go on, and the talks that were to be the next coach's are theirs again."""
    await _end(one, one.began_on, 'other', by=by, now=now)
    stopped = [other for other in standing if other.ended_on == one.began_on and facts.standing is not TeamStanding.CLOSED]
    for before in stopped:
        handed_over = before.why_ended == 'handed_over' and one.role is Beside.LEAD
        if handed_over or (before.why_ended, before.person_id) == ('changed_role', one.person_id):
            await _stand_again(before, facts, [other for other in standing if other.id != one.id], by=by, now=now)
        if handed_over:
            await talks.pass_on(one.team_id, one.person_id, before.person_id, one.began_on, by=by, now=now)
    await settle(one.team_id, [one.person_id], by=by, now=now)


async def take_back_end(assignment_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """An end of today or later that was a slip is none, while the person could stand there and nobody else leads the team since.

    :raises Refused: gone, ended before today, of the team since, closed, or somebody else has the place
    """
    async with atomic():
        one = await assignment(assignment_id)
        if one is None or one.ended_on is None or await hold_standing(one.person_id) != one.person_id:
            raise Refused(NoAssignment.GONE)
        if one.ended_on < await network_day(now):
            raise Refused(NoAssignment.ENDED)
        facts, standing = await _locked(one.team_id)
        await _stand_again(one, facts, standing, by=by, now=now)


async def _stand_again(
    one: AssignmentFacts, facts: TeamFacts, standing: Sequence[AssignmentFacts], *, by: Actor, now: datetime.datetime
) -> None:
    """Its end is none, where the person could stand there beside all others of `standing`."""
    others = [other.stand for other in standing if other.id != one.id]
    approved = await fetchval('select approved_by_id is not null from assignment where id = $1', one.id)
    own, is_closed = await is_of_team(one.person_id, one.team_id), facts.standing is TeamStanding.CLOSED
    again = Stand(one.team_id, one.person_id, one.role, one.began_on)
    if reason := why_not_assign(again, others, is_of_team=own, approved=approved, is_closed=is_closed):
        raise Refused(reason)
    await execute("update assignment set ended_on = null, why_ended = '' where id = $1", one.id)
    await record('coach_assigned', by=by, subject=('team', one.team_id), now=now, person_id=one.person_id, role=one.role)
    await settle(one.team_id, [one.person_id], by=by, now=now)


async def _hold_back_the_team(new: Stand, approved: bool) -> None:
    """Nobody of a team signs off its steps by standing in for its new coach, unless a coordinator says yes."""
    if approved or new.role not in (Beside.LEAD, Beside.CO_COACH):
        return
    if await is_covered_by_the_team(new.person_id, new.team_id, new.began_on):
        raise Refused(NoAssignment.STANDS_IN)


async def _begin(new: Stand, *, note: str, approved: bool, by: Actor, now: datetime.datetime) -> int:
    try:
        async with atomic():
            added: int = await fetchval(
                ADD, new.team_id, new.person_id, new.role, new.began_on, new.ended_on, 'other' if new.ended_on else '',
                note.strip()[:2000], by.person_id, by.person_id if approved else None, now,
            )  # fmt: skip
    except asyncpg.ExclusionViolationError as error:
        raise Refused(NoAssignment.LEAD_TAKEN) from error
    await execute('insert into coach (person_id, languages) select id, array[language] from person where id = $1 on conflict do nothing',
                  new.person_id)  # fmt: skip
    await record('coach_assigned', by=by, subject=('team', new.team_id), now=now, person_id=new.person_id, role=new.role)
    await settle(new.team_id, [new.person_id], by=by, now=now)
    return added


async def _end(one: AssignmentFacts, on: datetime.date, why: str, *, by: Actor, now: datetime.datetime) -> None:
    await execute(END, one.id, on, why)
    await record('coach_ended', by=by, subject=('team', one.team_id), now=now, person_id=one.person_id, role=one.role)
    if why == 'handed_over':
        await settle(one.team_id, [one.person_id], by=by, now=now)


async def _tell_the_team(assignment_id: int, team_id: int, *, now: datetime.datetime) -> None:
    """Each of the team who can be written to hears once who coaches them from now on."""
    people = [one.person_id for one in await members(team_id) if one.email]
    wanted = [Wanted('coach-changed', f'coach-changed:{assignment_id}:{number}', now, number, now + USEFUL) for number in people]
    await promise_new(('assignment', assignment_id), wanted, now=now)


async def _locked(team_id: int) -> tuple[TeamFacts, list[AssignmentFacts]]:
    """The team, held until the transaction ends, and all who ever stood beside it."""
    await fetchval('select id from team where id = $1 for update', team_id)
    found = await team(team_id)
    if found is None:
        raise Refused(NoAssignment.CLOSED)
    return found, await beside(team_id, datetime.date.max, also_others=True)
