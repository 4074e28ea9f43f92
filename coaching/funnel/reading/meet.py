"""Attendance reports of Google Meet: a line a person, with the sum of the time in the call."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from coaching.funnel.reading import labels
from coaching.funnel.reading.labels import Head, cell
from coaching.funnel.reading.names import LONGEST_NAME, address, shown
from coaching.funnel.reading.stamps import Clock, seconds_of
from coaching.funnel.reading.values import Meeting, Sighting

WORDS = {
    'first': ('first name', 'nombre', 'nombre de pila'),
    'last': ('last name', 'apellido', 'apellidos'),
    'name': ('name', 'full name', 'participant name', 'nombre completo', 'nombre del participante'),
    'email': ('email', 'email address', 'correo electronico', 'correo', 'direccion de correo electronico'),
    'duration': ('duration', 'duracion'),
    'joined': ('time joined', 'first joined', 'hora de entrada', 'hora de incorporacion', 'hora de union', 'se unio a las'),
    'left': ('time exited', 'last exited', 'hora de salida', 'hora de abandono', 'salio a las'),
}
NEEDED = (frozenset({'first', 'name'}), frozenset({'duration'}), frozenset({'email', 'joined', 'last'}))


def read(grid: Sequence[Sequence[str]], zone: ZoneInfo, on: datetime.date | None) -> Meeting | None:
    """The meeting in these rows, None where no line names Meet's columns."""
    head = next(iter(labels.heads(grid, WORDS, needed=NEEDED)), None)
    if head is None:
        return None
    rows = grid[head.line + 1 :]
    stamps = [cell(row, head.at, what) for row in rows for what in ('joined', 'left')]
    clock = Clock.of(stamps, zone, on, is_spanish=head.is_spanish)
    return Meeting('meet', tuple(_sightings(rows, head, clock)))


def _sightings(rows: Sequence[Sequence[str]], head: Head, clock: Clock) -> Iterator[Sighting]:
    for row in rows:
        given = cell(row, head.at, 'name') or f'{cell(row, head.at, "first")} {cell(row, head.at, "last")}'.strip()
        name, email = shown(given[:LONGEST_NAME]), address(cell(row, head.at, 'email'))
        seconds = seconds_of(cell(row, head.at, 'duration'))
        joined = clock.moment(cell(row, head.at, 'joined'))
        if not (name.name or email) or (seconds is None and joined is None):
            continue
        left = clock.moment(cell(row, head.at, 'left'), after=joined)
        yield Sighting(name.name, email, joined, left, seconds, whole=seconds is not None, original_name=name.original)
