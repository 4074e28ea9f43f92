"""How answers and what was agreed are read, as tables."""

from __future__ import annotations

import datetime

import pytest

from coaching.readiness.rules.reading import (
    Due,
    components,
    due,
    in_order_of_talk,
    moved,
    must_haves_low,
    roles_of,
    spreads_of,
    weakest,
)
from coaching.readiness.values import Agreed, Draft, Moved, Role, Spread, Tally
from tests.readiness.world import CHECK, HOST, TODAY, agreed, every

NO_PAPER = Tally({}, {})


def spread(*said: str, paper: dict[str, int] | None = None) -> Spread:
    drafts = [Draft({'A1': answer} if answer else {}, Role.PARENT) for answer in said]
    return spreads_of(CHECK, ['A1'], drafts, Tally({}, {'A1': paper} if paper else {}))['A1']


@pytest.mark.parametrize(
    ('said', 'shown'),
    [
        ((), Spread(0)),
        (('strong', 'rooted', 'not-yet'), Spread(3)),
        (('strong', 'strong', 'strong', ''), Spread(3)),
        (('strong', 'rooted', 'not-yet', 'starting'), Spread(4, 4, 0, 0, 0, 4)),
        (('strong', 'strong', 'strong', 'strong'), Spread(4, 4, 0, 0, 3, 3)),
        (('strong', 'not-yet', 'strong', 'not-sure'), Spread(4, 3, 1, 0)),
        (('strong', 'not-sure', 'not-sure', 'does-not-fit'), Spread(4, 1, 2, 1)),
        (('starting', 'strong', 'strong', 'getting-there', 'does-not-fit'), Spread(5, 4, 0, 1, 1, 3)),
    ],
)
def test_a_range_is_kept_from_four_who_rated_on_and_under_four_there_is_only_how_many(said, shown):
    assert spread(*said) == shown


def test_paper_counts_as_phones_do():
    assert spread('strong', paper={'not-yet': 2, 'rooted': 1}) == Spread(4, 4, 0, 0, 0, 4)
    assert spread('strong', 'strong', paper={'not-sure': 1}) == Spread(3)
    assert Spread(4, 4, 0, 0, 1, 3).apart == 2 and Spread(3).apart == 0


def test_who_answered_is_counted_by_role():
    drafts = [Draft({}, Role.PARENT), Draft({}, Role.PARENT), Draft({}, Role.PARTNER)]
    assert roles_of(drafts, Tally({Role.PARENT: 2}, {})) == {Role.PARENT: 4, Role.PARTNER: 1}
    assert roles_of([], NO_PAPER) == {}


def test_the_talk_begins_where_answers_are_farthest_apart():
    items = CHECK.items[:5]
    low_and_high = {'A1': (1, 2), 'A2': (0, 2), 'A3': (0, 4), 'A4': (1, 3)}
    spreads = {item: Spread(4, 4, 0, 0, low, high) for item, (low, high) in low_and_high.items()} | {'A5': Spread(3)}
    first, others = in_order_of_talk(items, spreads)
    assert ([item.key for item in first], [item.key for item in others]) == (['A3', 'A2', 'A4'], ['A1', 'A5'])
    assert in_order_of_talk(items, {}) == ([], list(items))


WANT = ('A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7')


def want(*said: str) -> tuple[int, int, float | None, str | None]:
    """The first part, where its points were agreed on like this, '' for not at all."""
    told = {item: Agreed(item, answer) for item, answer in zip(WANT, said, strict=True) if answer}
    first = components(CHECK, told)[0]
    return first.asked, first.agreed, first.share, first.band


