"""A round: who has answered, what the group talks about, and its end."""

from __future__ import annotations

from litestar import Request, Response, get, post

from coaching.kit import access, clock
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _
from coaching.people.pages.holding import said
from coaching.readiness.commands import rounds as commands
from coaching.readiness.pages.reaching import OCCASIONS, OF_NETWORK, OF_ROUND, reached, worked_on
from coaching.readiness.queries.rounds import agreed, draft, priorities, progress, spreads
from coaching.readiness.rules.reading import in_order_of_talk
from coaching.readiness.values import Phase
from coaching.teams.queries.teams import members


@get([OF_ROUND, OF_NETWORK], opt=access.SIGNED_IN)
async def show(request: Request) -> Response:
    """Answering, or the talk; what is closed is read as results."""
    found = await reached(request)
    if found.round.phase is Phase.CLOSED:
        return go(request, f'{found.start}/results')
    if found.round.phase is Phase.TALKING:
        spread = await spreads(found.round.id)
        far, others = in_order_of_talk(found.items, spread)
        return page(
            request, 'readiness/talk.html', found=found, occasions=OCCASIONS, spreads=spread, far=far, others=others,
            agreed=await agreed(found.round.id), built=await priorities(found.round.id),
        )  # fmt: skip
    assert found.team is not None
    own = await draft(found.round, request.user.person_id) if found.may_answer else None
    return page(
        request, 'readiness/answering.html', found=found, occasions=OCCASIONS, progress=await progress(found.round), own=own,
        people=len(await members(found.team.id)),
    )  # fmt: skip


@post(f'{OF_ROUND}/end', opt=access.SIGNED_IN)
async def end(request: Request) -> Response:
    """Answering ends, and the talk can begin."""
    found = await worked_on(request)
    try:
        await commands.end_answering(found.round.id, by=request.user, now=clock.now())
    except Refused as refused:
        return go(request, found.start, say=said(refused))
    return go(request, found.start, say=_('Answering has ended. Nobody can see who said what.'))


@post([f'{OF_ROUND}/removal', f'{OF_NETWORK}/removal'], opt=access.SIGNED_IN)
async def discard(request: Request) -> Response:
    """It was opened by mistake."""
    found = await worked_on(request)
    try:
        await commands.discard(found.round.id, by=request.user, now=clock.now())
    except Refused as refused:
        return go(request, found.start, say=said(refused))
    return go(request, found.home, say=_('It is taken back.'))


@post([f'{OF_ROUND}/close', f'{OF_NETWORK}/close'], opt=access.SIGNED_IN)
async def close(request: Request) -> Response:
    """What was agreed stays."""
    found = await worked_on(request)
    try:
        await commands.close_round(found.round.id, by=request.user, now=clock.now())
    except Refused as refused:
        return go(request, found.start, say=said(refused))
    return go(request, f'{found.start}/results', say=_('It is closed. Here is what you found out.'))


ROUTES = [show, end, discard, close]
