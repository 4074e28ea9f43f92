"""A row of a file of teams: the team with its café, its place, who leads it and who coaches it, and the step that it has reached."""

from __future__ import annotations

import datetime
from typing import Any

from coaching.coaches.rules.assigning import NoAssignment, why_not_assign
from coaching.coaches.values import Beside, Stand
from coaching.funnel.reading.fates import Somebody
from coaching.funnel.reading.values import Fault
from coaching.kit.words import fold
from coaching.sheets.reading.fates.beside import SAID
from coaching.sheets.reading.fates.people import People, sign
from coaching.sheets.reading.fates.standing import Planned, TeamAt
from coaching.sheets.rules.reasons import Told
from coaching.sheets.values import Columns, Fate, Row

FILLED = ('cafe_name', 'serves')


def fate(row: Row, team: TeamAt, people: People, columns: Columns) -> Planned:
    """A new team, or what the row adds to one that is here: it fills what is empty and changes nothing that was said here."""
    does: dict[str, Any] = {}
    notes: list[Fault] = []
    is_new = team.id is None and not team.is_formed
    since = row.said.get('began_on') or people.today
    if is_new:
        team.is_formed = True
        does['form'] = _new(row, team, columns, since)
    else:
        does |= _filled(row, team, columns)
    _lead(row, team, people, does, notes)
    _coach(row, team, people, since, does, notes)
    if (step := row.said.get('step')) and step not in team.told:
        team.told.add(step)
        does['step'] = (step, row.said.get('step_on') or since)
        notes.append(Fault(Told.STEP_IS_TOLD, {'step': step}))
    if is_new and row.said.get('state') == 'sustaining':
        notes.append(Fault(Told.NOT_YET_SUSTAINING))
    adds = Fate.ADDS if does or people.filled(row) else Fate.SAME
    who = _needed(people.of(row), 'lead' in does)
    return Planned(row, Fate.NEW if is_new else adds, team, who, _needed(people.of(row, coach=True), 'coach' in does), does, tuple(notes))


def _needed(who: Somebody | None, is_taken: bool) -> Somebody | None:
    """Nobody is added who would have nothing to do with the team."""
    return who if who and (is_taken or who.person_id) else None


def _new(row: Row, team: TeamAt, columns: Columns, since: datetime.date) -> dict[str, Any]:
    state = row.said.get('state', 'forming')
    team.cafe_name, team.serves = row.said.get('cafe_name', ''), row.said.get('serves', '')
    return {
        'models': row.said.get('models', ('community',)), 'languages': row.said.get('languages', (columns.language,)), 'since': since,
        'cafe_name': team.cafe_name, 'serves': team.serves, 'state': 'active' if state == 'sustaining' else state,
        'why': row.said.get('why', ''),
    }  # fmt: skip


def _filled(row: Row, team: TeamAt, columns: Columns) -> dict[str, Any]:
    fresh = {name: row.said[name] for name in FILLED if row.said.get(name) and not getattr(team, name)}
    for name, words in fresh.items():
        setattr(team, name, words)
    return {'fill': fresh} if fresh else {}


def _lead(row: Row, team: TeamAt, people: People, does: dict[str, Any], notes: list[Fault]) -> None:
    who = people.of(row)
    if who is None or team.is_closed or team.members.get(sign(who), ('', False))[0] == 'lead':
        return
    if team.lead:
        if row.who and fold(team.lead) != fold(row.who.name):
            notes.append(Fault(Told.LEAD_STAYS, {'text': team.lead}))
        return
    does['lead'] = 'hands over' if sign(who) in team.members else 'joins'
    team.lead = row.who.name if row.who else ''
    team.members[sign(who)] = ('lead', team.members.get(sign(who), ('', False))[1])


def _coach(row: Row, team: TeamAt, people: People, since: datetime.date, does: dict[str, Any], notes: list[Fault]) -> None:
    who = people.of(row, coach=True)
    if who is None or team.is_closed:
        return
    new = Stand(team.id or 0, sign(who), Beside.LEAD, since)
    if any(stand.person_id == new.person_id and stand.ended_on is None for stand in team.stands):
        return
    if reason := why_not_assign(new, team.stands, is_of_team=sign(who) in team.members):
        is_led = reason is NoAssignment.LEAD_TAKEN and team.coach
        notes.append(Fault(Told.COACH_STAYS, {'text': team.coach}) if is_led else Fault(SAID[reason]))
        return
    does['coach'] = since
    team.coach = row.coach.name if row.coach else ''
    team.stands.append(new)
