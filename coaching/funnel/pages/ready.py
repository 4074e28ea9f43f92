"""Ready for the Intro, ready for training: a list with one tap to invite."""

from __future__ import annotations

import datetime

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.funnel.commands.inviting import invite, undo_invitation
from coaching.funnel.queries.ready import PAGE, ready
from coaching.funnel.values import Kind
from coaching.kit import access, clock, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _, n_

EVERY = access.roles('trainer', 'coordinator')
LISTS = {'intro': Kind.INTRO, 'training': Kind.TRAINING}


def _kind(request: Request, slug: str) -> Kind:
    if slug not in LISTS or not (request.user.has('trainer') or request.user.everywhere('coordinator')):
        raise NotFoundException
    return LISTS[slug]


def _mark(text: str) -> tuple[datetime.datetime, int] | None:
    at, _sep, number = text.partition('-')
    if not (at.isascii() and at.isdigit() and number.isascii() and number.isdigit() and len(at) < 18 and len(number) < 18):
        return None
    return datetime.datetime.fromtimestamp(min(int(at), 4 * 10**15) / 1_000_000, datetime.UTC), int(number)


@get('/train/ready/{slug:str}', opt=EVERY)
async def index(request: Request, slug: FromPath[str]) -> Response:
    """Those who came last stand first."""
    kind, now = _kind(request, slug), clock.now()
    people = await ready(kind, before=_mark(request.query_params.get('before', '')), now=now)
    last = people[-1] if len(people) == PAGE else None
    older = f'/train/ready/{slug}?before={int(last.since.timestamp() * 1_000_000)}-{last.person_id}' if last else ''
    return page(request, 'funnel/ready/index.html', people=people, slug=slug, older=older, now=now)


@post('/train/ready/{slug:str}/{person_id:int}/invitation', opt=EVERY)
async def invite_one(request: Request, slug: FromPath[str], person_id: FromPath[int]) -> Response:
    """One tap."""
    await invite(person_id, _kind(request, slug), by=request.user, now=clock.now())
    return go(request, f'/train/ready/{slug}', say=_('The invitation is on its way.'))


@post('/train/ready/{slug:str}/{person_id:int}/invitation/undo', opt=EVERY)
async def undo(request: Request, slug: FromPath[str], person_id: FromPath[int]) -> Response:
    """Take it back while it has not gone."""
    undone = await undo_invitation(person_id, _kind(request, slug), now=clock.now())
    return go(request, f'/train/ready/{slug}', say=_('The invitation is taken back.') if undone else _('It has gone out already.'))


@post('/train/ready/{slug:str}/invitations', opt=EVERY)
async def invite_all(request: Request, slug: FromPath[str]) -> Response:
    """Everybody on the page who can be written to and was not invited lately."""
    kind = _kind(request, slug)
    sent = await forms.sent(request)
    numbers = [int(one) for one in sent.get('person', []) if isinstance(one, str) and one.isascii() and one.isdigit() and len(one) < 18]
    count = 0
    for person_id in numbers[:PAGE]:
        try:
            await invite(person_id, kind, by=request.user, now=clock.now())
            count += 1
        except Refused:
            continue
    return go(request, f'/train/ready/{slug}', say=n_('%(n)s invitation is on its way.', '%(n)s invitations are on their way.', count))


ROUTES = [index, invite_one, undo, invite_all]
