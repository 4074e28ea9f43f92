"""The instruments as editors wrote them: whole, easy to read, alike in each language; and one that nobody here wrote works by itself."""

from __future__ import annotations

import dataclasses
import functools
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from coaching.kit import content, markdown
from coaching.kit.readability import ease, grade
from coaching.kit.words import speaking
from coaching.readiness import definition
from coaching.readiness.checks import faults
from coaching.readiness.definition import FOLDER, Anchor, Band, Head, Item, Part, instrument, instruments, same_point

PAGES = content.load(FOLDER, Head)
CHECK, HOST, LEVER = 'readiness-check-1', 'host-check-1', 'lever-check-1'
TEA = """---
title: "{title}"
summary: "{title}"
version: {version}
credit: "{title}"
answered: together
models:
  - community
occasions:
  - other
scored: true
scale:
  - key: cold
    words: "{cold}"
    means: "{cold}."
    value: 0
  - key: hot
    words: "{hot}"
    means: "{hot}."
    value: 1
unsure: true
may_not_fit: false
bands:
  - key: drink
    words: "{hot}"
    from: 0
parts:
  - key: pot
    title: "{title}"
    lead: "{title}?"
    items:
      - key: {key}
        words: "{hot}?"
        in_place: "{hot}."
        evidence: "{hot}"
        was: "{was}"
---
{title}.
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A folder of content that is read instead of ours."""
    monkeypatch.setattr(content, 'load', functools.partial(content.load.__wrapped__, root=tmp_path))
    monkeypatch.setattr(definition, '_all', definition._all.__wrapped__)
    return tmp_path


def brew(tree: Path, version: int, key: str = 'leaves', was: str = '') -> None:
    """An editor elsewhere writes a check of tea in both languages."""
    said = {'en': ('How is the tea?', 'Cold', 'Hot'), 'es': ('¿Cómo está el té?', 'Frío', 'Caliente')}
    for language in said:
        title, cold, hot = said[language]
        (tree / language / FOLDER).mkdir(parents=True, exist_ok=True)
        text = TEA.format(title=title, cold=cold, hot=hot, version=version, key=key, was=was)
        (tree / language / FOLDER / f'tea-check-{version}.md').write_text(text, encoding='utf-8')


def texts(page: content.Page[Head]) -> dict[str, str]:
    """What people read of an instrument, by where it stands."""
    head = page.head
    found = {'head': f'{head.title}\n{head.summary}', 'body': markdown.plain(page.body)}
    found['scale'] = '\n'.join(f'{anchor.words}\n{anchor.means}' for anchor in head.scale)
    for part in head.parts:
        found[part.key] = f'{part.title}\n{part.lead}'
        found |= {item.key: f'{item.words}\n{item.in_place}\n{item.evidence}' for item in part.items}
    return found


def changed(head: Head, **keys: Any) -> Head:
    return msgspec.structs.replace(head, **keys)


def wrongs(slug: str, **keys: Any) -> list[str]:
    """What is said of an instrument whose head holds this in every language, without the name of its file."""
    pages = {code: dataclasses.replace(page, head=changed(page.head, **keys)) for code, page in PAGES[slug].items()}
    return [fault.removeprefix(f'en/{FOLDER}/{slug}.md: ') for fault in faults({slug: pages})]


def with_items(slug: str, **keys: Any) -> list[Part]:
    """The parts, with the first point changed."""
    first, *others = PAGES[slug]['en'].head.parts
    return [msgspec.structs.replace(first, items=[msgspec.structs.replace(first.items[0], **keys), *first.items[1:]]), *others]


def test_three_instruments_go_out_and_each_is_what_the_design_says():
    assert [(one.key, one.version, [len(part.items) for part in one.head.parts]) for one in instruments()] == [
        ('host-check', 1, [9, 5]),
        ('lever-check', 1, [6, 6, 5]),
        ('readiness-check', 1, [7, 7, 7]),
    ]
    assert [(one.head.answered, one.head.scored) for one in instruments()] == [('together', False), ('network', False), ('each', True)]


def test_the_readiness_check_has_five_answers_that_mean_something_a_pulse_and_what_must_be_there_first():
    check = instrument('readiness-check', 1)
    assert check.answers == ('not-yet', 'starting', 'getting-there', 'strong', 'rooted', 'not-sure', 'does-not-fit')
    assert [item.key for item in check.items if item.pulse] == ['A2', 'B1', 'B2', 'C1', 'C2', 'C3', 'C5']
    assert ([item.key for item in check.items if item.must_have], check.head.enough) == (['C1', 'C3', 'C5'], 2)
    assert [(band.key, band.share) for band in check.head.bands] == [
        ('build-first', 0), ('growing', 0.375), ('ready-to-try', 0.625), ('rooted', 0.85),
    ]  # fmt: skip


