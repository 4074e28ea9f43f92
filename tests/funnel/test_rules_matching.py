"""Names of a meeting tool and the people on our list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.funnel.rules.matching import Expected, Joined, Match, Suggestion, likeness, match

ANA = Expected(1, 'Ana Ruiz', 'ana@casa.example', '+13035550148')
EFRAIN = Expected(2, 'Efraín Solís', 'efrain@vida.example')
HANNAH = Expected(3, 'Hannah Lee', 'home@lee.example')
JACK = Expected(4, 'Jack Lee', 'home@lee.example')
LIST = [ANA, EFRAIN, HANNAH, JACK]


def found(name, email=None, *, others=(), expected=LIST):
    [only] = match([Joined(1, name, email, others)], expected)
    return only


def test_an_address_decides_whatever_name_is_shown():
    assert found('iPad', 'ANA@casa.example') == Match(1, 1, 'email')


def test_an_exact_name_decides_without_accents_or_capitals():
    assert found('EFRAIN  solis') == Match(1, 2, 'name')
    assert found('Efraín Solís', 'other@vida.example') == Match(1, 2, 'name')


def test_a_shared_address_asks_for_the_name_too():
    assert found('Jack Lee', 'home@lee.example') == Match(1, 4, 'email')
    assert found('Kitchen', 'home@lee.example') == Match(1)


def test_two_people_of_one_name_are_never_told_apart_here():
    twins = [Expected(1, 'Ana Ruiz', 'ana@casa.example'), Expected(2, 'Ana Ruiz', 'ana@maple.example')]
    assert found('Ana Ruiz', expected=twins) == Match(1, suggestions=(Suggestion(1, 99), Suggestion(2, 99)))


def test_two_strangers_who_show_one_name_are_not_both_taken_for_ana():
    rows = [Joined(1, 'Ana Ruiz', 'one@x.example'), Joined(2, 'ana ruiz', 'two@x.example')]
    assert match(rows, [ANA]) == [Match(1, suggestions=(Suggestion(1, 99),)), Match(2, suggestions=(Suggestion(1, 99),))]


def test_ana_who_joined_by_laptop_and_by_phone_is_ana_twice():
    rows = [Joined(1, 'Ana Ruiz', 'ana@casa.example'), Joined(2, 'Ana Ruiz')]
    assert match(rows, LIST) == [Match(1, 1, 'email'), Match(2, 1, 'name')]


@pytest.mark.parametrize(
    ('name', 'email', 'who'),
    [
        ('Ana', None, 1),
        ('Ana R.', None, 1),
        ("Ana's iPhone", None, 1),
        ('A. Ruiz', None, 1),
        ('AR', None, 1),
        ('303-555-0148', None, 1),
        ('Guest', 'efrain.solis@work.example', 2),
        ('Efrain Soliz', None, 2),
        ('Ana & Luis', None, 1),
    ],
)
def test_what_is_only_likely_is_a_suggestion_for_a_click(name, email, who):
    row = found(name, email)
    assert (row.registration_id, row.how, row.suggestions[0].registration_id) == (None, '', who)


def test_a_name_that_was_shown_earlier_helps():
    assert found('iPad', others=('Hannah Lee',)).suggestions == (Suggestion(3, 99),)


def test_two_on_one_device_are_both_suggested():
    assert [one.registration_id for one in found('Hannah and Jack').suggestions] == [3, 4]


@pytest.mark.parametrize('name', ['iPad', 'Galaxy S21', 'Zoom user', '☕', '', 'Bea Moreno'])
def test_who_is_this_stays_a_question(name):
    assert found(name) == Match(1)


def test_at_most_three_are_suggested():
    lees = [Expected(number, f'{name} Lee') for number, name in enumerate(['Amy', 'Bo', 'Cy', 'Di', 'Ed'])]
    assert len(found('Lee', expected=lees).suggestions) == 3


@pytest.mark.parametrize(
    ('shown', 'name', 'score'),
    [
        ('Ana Ruiz', 'Ana Ruiz', 99),
        ('Ruiz Ana', 'Ana Ruiz', 99),
        ('Pepe Solís', 'José Solís', 95),
        ('Willam Lee', 'William Lee', 90),
        ('Ana R', 'Ana Ruiz', 80),
        ('Ana B', 'Ana Ruiz', 50),
        ('Ana', 'Ana Ruiz', 75),
        ('Jose Ruiz', 'Ana Ruiz', 50),
        ('Ann Lee', 'Ana Ruiz', 0),
    ],
)
def test_how_much_of_two_names_agrees(shown, name, score):
    assert likeness(shown, name) == score


NAMES = st.text(alphabet=st.sampled_from('anéLR .&123'), max_size=20)


@given(NAMES, NAMES)
def test_likeness_is_a_score_and_what_is_suggested_is_never_decided(shown, name):
    assert 0 <= likeness(shown, name) <= 99
    row = found(shown, expected=[Expected(1, name)])
    assert not (row.registration_id and row.suggestions)
    assert all(60 <= one.score <= 99 for one in row.suggestions)
