"""One click stops letters of a kind (RFC 8058): a mail program's own button, or the link at the end of a letter."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.kit import access, clock
from coaching.kit.access import Actor
from coaching.kit.pages import go, page
from coaching.outbox.commands import EVERY_KIND
from coaching.outbox.queries import stops
from coaching.outbox.stopping import PATH, read_stop_token
from coaching.people.commands import resume_letters, stop_letters
from coaching.people.pages.own import own_path
from coaching.people.queries import person, standing_id
from coaching.people.rules import LETTERS


async def opened(token: str) -> tuple[int, str]:
    """Whose letters of which kind.

    :raises NotFoundException: for a link that was not made here, and for somebody who was erased
    """
    told = read_stop_token(token)
    standing = await standing_id(told[0]) if told else None
    stands = await person(standing) if standing else None
    if told is None or stands is None or stands.erased_at or told[1] not in LETTERS:
        raise NotFoundException
    return stands.id, told[1]


@get(f'{PATH}{{token:str}}', opt=access.LINK)
async def show(request: Request, token: FromPath[str]) -> Response:
    """Ask; nothing is stopped by looking, because programs that look through mail follow every link."""
    return await _page(request, token)


@post(f'{PATH}{{token:str}}', opt=access.LINK)
async def stop(request: Request, token: FromPath[str]) -> Response:
    """Stop letters of this kind; a mail program wants its answer at once and no redirect."""
    person_id, kind = await opened(token)
    await stop_letters(person_id, kind, by=Actor.by_link(person_id), now=clock.now())
    return await _page(request, token)


@post(f'{PATH}{{token:str}}/all', opt=access.LINK)
async def stop_all(request: Request, token: FromPath[str]) -> Response:
    """Do not write to me."""
    person_id, _kind = await opened(token)
    await stop_letters(person_id, EVERY_KIND, by=Actor.by_link(person_id), now=clock.now())
    return go(request, f'{PATH}{token}')


@post(f'{PATH}{{token:str}}/undo', opt=access.LINK)
async def undo(request: Request, token: FromPath[str]) -> Response:
    """Both are wanted again: this kind, and letters at all."""
    person_id, kind = await opened(token)
    for one in (kind, EVERY_KIND):
        await resume_letters(person_id, one, by=Actor.by_link(person_id), now=clock.now())
    return go(request, f'{PATH}{token}')


async def _page(request: Request, token: str) -> Response:
    person_id, kind = await opened(token)
    stopped = await stops(person_id)
    return page(
        request, 'people/letters/stop.html', path=f'{PATH}{token}', kind=LETTERS[kind], own=own_path(person_id),
        is_stopped=kind in stopped, is_all_stopped=EVERY_KIND in stopped,
    )  # fmt: skip


ROUTES = [show, stop, stop_all, undo]
