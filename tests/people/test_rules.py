"""How a person is written down, when two are one, and what may be done with a record."""

import dataclasses
import datetime

import pytest

from coaching.people.rules import (
    Alike,
    NoCorrection,
    NoMerge,
    NoUndo,
    alike,
    first_name,
    folded,
    shown_phone,
    tidy_email,
    tidy_name,
    tidy_phone,
    why_not_correct,
    why_not_merge,
    why_not_undo,
)
from coaching.people.rules.likeness import near, slips
from coaching.people.values import Likeness, MergingFacts, Person
from tests.conftest import NOW

ANA = Person(
    id=1, name='Ana Ruiz', email='ana@example.org', email_refused_at=None, phone=None, language='es', zone='', how_heard='', place_id=None,
    source='self', made_at=NOW, seen_at=NOW, erased_at=None, merged_into_id=None, version=3,
)  # fmt: skip
ANITA = dataclasses.replace(ANA, id=2, name='Anita Ruiz')
MERGED = MergingFacts(9, 1, 'Ana Ruiz', 2, 'Anita Ruiz', 'Ellen Hart', NOW, None)


def like(number: int, name: str, email: str | None = None, phone: str | None = None, *groups: int) -> Likeness:
    return Likeness(number, folded(name), email, phone, frozenset(groups))


def test_a_name_keeps_accents_and_capitals_and_loses_what_nobody_sees():
    assert tidy_name('  José\u0301\u200b  van\tder \x00Meer\u202e ') == 'José\u0301 van der Meer'.replace('é\u0301', 'é\u0301')


def test_a_name_is_cut_at_120_letters():
    assert tidy_name('a' * 119 + ' b') == 'a' * 119


def test_names_are_compared_without_accents_and_never_as_nothing():
    assert (folded('Efraín  SOLÍS'), folded('\u0301')) == ('efrain solis', '\u0301')


def test_one_letter_that_unfolds_to_eighteen_does_not_burst_the_index():
    assert len(folded('\ufdfa' * 120)) == 240


@pytest.mark.parametrize(
    ('typed', 'kept'), [(' Ana@Example.ORG ', 'ana@example.org'), ('ana @example.org', 'ana@example.org'), ('', None), (None, None)]
)
def test_an_address_is_kept_in_small_letters(typed: str | None, kept: str | None):
    assert tidy_email(typed) == kept


@pytest.mark.parametrize(
    ('typed', 'kept', 'shown'),
    [
        ('(303) 555-0148', '+13035550148', '303-555-0148'),
        ('1 303 555 0148', '+13035550148', '303-555-0148'),
        ('+52 55 1234 5678', '+525512345678', '+525512345678'),
        ('555 0148', '5550148', '5550148'),
        ('٣٠٣٥٥٥٠١٤٨', '+13035550148', '303-555-0148'),
        ('no phone', None, ''),
        ('9' * 60, '9' * 39, '9' * 39),
        (None, None, ''),
    ],
)
def test_a_phone_number_is_kept_one_way_and_shown_as_people_write_it(typed: str | None, kept: str | None, shown: str):
    assert (tidy_phone(typed), shown_phone(kept)) == (kept, shown)


@pytest.mark.parametrize(
    ('name', 'called'),
    [('Alma Reyes', 'Alma'), ('Doña Carmen Ruiz', 'Doña Carmen'), ('Sra. Ruiz', 'Sra. Ruiz'), ('DON LUIS PAZ', 'DON LUIS'), ('Mrs', 'Mrs'),
     ('Donna Lee', 'Donna'), ('', '')],
)  # fmt: skip
def test_people_are_called_by_their_first_name_with_what_is_said_before_it(name: str, called: str):
    assert first_name(name) == called


