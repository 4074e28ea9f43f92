"""Dates come from an offering's rule: made ahead, changed and removed only where nobody has touched or chosen them."""

from __future__ import annotations

import datetime
import uuid

from coaching.funnel.commands.telling import tell_moved
from coaching.funnel.queries.offerings import existing, offering, offerings
from coaching.funnel.rules.recurrence import Dated, Plan, parts_on, plan, plan_following, why_not_recur
from coaching.funnel.values import Offering, Part
from coaching.journal.commands import record
from coaching.kit.access import SYSTEM, Actor
from coaching.kit.database import atomic, execute, executemany, fetch, fetchrow, fetchval
from coaching.kit.refusal import Reason, Refused

MAKE = """
insert into session (offering_id, rule_on, starts_at, ends_at, zone, mode, location, join_url, join_by_phone, capacity, languages, uid,
                     made_at, state)
select id, $2, $3, $4, zone, mode, location, join_url, join_by_phone, capacity, languages, $5, $6, 'open' from offering where id = $1
on conflict (offering_id, rule_on) where rule_on is not null do nothing
returning id
"""
MOVE = """
update session set starts_at = $2, ends_at = $3, rule_on = coalesce($4, rule_on), moved_from = case when $5 then starts_at end,
       sequence = sequence + 1, version = version + 1 where id = $1
"""
PART = 'insert into session_part (session_id, number, starts_at, ends_at) values ($1, $2, $3, $4)'
LEAD = 'insert into session_trainer (session_id, person_id) select $1, person_id from offering_trainer where offering_id = $2'
STANDS = "select id from session where offering_id = $1 and starts_at = $2 and state <> 'cancelled'"
HOLD = 'select id from offering where id = $1 for no key update'


class NoOffering(Reason):
    """Why an offering cannot be worked on."""

    GONE = 'This offering is not here any more. Look at the list again.'
    NAME_TAKEN = 'Another offering has this short name. Choose another one.'
    CHANGED_MEANWHILE = 'Somebody else changed this while you were typing. Your words are still here. Look at both, then save.'


class NoTime(Reason):
    """Why a date cannot be added."""

    IN_THE_PAST = 'That time is over. Choose a time that is still to come.'
    TAKEN = 'There is a date at that time already. Change that one.'


async def make_ahead(*, now: datetime.datetime) -> int:
    """The nightly tick: dates for every offering as many weeks ahead as it says; how many were made."""
    made = 0
    for one in await offerings('en'):
        made += len((await follow_rule(one.id, now=now)).create)
    return made


async def follow_rule(offering_id: int, *, now: datetime.datetime) -> Plan:
    """Bring one offering's dates up to its rule; two who do it at once make each date once."""
    async with atomic():
        await fetchrow(HOLD, offering_id)
        found = await offering(offering_id, 'en')
        if found is None or found.archived_at is not None:
            return Plan()
        wanted = plan(found, await existing(offering_id, now), now=now)
        await apply(found, wanted, by=SYSTEM, now=now)
        return wanted


async def follow_changed_rule(offering_id: int, from_on: datetime.date, *, by: Actor, now: datetime.datetime) -> Plan:
    """After "this and all following" was changed: sessions move with their people, who are told once."""
    async with atomic():
        await fetchrow(HOLD, offering_id)
        found = await offering(offering_id, 'en')
        if found is None:
            raise Refused(NoOffering.GONE)
        if reason := why_not_recur(found.recurrence):
            raise Refused(reason)
        since = datetime.datetime.combine(from_on - datetime.timedelta(days=31), datetime.time(), datetime.UTC)
        wanted = plan_following(found, await existing(offering_id, max(since, now)), from_on, now=now)
        await apply(found, wanted, by=by, now=now)
        return wanted


async def apply(found: Offering, wanted: Plan, *, by: Actor, now: datetime.datetime) -> None:
    """Do what a plan says, inside the caller's transaction."""
    for session_id in sorted(wanted.remove):
        await execute('delete from session where id = $1', session_id)
    for session_id, dated in sorted(wanted.change, key=lambda change: change[0]):
        await fetch('select id from session where id = $1 for no key update', session_id)
        before = await fetchval('select starts_at from session where id = $1', session_id)
        await set_time(session_id, dated.parts, rule_on=dated.rule_on, is_move=True)
        await record('session_moved', by=by, subject=('session', session_id), now=now, before=before, after=dated.starts_at, following=True)
        await tell_moved(session_id, before, now=now)
    for dated in wanted.create:
        await make(found, dated, by=by, now=now)


async def make(found: Offering, dated: Dated, *, by_hand: bool = False, by: Actor, now: datetime.datetime) -> int | None:
    """One date with its parts and the offering's trainers; None where the rule has made it before."""
    rule_on = None if by_hand else dated.rule_on
    new: int | None = await fetchval(MAKE, found.id, rule_on, dated.starts_at, dated.ends_at, str(uuid.uuid4()), now)
    if new is None:
        return None
    await executemany(PART, [(new, part.number, part.starts_at, part.ends_at) for part in dated.parts])
    await execute(LEAD, new, found.id)
    await record('session_made', by=by, subject=('session', new), now=now, offering_id=found.id, starts_at=dated.starts_at)
    return new


async def add_date(offering_id: int, on: datetime.date, time: datetime.time, *, by: Actor, now: datetime.datetime) -> int:
    """A date beside the rule, set by hand at a wall clock of the offering's zone.

    :raises Refused: for a time that is over
    """
    async with atomic():
        found = await offering(offering_id, 'en')
        if found is None:
            raise Refused(NoOffering.GONE)
        sittings = parts_on(on, time, found.zone, minutes=found.minutes, parts=found.parts, days_between=found.days_between_parts)
        if sittings[0].starts_at <= now:
            raise Refused(NoTime.IN_THE_PAST)
        if await fetchval(STANDS, offering_id, sittings[0].starts_at):
            raise Refused(NoTime.TAKEN)
        new = await make(found, Dated(on, sittings), by_hand=True, by=by, now=now)
        assert new
        await execute('update session set edited_at = $2 where id = $1', new, now)
        return new


async def set_time(session_id: int, sittings: tuple[Part, ...], *, rule_on: datetime.date | None = None, is_move: bool) -> None:
    """Give a session another time; its name in calendars stays, its number there goes up."""
    await execute(MOVE, session_id, sittings[0].starts_at, sittings[-1].ends_at, rule_on, is_move)
    await execute('delete from session_part where session_id = $1', session_id)
    await executemany(PART, [(session_id, part.number, part.starts_at, part.ends_at) for part in sittings])
