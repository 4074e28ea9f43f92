"""The second table: what people feel, at the largest size that is measured."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable

from coaching.funnel.values import Mark
from tests.benchmarks import counting, whole, world
from tests.benchmarks.figures import COOKIE, Town, request, sign_ups, visits
from tests.benchmarks.kept import JUST_NOW, TOMORROW, Kept, begin, forget_guests
from tests.benchmarks.measuring import Server, within

DRAWS = 5
HEAD = ['what people feel', 'people', 'found', 'aim']

Line = list[str]
Say = Callable[[str], None]


async def reports(server: Server, persons: int, say: Say) -> list[Line]:
    """The funnel report of cohorts drawn at run time, against a count by hand; then after an old mark was put right, and wrong again."""
    seed = random.SystemRandom().randrange(10**6)
    chance, lines = random.Random(seed), []
    async with server.kept.inside():
        drawn = [await counting.draw(persons, chance) for _ in range(DRAWS)]
        registration_id, held_at = await counting.missed_two_months_ago()
        around = await counting.draw(persons, chance, around=held_at)
        first = [counting.milliseconds(server, one.path) for one in drawn]
        again = [counting.milliseconds(server, one.path) for one in drawn]
        say(f'cohorts of seed {seed}: {[str(one.first) for one in drawn]}, {first} ms, {again} ms the second time')
        equal, people = await counting.equals(drawn[0])
        took = f'{statistics.median(first):.0f} ms at the first sight, at most {max(first):.0f}; {statistics.median(again):.0f} ms again'
        lines.append([f'funnel report, {DRAWS} cohorts drawn at run time', f'{people:,} of {persons:,}', took, '300 ms'])
        lines.append(['… equal to a count of every row by the pure rules', f'{people:,}', _said(equal), 'yes'])
        before = (await counting.equals(around))[1]
        await counting.correct(registration_id, Mark.HERE)
        try:
            took_after = counting.milliseconds(server, around.path)
            equal, after = await counting.equals(around)
        finally:
            await counting.correct(registration_id, Mark.NOT_HERE)
        say(f'corrected: {before} people, then {after}')
        lines.append(['… after a mark two months old was put right', f'{after:,}', f'{took_after:.0f} ms', '300 ms'])
        lines.append(['… and it counts one person more, as the count by hand', f'{after:,}', _said(equal and after == before + 1), 'yes'])
    return lines


def _said(truth: bool) -> str:
    return 'yes' if truth else 'no'


async def stack(kept: Kept, town: Town, say: Say, *, seconds: float = whole.MINUTE) -> list[Line]:
    """The minute after a letter to everybody of the great room, then all kinds of pages at once, and the memory meanwhile."""
    persons, people = town.world.persons, len(town.in_the_great_room)
    async with kept.inside():
        await begin(world.GREAT, ago=TOMORROW)
        visiting = await whole.visits(world.GREAT)
    mixed = [*visits('/sessions')(town, 16)[:16], *sign_ups('/sessions/%s/sign-up', town, 400)]
    paths = (f'/train/sessions/{world.GREAT}', '/train', '/train/ready/intro', '/reports/funnel', '/train/ready/training')
    mixed += [request('GET', path, Cookie=COOKIE) for path in paths for _ in range(20)]
    random.Random(1).shuffle(mixed)
    with whole.stack(kept) as server, whole.watched(whole.processes(server)) as memory:
        answered = whole.write_to_all(server, world.GREAT)
        found = server.ask(visiting, seconds=2 * seconds, once=True, rate=len(visiting) / 3 / seconds, each=3)
        say(f'visits: {found.statuses}, trainer answered after {answered:.1f} s, p50 {within(found.stays, 0.5):.0f} ms')
        crowd = server.ask(mixed, seconds=seconds / 3)
        say(f'all kinds of pages: {crowd.rate:.0f}/s, {crowd.statuses}')
    async with kept.inside():
        await forget_guests()
    parts = ', '.join(f'{name} {size:.0f}' for name, size in sorted(memory.parts.items()))
    good = set(found.statuses) == {'200'}
    return [
        [f'a letter to {people:,}: the trainer is answered after', f'{persons:,}', f'{answered:.1f} s', ''],
        [
            f'{len(found.stays)} visits in the minute after: page, style and script, p50 / p95', f'{persons:,}',
            f'{within(found.stays, 0.5):.0f} / {within(found.stays, 0.95):.0f} ms{"" if good else f", {found.statuses}"}', '150 ms',
        ],
        ['memory of the whole stack meanwhile and under all kinds of pages', f'{persons:,}', f'{memory.most:.0f} MB: {parts}', '400 MB'],
    ]  # fmt: skip


async def telephone(server: Server, persons: int, say: Say) -> list[Line]:
    """From the tap on Here to the painted answer."""
    lines = []
    for name, session_id in (('a room of 25', world.ROOM), ('a great room', world.GREAT)):
        async with server.kept.inside():
            await begin(session_id, ago=JUST_NOW)
            await forget_guests()
        took = await whole.taps(server, session_id)
        async with server.kept.inside():
            await forget_guests()
        say(f'taps in {name}: {[round(one) for one in took]}')
        told = f'{within(took, 0.5):.0f} / {took[-1]:.0f} ms'
        lines.append([f'tap on Here to painted answer in {name}, slow 4G, median / slowest', f'{persons:,}', told, '400 ms'])
    return lines
