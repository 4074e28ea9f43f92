"""Minutes and travel by team: each minute counts once, also where several teams shared it (CO4, CO6)."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence

from coaching.coaches.rules.logging import shares
from coaching.coaches.values import Given


@dataclasses.dataclass(slots=True)
class TeamRow:
    """What one team got; `joint` are minutes that stand for each of several teams and are counted once in the sum of all."""

    team: str
    grants: str
    talks: int = 0
    tries: int = 0
    minutes: int = 0
    joint: int = 0
    travel: int = 0


def month_of(text: str, *, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The first day of the month that was asked for as 2026-11, and of the next; this month where none can be read."""
    year, _dash, month = text.partition('-')
    asked = (int(year), int(month)) if year.isdecimal() and month.isdecimal() and len(year) == 4 and len(month) <= 2 else (0, 0)
    if not (1900 <= asked[0] <= 2200 and 1 <= asked[1] <= 12):
        asked = today.year, today.month
    first = datetime.date(*asked, 1)
    return first, (first + datetime.timedelta(days=32)).replace(day=1)


def by_team(talks: Sequence[Given]) -> list[TeamRow]:
    """A row for each team by name, and their sums."""
    rows: dict[int, TeamRow] = {}
    for talk in talks:
        minutes = [0] * len(talk.teams) if talk.is_joint else shares(talk.minutes, len(talk.teams))
        travel = shares(talk.travel_minutes, len(talk.teams))
        for (team_id, name, grants), own, way in zip(talk.teams, minutes, travel, strict=True):
            row = rows.setdefault(team_id, TeamRow(name, grants))
            row.talks += talk.how == 'held'
            row.tries += talk.how != 'held'
            row.minutes += own
            row.joint += talk.minutes if talk.is_joint else 0
            row.travel += way
    return sorted(rows.values(), key=lambda row: row.team)


def total(talks: Sequence[Given]) -> tuple[int, int]:
    """All minutes and all travel, each once."""
    return sum(talk.minutes for talk in talks), sum(talk.travel_minutes for talk in talks)
