"""The content that goes out is whole, easy to read, and what its own guide for editors says of it."""

from __future__ import annotations

import re

import pytest

from coaching.framework import notices, offerings
from coaching.kit import content, markdown
from coaching.kit.readability import ease, grade
from coaching.kit.words import LANGUAGES, speaking
from coaching.outbox.kinds import KINDS

GUIDE = content.CONTENT / 'README.md'
NOTICES = content.load('notices', notices.Notice)
OFFERINGS = content.load('funnel', offerings.OfferingWords)


def test_nothing_is_wrong_with_any_of_it():
    assert content.check_all() == []


@pytest.mark.parametrize('slug', NOTICES)
def test_notices_are_easy_to_read(slug: str):
    assert grade(markdown.plain(NOTICES[slug]['en'].body)) <= 6
    assert ease(markdown.plain(NOTICES[slug]['es'].body)) >= 70


@pytest.mark.parametrize('kind', OFFERINGS)
def test_the_words_of_each_session_are_easy_to_read(kind: str):
    assert grade('\n'.join(OFFERINGS[kind]['en'].texts)) <= 6
    assert ease('\n'.join(OFFERINGS[kind]['es'].texts)) >= 70


@pytest.mark.parametrize('language', LANGUAGES)
def test_a_notice_is_filled_and_leads_on_in_the_readers_language(language: str):
    with speaking(language):
        html = notices.text_of('help', network='Prairie Cafés', help_line='555 <0100>', address=lambda path: f'/{language}{path}')
    assert '<strong>555 &lt;0100&gt;</strong>' in html
    assert f'href="/{language}/my"' in html
    assert '{' not in html


def test_the_words_to_start_with_stand_in_every_language():
    assert [page.head.title for page in offerings.starting_words('taste').values()] == ['A Taste of Cafés', 'Una probada de café']


def test_the_guide_for_editors_knows_every_kind_of_letter_as_the_code_does():
    table = GUIDE.read_text(encoding='utf-8').split('<!-- kinds -->')[1].split('\n\n')[0]
    rows = [[cell.strip() for cell in line.strip('|').split('|')] for line in table.strip().splitlines()[2:]]
    said = {row[0].strip('`'): tuple(set(re.findall(r'\{(\w+)\}', cell)) for cell in row[2:]) for row in rows}
    assert said == {kind.name: (set(kind.facts), set(kind.links), set(kind.blocks)) for kind in KINDS.values()}


def test_nobody_is_asked_with_the_words_that_we_do_not_use():
    words = re.compile(r'\b(please|sorry, but|invalid|submit|user|por favor|inválido)\b', re.IGNORECASE)
    found = [path for path in content.CONTENT.rglob('*.md') if words.search(path.read_text(encoding='utf-8'))]
    assert found == []
