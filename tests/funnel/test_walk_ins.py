"""Somebody put on the list at the door by mistake comes off it again: nothing counts it, it is written down, and it can be undone."""

import pytest

from coaching.funnel.commands import adding, finishing, marking, walk_ins
from coaching.funnel.queries import stages
from coaching.funnel.queries.rooms import seen_people
from coaching.funnel.rules.attendance import Counts, NoMark, tally
from coaching.funnel.values import Mark
from coaching.journal.queries import history
from coaching.kit import clock
from coaching.kit.database import execute, fetch, fetchval
from coaching.kit.refusal import Refused
from tests.funnel.test_offerings_pages import main, said_after
from tests.funnel.test_room_pages import AFTER, at
from tests.funnel.world import HOUR, NOON, a_session, a_trainer, came, letters, signs_up, states

DURING = NOON + HOUR / 4
WEEK = 7 * 24 * HOUR
OMAR = "select id from registration where source = 'walk_in'"


@pytest.fixture
async def taste(dana, monkeypatch) -> int:
    """A Taste that runs; Omar, who has no address, is put on its list at the door."""
    session_id = await a_session()
    monkeypatch.setattr(clock, 'now', lambda: DURING)
    await dana.post(at(session_id, '/walk-ins'), data={'name': 'Omar Wrong'})
    return session_id


async def off(dana, taste, **sent):
    return await dana.post(at(taste, f'/people/{await fetchval(OMAR)}/cancellation'), data=sent)


async def undo(dana, taste):
    return await dana.post(at(taste, f'/people/{await fetchval(OMAR)}/cancellation/undo'))


@pytest.mark.parametrize('is_marked', [True, False])
async def test_a_walk_in_by_mistake_comes_off_the_list_and_counts_nowhere(dana, taste, is_marked):
    omar = await fetchval(OMAR)
    if not is_marked:
        await dana.post(at(taste, '/marks'), data={'registration': omar, 'mark': 'none'})
    assert 'Take off the list' in main(await dana.get(at(taste, f'/people/{omar}')))
    page = main(await dana.get((await off(dana, taste)).headers['location']))
    assert 'Omar Wrong is off the list.' in page and 'Taken off by mistake?' in page and page.count('Omar') == 1
    assert (await dana.get(at(taste, f'/people/{omar}'))).status_code == 404
    person_id = await fetchval('select person_id from registration where id = $1', omar)
    assert tally((one.seen for one in await seen_people(taste)), now=AFTER) == Counts()
    assert (await stages.told([person_id], now=AFTER), await fetchval('select count(*) from attendance')) == ([], 0)
    assert await fetchval('select tasted_at from progress where person_id = $1', person_id) is None
    assert await letters('registration', omar) == []
    entry = (await history(('registration', omar)))[0]
    assert (entry.kind, entry.by_name, entry.said('UTC')) == (
        'walk_in_removed', 'Dana Whitaker', 'Taken off the list: did not walk in.'
    )  # fmt: skip


@pytest.mark.parametrize('is_marked', [True, False])
async def test_taking_off_is_undone_as_it_was_and_only_once(dana, taste, is_marked):
    if not is_marked:
        await dana.post(at(taste, '/marks'), data={'registration': await fetchval(OMAR), 'mark': 'none'})
    await off(dana, taste)
    said = await said_after(dana, await undo(dana, taste))
    assert 'Omar Wrong is on the list again.' in said and ('1</strong> here' in said or '1 here' in said) == is_marked
    assert await states(taste) == {'Omar Wrong': 'walk_in'}
    assert (await undo(dana, taste)).status_code == 409
    assert 'Taken off by mistake?' not in main(await dana.get(at(taste, f'?off={await fetchval(OMAR)}')))


