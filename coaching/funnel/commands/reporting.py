"""Attendance from a meeting tool's report: read once, matched where it is certain, the rest waits for a click."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from coaching.funnel.commands.adding import walk_in
from coaching.funnel.commands.finishing import put_letters_right
from coaching.funnel.commands.locking import lock_place
from coaching.funnel.commands.marking import Tap, mark_each
from coaching.funnel.queries.places import place as read_place
from coaching.funnel.queries.reports_in import ReportedRow, report_row, reported
from coaching.funnel.queries.rooms import parts, roster
from coaching.funnel.queries.rooms import room as read_room
from coaching.funnel.reading.values import Report, ReportRow
from coaching.funnel.rules.attendance import mark_for, why_not_mark
from coaching.funnel.rules.matching import Expected, Joined, Match, match
from coaching.funnel.values import Mark, RegistrationState, SessionState
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, executemany, fetchval
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
HOLD = 'select id from attendance_row where id = $1 for update'
DISCARD = "update attendance_row set state = 'discarded', registration_id = null, how = '' where id = $1"


class NoRow(Reason):
    """Why a row of a report cannot be worked on."""

    GONE = 'This row is not here any more. Look at the list again.'
    SETTLED = 'Somebody has said who this is. Look at the list again.'


async def read(session_id: int, report: Report, digest: bytes, *, part: int, by: Actor, now: datetime.datetime) -> int | None:
    """Keep a report's rows and mark those who are found by address or exact name; None where it was read before.

    :raises Refused: where marks may not be set now
    """
    async with atomic():
        place = await lock_place(session_id)
        why = _reason(closed=place.state is SessionState.CLOSED)
        if reason := why_not_mark(place, await parts(session_id), part, RegistrationState.REGISTERED, Mark.HERE, why=why, now=now):
            raise Refused(reason)
        report_id = await fetchval(KEEP, session_id, part, report.tool, digest, by.person_id, now)
        if report_id is None:
            return None
        expected = [Expected(row.registration_id, row.name, row.email, row.phone) for row in await roster(place)]
        people = [row for row in report.rows if not row.is_host]
        joined = [Joined(number, row.name, row.email, row.other_names) for number, row in enumerate(people, start=1)]
        rows = list(zip(people, match(joined, expected), strict=True))
        await executemany(ROW, [_as_kept(report_id, row, met) for row, met in rows])
        found = [met.registration_id for _, met in rows if met.registration_id]
        await _mark(found, session_id, part, by=by, now=now)
        told = len(found)
        await record('report_read', by=by, subject=('session', session_id), now=now, tool=report.tool, rows=len(people), matched=told)
        return told


def _as_kept(report_id: int, row: ReportRow, met: Match) -> tuple[object, ...]:
    state = 'matched' if met.registration_id else 'unmatched'
    shown = (row.name[:200], (row.email or '')[:254], min(row.minutes, 1440))
    return report_id, met.number, *shown, state, met.how, met.registration_id


async def _mark(registration_ids: Collection[int], session_id: int, part: int, *, by: Actor, now: datetime.datetime) -> None:
    """The marks that all minutes of these people in this part make; in a finished session their letters are put right with them."""
    room = await read_room(session_id, 'en')
    assert room
    why = _reason(closed=room.closed_at is not None)
    taps = [
        Tap(registration_id=one.registration_id, mark=wished, part=part, how='report', minutes=one.minutes, why=why)
        for one in await reported(registration_ids, session_id, part)
        if (wished := mark_for(one.minutes, room.rule, one.state))
    ]
    await mark_each(taps, by=by, now=now)
    if room.closed_at:
        await put_letters_right(session_id, registration_ids, now=now)


def _reason(*, closed: bool) -> str:
    """What a finished session asks for; nobody is asked for it, because the report is the reason."""
    return _('The report of the meeting says so') if closed else ''


async def _hold(row_id: int) -> ReportedRow:
    """One row for this transaction alone.

    :raises Refused: for a row that is not there
    """
    await execute(HOLD, row_id)
    row = await report_row(row_id)
    if row is None:
        raise Refused(NoRow.GONE)
    return row


async def match_row(row_id: int, registration_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """A person said who this is; saying it twice changes nothing.

    :raises Refused: for a row that is not there, or that is somebody else already
    """
    async with atomic():
        row = await _hold(row_id)
        if row.registration_id == registration_id:
            return
        if row.state != 'unmatched':
            raise Refused(NoRow.SETTLED)
        await lock_place(row.session_id)
        if not await fetchval(IS_HERE, registration_id, row.session_id):
            raise Refused(NoRow.GONE)
        await execute(MATCH, row_id, registration_id)
        about = ('registration', registration_id)
        await record('row_matched', by=by, subject=about, now=now, report_id=row.report_id, number=row.number, how='click')
        await _mark([registration_id], row.session_id, row.part, by=by, now=now)


async def add_row(row_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """Somebody who came without signing up: added as they were shown, and matched.

    :raises Refused: for a row that is not there, or that is somebody already
    """
    async with atomic():
        row = await _hold(row_id)
        if row.state != 'unmatched':
            raise Refused(NoRow.SETTLED)
        place = await read_place(row.session_id)
        assert place
        registration_id = await walk_in(
            row.session_id, name=row.name, email=row.email or None, part=row.part,
            why=_reason(closed=place.state is SessionState.CLOSED), by=by, now=now,
        )  # fmt: skip
        await match_row(row_id, registration_id, by=by, now=now)


async def discard_row(row_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """Nobody of ours: a second device, an assistant, a visitor; saying it twice changes nothing.

    :raises Refused: for a row that is not there, or that is somebody already
    """
    async with atomic():
        row = await _hold(row_id)
        if row.state == 'matched':
            raise Refused(NoRow.SETTLED)
        if row.state == 'unmatched':
            await execute(DISCARD, row_id)
            await record('row_discarded', by=by, subject=('session', row.session_id), now=now, report_id=row.report_id, number=row.number)
