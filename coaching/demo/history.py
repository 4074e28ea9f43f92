"""What has happened in the demo network: twelve Fridays of Tastes, Intros, a training, and what is to come."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from coaching.demo.cast import Guest, guest
from coaching.funnel.commands import adding, credits, dates, finishing, spots
from coaching.funnel.commands.dating import make
from coaching.funnel.commands.marking import mark
from coaching.funnel.commands.registering import Registered, register, sign_up
from coaching.funnel.queries.offerings import offering
from coaching.funnel.rules.recurrence import Dated, parts_on
from coaching.funnel.values import Mark, Source
from coaching.kit.access import PUBLIC, Actor
from coaching.kit.database import execute, fetch, fetchval
from coaching.kit.refusal import Refused

DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)
MINUTE = datetime.timedelta(minutes=1)
WEEKS = 12
AT_A_TASTE = 9
WALKED_IN = {9: 'Neighbor of Grace', 5: 'Grace Okafor', 1: 'Alma R.'}


async def tell(trainer: Actor, *, now: datetime.datetime, zone: ZoneInfo) -> None:
    """Everything, oldest first; then what was promised long ago is put aside, as if it had been sent."""
    today = now.astimezone(zone).date()
    friday = today - datetime.timedelta(days=(today.weekday() - 4) % 7)
    for weeks in range(WEEKS, 0, -1):
        await _taste(friday - datetime.timedelta(weeks=weeks), weeks, trainer, now=now)
    for months, starting in ((3, 0), (2, 16), (1, 34)):
        await _intro(today - months * 28 * DAY + 3 * DAY, starting, trainer, now=now)
    await _training(today - 40 * DAY, trainer, now=now)
    await execute('update promise set sent_at = due_at where due_at < $1 and cancelled_at is null', now - DAY)
    await _today(today, trainer, now=now)
    await _to_come(trainer, now=now, zone=zone)
    await _date('training', today + datetime.timedelta(days=22 + (-today.weekday()) % 7), trainer, now=now)


async def _date(kind: str, on: datetime.date, trainer: Actor, *, capacity: int | None = None, now: datetime.datetime) -> int:
    found = await offering(await fetchval('select id from offering where kind = $1', kind), 'en')
    assert found
    sittings = parts_on(
        on, found.wall_time, found.zone, minutes=found.minutes, parts=found.parts, days_between=found.days_between_parts
    )
    made = await make(found, Dated(on, sittings), by_hand=True, by=trainer, now=now)
    assert made
    if capacity:
        await execute('update session set capacity = $2 where id = $1', made, capacity)
    return made


async def _signs_up(one: Guest, session_id: int, trainer: Actor, *, now: datetime.datetime) -> Registered:
    if one.email:
        return await sign_up(session_id, name=one.name, email=one.email, language=one.language, group=one.group, by=PUBLIC, now=now)
    return await adding.add(session_id, name=one.name, phone=one.phone, language=one.language, group=one.group, by=trainer, now=now)


async def _taste(on: datetime.date, weeks: int, trainer: Actor, *, now: datetime.datetime) -> None:
    """One past Friday; the sixth back was a holiday, the fourth was called off ten minutes before, the newest waits to be finished."""
    before = now - datetime.timedelta(weeks=weeks + 1, days=2)
    session_id = await _date('taste', on, trainer, now=before)
    starts_at = await fetchval('select starts_at from session where id = $1', session_id)
    numbers = [(WEEKS - weeks) * 5 + seat for seat in range(AT_A_TASTE)]
    if weeks == 6:
        await dates.skip(session_id, why='Holiday', by=trainer, now=before)
        return
    if weeks == 8:
        await dates.move(session_id, starts_at + 3 * HOUR, why='The room was taken', by=trainer, now=before)
        starts_at += 3 * HOUR
    rows = [await _signs_up(guest(number), session_id, trainer, now=starts_at - 3 * DAY + number * MINUTE) for number in numbers]
    if weeks == 4:
        await dates.cancel(session_id, why='The trainer fell ill', by=trainer, now=starts_at - 10 * MINUTE)
        return
    first = rows[0].registration_id
    if first and weeks % 3 == 0:
        await spots.cancel(first, by=Actor.by_link(rows[0].person_id), now=starts_at - 20 * HOUR)
        rows = rows[1:]
    for seat, row in enumerate(rows):
        if row.registration_id and seat % 3 != 2:
            await mark(row.registration_id, Mark.HERE, by=trainer, now=starts_at + 5 * MINUTE)
    if weeks % 4 == 1:
        await adding.walk_in(session_id, name=WALKED_IN[weeks], by=trainer, now=starts_at + 8 * MINUTE)
    if weeks > 1:
        await finishing.finish(session_id, rest_not_here=True, by=trainer, now=starts_at + HOUR)


async def _intro(on: datetime.date, starting: int, trainer: Actor, *, now: datetime.datetime) -> None:
    """A past Intro of people who had come to a Taste, and one who was let in without."""
    at = datetime.datetime.combine(on, datetime.time(15), datetime.UTC)
    session_id = await _date('intro', on, trainer, now=at - 20 * DAY)
    starts_at = await fetchval('select starts_at from session where id = $1', session_id)
    ready = await fetch(
        'select person_id from progress where tasted_at < $1 and introduced_at is null order by tasted_at, person_id offset $2 limit 8',
        starts_at, starting % 3,
    )  # fmt: skip
    for seat, row in enumerate(ready):
        done = await register(session_id, row['person_id'], source=Source.NEXT, by=trainer, now=starts_at - 4 * DAY)
        if done.registration_id and seat % 4 != 3:
            await mark(done.registration_id, Mark.HERE, by=trainer, now=starts_at + 5 * MINUTE)
    if starting == 16:
        late = guest(57)
        done = await adding.add(
            session_id, name=late.name, email=late.email, waived_why='Her team trains next week', by=trainer, now=starts_at - DAY
        )
        if done.registration_id:
            await mark(done.registration_id, Mark.HERE, by=trainer, now=starts_at + 5 * MINUTE)
    await finishing.finish(session_id, rest_not_here=True, by=trainer, now=starts_at + 4 * HOUR)


async def _training(on: datetime.date, trainer: Actor, *, now: datetime.datetime) -> None:
    """A training of four parts: most were at all, one missed a day, one made it up."""
    session_id = await _date('training', on, trainer, now=now - 70 * DAY)
    sittings = await fetch('select number, starts_at from session_part where session_id = $1 order by number', session_id)
    ready = await fetch(
        'select person_id from progress where introduced_at < $1 order by introduced_at, person_id limit 6', sittings[0]['starts_at']
    )
    for seat, row in enumerate(ready):
        done = await register(session_id, row['person_id'], source=Source.NEXT, by=trainer, now=sittings[0]['starts_at'] - 5 * DAY)
        assert done.registration_id
        for part in sittings:
            if part['starts_at'] < now and (seat, part['number']) != (2, 3):
                await mark(done.registration_id, Mark.HERE, part=part['number'], by=trainer, now=part['starts_at'] + 5 * MINUTE)
    if sittings[-1]['starts_at'] < now:
        await finishing.finish(session_id, rest_not_here=True, by=trainer, now=sittings[-1]['starts_at'] + 5 * HOUR)


async def _today(today: datetime.date, trainer: Actor, *, now: datetime.datetime) -> None:
    """A Taste that has begun a few minutes ago: some are marked, some opened the link, some wait in line."""
    session_id = await _date('taste', today, trainer, capacity=12, now=now - 5 * DAY)
    starts_at = now - 10 * MINUTE
    await execute('update session set starts_at = $2, ends_at = $3, edited_at = $2 where id = $1', session_id, starts_at, starts_at + HOUR)
    await execute('update session_part set starts_at = $2, ends_at = $3 where session_id = $1', session_id, starts_at, starts_at + HOUR)
    rows = [await _signs_up(guest(number), session_id, trainer, now=now - 2 * DAY) for number in range(40, 54)]
    for seat, row in enumerate(rows[:11]):
        if row.registration_id and seat < 3:
            await mark(row.registration_id, Mark.HERE, by=trainer, now=now - 4 * MINUTE)
        elif row.registration_id and seat < 7:
            await spots.open_door(row.registration_id, now=now - (12 - seat) * MINUTE)
    if rows[5].registration_id:
        herself = Actor.by_link(rows[5].person_id)
        helps = 'Captions, if you can'
        await spots.say_what_helps(rows[5].registration_id, access_needs=helps, intro_question=None, by=herself, now=now - DAY)


def _by_day(at: datetime.datetime, zone: ZoneInfo) -> datetime.datetime:
    """The last moment until then at which people are awake, so that what begins there does not end at night."""
    there = at.astimezone(zone)
    if 9 <= there.hour < 18:
        return at
    return (there if there.hour >= 18 else there - DAY).replace(hour=18, minute=0, second=0, microsecond=0)


async def _to_come(trainer: Actor, *, now: datetime.datetime, zone: ZoneInfo) -> None:
    """The next dates: one with a few people, one full with a line and an offer, one skipped, one moved; and somebody's earlier Taste."""
    coming = await fetch(
        "select s.id, s.starts_at from session s join offering o on o.id = s.offering_id where o.kind = 'taste' and s.starts_at > $1 "
        'order by s.starts_at limit 6', now,
    )  # fmt: skip
    for number in range(20, 26):
        await _signs_up(guest(number), coming[0]['id'], trainer, now=now - DAY)
    await execute('update session set capacity = 3, edited_at = $2 where id = $1', coming[1]['id'], now)
    rows = [await _signs_up(guest(number), coming[1]['id'], trainer, now=now - DAY) for number in range(26, 32)]
    if rows[0].registration_id:
        await spots.cancel(rows[0].registration_id, by=Actor.by_link(rows[0].person_id), now=_by_day(now - HOUR, zone))
    await dates.skip(coming[3]['id'], why='Holiday', by=trainer, now=now)
    await dates.move(coming[4]['id'], coming[4]['starts_at'] + 2 * HOUR, why='The host is away at noon', by=trainer, now=now)
    person_id = rows[1].person_id
    try:
        await credits.add(person_id, 'taste', (now - 400 * DAY).date(), 'A Taste in another county', by=trainer, now=now)
    except Refused:
        return
