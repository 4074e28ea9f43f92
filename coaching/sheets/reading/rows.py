"""Rows of a file about teams to what they say, in English or Spanish."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Any

from coaching.funnel.reading.cells import LONGEST_NAME, Wrong, day_in, email_of, language_of, past, phone_of, said, yes_or_no
from coaching.funnel.reading.names import address
from coaching.funnel.reading.reasons import Faulty, LeftOut
from coaching.funnel.reading.stamps import seconds_of
from coaching.funnel.reading.values import Fault, Sheet, SheetRow
from coaching.kit.words import fold
from coaching.people.rules import tidy_name
from coaching.sheets.rules.reasons import NotTaken
from coaching.sheets.values import Columns, Kind, Row, Who

LONGEST_TEAM = 120
STEPS = 7
MOST_MINUTES = 1440

_BETWEEN = re.compile(r'[,;/+&|]| y | e | and ')
_MODELS = {
    'community': re.compile(r'^(communit|comunid|comunitari)'),
    'parent': re.compile(r'^(parent|padres?$|madres?$|famili)'),
    'school': re.compile(r'^(school|escuela|escolar)'),
}
_SAYS_NOTHING = frozenset({'cafe', 'cafes', 'model', 'modelo', 'de', 'y', 'and', 'e', ''})
_STATES = {
    'forming': re.compile(r'form|new|nuev|begin|start|comenz|inici'),
    'resting': re.compile(r'rest|pause|paus|hold|descans|inactiv|inactive'),
    'sustaining': re.compile(r'sustain|sosten|autonom'),
    'closed': re.compile(r'close|cerrad|ended|termin|dissol|disuel'),
    'active': re.compile(r'activ'),
}
_PARTS = {
    'co_coach': re.compile(r'\bco\b|second|segund'),
    'apprentice': re.compile(r'apprent|aprend|train|learn'),
    'seasoned_host': re.compile(r'season|experien|host|anfitri'),
    'lead': re.compile(r'lead|main|princip|^coach$|acompan|lider'),
}
_MODES = {
    'with_other_teams': re.compile(r'other team|group|cohort|grupo|otros equipos'),
    'cafe_visit': re.compile(r'\bcafe'),
    'video': re.compile(r'video|zoom|online|virtual|meet\b|teams\b|en linea'),
    'phone': re.compile(r'phone|call|telefon|llamad'),
    'messages': re.compile(r'messag|text|mail|whatsapp|mensaj|correo|sms'),
    'elsewhere': re.compile(r'elsewhere|other place|otro lugar|our office|oficina'),
    'at_their_place': re.compile(r'person|visit|site|their place|presencial|visita|lugar'),
}
_ATTEMPTED = re.compile(r'attempt|tried|no answer|no show|missed|voicemail|intent|no contest|sin respuesta|^no$|^n$|cancel')
_HELD = re.compile(r'held|done|complet|yes|^y$|^x$|^si$|realiz|hecha|hecho|took place|met')
_COACHES_ONLY = re.compile(r'coach|privat|confiden|intern|acompan|priv|^no$')
_SHARED = re.compile(r'shar|team|public|all|compart|equipo|todos|^yes$|^si$|^y$|^x$')
_NOBODY = frozenset({'tbd', 'tba', 'vacant', 'open', 'nobody', 'no one', 'por definir', 'pendiente', 'vacante', 'nadie'})
_HOURS = re.compile(r'([0-9]{1,2}):([0-9]{2})')


def _text(most: int) -> Callable[[str, Columns, datetime.date], str]:
    def read(text: str, _columns: Columns, _today: datetime.date) -> str:
        if len(text) > most:
            raise Wrong(Faulty.LONG, text)
        return text

    return read


def _one_of(words: Mapping[str, re.Pattern[str]], reason: NotTaken) -> Callable[[str, Columns, datetime.date], str]:
    def read(text: str, _columns: Columns, _today: datetime.date) -> str:
        found = next((name for name, pattern in words.items() if pattern.search(fold(text))), None)
        if found is None:
            raise Wrong(reason, text)
        return found

    return read


def _day(text: str, columns: Columns, _today: datetime.date) -> datetime.date:
    return day_in(text, day_first=columns.day_first)


def _past(text: str, columns: Columns, today: datetime.date) -> datetime.date:
    return past(_day(text, columns, today), today)


def _models(text: str, _columns: Columns, _today: datetime.date) -> tuple[str, ...]:
    words = [word for part in _BETWEEN.split(fold(text)) for word in part.split() if word not in _SAYS_NOTHING]
    found = [next((name for name, pattern in _MODELS.items() if pattern.search(word)), None) for word in words]
    known = tuple(dict.fromkeys(name for name in found if name))
    if not known or None in found:
        raise Wrong(NotTaken.MODEL, text)
    return known


def _languages(text: str, _columns: Columns, _today: datetime.date) -> tuple[str, ...]:
    found = [language_of(part.strip()) for part in _BETWEEN.split(text) if part.strip()]
    if not found or None in found:
        raise Wrong(NotTaken.LANGUAGE, text)
    return tuple(dict.fromkeys(code for code in found if code))


def _step(text: str, _columns: Columns, _today: datetime.date) -> int:
    found = re.search(r'(?<![0-9])([0-9]{1,2})(?![0-9])', text)
    if not found or not 1 <= int(found[1]) <= STEPS:
        raise Wrong(NotTaken.STEP, text)
    return int(found[1])


def _minutes(text: str, _columns: Columns, _today: datetime.date) -> int:
    clock = _HOURS.fullmatch(text)
    seconds = (int(clock[1]) * 60 + int(clock[2])) * 60 if clock else seconds_of(text)
    if seconds is None or seconds > MOST_MINUTES * 60:
        raise Wrong(NotTaken.MINUTES, text)
    return -(-seconds // 60)


def _how(text: str, _columns: Columns, _today: datetime.date) -> str:
    if _ATTEMPTED.search(fold(text)):
        return 'attempted'
    if not _HELD.search(fold(text)):
        raise Wrong(NotTaken.HOW, text)
    return 'held'


def _visibility(text: str, _columns: Columns, _today: datetime.date) -> str:
    if _COACHES_ONLY.search(fold(text)):
        return 'coaches'
    if not _SHARED.search(fold(text)):
        raise Wrong(NotTaken.VISIBILITY, text)
    return 'shared'


def _role(text: str, _columns: Columns, _today: datetime.date) -> str:
    folded = fold(text)
    return 'lead' if re.search(r'lead|lider|coordin', folded) and not re.search(r'parent|padre|madre|famil', folded) else 'member'


def _yes(text: str, _columns: Columns, _today: datetime.date) -> bool:
    return bool(yes_or_no(text, NotTaken.YES_OR_NO))


SAID: Mapping[str, Callable[[str, Columns, datetime.date], Any]] = {
    'place': _text(120), 'cafe_name': _text(120), 'models': _models, 'languages': _languages, 'serves': _text(300), 'began_on': _past,
    'step': _step, 'step_on': _past, 'state': _one_of(_STATES, NotTaken.STATE), 'why': _text(500), 'is_parent_leader': _yes,
    'ended_on': _day, 'happened_on': _past, 'how': _how, 'mode': _one_of(_MODES, NotTaken.MODE), 'minutes': _minutes, 'travel': _minutes,
    'going_well': _text(2000), 'in_the_way': _text(2000), 'note': _text(2000), 'visibility': _visibility,
}  # fmt: skip
_ROLES = {Kind.MEMBERS: _role, Kind.ASSIGNMENTS: _one_of(_PARTS, NotTaken.BESIDE)}
_NOTED = frozenset({'team', 'name', 'first_name', 'last_name', 'email', 'phone', 'language', 'lead', 'lead_email', 'lead_phone', 'coach',
                    'coach_email'})  # fmt: skip


def read_rows(sheet: Sheet, columns: Columns, *, today: datetime.date) -> tuple[Row, ...]:
    """Every row with something in a chosen column, in the sheet's order; what cannot be taken says why in its `fault`."""
    filled = (row for row in sheet.rows if any(said(row.cell(place)) for place in columns.at.values()))
    first: dict[object, int] = {}
    kept = []
    for number, read in ((row.number, read_row(row, columns, today=today)) for row in filled):
        same = (fold(read.team), read.who, read.coach, tuple(sorted(read.said.items())))
        earlier = number if read.fault else first.setdefault(same, number)
        kept.append(read if earlier == number else Row(number, read.team, fault=Fault(LeftOut.TWICE, {'row': earlier})))
    return tuple(kept)