@pytest.mark.parametrize(
    ('one', 'other', 'reason'),
    [
        (like(1, 'Ana Ruiz', 'a@x.org', '+13035550148'), like(2, 'ána ruiz', 'b@x.org', '+13035550148'), Alike.NAME_AND_PHONE),
        (like(1, 'Ana Ruiz', 'a@x.org', None, 7, 8), like(2, 'Ana Ruiz', 'b@x.org', None, 8), Alike.NAME_AND_GROUP),
        (like(1, 'Ana Ruiz', 'a@x.org'), like(2, 'Ana Ruiz'), Alike.NAME_ALONE),
        (like(1, 'Ana Ruiz'), like(2, 'Ana Ruiz', None, '+13035550148'), Alike.NAME_ALONE),
        (like(1, 'Ana Ruiz', 'a@x.org'), like(2, 'Ana Ruiz', 'b@x.org'), None),
        (like(1, 'Ana Ruiz', 'a@x.org'), like(2, 'Luis Ruiz', 'a@x.org'), Alike.EMAIL),
        (like(1, 'Ana Ruiz', None, '+13035550148'), like(2, 'Ana Riuz', None, '+13035550148'), Alike.NEAR_NAME_AND_PHONE),
        (like(1, 'Ana Ruiz', 'a@x.org', None, 7), like(2, 'Ana Ruiz Gómez', None, None, 7), Alike.NEAR_NAME_AND_GROUP),
        (like(1, 'Ana Ruiz', None, '+13035550148'), like(2, 'Luis Mora', None, '+13035550148'), None),
        (like(1, 'Ana Ruiz', 'a@x.org'), like(2, 'Ana Riuz', 'b@x.org'), None),
    ],
)
def test_two_records_are_suggested_as_one_for_a_reason(one: Likeness, other: Likeness, reason: Alike | None):
    assert (alike(one, other), alike(other, one)) == (reason, reason)


@pytest.mark.parametrize(
    ('one', 'other', 'is_near'),
    [
        ('ruiz ana', 'ana ruiz', True),
        ('ana ruiz', 'ana ruiz gomez', True),
        ('ana ruiz gomez', 'ana ruiz lopez', False),
        ('ana', 'ane', False),
        ('maria jose', 'mariajose', True),
        ('maria', 'marya', True),
        ('ana ruiz', 'ana luis', False),
        ('maria', 'myrya', False),
        ('jonathan mora', 'johnatan mora', True),
        ('ana', 'ana ruiz', False),
    ],
)
def test_a_slip_of_the_pen_or_a_second_surname_is_near(one: str, other: str, is_near: bool):
    assert near(one, other) is is_near


def test_slips_are_counted_as_people_make_them():
    assert [slips('ruiz', word) for word in ('ruiz', 'riuz', 'ruz', 'ruizz', 'luiz', '')] == [0, 1, 1, 1, 1, 4]


@pytest.mark.parametrize(
    ('kept', 'merged', 'reason'),
    [
        (ANA, ANITA, None),
        (ANA, ANA, NoMerge.SAME_RECORD),
        (ANA, dataclasses.replace(ANITA, erased_at=NOW), NoMerge.ERASED),
        (dataclasses.replace(ANA, erased_at=NOW), ANITA, NoMerge.ERASED),
        (ANA, dataclasses.replace(ANITA, merged_into_id=5), NoMerge.ALREADY_MERGED),
        (dataclasses.replace(ANA, merged_into_id=5), ANITA, NoMerge.ALREADY_MERGED),
    ],
)
def test_two_records_become_one_unless_there_is_a_reason(kept: Person, merged: Person, reason: NoMerge | None):
    assert why_not_merge(kept, merged) is reason


@pytest.mark.parametrize(
    ('merging', 'kept', 'days', 'reason'),
    [
        (MERGED, ANA, 30, None),
        (MERGED, ANA, 31, NoUndo.TOO_LATE),
        (dataclasses.replace(MERGED, undone_at=NOW), ANA, 1, NoUndo.UNDONE),
        (MERGED, dataclasses.replace(ANA, erased_at=NOW), 1, NoUndo.ERASED),
        (MERGED, dataclasses.replace(ANA, merged_into_id=5), 1, NoUndo.LATER_FIRST),
    ],
)
def test_a_merging_is_undone_within_30_days(merging: MergingFacts, kept: Person, days: int, reason: NoUndo | None):
    assert why_not_undo(merging, kept, NOW + datetime.timedelta(days=days)) is reason


@pytest.mark.parametrize(
    ('person', 'version', 'reason'),
    [
        (ANA, 3, None),
        (ANA, 2, NoCorrection.CHANGED_MEANWHILE),
        (dataclasses.replace(ANA, erased_at=NOW), 3, NoCorrection.GONE),
        (dataclasses.replace(ANA, merged_into_id=2), 3, NoCorrection.GONE),
    ],
)
def test_a_record_is_corrected_by_whoever_saw_it_as_it_is(person: Person, version: int, reason: NoCorrection | None):
    assert why_not_correct(person, version) is reason
