"""Every route × method × role, as the table in `expected` says; who is refused changes nothing."""

from __future__ import annotations

import pytest

from tests.access import expected
from tests.access.asking import ask, digests, filled, form_of, give_tries_back, outcome, routes, taken_back
from tests.access.expected import IN
from tests.access.world import ROLES

AREAS = ('/train/sessions', '/train', '/setup', '/me', '/my', '/sign-ups', '/team', '/coach', '/')


def area(route: str) -> str:
    """The first part of the address under which a route is looked at."""
    return next(start for start in AREAS if route.split(' ')[1].startswith(start))


def test_every_route_has_a_line_and_every_line_a_route():
    assert sorted(expected.ROUTES) == routes()


@pytest.mark.parametrize('where', AREAS)
async def test_each_role_gets_in_where_the_table_says_and_nowhere_else(client, house, where):
    form, wrong, before = form_of(house), [], await digests()

    async def wrongly(route: str, role: str) -> list[str]:
        answer = await ask(client, route, filled(route, house, role), house.cookies[role], form)
        await give_tries_back()
        came, line = outcome(answer), expected.ROUTES[route][role]
        return [] if came == line else [f'{role}: {route} {answer.status_code} {came}, not {line}']

    for route in (route for route in routes() if area(route) == where):
        let_in = [role for role in ROLES if expected.ROUTES[route][role] == IN]
        async with taken_back():
            for role in (role for role in ROLES if role not in let_in):
                wrong += await wrongly(route, role)
            if len(let_in) < len(ROLES) and await digests() != before:
                wrong.append(f'{route} refused somebody and changed something')
        for role in let_in:
            async with taken_back():
                wrong += await wrongly(route, role)
    assert wrong == []
