"""What to do with a letter is decided without a clock and without a database."""

import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from coaching.outbox.rules import LADDER, fate, next_try_at, reconcile, without_words
from coaching.outbox.values import Changes, Fate, Standing, Trouble, Wanted, Where
from tests.conftest import NOW
from tests.outbox.world import DAY, HOUR, a_reminder

TOMORROW, IN_A_WEEK = a_reminder(DAY), a_reminder(7 * DAY)


def standing(wanted: Wanted, *, id: int = 1, over: bool = False, cancelled: bool = False) -> Standing:
    return Standing(id, wanted, over, cancelled)


def test_what_is_wanted_and_not_yet_promised_is_created():
    assert reconcile([TOMORROW], []) == Changes((TOMORROW,), (), (), ())


def test_what_is_promised_as_it_is_wanted_is_left_alone():
    assert reconcile([TOMORROW], [standing(TOMORROW)]) == Changes((), (), (), (1,))


def test_a_moved_session_moves_its_reminder():
    assert reconcile([IN_A_WEEK], [standing(TOMORROW)]) == Changes((), ((1, IN_A_WEEK),), (), ())


def test_what_is_no_longer_wanted_is_cancelled():
    assert reconcile([], [standing(TOMORROW)]) == Changes((), (), (1,), ())


def test_what_was_sent_is_never_sent_again_and_never_cancelled():
    assert reconcile([IN_A_WEEK], [standing(TOMORROW, over=True)]) == Changes((), (), (), (1,))
    assert reconcile([], [standing(TOMORROW, over=True)]) == Changes((), (), (), (1,))


def test_who_comes_back_gets_the_reminder_that_was_cancelled():
    assert reconcile([TOMORROW], [standing(TOMORROW, cancelled=True)]) == Changes((), ((1, TOMORROW),), (), ())
    assert reconcile([], [standing(TOMORROW, cancelled=True)]) == Changes((), (), (), (1,))


KINDS = some.sampled_from(['reminder-day', 'reminder-hour', 'missed'])
LETTERS = some.builds(lambda kind, days: a_reminder(days * DAY, kind=kind), KINDS, some.integers(1, 9))
STANDINGS = some.builds(
    lambda wanted, ended, number: standing(wanted, id=number, over=ended == 'over', cancelled=ended == 'cancelled'),
    LETTERS, some.sampled_from(['', 'over', 'cancelled']), some.integers(),
)  # fmt: skip


@given(
    some.lists(LETTERS, unique_by=lambda wanted: wanted.key),
    some.lists(STANDINGS, unique_by=(lambda one: one.wanted.key, lambda one: one.id)),
)
def test_afterwards_exactly_the_wanted_letters_stand_or_were_sent(wanted: list[Wanted], existing: list[Standing]):
    changes = reconcile(wanted, existing)
    after = {one.id: one for one in existing}
    for number, want in changes.change:
        after[number] = standing(want, id=number)
    for number in changes.cancel:
        after[number] = standing(after[number].wanted, id=number, cancelled=True)
    open_now = [one.wanted for one in after.values() if not one.over and not one.cancelled] + list(changes.create)
    sent = {one.wanted.key for one in existing if one.over}
    assert {want.key: want for want in open_now} == {want.key: want for want in wanted if want.key not in sent}
    assert sorted([number for number, _ in changes.change] + list(changes.cancel + changes.leave)) == sorted(one.id for one in existing)
    again = reconcile(wanted, [*after.values(), *(standing(want, id=-1 - n) for n, want in enumerate(changes.create))])
    assert (again.create, again.change, again.cancel) == ((), (), ())


def test_tries_come_at_longer_and_longer_intervals_for_about_three_days():
    waits = [next_try_at(tries, NOW, 0.5) - NOW for tries in range(1, len(LADDER) + 1)]
    assert [wait.total_seconds() for wait in waits] == [30, 120, 600, 3600, 14400, 28800, 43200, 43200, 43200, 43200, 43200]
    assert 2.9 * DAY < sum(waits, datetime.timedelta()) < 3.2 * DAY
    assert next_try_at(len(LADDER) + 1, NOW, 0.5) is None


def test_tries_are_spread_a_fifth_to_both_sides_so_that_letters_do_not_come_in_step():
    spread = [(next_try_at(4, NOW, chance) - NOW) / HOUR for chance in (0, Fraction(1, 2), 1)]
    assert spread == pytest.approx([0.8, 1.0, 1.2])


@pytest.mark.parametrize(
    ('where', 'code', 'detail', 'then'),
    [
        (Where.SERVER, 0, '', Fate.AWAY),
        (Where.SERVER, 535, '5.7.8', Fate.AWAY),
        (Where.SERVER, 554, '', Fate.AWAY),
        (Where.SENDER, 451, '', Fate.AWAY),
        (Where.SENDER, 553, '5.7.1', Fate.AWAY),
        (Where.RECIPIENT, 421, '', Fate.AWAY),
        (Where.LETTER, 421, '4.3.2', Fate.AWAY),
        (Where.RECIPIENT, 0, '', Fate.LATER),
        (Where.RECIPIENT, 450, '4.7.1', Fate.LATER),
        (Where.LETTER, 0, '', Fate.LATER),
        (Where.LETTER, 452, '4.2.2', Fate.LATER),
        (Where.RECIPIENT, 550, '', Fate.REFUSED),
        (Where.RECIPIENT, 550, '5.1.1', Fate.REFUSED),
        (Where.RECIPIENT, 550, '5.0.0', Fate.REFUSED),
        (Where.RECIPIENT, 554, '5.1.10', Fate.REFUSED),
        (Where.RECIPIENT, 550, '5.4.1', Fate.REFUSED),
        (Where.RECIPIENT, 553, '5.6.7', Fate.REFUSED),
        (Where.LETTER, 550, '5.1.1', Fate.REFUSED),
        (Where.RECIPIENT, 550, '5.7.1', Fate.LATER),
        (Where.RECIPIENT, 552, '5.2.2', Fate.LATER),
        (Where.RECIPIENT, 530, '', Fate.LATER),
        (Where.LETTER, 550, '5.7.26', Fate.LATER),
        (Where.LETTER, 552, '5.3.4', Fate.FAILED),
        (Where.LETTER, 554, '5.6.0', Fate.FAILED),
        (Where.LETTER, 554, '', Fate.FAILED),
    ],
)
def test_only_what_speaks_of_the_address_or_of_the_letter_ends_it(where: Where, code: int, detail: str, then: Fate):
    assert fate(Trouble(where, code, detail)) is then


def test_what_is_kept_of_a_trouble_has_no_word_of_the_server_in_it():
    assert Trouble(Where.RECIPIENT, 550, '5.1.1').words == 'recipient 550 5.1.1'
    assert Trouble(Where.SERVER, kind='ConnectionRefusedError').words == 'server ConnectionRefusedError'


def test_of_a_letter_that_is_over_only_numbers_and_moments_stay():
    facts = {
        'code': 'K7M2PX', 'note': 'Dear Ana', 'list': ['Ana'], 'more': {'name': 'Ana'},
        'row': 7, 'share': 0.5, 'late': True, 'none': None, 'until': '2026-12-04T18:00:00+00:00',
    }  # fmt: skip
    assert without_words(facts) == {'row': 7, 'share': 0.5, 'late': True, 'none': None, 'until': '2026-12-04T18:00:00+00:00'}
