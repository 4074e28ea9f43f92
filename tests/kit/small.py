"""A small application of these tests' own, served as the real one is, and its pages."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterator

import httpx
import jinja2
from litestar import Litestar, Request, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from coaching.kit import access, errors, pages, words
from coaching.kit.asgi import wrapped
from coaching.kit.pages import environment
from coaching.kit.settings import settings

BASE_URL = 'http://localhost:8000'
ERROR_PAGE = '<h1>{{ title }}</h1><p>{{ code }} {{ sentence }}</p><a href="{{ url(way_on.url) }}">{{ way_on.label }}</a> {{ request_id }}'


def small_app(*handlers: ControllerRouterHandler, actor: access.Actor = access.PUBLIC, **how):
    """These handlers behind the real wrapper; whoever asks is this actor."""

    async def load(_connection):
        return actor

    app = Litestar(
        list(handlers),
        guards=[access.guard(load), pages.speak_their_language],
        exception_handlers=errors.HANDLERS,
        openapi_config=None,
        logging_config=None,
    )
    return wrapped(app, how.pop('settings', settings()), **how)


@contextlib.asynccontextmanager
async def browser(app, **headers: str) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that visits the application; it follows no redirect by itself."""
    told = {'Accept': 'text/html', 'Sec-Fetch-Site': 'same-origin', **{name.replace('_', '-'): value for name, value in headers.items()}}
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=BASE_URL, headers=told) as client:
        yield client


@contextlib.contextmanager
def templates(**texts: str) -> Iterator[None]:
    """These templates (errors__error stands for errors/error.html) before those of the product."""
    made = environment.environment()
    named = {f'{name.replace("__", "/")}.html': text for name, text in {'errors__error': ERROR_PAGE, **texts}.items()}
    before = made.loader
    made.loader = jinja2.ChoiceLoader([jinja2.DictLoader(named), before])
    made.cache.clear()
    environment.template_named.cache_clear()
    yield
    made.loader = before
    made.cache.clear()
    environment.template_named.cache_clear()


PAGE = 'Fridays at noon. ' * 100
TRAINER = access.Actor(how=access.How.ACCOUNT, name='Dana', grants=(access.Grant('trainer', 'network', None),))


@get('/sessions', opt=access.ANYONE, media_type='text/html')
async def sessions() -> str:
    return PAGE


@get('/my-own', opt=access.SIGNED_IN, media_type='text/html')
async def my_own() -> str:
    return PAGE


@get('/sign-ups/{token:str}', opt=access.LINK, media_type='text/html')
async def sign_up(token: FromPath[str]) -> str:
    return PAGE


@get('/asked', opt=access.ANYONE)
async def asked(request: Request) -> dict[str, object]:
    state = request.scope['state']
    told = {name: state[name] for name in ('prefix', 'language', 'request_id')}
    client = request.client.host if request.client else ''
    return {**told, 'path': request.scope['path'], 'spoken': words.language(), 'scheme': request.scope['scheme'], 'client': client}


@post('/write', opt=access.ANYONE, status_code=200)
async def write(request: Request) -> dict[str, int]:
    return {'bytes': len(await request.body())}


@post('/upload', opt={**access.ANYONE, 'files': 6}, status_code=200)
async def upload(request: Request) -> dict[str, int]:
    return {'bytes': len(await request.body())}


@get('/quiet', opt={**access.ANYONE, 'quiet': True})
async def quiet() -> None:
    return None


def app(**how):
    return small_app(sessions, my_own, sign_up, asked, write, upload, quiet, **how)
