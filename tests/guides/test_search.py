"""Looking for words: stems and accents of both languages, what is marked, and what is said where nothing is found."""

from __future__ import annotations

import asyncio
import re

import httpx
import pytest
from markupsafe import Markup

from coaching.guides.commands.shelving import shelve
from coaching.guides.definition import FOLDER, GuideHead
from coaching.guides.pages.searching import SUGGESTED
from coaching.guides.queries.searching import known, search
from coaching.guides.reading import passages
from coaching.guides.rules.highlighting import LONGEST, alike, best, cut, marked
from coaching.guides.values import Passage
from coaching.kit import content
from coaching.kit.database import DB, execute, fetchval
from coaching.kit.words import LANGUAGES, speaking
from tests.drills.guides.searching import MOST_MS, measured
from tests.guides.shelves import Shelf, our_shelf

assert our_shelf
PAGES = content.load(FOLDER, GuideHead)
TABLE = 'hosting-a-table'


def test_words_that_begin_like_a_stem_are_asked_about():
    assert alike(['Mesas y mudanza'], ['mes', 'y']) == ['mesas', 'y']
    assert alike(['Mesas, mesa: Mesón', 'la MESITA', 'mudanza'], ['mesa']) == ['mesa', 'mesas', 'mesita', 'meson']
    assert alike(['anything'], []) == []


def test_what_is_meant_is_marked_and_nothing_else_is_markup():
    assert marked('Niños & <b>niñas</b>, niños', {'ninos'}) == Markup(
        '<mark>Niños</mark> &amp; &lt;b&gt;niñas&lt;/b&gt;, <mark>niños</mark>'
    )
    assert marked('nothing <here>', set()) == Markup('nothing &lt;here&gt;')


@pytest.mark.parametrize(
    ('text', 'meant', 'shown'),
    [
        ('A short text.', {'text'}, 'A short text.'),
        ('', {'text'}, ''),
        ('one ' * 100, {'two'}, ('one ' * 60).strip() + ' …'),
        ('one ' * 100 + 'two', {'two'}, '… ' + 'one ' * 29 + 'two'),
        ('o' * 300 + ' two', {'two'}, '… two'),
        ('o' * 500, {'two'}, 'o' * LONGEST + ' …'),
    ],
)
def test_a_long_passage_is_cut_between_words_around_what_is_meant(text: str, meant: set[str], shown: str):
    assert cut(text, meant) == shown


def test_the_passage_with_most_of_the_words_is_shown():
    few, most = Passage('', '', 'food and more food'), Passage('at-food', 'Food', 'for children')
    assert best([few, most], {'food', 'children'}) == most
    assert best([few, most], {'rides'}) is None
    assert best([], {'rides'}) is None


def test_a_guide_falls_into_its_sections():
    assert passages('First.\n\n## One *thing*\n\nSaid.\n\n## Two\n\n- a\n- b\n') == (
        Passage('', '', 'First.'), Passage('at-one-thing', 'One thing', 'Said.'), Passage('at-two', 'Two', '- a - b'),
    )  # fmt: skip
    assert passages('## One\n\nSaid.') == (Passage('at-one', 'One', 'Said.'),)


async def slugs(typed: str, language: str = 'en') -> list[str]:
    return [one.slug for one in await search(typed, language)]


async def test_the_index_is_made_once_and_follows_what_the_guides_say(database: None, our_shelf: Shelf):
    assert await shelve() and not await shelve()
    assert sorted(await known()) == sorted((slug, code) for slug in PAGES for code in LANGUAGES)
    before = await known()
    our_shelf.revise(TABLE, 'en', 'title: "Host a table"', 'title: "Host a rowboat"')
    our_shelf.take('talk-knowledge', 'en', 'es')
    our_shelf.take('talk-social-connections', 'es')
    assert await shelve() and not await shelve()
    after = await known()
    gone = {('talk-knowledge', 'en'), ('talk-knowledge', 'es'), ('talk-social-connections', 'es')}
    assert {key for key in before if key not in after} == gone
    assert {key for key in after if after[key] != before[key]} == {(TABLE, 'en')}
    assert await slugs('rowboats') == [TABLE]


