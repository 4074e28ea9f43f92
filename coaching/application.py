"""The composition root: the domains become one Litestar application. Nothing imports it but the programs that serve it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

import asyncpg
import structlog
from litestar import Litestar
from litestar.types import ASGIApp

from coaching.accounts import cookies
from coaching.accounts.commands import load_actor
from coaching.accounts.queries import stands
from coaching.domains import AT_START, NAV, NETWORK, ROUTES, VIEWS
from coaching.kit import access, errors, pages
from coaching.kit.asgi import wrapped
from coaching.kit.database import DB, close_pool, open_pool
from coaching.kit.pages import around
from coaching.kit.settings import settings
from coaching.outbox import bell

log = structlog.get_logger()


class Undeclared(RuntimeError):
    """A handler does not say who may come in; the application does not start."""


@contextlib.asynccontextmanager
async def _pool(_app: Litestar) -> AsyncIterator[None]:
    """The pool lives as long as the application; tests and the server's own worker bring one along."""
    if DB.pool is not None:
        await _make_ready()
        yield
        return
    await open_pool({'dsn': settings().database_url})
    try:
        await _make_ready()
        yield
    finally:
        await close_pool()


async def _make_ready() -> None:
    """What the domains make once for each version of the product; where the database is away, it is made when it is needed."""
    for make in AT_START:
        try:
            await make()
        except (OSError, asyncpg.PostgresError) as error:
            log.warning('not made at the start', exc_info=error)


def routed() -> Litestar:
    """All routes with their guards, without what is wrapped around them.

    :raises Undeclared: where a handler does not say who may come in
    """
    around.set_nav(NAV)
    around.set_views(VIEWS)
    around.set_network(NETWORK)
    app = Litestar(
        ROUTES,
        lifespan=[_pool, bell.lifespan],
        guards=[access.guard(load_actor, stands), pages.speak_their_language],
        before_send=[cookies.bring],
        exception_handlers=errors.HANDLERS,
        openapi_config=None,
        logging_config=None,
        request_max_body_size=None,
    )
    if missing := access.undeclared(app):
        raise Undeclared(', '.join(missing))
    return app


def create_app() -> ASGIApp:
    """The application as it is served."""
    return wrapped(routed(), settings())
