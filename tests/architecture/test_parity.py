"""Whoever reads Spanish reads all of it: every sentence of code and templates is said, with the same placeholders and tags."""

from __future__ import annotations

import ast
import importlib
import pkgutil

import pytest

import coaching
from coaching.kit.refusal import Reason
from coaching.kit.words.catalogs import LOCALE, read_catalog
from coaching.kit.words.gathering import ROOT, Sentence, gather, stale, unlike, untranslated

MARKS = ('_', 'n_', 'later')
LANGUAGES = sorted(path.name for path in LOCALE.iterdir() if path.is_dir())


@pytest.fixture(scope='module')
def sentences() -> list[Sentence]:
    return gather(ROOT)


def test_spanish_is_one_of_the_languages():
    assert 'es' in LANGUAGES


@pytest.mark.parametrize('code', LANGUAGES)
def test_every_sentence_is_translated(sentences: list[Sentence], code: str):
    catalog = read_catalog(LOCALE / code)
    lacking = untranslated(sentences, catalog)
    entries = '\n'.join(sentence.entry(catalog.num_plurals) for sentence in lacking)
    assert not lacking, f'{len(lacking)} sentences are missing in {code}:\n\n{entries}'


@pytest.mark.parametrize('code', LANGUAGES)
def test_no_translation_has_outlived_its_sentence(sentences: list[Sentence], code: str):
    assert stale(sentences, read_catalog(LOCALE / code)) == []


@pytest.mark.parametrize('code', LANGUAGES)
def test_placeholders_and_tags_are_the_same(sentences: list[Sentence], code: str):
    assert unlike(sentences, read_catalog(LOCALE / code)) == []


def test_no_sentence_hides_where_it_cannot_be_gathered():
    """Inside an f-string, or behind another name, a marked sentence would be found by nobody and stay English."""
    hidden = []
    for path in sorted((ROOT / 'coaching').rglob('*.py')):
        for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
            inside = ast.walk(node) if isinstance(node, ast.JoinedStr) else ()
            calls = [one.func.id for one in inside if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)]
            renamed = [one.name for one in node.names if one.asname] if isinstance(node, ast.ImportFrom) else []
            hidden += [f'{path.relative_to(ROOT)}:{node.lineno} {name}' for name in (*calls, *renamed) if name in MARKS]
    assert hidden == []


def test_every_reason_is_among_the_sentences(sentences: list[Sentence]):
    for module in pkgutil.walk_packages(coaching.__path__, 'coaching.'):
        if not module.name.endswith('__main__'):
            importlib.import_module(module.name)
    spoken = {reason.value for kind in _kinds(Reason) if kind.__module__.startswith('coaching.') for reason in kind}
    assert spoken - {sentence.one for sentence in sentences} == set()


def _kinds(kind: type[Reason]) -> list[type[Reason]]:
    return [below for child in kind.__subclasses__() for below in (child, *_kinds(child))]
