"""Those who wait stand on the trainer's list in the order of the line, each with the number that the sign-up said."""

import re

import pytest

from coaching.funnel.commands import marking, spots
from coaching.funnel.queries import crowds
from coaching.funnel.queries.rooms import room
from coaching.funnel.values import Mark
from coaching.kit import clock
from coaching.kit.database import fetch
from tests.funnel.world import HOUR, MONDAY, NOON, a_session, a_trainer, signs_up

NAMES = ('Mona Ash', 'Zoë Zimmer', 'Yann Young', 'Ana Reyes', 'Ben Ito')
DURING = NOON + HOUR / 2


@pytest.fixture
async def taste(database) -> int:
    """Mona has the one seat; Zoë, Yann, Ana and Ben wait in this order."""
    session_id = await a_session(capacity=1)
    for name in NAMES:
        await signs_up(name, session_id)
    return session_id


async def ids(session_id: int) -> dict[str, int]:
    rows = await fetch('select r.id, p.name from registration r join person p on p.id = r.person_id where session_id = $1', session_id)
    return {row['name']: row['id'] for row in rows}


async def line(session_id: int, **how) -> list[tuple[str, int | None]]:
    found = await room(session_id, 'en')
    return [(row.name, row.place_in_line) for row in (await crowds.crowd(found, 1, **how)).line]


async def test_who_waits_stands_in_the_order_of_the_line(taste):
    assert await line(taste) == [('Zoë Zimmer', 1), ('Yann Young', 2), ('Ana Reyes', 3), ('Ben Ito', 4)]
    people = await ids(taste)
    await spots.cancel(people['Yann Young'], by=await a_trainer(), now=MONDAY)
    assert await line(taste) == [('Zoë Zimmer', 1), ('Ana Reyes', 2), ('Ben Ito', 3)]


async def test_who_was_offered_a_spot_stands_before_the_line_without_a_number(taste):
    await spots.cancel((await ids(taste))['Mona Ash'], by=await a_trainer(), now=MONDAY)
    assert await line(taste) == [('Zoë Zimmer', None), ('Yann Young', 1), ('Ana Reyes', 2), ('Ben Ito', 3)]


async def test_who_waits_and_is_seen_keeps_the_others_where_they_were(taste):
    await marking.mark((await ids(taste))['Yann Young'], Mark.HERE, by=await a_trainer(), now=DURING)
    assert [name for name, _place in await line(taste)] == ['Zoë Zimmer', 'Ana Reyes', 'Ben Ito']
    found = await room(taste, 'en')
    assert [row.name for row in (await crowds.crowd(found, 1)).expected] == ['Mona Ash', 'Yann Young']


async def test_in_a_crowd_the_line_follows_the_names_and_keeps_its_numbers_when_somebody_is_found(taste, monkeypatch):
    monkeypatch.setattr(crowds, 'PAGE', 2)
    pages = [await line(taste, page=number) for number in (1, 2, 3)]
    assert pages == [[('Zoë Zimmer', 1)], [('Yann Young', 2), ('Ana Reyes', 3)], [('Ben Ito', 4)]]
    assert await line(taste, find='ben') == [('Ben Ito', 4)]
    await marking.mark((await ids(taste))['Yann Young'], Mark.HERE, by=await a_trainer(), now=DURING)
    assert [name for name, _place in await line(taste, page=2)] == ['Zoë Zimmer', 'Ana Reyes']


async def test_the_list_says_the_number_beside_the_name_but_not_on_a_shared_screen(dana, taste, monkeypatch):
    monkeypatch.setattr(clock, 'now', lambda: DURING)
    page = await dana.get(f'/train/sessions/{taste}')
    waiting = page.text[page.text.index('>In line<') :]
    rows = re.findall(r'<li.*?</li>', waiting, re.DOTALL)
    assert [re.findall(r'number \d in line', row) for row in rows][:4] == [[f'number {place} in line'] for place in (1, 2, 3, 4)]
    assert 'número 2' in (await dana.get(f'/es/train/sessions/{taste}')).text
    assert not re.search(r'number \d in line', (await dana.get(f'/train/sessions/{taste}?screen=1')).text)