def read_row(row: SheetRow, columns: Columns, *, today: datetime.date) -> Row:
    """One row as it would be taken; `today` is the last day on which something can have been."""
    cells = {what: text for what, place in columns.at.items() if (text := said(row.cell(place)))}
    team = cells.get('team', '')
    try:
        if not team:
            raise Wrong(NotTaken.NO_TEAM)
        if len(team) > LONGEST_TEAM:
            raise Wrong(Faulty.LONG, team)
        readers = {**SAID, 'role': _ROLES.get(columns.kind, _text(120))}
        told = {what: readers[what](text, columns, today) for what, text in cells.items() if what not in _NOTED}
        return Row(row.number, team, _of_the_team(columns.kind, cells), _beside(cells), _complete(columns.kind, cells, told))
    except Wrong as wrong:
        return Row(row.number, team[:LONGEST_TEAM], fault=wrong.fault)


def _of_the_team(kind: Kind, cells: Mapping[str, str]) -> Who | None:
    """Who leads the team, or the person whom the row is about."""
    if kind is Kind.TEAMS:
        return _who(cells.get('lead', ''), cells.get('lead_email', ''), cells.get('lead_phone', ''))
    name = cells.get('name') or f'{cells.get("first_name", "")} {cells.get("last_name", "")}'.strip()
    spoken = language_of(cells['language']) if 'language' in cells else None
    return _who(name, cells.get('email', ''), cells.get('phone', ''), spoken)


