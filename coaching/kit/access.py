"""Who may come in: every handler says so, and the application refuses to start with one that does not.

An `Actor` is whoever stands before the door: a signed-in person with grants, the bearer of a letter's link, the public, or the clock.
"""

from __future__ import annotations

import dataclasses
import enum
import time
from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Litestar, Request
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers.base import BaseRouteHandler

TEAM_ROLES = ('apprentice', 'seasoned_host', 'lead', 'member')
"""Roles with one team, which are no office: they open the team's own pages alone."""
ROLES = ('coordinator', 'trainer', 'coach', *TEAM_ROLES)
"""Every role, the highest first."""
COOKIE = 'sign-in'
SLOW_SECONDS = 0.1


class How(enum.StrEnum):
    """By which door an actor came."""

    ACCOUNT = 'account'
    LINK = 'link'
    PUBLIC = 'public'
    SYSTEM = 'system'


@dataclasses.dataclass(frozen=True, slots=True)
class Grant:
    """A role within a scope: the whole network, a place with all below it, an offering, or one team."""

    role: str
    scope_kind: str
    scope_id: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class Actor:
    """Whoever asks or acts; `how` says by which door."""

    how: How
    person_id: int | None = None
    account_id: int | None = None
    sign_in_id: int | None = None
    name: str = ''
    email: str = ''
    language: str = 'en'
    zone: str = ''
    grants: tuple[Grant, ...] = ()
    desk: str = ''

    @property
    def signed_in(self) -> bool:
        return self.how is How.ACCOUNT

    def has(self, *roles: str) -> bool:
        return any(grant.role in roles for grant in self.grants)

    def scopes(self, role: str) -> frozenset[tuple[str, int | None]]:
        return frozenset((grant.scope_kind, grant.scope_id) for grant in self.grants if grant.role == role)

    def everywhere(self, role: str) -> bool:
        """Whether the role is held for the whole network."""
        return ('network', None) in self.scopes(role)

    @staticmethod
    def by_link(person_id: int) -> Actor:
        return Actor(how=How.LINK, person_id=person_id)


PUBLIC = Actor(how=How.PUBLIC)
SYSTEM = Actor(how=How.SYSTEM)


@dataclasses.dataclass(frozen=True, slots=True)
class Access:
    """What a handler demands: nothing, a link's token (which the handler itself checks), a sign-in, or one of some roles."""

    door: str
    roles: tuple[str, ...] = ()

    def why_not(self, actor: Actor) -> type[NotAuthorizedException | PermissionDeniedException] | None:
        if self.door in ('anyone', 'link'):
            return None
        if not actor.signed_in:
            return NotAuthorizedException
        if self.door == 'roles' and not actor.has(*self.roles):
            return PermissionDeniedException
        return None


ANYONE: dict[str, Any] = {'access': Access('anyone')}
LINK: dict[str, Any] = {'access': Access('link')}
SIGNED_IN: dict[str, Any] = {'access': Access('signed in')}


def roles(*names: str) -> dict[str, Any]:
    """The `opt` of a handler that is open to holders of any of these roles.

    :raises ValueError: for a role that does not exist.
    """
    if unknown := set(names) - set(ROLES):
        raise ValueError(f'no such role: {sorted(unknown)}')
    return {'access': Access('roles', names)}


Load = Callable[[ASGIConnection], Awaitable[Actor]]
Stands = Callable[[Actor], Awaitable[bool]]


async def _always(_actor: Actor) -> bool:
    return True


def guard(load: Load, stands: Stands = _always) -> Callable[[ASGIConnection, BaseRouteHandler], Awaitable[None]]:
    """The application's one guard: finds out who asks, then holds the handler's declaration against it.

    A form may take half a minute to arrive, so it is waited for here: `stands` then says whether the sign-in is still good, and whoever
    reads a letter's link does so afterwards.
    """

    async def declared_access(connection: ASGIConnection, handler: BaseRouteHandler) -> None:
        actor = await load(connection)
        _let_in(connection, handler, actor)
        if isinstance(connection, Request) and await _was_slow(connection) and actor.signed_in and not await stands(actor):
            _let_in(connection, handler, PUBLIC)

    return declared_access


def _let_in(connection: ASGIConnection, handler: BaseRouteHandler, actor: Actor) -> None:
    connection.scope['user'] = actor
    connection.scope['auth'] = None
    declared = handler.opt.get('access')
    if declared and (refusal := declared.why_not(actor)):
        raise refusal


async def _was_slow(request: Request) -> bool:
    """Wait for all of a form; whether that took so long that somebody may have signed out meanwhile."""
    if request.method == 'GET':
        return False
    began = time.monotonic()
    await request.body()
    return time.monotonic() - began > SLOW_SECONDS


def undeclared(app: Litestar) -> list[str]:
    """Every route whose handler says nothing about access."""
    return sorted(
        f'{route.path} {handler.handler_name}'
        for route in app.routes
        for handler in getattr(route, 'route_handlers', [getattr(route, 'route_handler', None)])
        if handler is not None
        and not isinstance(handler.opt.get('access'), Access)
        and 'OPTIONS' not in getattr(handler, 'http_methods', ())
    )
