"""kill -9 of workers that are in the middle of sending."""

from __future__ import annotations

import asyncio
import collections
import dataclasses
import os
import random
import signal
import time

from tests.drills.letters.house import House, addresses, until


@dataclasses.dataclass(frozen=True, slots=True)
class Figures:
    """What was counted in one drill; times in seconds."""

    letters: int
    kills: int
    waiting_at_last_kill: int
    lost: int
    copies: int
    most_copies_of_one: int
    with_two_names: int
    seconds_of_killing: float
    seconds_after_last_kill: float

    def lines(self) -> list[str]:
        return [
            f'{self.letters} letters, {self.kills} kill -9 of a busy worker, {self.waiting_at_last_kill} letters waiting at the last one',
            f'lost: {self.lost}',
            f'extra copies: {self.copies} (at most one a kill: {self.copies <= self.kills}), of one letter {self.most_copies_of_one}',
            f'letters whose copies had different Message-IDs: {self.with_two_names}',
            f'killing took {self.seconds_of_killing:.0f} s; everything was out {self.seconds_after_last_kill:.0f} s after the last kill',
        ]


async def drill(house: House, kills: int, letters: int, lease_seconds: float, seed: int) -> Figures:
    """Kill one of two workers again and again while both are sending; `lease_seconds` is 60 in life."""
    house.times, house.seconds_a_letter = 60 / lease_seconds, 0.015
    house.sink()
    await house.promise(addresses(letters))
    began = time.monotonic()
    waiting = await _kill(house, kills, random.Random(seed))
    last = time.monotonic()
    if not await until(lambda: _nothing_waits(house), within=lease_seconds + 30 + letters / 10, each=0.5):
        print(house.errors[-3000:])
    return _counted(house, letters, kills, waiting, last - began, time.monotonic() - last)


async def _kill(house: House, kills: int, chance: random.Random) -> int:
    """Kill the busy ones in turn and start another for each; how many letters were still waiting at the last kill."""
    workers = {name: house.worker(name) for name in ('worker-0', 'worker-1')}
    waiting = -1
    for number in range(kills):
        victim = next(iter(workers))
        assert await until(lambda: _is_busy(house, victim), within=60, each=0.01), house.errors[-3000:]  # noqa: B023
        await asyncio.sleep(chance.uniform(0.05, 0.6))
        waiting = await house.open_letters()
        os.kill(workers[victim].pid, signal.SIGKILL)
        workers.pop(victim).wait()
        fresh = f'worker-{number + 2}'
        workers[fresh] = house.worker(fresh)
    return waiting


def _is_busy(house: House, worker: str) -> bool:
    return any(one.worker == worker for one in house.delivered())


async def _nothing_waits(house: House) -> bool:
    return await house.open_letters() == 0


def _counted(house: House, letters: int, kills: int, waiting: int, killing: float, after: float) -> Figures:
    copies = collections.Counter(one.to for one in house.delivered())
    names = collections.defaultdict(set)
    for one in house.delivered():
        names[one.to].add(one.message_id)
    return Figures(
        letters=letters,
        kills=kills,
        waiting_at_last_kill=waiting,
        lost=len(set(addresses(letters)) - copies.keys()),
        copies=copies.total() - len(copies),
        most_copies_of_one=max(copies.values()) - 1,
        with_two_names=sum(len(several) > 1 for several in names.values()),
        seconds_of_killing=killing,
        seconds_after_last_kill=after,
    )
