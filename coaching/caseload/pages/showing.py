"""Teams as they look on a coach's page: words and paths that are ready, so that the page of sixty teams is made as fast as that of one."""

from __future__ import annotations

import dataclasses
import datetime
import functools
from collections.abc import Collection, Iterable, Sequence

from markupsafe import Markup, escape

from coaching.caseload.queries.week import WentWell
from coaching.caseload.rules.needs import Sorted
from coaching.caseload.rules.saying import fix_of, said
from coaching.caseload.values import Kind, Need, TeamNow
from coaching.kit import dates
from coaching.kit.words import _, language, n_
from coaching.path import definition
from coaching.path.values import StepState
from coaching.people.rules import first_name

FEW_DAYS = 7
DAYS_OF_A_WEEK = 7
CELEBRATED = 5
DOTS = {StepState.CONFIRMED: '●', StepState.CLAIMED: '◐', StepState.NOT_APPLICABLE: '–'}


@dataclasses.dataclass(frozen=True, slots=True)
class Card:
    """A team that needs somebody, and the one button that helps; a call for help is not put off.

    `tail` names the team to whoever hears the page, after the words of a button. `late` is the id of the one next step that is past
    its day, '' where there is none or are several; it is ended beside its own reason, `overdue`, which stands last.
    """

    id: int
    name: Markup
    where: str
    reasons: Markup
    fix: str
    path: str
    tail: Markup
    may_wait: bool
    late: str = ''
    overdue: str = ''


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A team on track; `paused` says until when, '' where it is not."""

    id: int
    name: str
    dots: str
    step: str
    last: str
    next: str
    paused: str


@dataclasses.dataclass(frozen=True, slots=True)
class Talk:
    """A talk of today or tomorrow; from its day on it can be logged."""

    team_id: int
    name: str
    when: str
    may_be_logged: bool


def headline(found: Sorted) -> str:
    """How many teams need somebody, as the answer of the page."""
    needy, counted = len(found.needy), found.counted
    if not counted and found.away:
        return _('%(name)s looks after your teams', name=found.away[0].cover)
    if not counted:
        return _('Your teams are at rest') if found.at_rest else _('You have no teams yet')
    if not needy:
        return _('Nobody is waiting for you today')
    if counted == 1:
        return _('Your team needs you')
    return n_('%(n)s of your %(all)s teams needs you', '%(n)s of your %(all)s teams need you', needy, all=counted)


def card(team: TeamNow, found: tuple[Need, ...], person_id: int) -> Card:
    """The reasons in words; the most pressing one has the button."""
    return _card(team, found, person_id, language())


@functools.lru_cache(maxsize=4096)
def _card(team: TeamNow, found: tuple[Need, ...], person_id: int, _language: str) -> Card:
    fix, path = fix_of(found[0])
    name, note = escape(team.name), stands_in(team, person_id)
    late = next((need for need in found if need.kind is Kind.OVERDUE), None) if team.late_id else None
    return Card(
        team.team_id, name, f'{where(team)} · {note}' if note else where(team),
        Markup(''.join([f'<li>{escape(said(need))}</li>' for need in found if need is not late])), fix, path.format(team_id=team.team_id),
        Markup(f'<span class="vh">: {name}</span>'), found[0].kind is not Kind.HELP,
        f'{team.late_id}' if late else '', said(late) if late else '',
    )  # fmt: skip


def where(team: TeamNow) -> str:
    """'Step 3 of 7: Talk with your coach'."""
    if team.path is None:
        return _('No path yet')
    return _('Step %(n)s of %(all)s: %(label)s', n=team.step, all=len(team.states), label=_label(team))


def stands_in(team: TeamNow, person_id: int) -> str:
    """Whose team it is, where whoever looks stands in for an absent coach."""
    if team.cover_id != person_id or team.cover_until is None:
        return ''
    return _('You stand in for %(name)s until %(day)s.', name=team.lead, day=dates.day(team.cover_until, dates.SHORT_DAY))


def line(team: TeamNow, zone: str, today: datetime.date) -> Line:
    """One row of the table of those on track."""
    return Line(
        team.team_id, team.name, dots(team.states, team.step), f'{team.step}. {_label(team)}' if team.path else _('No path yet'),
        dates.day(team.last_talk_on, dates.SHORT_DAY) if team.last_talk_on else _('None yet'),
        dates.short_day(team.next_talk_at, zone) if team.next_talk_at else _('None planned'), paused(team, today),
    )  # fmt: skip


def paused(team: TeamNow, today: datetime.date) -> str:
    """'Paused until Monday', or until a day of some later week."""
    until = team.paused_until
    if until is None or until <= today:
        return ''
    near = (until - today).days <= DAYS_OF_A_WEEK
    return _('Paused until %(day)s', day=dates.day(until, 'EEEE' if near else dates.SHORT_DAY))


@functools.lru_cache(maxsize=1024)
def dots(states: tuple[StepState, ...], here: int) -> str:
    """A dot for each step: filled where it is signed off, half where that is waited for, a ring with a point where the team is."""
    return ''.join(DOTS.get(state, '◉' if number == here else '○') for number, state in enumerate(states, 1))


def _label(team: TeamNow) -> str:
    assert team.path
    step = definition.path(*team.path).step(team.step)
    return step.head.label if step else ''


def talks(teams: Iterable[TeamNow], person_id: int, zone: str, now: datetime.datetime) -> list[Talk]:
    """What this coach has planned for today and tomorrow, and what began and is not logged yet; the soonest first."""
    today = dates.local(now, zone).date()
    soon = []
    for team in teams:
        if team.next_talk_at is None or team.next_talk_with != person_id:
            continue
        days = (dates.local(team.next_talk_at, zone).date() - today).days
        if days <= 1:
            soon.append((team.next_talk_at, days, team))
    words = {-1: _('Yesterday'), 0: _('Today'), 1: _('Tomorrow')}
    return [
        Talk(team.team_id, team.name, f'{words[days]}, {dates.time_of_day(at, zone)}', days <= 0)
        for at, days, team in sorted(soon, key=lambda one: (one[0], one[2].name))
    ]


def celebrated(teams: Sequence[TeamNow], well: Collection[WentWell], today: datetime.date) -> list[str]:
    """A few good things of the last seven days, the newest first."""
    since, names = today - datetime.timedelta(days=FEW_DAYS), {team.team_id: team.name for team in teams}
    found = [
        (on, 0, _('%(team)s: step %(n)s is signed off', team=team.name, n=step))
        for team in teams
        for step, on in team.confirmed
        if since < on <= today
    ]
    found += [(one.on, 1, _went_well(one, names[one.team_id])) for one in well]
    found.sort(key=lambda one: (-one[0].toordinal(), one[1]))
    return [words for _on, _rank, words in found[:CELEBRATED]]


def _went_well(one: WentWell, team: str) -> str:
    if one.what == 'joined':
        return _('%(team)s: %(name)s joined', team=team, name=first_name(one.words))
    return _('%(team)s did it: %(what)s', team=team, what=one.words)
