"""The product speaks the reader's language, and one more language is a folder."""

from __future__ import annotations

import copy
import enum
import threading
from pathlib import Path

import jinja2
import pytest
import wtforms
from hypothesis import given
from hypothesis import strategies as some
from markupsafe import Markup

from coaching.kit import words
from coaching.kit.words import _, best_said, fold, later, n_, speaking

THREE = """
msgid ""
msgstr ""
"Plural-Forms: nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);\\n"

msgid "Hello, %(name)s"
msgstr "مرحبا %(name)s"

msgid "%(n)s spot"
msgid_plural "%(n)s spots"
msgstr[0] "لا أماكن"
msgstr[1] "مكان"
msgstr[2] "مكانان"
msgstr[3] "%(n)s أماكن"
msgstr[4] "%(n)s مكانا"
msgstr[5] "%(n)s مكان"
"""

SPANISH = """
msgid "Hello, %(name)s"
msgstr "Hola, %(name)s"

msgid "Save <b>%(what)s</b>"
msgstr "Guardar <b>%(what)s</b>"

msgid "%(n)s spot"
msgid_plural "%(n)s spots"
msgstr[0] "%(n)s lugar"
msgstr[1] "%(n)s lugares"

msgid "Taste"
msgstr "Prueba"

msgid "100%% of %(name)s"
msgstr "El 100%% de %(name)s"
"""


@pytest.fixture
def three(tmp_path: Path):
    for code, text in (('es', SPANISH), ('ar', THREE)):
        (tmp_path / code).mkdir()
        (tmp_path / code / 'hello.po').write_text(text, encoding='utf-8')
    words.load(tmp_path)
    yield tmp_path
    words.load()


@pytest.fixture
def page(three: Path):
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    words.install(environment)
    return lambda text, **facts: environment.from_string(text).render(**facts)


def test_a_third_language_from_right_to_left_is_a_folder(three: Path):
    assert [(own.code, own.name, own.direction) for own in words.LANGUAGES.values()] == [
        ('en', 'English', 'ltr'),
        ('ar', 'العربية', 'rtl'),
        ('es', 'Español', 'ltr'),
    ]
    with speaking('ar'):
        assert _('Hello, %(name)s', name='Ana') == 'مرحبا Ana'
        assert [n_('%(n)s spot', '%(n)s spots', n) for n in (0, 1, 2, 3, 11)] == ['لا أماكن', 'مكان', 'مكانان', '3 أماكن', '11 مكانا']
        assert words.spoken().direction == 'rtl'


def test_english_needs_no_file(three: Path):
    assert _('Hello, %(name)s', name='Ana') == 'Hello, Ana'
    assert [n_('%(n)s spot', '%(n)s spots', n) for n in (0, 1, 2)] == ['0 spots', '1 spot', '2 spots']


def test_what_has_no_translation_is_said_in_english(three: Path):
    with speaking('es'):
        assert _('Nobody translated this') == 'Nobody translated this'


def test_a_sign_of_percent_is_written_twice(three: Path):
    with speaking('es'):
        assert _('100%% of %(name)s', name='Ana') == 'El 100% de Ana'


def test_speaking_ends_with_its_block_and_each_task_speaks_for_itself(three: Path):
    heard = []
    with speaking('es'):
        other = threading.Thread(target=lambda: heard.append(words.language()))
        other.start()
        other.join()
        with speaking('ar'):
            heard.append(words.language())
        heard.append(words.language())
    assert [*heard, words.language()] == ['en', 'ar', 'es', 'en']


def test_use_holds_from_here_on(three: Path):
    with speaking('en'):
        words.use('es')
        assert _('Taste') == 'Prueba'


@pytest.mark.parametrize(
    ('asked', 'spoken'), [('es', 'es'), ('es-MX', 'es'), ('es_US', 'es'), ('ES', 'es'), ('tlh', 'en'), ('', 'en'), (None, 'en')]
)
def test_the_nearest_language_is_spoken(three: Path, asked: str | None, spoken: str):
    assert words.known(asked) == spoken


