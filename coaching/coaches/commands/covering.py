"""Somebody stands in while a coach is away, so that nobody goes unwatched; what each coach can take on."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import asyncpg

from coaching.accounts.queries import network_day
from coaching.coaches.commands.grants import settle
from coaching.coaches.queries import assignments
from coaching.coaches.rules.assigning import NoAssignment, NoCover, why_not_cover
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetch, fetchval
from coaching.kit.refusal import Refused
from coaching.people.commands import hold_standing

A_DAY = datetime.timedelta(days=1)
COVER = """
insert into cover (coach_id, by_id, from_on, until_on, note, made_by_id, made_at) values ($1, $2, $3, $4, $5, $6, $7) returning id
"""
CAN = """
insert into coach (person_id, most_teams, languages, models, version) values ($1, $2, $3, $4, 1)
on conflict (person_id) do update set most_teams = excluded.most_teams, languages = excluded.languages, models = excluded.models,
    version = coach.version + 1
"""


async def cover(
    coach_id: int,
    by_id: int,
    from_on: datetime.date,
    until_on: datetime.date,
    *,
    note: str = '',
    approved: bool = False,
    by: Actor,
    now: datetime.datetime,
) -> int:
    """From a day until the coach is back, somebody else looks after all teams of that coach and may sign off; the cover's id.

    :raises Refused: by a rule, or one of the two is gone
    """
    async with atomic():
        for person_id in sorted({coach_id, by_id}):
            if await hold_standing(person_id) != person_id:
                raise Refused(NoAssignment.GONE)
        today = await network_day(now)
        team_ids = await assignments.coached_by(coach_id, from_on)
        own = 'select team_id from team_member where person_id = $1 and ended_on is null'
        reason = why_not_cover(
            coach_id, by_id, from_on, until_on, covers=await assignments.covers(min(today, from_on), person_id=coach_id), team_ids=team_ids,
            own_team_ids=[row['team_id'] for row in await fetch(own, by_id)], approved=approved, today=today,
        )  # fmt: skip
        if reason:
            raise Refused(reason)
        try:
            async with atomic():
                cover_id: int = await fetchval(COVER, coach_id, by_id, from_on, until_on, note.strip()[:1000], by.person_id, now)
        except (asyncpg.ExclusionViolationError, asyncpg.UniqueViolationError, asyncpg.DeadlockDetectedError) as error:
            raise Refused(NoCover.TWICE) from error
        await record('cover_began', by=by, subject=('person', coach_id), now=now, by_id=by_id)
        await _settle_all(coach_id, by_id, by=by, now=now)
    return cover_id


async def end_cover(cover_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """The coach is back; whoever stood in has no more to do with the teams.

    :raises Refused: it has ended
    """
    async with atomic():
        one = await assignments.cover(cover_id)
        ended = 'update cover set ended_at = $2 where id = $1 and ended_at is null returning id'
        if one is None or not await fetchval(ended, cover_id, now):
            raise Refused(NoAssignment.ENDED)
        await record('cover_ended', by=by, subject=('person', one.coach_id), now=now, by_id=one.by_id)
        await _settle_all(one.coach_id, one.by_id, by=by, now=now)


async def say_what_fits(
    person_id: int, *, most_teams: int, languages: Sequence[str], models: Sequence[str], by: Actor, now: datetime.datetime
) -> None:
    """How many teams somebody can coach, in which languages, and which kinds of cafés they know."""
    async with atomic():
        await execute(CAN, person_id, most_teams, list(languages), list(models))
        await record('coach_changed', by=by, subject=('person', person_id), now=now)


async def may_be_called(person_id: int, agreed: bool, *, by: Actor, now: datetime.datetime) -> None:
    """A seasoned host agrees to be called when a team waits for help, or no longer does."""
    async with atomic():
        agree = """insert into coach (person_id, languages, may_be_called_at) select id, array[language], $2 from person where id = $1
                   on conflict (person_id) do update set may_be_called_at = excluded.may_be_called_at"""
        await execute(agree, person_id, now if agreed else None)
        await record('may_be_called', by=by, subject=('person', person_id), now=now, agreed=agreed)


async def _settle_all(coach_id: int, by_id: int, *, by: Actor, now: datetime.datetime) -> None:
    every = 'select distinct team_id from assignment where person_id = $1 and (ended_on is null or ended_on >= $2) order by 1'
    for row in await fetch(every, coach_id, now.date() - A_DAY):
        await settle(row['team_id'], [by_id], by=by, now=now)
