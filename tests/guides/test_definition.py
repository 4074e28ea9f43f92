"""The guides as editors wrote them: whole, tagged alike in each language, and leading nowhere in vain."""

from __future__ import annotations

import dataclasses
import functools
import re
import shutil
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from coaching.guides import definition
from coaching.guides.definition import FOLDER, GuideHead, faults, guide, guides, guides_of, sections, text_faults
from coaching.kit import content
from coaching.kit.words import LANGUAGES, speaking

PAGES = content.load(FOLDER, GuideHead)
TABLE = 'hosting-a-table'


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A copy of guides and paths that is read instead of ours, to be changed by the one who asks for it."""
    for language in LANGUAGES:
        for folder in (FOLDER, 'path'):
            shutil.copytree(content.CONTENT / language / folder, tmp_path / language / folder)
    monkeypatch.setattr(content, 'load', functools.partial(content.load, root=tmp_path))
    monkeypatch.setattr(content, 'names', functools.partial(content.names, root=tmp_path))
    return tmp_path


def with_table(*, english: dict[str, Any] | None = None, spanish: dict[str, Any] | None = None) -> dict[str, dict[str, content.Page]]:
    """All guides, where the one about hosting a table has another body or other keys in a language."""
    pages = dict(PAGES[TABLE])
    for code, keys in (('en', english or {}), ('es', spanish or {})):
        body = keys.pop('body', pages[code].body)
        pages[code] = dataclasses.replace(pages[code], body=body, head=msgspec.structs.replace(pages[code].head, **keys))
    return {**PAGES, TABLE: pages}


def test_nothing_is_wrong_with_the_guides():
    assert faults(PAGES) == []


def test_guides_stand_by_kind_talks_in_the_order_of_the_strengths_then_by_title():
    assert [page.slug for page in guides()] == [
        'cafes-of-our-own', 'food-children-and-rides', 'planning-a-school-cafe',
        'getting-ready-to-host', 'harvest-and-telling-back', 'hosting-a-table', 'welcome-and-agreements',
        'talk-parental-resilience', 'talk-social-connections', 'talk-knowledge', 'talk-concrete-support', 'talk-child-competence',
        'what-is-written-down', 'first-cafe-on-one-page',
    ]  # fmt: skip


def test_a_guide_is_read_in_the_language_that_is_spoken():
    with speaking('es'):
        assert guide(TABLE).head.title == 'Reciba en una mesa'
        assert {page.language for page in guides()} == {'es'}
    assert guide(TABLE).head.title == 'Host a table'


def test_a_guide_that_nobody_wrote_is_not_found():
    with pytest.raises(KeyError):
        guide('hosting-a-boat')


def test_a_step_offers_the_guides_that_are_about_it():
    assert [page.slug for page in guides_of('parent-cafe', 3)] == ['getting-ready-to-host', TABLE, 'what-is-written-down']
    assert [page.slug for page in guides_of('school-cafe', 4)] == ['planning-a-school-cafe']
    assert guides_of('parent-cafe', 30) == guides_of('tea-house', 1) == ()


def test_sections_have_places_that_links_find_in_each_language():
    places = {code: [(each.words, each.anchor) for each in sections(page.body)][-1] for code, page in PAGES[TABLE].items()}
    assert places == {'en': ('At the end', 'at-at-the-end'), 'es': ('Al final', 'at-al-final')}


@pytest.mark.parametrize(
    ('key', 'value', 'said'),
    [
        ('audience', ['coach'], "audience: ['coach']; in English: ['hosts']"),
        ('kinds', ['sheet'], "kinds: ['sheet']; in English: ['hosting']"),
        ('models', ['parent'], "models: ['parent']; in English: ['parent', 'community']"),
        ('factors', ['knowledge'], "factors: ['knowledge']; in English: []"),
    ],
)
def test_a_guide_that_is_another_one_in_spanish_is_told(key: str, value: Any, said: str):
    assert faults(with_table(spanish={key: value})) == [f'es/guides/{TABLE}.md: {said}']


@pytest.mark.parametrize('step', ['parent-cafe:7', 'parent-cafe-1:4', 'tea-house:1'])
def test_a_step_that_no_path_has_is_told(step: str):
    steps = {'steps': ['parent-cafe:4', step]}
    assert faults(with_table(english=dict(steps), spanish=dict(steps))) == [f'en/guides/{TABLE}.md: steps: no path has {step}']


def test_only_the_newest_version_of_a_path_says_which_steps_there_are(tree: Path):
    steps = tree / 'en' / 'path' / 'steps'
    for number in (1, 2, 3, 4, 5):
        shutil.copy(steps / f'school-cafe-1-{number}.md', steps / f'school-cafe-10-{number}.md')
        shutil.copy(steps / f'school-cafe-1-{number}.md', steps / f'school-cafe-9-{number}.md')
    (steps / 'school-cafe-9-8.md').touch()
    told = [f'en/guides/planning-a-school-cafe.md: steps: no path has school-cafe:{number}' for number in (6, 7, 8)]
    assert faults(content.load(FOLDER, GuideHead)) == told


def test_what_is_wrong_with_a_text_is_told_with_its_file():
    body = '{name}, see [this](/guides/hosting-a-boat).\n\n## One\n'
    assert faults(with_table(spanish={'body': body})) == [
        f'es/guides/{TABLE}.md: /guides/hosting-a-boat: there is no such guide',
        f'es/guides/{TABLE}.md: sections: 1; in English: {len(sections(PAGES[TABLE]["en"].body))}',
        f'es/guides/{TABLE}.md: nothing fills {{name}} here',
    ]


def test_a_place_counts_in_the_language_of_the_guide_that_leads_there():
    places = {code: definition.anchors(PAGES['talk-knowledge'][code].body) for code in LANGUAGES}
    there = '/guides/talk-knowledge#at-por-que-esta-platica'
    assert text_faults(f'## A\n\n[there]({there})', {'talk-knowledge': places['es']}) == []
    assert text_faults(f'## A\n\n[there]({there})', {'talk-knowledge': places['en']}) == [f'{there}: that guide has no such place']


@pytest.mark.parametrize(
    ('body', 'told'),
    [
        ('## A\n\n[here](#at-a) [help](/help) [mail](mailto:rosa@example.org) [call](tel:211) [far](https://example.org/x)', []),
        ('## A\n\n[all](/guides) [table](/guides/table) [end](/guides/table#at-end)', []),
        ('## A\n\n### B\n\n[here](#at-b) ![a table](/pictures/table.png)', []),
        ('Only words.', ['there is no section; begin each with ## and what it is about']),
        ('### Deep', ['there is no section; begin each with ## and what it is about']),
        ('# *Big* A\n\n## B', ['"Big A": the title is the only heading of the first level']),
        ('## A\n\n## B\n\n## A\n\n## A', ['"A" stands over two sections']),
        ('## A\n\n[x](#at-b)', ['#at-b: there is no such place on this page']),
        ('## A\n\n[x](/guides/boat)', ['/guides/boat: there is no such guide']),
        ('## A\n\n[x](/guides/table#at-b)', ['/guides/table#at-b: that guide has no such place']),
        ('## A\n\n[x](/guides/table#)', ['/guides/table#: that guide has no such place']),
        ('## A\n\n[x](table.md)', ['table.md: links lead to pages of ours, as /help, or to https:, mailto: and tel:']),
        (
            '## A\n\n[x](http://example.org)',
            ['http://example.org: links lead to pages of ours, as /help, or to https:, mailto: and tel:'],
        ),
        ('## A\n\n![a](https://example.org/a.png)', ['https://example.org/a.png: pictures come from our own pages only']),
    ],
)
def test_what_can_be_wrong_with_a_text(body: str, told: list[str]):
    assert text_faults(body, {'table': ['at-end']}) == told


@pytest.mark.parametrize(
    ('key', 'value'),
    [('steps', ['parent-cafe']), ('steps', ['parent-cafe:0']), ('audience', []), ('kinds', ['song']), ('minutes', 4), ('revision', 0),
     ('factors', ['hope']), ('colour', 'red')],
)  # fmt: skip
def test_a_head_is_read_strictly(key: str, value: Any):
    head = {**msgspec.to_builtins(PAGES[TABLE]['en'].head), key: value}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(head, GuideHead)


def test_the_guide_for_editors_knows_every_key_and_every_word_that_a_key_may_hold():
    told = (content.CONTENT / 'README.md').read_text(encoding='utf-8').split('\n## `guides/`')[1].split('\n## ')[0]
    held = {word for kind in (definition.Kind, definition.Model, definition.Audience) for word in get_args(kind)}
    assert {*GuideHead.__struct_fields__, *held} - set(re.findall(r'`([\w-]+)`', told)) == set()