def test_what_is_said_later_is_said_in_the_language_of_that_moment(three: Path):
    class Kind(enum.Enum):
        TASTE = later('Taste')

    class SignUp(wtforms.Form):
        name = wtforms.StringField(later('Taste'))

    form = SignUp()
    with speaking('es'):
        assert str(Kind.TASTE.value) == f'{Kind.TASTE.value}' == 'Prueba'
        assert Kind.TASTE.value + '!' == 'Prueba!'
        assert 'Una ' + Kind.TASTE.value == 'Una Prueba'
        assert form.name.label() == '<label for="name">Prueba</label>'
        assert later('Hello, %(name)s', name='Ana').upper() == 'HELLO, %(NAME)S'
        assert str(later('Hello, %(name)s', name='Ana')) == str(copy.deepcopy(later('Hello, %(name)s', name='Ana'))) == 'Hola, Ana'
        assert later('Hello, %(name)s') % {'name': 'Ana'} == 'Hola, Ana'
    assert Kind.TASTE.value == 'Taste'


def test_a_page_speaks_and_escapes_what_fills_the_sentence(page):
    with speaking('es'):
        assert page("{{ _('Save <b>%(what)s</b>', what=what) }}", what='<i>') == 'Guardar <b>&lt;i&gt;</b>'
        assert page("{{ n_('%(n)s spot', '%(n)s spots', n) }}", n=4) == '4 lugares'
        assert page('{% trans name=name %}\n   Hello, {{ name }}\n{% endtrans %}', name='<b>') == 'Hola, &lt;b&gt;'
        assert page('{{ name }}', name=later('Taste')) == 'Prueba'
        assert page('{{ name }}', name=later('Hello, %(name)s', name='<b>')) == 'Hola, &lt;b&gt;'
        assert page('{{ _("Hello, %(name)s", name=name) }}', name=Markup('<b>A</b>')) == 'Hola, <b>A</b>'


def test_a_letter_without_markup_is_not_escaped(three: Path):
    environment = jinja2.Environment(autoescape=False)
    words.install(environment)
    text = "{{ _('Hello, %(name)s', name='A & B') }} {{ n_('%(n)s spot', '%(n)s spots', 1) }}"
    assert environment.from_string(text).render() == 'Hello, A & B 1 spot'


@pytest.mark.parametrize(
    ('folder', 'files', 'complaint'),
    [
        (
            'es',
            {'a.po': SPANISH, 'b.po': 'msgid "Taste"\nmsgstr "Degustación"\n'},
            "es/b.po: 'Taste' is said in two ways: 'Prueba' and 'Degustación'",
        ),
        ('es', {'a.po': 'msgid "Taste"\nmsgstr "A"\n\nmsgid "Taste"\nmsgstr "B"\n'}, "es/a.po: 'Taste' is said in two ways: 'A' and 'B'"),
        ('es', {'a.po': 'msgid "Taste"\n'}, "es/a.po: missing msgstr for msgid 'Taste' on 0"),
        ('cafe', {}, 'cafe is not the code of a language'),
    ],
)
def test_a_wrong_catalog_is_refused_by_name(tmp_path: Path, folder: str, files: dict[str, str], complaint: str):
    (tmp_path / folder).mkdir()
    for name, text in files.items():
        (tmp_path / folder / name).write_text(text, encoding='utf-8')
    with pytest.raises(words.WrongCatalog) as refused:
        words.load(tmp_path)
    assert str(refused.value) == complaint


def test_two_files_may_say_the_same_in_the_same_way(tmp_path: Path):
    (tmp_path / 'es').mkdir()
    for name in ('a.po', 'b.po'):
        (tmp_path / 'es' / name).write_text(SPANISH, encoding='utf-8')
    words.load(tmp_path)
    with speaking('es'):
        assert _('Taste') == 'Prueba'
    words.load()


def test_folding_forgets_capitals_accents_and_spaces():
    assert fold('  José   ÁNGEL\tNúñez ') == 'jose angel nunez'
    assert fold('Straße') == 'strasse'
    assert fold('राम') != fold('रम')


@given(some.text())
def test_folding_twice_is_folding_once(text: str):
    assert fold(fold(text)) == fold(text)


def test_what_was_written_in_several_languages_is_said_in_the_nearest():
    lines = {'en': 'Call Rosa', 'es': 'Llame a Rosa', 'de': ''}
    assert best_said(lines, ('es', 'en')) == 'Call Rosa'
    with speaking('es'):
        assert [best_said(said, ('de', 'en')) for said in (lines, {'en': 'Call Rosa', 'de': ''}, {})] == ['Llame a Rosa', 'Call Rosa', '']
