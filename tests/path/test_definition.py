"""The ways of a team as editors wrote them: whole, easy to read, the same in each language, and kept when a newer version comes."""

from __future__ import annotations

import dataclasses
import functools
import re
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest

from coaching.kit import content, markdown
from coaching.kit.readability import ease, grade
from coaching.kit.words import LANGUAGES, speaking
from coaching.path import definition
from coaching.path.definition import PATHS, STEPS, PathHead, StepHead, path, path_faults, paths, step_faults

PATH_PAGES = content.load(PATHS, PathHead)
STEP_PAGES = content.load(STEPS, StepHead)
SEVEN, FIRST = 'community-cafe-1', 'community-cafe-1-1'


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A copy of the paths that is read instead of ours, to be changed by the one who asks for it."""
    for language in LANGUAGES:
        shutil.copytree(content.CONTENT / language / PATHS, tmp_path / language / PATHS)
    monkeypatch.setattr(content, 'load', functools.partial(content.load, root=tmp_path))
    monkeypatch.setattr(definition, '_all', definition._all.__wrapped__)
    return tmp_path


def changed(page: content.Page, **keys: Any) -> content.Page:
    """The page with other keys in its head."""
    return dataclasses.replace(page, head=msgspec.structs.replace(page.head, **keys))


def words_of(page: content.Page[StepHead]) -> dict[str, str]:
    """What people read of a step, without the keys that are no words."""
    head = page.head
    return {
        'head': '\n'.join([head.label, head.title, head.summary, head.before]),
        'purposes': '\n'.join(purpose.words for purpose in head.purposes),
        'questions': '\n'.join(head.questions),
        'proof': '\n'.join(proof.words for proof in head.proof),
        'body': markdown.plain(page.body),
    }


def build_next_version(root: Path, version: int, title: str) -> None:
    """What an editor does: copy the files under another number, and change the copies."""
    for language in LANGUAGES:
        for old in (root / language / PATHS).rglob(f'{SEVEN}*.md'):
            text = old.read_text(encoding='utf-8').replace('version: 1\n', f'version: {version}\n')
            new = old.with_name(old.name.replace(SEVEN, f'community-cafe-{version}', 1))
            new.write_text(re.sub('^title: .*', f'title: "{title}"', text, count=1, flags=re.MULTILINE), encoding='utf-8')


def test_the_community_path_has_seven_steps_nineteen_purposes_and_six_outcomes():
    steps = path('community-cafe', 1).steps
    assert [step.number for step in steps] == [1, 2, 3, 4, 5, 6, 7]
    assert [len(step.codes) for step in steps if step.head.kind == 'task'] == [3, 3, 4, 2, 4, 3]
    assert sum(len(step.codes) for step in steps if step.head.kind == 'task') == 19
    assert steps[-1].codes == ('7.a', '7.b', '7.c', '7.d', '7.e', '7.f')


def test_only_the_seven_questions_of_the_dream_are_private():
    private = {slug: len(pages['en'].head.questions) for slug, pages in STEP_PAGES.items() if pages['en'].head.questions_private}
    assert private == {FIRST: 7}


def test_a_team_may_choose_among_three_paths_in_the_language_that_it_speaks():
    assert [(each.key, each.version, each.head.model, len(each.steps)) for each in paths()] == [
        ('community-cafe', 1, 'community', 7),
        ('parent-cafe', 1, 'parent', 6),
        ('school-cafe', 1, 'school', 8),
    ]
    with speaking('es'):
        assert path('parent-cafe', 1).step(1).head.label == 'Primera probada'
    assert path('parent-cafe', 1).step(1).head.label == 'First Taste'


def test_a_step_is_found_by_its_number_and_where_there_is_none_there_is_none():
    seven = path('community-cafe', 1)
    assert [seven.step(number).number for number in (1, 7)] == [1, 7]
    assert [seven.step(number) for number in (0, 8, -1)] == [None, None, None]


@pytest.mark.parametrize(('key', 'version'), [('community-cafe', 2), ('community-cafe', 0), ('tea-house', 1), ('community', 1)])
def test_a_path_or_version_that_nobody_wrote_is_not_found(key: str, version: int):
    with pytest.raises(KeyError):
        path(key, version)


def test_a_new_team_begins_with_the_newest_version_and_the_others_keep_theirs(tree: Path):
    build_next_version(tree, 2, 'Two')
    build_next_version(tree, 10, 'Ten')
    assert definition.path_faults(content.load(PATHS, PathHead)) == []
    assert [(each.key, each.version) for each in paths()] == [('community-cafe', 10), ('parent-cafe', 1), ('school-cafe', 1)]
    assert [path('community-cafe', version).head.title for version in (2, 10)] == ['Two', 'Ten']
    assert path('community-cafe', 1).head == PATH_PAGES[SEVEN]['en'].head
    assert path('community-cafe', 10).step(3).page.slug == 'community-cafe-10-3'


@pytest.mark.parametrize('slug', PATH_PAGES)
def test_only_the_last_step_lives_on_without_an_end(slug: str):
    numbers = range(1, PATH_PAGES[slug]['en'].head.steps + 1)
    for language in LANGUAGES:
        kinds = [STEP_PAGES[f'{slug}-{number}'][language].head.kind for number in numbers]
        assert kinds == ['task'] * (len(kinds) - 1) + ['living']


@pytest.mark.parametrize('slug', STEP_PAGES)
def test_both_languages_say_the_same_with_other_words(slug: str):
    english, spanish = STEP_PAGES[slug]['en'].head, STEP_PAGES[slug]['es'].head
    for head in (english, spanish):
        assert 2 <= len(head.purposes) <= 6 and 3 <= len(head.proof) <= 5
    said = [
        (
            head.kind, head.mode, head.actors, head.questions_private, bool(head.before), len(head.questions),
            [purpose.code for purpose in head.purposes], [proof.kind for proof in head.proof],
        )
        for head in (english, spanish)
    ]  # fmt: skip
    assert said[0] == said[1]
    assert not {english.title, *english.questions} & {spanish.title, *spanish.questions}


@pytest.mark.parametrize('slug', STEP_PAGES)
def test_every_step_is_easy_to_read(slug: str):
    english, spanish = words_of(STEP_PAGES[slug]['en']), words_of(STEP_PAGES[slug]['es'])
    assert {part: round(grade(text), 1) for part, text in english.items() if grade(text) > 6} == {}
    assert {part: round(ease(text), 1) for part, text in spanish.items() if ease(text) < 70} == {}


@pytest.mark.parametrize('slug', PATH_PAGES)
def test_every_path_says_easily_how_it_is_walked_and_where_it_comes_from(slug: str):
    english, spanish = PATH_PAGES[slug]['en'], PATH_PAGES[slug]['es']
    assert grade(f'{english.head.title}\n{english.head.summary}\n{markdown.plain(english.body)}') <= 6
    assert ease(f'{spanish.head.title}\n{spanish.head.summary}\n{markdown.plain(spanish.body)}') >= 70
    assert 'order' in english.head.credit and 'orden' in spanish.head.credit


def test_nothing_is_wrong_with_the_paths_and_their_steps():
    assert path_faults(PATH_PAGES) == []
    assert step_faults(STEP_PAGES) == []


def test_a_path_whose_name_says_another_version_is_told():
    pages = {**PATH_PAGES, SEVEN: {code: changed(page, version=3) for code, page in PATH_PAGES[SEVEN].items()}}
    assert path_faults(pages) == [f'{code}/path/{SEVEN}.md: version: 3, but the name says another' for code in LANGUAGES]


def test_a_path_that_is_another_one_in_spanish_is_told():
    spanish = changed(PATH_PAGES[SEVEN]['es'], model='parent', steps=6)
    assert path_faults({**PATH_PAGES, SEVEN: {**PATH_PAGES[SEVEN], 'es': spanish}}) == [
        f'es/path/{SEVEN}.md: model: parent; in English: community',
        f'es/path/{SEVEN}.md: steps: 6; in English: 7',
    ]


def test_a_step_that_is_missing_is_told_and_so_is_one_that_no_path_has(tree: Path):
    for language in LANGUAGES:
        steps = tree / language / STEPS
        (steps / f'{SEVEN}-4.md').rename(steps / f'{SEVEN}-8.md')
    assert path_faults(content.load(PATHS, PathHead)) == [
        f'en/path/steps/{SEVEN}-4.md: is missing',
        f'en/path/steps/{SEVEN}-8.md: no path has this step',
    ]


def test_steps_that_cannot_be_read_are_told_once_where_they_stand(tree: Path):
    (tree / 'es' / STEPS / f'{FIRST}.md').unlink()
    assert path_faults(content.load(PATHS, PathHead)) == []
    with pytest.raises(content.WrongContent, match=f'^es/path/steps/{FIRST}.md: is missing$'):
        content.load(STEPS, StepHead)


def codes(*these: str) -> list[definition.Purpose]:
    return [definition.Purpose(code, 'You sat at a table.') for code in these]


@pytest.mark.parametrize(
    ('purposes', 'said'),
    [
        (codes('1.a', '1.c'), '1.a, 1.c'),
        (codes('1.b', '1.a'), '1.b, 1.a'),
        (codes('2.a', '2.b'), '2.a, 2.b'),
        (codes('1.a', '1.a'), '1.a, 1.a'),
        (codes(), 'none'),
    ],
)
def test_purposes_that_are_not_counted_in_order_are_told(purposes: list[definition.Purpose], said: str):
    pages = {code: changed(page, purposes=purposes) for code, page in STEP_PAGES[FIRST].items()}
    assert step_faults({FIRST: pages}) == [f'en/path/steps/{FIRST}.md: purposes: {said}; they are counted as 1.a, 1.b']


@pytest.mark.parametrize(
    ('key', 'value', 'said'),
    [
        ('kind', 'living', 'kind: living; in English: task'),
        ('mode', 'visit', 'mode: visit; in English: alone'),
        ('actors', ['hosts', 'coach'], "actors: ['hosts', 'coach']; in English: ['starter']"),
        ('questions_private', False, 'questions_private: False; in English: True'),
        ('purposes', codes('1.a', '1.b', '1.d'), 'codes of purposes or kinds of proof are others than in English'),
        ('proof', [definition.Proof('story', 'Una historia')], 'codes of purposes or kinds of proof are others than in English'),
    ],
)
def test_a_step_that_is_another_one_in_spanish_is_told(key: str, value: Any, said: str):
    spanish = changed(STEP_PAGES[FIRST]['es'], **{key: value})
    assert step_faults({FIRST: {**STEP_PAGES[FIRST], 'es': spanish}}) == [f'es/path/steps/{FIRST}.md: {said}']


def test_the_guide_for_editors_knows_every_key_and_every_word_that_a_key_may_hold():
    guide = (content.CONTENT / 'README.md').read_text(encoding='utf-8').split('\n## `path/`')[1].split('\n## ')[0]
    told = set(re.findall(r'`([\w-]+)`', guide))
    keys = {*PathHead.__struct_fields__, *StepHead.__struct_fields__}
    held = {word for kind in (definition.Model, definition.StepKind, definition.Mode, definition.Role, definition.ProofKind)
            for word in kind.__args__}  # fmt: skip
    assert (keys | held) - told == set()
