"""What anybody reads: the shelf and each guide in both languages, as text and on paper, and in English where nothing else is there."""

from __future__ import annotations

import re

import httpx
import pytest

from coaching.guides.definition import FOLDER, GuideHead
from coaching.guides.reading import after, kinds_on_shelf, reading, shelf
from coaching.kit import content
from coaching.kit.words import LANGUAGES, speaking
from tests.guides.shelves import Shelf, our_shelf

assert our_shelf
PAGES = content.load(FOLDER, GuideHead)
TABLE = 'hosting-a-table'
ASKS_FOR = re.compile(r'(?:src|href|action|poster|data)="([^"]+)"')


def test_every_guide_of_ours_is_told_in_every_language_and_says_there_what_the_english_one_says():
    assert {slug: sorted(pages) for slug, pages in PAGES.items() if sorted(pages) != sorted(LANGUAGES)} == {}
    for code in LANGUAGES:
        with speaking(code):
            assert [(each.is_translated, each.is_behind) for each in shelf()] == [(True, False)] * len(PAGES)


def test_guides_follow_each_other_to_the_end_of_the_shelf():
    known = [each.slug for each in shelf()]
    assert [following.slug if (following := after(slug)) else None for slug in known] == [*known[1:], None]
    assert (after('hosting-a-boat'), reading('hosting-a-boat')) == (None, None)


def test_each_guide_stands_under_one_kind_and_takes_some_minutes_to_read():
    assert sorted(each.slug for _kind, them in kinds_on_shelf() for each in them) == sorted(PAGES)
    assert {each.minutes for each in shelf()} <= set(range(3, 8))


@pytest.mark.parametrize(('prefix', 'code'), [('', 'en'), ('/es', 'es')])
async def test_anybody_finds_every_guide_from_the_list(client: httpx.AsyncClient, prefix: str, code: str):
    page = (await client.get(f'{prefix}/guides')).text
    main = page[page.index('<main') : page.index('</main')]
    with speaking(code):
        assert re.findall(r'<h3><a href="([^"]+)">([^<]+)<', main) == [
            (f'{prefix}/guides/{each.slug}', each.page.head.title) for _kind, them in kinds_on_shelf() for each in them
        ]


@pytest.mark.parametrize(
    ('asked', 'shown'),
    [('kind=safety', ['what-is-written-down']), ('model=school&kind=sheet', []), ('kind=song', sorted(PAGES)),
     ('kind=sheet', ['first-cafe-on-one-page'])],
)  # fmt: skip
async def test_the_list_shows_one_kind_or_one_model_without_a_script(client: httpx.AsyncClient, asked: str, shown: list[str]):
    page = (await client.get(f'/guides?{asked}')).text
    assert sorted(re.findall(r'<h3><a href="/guides/([^"]+)"', page)) == shown
    assert ('There is no guide of this kind yet.' in page) is (shown == [])


@pytest.mark.parametrize('slug', sorted(PAGES))
@pytest.mark.parametrize(('prefix', 'code'), [('', 'en'), ('/es', 'es')])
async def test_a_guide_has_its_contents_its_credit_and_nothing_from_elsewhere(client: httpx.AsyncClient, prefix: str, code: str, slug: str):
    page = (await client.get(f'{prefix}/guides/{slug}')).text
    one = PAGES[slug][code]
    assert re.findall('<h1>(.*?)</h1>', page) == [str(content.Markup.escape(one.head.title))]
    article = page[page.index('<article') : page.index('</article')]
    contents = page[page.index('<ol') : page.index('</ol')]
    assert re.findall('href="#([^"]+)"', contents) == re.findall('<h2 id="([^"]+)"', article) != []
    assert str(content.Markup.escape(one.head.credit)) in page
    far = [found for found in ASKS_FOR.findall(page) if not found.startswith(('/', '#', 'data:', 'mailto:', 'tel:', 'https://'))]
    assert far == [] and not re.search(r'(?:src|<link[^>]*href)="https?:', page)


async def test_links_between_guides_stay_in_the_language(client: httpx.AsyncClient):
    page = (await client.get('/es/guides/welcome-and-agreements')).text
    article = page[page.index('<article') : page.index('</article')]
    assert '/es/guides/what-is-written-down' in article and 'href="/guides/' not in article


@pytest.mark.parametrize('path', ['/guides/hosting-a-boat', '/guides/hosting-a-boat.md', '/guides/hosting-a-boat/print', '/guides/.md'])
async def test_a_guide_that_nobody_wrote_is_not_there(client: httpx.AsyncClient, path: str):
    assert (await client.get(path)).status_code == 404


async def test_a_guide_is_read_as_the_text_that_it_is_made_of(client: httpx.AsyncClient):
    answer = await client.get(f'/es/guides/{TABLE}.md')
    assert (answer.headers['content-type'], answer.headers['content-language']) == ('text/markdown; charset=utf-8', 'es')
    page = PAGES[TABLE]['es']
    assert answer.text.startswith(f'# {page.head.title}\n\n{page.head.summary}\n') and page.body in answer.text


async def test_paper_has_the_guide_its_address_and_its_revision_in_letters_of_two_sizes(client: httpx.AsyncClient):
    small, large = (await client.get(f'/guides/{TABLE}/print')).text, (await client.get(f'/guides/{TABLE}/print?large')).text
    assert 'localhost:8000/guides/hosting-a-table · Revision 1' in small
    assert [('prose large' in page, page.count('<h1>Host a table</h1>')) for page in (small, large)] == [(False, 1), (True, 1)]


async def test_a_guide_without_a_translation_is_shown_in_english_and_says_so(client: httpx.AsyncClient, our_shelf: Shelf):
    our_shelf.take(TABLE, 'es')
    answer = await client.get(f'/es/guides/{TABLE}')
    assert answer.status_code == 200
    assert 'Todavía no tenemos esta guía en español.' in answer.text
    assert '<h1 lang="en">Host a table</h1>' in answer.text and '<article class="prose" lang="en"' in answer.text
    assert 'en inglés' in (await client.get('/es/guides')).text
    assert (await client.get(f'/es/guides/{TABLE}.md')).headers['content-language'] == 'en'
    assert '<div class="prose" lang="en">' in (await client.get(f'/es/guides/{TABLE}/print')).text


async def test_a_translation_that_is_behind_says_so_and_a_changed_guide_is_shown_at_once(client: httpx.AsyncClient, our_shelf: Shelf):
    assert 'La guía en inglés es más nueva' not in (await client.get(f'/es/guides/{TABLE}')).text
    our_shelf.revise(TABLE, 'en', 'title: "Host a table"', 'title: "Host one table"')
    assert '<h1>Host one table</h1>' in (await client.get(f'/guides/{TABLE}')).text
    assert 'La guía en inglés es más nueva' in (await client.get(f'/es/guides/{TABLE}')).text
    assert 'newer' not in (await client.get(f'/guides/{TABLE}')).text


async def test_the_page_of_a_guide_is_made_once_while_it_says_the_same(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch):
    first = await client.get(f'/guides/{TABLE}')
    monkeypatch.setattr('coaching.guides.pages.reader.told', lambda _one: pytest.fail('made twice'))
    assert (await client.get(f'/guides/{TABLE}')).content == first.content
