"""Content is read strictly: what is wrong is named with its file, and no language lacks what another has."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from coaching.kit import content, words
from coaching.kit.content import WrongContent, load, said
from coaching.kit.words import speaking

GUIDE = '---\ntitle: "Set the table"\nminutes: 10\nbring: [cups, bread]\n---\nAsk {name}. [Sign up](/sessions) or [call]({phone}).\n'
SPANISH = '---\ntitle: "Ponga la mesa"\nminutes: 10\nbring: [tazas, pan]\n---\nPregunte a {name}. [Llame]({phone}) o [vaya](/sessions).\n'


class Guide(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The head of a guide."""

    title: str
    minutes: int
    bring: list[str]
    note: str = ''


@pytest.fixture
def tree(tmp_path: Path):
    """A tree of two languages with one guide, and nothing remembered from another."""

    def write(files: dict[str, str]) -> Path:
        for name, text in {'en/guides/table.md': GUIDE, 'es/guides/table.md': SPANISH, **files}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding='utf-8')
        return tmp_path

    return write


def faults(root: Path) -> list[str]:
    with pytest.raises(WrongContent) as refused:
        load('guides', Guide, root)
    assert str(refused.value) == '\n'.join(refused.value.faults)
    return refused.value.faults


def test_a_whole_tree_is_read_by_slug_and_language(tree):
    pages = load('guides', Guide, tree({}))
    assert list(pages) == ['table']
    assert pages['table']['en'].head == Guide('Set the table', 10, ['cups', 'bread'])
    assert (pages['table']['es'].slug, pages['table']['es'].language) == ('table', 'es')
    assert pages['table']['en'].html == '<p>Ask {name}. <a href="/sessions">Sign up</a> or <a href="{phone}">call</a>.</p>\n'
    with speaking('es'):
        assert said(pages['table']).head.title == 'Ponga la mesa'


def test_what_fills_a_page_is_escaped_and_links_stand_where_the_reader_reads(tree):
    page = load('guides', Guide, tree({}))['table']['es']
    html = page.html_with({'name': '<b>Ana</b>', 'phone': 'tel:+15550100"'}, lambda path: '/es' + path)
    assert html == ('<p>Pregunte a &lt;b&gt;Ana&lt;/b&gt;. <a href="tel:+15550100&#34;">Llame</a> o <a href="/es/sessions">vaya</a>.</p>\n')


@pytest.mark.parametrize(
    ('text', 'complaint'),
    [
        (GUIDE.replace('minutes', 'minuets'), 'Object contains unknown field `minuets`'),
        (GUIDE.replace('minutes: 10\n', ''), 'Object missing required field `minutes`'),
        (GUIDE.replace('10', 'ten'), 'Expected `int`, got `str` - at `$.minutes`'),
        (GUIDE.replace('"Set the table"', 'yes'), 'Expected `str`, got `bool` - at `$.title`'),
        (GUIDE.replace('minutes: 10', 'minutes: 10\nminutes: 11'), 'minutes stands twice'),
        (GUIDE.replace('"Set', 'Set: "'), 'mapping values are not allowed here'),
        (GUIDE.replace('---\n', '', 1), 'begin with a line ---, the keys, and another line ---'),
        ('Only text.\n', 'begin with a line ---, the keys, and another line ---'),
        (GUIDE.replace('minutes: 10', 'minutes: !!python/object/apply:os.getcwd []'), 'could not determine a constructor'),
    ],
)
def test_a_wrong_head_is_named_with_its_file_and_its_key(tree, text: str, complaint: str):
    (fault,) = faults(tree({'en/guides/table.md': text}))
    assert fault.startswith('en/guides/table.md: ')
    assert complaint in fault


def test_a_name_is_a_slug(tree):
    assert faults(tree({'en/guides/Set Table.md': GUIDE, 'es/guides/Set Table.md': SPANISH})) == [
        'en/guides/Set Table.md: a name has small letters, figures and single dashes only',
        'es/guides/Set Table.md: a name has small letters, figures and single dashes only',
    ]


def test_bytes_that_are_no_text_are_named(tree):
    root = tree({})
    (root / 'en' / 'guides' / 'table.md').write_bytes(b'---\n\xff')
    assert faults(root)[0].startswith("en/guides/table.md: 'utf-8' codec can't decode byte 0xff")


def test_a_page_stands_in_every_language(tree):
    assert faults(tree({'en/guides/chairs.md': GUIDE})) == ['es/guides/chairs.md: is missing']
    assert faults(tree({'en/guides/chairs.md': GUIDE, 'es/guides/chairs.md': SPANISH, 'es/guides/sillas.md': SPANISH})) == [
        'es/guides/sillas.md: there is no English page of this name'
    ]


