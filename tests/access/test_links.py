"""A link of a letter opens the one thing that it was made for; every other one looks the same, whatever it is made of."""

from __future__ import annotations

import httpx
import pytest

from coaching.funnel.pages import spots
from coaching.kit import clock
from coaching.kit.access import SYSTEM
from coaching.kit.tokens import _bytes, _text
from coaching.people.commands import erase
from tests.access.asking import ask, digests, filled, form_of, outcome, routes, taken_back, told
from tests.access.expected import GONE, IN
from tests.access.slow import Slow
from tests.access.world import House

LINKS = [route for route in routes() if '{token}' in route]
NONSENSE = 'A' * 35
ASKED_FOR = '/sign-in/link/'  # a letter of last week and a made-up one are told the same: ask for a new letter


def start_of(route: str) -> str:
    return route.split(' ')[1].partition('{')[0]


def beside(token: str, place: int) -> str:
    """The token with another letter at this place."""
    return token[:place] + ('B' if token[place] != 'B' else 'C') + token[place + 1 :]


def made_up(house: House, route: str) -> dict[str, str]:
    """Tokens that this installation never made for this link, by what is wrong with each."""
    right, other = house.near.tokens[start_of(route)], house.far.tokens[start_of(route)]
    wrong = {'nonsense': NONSENSE, 'empty but for a letter': 'A', 'too long': right + 'A', 'too short': right[:-1], 'nobody’s': '~' * 35}
    wrong |= {f'another letter at {place}': beside(right, place) for place in (0, len(right) // 2, len(right) - 1)}
    wrong |= {'in capitals': right.upper(), 'a zero row': _text(bytes(26)), 'the highest row': _text(b'\x7f' + b'\xff' * 25)}
    wrong |= {f'for {start}': token for start, token in house.near.tokens.items() if start != start_of(route)}
    if '.' in right:
        wrong['the other side’s with this seal'] = other.partition('.')[0] + '.' + right.partition('.')[2]
    elif right != other:
        mine, theirs = _bytes(right), _bytes(other)
        assert mine and theirs
        wrong['the other side’s row with this seal'] = _text(theirs[:8] + mine[8:])
    return wrong


async def answer_to(client: httpx.AsyncClient, house: House, route: str, token: str) -> httpx.Response:
    right = house.near.tokens[start_of(route)]
    return await ask(client, route, filled(route, house).replace(right, token), '', form_of(house))


async def test_every_made_up_link_gets_the_same_answer_and_nothing_changes(client, house):
    wrong, before = [], await digests(tries=True)
    for route in LINKS:
        nothing = told(await answer_to(client, house, route, NONSENSE))
        if nothing[0] != (410 if start_of(route) == ASKED_FOR else 404):
            wrong.append(f'{route} {nothing[0]}')
        for what, token in made_up(house, route).items():
            if told(await answer_to(client, house, route, token)) != nothing:
                wrong.append(f'{route} tells {what} from nonsense')
    assert (wrong, await digests(tries=True) == before) == ([], True)


async def test_a_house_that_looked_at_the_row_alone_would_be_found_out(client, house, monkeypatch):
    monkeypatch.setattr(spots, 'opens', lambda *_link: True)
    token = made_up(house, 'GET /sign-ups/{token}')['the other side’s row with this seal']
    assert (await answer_to(client, house, 'GET /sign-ups/{token}', token)).status_code == 200


async def test_every_letter_of_a_link_counts(client, house):
    for start in ('/sign-ups/', '/my/', '/letters/stop/', '/invitations/', '/join/'):
        route, token = f'GET {start}{{token}}', house.near.tokens[start]
        answers = [(await answer_to(client, house, route, beside(token, place))).status_code for place in range(len(token))]
        assert (start, answers) == (start, [404] * len(token))
        assert (await answer_to(client, house, route, token)).status_code == 200


async def test_nobody_who_was_forgotten_is_opened_by_a_letter(client, house):
    wrong, person_id = [], int(house.near.ids['person_id'])
    theirs = [route for route in LINKS if start_of(route) in ('/sign-ups/', '/join/', '/my/', '/letters/stop/')]
    async with taken_back():
        await erase(person_id, asked_by='the person', by=SYSTEM, now=clock.now())
        before = await digests()
        for route in theirs:
            answer = await ask(client, route, filled(route, house), '', form_of(house))
            wrong += [f'{route} {answer.status_code}'] if outcome(answer) != GONE else []
        wrong += ['something changed'] if await digests() != before else []
    assert (wrong, len(theirs) > 20) == ([], True)


@pytest.mark.parametrize('path', ['/sign-ups/{token}/needs', '/sign-ups/{token}/address', '/my/{token}'])
async def test_a_form_of_theirs_that_is_still_coming_brings_nothing_back(app, client, house, path):
    under_way = await Slow(app, 'POST', filled(f'POST {path}', house), '', form_of(house)).begin()
    await erase(int(house.near.ids['person_id']), asked_by='the person', by=SYSTEM, now=clock.now())
    before = await digests()
    assert (await under_way.end(), await digests() == before) == (404, True)


async def test_the_links_are_right_where_nothing_is_wrong_with_them(client, house):
    for route in LINKS:
        async with taken_back():
            assert outcome(await answer_to(client, house, route, house.near.tokens[start_of(route)])) == IN, route
