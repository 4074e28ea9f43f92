"""A row of a file of assignments: somebody stands beside a team, from one day until another."""

from __future__ import annotations

import datetime

from coaching.coaches.rules.assigning import NoAssignment, why_not_assign
from coaching.coaches.values import Beside, Stand
from coaching.funnel.reading.cells import Wrong
from coaching.sheets.reading.fates.people import People, sign
from coaching.sheets.reading.fates.standing import Planned, TeamAt
from coaching.sheets.rules.reasons import NotTaken
from coaching.sheets.values import Columns, Fate, Row

SAID = {
    NoAssignment.LEAD_TAKEN: NotTaken.ANOTHER_LEADS, NoAssignment.BESIDE_IT: NotTaken.HERE_IN_THESE_DAYS,
    NoAssignment.OF_THE_TEAM: NotTaken.OF_THE_TEAM, NoAssignment.CLOSED: NotTaken.CLOSED_TEAM,
    NoAssignment.ENDS_TOO_EARLY: NotTaken.ENDS_FIRST,
}  # fmt: skip


def fate(row: Row, team: TeamAt, people: People, _columns: Columns) -> Planned:
    """An interval that no other one forbids; the same one again changes nothing."""
    who = people.of(row, coach=True)
    if who is None:
        raise Wrong(NotTaken.NO_COACH)
    since = row.said.get('began_on') or people.today
    until = row.said.get('ended_on')
    if until == since:
        until = since + datetime.timedelta(days=1)
    new = Stand(team.id or 0, sign(who), Beside(row.said.get('role', Beside.LEAD)), since, until)
    if any(_is_known(stand, new, 'began_on' in row.said) for stand in team.stands):
        return Planned(row, Fate.ADDS if people.filled(row) else Fate.SAME, team, None, who)
    reason = why_not_assign(new, team.stands, is_of_team=sign(who) in team.members, is_closed=team.is_closed)
    if reason:
        raise Wrong(SAID[reason])
    team.stands.append(new)
    return Planned(row, Fate.NEW, team, None, who, {'assign': new})


def _is_known(stand: Stand, new: Stand, is_dated: bool) -> bool:
    """Whether somebody stands there so already; where the row says no day, any interval that goes on is the same."""
    if (stand.person_id, stand.role) != (new.person_id, new.role):
        return False
    return (stand.began_on, stand.ended_on) == (new.began_on, new.ended_on) if is_dated else stand.ended_on is None
