"""What code and templates say is found, and what a catalog lacks is named."""

from __future__ import annotations

from pathlib import Path

import click.testing
import pytest

from coaching.kit.words import __main__ as command
from coaching.kit.words.catalogs import read_catalog
from coaching.kit.words.gathering import Sentence, gather, stale, unlike, untranslated

RULES = """
from coaching.kit import refusal
from coaching.kit.refusal import Reason
from coaching.kit.words import _, later, n_

class NoPlace(Reason):
    FULL = 'This date is full.'

class NoTeam(refusal.Reason):
    NONE = 'There is no team.'

class Other:
    NAME = 'Nobody says this.'

LABEL = later('Your name')

def said(n):
    return _('Hello, %(name)s', name='Ana') + n_('%(n)s spot', '%(n)s spots', n)
"""
PAGE = """{{ _('Your name') }} {% trans count=2, where=here %}
  One <b>spot</b> in {{ where }}
{% pluralize %}
  {{ count }} <b>spots</b> in {{ where }}
{% endtrans %}"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / 'coaching').mkdir()
    (tmp_path / 'coaching' / 'rules.py').write_text(RULES, encoding='utf-8')
    (tmp_path / 'templates').mkdir()
    (tmp_path / 'templates' / 'page.html').write_text(PAGE, encoding='utf-8')
    return tmp_path


def a_catalog(root: Path, text: str):
    folder = root / 'es'
    folder.mkdir()
    (folder / 'a.po').write_text(text, encoding='utf-8')
    return read_catalog(folder)


def test_marked_sentences_reasons_and_templates_are_gathered(root: Path):
    assert [(sentence.one, sentence.many, sentence.places) for sentence in gather(root)] == [
        ('Your name', None, ('coaching/rules.py', 'templates/page.html')),
        ('Hello, %(name)s', None, ('coaching/rules.py',)),
        ('%(n)s spot', '%(n)s spots', ('coaching/rules.py',)),
        ('This date is full.', None, ('coaching/rules.py',)),
        ('There is no team.', None, ('coaching/rules.py',)),
        ('One <b>spot</b> in %(where)s', '%(count)s <b>spots</b> in %(where)s', ('templates/page.html',)),
    ]


def test_what_is_missing_can_be_pasted_into_a_catalog(root: Path):
    catalog = a_catalog(root, 'msgid "This date is full."\nmsgstr "Esta fecha está llena."\n')
    lacking = untranslated(gather(root), catalog)
    entry = lacking[2].entry(catalog.num_plurals)
    assert [sentence.one for sentence in lacking][:3] == ['Your name', 'Hello, %(name)s', '%(n)s spot']
    assert entry == '#: coaching/rules.py\nmsgid "%(n)s spot"\nmsgid_plural "%(n)s spots"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    assert Sentence('Say "hi"\n', None, ()).entry(2) == 'msgid "Say \\"hi\\"\\n"\nmsgstr ""\n'


def test_half_a_plural_and_a_guess_are_missing(root: Path):
    catalog = a_catalog(
        root,
        'msgid "%(n)s spot"\nmsgid_plural "%(n)s spots"\nmsgstr[0] "%(n)s lugar"\nmsgstr[1] ""\n\n'
        '#, fuzzy\nmsgid "Your name"\nmsgstr "Su"\n',
    )
    assert [sentence.one for sentence in untranslated(gather(root), catalog)][:3] == ['Your name', 'Hello, %(name)s', '%(n)s spot']


def test_what_nobody_asks_for_is_stale(root: Path):
    catalog = a_catalog(root, 'msgid "Gone"\nmsgstr "Ido"\n\nmsgid "Your name"\nmsgstr "Su nombre"\n')
    assert stale(gather(root), catalog) == ['Gone']


@pytest.mark.parametrize(
    ('said', 'complaints'),
    [
        ('Hola, %(name)s', 0),
        ('Hola, %(nombre)s', 1),
        ('Hola', 1),
        ('Hola, <b>%(name)s</b>', 1),
        ('Hola, %(name)s, 100%', 1),
    ],
)
def test_a_translation_keeps_placeholders_and_tags(root: Path, said: str, complaints: int):
    catalog = a_catalog(root, f'msgid "Hello, %(name)s"\nmsgstr "{said}"\n')
    assert len(unlike(gather(root), catalog)) == complaints


def test_one_of_a_kind_may_be_said_without_its_number(root: Path):
    catalog = a_catalog(root, 'msgid "%(n)s spot"\nmsgid_plural "%(n)s spots"\nmsgstr[0] "un lugar"\nmsgstr[1] "%(n)s lugares"\n')
    assert unlike(gather(root), catalog) == []


def test_a_lonely_percent_in_the_sentence_itself_is_named():
    assert unlike([Sentence('100% free', None, ())], a_catalog_without_entries()) == ["'100% free': write %% for a sign of percent"]


def a_catalog_without_entries():
    from babel.messages.catalog import Catalog

    return Catalog(locale='es')


def test_the_command_prints_what_is_missing_stale_and_unlike(root: Path, monkeypatch: pytest.MonkeyPatch):
    sentences = gather(root)
    monkeypatch.setattr(command, 'gather', lambda: sentences)
    monkeypatch.setattr(command, 'LOCALE', root / 'locale')
    folder = root / 'locale' / 'es'
    folder.mkdir(parents=True)
    (folder / 'a.po').write_text('msgid "Gone"\nmsgstr "Ido"\n\nmsgid "Hello, %(name)s"\nmsgstr "Hola"\n', encoding='utf-8')

    def told(*asked: str) -> str:
        return click.testing.CliRunner().invoke(command.main, asked, catch_exceptions=False).output

    assert '# es · coaching/rules.py\n\n#: coaching/rules.py\n' in told('missing')
    assert told('missing', 'templates').count('msgid "') == 2
    assert told('stale') == 'es · Gone\n'
    assert told('unlike') == "es · 'Hello, %(name)s' and 'Hola' differ in placeholders or tags\n"
