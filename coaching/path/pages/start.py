"""Bring cafés to your place: three questions, and somebody calls."""

from __future__ import annotations

import datetime

from litestar import Request, Response, get, post

from coaching.kit import access, clock, forms
from coaching.kit.limits import caller, hold
from coaching.kit.pages import around, go, page
from coaching.kit.words import language
from coaching.path.definition import path
from coaching.path.forms import Start
from coaching.teams.commands.starting import ask
from coaching.teams.rules.starting import due_after

HOUR = datetime.timedelta(hours=1)
MOST = 60  # an hour from one connection: a school may have one for all


@get('/start', opt=access.ANYONE)
async def new(request: Request) -> Response:
    """The questions."""
    return _page(request, Start(data={'language': language()}))


def _page(request: Request, form: Start, *, status: int = 200) -> Response:
    return page(request, 'path/start/new.html', form=form, steps=path('community-cafe', 1).steps, status=status)


@post('/start', opt=access.ANYONE)
async def create(request: Request) -> Response:
    """The request stands in the queue, and its clock runs; the same answer for everyone."""
    form = await forms.read(Start, request)
    if not form.validate():
        return _page(request, form, status=422)
    await hold('start', caller(request), limit=MOST, per=HOUR)
    if not form.trapped:
        await ask(
            name=form.name.data, email=form.email.data, phone=form.phone.data or None, place=form.place.data, who=form.who.data or '',
            hope=form.hope.data or '', language=form.language.data, by=request.user, now=clock.now(),
        )  # fmt: skip
    return go(request, '/start/asked')


@get('/start/asked', opt=access.ANYONE)
async def asked(request: Request) -> Response:
    """What happens next; it says nothing of who somebody is."""
    zone = around.network().zone
    return page(request, 'path/start/asked.html', due_at=due_after(clock.now(), zone), zone=zone)


ROUTES = [new, create, asked]
