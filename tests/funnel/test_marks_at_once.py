"""Two trainers mark at once: no stage is lost, nobody waits in a circle, and one name of a report becomes one person."""

import asyncio
import functools
import itertools
from collections.abc import Awaitable, Callable

import pytest

from coaching.funnel.commands import finishing, marking, progress, reporting
from coaching.funnel.queries.reports_in import unmatched
from coaching.funnel.values import Mark
from coaching.kit.database import atomic, execute, fetch, fetchrow, fetchval
from tests.another_database import another_database
from tests.funnel.test_reporting import follow_ups
from tests.funnel.test_room import AFTER, a_report
from tests.funnel.world import HOUR, NOON, a_session, a_trainer, signs_up

STAGES = 'select from progress where person_id = any($1) for update'
ROWS = 'select from attendance_row where id = any($1) for update'
WAITING = 'select count(*) from pg_locks where not granted'
number = itertools.count(1)


@pytest.fixture(scope='module', autouse=True)
async def town(pool, postgres):
    """A database of this module's own, where several connections see what the others committed."""
    async with another_database(postgres):
        await execute("insert into network (name, set_up_nonce, set_up_at) values ('Prairie Café Network', decode('00', 'hex'), now())")
        yield


@pytest.fixture
def names() -> list[str]:
    """Two people whom no other test knows."""
    return [f'{name} {next(number)}' for name in ('Ana', 'Ben')]


@pytest.fixture
async def dates(town) -> list[int]:
    """A Taste of 45 minutes, and an Intro after it."""
    return [await a_session(min_minutes=45), await a_session('intro', prerequisite='', starts_at=NOON + HOUR)]


async def they_wait(*others: asyncio.Task) -> None:
    """Until so many of them wait for a lock, or go on without waiting."""
    async with asyncio.timeout(10):
        while await fetchval(WAITING) < sum(not other.done() for other in others):
            await asyncio.sleep(0.01)


async def marked_at_once(name: str, dates: list[int], *, is_known: bool) -> tuple[bool, bool]:
    """Somebody is marked at two dates by two trainers, the second while the first has not committed: tasted, and introduced?"""
    dana, efrain = await a_trainer(), await a_trainer('Efraín Solís')
    taste, intro = [await signs_up(name, session_id) for session_id in dates]
    if is_known:
        await progress.follow([taste.person_id])
    is_marked = asyncio.Event()

    async def first() -> None:
        async with atomic():
            await marking.mark(taste.registration_id, Mark.HERE, by=dana, now=AFTER)
            is_marked.set()
            await they_wait(second)

    async def then() -> None:
        await is_marked.wait()
        await marking.mark(intro.registration_id, Mark.HERE, by=efrain, now=AFTER)

    second = asyncio.create_task(then())
    await asyncio.gather(first(), second)
    row = await fetchrow('select tasted_at, introduced_at from progress where person_id = $1', taste.person_id)
    assert row
    return row['tasted_at'] is not None, row['introduced_at'] is not None


@pytest.mark.parametrize('is_known', [True, False])
async def test_both_stages_stand_when_two_trainers_mark_one_person_at_two_dates(names, dates, is_known):
    assert await marked_at_once(names[0], dates, is_known=is_known) == (True, True)


async def test_control_a_stage_is_lost_where_the_row_is_not_held_first(names, dates, monkeypatch):
    monkeypatch.setattr(progress, 'ONE', ['select $1::bigint', progress.ONE[1]])
    assert await marked_at_once(names[0], dates, is_known=True) == (False, True)


async def at_once(held: str, ids: list[int], *acts: Callable[[], Awaitable[object]]) -> list[object]:
    """What becomes of acts that all begin while somebody holds the rows of this statement, and then go on together."""
    are_held = asyncio.Event()

    async def then(act: Callable[[], Awaitable[object]]) -> object:
        await are_held.wait()
        return await act()

    tasks = [asyncio.create_task(then(act)) for act in acts]
    async with atomic():
        await fetch(held, ids)
        are_held.set()
        await they_wait(*tasks)
    return await asyncio.gather(*tasks, return_exceptions=True)


def named(answers: list[object]) -> list[str]:
    return sorted(type(answer).__name__ for answer in answers)


async def signed_up(names: list[str], dates: list[int]) -> list[int]:
    """Everybody has a spot at each date, and a row of their stages; their ids."""
    people = [[(await signs_up(name, session_id)).person_id for session_id in dates][0] for name in names]
    await progress.follow(people)
    return people


async def test_two_reports_with_the_same_people_in_another_order_are_both_read(names, dates):
    people, trainers = await signed_up(names, dates), (await a_trainer(), await a_trainer('Efraín Solís'))
    reports = [a_report(*((name, None, 55) for name in shown)) for shown in (names, names[::-1])]
    acts = [
        functools.partial(reporting.read, session_id, report, b'one', part=1, by=by, now=AFTER)
        for session_id, report, by in zip(dates, reports, trainers, strict=True)
    ]
    assert await at_once(STAGES, people, *acts) == [2, 2]
    done = 'select count(*) from progress where person_id = any($1) and tasted_at is not null and introduced_at is not null'
    assert await fetchval(done, people) == 2