def test_a_pulse_asks_the_points_of_its_own_and_leaves_out_what_has_none():
    check = instrument('readiness-check', 1)
    assert [len(part.items) for part in check.asked(pulse=True)] == [1, 2, 4]
    assert [len(part.items) for part in check.asked(pulse=False)] == [7, 7, 7]
    assert (check.has_pulse, instrument('host-check', 1).has_pulse) == (True, False)
    assert instrument('host-check', 1).asked(pulse=True) == ()


def test_a_scale_counts_by_its_values_and_by_its_order_where_it_has_none():
    assert instrument('readiness-check', 1).values == {'not-yet': 0, 'starting': 1, 'getting-there': 2, 'strong': 3, 'rooted': 4}
    assert instrument('host-check', 1).values == {'not-this-time': 0, 'partly': 1, 'done': 2}
    assert instrument('lever-check', 1).answers == ('idea', 'under-way', 'in-place', 'kept-going', 'does-not-fit')


def test_a_point_is_found_by_its_key_in_the_language_that_is_spoken():
    with speaking('es'):
        assert instrument('readiness-check', 1).item('A5').words == 'Podemos hacerlo con la gente y las horas que hay.'
    assert instrument('readiness-check', 1).item('A9') is None


@pytest.mark.parametrize(('key', 'version'), [('readiness-check', 2), ('readiness', 1), ('tea-check', 1)])
def test_an_instrument_that_nobody_wrote_is_not_found(key: str, version: int):
    with pytest.raises(KeyError):
        instrument(key, version)


def test_an_instrument_that_nobody_here_wrote_works_from_a_folder_of_content_alone(tree: Path):
    brew(tree, 1)
    brew(tree, 2, was='leaves')
    brew(tree, 10)
    assert faults(content.load(FOLDER, Head)) == []
    assert [(one.key, one.version, one.answers, one.values) for one in instruments()] == [
        ('tea-check', 10, ('cold', 'hot', 'not-sure'), {'cold': 0, 'hot': 1})
    ]
    with speaking('es'):
        assert instrument('tea-check', 2).head.title == '¿Cómo está el té?'


def test_a_line_over_time_goes_on_only_where_each_version_says_that_it_asks_the_same(tree: Path):
    brew(tree, 1, 'leaves')
    brew(tree, 2, 'pot', was='leaves')
    brew(tree, 3, 'cup', was='pot')
    brew(tree, 4, 'cup')
    said = [(3, 3), (2, 3), (1, 3), (3, 4), (1, 4), (0, 1)]
    assert [same_point('tea-check', 'cup' if since > 0 else 'leaves', since=since, version=version) for since, version in said] == [
        'cup', 'pot', 'leaves', None, None, None,
    ]  # fmt: skip
    (tree / 'en' / FOLDER / 'tea-check-2.md').unlink()
    (tree / 'es' / FOLDER / 'tea-check-2.md').unlink()
    assert same_point('tea-check', 'cup', since=1, version=3) is None


@pytest.mark.parametrize('slug', PAGES)
def test_every_point_and_every_answer_is_easy_to_read(slug: str):
    english, spanish = texts(PAGES[slug]['en']), texts(PAGES[slug]['es'])
    assert {where: round(grade(text), 1) for where, text in english.items() if grade(text) > 6} == {}
    assert {where: round(ease(text), 1) for where, text in spanish.items() if ease(text) < 70} == {}


@pytest.mark.parametrize('slug', PAGES)
def test_spanish_says_it_in_words_of_its_own(slug: str):
    english, spanish = (PAGES[slug][code].head for code in ('en', 'es'))
    ours = {item.words for part in english.parts for item in part.items} | {anchor.words for anchor in english.scale}
    theirs = {item.words for part in spanish.parts for item in part.items} | {anchor.words for anchor in spanish.scale}
    assert not ours & theirs
    assert len(ours) == len(theirs)


def test_nothing_is_wrong_with_the_instruments():
    assert faults(PAGES) == []


ITEM = Item('A1', 'Tea', 'Hot', 'A pot')
UPWARDS = 'bands: from 0 upwards, each higher than the one before, none over 1'
ENOUGH = 'enough: where a scored instrument has must-haves, and nowhere else'


