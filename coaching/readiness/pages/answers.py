"""Somebody answers alone: one area a page, saved as they go, looked at once more and sent."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.kit import access, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _
from coaching.people.pages.holding import said
from coaching.readiness.commands import answering as commands
from coaching.readiness.forms import Send
from coaching.readiness.pages.reaching import OF_ROUND, ROLES, Reached, answered_by
from coaching.readiness.queries.rounds import agreed_in_words_of, draft, the_one_before
from coaching.readiness.rules.rounds import NoRound
from coaching.readiness.values import Phase, Role


async def _area(request: Request, found: Reached, key: str, said_now: dict[str, str], *, problem: str = '', status: int = 200) -> Response:
    parts = found.one.asked(pulse=found.round.is_pulse)
    at = _at(found, key)
    last = await the_one_before(found.round)
    return page(
        request, 'readiness/area.html', status=status, found=found, part=parts[at], number=at + 1, of=len(parts), chosen=said_now,
        problem=problem, back=f'{found.start}/answers/{parts[at - 1].key}' if at else found.start,
        before=await agreed_in_words_of(last, found.round) if last else {},
    )  # fmt: skip


def _at(found: Reached, key: str) -> int:
    """Which of the areas this is, from 0 on.

    :raises NotFoundException: there is none of this key
    """
    keys = [part.key for part in found.one.asked(pulse=found.round.is_pulse)]
    if key not in keys:
        raise NotFoundException
    return keys.index(key)


@get(f'{OF_ROUND}/answers/{{part:str}}', opt=access.SIGNED_IN)
async def area(request: Request, part: FromPath[str]) -> Response:
    """One area with what was chosen so far."""
    found = await answered_by(request)
    _at(found, part)
    if found.round.phase is not Phase.ANSWERING:
        return go(request, found.start)
    own = await draft(found.round, request.user.person_id)
    return await _area(request, found, part, dict(own.answers))


@post(f'{OF_ROUND}/answers/{{part:str}}', opt=access.SIGNED_IN)
async def keep(request: Request, part: FromPath[str]) -> Response:
    """Keep what was chosen, and go on to the next area."""
    found = await answered_by(request)
    parts, at = found.one.asked(pulse=found.round.is_pulse), _at(found, part)
    sent = await forms.sent(request)
    chosen = {item.key: str(sent.getlist(item.key)[0]) for item in parts[at].items if sent.getlist(item.key)}
    try:
        await commands.save_answers(found.round.id, chosen, by=request.user)
    except Refused as refused:
        return await _area(request, found, part, chosen, problem=said(refused), status=409)
    if sent.getlist('then') == ['check'] or at + 1 == len(parts):
        return go(request, f'{found.start}/answers')
    return go(request, f'{found.start}/answers/{parts[at + 1].key}', say=_('Saved. You can stop and come back.'))


async def _check(request: Request, found: Reached, form: Send | None = None, status: int = 200) -> Response:
    own = await draft(found.round, request.user.person_id)
    form = form or Send(data={'role': own.role} if own.role else {})
    form.offer(ROLES)
    return page(
        request, 'readiness/check.html', status=status, found=found, own=own, form=form, parts=found.one.asked(pulse=found.round.is_pulse)
    )  # fmt: skip


@get(f'{OF_ROUND}/answers', opt=access.SIGNED_IN)
async def check(request: Request) -> Response:
    """Everything that was chosen, once more."""
    found = await answered_by(request)
    return await _check(request, found) if found.round.phase is Phase.ANSWERING else go(request, found.start)


@post(f'{OF_ROUND}/answers', opt=access.SIGNED_IN)
async def send(request: Request) -> Response:
    """All of it counts."""
    found, form = await answered_by(request), (await forms.read(Send, request)).offer(ROLES)
    if not form.validate():
        return await _check(request, found, form, status=422)
    try:
        await commands.send_answers(found.round.id, Role(form.role.data), by=request.user)
    except Refused as refused:
        if refused.reason is NoRound.ENDED:
            return go(request, found.start, say=said(refused))
        form.role.errors = [said(refused)]
        return await _check(request, found, form, status=409)
    return go(request, found.start, say=_('Thank you. Your answers are in, without your name.'))


@post(f'{OF_ROUND}/answers/removal', opt=access.SIGNED_IN)
async def take_back(request: Request) -> Response:
    """They do not count any more, and can be changed."""
    found = await answered_by(request)
    try:
        await commands.take_back(found.round.id, by=request.user)
    except Refused as refused:
        return go(request, found.start, say=said(refused))
    return go(request, f'{found.start}/answers', say=_('Your answers do not count now. Change them, and send them again.'))


ROUTES = [area, keep, check, send, take_back]
