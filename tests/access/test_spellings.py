"""However a path is spelled, nobody gets in by it who would not get in by its own."""

from __future__ import annotations

import itertools

from tests.access import expected
from tests.access.asking import ask, digests, filled, form_of, outcome, routes
from tests.access.expected import GONE, IN, SIGN_IN
from tests.access.world import ROLES

SPELLINGS = {
    'in Spanish': lambda path: f'/es{path}',
    'in Spanish twice': lambda path: f'/es/es{path}',
    'with a slash behind': lambda path: f'{path}/',
    'with two slashes': lambda path: f'http://localhost:8000/{path}',
    'in capitals': lambda path: path.upper(),
    'by way of another folder': lambda path: f'/sessions/..{path}',
    'by way of another folder, hidden': lambda path: f'/sessions/%2e%2e{path}',
    'with a hidden slash': lambda path: '/' + path[1:].replace('/', '%2f'),
    'with a hidden letter': lambda path: f'/%{ord(path[1]):x}{path[2:]}' if path != '/' else path,
    'with something behind': lambda path: f'{path};a=b',
}


async def test_another_spelling_lets_nobody_in(client, house):
    wrong, before, form = [], await digests(), form_of(house)
    for route, how in itertools.product(routes(), SPELLINGS):
        refused = [role for role in ROLES if expected.ROUTES[route][role] != IN]
        if refused:
            role = refused[-1]
            answer = await ask(client, route, SPELLINGS[how](filled(route, house, role)), house.cookies[role], form)
            came = GONE if answer.status_code in (400, 405) else outcome(answer)
            if came not in (expected.ROUTES[route][role], GONE, SIGN_IN):
                wrong.append(f'{role}: {route} {how} {answer.status_code}')
    assert (wrong, await digests() == before) == ([], True)


async def test_in_spanish_whoever_may_gets_in(client, house):
    for path in ('/train', '/setup', '/me', '/reports/funnel'):
        answer = await ask(client, f'GET {path}', f'/es{path}', house.cookies['coordinator'], {})
        assert (path, answer.status_code) == (path, 200)
