"""Teams are formed, changed, rest and close; people join, lead and leave. A role of the team is a grant, given with the same stroke."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from typing import Any

from coaching.accounts.commands.membership import give_team_role, take_team_roles
from coaching.accounts.queries import network_day
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetchrow, fetchval
from coaching.kit.refusal import Refused
from coaching.people.commands import hold_standing
from coaching.teams.queries.teams import member, members, team
from coaching.teams.rules.standing import NoMember, NoStanding, why_not_leave, why_not_stand
from coaching.teams.values import MemberFacts, TeamFacts, TeamStanding

FIELDS = ('name', 'cafe_name', 'models', 'place_id', 'languages', 'serves')
FORM = """
insert into team (name, models, place_id, languages, began_on, made_at, cafe_name, serves) values ($1, $2, $3, $4, $5, $6, $7, $8)
returning id
"""
STAND = 'insert into team_state (team_id, state, began_on, why, by_person_id, recorded_at) values ($1, $2, $3, $4, $5, $6)'
JOIN = """
insert into team_member (team_id, person_id, role, is_parent_leader, began_on) values ($1, $2, $3, $4, $5)
on conflict (team_id, person_id) where ended_on is null do nothing returning id
"""


async def form(
    name: str,
    *,
    models: Sequence[str] = ('community',),
    place_id: int | None = None,
    languages: Sequence[str] = ('en',),
    cafe_name: str = '',
    serves: str = '',
    lead_id: int | None,
    on: datetime.date | None = None,
    by: Actor,
    now: datetime.datetime,
) -> int:
    """A new team that is forming, with its lead where there is one, since a day or from today on; the team's id."""
    async with atomic():
        since = on or await network_day(now)
        told = name.strip(), list(models), place_id, list(languages), since, now, cafe_name, serves
        team_id: int = await fetchval(FORM, *told)
        await execute(STAND, team_id, TeamStanding.FORMING, since, '', by.person_id, now)
        await record('team_formed', by=by, subject=('team', team_id), now=now)
        if lead_id is not None:
            await join(team_id, lead_id, role='lead', on=since, by=by, now=now)
    return team_id


async def change(team_id: int, *, version: int, by: Actor, now: datetime.datetime, **fields: Any) -> tuple[str, ...]:
    """Change these fields (name, cafe_name, models, place_id, languages, serves) and no other; the names of those that changed.

    :raises Refused: changed meanwhile
    :raises ValueError: a field that is none
    """
    if unknown := fields.keys() - set(FIELDS):
        raise ValueError(f'no such fields: {sorted(unknown)}')
    async with atomic():
        row = await fetchrow('select * from team where id = $1 for update', team_id)
        if row['version'] != version:
            raise Refused(NoStanding.CHANGED_MEANWHILE)
        new = {field: fields.get(field, row[field]) for field in FIELDS}
        changed = sorted(field for field in FIELDS if new[field] != row[field])
        if changed:
            await execute(
                """update team set name = $2, cafe_name = $3, models = $4, place_id = $5, languages = $6, serves = $7,
                version = version + 1 where id = $1""",
                team_id,
                *new.values(),
            )
            await record('team_changed', by=by, subject=('team', team_id), now=now, fields=changed)
    return tuple(changed)


async def stand(
    team_id: int,
    then: TeamStanding,
    *,
    why: str = '',
    on: datetime.date | None = None,
    missing: Collection[str] = (),
    by: Actor,
    now: datetime.datetime,
) -> None:
    """From this day, or today, the team rests, goes on, is sustaining or closed.

    :raises Refused: it stands so, cannot from where it stands, or the reason or a fact is missing
    """
    async with atomic():
        before = await _locked(team_id)
        if reason := why_not_stand(before.standing, then, why=why, missing=missing):
            raise Refused(reason)
        await execute('update team_state set ended_at = $2 where team_id = $1 and ended_at is null', team_id, now)
        await execute(STAND, team_id, then, on or await network_day(now), why.strip()[:500], by.person_id, now)
        await record('team_stands', by=by, subject=('team', team_id), now=now, why=why, standing=then)


