"""PostgreSQL, web processes and Redis go down hard while people sign up: python -m tests.drills.database --restarts 20.

Whoever gets no answer presses the button again, as people do, until there is one.
"""

from __future__ import annotations

import asyncio
import collections
import contextlib
import dataclasses
import shutil
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import asyncpg
import click
import psutil

from coaching.kit.embedded.postgres import PostgreSQL
from coaching.kit.jobs.queue import connect
from tests.drills.starting import Running, open_folder
from tests.races.figures import Line, faults, spread, table
from tests.races.seats import REMINDERS, a_guest
from tests.races.sockets import Answer, ask, form, household, visit
from tests.races.town import Town, a_town, errors_in, in_a_month, inside
from tests.races.world import a_session

WRITERS = 8
PAUSE_SECONDS = 0.05
HEAL_SECONDS = 5.0
LOST_AFTER_SECONDS = 60.0
ROWS = """
select p.email, count(distinct r.id) as rows,
       (select count(*) from promise where person_id = p.id and kind <> all($2)) as letters,
       (select count(*) from entry e join registration o on o.id = e.subject_id and e.subject_kind = 'registration'
        where o.person_id = p.id and e.kind = 'registered') as entries
from person p left join registration r on r.person_id = p.id and r.session_id = $1
where p.email like 'guest-' || $1 || '-%' group by p.id
"""
ORPHANS = """
select (select count(*) from promise where subject_kind = 'registration' and not exists (select from registration where id = subject_id))
     + (select count(*) from entry where subject_kind = 'registration' and not exists (select from registration where id = subject_id))
"""


@dataclasses.dataclass(slots=True)
class Crowd:
    """People who sign up one after the other until they are told to stop; each asks until there is an answer."""

    address: str
    session_id: int
    answers: list[Answer] = dataclasses.field(default_factory=list)
    pages: list[Answer] = dataclasses.field(default_factory=list)
    told: set[str] = dataclasses.field(default_factory=set)
    numbers: Any = dataclasses.field(default_factory=lambda: iter(range(10**9)))
    stop: asyncio.Event = dataclasses.field(default_factory=asyncio.Event)
    last_told_at: float = 0.0

    async def sign_up(self) -> None:
        while not self.stop.is_set():
            number = next(self.numbers)
            guest = a_guest(f'{self.session_id}-{number}')
            raw = form(f'/sessions/{self.session_id}/sign-up', guest, caller=household(number))
            while guest['email'] not in self.told and not self.stop.is_set():
                answer = await ask(self.address, raw)
                self.answers.append(answer)
                if answer.status == 303:
                    self.told.add(guest['email'])
                    self.last_told_at = time.monotonic()
                else:
                    await asyncio.sleep(PAUSE_SECONDS)
            if number % 10 == 0:
                self.pages.append(await ask(self.address, visit(f'/sessions/{self.session_id}')))

    def seconds(self, since: int = 0) -> list[float]:
        return [answer.seconds for answer in self.answers[since:] if answer.status == 303]


@contextlib.asynccontextmanager
async def a_crowd(address: str) -> AsyncIterator[Crowd]:
    crowd = Crowd(address, await a_session(capacity=None, starts_at=in_a_month()))
    writers = [asyncio.create_task(crowd.sign_up()) for _ in range(WRITERS)]
    try:
        yield crowd
    finally:
        crowd.stop.set()
        await asyncio.gather(*writers)


async def until(holds: Callable[[], bool], within: float = LOST_AFTER_SECONDS) -> None:
    end = time.monotonic() + within
    while not holds():
        assert time.monotonic() < end, 'nothing happened in time'
        await asyncio.sleep(0.01)


