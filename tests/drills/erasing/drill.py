"""Erase everybody but the controls, a part by themselves and a part by a coordinator, while the worker writes letters; then look."""

from __future__ import annotations

import asyncio
import collections
import contextlib
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Sequence

import httpx

from coaching.kit import clock
from coaching.kit.database import fetch, fetchval
from coaching.kit.jobs.queue import connect
from coaching.outbox.commands import hold_all
from tests.drills.erasing import people as of_people
from tests.drills.erasing import stores
from tests.drills.erasing import teams as of_teams
from tests.drills.erasing.people import Network, Someone, a_network, build, each
from tests.drills.starting import ROOT, Running, environ
from tests.races.figures import Line
from tests.races.town import Town

CONTROLS = frozenset({0, 1, 3})
COACHES = 10  # of one team
FIELDS = of_people.FIELDS | of_teams.FIELDS
DUE = """
select count(*) from promise where sent_at is null and cancelled_at is null and failed_at is null and held_at is null and due_at <= $1
"""
PAGES = (
    '/reports/funnel.csv', '/reports/funnel', '/reports/funnel?split=how_heard', '/reports/funnel.svg', '/reports/organisations',
    '/train/people?q=zora', '/setup/people?q=zora', '/setup/people', '/setup/happened', '/setup/duplicates', '/setup/roles',
    '/setup/letters', '/setup/imports', '/setup/organisations', '/train/ready/intro', '/train/sessions', '/sessions',
    '/offerings/taste/calendar.ics', '/setup/teams', '/setup/starts', '/setup/coaches',
)  # fmt: skip
OF_A_DATE = ('', '/roster', '/tables', '/reports', '/letters', '/date', '/add', '/finish')


@contextlib.asynccontextmanager
async def at_work(town: Town) -> AsyncIterator[tuple[Running, Running]]:
    """A web process and a worker on the same database, Redis and folder of letters."""
    with Running('work', folder=town.folder / 'data', **town.settings) as worker:
        async with town.web(1) as web:
            yield web.running, worker
        worker.process.terminate()
        await asyncio.to_thread(worker.process.wait, 30)