async def join(
    team_id: int,
    person_id: int,
    *,
    role: str = 'member',
    is_parent_leader: bool = False,
    on: datetime.date | None = None,
    by: Actor,
    now: datetime.datetime,
) -> int:
    """From today, or since a day, a person is of the team; the membership's id.

    :raises Refused: is so already, or the team is closed or the person gone
    """
    async with atomic():
        found = await hold_standing(person_id)
        if (await _locked(team_id)).standing is TeamStanding.CLOSED:
            raise Refused(NoMember.CLOSED)
        if found is None:
            raise Refused(NoMember.GONE)
        member_id = await fetchval(JOIN, team_id, found, role, is_parent_leader, on or await network_day(now))
        if member_id is None:
            raise Refused(NoMember.HERE_ALREADY)
        await give_team_role(found, role, team_id, by=by, now=now)
        await record('team_joined', by=by, subject=('team', team_id), now=now, person_id=found)
    joined: int = member_id
    return joined


async def leave(member_id: int, *, why: str = '', by: Actor, now: datetime.datetime) -> None:
    """From today the person is not of the team any more, and nothing of it opens for them.

    :raises Refused: gone already, or leads while others are there
    """
    async with atomic():
        one, others = await _with_others(member_id)
        if reason := why_not_leave(one, others):
            raise Refused(reason)
        assert one is not None
        await execute(
            'update team_member set ended_on = greatest(began_on, $2), why_ended = $3 where id = $1',
            member_id, await network_day(now), why.strip()[:300],
        )  # fmt: skip
        await take_team_roles([(one.person_id, one.team_id)], by=by, now=now)
        await record('team_left', by=by, subject=('team', one.team_id), now=now, person_id=one.person_id)


async def hand_over(member_id: int, *, led_by: int | None = None, by: Actor, now: datetime.datetime) -> None:
    """This person of the team leads it from now on; whoever led stays as a member. `led_by` is who must still lead, as a person.

    :raises Refused: not of the team any more, or somebody else leads by now
    """
    async with atomic():
        one, others = await _with_others(member_id)
        if one is None or one.ended_on:
            raise Refused(NoMember.NOT_HERE)
        if led_by is not None and led_by not in {other.person_id for other in others if other.role == 'lead'}:
            raise Refused(NoMember.NOT_THE_LEAD)
        if one.role == 'lead':
            return
        for lead in (other for other in others if other.role == 'lead'):
            await execute("update team_member set role = 'member' where id = $1", lead.id)
            await give_team_role(lead.person_id, 'member', one.team_id, by=by, now=now)
        await execute("update team_member set role = 'lead' where id = $1", member_id)
        await give_team_role(one.person_id, 'lead', one.team_id, by=by, now=now)
        await record('team_led', by=by, subject=('team', one.team_id), now=now, person_id=one.person_id)


async def say_parent_leader(member_id: int, *, is_parent_leader: bool, by: Actor, now: datetime.datetime) -> bool:
    """Whether this person is there as a parent who leads; False where that was said before."""
    async with atomic():
        changed = await fetchrow(
            """update team_member set is_parent_leader = $2 where id = $1 and ended_on is null and is_parent_leader <> $2
            returning team_id, person_id""",
            member_id, is_parent_leader,
        )  # fmt: skip
        if changed:
            facts = {'person_id': changed['person_id'], 'is_parent_leader': is_parent_leader}
            await record('team_parent_leader', by=by, subject=('team', changed['team_id']), now=now, **facts)
    return changed is not None


async def _with_others(member_id: int) -> tuple[MemberFacts | None, list[MemberFacts]]:
    one = await member(member_id)
    # the person first, as whoever merges or erases does, so that neither waits for the other in a ring
    if one is None or await hold_standing(one.person_id) != one.person_id:
        return None, []
    await _locked(one.team_id)
    here = await members(one.team_id)
    return next((other for other in here if other.id == member_id), one), here


async def _locked(team_id: int) -> TeamFacts:
    await fetchval('select id from team where id = $1 for update', team_id)
    found = await team(team_id)
    if found is None:
        raise Refused(NoMember.CLOSED)
    return found
