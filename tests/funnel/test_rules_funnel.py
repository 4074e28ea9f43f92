"""The arithmetic of "Taste to trained", and the sentence above it."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.funnel.rules.attendance import Counts
from coaching.funnel.rules.funnel import (
    Flow,
    Row,
    Share,
    ShowRate,
    Step,
    Timed,
    Walk,
    cohort,
    conversion,
    first_timers,
    flow,
    moved_on,
    pairs,
    row,
    show_rate,
    split,
    steps,
    tasted_on,
)
from coaching.funnel.rules.titles import near, title, title_of_turnout
from coaching.funnel.values import Stage
from coaching.kit.words import speaking
from tests.funnel.facts import CHICAGO, DAY, FRIDAY_NOON, NOW, at

TASTED, INTRODUCED, TRAINED = Stage.TASTED, Stage.INTRODUCED, Stage.TRAINED
JUNE = at('2026-06-05 17:00')
DECEMBER = at('2026-12-01 12:00')


def walk(tasted=None, introduced=None, trained=None, **facts):
    """Somebody's way, in days after the first Friday of June."""
    days = {TASTED: tasted, INTRODUCED: introduced, TRAINED: trained}
    return Walk({stage: JUNE + day * DAY for stage, day in days.items() if day is not None}, **facts)


def test_a_share_says_of_how_many():
    assert str(Share(16, 51).said()) == '16 of 51'


@pytest.mark.parametrize(
    ('share', 'percent'),
    [
        (Share(3, 4), None),
        (Share(5, 20), 25),
        (Share(174, 268), 65),
        (Share(1, 40), 3),
        (Share(0, 40), 0),
        (Share(40, 40), 100),
        (Share(1, 1000), 1),
        (Share(999, 1000), 99),
        (Share(0, 0), None),
    ],
)
def test_a_percent_is_whole_never_said_of_few_and_never_all_or_nobody_by_rounding(share, percent):
    assert share.percent == percent


def test_danas_show_rate_leaves_out_who_is_not_known_and_who_told_us():
    monday = Counts(came=17, partly=1, missed=7, excused=1, unresolved=2, cancelled=3, in_line=1, walk_ins=5)
    assert show_rate([monday]) == ShowRate(Share(17, 25), partly=1, unresolved=2, excused=1, cancelled=3, walk_ins=5)


def test_the_show_rate_of_many_sessions_is_that_of_all_their_people():
    assert show_rate([Counts(came=1), Counts(came=1, missed=8), Counts(ahead=9)]).share == Share(2, 10)
    assert show_rate([]).share == Share(0, 0)


WALKS = [walk(0, 20), walk(0, 45), walk(0), walk(0, 100, 150), walk(150, 170), walk()]


def test_conversion_is_of_those_who_had_sixty_days_and_the_others_stand_apart():
    assert conversion(pairs(WALKS, TASTED, INTRODUCED), as_of=JUNE + 179 * DAY) == Timed(Share(3, 4), too_early=1)


def test_a_past_day_knows_nothing_of_what_came_later():
    assert conversion(pairs(WALKS, TASTED, INTRODUCED), as_of=JUNE + 60 * DAY) == Timed(Share(2, 4), too_early=0)
    assert conversion(pairs(WALKS, TASTED, INTRODUCED), as_of=JUNE - DAY) == Timed(Share(0, 0), too_early=0)


@pytest.mark.parametrize(('days', 'share', 'too_early'), [(30, Share(1, 4), 1), (60, Share(2, 4), 1), (90, Share(2, 4), 1)])
def test_moved_on_within_so_many_days_asks_only_those_who_had_them(days, share, too_early):
    assert moved_on(pairs(WALKS, TASTED, INTRODUCED), as_of=JUNE + 170 * DAY, days=days) == Timed(share, too_early)


def test_the_last_day_counts():
    on_the_thirtieth_day = pairs([walk(0, 30)], TASTED, INTRODUCED)
    assert moved_on(on_the_thirtieth_day, as_of=JUNE + 30 * DAY, days=30) == Timed(Share(1, 1), 0)
    assert moved_on(on_the_thirtieth_day, as_of=JUNE, days=30) == Timed(Share(0, 0), 1)
    assert conversion(pairs([walk(0, 60)], TASTED, INTRODUCED), as_of=JUNE + 60 * DAY) == Timed(Share(1, 1), 0)
    assert conversion(on_the_thirtieth_day, as_of=JUNE) == Timed(Share(0, 0), 1)