async def test_the_same_person_can_be_put_on_the_list_again(dana, taste):
    await execute("update person set email = 'omar@example.org' where name = 'Omar Wrong'")
    await off(dana, taste)
    await dana.post(at(taste, '/walk-ins'), data={'name': 'Omar Wrong', 'email': 'omar@example.org'})
    found = [row['state'] for row in await fetch('select state from registration order by id')]
    assert found == ['cancelled_by_us', 'walk_in'] and await fetchval('select count(*) from attendance') == 1
    trainer, first = await a_trainer(), await fetchval('select min(id) from registration')
    with pytest.raises(Refused) as refused:
        await walk_ins.put_back(first, by=trainer, now=DURING)
    assert refused.value.reason is NoMark.ON_THE_LIST_AGAIN


async def test_after_finishing_it_needs_a_reason_and_the_letters_follow(dana, taste, monkeypatch):
    await execute("update person set email = 'omar@example.org' where name = 'Omar Wrong'")
    omar, trainer = await fetchval(OMAR), await a_trainer()
    await finishing.finish(taste, by=trainer, now=AFTER)
    assert await letters('registration', omar) == ['thank-you-taste']
    monkeypatch.setattr(clock, 'now', lambda: AFTER)
    answer = await off(dana, taste)
    assert (answer.status_code, 'Say in a few words why this person comes off the list' in main(answer)) == (422, True)
    with pytest.raises(Refused) as refused:
        await walk_ins.take_off(omar, by=trainer, now=AFTER)
    assert refused.value.reason is NoMark.WHY_IS_MISSING
    assert (await off(dana, taste, reason='It was his brother')).status_code == 303
    assert (await letters('registration', omar), (await history(('registration', omar)))[0].why) == ([], 'It was his brother')
    await said_after(dana, await undo(dana, taste))
    assert await letters('registration', omar) == ['thank-you-taste']


async def test_nobody_else_comes_off_this_way(database):
    taste, trainer = await a_session(), await a_trainer()
    ana = await signs_up('Ana Reyes', taste)
    for verb in (walk_ins.take_off, walk_ins.put_back):
        with pytest.raises(Refused) as refused:
            await verb(ana.registration_id, by=trainer, now=DURING)
        assert refused.value.reason is NoMark.NO_WALK_IN


async def test_whoever_walked_into_the_first_part_can_be_missed_at_the_second(dana, monkeypatch):
    training = await a_session('training', parts=2, min_parts=2, prerequisite='', starts_at=NOON - WEEK)
    trainer = await a_trainer()
    omar = await adding.walk_in(training, name='Omar Diaz', by=trainer, now=NOON - WEEK + HOUR)
    monkeypatch.setattr(clock, 'now', lambda: AFTER)
    path = at(training, f'/people/{omar}')
    assert (await dana.post(f'{path}/mark', data={'mark': 'not_here', 'part': '2'})).status_code == 303
    people = [one.seen for one in await seen_people(training)]
    assert (people[0].marks, tally(people, now=AFTER)) == ({1: Mark.HERE, 2: Mark.NOT_HERE}, Counts(walk_ins=1))
    await marking.mark(omar, None, part=1, by=trainer, now=AFTER)
    assert tally((one.seen for one in await seen_people(training)), now=NOON + 10 * HOUR) == Counts(unresolved=1)
    await off(dana, training)
    await came(omar, trainer, at=AFTER)
    assert 'Omar' in main(await dana.get(at(training))) and await states(training) == {'Omar Diaz': 'cancelled_by_us'}
    assert tally((one.seen for one in await seen_people(training)), now=AFTER) == Counts(walk_ins=1)


async def test_both_marks_of_a_walk_in_come_back(database):
    training = await a_session('training', parts=2, min_parts=2, prerequisite='', starts_at=NOON - WEEK)
    trainer = await a_trainer()
    omar = await adding.walk_in(training, name='Omar Diaz', part=2, by=trainer, now=AFTER)
    await marking.mark(omar, Mark.NOT_HERE, part=1, by=trainer, now=AFTER)
    await walk_ins.take_off(omar, by=trainer, now=AFTER)
    await walk_ins.put_back(omar, by=trainer, now=AFTER)
    assert [one.seen.marks for one in await seen_people(training)] == [{1: Mark.NOT_HERE, 2: Mark.HERE}]
