"""The guides as hosts read them: easy in both languages, whole, never too long, and honest about what is written down."""

from __future__ import annotations

import re
from itertools import pairwise

import httpx
import pytest

from coaching.framework.factors import FACTORS, FactorWords
from coaching.guides.definition import FOLDER, GuideHead, guides, sections
from coaching.kit import content, markdown
from coaching.kit.readability import WORD, ease, grade
from coaching.kit.words import LANGUAGES
from coaching.path.definition import paths

PAGES = content.load(FOLDER, GuideHead)
EACH = [pytest.param(pages[code], id=f'{code}/{slug}') for slug, pages in PAGES.items() for code in LANGUAGES]
SAFETY = '/guides/what-is-written-down'
CREDITED = re.compile(r'our own|nuestr[ao]s')
GOES_WRONG = {'en': re.compile('goes wrong|goes deep|gets hard'), 'es': re.compile('sale mal|llega hondo|pone difícil')}


def parts(page: content.Page[GuideHead]) -> dict[str, str]:
    """What people read of a guide: its head, and each section by its heading."""
    starts = [match.start() for match in re.finditer('^## ', page.body, re.MULTILINE)]
    texts = [page.body[one:end] for one, end in pairwise([0, *starts, len(page.body)])]
    said = {markdown.headings(text)[0].words if at else 'start': markdown.plain(text) for at, text in enumerate(texts)}
    return {'head': '\n'.join([page.head.title, page.head.summary, *page.head.materials]), **said}


def rows_of_minutes(page: content.Page[GuideHead]) -> list[tuple[int, int]]:
    """From when to when each row of the guide's timetable goes."""
    return [(int(one), int(end)) for one, end in re.findall(r'^\| (\d+)–(\d+) \|', page.body, re.MULTILINE)]


@pytest.mark.parametrize('page', EACH)
def test_every_part_of_a_guide_is_easy_to_read(page: content.Page[GuideHead]):
    if page.language == 'en':
        hard = {part: round(grade(text), 1) for part, text in parts(page).items() if grade(text) > 6}
    else:
        hard = {part: round(ease(text), 1) for part, text in parts(page).items() if ease(text) < 70}
    assert hard == {}


@pytest.mark.parametrize('page', EACH)
def test_a_guide_is_whole_and_no_book(page: content.Page[GuideHead]):
    assert 500 <= len(WORD.findall(markdown.plain(page.body))) <= 1100
    assert 6 <= len(sections(page.body)) <= 12
    assert 2 <= len(page.head.materials) <= 6
    assert CREDITED.search(page.head.credit)


@pytest.mark.parametrize('page', EACH)
def test_a_guide_has_lists_words_to_say_and_what_to_do_when_something_goes_wrong(page: content.Page[GuideHead]):
    assert re.search(r'^(- |1\. )', page.body, re.MULTILINE)
    assert len(re.findall('“', page.body)) >= 3
    assert [each.words for each in sections(page.body) if GOES_WRONG[page.language].search(each.words)] != []


@pytest.mark.parametrize('page', EACH)
def test_every_guide_for_cafes_of_parents_leads_to_what_is_written_down(page: content.Page[GuideHead]):
    leads = SAFETY in markdown.links(page.body) or page.slug == SAFETY.rpartition('/')[2]
    assert leads == (page.head.models != ['school'])


@pytest.mark.parametrize('slug', PAGES)
def test_spanish_is_written_and_not_left_in_english(slug: str):
    english, spanish = parts(PAGES[slug]['en']), parts(PAGES[slug]['es'])
    assert set(english) & set(spanish) == {'head', 'start'}
    assert not set(re.split(r'[.!?]\s', english['start'])) & set(re.split(r'[.!?]\s', spanish['start']))


@pytest.mark.parametrize('page', [pytest.param(page, id=page.slug) for page in guides() if page.head.kinds == ['talk']])
def test_a_talk_has_its_reason_a_pair_two_rounds_and_a_card(page: content.Page[GuideHead]):
    headings = [each.words for each in sections(page.body)]
    assert [each for each in headings if each.endswith(', ten minutes')] == [headings[headings.index('What to say when you open') + 1]]
    assert headings[0] == 'Why this talk'
    assert headings.index('Questions for the tables') < headings.index('A card for oneself')
    assert len(re.findall('^\\*\\*(First|Second) round: ', page.body, re.MULTILINE)) == 2
    assert len(re.findall(r'^- .*\?$', page.body, re.MULTILINE)) >= 6


def test_there_is_one_talk_for_each_strength_with_its_official_name():
    talks = [page for page in guides() if 'talk' in page.head.kinds]
    assert [page.head.factors for page in talks] == [[factor] for factor in FACTORS]
    names = content.load('factors', FactorWords)
    for page in talks:
        for code in LANGUAGES:
            assert names[page.head.factors[0]]['en'].head.title in PAGES[page.slug][code].head.credit


@pytest.mark.parametrize('slug', ['first-cafe-on-one-page', 'planning-a-school-cafe'])
@pytest.mark.parametrize('code', LANGUAGES)
def test_a_timetable_has_no_gap_and_ends_when_it_says(slug: str, code: str):
    rows = rows_of_minutes(PAGES[slug][code])
    assert rows[0][0] == 0 and rows[-1][1] == PAGES[slug][code].head.minutes
    assert [end for _one, end in rows[:-1]] == [one for one, _end in rows[1:]]


def test_a_guide_is_offered_only_at_steps_of_the_cafes_that_it_is_for():
    models = {path.key: path.head.model for path in paths()}
    for page in guides():
        assert {models[step.partition(':')[0]] for step in page.head.steps} == set(page.head.models)


def test_every_step_in_which_people_host_or_plan_offers_a_guide():
    offered = {step for page in guides() for step in page.head.steps}
    wanted = {f'parent-cafe:{number}' for number in range(1, 6)} | {f'community-cafe:{number}' for number in range(4, 8)}
    assert (wanted | {f'school-cafe:{number}' for number in range(1, 9)}) - offered == set()


async def test_other_pages_to_which_guides_lead_are_there(client: httpx.AsyncClient):
    links = {link for pages in PAGES.values() for page in pages.values() for link in markdown.links(page.body) if link.startswith('/')}
    others = sorted(link for link in links if not link.startswith('/guides'))
    assert [(link, (await client.get(link)).status_code) for link in others] == [('/privacy', 200), ('/sessions', 200)]
