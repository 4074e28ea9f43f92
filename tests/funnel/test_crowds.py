"""A session with more people than a page: its list is found by name, marked by one tap, and counted by the database."""

import re

import pytest

from coaching.funnel.commands import marking, spots
from coaching.funnel.queries import crowds
from coaching.funnel.queries.rooms import room
from coaching.funnel.rules.attendance import NoMark
from coaching.funnel.values import Mark
from coaching.journal.queries import history
from coaching.kit import clock
from coaching.kit.database import execute, fetch
from coaching.kit.refusal import Refused
from tests.funnel.test_offerings_pages import main
from tests.funnel.world import HOUR, MONDAY, NOON, a_session, a_trainer, signs_up
from tests.signing import TRAINER, sign_in

DURING = NOON + HOUR / 2
NAMES = ('Ana Reyes', 'Ben Ito', 'Cléo Marsh', 'Dov Ana', 'Eli Ross')


@pytest.fixture
async def taste(database, monkeypatch) -> int:
    """Five people, two of them in line, where a page has two."""
    monkeypatch.setattr(crowds, 'PAGE', 2)
    session_id = await a_session(capacity=3)
    for name in NAMES:
        await signs_up(name, session_id)
    return session_id


async def shown(session_id: int, **how: object) -> crowds.Crowd:
    found = await room(session_id, 'en')
    assert found
    return await crowds.crowd(found, 1, **how)


def names(crowd: crowds.Crowd) -> list[str]:
    return [row.name for row in (*crowd.expected, *crowd.line)]


def counts(crowd: crowds.Crowd) -> tuple[int, int, int, int]:
    return crowd.here, crowd.signed_up, crowd.waiting, crowd.opened


async def ids(session_id: int) -> dict[str, int]:
    rows = await fetch('select r.id, p.name from registration r join person p on p.id = r.person_id where session_id = $1', session_id)
    return {row['name']: row['id'] for row in rows}


async def test_a_crowd_is_shown_by_the_page_in_the_order_of_names(taste):
    pages = [await shown(taste, page=number) for number in (1, 2, 3, 4)]
    assert [names(one) for one in pages] == [list(NAMES[:2]), list(NAMES[2:4]), list(NAMES[4:]), []]
    assert [one.has_more for one in pages] == [True, True, False, False]
    assert [[row.name for row in one.line] for one in pages[1:3]] == [['Dov Ana'], ['Eli Ross']]


async def test_somebody_of_a_crowd_is_found_by_words_of_the_name_or_the_address(taste):
    found = [names(await shown(taste, find=words)) for words in ('ana', 'cleo', 'REYES ana', 'eli@example', 'nobody', '100%')]
    assert found == [['Ana Reyes', 'Dov Ana'], ['Cléo Marsh'], ['Ana Reyes'], ['Eli Ross'], [], []]


async def test_a_crowd_is_counted_as_a_room_is(taste, monkeypatch):
    dana, people = await a_trainer(), await ids(taste)
    await marking.mark(people['Ana Reyes'], Mark.HERE, by=dana, now=DURING)
    await marking.mark(people['Ben Ito'], Mark.PARTLY, by=dana, now=DURING)
    await marking.mark(people['Eli Ross'], Mark.HERE, by=dana, now=DURING)
    await spots.open_door(people['Cléo Marsh'], now=NOON)
    await spots.open_door(people['Ana Reyes'], now=NOON)
    counted = counts(await shown(taste))
    monkeypatch.setattr(crowds, 'PAGE', 100)
    whole = await shown(taste, find='ignored', page=7)
    assert counts(whole) == counted == (3, 4, 1, 1)
    assert names(whole) == ['Ana Reyes', 'Ben Ito', 'Cléo Marsh', 'Eli Ross', 'Dov Ana'] and not whole.has_more


async def test_a_tap_is_for_a_name_on_this_list_only(taste):
    people, later = await ids(taste), await a_session(starts_at=NOON + 24 * 7 * HOUR)
    assert await crowds.listed_name(taste, people['Ben Ito']) == 'Ben Ito'
    assert await crowds.listed_name(later, people['Ben Ito']) is None
    await execute("update registration set state = 'cancelled_by_us', cancelled_at = $2 where id = $1", people['Ben Ito'], MONDAY)
    assert await crowds.listed_name(taste, people['Ben Ito']) is None


async def test_many_who_opened_the_link_are_marked_in_as_many_statements_as_one(taste):
    dana, people = await a_trainer(), await ids(taste)
    for name in NAMES:
        await spots.open_door(people[name], now=NOON)
    await marking.mark(people['Ben Ito'], Mark.EXCUSED, by=dana, now=DURING)
    marked = await marking.mark_all_who_opened(taste, by=dana, now=DURING)
    assert marked == [people[name] for name in NAMES if name != 'Ben Ito']
    assert [entry.kind for entry in await history(('registration', marked[0]))][:1] == ['marked']
    assert await marking.mark_all_who_opened(taste, by=dana, now=DURING) == []


