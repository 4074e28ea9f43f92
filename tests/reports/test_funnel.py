"""The report's SQL and the pure rules count the same people, for any date, also after a mark was put right."""

import datetime

import pytest

from coaching import domains
from coaching.funnel.commands.marking import mark
from coaching.funnel.commands.progress import rebuild
from coaching.funnel.rules import funnel as rules
from coaching.funnel.values import Kind, Mark, Stage
from coaching.kit.access import PUBLIC
from coaching.kit.database import execute, fetchrow, fetchval
from coaching.people.commands import find_or_add, merge
from coaching.reports import queries
from coaching.reports.values import Asked
from tests.funnel.world import a_session, a_trainer
from tests.reports.world import BEGAN, END, MARK, REGISTER, WEEK, a_year, counts, walks

assert domains.KEEPERS
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


async def test_who_came_again_is_whoever_came_before_the_time_that_is_asked_for(database):
    """Also where the day that counts lies after it: of a Taste in two parts, or of one that was made up."""
    tastes = {week: await a_session(starts_at=BEGAN + week * WEEK, capacity=None) for week in (10, 25, 30, 38, 42)}
    long = await a_session(slug='long', starts_at=BEGAN + 39 * WEEK, capacity=None, parts=2, min_parts=2)

    async def came(name: str, *weeks: int, made_up: bool = False, parts: int = 0) -> int:
        person_id, _ = await find_or_add(name, f'{name}@mail.example', by=PUBLIC, now=BEGAN)
        for session_id in [tastes[week] for week in weeks] + [long] * (parts > 0):
            spot = await fetchval(REGISTER, session_id, person_id, 'registered', BEGAN, None, '')
            for part in range(1, max(1, parts) + 1):
                await execute(MARK, spot, part, 'here', END)
        if made_up:
            await execute('update attendance set made_up_in_id = $2 where registration_id = $1', spot, tastes[42])
        return person_id

    again = [await came('before', 10, 25), await came('before and made up', 10, 38, made_up=True), await came('before, long', 10, parts=2)]
    first = [await came('twice', 25, 30), await came('made up later', 38, made_up=True), await came('long', parts=2)]
    await merge(first[0], await came('twin', 25), by=await a_trainer(), now=END)
    await rebuild()
    one = Asked(BEGAN + 20 * WEEK, BEGAN + 40 * WEEK, END, ZONE)
    assert (await queries.turnouts(one))[1] == len(again)
    assert await fetchval('select count(*) from progress where person_id = any($1) and tasted_at < $2', again, one.begins_at) == len(again)
    late = await fetchval('select count(*) from progress where person_id = any($1) and tasted_at >= $2', first, one.ends_at)
    assert late == 2, 'whose day lies after the time that is asked for'


@pytest.mark.parametrize(('taken_off', 'resting'), [(True, 1), (False, 0)])
async def test_a_walk_in_that_was_a_mistake_is_no_sign_of_life(database, taken_off, resting):
    ana, _ = await find_or_add('Ana Reyes', 'ana@mail.example', by=PUBLIC, now=BEGAN)
    tasted = await fetchval(REGISTER, await a_session(starts_at=BEGAN), ana, 'registered', BEGAN - WEEK, None, '')
    await execute(MARK, tasted, 1, 'here', BEGAN)
    late, at = await a_session(starts_at=BEGAN + 40 * WEEK), BEGAN + 40 * WEEK
    how = ('cancelled_by_us', at, at, 'walk_in') if taken_off else ('walk_in', at, None, '')
    await fetchval(REGISTER, late, ana, *how)
    await rebuild()
    one = asked(0, 10, 42)
    everybody = list((await walks()).values())
    found = await queries.flow(one)
    assert (found.resting, found) == (resting, rules.flow(everybody, Stage.TASTED, Stage.INTRODUCED, as_of=one.as_of))
