"""One person at one session, for that person and for the trainer."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from coaching.funnel.values.states import FeeMark, Mark, RegistrationState, Source, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """One person's wish to be at one session; `place_in_line` counts from 1 and only while waiting.

    `cancelled_from` is what it was before it was let go; where it `is_moved_on`, another registration stands in its place.
    """

    id: int
    session_id: int
    person_id: int
    state: RegistrationState
    source: Source
    registered_at: datetime.datetime
    offered_until: datetime.datetime | None = None
    cancelled_at: datetime.datetime | None = None
    cancelled_from: RegistrationState | None = None
    is_moved_on: bool = False
    place_in_line: int | None = None
    waived: bool = False
    fee_mark: FeeMark = FeeMark.NONE
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """One person on the trainer's list; `marks` by number of the part, `place_in_line` from 1. Only for those who lead the session."""

    registration_id: int
    person_id: int
    name: str
    group: str
    state: RegistrationState
    stage: Stage
    marks: dict[int, Mark]
    email: str | None = None
    phone: str | None = None
    language: str = 'en'
    is_first_time: bool = False
    is_unprepared: bool = False
    opened_join_at: datetime.datetime | None = None
    letter_came_back: bool = False
    fee_mark: FeeMark = FeeMark.NONE
    access_needs: str = ''
    intro_question: str = ''
    place_in_line: int | None = None
