"""What a team needs, and which team first: facts in, reasons out. The numbers of these rules are said in words on the page itself.

How to use them: read the facts of all teams at once (`queries.facts.teams_now`), then `needs(team, today)` for each one; whoever writes
for coaches takes `for_coach(...)`, whoever writes for coordinators `for_coordinator(...)`; `in_order(...)` sorts teams. What a reason is
in words says `rules.saying.said`. Nothing here knows who looks: `sorted_out` does, for one coach's own page.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
from collections.abc import Collection, Iterable

from coaching.caseload.values import Fix, Kind, Need, TeamNow
from coaching.coaches.rules.suggesting import HEAVY_STEPS
from coaching.teams.values import TeamStanding

QUIET_DAYS = 28  # the domain's chapter 2.6, in the steps where most is built
QUIET_DAYS_ELSEWHERE = 60
QUIET_DAYS_SUSTAINING = 91  # chapter 2.9: once a quarter, for teams that go on by themselves
WITHOUT_COACH_DAYS = 7  # CO1
PACE_DAYS = 14  # so many more than half of the teams took that began together: the middle alone would tell of every other team

ORDER = {kind: number for number, kind in enumerate(Kind)}
FIX = {
    Kind.HELP: Fix.REPLY,
    Kind.SIGN_OFF: Fix.REVIEW,
    Kind.OVERDUE: Fix.LOG,
    Kind.PACE: Fix.LOG,
    Kind.QUIET: Fix.LOG,
    Kind.NO_COACH: Fix.ASSIGN,
}
AT_REST = (TeamStanding.RESTING, TeamStanding.CLOSED)


@functools.lru_cache(maxsize=4096)
def needs(team: TeamNow, today: datetime.date) -> tuple[Need, ...]:
    """Everything that this team needs, the most pressing first; of a team at rest only its own call for help counts."""
    if team.standing is TeamStanding.CLOSED:
        return ()
    found = [_help(team, today)]
    if team.standing not in AT_REST:
        found += [_sign_off(team, today), _overdue(team, today), _pace(team), _quiet(team, today), _no_coach(team, today)]
    return tuple(need for need in found if need is not None)


def for_coach(found: Iterable[Need]) -> tuple[Need, ...]:
    """What a coach can mend."""
    return tuple(need for need in found if need.kind is not Kind.NO_COACH)


def for_coordinator(found: Iterable[Need]) -> tuple[Need, ...]:
    """What a coordinator can mend: a team without a coach, and a call for help that nobody has answered."""
    return tuple(need for need in found if need.kind in (Kind.HELP, Kind.NO_COACH))


def rank(found: Collection[Need]) -> tuple[int, int]:
    """Teams are sorted by it: the most pressing reason, then the longest; a team that needs nothing comes last."""
    return min(((ORDER[need.kind], -need.days) for need in found), default=(len(ORDER), 0))


def quiet_days(team: TeamNow) -> int:
    """How many days may pass without a talk."""
    if team.standing is TeamStanding.SUSTAINING:
        return QUIET_DAYS_SUSTAINING
    return QUIET_DAYS if team.step in HEAVY_STEPS else QUIET_DAYS_ELSEWHERE


@dataclasses.dataclass(frozen=True, slots=True)
class Sorted:
    """The teams of one coach: those that need the coach, each with its reasons, those on track, and those that are not counted.

    `away` are in somebody's care while the coach is away, `at_rest` rest. A paused team stands among those on track.
    """

    needy: tuple[tuple[TeamNow, tuple[Need, ...]], ...] = ()
    on_track: tuple[TeamNow, ...] = ()
    away: tuple[TeamNow, ...] = ()
    at_rest: tuple[TeamNow, ...] = ()

    @property
    def counted(self) -> int:
        return len(self.needy) + len(self.on_track)


def sorted_out(teams: Iterable[TeamNow], *, person_id: int, today: datetime.date) -> Sorted:
    """One coach's teams. Whose coach is away stands on the page of whoever stands in, and only there; help breaks through a pause."""
    needy, on_track, away, at_rest = [], [], [], []
    for team in teams:
        found = for_coach(needs(_for_this_coach(team, person_id), today))
        if team.lead_id == person_id and team.cover_id is not None:
            away.append(team)
        elif found and not _is_paused(team, found, today):
            needy.append((team, found))
        elif team.standing in AT_REST:
            at_rest.append(team)
        else:
            on_track.append(team)
    needy.sort(key=lambda one: (*rank(one[1]), one[0].name, one[0].team_id))
    return Sorted(tuple(needy), tuple(on_track), tuple(away), tuple(at_rest))


def _is_paused(team: TeamNow, found: Collection[Need], today: datetime.date) -> bool:
    is_set = team.paused_until is not None and team.paused_until > today
    return is_set and not any(need.kind is Kind.HELP for need in found)


def _for_this_coach(team: TeamNow, person_id: int) -> TeamNow:
    """W1: whoever claimed a step does not sign it off."""
    others = tuple(one for one in team.claimed if one[2] != person_id)
    return team if len(others) == len(team.claimed) else dataclasses.replace(team, claimed=others)


def _help(team: TeamNow, today: datetime.date) -> Need | None:
    if team.helped_since is None:
        return None
    return Need(Kind.HELP, _days(team.helped_since, today), words=team.help_words)


def _sign_off(team: TeamNow, today: datetime.date) -> Need | None:
    """The step that waits longest; steps are signed off in their order, so of those of one day the first."""
    if not team.claimed:
        return None
    step, since, _by = min(team.claimed, key=lambda one: (one[1], one[0]))
    return Need(Kind.SIGN_OFF, _days(since, today), count=len(team.claimed), step=step)


def _overdue(team: TeamNow, today: datetime.date) -> Need | None:
    if not team.late or team.late_since is None:
        return None
    return Need(Kind.OVERDUE, _days(team.late_since, today), count=team.late, words=team.late_words)


def _pace(team: TeamNow) -> Need | None:
    """A step that waits for a sign-off is not slow, and a team that goes on by itself keeps its own pace."""
    waits = any(step == team.step for step, _on, _by in team.claimed)
    if team.step_days is None or team.usual_days is None or waits or team.standing is TeamStanding.SUSTAINING:
        return None
    if team.step_days <= team.usual_days + PACE_DAYS:
        return None
    return Need(Kind.PACE, team.step_days, step=team.step, usual=team.usual_days)


def _quiet(team: TeamNow, today: datetime.date) -> Need | None:
    """Since the last talk that took place, since the team began or woke; a talk that is planned, or a day that was named, is enough."""
    is_planned = team.next_talk_at is not None or team.agreed_on is not None and team.agreed_on >= today
    days = _days(max(filter(None, (team.last_talk_on, team.began_on, team.woke_on))), today)
    if is_planned or days < quiet_days(team):
        return None
    return Need(Kind.QUIET, days, is_first_talk=team.last_talk_on is None)


def _no_coach(team: TeamNow, today: datetime.date) -> Need | None:
    """CO1: no lead at all is for a coordinator to know after a week."""
    if team.without_since is None or team.standing is TeamStanding.SUSTAINING:
        return None
    days = _days(team.without_since, today)
    return Need(Kind.NO_COACH, days) if days >= WITHOUT_COACH_DAYS else None


def _days(since: datetime.date, today: datetime.date) -> int:
    return max(0, (today - since).days)
