"""Which round is within somebody's reach; what is not, is not there (404), so that nothing is told about it."""

from __future__ import annotations

import dataclasses

from litestar import Request
from litestar.exceptions import NotFoundException

from coaching.kit.words import Later, later
from coaching.readiness.definition import NO_FIT, UNSURE, Instrument, Item
from coaching.readiness.policy import stood
from coaching.readiness.queries.rounds import asked_by, round_of
from coaching.readiness.values import Phase, Role, RoundFacts, Stood
from coaching.teams.policy import may_see_team
from coaching.teams.queries.teams import team
from coaching.teams.values import TeamFacts

OF_TEAMS, OF_ROUND = '/team/{team_id:int}/readiness', '/team/{team_id:int}/readiness/{round_id:int}'
OF_NETWORK = '/setup/readiness/{check_id:int}'

OCCASIONS: dict[str, Later] = {
    'baseline': later('Our first look'),
    'before_plan': later('Before we agree on a plan'),
    'after_first_cafe': later('After a first café'),
    'six_monthly': later('Half a year has passed'),
    'yearly': later('A year has passed'),
    'after_cafe': later('After a café'),
    'other': later('Another reason'),
}
ROLES: dict[Role, Later] = {Role.PARENT: later('A parent'), Role.STAFF: later('Staff'), Role.PARTNER: later('A partner')}
OF_NO_VALUE: dict[str, Later] = {UNSURE: later('We are not sure'), NO_FIT: later('It does not fit us')}


@dataclasses.dataclass(frozen=True, slots=True)
class Reached:
    """A round, of a team or of the network, its instrument in the reader's language, and what whoever looks is to it."""

    team: TeamFacts | None
    round: RoundFacts
    one: Instrument
    stood: Stood

    @property
    def home(self) -> str:
        """The page above all rounds."""
        return f'/team/{self.team.id}/readiness' if self.team else '/setup/readiness'

    @property
    def start(self) -> str:
        """The page of this round; all others of it lie below."""
        return f'{self.home}/{self.round.id}'

    @property
    def items(self) -> list[Item]:
        return [item for part in self.one.asked(pulse=self.round.is_pulse) for item in part.items]

    @property
    def may_answer(self) -> bool:
        """Whether it is theirs to answer alone: of the team, and not its coach."""
        return self.round.phase is Phase.ANSWERING and self.stood.is_member and not self.stood.is_coach

    @property
    def may_work(self) -> bool:
        """Whether they lead it on; whoever learns to coach looks on."""
        return self.stood.is_member or self.stood.is_coach or self.stood.is_of_network

    @property
    def words(self) -> dict[str, str]:
        """What each answer is called."""
        return words_of(self.one)

    def item(self, key: str) -> Item:
        """The point of this key.

        :raises NotFoundException: this round does not ask it
        """
        found = next((item for item in self.items if item.key == key), None)
        if found is None:
            raise NotFoundException
        return found


def words_of(one: Instrument) -> dict[str, str]:
    """What each answer is called."""
    of_no_value = {key: str(OF_NO_VALUE[key]) for key in one.answers if key in OF_NO_VALUE}
    return {anchor.key: anchor.words for anchor in one.head.scale} | of_no_value


async def seen_team(request: Request, team_id: int) -> TeamFacts:
    """The team, for its people and whoever stands beside it.

    :raises NotFoundException: for everybody else
    """
    found = await team(team_id) if may_see_team(request.user, team_id) else None
    if found is None:
        raise NotFoundException
    return found


async def reached(request: Request) -> Reached:
    """The round of this address, of the team of this address or of the network.

    :raises NotFoundException: it is somebody else's, or its questions are no longer there
    """
    team_id = request.path_params.get('team_id')
    round_id = request.path_params['check_id' if team_id is None else 'round_id']
    of_team = await seen_team(request, team_id) if team_id is not None else None
    who = stood(request.user, team_id)
    found = await round_of(round_id) if of_team or who.is_of_network else None
    if found is None or found.team_id != team_id:
        raise NotFoundException
    try:
        return Reached(of_team, found, asked_by(found), who)
    except KeyError as gone:
        raise NotFoundException from gone


async def worked_on(request: Request) -> Reached:
    """The same, for whoever leads it on.

    :raises NotFoundException: for whoever only looks on, too
    """
    found = await reached(request)
    if not found.may_work:
        raise NotFoundException
    return found


async def answered_by(request: Request) -> Reached:
    """The same, for whoever answers alone.

    :raises NotFoundException: it is not theirs to answer
    """
    found = await reached(request)
    if not found.stood.is_member or found.stood.is_coach or found.one.head.answered != 'each':
        raise NotFoundException
    return found