@pytest.mark.parametrize(
    ('old', 'new', 'complaint'),
    [
        ('{name}', '{nombre}', 'placeholders: nombre, phone; in English: name, phone'),
        ('(/sessions)', '(/sesiones)', 'links: /sesiones, {phone}; in English: /sessions, {phone}'),
        (' o [vaya](/sessions)', '', 'links: {phone}; in English: /sessions, {phone}'),
        ('Ponga la', 'Ponga {la}', 'placeholders in the head: la; in English: none'),
        ('minutes: 10', 'minutes: 11', "'minutes': 11"),
        ('[tazas, pan]', '[tazas]', "'bring': ['words']"),
        ('minutes: 10', 'minutes: 10\nnote: "Algo"', "'note': 'words'"),
    ],
)
def test_a_translation_differs_in_its_words_only(tree, old: str, new: str, complaint: str):
    (fault,) = faults(tree({'es/guides/table.md': SPANISH.replace(old, new)}))
    assert fault.startswith('es/guides/table.md: ')
    assert complaint in fault


def test_a_place_on_a_page_is_called_in_the_words_of_its_language(tree):
    english, spanish = GUIDE.replace('(/sessions)', '(/help#at-start)'), SPANISH.replace('(/sessions)', '(/help#at-inicio)')
    assert load('guides', Guide, tree({'en/guides/table.md': english, 'es/guides/table.md': spanish})).keys() == {'table'}
    load.cache_clear()
    (fault,) = faults(tree({'en/guides/table.md': english, 'es/guides/table.md': SPANISH.replace('(/sessions)', '(/help)')}))
    assert fault == 'es/guides/table.md: links: /help, {phone}; in English: /help#, {phone}'


def test_the_names_of_a_folder_are_those_of_its_english_pages(tree):
    assert content.names('guides', tree({'en/guides/chairs.md': GUIDE, 'es/guides/sillas.md': SPANISH})) == ['chairs', 'table']


def test_a_form_that_lets_anything_in_is_refused(tree):
    class Loose(msgspec.Struct):
        title: str

    with pytest.raises(TypeError, match='Loose must forbid unknown fields'):
        load('guides', Loose, tree({}))


@pytest.fixture
def guides(monkeypatch: pytest.MonkeyPatch):
    """As if one module kept guides, and none anything else."""
    monkeypatch.setattr(content, 'FOLDERS', {})
    monkeypatch.setattr(content, '_read_all_modules', lambda: None)
    return lambda more=None: content.keep('guides', Guide, more)


def test_the_whole_check_finds_nothing_in_a_whole_tree(tree, guides):
    guides()
    assert content.check_all(tree({'README.md': 'For editors.', 'demo/people.yaml': 'x: 1'})) == []


def test_the_whole_check_names_what_nobody_reads_and_what_its_keeper_says(tree, guides):
    guides(lambda pages: [f'guides/{slug}.md: the table is not set' for slug in pages])
    root = tree({'en/gossip/a.md': GUIDE, 'fr/guides/table.md': GUIDE})
    assert content.check_all(root) == [
        'en/gossip: nothing reads this',
        'fr/: no language of ours has this code',
        'guides/table.md: the table is not set',
    ]


def test_the_whole_check_reports_every_fault_of_a_folder(tree, guides):
    guides()
    root = tree({'en/guides/table.md': GUIDE.replace('10', 'ten'), 'es/guides/table.md': SPANISH.replace('10', 'diez')})
    assert [fault.split(':')[0] for fault in content.check_all(root)] == ['en/guides/table.md', 'es/guides/table.md']


def test_a_third_language_from_right_to_left_is_a_folder(tree, guides, tmp_path_factory):
    locale = tmp_path_factory.mktemp('locale')
    for code in ('es', 'ar'):
        (locale / code).mkdir()
    words.load(locale)
    try:
        guides()
        bare = content.check_all(tree({}))
        assert bare == ['ar/: this language has words in the catalogs, but no content', 'ar/guides/table.md: is missing']
        content.load.cache_clear()
        arabic = GUIDE.replace('Set the table', 'جهز الطاولة').replace('Ask', 'اسأل')
        root = tree({'ar/guides/table.md': arabic})
        assert content.check_all(root) == []
        with speaking('ar'):
            assert said(load('guides', Guide, root)['table']).head.title == 'جهز الطاولة'
    finally:
        words.load()
