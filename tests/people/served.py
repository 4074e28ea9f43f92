"""The pages of people, accounts and teams, served as the application serves them."""

from __future__ import annotations

from litestar import Litestar
from litestar.types import ASGIApp

from coaching.accounts import cookies
from coaching.accounts.commands import load_actor
from coaching.accounts.pages import ROUTES as ACCOUNTS
from coaching.accounts.queries import network
from coaching.kit import access, errors, pages
from coaching.kit.asgi import wrapped
from coaching.kit.pages import around
from coaching.kit.settings import settings
from coaching.people.pages import ROUTES as PEOPLE
from coaching.teams.pages import ROUTES as TEAMS


def create_app() -> ASGIApp:
    around.set_network(network)
    app = Litestar(
        [*PEOPLE, *ACCOUNTS, *TEAMS],
        guards=[access.guard(load_actor), pages.speak_their_language],
        before_send=[cookies.bring],
        exception_handlers=errors.HANDLERS,
        openapi_config=None,
        logging_config=None,
        request_max_body_size=None,
    )
    return wrapped(app, settings())