def test_an_intro_before_the_first_taste_counts_as_at_once():
    assert moved_on([(FRIDAY_NOON, FRIDAY_NOON - 9 * DAY)], as_of=FRIDAY_NOON + 30 * DAY, days=30) == Timed(Share(1, 1), 0)


def test_everybody_who_tasted_is_somewhere():
    people = [
        walk(0, 20), walk(0, 300), walk(),
        walk(0, active_at=JUNE), walk(0, active_at=JUNE + 150 * DAY), walk(0, opted_out_at=JUNE + DAY),
        walk(0, opted_out_at=JUNE + 180 * DAY), walk(0, opted_out_at=JUNE + 400 * DAY, active_at=JUNE + 170 * DAY),
    ]  # fmt: skip
    assert flow(people, TASTED, INTRODUCED, as_of=JUNE + 180 * DAY) == Flow(
        entered=7, moved_on=1, opted_out=2, resting=1, still_here=3
    )  # fmt: skip


def test_a_cohort_is_everybody_whose_first_taste_was_in_these_days_of_the_zone():
    new_years_eve_in_chicago = Walk({TASTED: at('2027-01-01 04:00')})
    people = [walk(0), walk(), new_years_eve_in_chicago]
    assert cohort(people, datetime.date(2026, 12, 1), datetime.date(2027, 1, 1), CHICAGO) == [new_years_eve_in_chicago]
    assert cohort(people, datetime.date(2026, 12, 31), datetime.date(2027, 1, 1), CHICAGO) == [new_years_eve_in_chicago]
    assert cohort(people, datetime.date(2026, 12, 1), datetime.date(2026, 12, 31), CHICAGO) == []
    assert tasted_on(new_years_eve_in_chicago, CHICAGO) == datetime.date(2026, 12, 31)
    assert tasted_on(walk(), CHICAGO) is None


def test_each_person_is_counted_once_a_step():
    efrain_trained_without_an_intro = walk(0, None, 90)
    people = [*WALKS, efrain_trained_without_an_intro]
    assert steps(people, as_of=DECEMBER) == (
        Step(TASTED, 6, None), Step(INTRODUCED, 4, Share(4, 6)), Step(TRAINED, 2, Share(1, 4)),
    )  # fmt: skip


def test_a_line_of_the_table_says_who_moved_on_in_time():
    assert row('June', WALKS[:4], as_of=JUNE + 80 * DAY) == Row(
        'June', 4, 2, 0, {30: Timed(Share(1, 4), 0), 60: Timed(Share(2, 4), 0), 90: Timed(Share(0, 0), 4)}
    )  # fmt: skip


def test_a_table_has_a_line_for_each_label():
    months = split(WALKS[:5], lambda one: tasted_on(one, CHICAGO).replace(day=1), as_of=DECEMBER)
    assert [(line.label, line.tasted, line.introduced, line.trained) for line in months] == [
        (datetime.date(2026, 6, 1), 4, 3, 1),
        (datetime.date(2026, 11, 1), 1, 1, 0),
    ]


def test_who_comes_for_the_first_time_and_who_comes_again():
    came = [('Ana', NOW), ('Ana', NOW - DAY), ('Ben', NOW), ('Lin', NOW)]
    assert first_timers(came, {'Ana': NOW - DAY, 'Ben': NOW - 90 * DAY, 'Lin': NOW}) == (2, 1)


DAYS = st.integers(min_value=0, max_value=300)
MAYBE = st.one_of(st.none(), DAYS)
CROWD = st.lists(
    st.builds(
        lambda a, b, c, active, out: walk(
            a, b, c, active_at=JUNE + active * DAY, opted_out_at=None if out is None else JUNE + out * DAY
        ),
        MAYBE, MAYBE, MAYBE, DAYS, MAYBE,
    ),
    max_size=40,
)  # fmt: skip


@given(CROWD, DAYS)
def test_what_flows_in_flows_on_or_stays(people, day):
    found = flow(people, TASTED, INTRODUCED, as_of=JUNE + day * DAY)
    assert found.entered == found.moved_on + found.opted_out + found.resting + found.still_here