@pytest.mark.parametrize(
    ('said', 'read'),
    [
        (('strong',) * 7, (7, 7, 0.75, 'ready-to-try')),
        (('rooted',) * 7, (7, 7, 1.0, 'rooted')),
        (('not-yet',) * 7, (7, 7, 0.0, 'build-first')),
        (('strong',) * 6 + ('',), (7, 6, 0.75, 'ready-to-try')),
        (('strong',) * 5 + ('', ''), (7, 5, None, None)),
        (('strong',) * 5 + ('not-sure', 'not-sure'), (7, 5, None, None)),
        (('strong',) * 3 + ('not-sure',) + ('does-not-fit',) * 3, (4, 3, 0.75, 'ready-to-try')),
        (('strong',) * 2 + ('not-sure',) + ('does-not-fit',) * 4, (3, 2, None, None)),
        (('does-not-fit',) * 7, (0, 0, None, None)),
        (('not-sure',) * 7, (7, 0, None, None)),
        (('starting', 'getting-there') + ('does-not-fit',) * 5, (2, 2, 0.375, 'growing')),
        (('getting-there', 'strong') + ('does-not-fit',) * 5, (2, 2, 0.625, 'ready-to-try')),
        (('starting',) * 7, (7, 7, 0.25, 'build-first')),
        (('getting-there',) * 7, (7, 7, 0.5, 'growing')),
        (('rooted',) * 2 + ('strong',) * 3 + ('does-not-fit',) * 2, (5, 5, 0.85, 'rooted')),
    ],
)
def test_a_part_has_a_band_when_three_quarters_of_what_fits_is_agreed_on(said, read):
    assert want(*said) == read


def test_the_weakest_part_sets_the_band_and_one_that_is_unknown_leaves_it_open():
    told = every('rooted') | dict.fromkeys(('B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'B7'), 'starting')
    found = components(CHECK, agreed(**told))
    assert (weakest(found).key, weakest(found).band) == ('able', 'build-first')
    without = components(CHECK, agreed(**{item: answer for item, answer in told.items() if item[0] != 'C'}))
    assert ([one.share for one in without], weakest(without)) == ([1.0, 0.25, None], None)


def test_what_is_not_scored_has_no_parts_with_bands():
    assert components(HOST, agreed(H1='done')) == ()
    assert weakest(()) is None


@pytest.mark.parametrize(
    ('told', 'low'),
    [
        ({'C1': 'getting-there', 'C3': 'rooted', 'C5': 'strong'}, []),
        ({'C1': 'starting', 'C3': 'rooted', 'C5': 'strong'}, ['C1']),
        ({'C1': 'not-sure', 'C3': 'does-not-fit'}, ['C1', 'C3', 'C5']),
    ],
)
def test_what_must_be_there_before_a_first_cafe_is_named_where_it_is_not(told, low):
    assert [item.key for item in must_haves_low(CHECK, agreed(**told))] == low
    assert must_haves_low(HOST, {}) == ()


def test_only_what_was_agreed_on_both_times_moves():
    before = {'A1': 'starting', 'A2': 'strong', 'A3': 'strong', 'A4': 'not-sure', 'A5': 'strong'}
    after = {'A1': 'strong', 'A2': 'strong', 'A3': 'getting-there', 'A4': 'strong', 'A6': 'rooted', 'A5': 'does-not-fit'}
    assert moved(CHECK, before, after) == (Moved('A1', 'starting', 'strong', 2), Moved('A3', 'strong', 'getting-there', -1))


def days(*ago: int, highest: bool = False) -> list[tuple[datetime.date, bool]]:
    return [(TODAY - datetime.timedelta(days=one), highest) for one in ago]


@pytest.mark.parametrize(
    ('closed', 'step', 'cafe_ago', 'said'),
    [
        ([], 2, None, None),
        ([], 3, None, Due.FIRST),
        (days(10), 5, None, None),
        (days(181), 5, None, None),
        (days(182), 5, None, Due.HALF_A_YEAR),
        (days(10), 5, 3, Due.SECOND_CAFE),
        (days(3), 5, 10, None),
        (days(10), 5, -3, None),
        (days(200, 400, 600, highest=True), 7, None, None),
        (days(365, 600, 800, highest=True), 7, None, Due.A_YEAR),
        (days(200, 400, highest=True), 7, None, Due.HALF_A_YEAR),
        (days(200, 400, highest=True) + days(600), 7, None, Due.HALF_A_YEAR),
    ],
)
def test_when_a_team_looks_again(closed, step, cafe_ago, said):
    cafe = None if cafe_ago is None else TODAY - datetime.timedelta(days=cafe_ago)
    assert due(closed, step=step, second_cafe_on=cafe, today=TODAY) is said