async def drill(town: Town, count: int) -> list[Line]:
    """What was looked through, and whose text was still there."""
    people = [Someone(number) for number in range(count)]
    controls, others = [[one for one in people if (one.number in CONTROLS) is kept] for kept in (True, False)]
    async with at_work(town) as (web, worker), httpx.AsyncClient(base_url=web.address, timeout=60, headers=_browser()) as browser:
        began = time.monotonic()
        network = await a_network(browser)
        await build(network, people, controls)
        elsewhere = [await of_teams.a_team_elsewhere(network, number) for number in range(count // COACHES + 1)]
        await each(people, lambda one: of_teams.lead_and_coach(network, one, elsewhere[one.number // COACHES]))
        await _letters_are_out()
        await hold_all(now=clock.now())
        built = time.monotonic()
        in_redis = await _bell_and_control(town)
        await each(others, lambda one: _erase(network, one))
        erased = time.monotonic()
        await _letters_are_out()
        told = await _told(network, people)
        lines = [
            Line('people with their second records', 2 * count),
            Line('records erased', await fetchval('select count(*) from erasure'), 2 * len(others)),
            Line('by themselves / by a coordinator', await _by_whom()),
            Line('seconds of building / of erasing', f'{built - began:.0f} / {erased - built:.0f}'),
        ]
        found = {'Redis': await stores.redis(town.settings['REDIS_URL']) | in_redis, 'pages and exports': stores.texts(told)}
    found |= {
        'logs of the web process': stores.texts(web.lines),
        'logs of the worker': stores.texts(worker.lines),
        'emails kept as files': stores.mailbox(town.folder / 'data' / 'letters'),
        'all other files': stores.files(town.folder / 'data'),
        'a backup': await _backup(town),
    }
    async with town.database() as connection:
        found |= {f'table {table}': there async for table, there in stores.tables(connection, _digests(people))}
    return [*lines, *_controls(found, web.lines), *_left(found)]


def _browser() -> dict[str, str]:
    return {'accept': 'text/html', 'sec-fetch-site': 'same-origin', 'host': 'localhost'}


async def _letters_are_out() -> None:
    async with asyncio.timeout(300):
        while await fetchval(DUE, clock.now()):
            await asyncio.sleep(0.2)


async def _bell_and_control(town: Town) -> stores.Found:
    """What Redis holds while the bell rings; and a key of our own, so that the search can be seen to see."""
    client = connect(town.settings['REDIS_URL'])
    await client.set('of a control', Someone(0).word('rd'))
    await client.aclose(close_connection_pool=True)
    return await stores.redis(town.settings['REDIS_URL'])


async def _erase(network: Network, one: Someone) -> None:
    """Whoever has an account does it there, every second behind the letter's link, the others by a coordinator; a letter is on its way."""
    await network.done('/my', {'email': one.address('em')}, who=one)
    if one.keeps_account:
        await network.done('/me/erase', {}, who=one, cookie=one.cookie)
    elif one.number % 2:
        await network.done(f'{one.own_path}/erase', {}, who=one)
    else:
        await network.done(f'/setup/people/{one.ids["person"]}/erase', {}, cookie=network.cookie)


async def _told(network: Network, people: Sequence[Someone]) -> list[str]:
    """Every page and file on which a person may stand, as a coordinator and trainer gets it, and each one's own."""
    dates = (network.tasted, network.elsewhere, network.coming, network.quiet)
    paths = [*PAGES, *(f'/train/sessions/{number}{part}' for number in dates for part in OF_A_DATE)]
    paths += [f'/setup/imports/{number}{part}' for number in network.files for part in ('', '/columns')]
    answers = [await network.ask(path, cookie=network.cookie) for path in paths]
    for one in people:
        about = (f'/setup/people/{one.ids["person"]}', f'/train/sessions/{network.tasted}/people/{one.ids["registration"]}')
        answers += [await network.ask(path, cookie=network.cookie) for path in about]
        answers += [await network.ask(f'{one.own_path}/copy', {}), await network.ask(f'{one.own_path}/held')]
    return [f'{answer.url} {answer.headers}\n{answer.text}' if 'zora' not in str(answer.url) else answer.text for answer in answers]


async def _by_whom() -> str:
    rows = await fetch('select asked_by, count(*) from erasure group by asked_by order by asked_by')
    return ', '.join(f'{row["asked_by"]} {row["count"]}' for row in rows)


async def _backup(town: Town) -> stores.Found:
    path = town.folder / 'data' / 'after.zip'
    command = [sys.executable, '-m', 'coaching', 'backup', str(path)]
    told = await asyncio.to_thread(
        subprocess.run, command, cwd=ROOT, env=environ(town.folder / 'data', **town.settings), capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    return stores.backup(path)


def _digests(people: Sequence[Someone]) -> dict[bytes, tuple[int, str]]:
    texts = {one.address(field): (one.number, f'digest of {field}') for one in people for field in ('em', 'oe', 'me', 'ac')}
    return stores.digests(texts | {one.name(): (one.number, 'digest of nm') for one in people})


def _controls(found: dict[str, stores.Found], log: Sequence[str]) -> list[Line]:
    """The search sees: of those who were not erased every field is found in the database, and something in each other store."""
    seen = collections.defaultdict(set)
    for store, there in found.items():
        for number, field in there:
            if number in CONTROLS:
                seen['database' if store.startswith('table ') else store].add(field)
    missing = sorted(FIELDS[field] for field in FIELDS.keys() - seen['database'])
    return [
        Line('fields of a control that the search does not find in the database', missing, []),
        Line('of a control in letters', 'nm' in seen['emails kept as files'] and 'tb' in seen['emails kept as files'], True),
        Line('of a control on pages and in exports', len(seen['pages and exports']) > len(FIELDS) / 2, True),
        Line('of a control in a backup', FIELDS.keys() - seen['a backup'] <= {'wf', 'ec'}, True),
        Line('of a control in Redis', sorted(seen['Redis']), ['rd']),
        Line('lines of the log about erasing', sum('/erase"' in line for line in log) > 0, True),
        Line('of anybody in a log', sorted(field for store, there in found.items() if 'log' in store for field in there), []),
    ]


def _left(found: dict[str, stores.Found]) -> list[Line]:
    """In each place: which texts of how many of the erased are still there."""
    lines = []
    for store, there in found.items():
        left = {(number, field) for number, field in there if number not in CONTROLS}
        told = ', '.join(f'{FIELDS.get(field, field)} of {count}' for field, count in collections.Counter(f for _, f in left).items())
        lines.append(Line(f'left in {store}', told, ''))
    return lines


