"""Talks are written down once, whatever the network does to a phone; changed by their author for a while, and added to after."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from coaching.accounts.queries import network_day
from coaching.coaches.commands import talks
from coaching.coaches.queries.appointments import planned
from coaching.coaches.queries.assignments import closed_on
from coaching.coaches.queries.contacts import draft, talk
from coaching.coaches.rules.logging import NoContact, why_not_change, why_not_log, why_not_send_again
from coaching.coaches.values import Logged, NewStep, Talk
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, executemany, fetch, fetchval
from coaching.kit.refusal import Refused
from coaching.teams.commands import next_steps
from coaching.teams.queries.next_steps import of_contact
from coaching.teams.values import DroppedWhy, NextState

WORDS = 4000
SHORTEST, LONGEST = 15, 600  # minutes of a talk in a calendar
ADD = """
insert into contact (author_id, draft_key, happened_on, how, mode, minutes, travel_minutes, is_joint, present, purposes, methods, touched,
    going_well, in_the_way, in_the_way_tags, energy, for_coaches, next_on, recorded_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
on conflict (author_id, draft_key) do nothing returning id
"""
CHANGE = """
update contact set happened_on = $2, how = $3, mode = $4, minutes = $5, travel_minutes = $6, is_joint = $7, present = $8, purposes = $9,
    methods = $10, touched = $11, going_well = $12, in_the_way = $13, in_the_way_tags = $14, energy = $15, for_coaches = $16,
    next_on = $17
where id = $1
"""
WORDLESS = "update contact set going_well = '', in_the_way = '', for_coaches = '', removed_at = $2 where id = $1"
CHANGED = 'update contact set changed_at = $2, version = version + 1 where id = $1'
TEAM = 'insert into contact_team (contact_id, team_id, happened_on, how) values ($1, $2, $3, $4) on conflict do nothing'
LINE = """
insert into contact_addendum (contact_id, by_id, words, for_coaches, written_at) select $1, $2, $3, $4, $5 where not exists (
    select from contact_addendum where contact_id = $1 and by_id = $2 and words = $3 and for_coaches = $4
      and written_at > $5::timestamptz - interval '1 minute'
) returning id
"""
COACH = 'insert into contact_coach (contact_id, person_id) values ($1, $2) on conflict do nothing'
TOOK_PLACE = """
update appointment set state = 'held', contact_id = $1, changed_at = $5
where coach_id = $2 and team_id = any($3) and state = 'planned'
  and (starts_at at time zone zone)::date <= $4
"""
STILL_PLANNED = """
update appointment a set state = 'planned', contact_id = null, changed_at = $2 where a.contact_id = $1 and not exists (
    select from appointment o where o.team_id = a.team_id and o.coach_id = a.coach_id and o.state = 'planned'
)
"""


async def log(told: Logged, *, by: Actor, now: datetime.datetime) -> tuple[int, bool]:
    """A talk, or the try of one; its id, and whether it is new. The same draft sent again is the same talk, with the words that came last.

    :raises Refused: by a rule, also for other words of a draft that was sent; or a next step cannot be written so
    """
    async with atomic():
        if reason := await _not_so(told, now):
            raise Refused(reason)
        contact_id: int | None = await fetchval(ADD, by.person_id, told.draft_key, *_columns(told), now)
        if contact_id is None:
            return await _again(told, by=by, now=now), False
        await _beside(contact_id, told, by)
        await _what_follows(contact_id, told, told.steps, by=by, now=now)
        for team_id in told.team_ids:
            await record('talk_logged', by=by, subject=('team', team_id), now=now, contact_id=contact_id, how=told.how)
    return contact_id, True


async def change(contact_id: int, told: Logged, *, version: int, by: Actor, now: datetime.datetime) -> None:
    """What its author says of it now; next steps that were written with it stay where they are.

    :raises Refused: by a rule, or changed meanwhile
    """
    async with atomic():
        before = await _locked(contact_id)
        if reason := why_not_change(before, by.person_id, version=version, now=now):
            raise Refused(reason)
        if reason := await _not_so(told, now):
            raise Refused(reason)
        await execute(CHANGED, contact_id, now)
        await _rewrite(contact_id, told, by=by, now=now)


async def add_line(contact_id: int, words: str, *, for_coaches: bool = False, by: Actor, now: datetime.datetime) -> None:
    """A dated line below a talk's record, by any coach who may read it, on demand for coaches alone; the record itself stays.

    :raises Refused: nothing is said, or the talk was taken back
    """
    async with atomic():
        before = await _locked(contact_id)
        if before is None or before.removed_at is not None:
            raise Refused(NoContact.GONE)
        if not words.strip():
            raise Refused(NoContact.EMPTY)
        if await fetchval(LINE, contact_id, by.person_id, words.strip()[:2000], for_coaches, now) is None:
            return  # the same form came twice
        for team_id in sorted(before.team_ids):
            await record('talk_added_to', by=by, subject=('team', team_id), now=now, contact_id=contact_id)


async def take_back(contact_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """It was not so: words and teams go, and what it asked of others is let go; that there was a draft stays, so that it is not sent again.

    :raises Refused: somebody else's, too late, or taken back before
    """
    async with atomic():
        before = await _locked(contact_id)
        if reason := why_not_change(before, by.person_id, now=now):
            raise Refused(reason)
        assert before
        open_steps = "select id from next_step where contact_id = $1 and state = 'open' order by id"
        for row in await fetch(open_steps, contact_id):
            await next_steps.end(row['id'], NextState.DROPPED, why=DroppedWhy.OTHER, by=by, now=now)
        for table in ('contact_team', 'contact_coach', 'contact_addendum'):
            await execute(f'delete from {table} where contact_id = $1', contact_id)
        await execute(STILL_PLANNED, contact_id, now)
        await execute(WORDLESS, contact_id, now)
        for team_id in sorted(before.team_ids):
            await record('talk_taken_back', by=by, subject=('team', team_id), now=now, contact_id=contact_id)


async def _not_so(told: Logged, now: datetime.datetime) -> NoContact | None:
    """Why a talk cannot be written down so, as things stand."""
    closed, today = await closed_on(told.team_ids), await network_day(now)
    return why_not_log(told.team_ids, told.happened_on, told.how, told.minutes, told.next_on, closed_on=closed, today=today)


async def _again(told: Logged, *, by: Actor, now: datetime.datetime) -> int:
    """The talk that this draft has become, with the words that came last; its version stays, so that only a change on its page counts.

    :raises Refused: other words, and it was taken back, changed since, or is too old
    """
    known = await draft(by.person_id or 0, told.draft_key)
    before = await _locked(known or 0)
    assert before
    written = {(step.what, step.owner_id, step.due_on) for step in await of_contact(before.id)}
    steps = tuple(step for step in told.steps if (step.what.strip(), step.owner_id, step.due_on) not in written)
    if before.removed_at is None and not steps and _says(before) == _says(told, by):
        return before.id
    if reason := why_not_send_again(before, now=now):
        raise Refused(reason)
    await _rewrite(before.id, told, by=by, now=now)
    await _what_follows(before.id, told, steps, by=by, now=now)
    return before.id


async def _rewrite(contact_id: int, told: Logged, *, by: Actor, now: datetime.datetime) -> None:
    """Other words, teams and coaches of a talk."""
    await execute(CHANGE, contact_id, *_columns(told))
    await execute('delete from contact_team where contact_id = $1 and team_id <> all($2)', contact_id, list(told.team_ids))
    await execute('delete from contact_coach where contact_id = $1 and person_id <> all($2)', contact_id, list(told.coach_ids))
    await _beside(contact_id, told, by)
    for team_id in told.team_ids:
        await record('talk_changed', by=by, subject=('team', team_id), now=now, contact_id=contact_id)


async def _what_follows(contact_id: int, told: Logged, steps: Sequence[NewStep], *, by: Actor, now: datetime.datetime) -> None:
    """What was agreed on to do, that a planned talk took place, and the next one."""
    for step in steps:
        await next_steps.add(
            told.team_ids[0], step.what, owner_id=step.owner_id, due_on=step.due_on, contact_id=contact_id, by=by, now=now
        )  # fmt: skip
    if told.how == 'held':
        await execute(TOOK_PLACE, contact_id, by.person_id, list(told.team_ids), told.happened_on, now)
    if told.next_at is not None:
        await _plan_next(told, told.next_at, by=by, now=now)


async def _plan_next(told: Logged, at: datetime.datetime, *, by: Actor, now: datetime.datetime) -> None:
    """The next talk with the first of the teams; what stands planned for that time stays as it is."""
    standing = await planned(told.team_ids[0], by.person_id or 0)
    if standing is None or standing.starts_at != at:
        minutes = standing.minutes if standing else max(told.minutes, SHORTEST)
        mode, where = (standing.mode, standing.where_words) if standing else (told.mode, '')
        await talks.plan(
            told.team_ids[0], by.person_id or 0, at, minutes=min(minutes, LONGEST), zone=told.zone, mode=mode, where_words=where,
            by=by, now=now,
        )  # fmt: skip


def _columns(told: Logged) -> tuple[object, ...]:
    return (
        told.happened_on, told.how, told.mode, told.minutes, told.travel_minutes, told.is_joint and len(told.team_ids) > 1,
        {name: count for name, count in told.present.items() if count}, list(told.purposes), list(told.methods), list(told.touched),
        told.going_well.strip()[:WORDS], told.in_the_way.strip()[:WORDS], list(told.in_the_way_tags), told.energy,
        told.for_coaches.strip()[:WORDS], told.next_on,
    )  # fmt: skip


def _says(one: Talk | Logged, by: Actor | None = None) -> tuple[object, ...]:
    """What tells two records of a talk apart."""
    if isinstance(one, Logged):
        told = [tuple(part) if isinstance(part, list) else part for part in _columns(one)]
        return (*told, frozenset(one.team_ids), frozenset(one.coach_ids) - {by.person_id if by else None})
    return (
        one.happened_on, one.how, one.mode, one.minutes, one.travel_minutes, one.is_joint, dict(one.present), one.purposes, one.methods,
        one.touched, one.going_well, one.in_the_way, one.in_the_way_tags, one.energy, one.for_coaches, one.next_on,
        one.team_ids, frozenset(number for number, _name in one.coaches),
    )  # fmt: skip


async def _beside(contact_id: int, told: Logged, by: Actor) -> None:
    """The teams and the other coaches of a talk."""
    await executemany(TEAM, [(contact_id, team_id, told.happened_on, told.how) for team_id in sorted(set(told.team_ids))])
    others = sorted(set(told.coach_ids) - {by.person_id})
    await executemany(COACH, [(contact_id, person_id) for person_id in others])


async def _locked(contact_id: int) -> Talk | None:
    await fetchval('select id from contact where id = $1 for update', contact_id)
    return await talk(contact_id)
