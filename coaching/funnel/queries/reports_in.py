"""Participant reports that were read for a session, and those in them whom nobody knows yet."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from coaching.funnel.values import RegistrationState
from coaching.kit.database import fetch, fetchrow

ROW = """
select w.id, w.report_id, p.session_id, p.part, w.number, w.name, w.email, w.minutes, w.state, w.how, w.registration_id
from attendance_row w join attendance_report p on p.id = w.report_id
"""
REPORTED = """
select r.id as registration_id, r.state, least(1440, sum(w.minutes))::int as minutes
from registration r join attendance_row w on w.registration_id = r.id join attendance_report p on p.id = w.report_id
where r.id = any($1) and p.session_id = $2 and p.part = $3 group by r.id order by r.id
"""


@dataclass(frozen=True, slots=True)
class ReportedRow:
    """One name in a report, as the meeting showed it."""

    id: int
    report_id: int
    session_id: int
    part: int
    number: int
    name: str
    email: str
    minutes: int
    state: str
    how: str
    registration_id: int | None


@dataclass(frozen=True, slots=True)
class Reported:
    """What the reports of one part say of one registration: all minutes, whatever devices they came with; at most a day's."""

    registration_id: int
    state: RegistrationState
    minutes: int


@dataclass(frozen=True, slots=True)
class ReportRead:
    """A report that was read: by which tool, when, and how many of its rows stand how."""

    id: int
    part: int
    tool: str
    read_at: datetime.datetime
    matched: int
    unmatched: int
    discarded: int


async def report_row(row_id: int) -> ReportedRow | None:
    row = await fetchrow(ROW + 'where w.id = $1', row_id)
    return ReportedRow(**row) if row else None


async def unmatched(session_id: int) -> list[ReportedRow]:
    """Whom nobody knows yet, in the order of the report."""
    rows = await fetch(ROW + "where p.session_id = $1 and w.state = 'unmatched' order by w.report_id, w.number", session_id)
    return [ReportedRow(**row) for row in rows]


async def reports(session_id: int) -> list[ReportRead]:
    rows = await fetch(
        """select p.id, p.part, p.tool, p.read_at, count(*) filter (where w.state = 'matched') as matched,
        count(*) filter (where w.state = 'unmatched') as unmatched, count(*) filter (where w.state = 'discarded') as discarded
        from attendance_report p left join attendance_row w on w.report_id = p.id where p.session_id = $1
        group by p.id order by p.id desc""",
        session_id,
    )
    return [ReportRead(**row) for row in rows]


async def reported(registration_ids: Collection[int], session_id: int, part: int) -> list[Reported]:
    """Those of these registrations whom a row of this part stands for."""
    rows = await fetch(REPORTED, list(registration_ids), session_id, part)
    return [Reported(row['registration_id'], RegistrationState(row['state']), row['minutes']) for row in rows]
