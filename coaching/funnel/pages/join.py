"""The way into an online session: a page that is open from a little before the start, and remembers that it was opened."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.params import FromPath

from coaching.funnel.commands.spots import open_door
from coaching.funnel.pages import saying
from coaching.funnel.pages.spots import opened, session_of
from coaching.funnel.rules.sessions import NoDoor, why_not_join
from coaching.funnel.values import Mode
from coaching.kit import access, clock, words
from coaching.kit.pages import page
from coaching.kit.tokens import link_token

PURPOSE = 'join'


async def _page(request: Request, token: str, *, has_opened: bool) -> Response:
    spot = await opened(token, PURPOSE)
    session, now = await session_of(spot), clock.now()
    why_not = why_not_join(session, session.parts, spot.registration.state, now=now)
    may_walk_in = why_not is None and bool(spot.join_url)
    if has_opened and may_walk_in:
        await open_door(spot.registration.id, now=now)
    zone = saying.zone_asked(request, spot.zone or session.zone)
    answer = page(
        request, 'funnel/spots/join.html', token=token, spot=spot, session=session, now=now, zone=zone,
        why_not=words._(why_not.value) if why_not else '', is_early=why_not is NoDoor.TOO_EARLY, may_walk_in=may_walk_in,
        is_online=session.mode is not Mode.IN_PERSON, has_opened=has_opened and may_walk_in, where=saying.where(session),
        spot_path=f'/sign-ups/{link_token("registration", spot.registration.id, spot.nonce)}',
    )  # fmt: skip
    if has_opened and may_walk_in:
        answer.headers['refresh'] = f'0; url={spot.join_url}'
    return answer


@get('/join/{token:str}', opt=access.LINK)
async def show(request: Request, token: FromPath[str]) -> Response:
    """How to join, and when the door opens."""
    return await _page(request, token, has_opened=False)


@post('/join/{token:str}', opt=access.LINK, status_code=200)
async def join(request: Request, token: FromPath[str]) -> Response:
    """Open the door: on to the room by itself, with the same address as a link, because no form may lead to another site."""
    return await _page(request, token, has_opened=True)


ROUTES = [show, join]
