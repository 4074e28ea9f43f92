"""One's own account: details, letters, browsers that are signed in, everything that is held, and an end to all of it."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.accounts import commands, cookies
from coaching.accounts.forms import NewAddress, Speak
from coaching.accounts.queries import sign_ins
from coaching.accounts.rules import desks, is_our_path
from coaching.kit import access, clock, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import LANGUAGES, _, later
from coaching.people import queries
from coaching.people.commands import correct, erase
from coaching.people.forms import Correction
from coaching.people.pages import holding
from coaching.people.values import Person

DESKS = {
    'coordinator': later('Go to the coordinator’s desk'), 'trainer': later('Go to the trainer’s desk'),
    'coach': later('Go to the coach’s desk'), 'team': later('Go to my team'), 'host': later('Go to the teams that may call me'),
}  # fmt: skip


async def myself(request: Request) -> Person:
    """The person who is signed in.

    :raises NotFoundException: erased between two requests
    """
    person = await queries.person(request.user.person_id)
    if person is None:
        raise NotFoundException
    return person


@get('/me', opt=access.SIGNED_IN)
async def show(request: Request) -> Response:
    """Everything that one can do about oneself."""
    person = await myself(request)
    return await _page(request, person, holding.correction_of(person), NewAddress(data={'email': request.user.email}), status=200)


async def _page(request: Request, person: Person, form: Correction, address: NewAddress, *, status: int) -> Response:
    now, open_to = clock.now(), desks(request.user)
    choice = {name: DESKS[name] for name in open_to} if len(open_to) > 1 else {}
    return page(
        request, 'accounts/me/show.html', status=status, person=person, form=form, address=address, now=now, desks=choice,
        browsers=await sign_ins(request.user.account_id, now), **await holding.letters_of(person.id),
    )  # fmt: skip


@post('/me', opt=access.SIGNED_IN)
async def save(request: Request) -> Response:
    """Put right what is wrong."""
    person = await myself(request)
    form, status = await holding.corrected(request, person, by=request.user)
    if status != 303:
        return await _page(request, person, form, NewAddress(data={'email': request.user.email}), status=status)
    return go(request, '/me', say=_('Saved.'))


@post('/me/address', opt=access.SIGNED_IN)
async def change_address(request: Request) -> Response:
    """Sign in with another address from now on."""
    person, form = await myself(request), await forms.read(NewAddress, request)
    if not form.validate():
        return await _page(request, person, holding.correction_of(person), form, status=422)
    try:
        await commands.change_address(request.user.account_id, form.email.data, by=request.user, now=clock.now())
    except Refused as refused:
        form.email.errors = [holding.said(refused)]
        return await _page(request, person, holding.correction_of(person), form, status=409)
    return go(request, '/me', say=_('You sign in with %(email)s from now on.', email=form.email.data))


@post('/me/language', opt=access.SIGNED_IN)
async def speak(request: Request) -> Response:
    """Pages and letters in another language."""
    form = await forms.read(Speak, request)
    if form.language.data in LANGUAGES:
        await correct(request.user.person_id, language=form.language.data, by=request.user, now=clock.now())
    return go(request, form.next.data if is_our_path(form.next.data or '') else '/me')


@get('/me/held', opt=access.SIGNED_IN)
async def held(request: Request) -> Response:
    """Everything, to read."""
    return await holding.held(request, await myself(request), 'accounts/me/held.html')


@post('/me/copy', opt=access.SIGNED_IN)
async def copy(request: Request) -> Response:
    """Everything, to keep."""
    return await holding.copy(request.user.person_id, by=request.user)


@post('/me/letters', opt=access.SIGNED_IN)
async def choose_letters(request: Request) -> Response:
    return await holding.choose_letters(request, request.user.person_id, '/me', by=request.user)


@post('/me/letters/stop', opt=access.SIGNED_IN)
async def stop_all(request: Request) -> Response:
    return await holding.stop_all(request, request.user.person_id, '/me', by=request.user)


@post('/me/letters/resume', opt=access.SIGNED_IN)
async def resume_all(request: Request) -> Response:
    return await holding.resume_all(request, request.user.person_id, '/me', by=request.user)


@post('/me/sign-ins/{sign_in_id:int}/end', opt=access.SIGNED_IN)
async def end_one(request: Request, sign_in_id: FromPath[int]) -> Response:
    """Sign out one of one's own browsers.

    :raises NotFoundException: it is none of one's own
    """
    if not await commands.end_sign_in(sign_in_id, by=request.user, now=clock.now()):
        raise NotFoundException
    return go(request, '/me', say=_('That browser is signed out.'))


@post('/me/sign-ins/end', opt=access.SIGNED_IN)
async def end_all(request: Request) -> Response:
    """Sign out every browser but this one."""
    await commands.end_all(by=request.user, now=clock.now())
    return go(request, '/me', say=_('All other browsers are signed out.'))


@get('/me/erase', opt=access.SIGNED_IN)
async def before_erasing(request: Request) -> Response:
    """What will be gone and what stays, and one button."""
    return page(request, 'accounts/me/erase.html', why_not='')


@post('/me/erase', opt=access.SIGNED_IN)
async def erased(request: Request) -> Response:
    """Forget whoever asks."""
    try:
        await erase(request.user.person_id, asked_by='the person', by=request.user, now=clock.now())
    except Refused as refused:
        return page(request, 'accounts/me/erase.html', why_not=holding.said(refused), status=409)
    request.scope['user'] = access.PUBLIC
    response = page(request, 'people/own/erased.html')
    response.set_cookie(cookies.ended())
    return response


ROUTES = [
    show, save, change_address, speak, held, copy, choose_letters, stop_all, resume_all, end_one, end_all, before_erasing, erased,
]  # fmt: skip
