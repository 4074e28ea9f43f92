"""Attendance reports of Microsoft Teams: three numbered sections, the older table, and the oldest list of joins and leaves."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from coaching.funnel.reading import labels
from coaching.funnel.reading.labels import Head, cell, label
from coaching.funnel.reading.names import address, shown
from coaching.funnel.reading.stamps import Clock, seconds_of
from coaching.funnel.reading.values import Meeting, Sighting
from coaching.kit.words import fold

WORDS = {
    'surname': ('last name', 'apellidos', 'apellido'),
    'name': ('name', 'full name', 'nombre', 'nombre completo'),
    'first_join': ('first join', 'first join utc', 'first join time', 'primera union', 'primer ingreso', 'primera entrada'),
    'last_leave': ('last leave', 'last leave utc', 'last leave time', 'ultima salida', 'ultimo abandono'),
    'joined': ('join time', 'join time utc', 'hora de union', 'hora de entrada', 'hora de ingreso', 'hora de incorporacion'),
    'left': ('leave time', 'leave time utc', 'hora de salida', 'hora de abandono'),
    'duration': ('in meeting duration', 'duration', 'duracion en la reunion', 'duracion de la reunion', 'tiempo en la reunion', 'duracion'),
    'registered': ('registration email', 'correo electronico de registro'),
    'email': ('email', 'correo electronico', 'correo'),
    'upn': ('participant id upn', 'id del participante upn', 'id de participante upn', 'id participante upn'),
    'role': ('role', 'rol'),
    'action': ('user action', 'accion del usuario', 'accion de usuario'),
    'stamp': ('timestamp', 'marca de tiempo', 'fecha y hora'),
}
NEEDED = (
    frozenset({'name'}),
    frozenset({'first_join', 'joined', 'action'}),
    frozenset({'duration', 'stamp'}),
)
_LENGTH = frozenset({'meeting duration', 'duracion de la reunion'})
_BEGAN = frozenset({'start time', 'meeting start time', 'hora de inicio', 'hora de inicio de la reunion'})
_ENDED = frozenset({'end time', 'meeting end time', 'hora de finalizacion', 'hora de fin', 'hora de finalizacion de la reunion'})
_ORGANIZER = frozenset({'organizer', 'organiser', 'organizador', 'organizadora'})
_LEFT = re.compile(r'(left|salio|abandono)')
_SECTION = re.compile(r'[0-9]\. ?\D')

Grid = Sequence[Sequence[str]]
Table = tuple[Head, Grid]


def read(grid: Grid, zone: ZoneInfo, on: datetime.date | None) -> Meeting | None:
    """The meeting in these rows, None where no line names the columns of Teams."""
    tables = _tables(grid)
    if not tables:
        return None
    summary = {label(row[0]): row[1] for row in grid[: tables[0][0].line] if len(row) > 1}
    began, ended = _first(summary, _BEGAN), _first(summary, _ENDED)
    stamps = [cell(row, head.at, what) for head, rows in tables for row in rows for what in ('first_join', 'joined', 'stamp')]
    names = grid[tables[0][0].line]
    own_zone = ZoneInfo('UTC') if any(label(name).endswith(' utc') for name in names) else zone
    clock = Clock.of([began, ended, *stamps], own_zone, on, is_spanish=tables[0][0].is_spanish)
    began_at = clock.moment(began)
    ended_at = clock.moment(ended, after=began_at)
    seconds = seconds_of(_first(summary, _LENGTH))
    if seconds is None and began_at and ended_at:
        seconds = int((ended_at - began_at).total_seconds())
    return Meeting('teams', tuple(_sightings(tables, clock)), seconds=seconds, began_at=began_at)


def _tables(grid: Grid) -> list[Table]:
    """Each table with its rows, which end where the next section or table begins."""
    found = [head for head in labels.heads(grid, WORDS, needed=NEEDED) if 'surname' not in head.at]
    sections = [line for line, row in enumerate(grid) if row and _SECTION.match(row[0]) and not any(row[1:])]
    ends = [*sections, *(head.line for head in found), len(grid)]
    return [(head, grid[head.line + 1 : min(end for end in ends if end > head.line)]) for head in found]


def _first(summary: dict[str, str], names: frozenset[str]) -> str:
    return next((value for name, value in summary.items() if name in names), '')


def _sightings(tables: Sequence[Table], clock: Clock) -> Iterator[Sighting]:
    """Every join where the report lists them; else each person's own sum."""
    if 'action' in tables[0][0].at:
        yield from _actions(tables[0], clock)
        return
    sums = [table for table in tables if 'first_join' in table[0].at]
    joins = [seen for table in tables if 'first_join' not in table[0].at for seen in _lines(table, clock)]
    best = {_who(row, head): _address(row, head) for head, rows in sums for row in rows}
    known = set()
    for who, sighting in joins:
        known.add(who)
        yield replace(sighting, email=best.get(who) or sighting.email)
    yield from (sighting for table in sums for who, sighting in _lines(table, clock) if who not in known)


def _who(row: Sequence[str], head: Head) -> str:
    """What the sections of one report know a person by."""
    return address(cell(row, head.at, 'email')) or fold(cell(row, head.at, 'name'))


def _address(row: Sequence[str], head: Head) -> str | None:
    """The address that this person signed up with, where the tool knows it; else the account's."""
    return next(filter(None, (address(cell(row, head.at, what)) for what in ('registered', 'email', 'upn'))), None)


def _lines(table: Table, clock: Clock) -> Iterator[tuple[str, Sighting]]:
    head, rows = table
    whole = 'first_join' in head.at
    for row in rows:
        name, email = shown(cell(row, head.at, 'name')), _address(row, head)
        joined = clock.moment(cell(row, head.at, 'first_join' if whole else 'joined'))
        seconds = seconds_of(cell(row, head.at, 'duration'))
        if not (name.name or email) or (seconds is None and joined is None):
            continue
        left = clock.moment(cell(row, head.at, 'last_leave' if whole else 'left'), after=joined)
        is_host = name.is_host or fold(cell(row, head.at, 'role')) in _ORGANIZER
        yield (
            _who(row, head),
            Sighting(name.name, email, joined, left, seconds, whole and seconds is not None, name.original, is_host),
        )


def _actions(table: Table, clock: Clock) -> Iterator[Sighting]:
    """Joins and leaves put together; who had not left when the report was made was there until its last line."""
    head, rows = table
    lines = [
        (moment, name, cell(row, head.at, 'action'))
        for row in rows
        if (name := cell(row, head.at, 'name')) and (moment := clock.moment(cell(row, head.at, 'stamp')))
    ]
    inside: dict[str, deque[tuple[str, datetime.datetime]]] = defaultdict(deque)
    for moment, name, action in sorted(lines, key=lambda line: line[0]):
        if not _LEFT.search(fold(action)):
            inside[fold(name)].append((name, moment))
        elif inside[fold(name)]:
            first_name, joined = inside[fold(name)].popleft()
            yield _seen(first_name, joined, moment)
    last = max((moment for moment, *_ in lines), default=None)
    yield from (_seen(name, joined, None, last) for waiting in inside.values() for name, joined in waiting)


def _seen(text: str, joined: datetime.datetime, left: datetime.datetime | None, last: datetime.datetime | None = None) -> Sighting:
    name = shown(text)
    until = left or last or joined
    return Sighting(
        name.name, None, joined, left, int((until - joined).total_seconds()), original_name=name.original, is_host=name.is_host
    )
