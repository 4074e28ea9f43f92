"""The catalogue is closed: kinds, subjects and facts are exactly these, and no fact is anybody's words."""

import datetime

import pytest

from coaching.journal import catalogue
from coaching.journal.catalogue import CATALOGUE, CatalogueError, checked
from coaching.kit.words import LANGUAGES, speaking
from coaching.kit.words.gathering import PLACEHOLDER

NOON = datetime.datetime(2026, 12, 4, 12, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=-6)))


def test_a_kind_that_nobody_described_is_refused():
    with pytest.raises(CatalogueError, match='no such kind of entry: danced'):
        checked('danced', 'person', {})


def test_a_kind_is_about_its_own_subjects_only():
    with pytest.raises(CatalogueError, match=r"added is about \['person'\], not about session"):
        checked('added', 'session', {'source': 'self'})


@pytest.mark.parametrize('facts', [{}, {'source': 'self', 'name': 'ana'}, {'origin': 'self'}])
def test_facts_are_exactly_those_of_the_catalogue(facts):
    with pytest.raises(CatalogueError, match=r"added has the facts \['source'\]"):
        checked('added', 'person', facts)


@pytest.mark.parametrize(
    'words',
    [
        'Ana López', 'ana lópez', 'ana@example.org', 'Ana', '', 'a' * 41, 'two words', '=1+1', 'line\n', b'bytes', object(),
        datetime.datetime(2026, 12, 4, 12, 0), ['name', 'Ana'], {'Ana': 1}, {'name': 'Ana'},
    ],
)  # fmt: skip
def test_a_fact_is_never_anybodys_words(words):
    with pytest.raises(CatalogueError, match='fields holds what is no id, number, day or word of ours'):
        checked('corrected', 'person', {'fields': words})


@pytest.mark.parametrize(
    ('fact', 'stored'),
    [
        (None, None), (True, True), (7, 7), (0.5, 0.5), ('not_here', 'not_here'), (NOON, '2026-12-04T18:00:00+00:00'),
        (NOON.date(), '2026-12-04'), (('name', 'email'), ['name', 'email']), ({'phone', 'email'}, ['email', 'phone']),
        ({'persons': 3}, {'persons': 3}),
    ],
)  # fmt: skip
def test_ids_numbers_days_and_names_of_fields_are_facts(fact, stored):
    assert checked('corrected', 'person', {'fields': fact}) == {'fields': stored}


def test_two_domains_cannot_have_the_same_kind(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(catalogue.keeping.KINDS, 'added', CATALOGUE['restored'])
    with pytest.raises(CatalogueError, match=r"two domains have the same kind: \['added'\]"):
        catalogue._together()


def test_every_sentence_asks_only_for_facts_that_its_kind_has():
    asked = {name: set(PLACEHOLDER.findall(str.__str__(kind.sentence))) - kind.facts for name, kind in CATALOGUE.items()}
    assert {name for name, unknown in asked.items() if unknown} == set()


@pytest.mark.parametrize('language', LANGUAGES)
def test_every_kind_can_be_said_in_every_language(language):
    with speaking(language):
        said = {name: str.__mod__(kind.sentence % dict.fromkeys(kind.facts, 'x'), ()) for name, kind in CATALOGUE.items()}
    assert [name for name, sentence in said.items() if not sentence.endswith('.')] == []
