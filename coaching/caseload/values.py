"""What is known of a team at a glance, as plain values."""

from __future__ import annotations

import dataclasses
import datetime
import enum

from coaching.path.values import StepState
from coaching.teams.values import TeamStanding


class Kind(enum.StrEnum):
    """Why a team needs somebody, the most pressing first."""

    HELP = 'help'
    SIGN_OFF = 'sign_off'
    OVERDUE = 'overdue'
    PACE = 'pace'
    QUIET = 'quiet'
    NO_COACH = 'no_coach'


class Fix(enum.StrEnum):
    """The one thing that helps."""

    REPLY = 'reply'
    REVIEW = 'review'
    LOG = 'log'
    ASSIGN = 'assign'


@dataclasses.dataclass(frozen=True, slots=True)
class Need:
    """One reason, with its numbers: since how many days, how many things, which step, how long others took; `words` are the team's own.

    `words` are the call for help, or what was to be done: for the page alone, never for a letter.
    """

    kind: Kind
    days: int
    count: int = 1
    step: int = 0
    usual: int = 0
    words: str = ''
    is_first_talk: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class TeamNow:
    """All that the rules ask of one team, as it stands on a day; days are those of the network.

    `states` are those of its steps in their order, () where it walks by no path; `step` is where it is, 0 without a path. `claimed` are
    steps that wait for a sign-off: number, since when, and who said so. `step_days` are those since the first evidence of that step, and
    `usual_days` the middle of those that the teams took that began with it. `next_talk_at` is planned with any of its coaches,
    `agreed_on` is the day that was named in the last talk, `woke_on` the end of its last rest.
    """

    team_id: int
    name: str
    standing: TeamStanding
    began_on: datetime.date
    path: tuple[str, int] | None = None
    step: int = 0
    states: tuple[StepState, ...] = ()
    claimed: tuple[tuple[int, datetime.date, int | None], ...] = ()
    confirmed: tuple[tuple[int, datetime.date], ...] = ()
    step_days: int | None = None
    usual_days: int | None = None
    last_talk_on: datetime.date | None = None
    agreed_on: datetime.date | None = None
    woke_on: datetime.date | None = None
    next_talk_at: datetime.datetime | None = None
    next_talk_zone: str = ''
    next_talk_with: int | None = None
    helped_since: datetime.date | None = None
    help_words: str = ''
    late: int = 0
    late_since: datetime.date | None = None
    late_words: str = ''
    late_id: int | None = None
    lead_id: int | None = None
    lead: str = ''
    cover_id: int | None = None
    cover: str = ''
    cover_until: datetime.date | None = None
    without_since: datetime.date | None = None
    paused_until: datetime.date | None = None