async def restarts(
    address: str, postgres: PostgreSQL, count: int, heals_within: float, *, starts_itself: bool, pids: Callable[[], set[int]]
) -> list[Line]:
    """End the database hard so many times, by SIGQUIT (an immediate shutdown) and by kill -9 in turn; who starts it again differs."""
    before, away, healed = pids(), [], []
    async with a_crowd(address) as crowd:
        for number in range(count):
            reached = len(crowd.told)
            await until(lambda: len(crowd.told) >= reached + 40)  # noqa: B023
            old = _end(postgres, signal.SIGQUIT if number % 2 == 0 else signal.SIGKILL)
            ended = time.monotonic()
            if not starts_itself:
                await until(lambda: not postgres.alive())
                await asyncio.sleep(0.3)
                await asyncio.to_thread(postgres.start)
            await until(lambda: postgres._state() == 'ready' and postgres._postmaster() not in (None, old))  # noqa: B023
            ready = time.monotonic()
            await until(lambda: crowd.last_told_at > ready)  # noqa: B023
            away.append(ready - ended)
            healed.append(crowd.last_told_at - ready)
    return [
        Line('restarts', len(healed), count),
        *await _counted(crowd),
        Line('web processes that were replaced', len(before - pids()), 0),
        Line('database away, each time: median / 99 % / longest', spread(away)),
        Line('first sign-up after it is back: median / 99 % / longest', spread(healed)),
        Line('healed in time, each time', all(seconds <= heals_within for seconds in healed), True),
    ]


async def _counted(crowd: Crowd) -> list[Line]:
    """Hold what people were told against what stands."""
    connection = await asyncpg.connect(await _dsn())
    try:
        rows = {row['email']: row for row in await connection.fetch(ROWS, crowd.session_id, REMINDERS)}
        orphans = await connection.fetchval(ORPHANS)
    finally:
        await connection.close()
    counted = collections.Counter(answer.status for answer in crowd.answers)
    wrong = [email for email, row in rows.items() if (row['rows'], row['letters'], row['entries']) != (1, 1, 1)]
    return [
        Line('people who were told that their spot is saved', len(crowd.told)),
        Line('of them without a spot', len(crowd.told - rows.keys()), 0),
        Line('people with more or less than one row, one letter, one entry', len(wrong), 0),
        Line('letters and entries about nothing', orphans, 0),
        Line('answers', ', '.join(f'{count} × {status or "none"}' for status, count in sorted(counted.items()))),
        Line('answers that blame us (500)', counted[500], 0),
    ]


async def _dsn() -> str:
    from coaching.kit.database import DB

    return DB.config['dsn']


def _end(postgres: PostgreSQL, number: signal.Signals) -> psutil.Process:
    postmaster = postgres._postmaster()
    assert postmaster
    postmaster.send_signal(number)
    return postmaster


async def restarts_outside(town: Town, count: int, heals_within: float) -> list[Line]:
    """The database is somebody else's, who starts it again; two web processes."""
    async with town.web(2) as web:
        lines = await restarts(
            web.address, town.postgres, count, heals_within, starts_itself=False,
            pids=lambda: {process.pid for process in web.processes()},
        )  # fmt: skip
        return [*lines, Line('faults in the log', web.faults[:3], [])]


async def restarts_embedded(count: int, heals_within: float) -> list[Line]:
    """The database is the product's own, which starts it again by itself."""
    folder = open_folder()
    try:
        with Running('serve', folder=folder / 'data', COACHING_TRUSTED_PROXIES='127.0.0.1') as running:
            running.ready()
            embedded = _Embedded(PostgreSQL(folder / 'data'))
            async with inside(embedded):  # type: ignore[arg-type]
                lines = await restarts(
                    running.address, embedded.postgres, count, heals_within, starts_itself=True, pids=lambda: {running.process.pid}
                )
            assert await asyncio.to_thread(running.tell, signal.SIGINT) == 0
            return [*lines, Line('faults in the log', errors_in(running.lines)[:3], [])]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclasses.dataclass(slots=True)
class _Embedded:
    postgres: PostgreSQL


