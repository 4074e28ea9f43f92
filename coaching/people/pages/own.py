"""One's own record, behind a letter's link: for everybody who has no account and needs none."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.kit import access, clock
from coaching.kit.access import Actor
from coaching.kit.pages import go, page
from coaching.kit.tokens import link_token, opens, read_row_id
from coaching.kit.words import _
from coaching.people import queries
from coaching.people.commands import erase
from coaching.people.forms import Correction
from coaching.people.pages import holding
from coaching.people.values import Person

PURPOSE = 'person'


def own_path(person_id: int) -> str:
    """The path of a person's own page, for letters and other pages; it stays the same for ever."""
    return f'/my/{link_token(PURPOSE, person_id, b"")}'


async def opened(token: str) -> Person:
    """The person whose link this is; the kept one where two records were merged.

    :raises NotFoundException: for a link that was not made here, and for somebody who was erased
    """
    claimed = read_row_id(token)
    if claimed is None or not opens(token, PURPOSE, claimed, b''):
        raise NotFoundException
    standing = await queries.standing_id(claimed)
    person = await queries.person(standing) if standing else None
    if person is None or person.erased_at:
        raise NotFoundException
    return person


@get('/my/{token:str}', opt=access.LINK)
async def show(request: Request, token: FromPath[str]) -> Response:
    """Who we think this is, and what can be done about it."""
    person = await opened(token)
    return await _page(request, token, person, holding.correction_of(person), status=200)


async def _page(request: Request, token: str, person: Person, form: Correction, *, status: int) -> Response:
    return page(
        request, 'people/own/show.html', status=status, token=token, person=person, form=form, **await holding.letters_of(person.id)
    )


@post('/my/{token:str}', opt=access.LINK)
async def correct(request: Request, token: FromPath[str]) -> Response:
    """Put right what is wrong."""
    person = await opened(token)
    form, status = await holding.corrected(request, person, by=Actor.by_link(person.id))
    if status != 303:
        return await _page(request, token, person, form, status=status)
    return go(request, f'/my/{token}', say=_('Saved.'))


@get('/my/{token:str}/held', opt=access.LINK)
async def held(request: Request, token: FromPath[str]) -> Response:
    """Everything, to read."""
    person = await opened(token)
    return await holding.held(request, person, 'people/own/held.html', token=token)


@post('/my/{token:str}/copy', opt=access.LINK)
async def copy(token: FromPath[str]) -> Response:
    """Everything, to keep."""
    person = await opened(token)
    return await holding.copy(person.id, by=Actor.by_link(person.id))


@post('/my/{token:str}/letters', opt=access.LINK)
async def choose_letters(request: Request, token: FromPath[str]) -> Response:
    person = await opened(token)
    return await holding.choose_letters(request, person.id, f'/my/{token}', by=Actor.by_link(person.id))


@post('/my/{token:str}/letters/stop', opt=access.LINK)
async def stop_all(request: Request, token: FromPath[str]) -> Response:
    person = await opened(token)
    return await holding.stop_all(request, person.id, f'/my/{token}', by=Actor.by_link(person.id))


@post('/my/{token:str}/letters/resume', opt=access.LINK)
async def resume_all(request: Request, token: FromPath[str]) -> Response:
    person = await opened(token)
    return await holding.resume_all(request, person.id, f'/my/{token}', by=Actor.by_link(person.id))


@get('/my/{token:str}/erase', opt=access.LINK)
async def before_erasing(request: Request, token: FromPath[str]) -> Response:
    """What will be gone and what stays, and one button."""
    return page(request, 'people/own/erase.html', token=token, person=await opened(token))


@post('/my/{token:str}/erase', opt=access.LINK)
async def erased(request: Request, token: FromPath[str]) -> Response:
    """Forget this person; the link opens nothing from now on."""
    person = await opened(token)
    await erase(person.id, asked_by='the person', by=Actor.by_link(person.id), now=clock.now())
    return page(request, 'people/own/erased.html')


ROUTES = [show, correct, held, copy, choose_letters, stop_all, resume_all, before_erasing, erased]
