"""The report's SQL and the pure rules count the same people, for any date, also after a mark was put right."""

import datetime

import pytest

from coaching.funnel.commands.marking import mark
from coaching.funnel.rules import funnel as rules
from coaching.funnel.values import Kind, Mark, Stage
from coaching.kit.database import fetchrow
from coaching.reports import queries
from coaching.reports.values import Asked
from tests.funnel.world import a_trainer
from tests.reports.world import BEGAN, END, WEEK, a_year, counts, walks

ZONE = 'America/Chicago'


def asked(first: int, last: int, as_of: int) -> Asked:
    """A cohort by weeks since the year began."""
    return Asked(BEGAN + first * WEEK - datetime.timedelta(days=1), BEGAN + last * WEEK, BEGAN + as_of * WEEK, ZONE)


async def by_hand(one: Asked) -> tuple[list[rules.Walk], list[rules.Walk]]:
    everybody = list((await walks()).values())
    people = [
        walk for walk in everybody
        if walk.had(Stage.TASTED, one.as_of) and one.begins_at <= walk.reached[Stage.TASTED] < one.ends_at
    ]  # fmt: skip
    return everybody, people


async def equals_brute_force(one: Asked) -> None:
    _everybody, people = await by_hand(one)
    found, _lines = await queries.counted(one, 'month')
    steps = rules.steps(people, as_of=one.as_of)
    assert [found.tasted, found.introduced, found.trained] == [step.people for step in steps]
    assert steps[2].of_before == rules.Share(found.trained_of_introduced, found.introduced)
    to_intro, to_training = (rules.pairs(people, Stage.TASTED, stage) for stage in (Stage.INTRODUCED, Stage.TRAINED))
    assert found.to_intro == rules.conversion(to_intro, as_of=one.as_of)
    assert found.to_training == rules.conversion(to_training, as_of=one.as_of)
    assert found.within == {days: rules.moved_on(to_intro, as_of=one.as_of, days=days) for days in rules.WITHIN_DAYS}
    shows = {kind: rules.show_rate([tallied]) for kind, tallied in (await counts(one.begins_at, one.ends_at, one.as_of)).items()}
    turnouts, _again = await queries.turnouts(one)
    assert {str(turnout.kind): turnout.rate for turnout in turnouts} == shows


@pytest.mark.parametrize('seed', range(6))
async def test_sql_and_rules_count_the_same(database, seed):
    await a_year(seed)
    for one in (asked(0, 50, 50), asked(4, 20, 22), asked(4, 20, 50), asked(10, 30, 17), asked(40, 45, 46)):
        await equals_brute_force(one)


@pytest.mark.parametrize('seed', range(6))
async def test_where_they_are_now_adds_up_and_equals_the_rules(database, seed):
    await a_year(seed)
    one = asked(0, 50, 50)
    _everybody, people = await by_hand(one)
    found = await queries.flow(one)
    assert found.entered == found.moved_on + found.opted_out + found.resting + found.still_here
    assert found == rules.flow(people, Stage.TASTED, Stage.INTRODUCED, as_of=END)


@pytest.mark.parametrize('split', sorted(queries.SPLITS))
async def test_every_split_adds_up_to_everybody(database, split):
    await a_year(3)
    one = asked(0, 50, 50)
    whole, lines = await queries.counted(one, split)
    for name in ('tasted', 'introduced', 'trained'):
        assert sum(getattr(line.counted, name) for line in lines) == getattr(whole, name)
    assert sum(line.counted.within[30].share.x for line in lines) == whole.within[30].share.x


async def test_a_past_date_is_drawn_again_after_a_mark_two_months_old_was_corrected(database):
    await a_year(1)
    dana = await a_trainer()
    row = await fetchrow(
        """select r.id, r.person_id from registration r join session s on s.id = r.session_id join offering o on o.id = s.offering_id
        join attendance a on a.registration_id = r.id and a.mark = 'not_here' where o.kind = 'taste' and s.state = 'open'
        and r.state = 'registered' and s.starts_at between $1 and $2
        and not exists (select from progress g where g.person_id = r.person_id and g.tasted_at is not null) order by r.id limit 1""",
        BEGAN, BEGAN + 40 * WEEK,
    )  # fmt: skip
    one = asked(0, 50, 50)
    before, _lines = await queries.counted(one, 'month')
    await mark(row['id'], Mark.HERE, why='She was in the other room', by=dana, now=END)
    assert (await queries.counted(one, 'month'))[0].tasted == before.tasted + 1
    await equals_brute_force(one)


async def test_first_timers_and_those_who_came_again_are_told_apart(database):
    await a_year(2)
    one = asked(20, 40, 50)
    found = await queries.funnel(one, 'month')
    ways = await walks()
    first = sum(one.begins_at <= walk.reached[Stage.TASTED] < one.ends_at for walk in ways.values() if Stage.TASTED in walk.reached)
    assert found.again.first == first
    assert found.turnouts[0].kind is Kind.TASTE
