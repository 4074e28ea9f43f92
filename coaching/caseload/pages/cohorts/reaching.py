"""What of a cohort is within somebody's reach; whatever is not, is not there (404), so that nothing is told about it."""

from __future__ import annotations

import dataclasses
import datetime

from litestar import Request
from litestar.exceptions import NotFoundException

from coaching.accounts.queries import network_day
from coaching.caseload.policy import NOWHERE
from coaching.caseload.queries.boards import BoardTeam, teams_of_board
from coaching.kit import access, clock
from coaching.teams.policy import covers, may_keep_cohort, may_see_by_itself, sees_all_of, teams_of
from coaching.teams.queries import scope_of
from coaching.teams.queries.cohorts import cohort
from coaching.teams.values import CohortFacts

COACHES = access.roles('coach', 'coordinator')


@dataclasses.dataclass(frozen=True, slots=True)
class Reached:
    """A cohort and those of its teams that whoever looks may see, with what they are to it.

    `every` are all its teams, for what names none of them; `coached` those that they coach, `looked_after` those in their places.
    """

    cohort: CohortFacts
    teams: tuple[BoardTeam, ...]
    every: tuple[BoardTeam, ...]
    is_keeper: bool
    coached: frozenset[int]
    looked_after: frozenset[int]
    now: datetime.datetime
    today: datetime.date

    @property
    def ids(self) -> list[int]:
        return [one.id for one in self.teams]

    @property
    def path(self) -> str:
        return f'/cohorts/{self.cohort.id}'

    def team_page(self, team_id: int) -> str:
        """Where this team is seen by itself; '' where that is not theirs to see."""
        if team_id in self.coached:
            return f'/coach/teams/{team_id}'
        return f'/setup/teams/{team_id}' if team_id in self.looked_after else ''


async def reached(request: Request, cohort_id: int) -> Reached:
    """The cohort: with all its teams for whoever looks after its place, else with those that are theirs anyway, whoever made it.

    :raises NotFoundException: there is none, or nothing of it is theirs
    """
    found = await cohort(cohort_id)
    if found is None:
        raise NotFoundException
    actor, now = request.user, clock.now()
    scope = await scope_of(actor) if actor.has('coordinator') else NOWHERE
    is_keeper, every = may_keep_cohort(actor, scope, found), tuple(await teams_of_board(cohort_id))
    sees_all = sees_all_of(actor, scope, found)
    shown = tuple(one for one in every if sees_all or may_see_by_itself(actor, scope, one.id, one.place_id))
    if not shown and not is_keeper:
        raise NotFoundException
    coached = frozenset(teams_of(actor, 'coach')) & {one.id for one in shown}
    looked_after = frozenset(one.id for one in shown if actor.has('coordinator') and covers(scope, one.place_id))
    return Reached(found, shown, every, is_keeper, coached, looked_after, now, await network_day(now))


async def kept(request: Request, cohort_id: int) -> Reached:
    """The cohort, for whoever keeps it.

    :raises NotFoundException: for everybody else
    """
    found = await reached(request, cohort_id)
    if not found.is_keeper:
        raise NotFoundException
    return found
