"""A date at another time: asked for, shown with everybody concerned, then done."""

from __future__ import annotations

import dataclasses
import datetime
from zoneinfo import ZoneInfo

from litestar import Request, Response, get, post
from litestar.params import FromPath

from coaching.funnel.commands.dates import move as move_one
from coaching.funnel.commands.dating import since
from coaching.funnel.commands.following import NoFollowing, move_following
from coaching.funnel.forms.dates import FOLLOWING, ONE, NewTime
from coaching.funnel.pages import phrases
from coaching.funnel.pages.dates.one import led_date
from coaching.funnel.pages.offerings.filling import sentence
from coaching.funnel.pages.room import EVERY
from coaching.funnel.policy import may_lead_all
from coaching.funnel.queries.dates import Standing
from coaching.funnel.queries.foreseeing import Foreseen, Stays, foresee, people_at
from coaching.funnel.queries.offerings import offering
from coaching.funnel.rules.following import first_day, moved_rule
from coaching.funnel.rules.recurrence import shifted, to_utc
from coaching.funnel.rules.sessions import why_not_move
from coaching.funnel.values import Room, SessionState
from coaching.kit import clock, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _, language, n_

SOME_DAY = datetime.datetime.max.replace(tzinfo=datetime.UTC)
MOVE = '/train/sessions/{session_id:int}/date/move'


def scopes(request: Request, room: Room, stands: Standing) -> list[tuple[str, str]]:
    """This date alone; with all later ones for whoever leads all of them, where it is on and later ones are too."""
    found = [(ONE, _('Only this date'))]
    if room.state is SessionState.OPEN and may_lead_all(request.user, offering_id=room.offering_id) and stands.later_ids:
        later = len(stands.later_ids)
        found.append((FOLLOWING, n_('This date and the %(n)s later one', 'This date and the %(n)s later ones', later)))
    return found


@get(MOVE, opt=EVERY)
async def ask(request: Request, session_id: FromPath[int]) -> Response:
    room, stands = await led_date(request, session_id)
    local = room.starts_at.astimezone(ZoneInfo(room.zone))
    form = NewTime(data={'on': local.date(), 'time': local.time(), 'scope': ONE})
    if reason := why_not_move(room, SOME_DAY, now=clock.now()):
        raise Refused(reason)
    return _form(request, room, stands, form)


def _form(request: Request, room: Room, stands: Standing, form: NewTime, *, status: int = 200) -> Response:
    form.scope.choices = _scopes(request, room, stands)
    return page(request, 'funnel/dates/move.html', status=status, room=room, form=form)


def _scopes(request: Request, room: Room, stands: Standing) -> list[tuple[str, str]]:
    return scopes(request, room, stands) if stands.rule_on else scopes(request, room, stands)[:1]


@post(MOVE, opt=EVERY)
async def move(request: Request, session_id: FromPath[int]) -> Response:
    """Show what it would do, or do it."""
    room, stands = await led_date(request, session_id)
    form = await forms.read(NewTime, request)
    form.scope.choices = _scopes(request, room, stands)
    if not form.validate():
        return _form(request, room, stands, form, status=422)
    starts_at, now = to_utc(form.on.data, form.time.data, room.zone), clock.now()
    try:
        if not form.sure.data:
            return await _preview(request, room, stands, form, starts_at)
        act = move_following if form.scope.data == FOLLOWING else move_one
        done = await act(session_id, starts_at, why=form.why.data or '', by=request.user, now=now)
    except Refused as refused:
        form.form_errors.append(sentence(refused))
        return _form(request, room, stands, form, status=409)
    said = n_('%(n)s date has moved.', '%(n)s dates have moved.', done.dates) + ' ' + phrases.told(done.people)
    return go(request, f'/train/sessions/{session_id}/date', say=said)


async def _preview(request: Request, room: Room, stands: Standing, form: NewTime, starts_at: datetime.datetime) -> Response:
    """What will happen, and who is told.

    :raises Refused: where it cannot
    """
    if reason := why_not_move(room, starts_at, now=clock.now()):
        raise Refused(reason)
    foreseen = await _foreseen(room, stands, starts_at) if form.scope.data == FOLLOWING else None
    return page(
        request, 'funnel/dates/moved.html', room=room, form=form, starts_at=starts_at, parts=shifted(room.parts, starts_at, room.zone),
        people=await people_at(foreseen.moved if foreseen else [room.session_id]), foreseen=foreseen, Stays=Stays,
    )  # fmt: skip


async def _foreseen(room: Room, stands: Standing, starts_at: datetime.datetime) -> Foreseen:
    """All following, as the new rule will have them.

    :raises Refused: where no rule follows from this
    """
    found, now = await offering(room.offering_id, language()), clock.now()
    assert found and stands.rule_on
    local = starts_at.astimezone(ZoneInfo(found.zone))
    rule = moved_rule(found.recurrence, stands.rule_on, local.date())
    if rule is None:
        raise Refused(NoFollowing.OTHER_WEEK)
    changed = dataclasses.replace(found, recurrence=rule, wall_time=local.time(), starts_on=first_day(rule, stands.rule_on))
    chosen = (room.session_id, starts_at)
    return await foresee(changed, stands.rule_on, chosen=chosen, since=since(stands.rule_on, now), now=now)


ROUTES = [ask, move]
