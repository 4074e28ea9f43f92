"""Say yes to a role, behind the link of a letter."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.accounts import commands, secrets
from coaching.accounts.letters import ROLES
from coaching.accounts.pages.entering import device, entered
from coaching.accounts.queries import invitation
from coaching.accounts.rules import why_not_accept
from coaching.accounts.values import InvitationFacts
from coaching.kit import access, clock, tokens
from coaching.kit.pages import page
from coaching.kit.refusal import Refused
from coaching.kit.words import _
from coaching.people.pages.holding import said


async def opened(token: str) -> InvitationFacts:
    """The offer that this link opens.

    :raises NotFoundException: for a link that was not made here
    """
    number = tokens.read_row_id(token)
    offer = await invitation(number) if number is not None else None
    if offer is None or not tokens.opens(token, secrets.INVITATION, offer.id, offer.nonce):
        raise NotFoundException
    return offer


@get('/invitations/{token:str}', opt=access.LINK)
async def show(request: Request, token: FromPath[str]) -> Response:
    """Who offers which role, and one button."""
    offer = await opened(token)
    if reason := why_not_accept(offer, clock.now()):
        return page(request, 'accounts/invitations/over.html', sentence=_(reason.value), status=410)
    return page(request, 'accounts/invitations/show.html', token=token, offer=offer, role=ROLES[offer.role])


@post('/invitations/{token:str}', opt=access.LINK)
async def accept(request: Request, token: FromPath[str]) -> Response:
    """Take the role and sign in."""
    await opened(token)
    try:
        signed_in = await commands.accept(token, device=device(request), now=clock.now())
    except Refused as refused:
        return page(request, 'accounts/invitations/over.html', sentence=said(refused), status=410)
    return await entered(request, signed_in)


ROUTES = [show, accept]
