"""What is somebody else's is not there, in an address or in a form, and looks exactly like what never was."""

from __future__ import annotations

import itertools

import pytest

from coaching.funnel.pages import room
from tests.access import expected
from tests.access.asking import NEVER, ask, digests, filled, form_of, give_tries_back, outcome, parameters, routes, taken_back, told
from tests.access.expected import GONE, IN
from tests.access.world import ROLES

NOT_SOMEBODYS = ('token', 'name', 'slug', 'number', 'item', 'part')
FOR_EVERYBODY = ('/sessions/', '/my/', '/sign-ups/', '/offerings/')


def path_of(route: str) -> str:
    return route.split(' ')[1]


def theirs(route: str) -> list[str]:
    """The parameters of a route that name something of somebody's."""
    return [] if path_of(route).startswith(FOR_EVERYBODY) else [name for name in parameters(route) if name not in NOT_SOMEBODYS]


def sides(route: str) -> list[tuple[str, ...]]:
    """Every choice of what in this address is somebody else's."""
    names = theirs(route)
    return [far for size in range(1, len(names) + 1) for far in itertools.combinations(names, size)]


@pytest.mark.parametrize('where', ['/train/sessions', '/train/people', '/train/ready', '/setup', '/me', '/team', '/coach'])
async def test_somebody_elses_things_are_not_there_and_nothing_changes(client, house, where):
    wrong, asked, before = [], 0, await digests()
    for route in (route for route in routes() if theirs(route) and path_of(route).startswith(where)):
        who = [role for role in ROLES if expected.ROUTES[route][role] == IN]
        for far, role in itertools.product(sides(route), who):
            line, form = expected.somebody_elses(path_of(route), theirs(route), far, role), form_of(house, far)
            async with taken_back():
                answer = await ask(client, route, filled(route, house, role, far=far), house.cookies[role], form)
                if outcome(answer) != line:
                    wrong.append(f'{role}: {route} with another {far} {answer.status_code}, not {line}')
                elif line == GONE:
                    asked += 1
                    never = await ask(client, route, filled(route, house, role, far=far, was=False), house.cookies[role], form)
                    wrong += [f'{role}: {route} tells that there is another {far}'] if told(never) != told(answer) else []
                    wrong += [f'{role}: {route} with another {far} changed something'] if await digests() != before else []
            await give_tries_back()
    assert (wrong, asked > 0) == ([], True)


async def test_a_house_that_forgot_to_look_whose_a_session_is_would_be_found_out(client, house, monkeypatch):
    monkeypatch.setattr(room, 'may_lead', lambda *_who, **_what: True)
    route = 'GET /train/sessions/{session_id}'
    answer = await ask(client, route, filled(route, house, far=('session_id',)), house.cookies['trainer'], {})
    assert outcome(answer) == IN


# who asks, the route, what the form says of the other side, and the answer
IN_FORMS = (
    ('trainer', 'POST /train/sessions/{session_id}/marks', {'registration': 'registration_id'}, 404),
    ('trainer', 'POST /train/sessions/{session_id}/reports/rows/{row_id}', {'who': 'registration_id'}, 409),
    ('trainer', 'POST /train/ready/{slug}/invitations', {'person': 'person_id'}, 303),
    ('place coordinator', 'POST /train/ready/{slug}/invitations', {'person': 'person_id'}, 303),
    ('place coordinator', 'POST /setup/people/{one_id}/merge/{other_id}', {'kept': 'person_id'}, 404),
    ('place coordinator', 'POST /setup/people/{person_id}/edit', {'place_id': 'place_id', 'version': '2'}, 422),
    ('place coordinator', 'POST /setup/organisations', {'place_id': 'place_id'}, 422),
    ('place coordinator', 'POST /setup/organisations/{organisation_id}', {'place_id': 'place_id'}, 422),
    ('place coordinator', 'POST /setup/people/invite', {'role': 'coordinator {place_id}'}, 422),
)


async def test_somebody_elses_things_in_a_form_are_not_there_either(client, house):
    wrong, before = [], await digests()
    for role, route, fields, status in IN_FORMS:
        for side in (house.near, house.far):
            said = {name: str(side.ids.get(what, what.format(**side.ids))) for name, what in fields.items()}
            form = {**form_of(house), 'mark': 'here', **said}
            async with taken_back():
                answer = await ask(client, route, filled(route, house, role), house.cookies[role], form)
                changed = await digests() != before
            if side is house.far and (answer.status_code, changed) != (status, False):
                wrong.append(f'{role}: {route} with {said} {answer.status_code}, not {status}; changed: {changed}')
            if side is house.near and not changed:
                wrong.append(f'{role}: {route} with {said} {answer.status_code} changes nothing, so it shows nothing')
    assert wrong == []


@pytest.mark.parametrize(
    ('route', 'fields', 'whose', 'not_whose'),
    [
        ('POST /setup/people/invite', {'role': 'coordinator'}, 'coordinator', 'place coordinator'),
        ('POST /setup/people/invite', {'role': 'trainer'}, 'coordinator', 'place coordinator'),
        ('POST /desk', {'desk': 'coordinator'}, 'coordinator', 'trainer'),
    ],
)
async def test_nobody_gives_or_takes_a_role_that_is_anothers(client, house, route, fields, whose, not_whose):
    before, form = await digests(), {**form_of(house), **fields}
    await ask(client, route, filled(route, house), house.cookies[not_whose], form)
    assert await digests() == before
    await ask(client, route, filled(route, house), house.cookies[whose], form)
    assert await digests() != before


async def test_a_spot_moves_only_within_its_own_offering(client, house):
    before, route = await digests(), 'POST /sign-ups/{token}/move/{session_id}'
    answer = await ask(client, route, filled(route, house, far=('session_id',)), '', {})
    assert (answer.status_code, await digests() == before) == (409, True)


async def test_nobody_belongs_to_what_never_was(client, house):
    before, route = await digests(), 'POST /setup/people/{person_id}/groups'
    for number, status in ((NEVER, 404), ('x', 404), (house.near.ids['other_organisation_id'], 303)):
        answer = await ask(client, route, f'{filled(route, house)}?organisation={number}', house.cookies['place coordinator'], {})
        assert (number, answer.status_code, await digests() == before) == (number, status, status == 404)
