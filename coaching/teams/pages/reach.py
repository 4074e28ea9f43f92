"""What is within somebody's reach; whatever is not, is not there (404), so that nothing is told about it."""

from __future__ import annotations

from litestar import Request
from litestar.exceptions import NotFoundException

from coaching.accounts.queries import account_of, held
from coaching.kit import access
from coaching.people import queries as people
from coaching.people.values import Person
from coaching.teams import policy
from coaching.teams.policy import Scope
from coaching.teams.queries import organisation, places, scope_of
from coaching.teams.values import OrganisationFacts, PlaceFacts

COORDINATORS = access.roles('coordinator')


async def places_in(scope: Scope) -> list[PlaceFacts]:
    """The open places within a scope, as a tree."""
    return [place for place in await places() if policy.covers(scope, place.id)]


async def person_in_reach(request: Request, person_id: int) -> tuple[Person, Scope]:
    """The person, and the places of whoever asks.

    :raises NotFoundException: erased, merged, or in somebody else's place
    """
    scope, person = await scope_of(request.user), await people.person(person_id)
    if person is None or person.erased_at or person.merged_into_id or not policy.covers(scope, person.place_id):
        raise NotFoundException
    return person, scope


async def person_to_end(request: Request, person_id: int) -> tuple[Person, Scope]:
    """A person whose account, if there is one, holds no role that is another's to take.

    :raises NotFoundException: out of reach
    """
    person, scope = await person_in_reach(request, person_id)
    account = await account_of(person_id)
    if account and not policy.may_close(request.user, scope, await held(account.id)):
        raise NotFoundException
    return person, scope


async def organisation_in_reach(request: Request, organisation_id: int) -> tuple[OrganisationFacts, Scope]:
    """The organisation, and the places of whoever asks.

    :raises NotFoundException: there is none, or it is in somebody else's place
    """
    scope, found = await scope_of(request.user), await organisation(organisation_id)
    if found is None or not policy.covers(scope, found.place_id):
        raise NotFoundException
    return found, scope


def whole_network(request: Request) -> None:
    """Let through whoever looks after all of it.

    :raises NotFoundException: everybody else
    """
    if not policy.may_change_network(request.user):
        raise NotFoundException
