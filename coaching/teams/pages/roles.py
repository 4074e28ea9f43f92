"""Who helps to run the network: roles that are held, offers that wait, and an end to both."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.accounts import commands
from coaching.accounts.letters import ROLES
from coaching.accounts.queries import account_of, grant, invitation, invitations, staff
from coaching.accounts.values import GrantFacts, InvitationFacts
from coaching.kit import clock
from coaching.kit.access import Grant
from coaching.kit.pages import go, page
from coaching.kit.words import _
from coaching.people import queries as people
from coaching.teams import policy
from coaching.teams.pages.reach import COORDINATORS, person_to_end
from coaching.teams.queries import places, scope_of


@get('/setup/roles', opt=COORDINATORS)
async def index(request: Request) -> Response:
    """Everybody with a role within one's reach."""
    scope = await scope_of(request.user)
    held = await staff(scope)
    return page(
        request, 'teams/roles/index.html', grants=held, cards=await people.cards([one.person_id for one in held]), roles=ROLES,
        places={place.id: place.name for place in await places(also_closed=True)}, offers=await invitations(clock.now(), place_ids=scope),
    )  # fmt: skip


async def _is_theirs(request: Request, role: GrantFacts | InvitationFacts) -> bool:
    return policy.may_give(request.user, await scope_of(request.user), Grant(role.role, role.scope_kind, role.scope_id))


@post('/setup/roles/{grant_id:int}/end', opt=COORDINATORS)
async def take(request: Request, grant_id: FromPath[int]) -> Response:
    """End a role; its holder is signed out at once.

    :raises NotFoundException: it is another's to take
    """
    role = await grant(grant_id)
    if role is None or not await _is_theirs(request, role):
        raise NotFoundException
    await commands.take_role(grant_id, by=request.user, now=clock.now())
    return go(request, '/setup/roles', say=_('The role is taken back. That person was signed out.'))


@post('/setup/invitations/{invitation_id:int}/revoke', opt=COORDINATORS)
async def revoke(request: Request, invitation_id: FromPath[int]) -> Response:
    """Take an offer back.

    :raises NotFoundException: it is another's to take back
    """
    offer = await invitation(invitation_id)
    if offer is None or not await _is_theirs(request, offer):
        raise NotFoundException
    await commands.revoke(invitation_id, by=request.user, now=clock.now())
    return go(request, '/setup/roles', say=_('The invitation is taken back.'))


@post('/setup/people/{person_id:int}/account/close', opt=COORDINATORS)
async def close_account(request: Request, person_id: FromPath[int]) -> Response:
    """End the right to sign in, with all roles.

    :raises NotFoundException: there is none within reach
    """
    await person_to_end(request, person_id)
    account = await account_of(person_id)
    if account is None:
        raise NotFoundException
    await commands.close_account(account.id, by=request.user, now=clock.now())
    return go(request, f'/setup/people/{person_id}', say=_('The account is closed. That person was signed out.'))


ROUTES = [index, take, revoke, close_account]
