"""Attendance from a meeting tool's report: read once, matched where it is certain, the rest waits for a click."""

from __future__ import annotations

import datetime

from coaching.funnel.commands.adding import walk_in
from coaching.funnel.commands.locking import lock_place
from coaching.funnel.commands.marking import mark
from coaching.funnel.queries.reports_in import minutes_of, report_row
from coaching.funnel.queries.rooms import room as read_room
from coaching.funnel.queries.rooms import roster
from coaching.funnel.reading.values import Report
from coaching.funnel.rules.attendance import mark_for
from coaching.funnel.rules.matching import Expected, Joined, match
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetchval
from coaching.kit.refusal import Reason, Refused
from coaching.kit.words import _

KEEP = """
insert into attendance_report (session_id, part, tool, digest, by_person_id, read_at) values ($1, $2, $3, $4, $5, $6)
on conflict (session_id, part, digest) do nothing returning id
"""
ROW = """
insert into attendance_row (report_id, number, name, email, minutes, state, how, registration_id)
values ($1, $2, $3, $4, $5, $6, $7, $8)
"""
MATCH = "update attendance_row set state = 'matched', how = 'click', registration_id = $2 where id = $1"
IS_HERE = 'select exists (select from registration where id = $1 and session_id = $2)'
DISCARD = "update attendance_row set state = 'discarded', registration_id = null, how = '' where id = $1"


class NoRow(Reason):
    """Why a row of a report cannot be worked on."""

    GONE = 'This row is not here any more. Look at the list again.'


async def read(session_id: int, report: Report, digest: bytes, *, part: int, by: Actor, now: datetime.datetime) -> int | None:
    """Keep a report's rows and mark those who are found by address or exact name; None where it was read before.

    :raises Refused: where marks may not be set now
    """
    async with atomic():
        place = await lock_place(session_id)
        report_id = await fetchval(KEEP, session_id, part, report.tool, digest, by.person_id, now)
        if report_id is None:
            return None
        expected = [Expected(row.registration_id, row.name, row.email, row.phone) for row in await roster(place)]
        people = [row for row in report.rows if not row.is_host]
        joined = [Joined(number, row.name, row.email, row.other_names) for number, row in enumerate(people, start=1)]
        found = 0
        for row, met in zip(people, match(joined, expected), strict=True):
            state = 'matched' if met.registration_id else 'unmatched'
            facts = (report_id, met.number, row.name[:200], (row.email or '')[:254], min(row.minutes, 1440))
            await execute(ROW, *facts, state, met.how, met.registration_id)
            if met.registration_id:
                found += 1
                await _mark(session_id, met.registration_id, part, by=by, now=now)
        await record('report_read', by=by, subject=('session', session_id), now=now, tool=report.tool, rows=len(people), matched=found)
        return found


async def _mark(session_id: int, registration_id: int, part: int, *, by: Actor, now: datetime.datetime) -> None:
    """The mark that all minutes of this person in this part make; two rows of one person add up."""
    room = await read_room(session_id, 'en')
    assert room
    minutes = await minutes_of(registration_id, session_id, part)
    why = _('The report of the meeting says so') if room.closed_at else ''
    await mark(registration_id, mark_for(minutes, room.rule), part=part, how='report', minutes=minutes, why=why, by=by, now=now)


async def match_row(row_id: int, registration_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """A person said who this is.

    :raises Refused: for a row that is not there
    """
    async with atomic():
        row = await report_row(row_id)
        if row is None:
            raise Refused(NoRow.GONE)
        if not await fetchval(IS_HERE, registration_id, row.session_id):
            raise Refused(NoRow.GONE)
        await execute(MATCH, row_id, registration_id)
        about = ('registration', registration_id)
        await record('row_matched', by=by, subject=about, now=now, report_id=row.report_id, number=row.number, how='click')
        await _mark(row.session_id, registration_id, row.part, by=by, now=now)


async def add_row(row_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """Somebody who came without signing up: added as they were shown, and matched."""
    async with atomic():
        row = await report_row(row_id)
        if row is None:
            raise Refused(NoRow.GONE)
        registration_id = await walk_in(row.session_id, name=row.name, email=row.email or None, part=row.part, by=by, now=now)
        await match_row(row_id, registration_id, by=by, now=now)


async def discard_row(row_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """Nobody of ours: a second device, an assistant, a visitor."""
    async with atomic():
        row = await report_row(row_id)
        if row is None or row.state == 'matched':
            raise Refused(NoRow.GONE)
        await execute(DISCARD, row_id)
        await record('row_discarded', by=by, subject=('session', row.session_id), now=now, report_id=row.report_id, number=row.number)