async def test_nobody_who_opened_the_link_early_is_marked_before_the_start(taste):
    dana, people = await a_trainer(), await ids(taste)
    await spots.open_door(people['Ana Reyes'], now=NOON - HOUR / 6)
    with pytest.raises(Refused) as refused:
        await marking.mark_all_who_opened(taste, by=dana, now=NOON - HOUR / 10)
    assert refused.value.reason is NoMark.NOT_BEGUN


# -- its page


@pytest.fixture
async def dana(client, taste, monkeypatch):
    """Dana's browser during the session; she is a trainer of the whole network."""
    monkeypatch.setattr(clock, 'now', lambda: DURING)
    await sign_in(client, 'Dana Whitaker', TRAINER, now=DURING)
    return client


async def test_the_list_of_a_crowd_has_a_form_to_find_somebody_and_leads_on(dana, taste):
    first, second = await dana.get(f'/train/sessions/{taste}'), await dana.get(f'/train/sessions/{taste}?page=2')
    assert ('role="search"' in first.text, 'name="q"' in first.text, 'data-filter' in first.text) == (True, True, False)
    assert f'href="/train/sessions/{taste}?page=2" rel="next"' in first.text and 'rel="prev"' not in first.text
    assert f'href="/train/sessions/{taste}" rel="prev"' in second.text and 'Cléo Marsh' in second.text


async def test_whoever_finds_nobody_reads_it_and_what_to_do(dana, taste, monkeypatch):
    path, said = f'/train/sessions/{taste}', 'Nobody here with that name. Add somebody below.'
    nobody = await dana.get(f'{path}?q=zoë')
    assert (said in main(nobody), '>In line<' in nobody.text, 'Nobody is on the list yet' in nobody.text) == (True, False, False)
    assert said not in (await dana.get(f'{path}?q=eli')).text
    assert 'Nadie aquí con ese nombre. Agregue a alguien más abajo.' in main(await dana.get(f'/es{path}?q=zoë'))
    await execute("update session set state = 'closed', closed_at = $2 where id = $1", taste, DURING)
    over = main(await dana.get(f'{path}?q=zoë'))
    assert 'Nobody on this list has that name.' in over and 'Add somebody below' not in over


async def test_the_list_of_a_room_has_the_same_sentence_ready_for_its_filter(dana, taste, monkeypatch):
    monkeypatch.setattr(crowds, 'PAGE', 100)
    room_of_five = (await dana.get(f'/train/sessions/{taste}')).text
    assert '<p class="card quiet" data-none hidden>Nobody here with that name. Add somebody below.</p>' in room_of_five
    assert room_of_five.count('data-group') == 1 and room_of_five.index('data-group') < room_of_five.index('>In line<')


async def test_a_tap_in_a_crowd_answers_with_its_row_and_the_counts(dana, taste):
    ben = (await ids(taste))['Ben Ito']
    found = (await dana.get(f'/train/sessions/{taste}?q=ito')).text
    assert f'action="/train/sessions/{taste}/marks?q=ito"' in found
    tapped = await dana.post(
        f'/train/sessions/{taste}/marks?q=ito', data={'registration': str(ben), 'mark': 'here'}, headers={'X-Fragment': 'room'}
    )
    assert 'data-say="Ben Ito is here. 1 here of 3"' in tapped.text and '<div id="room" data-parts' in tapped.text
    assert re.findall('id="([^"]+)" data-part[ >]', tapped.text) == ['counts', f'r{ben}']
    assert 'Ana Reyes' not in tapped.text and 'name="q"' not in tapped.text
    without = await dana.post(f'/train/sessions/{taste}/marks?q=ito', data={'registration': str(ben), 'mark': 'none'})
    assert (without.status_code, without.headers['location']) == (303, f'/train/sessions/{taste}?q=ito')


async def test_somebody_in_line_who_is_marked_moves_up_so_the_whole_list_comes(dana, taste):
    dov, page = (await ids(taste))['Dov Ana'], f'/train/sessions/{taste}/marks?page=2'
    tapped = await dana.post(page, data={'registration': str(dov), 'mark': 'here'}, headers={'X-Fragment': 'room'})
    assert 'data-parts' not in tapped.text and 'Cléo Marsh' in tapped.text


@pytest.mark.parametrize('registration', ['', '0', 'x', '²', '9' * 30, str(2**62)])
async def test_a_tap_on_nobody_is_nothing(dana, taste, registration):
    assert (await dana.post(f'/train/sessions/{taste}/marks', data={'registration': registration, 'mark': 'here'})).status_code == 404


@pytest.mark.parametrize('query', ['part=²', 'page=²', 'page=0', 'part=7&page=x', f'page={"9" * 18}'])
async def test_an_address_that_says_nonsense_shows_the_list(dana, taste, query):
    assert (await dana.get(f'/train/sessions/{taste}?{query}')).status_code == 200
