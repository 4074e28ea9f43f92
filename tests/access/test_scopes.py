"""A role reaches as far as its scope: one date and no other, a place with what lies inside it and not what lies around it."""

from __future__ import annotations

import pytest

from coaching.accounts import commands as accounts
from coaching.accounts.queries import presence
from coaching.kit import clock, tokens
from coaching.kit.access import SYSTEM, Grant
from coaching.kit.database import execute
from coaching.teams.commands import add_place
from tests.access import expected
from tests.access.asking import ask, digests, filled, form_of, outcome, routes, taken_back
from tests.access.expected import GONE, IN
from tests.access.world import House
from tests.races.world import somebody

LATER = 'following'
INTO = """
update person set place_id = $2 where place_id = $1;
update organisation set place_id = $2 where place_id = $1;
update start_request set place_id = $2 where place_id = $1;
update team set place_id = $2 where place_id = $1;
update cohort set place_id = $2 where place_id = $1;
update role_grant set scope_id = $2 where scope_kind = 'place' and scope_id = $1 and id = $3;
update invitation set scope_id = $2 where scope_kind = 'place' and scope_id = $1
"""


async def came(client, house: House, group: expected.Access, cookie: str) -> dict[str, str]:
    """What comes of every route of these for whoever brings this cookie."""
    found = {}
    for route in (route for route in routes() if expected.ROUTES[route] is group):
        async with taken_back():
            answer = await ask(client, route, filled(route, house), cookie, form_of(house))
        found[route] = outcome(answer)
    return found


@pytest.fixture
async def otto(house) -> int:
    """The trainer of the other side's offering, who is asked to lead one date of this side."""
    found = await presence(tokens.digest(house.cookies['other trainer']))
    assert found and found[1].person_id
    session_id = int(house.near.ids['session_id'])
    await execute('insert into session_trainer (session_id, person_id) values ($1, $2)', session_id, found[1].person_id)
    return session_id


async def test_whoever_leads_one_date_gets_into_its_room_and_into_no_other(client, house, otto):
    cookie = house.cookies['other trainer']
    assert {route for route, what in (await came(client, house, expected.ROOM, cookie)).items() if what != IN} == set()
    house.near.ids['session_id'] = house.near.ids['coming_id']
    assert {route for route, what in (await came(client, house, expected.ROOM, cookie)).items() if what != GONE} == set()


async def test_whoever_leads_one_date_calls_off_that_one_alone(client, house, otto):
    await execute("update session set starts_at = starts_at + interval '1 day', ends_at = ends_at + interval '1 day' where id = $1", otto)
    before = await digests()
    for what in ('skip', 'cancellation'):
        route = f'POST /train/sessions/{{session_id}}/date/{what}'
        for role, status in (('other trainer', 422), ('coordinator', 303)):
            async with taken_back():
                form = {**form_of(house), 'scope': LATER, 'sure': 'yes'}
                answer = await ask(client, route, filled(route, house), house.cookies[role], form)
                assert (what, role, answer.status_code, await digests() == before) == (what, role, status, status == 422)


async def test_a_coordinator_of_a_place_reaches_what_lies_inside_it_and_not_what_lies_around_it(client, house):
    now, near = clock.now(), house.near.ids
    ward = await add_place('Ward', int(near['place_id']), by=SYSTEM, now=now)
    wanda = await somebody('Wanda Pine', Grant('coordinator', 'place', ward))
    assert wanda.account_id
    cookie = (await accounts.begin_sign_in(wanda.account_id, device='Firefox', now=now)).token
    around = await came(client, house, expected.PLACE, cookie)
    assert {route for route, what in around.items() if what != GONE} == set()
    for statement in INTO.split(';'):
        places = [near['place_id'], ward, near['grant_id']]
        await execute(statement, *places[: 3 if '$3' in statement else 2])
    for whose in (cookie, house.cookies['place coordinator']):
        assert {route for route, what in (await came(client, house, expected.PLACE, whose)).items() if what != IN} == set()
    other = await came(client, house, expected.PLACE, house.cookies['other place coordinator'])
    assert {route for route, what in other.items() if what != GONE} == set()