def _beside(cells: Mapping[str, str]) -> Who | None:
    return _who(cells.get('coach', ''), cells.get('coach_email', ''))


def _who(name: str, email: str, phone: str = '', language: str | None = None) -> Who | None:
    """Somebody by name; an address may stand in the same cell."""
    inside = address(name)
    if inside:
        email = email or inside
        name = re.sub(r'[<>()\[\],;:|]+', ' ', re.sub(re.escape(inside), ' ', name, flags=re.IGNORECASE)).strip(' -')
    tidied = '' if fold(name) in _NOBODY else tidy_name(name)
    if not tidied:
        if email or phone:
            raise Wrong(Faulty.NO_NAME)
        return None
    if len(name) > LONGEST_NAME:
        raise Wrong(Faulty.LONG, name)
    return Who(tidied, email_of(email), phone_of(phone), language)


def _complete(kind: Kind, cells: Mapping[str, str], told: dict[str, Any]) -> dict[str, Any]:
    """What was said, where nothing is missing that a row of this kind needs.

    :raises Wrong: something is
    """
    if kind is Kind.MEMBERS and not any(what in cells for what in ('name', 'first_name', 'last_name')):
        raise Wrong(NotTaken.NO_PERSON)
    if kind in (Kind.ASSIGNMENTS, Kind.TALKS) and 'coach' not in cells:
        raise Wrong(NotTaken.NO_COACH)
    if kind is Kind.TALKS and 'happened_on' not in told:
        raise Wrong(NotTaken.NO_DAY)
    if 'ended_on' in told and told['ended_on'] < told.get('began_on', told['ended_on']):
        raise Wrong(NotTaken.ENDS_FIRST)
    return told
