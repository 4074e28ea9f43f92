"""People are found by what somebody remembers of them."""

import pytest

from coaching.people.queries import cards, search
from tests.people.world import a_person


async def found(typed: str, **more: object) -> list[str]:
    return [card.name for card in (await search(typed, **more)).people]


@pytest.fixture
async def efrain(database) -> int:
    return await a_person('Efraín Solís', 'efrain@willow.example', '303 555 0148')


@pytest.mark.parametrize(
    'typed', ['efrain', 'EFRAÍN SOL', 'Solís', 'sol efr', 'efrain@', 'EFRAIN@willow.example', '303 555', '(303) 555-0148', '+1 303', '3035']
)
async def test_a_name_an_address_or_a_number_leads_to_the_person(efrain: int, typed: str):
    assert await found(typed) == ['Efraín Solís']


@pytest.mark.parametrize('typed', ['luis', '%', '_frain', "o'neil & | ! (", 'efrain@elsewhere', '999 9999', 'z'])
async def test_what_fits_nobody_finds_nobody(efrain: int, typed: str):
    assert await found(typed) == []


async def test_names_that_begin_so_come_before_names_with_such_a_word(database):
    for name in ('Ana Mora', 'Mora Gil', 'Luz Moran'):
        await a_person(name, None)
    assert await found('mora') == ['Mora Gil', 'Ana Mora', 'Luz Moran']
    assert await found('m') == ['Mora Gil']


async def test_a_long_list_of_names_pages_on_without_gaps(database):
    for number in range(5):
        await a_person('Sam Poe', None, how_heard=str(number))
    seen, after = [], ''
    for _page in range(3):
        page = await search('sam', after=after, limit=2)
        seen += [card.id for card in page.people]
        after = page.after
    assert (len(set(seen)), after, seen == sorted(seen)) == (5, '', True)


async def test_without_a_word_the_newest_are_shown_and_page_on(database):
    people = [await a_person(f'Sam {letter}', None) for letter in 'ABC']
    first = await search('', limit=2)
    second = await search('', after=first.after, limit=2)
    assert [card.id for card in (*first.people, *second.people)][:3] == people[::-1]
    assert (await search('', after='no mark', limit=1)).people == first.people[:1]


async def test_within_a_place_only_its_people_are_found(efrain: int):
    assert [await found(typed, place_ids=[0]) for typed in ('efrain', 'efrain@willow.example', '303 555 0148', '')] == [[], [], [], []]


async def test_cards_come_by_number(efrain: int):
    card = (await cards([efrain, 0]))[efrain]
    assert (card.name, card.email_refused, card.phone) == ('Efraín Solís', False, '+13035550148')
