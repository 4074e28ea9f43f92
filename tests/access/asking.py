"""Asking for a route as somebody: its address filled in, its form with sense in every field, and what came of it."""

from __future__ import annotations

import contextlib
import datetime
import functools
import re

import httpx
from litestar import Litestar

from coaching.accounts import cookies
from coaching.application import routed
from coaching.kit.database import DB, atomic, fetch
from tests.access.expected import GONE, IN, NO, SIGN_IN
from tests.access.world import House, Side

PARAMETER = re.compile(r'\{(\w+)(?::\w+)?\}')
COMING = ('/sessions/', '/my/', '/sign-ups/', '/offerings/')
ENTERED = frozenset({200, 303, 409, 410, 422})
NOT_COMPARED = ('migration',)
TRIES = 'rate_window'
NEVER = 10**15
KIND_OF_LETTER = ('POST /setup/letters/held/cancellation', 'POST /setup/letters/held/release')


class RollBack(Exception):
    """Leaves nothing of a request."""


@functools.cache
def routes() -> list[str]:
    """Every method and path of the product, from its own router."""
    app: Litestar = routed()
    found = set()
    for route in app.routes:
        for handler in getattr(route, 'route_handlers', ()):
            if 'OPTIONS' not in handler.http_methods:
                path = PARAMETER.sub(lambda found: f'{{{found[1]}}}', route.path)
                found |= {f'{method} {path}' for method in handler.http_methods}
    return sorted(found)


def filled(route: str, house: House, role: str = 'coordinator', *, far: tuple[str, ...] = (), was: bool = True) -> str:
    """The address of a route with something real in every place; what stands in `far` is somebody else's, or never was.

    :raises KeyError: for a parameter that `world` has nothing for
    """
    path = route.split(' ')[1]

    def put(found: re.Match[str]) -> str:
        name = found[1]
        if name in far and not was:
            return str(NEVER)
        side = house.far if name in far else house.near
        if name == 'token':
            return side.tokens[next(start for start in side.tokens if path.startswith(start))]
        return str(_id(name, path, side, house, role))

    return PARAMETER.sub(put, path)


def _id(name: str, path: str, side: Side, house: House, role: str) -> int | str:
    if name == 'session_id' and path.startswith(COMING):
        return side.ids['coming_id']
    if name == 'sign_in_id' and side is house.near:
        return house.sign_ins.get(role, 0)
    if name == 'slug' and path.startswith('/train/ready'):
        return 'intro'
    if name == 'slug' and '/guides' in path:
        return 'hosting-a-table'
    if name == 'other_id' and 'organisations' in path:
        return side.ids['other_organisation_id']
    if name == 'invitation_id' and path.startswith('/team'):
        return side.ids['team_invitation_id']
    return side.ids[name]


def parameters(route: str) -> list[str]:
    return PARAMETER.findall(route)


def form_of(house: House, far: tuple[str, ...] = ()) -> dict[str, str]:
    """Something that makes sense in every field that a form may have, for an address in which `far` is somebody else's."""
    session, one = (house.far if name in far else house.near for name in ('session_id', 'one_id'))
    day = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=20)).date()
    return {
        'name': 'Nia Bell', 'email': 'nia.bell@example.org', 'phone': '303 555 0148', 'language': 'en', 'languages': 'en',
        'group': 'Bell School', 'title': 'Principal', 'zone': 'America/Chicago', 'version': '1',
        'why': 'She asked for it.', 'at': '2026-11-20T18:05:00+00:00', 'mark': 'here', 'part': '1',
        'registration': str(session.ids['registration_id']), 'fee': 'paid', 'rest': 'not_here', 'who': 'nobody', 'to_group': 'all',
        'subject': 'See you', 'body': 'See you on Friday.', 'people': 'Nia Bell, nia.bell@example.org', 'code': '222222', 'next': '/me',
        'desk': 'trainer', 'network': 'Prairie', 'access_needs': 'Captions', 'intro_question': 'How?', 'helps': 'yes', 'stage': 'taste',
        'attended_on': '2025-03-07', 'source': 'A list', 'kind': 'school', 'rule': 'sign-ins', 'keep': 'one',
        'kept': str(one.ids['one_id']), 'means': 'none', 'words': 'Bell School', 'role': 'trainer',
        'on': day.isoformat(), 'day': day.isoformat(), 'time': '12:00', 'capacity': '12', 'mode': 'online', 'location': 'Room 2',
        'wanted': 'missed', 'pasted': 'Name (original name),Email,Total duration (minutes)\nNia,nia@example.org,50\n', 'slug': 'new-one',
        'help_line': '303 555 0100', 'retire': 'no', 'minutes': '60', 'weeks_ahead': '4', 'scope': 'one', 'sure': '',
    }  # fmt: skip


async def ask(client: httpx.AsyncClient, route: str, path: str, cookie: str, form: dict[str, str], **headers: str) -> httpx.Response:
    """The answer to one request; `cookie` is the sign-in of whoever asks, '' for the public."""
    client.cookies.clear()
    brought = {'cookie': f'{cookies.name()}={cookie}'} if cookie else {}
    method = route.split(' ')[0]
    form = {**form, 'kind': 'all'} if route in KIND_OF_LETTER else form
    return await client.request(method, path, data=form if method == 'POST' else None, headers={**brought, **headers})


def outcome(answer: httpx.Response) -> str:
    """What came of a request, in the words of `expected`."""
    leads_to_sign_in = answer.status_code == 303 and answer.headers['location'].startswith(('/sign-in?next=', '/es/sign-in?next='))
    if answer.status_code == 401 or leads_to_sign_in:
        return SIGN_IN
    known = {403: NO, 404: GONE, 204: IN, **dict.fromkeys(ENTERED, IN)}
    return known.get(answer.status_code, str(answer.status_code))


def told(answer: httpx.Response) -> tuple[int, str, dict[str, str]]:
    """All that an answer tells, but for its number and the address that was asked for."""
    headers = {name: value for name, value in answer.headers.items() if name not in ('x-request-id', 'content-length')}
    return answer.status_code, answer.text.replace(answer.request.url.path, ''), headers


@contextlib.asynccontextmanager
async def taken_back():
    """Whatever happens inside leaves no trace."""
    with contextlib.suppress(RollBack):
        async with atomic():
            yield
            raise RollBack


async def give_tries_back() -> None:
    """Tries are counted outside of the test's transaction."""
    await DB.pool.execute('delete from rate_window')


async def digests(*, tries: bool = False) -> dict[str, str]:
    """What stands in each table, as a digest; that a sign-in was seen is looked away from, and how often something was tried."""
    names = await fetch("select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname")
    tables = [row['relname'] for row in names if row['relname'] not in NOT_COMPARED and (tries or row['relname'] != TRIES)]
    parts = [
        f"select '{table}' as name, md5(coalesce(string_agg(({_row(table)})::text, '|' order by ({_row(table)})::text), '')) as digest"
        f' from {table} t'
        for table in tables
    ]
    return {row['name']: row['digest'] for row in await fetch(' union all '.join(parts))}


def _row(table: str) -> str:
    return "to_jsonb(t) - 'seen_at'" if table == 'sign_in' else 't'
