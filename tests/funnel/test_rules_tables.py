"""The sheet for the room."""

import math
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from coaching.funnel.rules.tables import Guest, seat

CASA, MAPLE = 1, 2
ALMA, DANA, EFRAIN = Guest(1, 'Alma Reyes', CASA), Guest(2, 'Dana Whitaker', MAPLE), Guest(3, 'Efraín Solís')
GRACE, HANNAH, JOSE = Guest(4, 'Grace Okafor', CASA), Guest(5, 'Hannah Lee', MAPLE), Guest(6, 'José Ángel Ruiz')


def test_an_empty_room_has_no_tables():
    assert seat([], seed=1) == ()


def test_one_person_sits_at_a_table_with_the_trainer():
    [table] = seat([ALMA], seed=1)
    assert (table.pairs, table.alone) == ((), (ALMA,))


def test_six_people_sit_at_two_tables_of_three():
    assert [len(table.guests) for table in seat([ALMA, DANA, EFRAIN, GRACE, HANNAH, JOSE], seed=1)] == [3, 3]


def test_alma_and_grace_of_casa_familia_sit_at_different_tables():
    for seed in range(20):
        tables = seat([ALMA, DANA, EFRAIN, GRACE, HANNAH, JOSE], seed=seed)
        assert [sum(guest.agency == CASA for guest in table.guests) for table in tables] == [1, 1]


def test_where_only_one_agency_came_nobody_is_paired_with_a_colleague():
    [table] = seat([ALMA, GRACE, Guest(7, 'Lin Tran', CASA)], seed=1)
    assert (table.pairs, len(table.alone)) == ((), 3)


def test_who_is_left_over_joins_a_pair_of_strangers():
    [table] = seat([ALMA, DANA, EFRAIN], seed=1)
    assert ([len(pair) for pair in table.pairs], table.alone) == ([3], ())


def test_who_is_left_over_does_not_join_a_colleague():
    [table] = seat([ALMA, GRACE, DANA], seed=1)
    assert {guest.agency for guest in table.alone} == {CASA}
    assert [len(pair) for pair in table.pairs] == [2]


def test_the_same_seed_seats_the_same_people_alike_in_whatever_order_they_come():
    people = [ALMA, DANA, EFRAIN, GRACE, HANNAH, JOSE]
    assert seat(people, seed=20261120) == seat(reversed(people), seed=20261120)
    assert len({seat(people, seed=seed) for seed in range(20)}) > 1


AGENCIES = st.lists(st.one_of(st.none(), st.integers(1, 4)), max_size=40)


@given(AGENCIES, st.integers(0, 1000))
def test_the_room_is_fair(agencies, seed):
    people = [Guest(number, f'Guest {number}', agency) for number, agency in enumerate(agencies)]
    tables = seat(people, seed=seed)
    sizes = [len(table.guests) for table in tables]
    assert sorted(guest for table in tables for guest in table.guests) == people
    assert len(tables) == math.ceil(len(people) / 5)
    assert not sizes or (max(sizes) <= 5 and max(sizes) - min(sizes) <= 1)
    for agency, members in Counter(agency for agency in agencies if agency).items():
        assert max(sum(guest.agency == agency for guest in table.guests) for table in tables) <= math.ceil(members / len(tables))


@given(AGENCIES, st.integers(0, 1000))
def test_nobody_talks_with_a_colleague_and_as_few_as_can_be_are_left_alone(agencies, seed):
    people = [Guest(number, f'Guest {number}', agency) for number, agency in enumerate(agencies)]
    for table in seat(people, seed=seed):
        for pair in table.pairs:
            known = [guest.agency for guest in pair if guest.agency]
            assert len(set(known)) == len(known)
        most = max(Counter(guest.agency for guest in table.guests if guest.agency).values(), default=0)
        others = len(table.guests) - most
        assert sum(len(pair) == 3 for pair in table.pairs) <= 1
        assert len(table.pairs) == min(len(table.guests) // 2, others)