@pytest.mark.parametrize(
    ('slug', 'keys', 'said'),
    [
        (CHECK, {'version': 2}, ['version: 2, but the name says another']),
        (CHECK, {'occasions': []}, ['occasions: one or more']),
        (CHECK, {'models': []}, ['models: for teams there are some, for the network none']),
        (LEVER, {'models': ['parent']}, ['models: for teams there are some, for the network none']),
        (CHECK, {'extra': ['owner']}, ['extra: only for the network']),
        (CHECK, {'answered': 'together'}, ['pulse: only where each member answers alone']),
        (HOST, {'scale': [Anchor('one', 'One', 'One.')]}, ['scale: two answers or more']),
        (HOST, {'scale': [Anchor('no', 'No', 'No.', 0), Anchor('yes', 'Yes', 'Yes.')]}, ['scale: only a scored instrument has values']),
        (HOST, {'bands': [Band('all', 'All', 0)]}, ['bands: a scored instrument has them, and no other']),
        (CHECK, {'bands': []}, ['bands: a scored instrument has them, and no other']),
        (CHECK, {'bands': [Band('some', 'Some', 0.1)]}, [UPWARDS]),
        (CHECK, {'bands': [Band('a', 'A', 0), Band('b', 'B', 1.5)]}, [UPWARDS]),
        (CHECK, {'bands': [Band('a', 'A', 0), Band('b', 'B', 0)]}, [UPWARDS]),
        (CHECK, {'enough': None}, [ENOUGH]),
        (HOST, {'enough': 1}, [ENOUGH]),
        (CHECK, {'enough': 5}, ['enough: one of the values of the scale, over 0']),
        (CHECK, {'enough': 0}, ['enough: one of the values of the scale, over 0']),
        (HOST, {'parts': [Part('pot', 'Tea', 'Tea?', [ITEM]), Part('cup', 'Tea', 'Tea?', [])]}, ['parts: cup asks nothing']),
        (HOST, {'parts': [Part('pot', 'Tea', 'Tea?', [ITEM, ITEM])]}, ['items: A1 stands twice']),
        (HOST, {'parts': []}, ['parts: 0 points; 1 to 100 are possible']),
        (HOST, {'parts': with_items(HOST, key='H 1')}, ['items: H 1 is no key']),
        (HOST, {'parts': with_items(HOST, key='H' * 41)}, [f'items: {"H" * 41} is no key']),
        (HOST, {'parts': with_items(HOST, was='H1')}, ['was: H1 is no point of the version before']),
        (HOST, {'parts': with_items(HOST, must_have=True), 'enough': 1}, [ENOUGH]),
        (HOST, {'scale': [Anchor('not-sure', 'Who knows', 'Who knows.'), Anchor('yes', 'Yes', 'Yes.')]},
         ['scale: not-sure has a meaning of its own']),
    ],
)  # fmt: skip
def test_an_instrument_that_could_not_be_used_is_told(slug: str, keys: dict[str, Any], said: list[str]):
    assert wrongs(slug, **keys) == said


def test_values_that_do_not_count_from_nothing_on_are_told():
    anchors = PAGES[CHECK]['en'].head.scale
    scale = [msgspec.structs.replace(anchor, value=number) for anchor, number in zip(anchors, (0, 1, 3, 4, 5), strict=True)]
    assert wrongs(CHECK, scale=scale) == ['scale: of a scored instrument the values are 0, 1, 2 and so on']


def test_two_points_that_both_say_they_were_the_same_one_are_told(tree: Path):
    brew(tree, 1)
    brew(tree, 2, was='leaves')
    pages = content.load(FOLDER, Head)
    for code, page in pages['tea-check-2'].items():
        twin = msgspec.structs.replace(page.head.parts[0].items[0], key='twin')
        part = msgspec.structs.replace(page.head.parts[0], items=[*page.head.parts[0].items, twin])
        pages['tea-check-2'][code] = dataclasses.replace(page, head=changed(page.head, parts=[part]))
    assert faults(pages) == [f'en/{FOLDER}/tea-check-2.md: was: leaves stands twice']


def test_an_instrument_that_is_another_one_in_spanish_is_told():
    spanish = PAGES[HOST]['es']
    other = changed(spanish.head, answered='each', models=['school', 'parent'], parts=with_items(HOST, key='H0'))
    keys = 'not-this-time, partly, done, hour, way, {}, H2, H3, H4, H5, H6, H7, H8, H9, Q1, Q2, Q3, Q4, Q5'
    assert faults({HOST: {**PAGES[HOST], 'es': dataclasses.replace(spanish, head=other)}}) == [
        f'es/{FOLDER}/{HOST}.md: answered: each; in English: together',
        f'es/{FOLDER}/{HOST}.md: models: school, parent; in English: community, parent',
        f'es/{FOLDER}/{HOST}.md: keys: {keys.format("H0")}; in English: {keys.format("H1")}',
    ]


def test_the_guide_for_editors_knows_every_key_and_every_word_that_a_key_may_hold():
    guide = (content.CONTENT / 'README.md').read_text(encoding='utf-8').split('\n## `instruments/`')[1].split('\n## ')[0]
    told = set(re.findall(r'`([\w-]+)`', guide))
    keys = {name for form in (Head, Anchor, Band, Part, Item) for name in form.__struct_encode_fields__}
    held = {word for kind in (definition.Answered, definition.Model, definition.Occasion, definition.Extra) for word in kind.__args__}
    assert (keys | held) - told == set()