async def test_several_starters_make_the_index_once(pool: object):
    await execute('delete from guide_page')
    try:
        assert sorted(await asyncio.gather(*(shelve() for _starter in range(4)))) == [False, False, False, True]
        assert await fetchval('select count(*) from guide_page') == len(PAGES) * len(LANGUAGES)
    finally:
        await execute('delete from guide_page')
    assert DB.pool


@pytest.mark.parametrize(
    ('language', 'typed', 'alike'),
    [
        ('es', 'niños', ['ninos', 'NIÑO', 'Niño']),
        ('es', 'preguntas', ['pregunta', 'PREGUNTAS', 'preguntar']),
        ('es', 'inglés', ['ingles']),
        ('en', 'tables', ['table', 'Table', 'TABLES']),
        ('en', 'hosting', ['host', 'hosts', 'hosted']),
        ('en', 'families', ['family']),
    ],
)
async def test_forms_of_a_word_find_the_same_guides(database: None, language: str, typed: str, alike: list[str]):
    await shelve()
    found = await slugs(typed, language)
    assert len(found) >= 1
    assert {one: sorted(await slugs(one, language)) for one in alike} == dict.fromkeys(alike, sorted(found))


async def test_a_title_stands_before_a_word_in_passing(database: None):
    await shelve()
    assert (await slugs('table'))[0] == TABLE
    assert (await slugs('mesa', 'es'))[0] == TABLE


@pytest.mark.parametrize('typed', ['', '   ', 'the', '"', '-', "'; drop table guide_page; --", '\x00', '&|!()<->:*', 'x' * 5000, '%', '🙂'])
async def test_whatever_is_typed_is_answered(client: httpx.AsyncClient, typed: str):
    answer = await client.get('/guides/search', params={'q': typed})
    assert answer.status_code in (200, 400)
    assert (answer.status_code == 400) is ('\x00' in typed)


async def test_results_mark_what_was_meant_and_lead_to_the_place(client: httpx.AsyncClient):
    await shelve()
    page = (await client.get('/es/guides/search?q=nino')).text
    marks = set(re.findall('<mark>(.*?)</mark>', page))
    assert marks and marks <= {'niño', 'niños', 'Niños', 'Niño', 'niña', 'niñas'}
    led = re.search('href="/es(/guides/[a-z-]+)#(at-[a-z-]+)"', page)
    assert led and f'id="{led[2]}"' in (await client.get(f'/es{led[1]}')).text


async def test_a_guide_without_a_translation_is_found_in_its_english_words(client: httpx.AsyncClient, our_shelf: Shelf):
    our_shelf.take(TABLE, 'es')
    await shelve()
    page = (await client.get('/es/guides/search?q=tables')).text
    assert '<li lang="en">' in page and '/es/guides/hosting-a-table' in page and 'en inglés' in page
    our_shelf.forget()


async def test_an_index_that_nobody_made_yet_is_made_when_it_is_needed(client: httpx.AsyncClient):
    assert await known() == {}
    assert '/guides/hosting-a-table' in (await client.get('/guides/search?q=tables')).text


@pytest.mark.parametrize('code', LANGUAGES)
async def test_where_nothing_is_found_words_are_offered_that_find_something(client: httpx.AsyncClient, code: str):
    prefix = '' if code == 'en' else f'/{code}'
    page = (await client.get(f'{prefix}/guides/search?q=zzyzx')).text
    offered = re.findall(r'href="(/[^"]*search\?q=[^"]+)"', page[page.index('<main') :])
    assert len(offered) == len(SUGGESTED) and 'zzyzx' in page
    for path in offered:
        assert '<mark>' in (await client.get(path)).text
    with speaking(code):
        assert [str(word) for word in SUGGESTED][0] in page


async def test_what_was_typed_is_text(client: httpx.AsyncClient):
    page = (await client.get('/guides/search', params={'q': '<script>alert(1)</script> "x'})).text
    assert '<script>alert' not in page and '&lt;script&gt;' in page


async def test_two_hundred_guides_are_searched_fast(database: None):
    found = await measured(200, rounds=3)
    assert {one.typed: one.found for one in found if one.found == 0}.keys() == {'zzyzx', 'coffee'}
    assert [(one.typed, one.quickest) for one in found if one.quickest > MOST_MS] == []
