"""Participant reports of Zoom: long, short and webinar form, with or without the block about the meeting, English and Spanish."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from coaching.funnel.reading import labels
from coaching.funnel.reading.labels import Head, cell, label
from coaching.funnel.reading.names import address, shown
from coaching.funnel.reading.stamps import Clock, seconds_of
from coaching.funnel.reading.values import Meeting, Sighting
from coaching.kit.words import fold

WORDS = {
    'name': (
        'name original name', 'user name original name', 'nombre nombre original', 'nombre de usuario nombre original', 'user name',
        'name', 'nombre de usuario', 'nombre',
    ),
    'email': (
        'user email', 'email', 'e mail', 'e mail del usuario', 'correo electronico del usuario', 'email del usuario', 'correo electronico',
    ),
    'joined': ('join time', 'hora para unirse', 'hora de entrada', 'hora de union', 'hora de ingreso', 'hora de acceso'),
    'left': ('leave time', 'hora para salir', 'hora de salida', 'hora de abandono'),
    'minutes': (
        'duration minutes', 'total duration minutes', 'time in session minutes', 'duracion minutos', 'duracion total minutos',
        'tiempo en sesion minutos', 'tiempo en la sesion minutos',
    ),
    'waiting': ('in waiting room', 'en sala de espera', 'en la sala de espera'),
    'attended': ('attended', 'asistio'),
}  # fmt: skip
ABOUT = {
    'minutes': ('duration minutes', 'actual duration minutes', 'duracion minutos', 'duracion real minutos'),
    'began': ('start time', 'actual start time', 'hora de inicio', 'hora de inicio real', 'hora de comienzo'),
    'host': (
        'host email', 'user email', 'email', 'correo electronico del anfitrion', 'e mail del usuario', 'correo electronico del usuario',
        'correo electronico',
    ),
}  # fmt: skip
_ABOUT_THE_MEETING = frozenset({'topic', 'tema', 'meeting id', 'id de la reunion', 'webinar id', 'participants', 'participantes'})
LINES_ABOUT = 40
_YES = frozenset({'yes', 'si', 'true'})
_NO = frozenset({'no', 'false'})


def read(grid: Sequence[Sequence[str]], zone: ZoneInfo, on: datetime.date | None) -> Meeting | None:
    """The meeting in these rows, None where no line names Zoom's columns."""
    tables = _tables(grid)
    if not tables:
        return None
    about, values = _about(grid, tables[0])
    stamps = [cell(row, table.head.at, what) for table in tables for row in table.rows for what in ('joined', 'left')]
    clock = Clock.of([cell(values, about, 'began'), *stamps], zone, on, is_spanish=tables[0].head.is_spanish)
    return Meeting(
        'zoom',
        tuple(sighting for table in tables for sighting in _sightings(table, clock)),
        seconds=seconds_of(cell(values, about, 'minutes')),
        began_at=clock.moment(cell(values, about, 'began')),
        host_email=address(cell(values, about, 'host')),
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """One table of people: a webinar's report has one for its hosts, one for its panel, one for those who listened."""

    head: Head
    rows: Sequence[Sequence[str]]
    is_of_hosts: bool


def _tables(grid: Sequence[Sequence[str]]) -> list[_Table]:
    found = labels.heads(grid, WORDS, needed=(frozenset({'name'}), frozenset({'minutes'})))
    own = [_right_part(grid[head.line], head) for head in found if not _is_about(grid[head.line], head)]
    ends = [head.line for head in own[1:]] + [len(grid)]
    return [
        _Table(head, grid[head.line + 1 : end], is_of_hosts=_is_of_hosts(grid[max(head.line - 1, 0)]))
        for head, end in zip(own, ends, strict=False)
    ]


def _is_about(names: Sequence[str], head: Head) -> bool:
    """Whether this line begins the block about the meeting and no table of people."""
    return not _knows_original_names(names, head) and 'joined' not in head.at and any(label(name) in _ABOUT_THE_MEETING for name in names)


def _knows_original_names(names: Sequence[str], head: Head) -> bool:
    return 'original' in label(names[head.at['name']])


def _right_part(names: Sequence[str], head: Head) -> Head:
    """The head without the columns about the meeting, which one form of the report repeats on the left of every row."""
    first = head.at['name']
    if not any(label(name) in _ABOUT_THE_MEETING for name in names[:first]):
        return head
    at = {what: first + place for what, place in labels.columns(names[first:], WORDS).items()}
    return Head(head.line, at, head.is_spanish)


def _is_of_hosts(title: Sequence[str]) -> bool:
    return len(list(filter(None, title))) == 1 and label(title[0]).startswith(('host', 'detalles del anfitrion', 'anfitrion'))


def _about(grid: Sequence[Sequence[str]], first: _Table) -> tuple[dict[str, int], Sequence[str]]:
    """The block about the meeting: which column holds what, and its values; nothing where the report has none."""
    left = grid[first.head.line][: first.head.at['name']]
    if first.rows and any(label(name) in _ABOUT_THE_MEETING for name in left):
        return labels.columns(left, ABOUT), first.rows[0]
    for names, values in itertools.pairwise(grid[: min(first.head.line, LINES_ABOUT)]):
        if any(label(name) in _ABOUT_THE_MEETING for name in names) and len(names) > 2:
            return labels.columns(names, ABOUT), values
    return {}, ()


def _sightings(table: _Table, clock: Clock) -> Iterator[Sighting]:
    at = table.head.at
    for row in table.rows:
        name, email = shown(cell(row, at, 'name')), address(cell(row, at, 'email'))
        seconds = seconds_of(cell(row, at, 'minutes'))
        joined = clock.moment(cell(row, at, 'joined'))
        if fold(cell(row, at, 'attended')) in _NO or not (name.name or email) or (seconds is None and joined is None):
            continue
        outside = fold(cell(row, at, 'waiting')) in _YES
        left = clock.moment(cell(row, at, 'left'), after=joined)
        yield Sighting(
            name.name,
            email,
            None if outside else joined,
            None if outside else left,
            0 if outside else seconds,
            original_name=name.original,
            is_host=name.is_host or table.is_of_hosts,
        )