async def web_killed(town: Town, count: int) -> list[Line]:
    """kill -9 of a web process, so many times; the one that is left answers, and another takes the place of the dead one."""
    async with town.web(2) as web, a_crowd(web.address) as crowd:
        for _ in range(count):
            reached = len(crowd.told)
            await until(lambda: len(crowd.told) >= reached + 20 and len(web.processes()) == 2)  # noqa: B023
            web.processes()[0].kill()
        reached = len(crowd.told)
        await until(lambda: len(crowd.told) >= reached + 40)
        crowd.stop.set()
        await asyncio.sleep(1)
        return [Line('kill -9 of a web process', count), *await _counted(crowd), Line('faults in the log', web.faults[:3], [])]


async def redis_harmed(town: Town, what: str, seconds: float) -> list[Line]:
    """People sign up while Redis is stopped, frozen or emptied, and after it is back."""
    async with town.web(2) as web, a_crowd(web.address) as crowd:
        await asyncio.sleep(seconds)
        usual, since = crowd.seconds(), len(crowd.answers)
        await _harm(town, what)
        await asyncio.sleep(seconds)
        without = crowd.seconds(since)
        _repair(town, what)
        back = len(crowd.answers)
        await asyncio.sleep(seconds)
        after = crowd.seconds(back)
        crowd.stop.set()
        await asyncio.sleep(1)
        strange = [answer.status for answer in crowd.answers if answer.status != 303]
        strange += [answer.status for answer in crowd.pages if answer.status != 200]
        return [
            Line(f'Redis {what}: answers other than done', strange, []),
            *[dataclasses.replace(line, what=f'Redis {what}: {line.what}') for line in await _counted(crowd)],
            Line(f'Redis {what}: before: median / 99 % / longest', spread(usual)),
            Line(f'Redis {what}: without: median / 99 % / longest', spread(without)),
            Line(f'Redis {what}: after: median / 99 % / longest', spread(after)),
            Line(f'Redis {what}: at 95 % at most 0.1 s slower', _share(without, 0.95) <= _share(usual, 0.95) + 0.1),
            Line(f'Redis {what}: nobody waited for it', _share(without, 0.99) <= _share(usual, 0.99) + 0.9, True),
        ]


def _share(seconds: list[float], share: float) -> float:
    return sorted(seconds)[int(len(seconds) * share)]


def _redis_process(town: Town) -> psutil.Process:
    assert town.redis
    (found,) = [process for process in psutil.process_iter() if town.redis._is_ours(process)]
    return found


async def _harm(town: Town, what: str) -> None:
    assert town.redis
    if what == 'stopped':
        await asyncio.to_thread(town.redis.stop)
    elif what == 'frozen':
        _redis_process(town).suspend()
    else:
        client = connect(town.redis.url)
        await client.flushall()
        await client.aclose(close_connection_pool=True)


def _repair(town: Town, what: str) -> None:
    assert town.redis
    if what == 'stopped':
        town.redis.start()
    elif what == 'frozen':
        _redis_process(town).resume()


HARMS = ('stopped', 'frozen', 'flushed')


async def drill(count: int, seconds: float) -> dict[str, list[Line]]:
    """All of it, one after the other."""
    with a_town() as town:
        async with inside(town):
            found = {
                'PostgreSQL of somebody else, ended hard under load': await restarts_outside(town, count, HEAL_SECONDS),
                'web processes killed under load': await web_killed(town, count),
            }
            for what in HARMS:
                found[f'Redis {what} while people sign up'] = await redis_harmed(town, what, seconds)
    return {'PostgreSQL of our own, ended hard under load': await restarts_embedded(count, HEAL_SECONDS)} | found


@click.command()
@click.option('--restarts', 'count', default=20, show_default=True)
@click.option('--seconds', default=20.0, show_default=True, help='How long people sign up before, without and after Redis.')
def main(count: int, seconds: float) -> None:
    """End PostgreSQL and Redis while people sign up."""
    found = asyncio.run(drill(count, seconds))
    click.echo('\n'.join(table(title, lines) for title, lines in found.items()))
    sys.exit(any(faults(lines) for lines in found.values()))


if __name__ == '__main__':
    main()
