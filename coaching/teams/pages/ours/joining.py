"""Whoever scans the code on a team's table writes a name and is in."""

from __future__ import annotations

import datetime

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.kit import access, clock, forms, tokens
from coaching.kit.limits import Limit, caller, hold_each
from coaching.kit.pages import page
from coaching.kit.refusal import Refused
from coaching.kit.words import _, language
from coaching.people.pages.holding import said
from coaching.teams import secrets
from coaching.teams.commands.doors import come_in
from coaching.teams.forms.ours import ComeIn
from coaching.teams.queries.doors import door
from coaching.teams.queries.teams import members
from coaching.teams.rules.joining import JOINS_AN_HOUR, LETTERS_AN_HOUR, NoDoor, why_not_enter
from coaching.teams.values import DoorFacts

HOUR = datetime.timedelta(hours=1)


async def _opened(token: str) -> DoorFacts:
    """The code that was scanned.

    :raises NotFoundException: it was not made here
    """
    number = tokens.read_row_id(token)
    found = await door(number) if number is not None else None
    if found is None or not tokens.opens(token, secrets.DOOR, found.id, found.nonce):
        raise NotFoundException
    return found


def _over(request: Request, sentence: str) -> Response:
    return page(request, 'teams/ours/door_over.html', sentence=sentence, status=410)


@get('/team-join/{token:str}', opt=access.LINK)
async def show(request: Request, token: FromPath[str]) -> Response:
    """Which team it is, and two fields."""
    found = await _opened(token)
    if reason := why_not_enter(found, clock.now()):
        return _over(request, _(reason.value))
    return page(request, 'teams/ours/join.html', door=found, token=token, form=ComeIn())


@post('/team-join/{token:str}', opt=access.LINK)
async def join(request: Request, token: FromPath[str]) -> Response:
    """Be in it from now on."""
    found, form = await _opened(token), await forms.read(ComeIn, request)
    if not form.validate():
        return page(request, 'teams/ours/join.html', door=found, token=token, form=form, status=422)
    email = form.email.data or None
    await hold_each(
        Limit('team door', str(found.team_id), JOINS_AN_HOUR, HOUR), Limit('team door from', caller(request), JOINS_AN_HOUR, HOUR),
        *([Limit('team door to', email, LETTERS_AN_HOUR, HOUR)] if email else []),
    )  # fmt: skip
    try:
        await come_in(token, form.name.data, email, language=language(), is_another=bool(form.is_another.data), now=clock.now())
    except Refused as refused:
        if refused.reason is NoDoor.SAME_NAME:
            form.is_another.errors = [said(refused)]
            return page(request, 'teams/ours/join.html', door=found, token=token, form=form, asks_again=True, status=409)
        return _over(request, said(refused))
    lead = next((one.name for one in await members(found.team_id) if one.role == 'lead'), '')
    return page(request, 'teams/ours/joined.html', door=found, email=email, lead=lead)


ROUTES = [show, join]
