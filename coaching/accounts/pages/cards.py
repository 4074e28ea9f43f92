"""Sign in with a card: the code on it opens a page with one button, because whatever only looks must not sign anybody in."""

from __future__ import annotations

import datetime

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.accounts import secrets
from coaching.accounts.commands.cards import come_in
from coaching.accounts.pages.entering import device, entered
from coaching.accounts.queries import held
from coaching.accounts.queries.cards import card
from coaching.accounts.rules.cards import why_not_come_in
from coaching.accounts.values import CardFacts
from coaching.kit import access, clock, tokens
from coaching.kit.limits import caller, hold
from coaching.kit.pages import page
from coaching.kit.refusal import Refused
from coaching.kit.words import _
from coaching.people.pages.holding import said

HOUR = datetime.timedelta(hours=1)
TRIES = 20


async def _opened(token: str) -> CardFacts:
    """The card whose code this is.

    :raises NotFoundException: for a code that was not made here
    """
    number = tokens.read_row_id(token)
    found = await card(number) if number is not None else None
    if found is None or not tokens.opens(token, secrets.CARD, found.id, found.nonce):
        raise NotFoundException
    return found


@get('/cards/{token:str}', opt=access.LINK)
async def show(request: Request, token: FromPath[str]) -> Response:
    """Whose card it is, and one button."""
    found = await _opened(token)
    if reason := why_not_come_in(found, await held(found.account_id), clock.now()):
        return page(request, 'accounts/cards/over.html', sentence=_(reason.value), status=410)
    return page(request, 'accounts/cards/show.html', token=token, name=found.name)


@post('/cards/{token:str}', opt=access.LINK)
async def enter(request: Request, token: FromPath[str]) -> Response:
    """Sign in."""
    await _opened(token)
    await hold('card sign-in', caller(request), limit=TRIES, per=HOUR)
    try:
        signed_in = await come_in(token, device=device(request), now=clock.now())
    except Refused as refused:
        return page(request, 'accounts/cards/over.html', sentence=said(refused), status=410)
    return await entered(request, signed_in)


ROUTES = [show, enter]
