"""The first page of a new network, behind the link that the start prints; it works once."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.accounts import commands, secrets
from coaching.accounts.forms import SetUp
from coaching.accounts.pages.entering import device, entered
from coaching.accounts.queries import network, set_up_nonce
from coaching.accounts.rules import NoSetUp
from coaching.kit import access, clock, forms, tokens
from coaching.kit.pages import around, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _


async def why_over(token: str) -> str:
    """Why the link opens nothing any more; '' where it does.

    :raises NotFoundException: for a link that was not made here
    """
    nonce, house = await set_up_nonce(), await network()
    if nonce is None or house is None or not tokens.opens(token, secrets.SET_UP, 1, nonce):
        raise NotFoundException
    return _(NoSetUp.DONE.value) if house.set_up_at else ''


@get('/set-up/{token:str}', opt=access.LINK)
async def show(request: Request, token: FromPath[str]) -> Response:
    """Five questions."""
    if sentence := await why_over(token):
        return page(request, 'accounts/set_up/over.html', sentence=sentence, status=410)
    return page(request, 'accounts/set_up/new.html', token=token, form=SetUp())


@post('/set-up/{token:str}', opt=access.LINK)
async def save(request: Request, token: FromPath[str]) -> Response:
    """The network begins, and whoever answered looks after it."""
    if sentence := await why_over(token):
        return page(request, 'accounts/set_up/over.html', sentence=sentence, status=410)
    form = await forms.read(SetUp, request)
    if not form.validate():
        return page(request, 'accounts/set_up/new.html', token=token, form=form, status=422)
    try:
        signed_in = await commands.set_up(token, **form.data, device=device(request), now=clock.now())
    except Refused:
        return page(request, 'accounts/set_up/over.html', sentence=_(NoSetUp.DONE.value), status=410)
    around.forget_network()
    return await entered(request, signed_in)


ROUTES = [show, save]
