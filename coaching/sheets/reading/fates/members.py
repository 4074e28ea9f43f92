"""A row of a file of members: somebody is of a team, as its lead or as one of its people."""

from __future__ import annotations

from typing import Any

from coaching.funnel.reading.cells import Wrong
from coaching.funnel.reading.values import Fault
from coaching.sheets.reading.fates.people import People, sign
from coaching.sheets.reading.fates.standing import Planned, TeamAt
from coaching.sheets.rules.reasons import NotTaken, Told
from coaching.sheets.values import Columns, Fate, Row


def fate(row: Row, team: TeamAt, people: People, _columns: Columns) -> Planned:
    """Somebody joins; whoever is there already may come to lead a team that nobody leads, or to be a parent who leads."""
    who = people.of(row)
    if who is None:
        raise Wrong(NotTaken.NO_PERSON)
    if team.is_closed:
        raise Wrong(NotTaken.CLOSED_TEAM)
    does: dict[str, Any] = {}
    notes: list[Fault] = []
    before = team.members.get(sign(who))
    role, is_parent_leader = row.said.get('role', 'member'), bool(row.said.get('is_parent_leader'))
    if role == 'lead' and team.lead and (before is None or before[0] != 'lead'):
        notes.append(Fault(Told.AS_MEMBER, {'text': team.lead}))
        role = 'member'
    if before is None:
        does['join'] = (role, is_parent_leader, row.said.get('began_on'))
    else:
        if role == 'lead' and before[0] != 'lead':
            does['hand_over'] = True
        if is_parent_leader and not before[1]:
            does['parent_leader'] = True
        role = 'lead' if before[0] == 'lead' else role
    if role == 'lead' and row.who:
        team.lead = row.who.name
    team.members[sign(who)] = (role, is_parent_leader or bool(before and before[1]))
    adds = Fate.ADDS if does or people.filled(row) else Fate.SAME
    return Planned(row, Fate.NEW if before is None else adds, team, who, None, does, tuple(notes))
