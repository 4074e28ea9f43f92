"""The front door for participant reports: whatever was pasted or uploaded, people and minutes come out, or one line that says why not."""

from __future__ import annotations

import datetime
import hashlib
import json
from zoneinfo import ZoneInfo

from coaching.funnel.reading import meet, merging, sheets, teams, zoom
from coaching.funnel.reading.reasons import NotAReport, Unreadable
from coaching.funnel.reading.values import Join, Meeting, Report, ReportRow
from coaching.kit.refusal import Refused
from coaching.kit.words import fold

TOOLS = (zoom, teams, meet)


def read_report(content: bytes, *, zone: str, on: datetime.date | None = None) -> Report:
    """The people of a participant report of Zoom, Google Meet or Microsoft Teams, from a file or from pasted text.

    Times without a zone are wall clock in `zone`. `on` is the day that the meeting should have been on: it settles whether 11/12 is in
    November, and gives a day to reports that print hours only.

    :raises Refused: with NotAReport or Unreadable; nothing else, whatever the bytes are.
    """
    meeting = _meeting(content, ZoneInfo(zone), on)
    if not meeting.sightings:
        raise Refused(NotAReport.NOBODY)
    rows = merging.people(meeting)
    joined = [moment for row in rows for moment, _ in row.joins]
    return Report(
        meeting.tool,
        rows,
        minutes=None if meeting.seconds is None else min(-(-meeting.seconds // 60), merging.LONGEST_MEETING),
        began_at=meeting.began_at or min(joined, default=None),
    )


def _meeting(content: bytes, zone: ZoneInfo, on: datetime.date | None) -> Meeting:
    try:
        grid, _ = sheets.grid(content)
    except Refused as why:
        if why.reason is not Unreadable.NOT_A_TABLE:
            raise
        raise Refused(NotAReport.UNKNOWN) from why
    for tool in TOOLS:
        if meeting := tool.read(grid, zone, on):
            return meeting
    raise Refused(NotAReport.UNKNOWN)


def digest(content: bytes) -> bytes:
    """What the report means, in 32 bytes: the same for the same report saved again with other line ends, order, coding or quotes.

    :raises Refused: as `read_report`.
    """
    report = read_report(content, zone='UTC')
    facts = sorted([_who(row), *map(_to_the_minute, row.joins)] + ([] if row.joins else [str(row.minutes)]) for row in report.rows)
    return hashlib.sha256(json.dumps([report.tool, facts]).encode()).digest()


def _who(row: ReportRow) -> str:
    return row.email or fold(row.name)


def _to_the_minute(join: Join) -> str:
    """Spreadsheet programs drop the seconds when they save."""
    return ' '.join(moment.isoformat(timespec='minutes') if moment else '-' for moment in join)
