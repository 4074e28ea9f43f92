"""The catalogue is closed: kinds, subjects and facts are exactly these, and no fact is anybody's words."""

import datetime

import pytest

from coaching.journal import catalogue
from coaching.journal.catalogue import CATALOGUE, CatalogueError, checked
from coaching.journal.values import Entry
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


def sentences(kind) -> dict[frozenset[str], str]:
    """Every sentence of a kind, by the facts that it leaves out."""
    return {frozenset(): kind.sentence, **kind.without}


def test_every_sentence_asks_only_for_facts_that_its_kind_has():
    asked = {
        (name, left_out): set(PLACEHOLDER.findall(str.__str__(sentence))) - (kind.facts - left_out)
        for name, kind in CATALOGUE.items() for left_out, sentence in sentences(kind).items()
    }  # fmt: skip
    assert {where for where, unknown in asked.items() if unknown} == set()


def test_no_sentence_shows_the_number_of_a_record():
    shown = {name for name, kind in CATALOGUE.items() for sentence in sentences(kind).values() if '_id)s' in str.__str__(sentence)}
    assert shown == set()


@pytest.mark.parametrize('language', LANGUAGES)
def test_every_kind_can_be_said_in_every_language(language):
    with speaking(language):
        said = {
            (name, left_out): str.__mod__(sentence % dict.fromkeys(kind.facts, 'x'), ())
            for name, kind in CATALOGUE.items() for left_out, sentence in sentences(kind).items()
        }  # fmt: skip
    assert [where for where, sentence in said.items() if not sentence.endswith('.')] == []


@pytest.mark.parametrize(
    ('kind', 'facts', 'english', 'spanish'),
    [
        ('registered', {'source': 'self'}, 'Signed up by themselves.', 'Inscripción por su cuenta.'),
        ('registered', {'source': 'walk_in'}, 'Signed up at the door.', 'Inscripción al llegar.'),
        ('put_in_line', {'source': 'colleague'}, 'Signed up by a colleague, and put in line.',
         'Inscripción por medio de alguien de su trabajo; entró en la fila.'),
        ('added', {'source': 'import'}, 'Added from an import.', 'Se agregó desde una importación.'),
        ('marked', {'part': None, 'mark': 'here', 'how': 'tap'}, 'Marked here.', 'Marca: vino.'),
        ('marked', {'part': 2, 'mark': 'not_here', 'how': 'tap'}, 'Part 2: marked not here.', 'Parte 2, marca: no vino.'),
        ('mark_undone', {'part': None, 'before': 'here'}, 'The mark “here” was taken back.', 'Se quitó la marca «vino».'),
        ('session_skipped', {'following': False}, 'Skipped.', 'Se saltó.'),
        ('session_skipped', {'following': True}, 'Skipped, and all later dates with it.',
         'Se saltó, y con ella todas las fechas siguientes.'),
        ('session_cancelled', {'following': False, 'told': 0}, 'Cancelled. Nobody had to be told.',
         'Se canceló. No hubo que avisar a nadie.'),
        ('session_cancelled', {'following': False, 'told': 3}, 'Cancelled. People told: 3.', 'Se canceló. Personas avisadas: 3.'),
        ('session_cancelled', {'following': True, 'told': 0}, 'Cancelled, and all later dates with it.',
         'Se canceló, y con ella todas las fechas siguientes.'),
        ('session_finished', {'here': 1, 'not_here': 0, 'unresolved': 0}, 'Finished. Came: 1. Did not come: 0.',
         'Se cerró. Vinieron: 1. No vinieron: 0.'),
        ('letter_written', {'to_group': 'not_here', 'people': 1}, 'An email was written to those who were not here (1).',
         'Se escribió un correo a quienes no vinieron (1).'),
        ('letters_stopped', {'letter': 'reminder-day'}, 'Emails stopped: Reminder the day before.',
         'Ya no quiere correos: Recordatorio un día antes.'),
        ('erased', {'asked_by': 'retention'}, 'Deleted: its time was up.', 'Se borró: ya había pasado su tiempo.'),
        ('retention_ran', {'counts': {'letters': 3}}, 'Deleted because its time was up: old emails (3).',
         'Se borró porque ya pasó su tiempo: correos viejos (3).'),
    ],
)  # fmt: skip
def test_a_sentence_reads_as_a_person_would_say_it(kind, facts, english, spanish):
    entry = Entry(1, NOON, kind, 'system', None, '', facts, '', CATALOGUE[kind])
    said = []
    for language in ('en', 'es'):
        with speaking(language):
            said.append(entry.said('America/Chicago'))
    assert said == [english, spanish]