async def test_control_whoever_follows_one_by_one_in_another_order_waits_in_a_circle(names, dates):
    people = await signed_up(names, dates)

    async def one_by_one(in_order: list[int]) -> None:
        async with atomic():
            for person_id in in_order:
                await progress.follow([person_id])

    answers = await at_once(STAGES, people, *(functools.partial(one_by_one, order) for order in (people, people[::-1])))
    assert named(answers) == ['DeadlockDetectedError', 'NoneType']


async def rows_of(session_id: int, *shown: tuple[str, int]) -> list[int]:
    """The rows of a report with names that nobody on the list has, and their minutes."""
    report = a_report(*((name, None, minutes) for name, minutes in shown))
    await reporting.read(session_id, report, b'one', part=1, by=await a_trainer(), now=AFTER)
    return [row.id for row in await unmatched(session_id)]


async def test_a_double_click_on_somebody_new_adds_one_person(dates):
    shown = f'iPad {next(number)}'
    rows, dana = await rows_of(dates[0], (shown, 50)), await a_trainer()
    clicks = [functools.partial(reporting.add_row, rows[0], by=dana, now=AFTER)] * 2
    assert named(await at_once(ROWS, rows, *clicks)) == ['NoneType', 'Refused']
    assert await fetchval('select count(*) from person where name = $1', shown) == 1


async def given_to_two(names: list[str], session_id: int) -> tuple[list[str], list[int], int]:
    """What two trainers are told who give one name to two people; who is marked then, and whose the name is."""
    people = [(await signs_up(name, session_id)).registration_id for name in names]
    rows, dana = await rows_of(session_id, ('iPad', 50)), await a_trainer()
    acts = [functools.partial(reporting.match_row, rows[0], registration_id, by=dana, now=AFTER) for registration_id in people]
    answers = await at_once(ROWS, rows, *acts)
    marked = await fetch('select registration_id from attendance where session_id = $1 order by id', session_id)
    whose = await fetchval('select registration_id from attendance_row where id = $1', rows[0])
    return named(answers), [row['registration_id'] for row in marked], whose


async def test_two_trainers_who_give_one_name_to_two_people_mark_one_of_them(names, dates):
    answers, marked, whose = await given_to_two(names, dates[0])
    assert (answers, marked) == (['NoneType', 'Refused'], [whose])


async def test_control_both_are_marked_where_the_row_is_not_held(names, dates, monkeypatch):
    monkeypatch.setattr(reporting, 'HOLD', 'select $1::bigint')
    answers, marked, whose = await given_to_two(names, dates[0])
    assert (answers, len(marked), marked[-1]) == (['NoneType', 'NoneType'], 2, whose)


async def test_two_devices_of_one_person_that_are_known_at_once_add_up(names, dates):
    taste, dana = dates[0], await a_trainer()
    ana = (await signs_up(names[0], taste)).registration_id
    rows = await rows_of(taste, ('iPad', 20), ('iPhone', 30))
    acts = [functools.partial(reporting.match_row, row_id, ana, by=dana, now=AFTER) for row_id in rows]
    assert await at_once(ROWS, rows, *acts) == [None, None]
    marks = await fetch('select mark, minutes from attendance where registration_id = $1', ana)
    assert [tuple(row) for row in marks] == [('here', 50)]


async def opened_again_meanwhile(name: str, session_id: int) -> list[str]:
    """The letters that stand after a session was opened again while a mark of it was put right."""
    dana, ana = await a_trainer(), (await signs_up(name, session_id)).registration_id
    await finishing.finish(session_id, rest_not_here=True, by=dana, now=AFTER)
    is_right = asyncio.Event()

    async def first() -> None:
        async with atomic():
            await finishing.correct(ana, Mark.HERE, why='She was in the other room', by=dana, now=AFTER)
            is_right.set()
            await they_wait(second)

    async def then() -> None:
        await is_right.wait()
        await finishing.reopen(session_id, why='One mark was wrong', by=dana, now=AFTER)

    second = asyncio.create_task(then())
    await asyncio.gather(first(), second)
    return await follow_ups(ana)


async def test_a_session_that_is_opened_again_takes_back_the_letter_of_a_mark_that_is_just_put_right(names, dates):
    assert await opened_again_meanwhile(names[0], dates[0]) == []


async def test_control_that_letter_stands_where_nobody_waits_for_the_mark(names, dates, monkeypatch):
    monkeypatch.setattr(finishing, 'HOLD', 'select $1::bigint')
    assert await opened_again_meanwhile(names[0], dates[0]) == ['thank-you-taste']
