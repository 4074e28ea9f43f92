"""The talk: the group agrees on one point after the other, and picks what to build."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from coaching.kit import access, clock, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Reason, Refused
from coaching.kit.words import _
from coaching.people.pages.holding import said
from coaching.readiness.commands import talking as commands
from coaching.readiness.forms import Agree, Build
from coaching.readiness.pages.reaching import OF_NETWORK, OF_ROUND, Reached, worked_on
from coaching.readiness.queries.rounds import agreed, agreed_in_words_of, priorities, spreads, the_one_before
from coaching.readiness.rules.reading import in_order_of_talk
from coaching.readiness.rules.rounds import NoRound
from coaching.readiness.values import Agreed, Phase

FIELD_OF: dict[Reason, str] = {NoRound.TWICE: 'item_2'}
POINT = '/talk/{item:str}'


async def _point(request: Request, found: Reached, key: str, form: Agree | None = None, *, status: int = 200, **more: Any) -> Response:
    item, now = found.item(key), await agreed(found.round.id)
    stands, last = now.get(key), await the_one_before(found.round)
    spread = await spreads(found.round.id)
    before = await agreed_in_words_of(last, found.round) if last else {}
    if form is None:
        form = _as_it_stands(stands)
    form.offer(found.words)
    return page(
        request, 'readiness/point.html', status=status, found=found, item=item, stands=stands, form=form, spread=spread.get(key),
        before=before.get(key), last=last, means={anchor.key: anchor.means for anchor in found.one.head.scale}, **more,
    )  # fmt: skip


@get([OF_ROUND + POINT, OF_NETWORK + POINT], opt=access.SIGNED_IN)
async def point(request: Request, item: FromPath[str]) -> Response:
    """What is asked, how far apart the answers lie, and what the group says."""
    found = await worked_on(request)
    found.item(item)
    return await _point(request, found, item) if found.round.phase is Phase.TALKING else go(request, found.start)


def _as_it_stands(stands: Agreed | None) -> Agree:
    if stands is None:
        return Agree(data={'seen': 0})
    takes_part = {None: None, True: 'yes', False: 'no'}[stands.parent_leaders]
    known = {name: getattr(stands, name) for name in ('answer', 'evidence', 'owner')}
    return Agree(data=known | {'parent_leaders': takes_part, 'seen': stands.number})


def _next(found: Reached, key: str, far: list[str], now: dict[str, Agreed]) -> str:
    """The page of the point with which the talk goes on: the next that is open, those far apart first."""
    order = [one for one in far + [item.key for item in found.items if item.key not in far] if one not in now]
    return f'{found.start}/talk/{order[0]}' if order else found.start


@post([OF_ROUND + POINT, OF_NETWORK + POINT], opt=access.SIGNED_IN)
async def agree(request: Request, item: FromPath[str]) -> Response:
    """The group agrees; whoever says something else at the same time is told, and both are shown."""
    found = await worked_on(request)
    found.item(item)
    form = (await forms.read(Agree, request)).offer(found.words)
    if not form.validate():
        return await _point(request, found, item, form, status=422)
    takes_part = None if not form.parent_leaders.data else form.parent_leaders.data == 'yes'
    told = Agreed(item, form.answer.data, (form.evidence.data or '').strip(), (form.owner.data or '').strip(), takes_part)
    try:
        await commands.agree(found.round.id, told, seen=form.seen.data or 0, by=request.user, now=clock.now())
    except Refused as refused:
        if refused.reason is not NoRound.CHANGED_MEANWHILE:
            return go(request, found.start, say=said(refused))
        form.answer.errors = [said(refused)]
        stands = (await agreed(found.round.id)).get(item)
        form.seen.raw_data, form.seen.data = None, stands.number if stands else 0
        return await _point(request, found, item, form, status=409, differs=True)
    far, _others = in_order_of_talk(found.items, await spreads(found.round.id))
    there = _next(found, item, [one.key for one in far], await agreed(found.round.id))
    return go(request, there, say=_('Agreed. You can change it until you close this.'))


async def _build(request: Request, found: Reached, form: Build | None = None, status: int = 200) -> Response:
    now, values = await agreed(found.round.id), found.one.values
    items = sorted(found.items, key=lambda item: values.get(now[item.key].answer, 99) if item.key in now else 99)
    if form is None:
        built = enumerate(await priorities(found.round.id), start=1)
        form = Build(data={name: text for n, one in built for name, text in ((f'item_{n}', one.item), (f'what_{n}', one.what))})
    words = found.words
    form.offer((item.key, f'{item.words} ({words[now[item.key].answer]})' if item.key in now else item.words) for item in items)
    return page(request, 'readiness/build.html', status=status, found=found, form=form)


@get([f'{OF_ROUND}/build', f'{OF_NETWORK}/build'], opt=access.SIGNED_IN)
async def build(request: Request) -> Response:
    """Up to three things, the lowest first."""
    found = await worked_on(request)
    return await _build(request, found) if found.round.phase is Phase.TALKING else go(request, found.start)


@post([f'{OF_ROUND}/build', f'{OF_NETWORK}/build'], opt=access.SIGNED_IN)
async def choose(request: Request) -> Response:
    """What the group builds next."""
    found = await worked_on(request)
    form = (await forms.read(Build, request)).offer((item.key, item.words) for item in found.items)
    if not form.validate():
        return await _build(request, found, form, status=422)
    try:
        await commands.choose(found.round.id, form.chosen, by=request.user, now=clock.now())
    except Refused as refused:
        if refused.reason in (NoRound.CLOSED, NoRound.GONE):
            return go(request, found.start, say=said(refused))
        form[FIELD_OF.get(refused.reason, 'item_1')].errors = [said(refused)]
        return await _build(request, found, form, status=422)
    return go(request, found.start, say=_('You chose what to build. Close this when your talk is over.'))


ROUTES = [point, agree, build, choose]