@given(CROWD, DAYS)
def test_every_table_adds_up_to_everybody(people, day):
    as_of = JUNE + day * DAY
    lines = split(people, lambda one: tasted_on(one, CHICAGO), as_of=as_of)
    total = row('everybody', people, as_of=as_of)
    for name in ('tasted', 'introduced', 'trained'):
        assert sum(getattr(line, name) for line in lines) == getattr(total, name)
    for days, timed in total.within.items():
        assert sum(line.within[days].too_early for line in lines) == timed.too_early
        assert sum(line.within[days].share.x for line in lines) == timed.share.x


@given(CROWD, DAYS)
def test_a_conversion_and_its_too_early_are_all_who_tasted_by_then(people, day):
    as_of = JUNE + day * DAY
    timed = conversion(pairs(people, TASTED, TRAINED), as_of=as_of)
    assert timed.share.x <= timed.share.y
    assert timed.share.y + timed.too_early == sum(one.had(TASTED, as_of) for one in people)


def timed(x, y, too_early=0):
    return Timed(Share(x, y), too_early)


@pytest.mark.parametrize(
    ('introduced', 'trained', 'sentence'),
    [
        (timed(121, 268), timed(67, 268), '1 in 4 people who came to a Taste 60 or more days ago finished training'),
        (timed(121, 268), timed(40, 268), '40 of 268 people who came to a Taste 60 or more days ago finished training'),
        (timed(9, 20), timed(5, 20), '1 in 4 people who came to a Taste 60 or more days ago finished training'),
        (timed(9, 19), timed(5, 19), '5 of 19 people who came to a Taste 60 or more days ago finished training'),
        (timed(4, 8), timed(2, 8), '2 of 8 people who came to a Taste 60 or more days ago finished training'),
        (timed(3, 3), timed(3, 3), 'Everyone who came to a Taste 60 or more days ago finished training'),
        (timed(80, 120), timed(0, 120), '2 in 3 people who came to a Taste 60 or more days ago came to an Intro'),
        (timed(52, 120), timed(0, 120), '52 of 120 people who came to a Taste 60 or more days ago came to an Intro'),
        (timed(1, 1), timed(0, 1), 'Everyone who came to a Taste 60 or more days ago came to an Intro'),
        (timed(0, 9), timed(0, 9), 'Nobody who came to a Taste 60 or more days ago has come to an Intro yet'),
        (timed(0, 0, 12), timed(0, 0, 12), 'It is too early to tell'),
        (timed(0, 0), timed(0, 0), 'Nobody came to a first Taste in this time'),
    ],
)
def test_the_title_is_the_answer(introduced, trained, sentence):
    assert str(title(introduced, trained)) == sentence


@pytest.mark.parametrize(
    ('trained', 'sentence'),
    [
        (timed(67, 268), '1 de cada 4 personas que vinieron a una Probada hace 60 días o más terminó el Curso'),
        (timed(180, 268), '2 de cada 3 personas que vinieron a una Probada hace 60 días o más terminaron el Curso'),
        (timed(1, 9), '1 de 9 personas que vinieron a una Probada hace 60 días o más terminó el Curso'),
        (timed(2, 9), '2 de 9 personas que vinieron a una Probada hace 60 días o más terminaron el Curso'),
    ],
)
def test_the_title_speaks_spanish_and_its_verb_agrees(trained, sentence):
    with speaking('es'):
        assert title(timed(200, 268), trained) == sentence


@pytest.mark.parametrize(
    ('share', 'sentence'),
    [
        (Share(17, 25), '2 in 3 people with a spot came'),
        (Share(17, 31), '17 of 31 people with a spot came'),
        (Share(5, 5), 'Everyone with a spot came'),
        (Share(0, 5), 'Nobody with a spot came'),
        (Share(0, 0), 'Nobody is marked yet'),
    ],
)
def test_the_turnout_has_a_title_too(share, sentence):
    assert str(title_of_turnout(ShowRate(share, 0, 0, 0, 0, 0))) == sentence


@given(st.integers(min_value=20, max_value=5000).flatmap(lambda y: st.tuples(st.integers(0, y), st.just(y))))
def test_a_plain_fraction_is_never_further_off_than_two_points(numbers):
    x, y = numbers
    fraction = near(Share(x, y))
    assert fraction is None or abs(x / y - fraction[0] / fraction[1]) <= 0.02
