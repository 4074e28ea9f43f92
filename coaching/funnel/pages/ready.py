"""Ready for the Intro, ready for training: a list with one tap to invite, and one to invite everybody on the page."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.funnel.commands.inviting import Invited, invite, take_back
from coaching.funnel.pages.people import may_look
from coaching.funnel.policy import led_offerings
from coaching.funnel.queries.ready import PAGE, Reach, Ready, among, is_within, ready
from coaching.funnel.rules.inviting import NoInvitation, is_lately
from coaching.funnel.values import Kind
from coaching.kit import access, clock, dates, forms
from coaching.kit.pages import fragment_asked, go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _, n_
from coaching.people.rules import shown_phone
from coaching.teams.queries import scope_of

EVERY = access.roles('trainer', 'coordinator')
LISTS = {'intro': Kind.INTRO, 'training': Kind.TRAINING}
LIST = 'ready'


def _kind(slug: str) -> Kind:
    if slug not in LISTS:
        raise NotFoundException
    return LISTS[slug]


async def _reach(request: Request) -> Reach | None:
    """Whom the one who asks may invite; None is everybody."""
    led, places = led_offerings(request.user), await scope_of(request.user)
    return None if led is None or places is None else Reach(places, led)


def _mark(text: str) -> tuple[datetime.datetime, int] | None:
    """Where the page before ended: a moment in microseconds and a person, as the link to older ones says it."""
    at, _sep, number = text.partition('-')
    if not (at.isascii() and at.isdigit() and number.isascii() and number.isdigit() and len(at) < 18 and len(number) < 18):
        return None
    return datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(microseconds=min(int(at), 4 * 10**15)), int(number)


def _mark_of(one: Ready) -> str:
    return f'{(one.since - datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)) // datetime.timedelta(microseconds=1)}-{one.person_id}'


@get('/train/ready/{slug:str}', opt=EVERY)
async def index(request: Request, slug: FromPath[str]) -> Response:
    """Those who came last stand first."""
    return await _show(request, slug)


async def _show(request: Request, slug: str, *, say: str = '') -> Response:
    """The page, or its list alone where the script asks for that."""
    kind, now, asked = _kind(slug), clock.now(), request.query_params.get('before', '')
    before = _mark(asked)
    people, more = await ready(kind, reach=await _reach(request), before=before, now=now)
    base = f'/train/ready/{slug}'
    facts: dict[str, Any] = {
        'people': people, 'slug': slug, 'base': base, 'now': now, 'say_here': say, 'suffix': f'?before={asked}' if before else '',
        'older': f'{base}?before={_mark_of(people[-1])}' if more else '', 'newest': base if before else '', 'may_look': may_look(request),
        'phone_words': shown_phone,
        'lately': {one.person_id for one in people if is_lately(one.invited_at, now=now)},
    }  # fmt: skip
    return page(request, 'funnel/ready/_list.html' if fragment_asked(request) == LIST else 'funnel/ready/index.html', **facts)


async def _answer(request: Request, slug: str, said: str) -> Response:
    if fragment_asked(request) == LIST:
        return await _show(request, slug, say=said)
    asked = request.query_params.get('before', '')
    return go(request, f'/train/ready/{slug}' + (f'?before={asked}' if _mark(asked) else ''), say=said)


async def _invite(request: Request, slug: str, person_ids: Collection[int]) -> Response:
    """Invite those of them who stand on this list for the one who asks, and say what became of it."""
    kind, now = _kind(slug), clock.now()
    theirs = await among(kind, person_ids, reach=await _reach(request), now=now)
    try:
        done = await invite([number for number in person_ids if number in theirs], kind, by=request.user, now=now)
    except Refused as refused:
        return await _answer(request, slug, _(refused.reason.value))
    return await _answer(request, slug, _said(done, theirs, person_ids, now))


def _said(done: Invited, theirs: dict[int, Ready], person_ids: Collection[int], now: datetime.datetime) -> str:
    if len(person_ids) != 1:
        return n_('%(n)s invitation is on its way.', '%(n)s invitations are on their way.', len(done.now))
    (number,) = person_ids
    if number in done.now:
        return _('The invitation to %(name)s is on its way.', name=theirs[number].name)
    if number in done.before:
        return _('%(name)s was invited %(ago)s.', name=theirs[number].name, ago=dates.ago(done.before[number], now))
    return _(done.why_not.get(number, NoInvitation.MOVED_ON).value)


async def _somebody(request: Request, slug: str, person_id: int) -> None:
    """Let through whoever may invite this person.

    :raises NotFoundException: there is nobody, or it is for others to do
    """
    if not await is_within(_kind(slug), person_id, reach=await _reach(request)):
        raise NotFoundException


@post('/train/ready/{slug:str}/{person_id:int}/invitation', opt=EVERY)
async def invite_one(request: Request, slug: FromPath[str], person_id: FromPath[int]) -> Response:
    """One tap."""
    await _somebody(request, slug, person_id)
    return await _invite(request, slug, [person_id])


@post('/train/ready/{slug:str}/invitations', opt=EVERY)
async def invite_all(request: Request, slug: FromPath[str]) -> Response:
    """Everybody on the page who can be written to and was not invited lately."""
    sent = await forms.sent(request)
    numbers = [int(one) for one in sent.get('person', []) if isinstance(one, str) and one.isascii() and one.isdigit() and len(one) < 18]
    return await _invite(request, slug, list(dict.fromkeys(numbers))[:PAGE])


@post('/train/ready/{slug:str}/{person_id:int}/invitation/undo', opt=EVERY)
async def undo(request: Request, slug: FromPath[str], person_id: FromPath[int]) -> Response:
    """Take it back while it has not gone."""
    await _somebody(request, slug, person_id)
    kind, now = _kind(slug), clock.now()
    theirs = await among(kind, [person_id], reach=await _reach(request), now=now)
    taken = await take_back(list(theirs), kind, by=request.user, now=now)
    return await _answer(request, slug, _('The invitation is taken back.') if taken else _('It has gone out already.'))


ROUTES = [index, invite_one, undo, invite_all]
