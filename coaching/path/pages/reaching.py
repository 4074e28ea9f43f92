"""What of a team's way is within somebody's reach; whatever is not, is not there (404), so that nothing is told about it."""

from __future__ import annotations

import dataclasses
import datetime

from litestar import Request
from litestar.exceptions import NotFoundException

from coaching.kit import clock
from coaching.path import definition
from coaching.path.policy import stood
from coaching.path.queries import whereabouts
from coaching.path.values import JourneyFacts, Stood
from coaching.people.rules import first_name
from coaching.teams.policy import may_see_team
from coaching.teams.values import TeamFacts


@dataclasses.dataclass(frozen=True, slots=True)
class Reached:
    """A team, whoever looks at it and what they are to it, its coaches, and its walk, None where it walks by no path yet."""

    team: TeamFacts
    stood: Stood
    coaches: list[tuple[int, str]]
    walk: JourneyFacts | None
    today: datetime.date

    @property
    def coach(self) -> str:
        """What the team calls its coach; '' where nobody coaches it."""
        return first_name(self.coaches[0][1]) if self.coaches else ''

    @property
    def path(self) -> definition.Path | None:
        return definition.path(self.walk.path_key, self.walk.path_version) if self.walk else None


def may_look(request: Request, team_id: int) -> None:
    """Let through whoever is of the team or coaches it.

    :raises NotFoundException: everybody else
    """
    if not may_see_team(request.user, team_id):
        raise NotFoundException


async def reached(request: Request, team_id: int) -> Reached:
    """The team, for whoever is of it or coaches it.

    :raises NotFoundException: for everybody else
    """
    may_look(request, team_id)
    found = await whereabouts(team_id, clock.now())
    if found is None:
        raise NotFoundException
    return Reached(found.team, stood(request.user, team_id), found.coaches, found.walk, found.today)
