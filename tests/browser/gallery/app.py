"""The gallery as a small application of its own, behind the real wrapper with its real headers."""

from __future__ import annotations

import asyncio
import dataclasses
import functools
import pathlib
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader
from litestar import Litestar, Request, Response, get, post
from litestar.params import FromPath
from litestar.types import ASGIApp

from coaching.kit import access, assets, errors, forms, pages, words
from coaching.kit.asgi import wrapped
from coaching.kit.pages import around
from coaching.kit.pages.environment import environment, prefixed, under
from coaching.kit.settings import settings
from tests.browser.gallery import samples

FOLDER = pathlib.Path(__file__).parent
TRAINER = access.Actor(how=access.How.ACCOUNT, name='Dana', grants=(access.Grant('trainer', 'network', None),))
NAV = [
    ('Today', '/gallery/room', True),
    ('All sessions', '/gallery/full', False),
    ('Reports', '/gallery/report', False),
    ('Set-up', '/gallery/empty', False),
]
HELP = 'Call or text Rosa at 303-555-0148, weekdays 9 to 5 Mountain Time.'


@functools.cache
def _environment() -> Environment:
    loaders = [FileSystemLoader(FOLDER), environment().loader]
    return environment().overlay(loader=ChoiceLoader([loader for loader in loaders if loader]))


def _shown(request: Request, template: str, *, status: int = 200, **context: Any) -> Response[str]:
    """The page as `pages.page` would make it, with a network that has a help line."""
    scope, asked = request.scope, request.query_params
    with words.speaking(pages.language_of(scope)), under(pages.prefix_of(scope)):
        frame = around.each_page(scope, TRAINER if 'desk' in asked else access.PUBLIC)
        frame |= {'network': around.Network(help_line=HELP), 'nav': NAV, 'say': 'Your spot is saved.' if 'said' in asked else ''}
        if 'rtl' in asked:
            frame['language'] = dataclasses.replace(words.spoken(), code='ar', direction='rtl')
        frame |= {'samples': samples, 'long': 'long' in asked, 'zone': samples.ZONE, 'now': samples.FRIDAY}
        text = _environment().get_template(template).render(frame, **context)
    return Response(text, status_code=status, media_type='text/html')


@get('/gallery/{name:str}', opt=access.ANYONE)
async def part(name: FromPath[str], request: Request) -> Response[str]:
    """One page of parts."""
    return _shown(request, f'{name}.html', form=samples.SignUp(), room=ROOM)


@post('/forms', opt=access.ANYONE, status_code=200)
async def fill_in(request: Request) -> Response[str]:
    """The form with what was typed, and every mistake."""
    form = await forms.read(samples.SignUp, request)
    return _shown(request, 'form.html', status=200 if form.validate() else 422, form=form)


class Room:
    """Who is here, kept in this process; `delays` and `failures` say what the next tap on a row meets.

    Where it is `brief`, a tap is answered with its row alone.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.here: list[int] = [0, 3]
        self.names = list(samples.NAMES['en'])
        self.delays: dict[int, float] = {}
        self.answer_delays: dict[int, float] = {}
        self.failures: dict[int, int] = {}
        self.said = ''
        self.brief = False


ROOM = Room()


@post('/marks', opt=access.ANYONE, status_code=200)
async def mark(request: Request) -> Response[str]:
    """Somebody is here, or not after all; the same answer with and without the script, as a page or a part of it."""
    row = int((await request.form())['row'])
    await asyncio.sleep(ROOM.delays.pop(row, 0))
    if failure := ROOM.failures.pop(row, 0):
        return Response('', status_code=failure, media_type='text/html')
    ROOM.here = [one for one in ROOM.here if one != row] if row in ROOM.here else [*ROOM.here, row]
    ROOM.said = f'{ROOM.names[row]} is {"here" if row in ROOM.here else "not here"}'
    if not pages.fragment_asked(request):
        back = prefixed('/gallery/room', pages.prefix_of(request.scope))
        return Response('', status_code=303, media_type='text/html', headers={'location': back})
    shown = _shown(request, '_room.html', room=ROOM, tapped=row if ROOM.brief else None)
    await asyncio.sleep(ROOM.answer_delays.pop(row, 0))
    return shown


@post('/walk-ins', opt=access.ANYONE, status_code=200)
async def walk_in(request: Request) -> Response[str]:
    """Somebody new; without a name the whole page says so."""
    form = await forms.read(samples.SignUp, request)
    if not form.validate() and form.name.errors:
        return _shown(request, 'form.html', status=422, form=form)
    ROOM.names.append(form.name.data)
    ROOM.said = f'{form.name.data} is on the list'
    return _shown(request, '_room.html', room=ROOM)


def gallery_app(address: str) -> ASGIApp:
    """The gallery under this address."""

    async def load(_connection: object) -> access.Actor:
        return access.PUBLIC

    app = Litestar(
        [part, fill_in, mark, walk_in, *assets.ROUTES],
        guards=[access.guard(load), pages.speak_their_language],
        exception_handlers=errors.HANDLERS,
        openapi_config=None,
        logging_config=None,
    )
    return wrapped(app, dataclasses.replace(settings(), base_url=address))
