"""Dates come from an offering's rule: made ahead, changed and removed only where nobody has touched or chosen them."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from coaching.funnel.commands.telling import tell
from coaching.funnel.queries.offerings import existing, offering, offerings
from coaching.funnel.queries.telling import stands
from coaching.funnel.rules.recurrence import Dated, Existing, Plan, dates, parts_on, plan, plan_following
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
update session set starts_at = $2, ends_at = $3, zone = $4, rule_on = coalesce($5, rule_on), sequence = sequence + 1, version = version + 1,
       moved_from = case when starts_at = $2 then moved_from when moved_from = $2 then null else starts_at end where id = $1
"""
PART = 'insert into session_part (session_id, number, starts_at, ends_at) values ($1, $2, $3, $4)'
LEAD = 'insert into session_trainer (session_id, person_id) select $1, person_id from offering_trainer where offering_id = $2'
STANDS = "select id from session where offering_id = $1 and starts_at = $2 and state <> 'cancelled'"
HOLD = 'select id from offering where id = $1 for no key update'
HOLD_DATES = 'select id from session where offering_id = $1 and (ends_at > $2 or rule_on >= $3) order by id for no key update'
DAY = datetime.timedelta(days=1)
MONTH = datetime.timedelta(days=31)


class NoOffering(Reason):
    """Why an offering cannot be worked on."""

    GONE = 'This offering is not here any more. Look at the list again.'
    NAME_TAKEN = 'Another offering has this short name. Choose another one.'
    CHANGED_MEANWHILE = 'Somebody else changed this while you were typing. Your words are still here. Look at both, then save.'
    PUT_AWAY = 'This offering is put away, so it gets no new dates. Take it back first.'


class NoTime(Reason):
    """Why a date cannot be added."""

    IN_THE_PAST = 'That time is over. Choose a time that is still to come.'
    TAKEN = 'There is a date at that time already. Change that one.'


@dataclass(frozen=True, slots=True)
class Done:
    """What a change came to: how many dates, and how many people are written to."""

    dates: int = 0
    people: int = 0


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
        wanted, _people = await carry_out(found, lambda standing: plan(found, standing, now=now), since=now, by=SYSTEM, now=now)
        return wanted


async def follow_changed_rule(
    offering_id: int, from_on: datetime.date, *, why: str = '', by: Actor, now: datetime.datetime
) -> tuple[Plan, frozenset[int]]:
    """After "this and all following" was changed, in the transaction that changed it: sessions move with their people. Who is told."""
    found = await offering(offering_id, 'en')
    assert found
    return await carry_out(
        found, lambda standing: plan_following(found, standing, from_on, now=now), since=since(from_on, now), why=why, by=by, now=now
    )


def since(from_on: datetime.date, now: datetime.datetime) -> datetime.datetime:
    """From when on an offering's dates are looked at where it changes from a day on: the whole of that day's month."""
    return max(datetime.datetime.combine(from_on, datetime.time(), datetime.UTC) - MONTH, now)


async def carry_out(
    found: Offering,
    planned: Callable[[Sequence[Existing]], Plan],
    *,
    since: datetime.datetime,
    why: str = '',
    by: Actor,
    now: datetime.datetime,
) -> tuple[Plan, frozenset[int]]:
    """Do what a plan says, inside the caller's transaction; who is told.

    Before a date is changed or removed the dates are held and looked at again, because somebody may just have chosen one.
    """
    wanted = planned(await existing(found.id, since))
    if wanted.change or wanted.remove:
        await hold_dates(found.id, since)
        wanted = planned(await existing(found.id, since))
    before = await stands([session_id for session_id, _dated in wanted.change])
    for session_id in wanted.remove:
        await execute('delete from session where id = $1', session_id)
    for session_id, dated in wanted.change:
        was = before[session_id].parts[0].starts_at
        await set_time(session_id, dated.parts, found.zone, rule_on=dated.rule_on)
        await record(
            'session_moved', by=by, subject=('session', session_id), now=now, why=why, before=was, after=dated.starts_at, following=True
        )
    for session_id, day in wanted.rename:
        await execute('update session set rule_on = $2 where id = $1', session_id, day)
    for dated in wanted.create:
        await make(found, dated, by=by, now=now)
    return wanted, await tell(before, why=why, now=now)


async def hold_dates(offering_id: int, since: datetime.datetime) -> list[int]:
    """Hold all dates of an offering from then on, lowest id first, as everybody does who holds several."""
    return [row['id'] for row in await fetch(HOLD_DATES, offering_id, since, since.date() - DAY)]


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
    """A date beside the rule, set by hand at a wall clock of the offering's zone; one that the rule would make is the rule's.

    :raises Refused: for a time that is over or taken, or an offering that is put away
    """
    async with atomic():
        await fetchrow(HOLD, offering_id)
        found = await offering(offering_id, 'en')
        if found is None:
            raise Refused(NoOffering.GONE)
        if found.archived_at is not None:
            raise Refused(NoOffering.PUT_AWAY)
        sittings = parts_on(on, time, found.zone, minutes=found.minutes, parts=found.parts, days_between=found.days_between_parts)
        dated = Dated(on, sittings)
        if dated.starts_at <= now:
            raise Refused(NoTime.IN_THE_PAST)
        if await fetchval(STANDS, offering_id, dated.starts_at):
            raise Refused(NoTime.TAKEN)
        is_of_the_rule = dated in dates(found, after=now, until=dated.starts_at)
        new = await make(found, dated, by=by, now=now) if is_of_the_rule else None
        new = new or await make(found, dated, by_hand=True, by=by, now=now)
        assert new
        return new


async def set_time(session_id: int, sittings: Sequence[Part], zone: str, *, rule_on: datetime.date | None = None) -> None:
    """Give a session another time; its name in calendars stays, its number there goes up."""
    await execute(MOVE, session_id, sittings[0].starts_at, sittings[-1].ends_at, zone, rule_on)
    await execute('delete from session_part where session_id = $1', session_id)
    await executemany(PART, [(session_id, part.number, part.starts_at, part.ends_at) for part in sittings])


def today(zone: str, now: datetime.datetime) -> datetime.date:
    return now.astimezone(ZoneInfo(zone)).date()
