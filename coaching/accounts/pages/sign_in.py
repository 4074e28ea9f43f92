"""Sign in by a letter, sign out, change desks.

The answer to an address is the same whether anybody signs in with it or not. A GET never signs in: programs that look through mail
follow every link.
"""

from __future__ import annotations

import datetime

from litestar import Request, Response, get, post
from litestar.params import FromPath

from coaching.accounts import commands, cookies, secrets
from coaching.accounts.forms import Address, Code, Desk
from coaching.accounts.pages.entering import device, entered
from coaching.accounts.queries import actor_for, sign_in_request
from coaching.accounts.rules import LASTS, NoSignIn, home, is_our_path, why_not_use
from coaching.kit import access, clock, forms, tokens
from coaching.kit.limits import caller, hold
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _
from coaching.people.pages.holding import said

QUARTER, HOUR = datetime.timedelta(minutes=15), datetime.timedelta(hours=1)
LETTERS_PER_ADDRESS, LETTERS_PER_CALLER, CODES_PER_CALLER = 5, 60, 60


@get('/sign-in', opt=access.ANYONE)
async def ask_address(request: Request) -> Response:
    """Where does the letter go?"""
    wanted = request.query_params.get('next', '')
    if request.user.signed_in:
        return go(request, wanted if is_our_path(wanted) else home(request.user))
    return page(request, 'accounts/sign_in/ask.html', form=Address(data={'next': wanted if is_our_path(wanted) else ''}))


@post('/sign-in', opt=access.ANYONE)
async def ask(request: Request) -> Response:
    """Promise the letter."""
    form = await forms.read(Address, request)
    if not form.validate():
        return page(request, 'accounts/sign_in/ask.html', form=form, status=422)
    await hold('sign-in from', caller(request), limit=LETTERS_PER_CALLER, per=QUARTER)
    await hold('sign-in to', form.email.data, limit=LETTERS_PER_ADDRESS, per=QUARTER)
    asked = await commands.ask(form.email.data, next_path=form.next.data or '', now=clock.now())
    response = go(request, '/sign-in/code')
    kept = tokens.sign(cookies.ASKED, f'{asked.request_id} {asked.browser_token} {form.email.data}')
    response.set_cookie(cookies.cookie(kept, LASTS, cookies.ASKED))
    return response


def asked_here(request: Request) -> tuple[int, str, str] | None:
    """What this browser asked for: the request, its own secret, and the address that was typed."""
    kept = tokens.unsign(cookies.ASKED, cookies.read(request, cookies.ASKED))
    if kept is None:
        return None
    number, browser_token, email = kept.split(' ', 2)
    return int(number), browser_token, email


@get('/sign-in/code', opt=access.ANYONE)
async def ask_code(request: Request) -> Response:
    """The letter is on its way; here goes its code."""
    asked = asked_here(request)
    if asked is None:
        return go(request, '/sign-in')
    answer = page(request, 'accounts/sign_in/code.html', form=Code(), email=asked[2], is_over=False)
    answer.headers['cache-control'] = 'no-store'
    return answer


@post('/sign-in/code', opt=access.ANYONE)
async def use_code(request: Request) -> Response:
    """Sign in this browser, or say what is wrong with the code."""
    asked = asked_here(request)
    if asked is None:
        return go(request, '/sign-in')
    number, browser_token, email = asked
    form = await forms.read(Code, request)
    is_over = False
    if form.validate():
        await hold('sign-in code', caller(request), limit=CODES_PER_CALLER, per=HOUR)
        try:
            signed_in = await commands.use_code(number, browser_token, form.code.data, device=device(request), now=clock.now())
            return await entered(request, signed_in)
        except Refused as refused:
            form.code.errors = [said(refused)]
            is_over = refused.reason is not NoSignIn.WRONG_CODE
    return page(request, 'accounts/sign_in/code.html', form=form, email=email, is_over=is_over, status=422)


@get('/sign-in/link/{token:str}', opt=access.LINK)
async def show_link(request: Request, token: FromPath[str]) -> Response:
    """One button, with the name of whoever would be signed in."""
    number = tokens.read_row_id(token)
    asked = await sign_in_request(number) if number is not None else None
    if asked is None or not tokens.opens(token, secrets.SIGN_IN, asked.id, asked.nonce) or why_not_use(asked, clock.now()):
        return _over(request)
    return page(request, 'accounts/sign_in/link.html', token=token, name=asked.name)


@post('/sign-in/link/{token:str}', opt=access.LINK)
async def use_link(request: Request, token: FromPath[str]) -> Response:
    """Sign in whatever browser this is, once."""
    try:
        signed_in = await commands.use_link(token, device=device(request), now=clock.now())
    except Refused:
        return _over(request)
    return await entered(request, signed_in)


def _over(request: Request) -> Response:
    return page(request, 'accounts/sign_in/over.html', sentence=_(NoSignIn.USED_OR_OLD.value), status=410)


@post('/sign-out', opt=access.ANYONE)
async def sign_out(request: Request) -> Response:
    """End the sign-in of this browser for good."""
    if request.user.signed_in:
        await commands.sign_out(by=request.user, now=clock.now())
    response = go(request, '/')
    response.set_cookie(cookies.ended())
    return response


@post('/desk', opt=access.SIGNED_IN)
async def choose_desk(request: Request) -> Response:
    """Sit down at another of one's desks."""
    form = await forms.read(Desk, request)
    await commands.choose_desk(form.desk.data or '', by=request.user)
    actor = await actor_for(request.user.account_id)
    return go(request, home(actor or request.user))


ROUTES = [ask_address, ask, ask_code, use_code, show_link, use_link, sign_out, choose_desk]
