"""Who reads what of the same facts (the domain's chapter 4.7): words that stand nowhere else, looked for on every page by everybody."""

from __future__ import annotations

import io
import zipfile

import pytest

from coaching.coaches.commands import assigning, helping, logging, planning
from coaching.coaches.commands.logging import add_line
from coaching.coaches.queries.planning import plan
from coaching.coaches.values import Logged
from coaching.kit import clock
from coaching.kit.access import SYSTEM, Actor, Grant, How
from coaching.kit.database import fetch, fetchval
from coaching.path.commands import bold_steps, noting, sharing, telling, walking
from coaching.path.rules.noting import mark_of
from coaching.path.values import Marked
from coaching.teams.commands import next_steps
from tests.access import expected
from tests.access.asking import ask, filled, routes, taken_back
from tests.access.expected import IN
from tests.access.world import DAY, ROLES, House

TEAM = {'member', 'coach'}
READERS = {
    'quince-alone': {'coach'}, 'quince-beneath': {'coach'}, 'mulberry-shared': TEAM, 'mulberry-beside': TEAM,
    'medlar-evidence': TEAM, 'sloe-note': TEAM,
    'damson-bold': TEAM, 'rowan-next': TEAM, 'bilberry-answer': TEAM, 'cornel-returned': TEAM, 'loquat-help': TEAM, 'guava-plan': TEAM,
}  # fmt: skip
"""A word that stands in one fact alone, and who may read it."""
COORDINATORS = {'coordinator', 'place coordinator'}
ALSO = {'persimmon-handover': {'coach', *COORDINATORS}}
"""What a coordinator writes for the next coach."""


def as_one_of(team_id: int, person_id: int, role: str) -> Actor:
    """Somebody with a role with this team."""
    return Actor(how=How.ACCOUNT, person_id=person_id, grants=(Grant(role, 'team', team_id),))


async def person_of(house: House, role: str) -> int:
    who = 'select a.person_id from sign_in s join account a on a.id = s.account_id where s.id = $1'
    found: int = await fetchval(who, house.sign_ins[role])
    return found


@pytest.fixture
async def told(house: House) -> House:
    """The team near by has written everything that a team and its coach can write."""
    now, team_id = clock.now(), int(house.near.ids['team_id'])
    alma = as_one_of(team_id, await person_of(house, 'member'), 'lead')
    rosa = as_one_of(team_id, await person_of(house, 'coach'), 'coach')
    team, coach = {'by': alma, 'now': now}, {'by': rosa, 'now': now}
    alone = Logged('draft-alone', (team_id,), now.date(), going_well='mulberry-beside', for_coaches='quince-alone')
    contact_id, _is_new = await logging.log(alone, **coach)
    await add_line(contact_id, 'quince-beneath', for_coaches=True, **coach)
    house.near.ids['contact_id'] = contact_id
    await logging.log(Logged('draft-shared', (team_id,), now.date(), in_the_way='mulberry-shared'), **coach)
    await telling.show(team_id, 1, 'medlar-evidence', **team)
    await noting.note(team_id, 2, {1: noting.Written('sloe-note', mark_of(''))}, **team)
    await sharing.share(team_id, 1, 1, 'bilberry-answer', **team)
    await bold_steps.set_bold_step(team_id, 'damson-bold', **team)
    await next_steps.add(team_id, 'rowan-next', **team)
    for code in ('1.a', '1.b', '1.c'):
        await telling.mark(team_id, code, Marked.FULLY, seen=0, **team)
    await walking.claim(team_id, 1, **team)
    await walking.give_back(team_id, 1, why='cornel-returned', **coach)
    await helping.ask(team_id, 'loquat-help', **team)
    await planning.write(team_id, {'hope': 'guava-plan'}, now.date() + 90 * DAY, seen=(await plan(team_id)).number, **coach)
    await assigning.hand_over(team_id, await person_of(house, 'coach'), note='persimmon-handover', by=SYSTEM, now=now)
    return house


def text_of(body: bytes) -> str:
    """What can be read in an answer, a sheet too."""
    if body[:2] != b'PK':
        return body.decode('utf-8', 'replace')
    with zipfile.ZipFile(io.BytesIO(body)) as sheet:
        return ' '.join(sheet.read(name).decode('utf-8', 'replace') for name in sheet.namelist())


async def read_by(client, house: House, words: set[str]) -> dict[str, set[str]]:
    """On which pages each of these words can be read, as 'role route', by word."""
    found: dict[str, set[str]] = {word: set() for word in words}
    for route in (route for route in routes() if route.startswith('GET ')):
        numbers = ('1', '2') if '{number}' in route else ('',)
        for role in (role for role in ROLES if expected.ROUTES[route][role] == IN):
            for number in numbers:
                path = filled(route, house, role).replace('/steps/1', f'/steps/{number}') if number else filled(route, house, role)
                async with taken_back():
                    text = text_of((await ask(client, route, path, house.cookies[role], {})).content)
                for word in words:
                    if word in text:
                        found[word].add(f'{role} {route}')
    return found


async def test_every_word_is_read_by_those_whom_it_is_for_and_by_nobody_else(client, told, capsys):
    may = READERS | ALSO
    found = await read_by(client, told, set(may))
    readers = {word: {where.partition(' GET ')[0] for where in places} for word, places in found.items()}
    strangers = {word: sorted(where for where in found[word] if where.partition(' GET ')[0] not in may[word]) for word in may}
    assert {word: where for word, where in strangers.items() if where} == {}
    assert {word: sorted(who) for word, who in readers.items() if word in READERS} == {w: sorted(who) for w, who in READERS.items()}
    assert readers['persimmon-handover']


async def test_no_word_stands_in_a_journal_a_promise_or_a_log(told, caplog):
    kept = 'select facts::text as said from entry union all select facts::text from promise union all select why from entry_why'
    rows = await fetch(kept)
    said = ' '.join(row['said'] for row in rows) + caplog.text
    assert [word for word in READERS | ALSO if word in said] == []
