"""What was read: a report of a meeting, a sheet of people, and their rows."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from coaching.kit.refusal import Reason

Join = tuple[datetime.datetime, datetime.datetime | None]


@dataclass(frozen=True, slots=True)
class Sighting:
    """One line of a report: a person was in the room from `joined_at` to `left_at`, or for so many seconds as printed.

    `whole` says that the seconds are the tool's own sum for this person and the times only the first and the last.
    """

    name: str
    email: str | None = None
    joined_at: datetime.datetime | None = None
    left_at: datetime.datetime | None = None
    seconds: int | None = None
    whole: bool = False
    original_name: str | None = None
    is_host: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """A report as its tool wrote it, before lines of one person are put together."""

    tool: str
    sightings: tuple[Sighting, ...]
    seconds: int | None = None
    began_at: datetime.datetime | None = None
    host_email: str | None = None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One person of a report: whole minutes in the room, when each join began and ended, and every name that was shown."""

    name: str
    email: str | None
    minutes: int
    joins: tuple[Join, ...] = ()
    original_name: str | None = None
    other_names: tuple[str, ...] = ()
    is_host: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """Who was in a meeting, by 'zoom', 'meet' or 'teams'; length and beginning where the report knows them."""

    tool: str
    rows: tuple[ReportRow, ...]
    minutes: int | None = None
    began_at: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a sheet with the number that a spreadsheet program shows beside it."""

    number: int
    cells: tuple[str, ...]

    def cell(self, column: int | None) -> str:
        """The text in this column, '' where the row ends before it or the column is not chosen."""
        return self.cells[column] if column is not None and column < len(self.cells) else ''


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of people: the names of its columns (empty where it has none), its filled rows, and the sheets that were not read."""

    header: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is not taken: a Faulty or a LeftOut, with what fills its sentence."""

    reason: Reason
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attended:
    """One attendance before this system: 'taste', 'intro' or 'training', and its day."""

    stage: str
    on: datetime.date


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row of people as it would be taken: what is not said is None; `came` is None where nobody says whether the person came.

    `further` holds attendances of the same row beyond the first, where a sheet has a column for each stage.
    """

    number: int
    name: str
    email: str | None = None
    phone: str | None = None
    organisation: str | None = None
    language: str | None = None
    how_heard: str | None = None
    stage: str | None = None
    attended_on: datetime.date | None = None
    came: bool | None = None
    further: tuple[Attended, ...] = ()
    fault: Fault | None = None

    @property
    def attended(self) -> tuple[Attended, ...]:
        """Every attendance that this row proves; a sign-up alone proves none."""
        first = (Attended(self.stage, self.attended_on),) if self.came and self.stage and self.attended_on else ()
        return first + self.further
