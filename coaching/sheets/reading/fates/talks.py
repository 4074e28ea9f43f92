"""A row of a file of talks: a coach and a team talked on a day, or tried to."""

from __future__ import annotations

import hashlib

from coaching.funnel.reading.cells import Wrong
from coaching.kit.words import fold
from coaching.sheets.reading.fates.people import People, sign
from coaching.sheets.reading.fates.standing import Planned, TeamAt
from coaching.sheets.rules.reasons import NotTaken
from coaching.sheets.values import Columns, Fate, Row

TEXTS = ('going_well', 'in_the_way', 'note')


def fate(row: Row, team: TeamAt, people: People, columns: Columns) -> Planned:
    """A talk of before; the same one again, in this file or another, changes nothing.

    A note that does not say who may read it is for coaches only: whoever wrote it did not write it for the team.
    """
    who = people.of(row, coach=True)
    if who is None:
        raise Wrong(NotTaken.NO_COACH)
    talk = {
        'happened_on': row.said['happened_on'], 'how': row.said.get('how', 'held'),
        'mode': row.said.get('mode') or columns.every.get('mode', 'phone'),
        'minutes': row.said.get('minutes') or columns.every.get('minutes') or 0,
        'travel': row.said.get('travel', 0),
        'visibility': row.said.get('visibility') or columns.every.get('visibility', 'coaches'),
        **{name: row.said.get(name, '') for name in TEXTS},
    }  # fmt: skip
    if talk['how'] == 'held' and not talk['minutes']:
        raise Wrong(NotTaken.NO_LENGTH)
    talk['draft_key'] = draft_key(team, talk)
    mark = (sign(who), talk['draft_key'])
    if mark in people.logged:
        return Planned(row, Fate.ADDS if people.filled(row) else Fate.SAME, team, None, who)
    people.logged.add(mark)
    return Planned(row, Fate.NEW, team, None, who, {'log': talk})


def draft_key(team: TeamAt, talk: dict[str, object]) -> str:
    """What tells one talk of a coach from another, so that a file may come in again: the team, the day, and all that was said."""
    told = [team.id, talk['happened_on'], talk['how'], talk['mode'], talk['minutes'], *(fold(str(talk[name])) for name in TEXTS)]
    return f'import-{hashlib.sha256(repr(told).encode()).hexdigest()[:40]}'
