"""What is due is held by one worker at a time, for the time of a lease, and marked by its holder alone."""

import asyncio
import contextvars
import datetime

from coaching.kit.database import atomic, execute, fetchval
from coaching.outbox.claims import LEASE, claim, give_back, mark_failed, mark_not_needed, mark_sent, put_off, set_aside, take_up
from coaching.outbox.commands import EVERY_KIND, cancel_about, stop
from tests.conftest import NOW
from tests.outbox.world import DAY, HOUR, MINUTE, a_person, a_promise, a_reminder, reconciled, run_out_of_lease, the_promise


async def claimed(limit: int = 50, now: datetime.datetime = NOW) -> list[int]:
    return [promise.id for promise in (await claim(limit, now))[0]]


async def test_what_has_been_due_longest_goes_first_and_what_is_not_due_not_at_all(database):
    second, first, _tomorrow, third = [
        await a_promise(None, key=key, due_in=due_in) for key, due_in in (('b', -HOUR), ('a', -DAY), ('d', MINUTE), ('c', -MINUTE))
    ]
    assert await claimed(2) == [first, second]
    assert await claimed() == [third]
    assert await claimed() == []


async def test_what_was_tried_in_vain_goes_behind_what_waits_for_its_first_try(database):
    tried, first = await a_promise(None, key='tried', due_in=-DAY), await a_promise(None, key='first', due_in=-HOUR)
    (promise,), _ = await claim(1, NOW)
    await put_off(promise, NOW - MINUTE, 'recipient 450')
    assert await claimed() == [first, tried]


async def test_due_is_asked_by_the_callers_clock_and_a_lease_runs_by_the_databases(database):
    promise_id = await a_promise(None, due_in=DAY)
    assert await claimed(now=NOW) == []
    assert await claimed(now=NOW + DAY) == [promise_id]
    left = (await the_promise(promise_id))['claimed_until'] - await fetchval('select clock_timestamp()')
    assert LEASE - datetime.timedelta(seconds=5) < left <= LEASE


async def test_a_promise_comes_back_when_its_holder_is_gone(database):
    promise_id = await a_promise(None)
    assert [await claimed(), await claimed()] == [[promise_id], []]
    await run_out_of_lease(promise_id)
    assert await claimed() == [promise_id]


async def test_what_comes_too_late_is_cancelled_and_not_sent(database):
    late = await a_promise(None, kind='reminder-hour', facts={'note': 'words'}, due_in=-2 * HOUR, useful_until=NOW - HOUR)
    just = await a_promise(None, kind='reminder-day', due_in=-HOUR, useful_until=NOW)
    useful = await a_promise(None, kind='spot-saved', useful_until=NOW + MINUTE)
    assert (await claimed(), await claim(50, NOW)) == ([useful], ([], 0))
    rows = [await the_promise(number) for number in (late, just)]
    assert [(row['cancelled_at'], row['failure'], row['facts'], row['claimed_until']) for row in rows] == [(NOW, 'too late', {}, None)] * 2


async def test_what_its_reader_has_stopped_is_cancelled_and_not_sent(database):
    ana, ben = await a_person('Ana Duarte'), await a_person('Ben Okafor')
    await stop(ana, 'reminder-day', now=NOW)
    await stop(ben, EVERY_KIND, now=NOW)
    promised = {
        (name, kind): await a_promise(person, kind=kind)
        for name, person in (('Ana', ana), ('Ben', ben))
        for kind in ('reminder-day', 'reminder-hour', 'spot-saved', 'sign-in')
    }
    sent = await claimed()
    assert [key for key, number in promised.items() if number not in sent] == [
        ('Ana', 'reminder-day'), ('Ben', 'reminder-day'), ('Ben', 'reminder-hour'),
    ]  # fmt: skip
    assert (await the_promise(promised['Ben', 'reminder-hour']))['failure'] == 'stopped'


async def test_the_name_of_a_letter_is_the_same_in_every_copy_and_not_to_be_guessed(database):
    promise_id = await a_promise(None)
    (first,), _ = await claim(1, NOW)
    await run_out_of_lease(promise_id)
    (second,), _ = await claim(1, NOW)
    assert first.message_id == second.message_id
    head, _, host = first.message_id.partition('@')
    assert (head.partition('.')[0], len(head.partition('.')[2]), host) == (f'<promise-{promise_id}', 16, 'localhost>')


async def test_taking_up_counts_the_try_and_renews_the_lease(database):
    await a_promise(None)
    (promise,), _ = await claim(1, NOW)
    taken = await take_up(promise, NOW)
    assert (taken.tries, taken.claimed_until > promise.claimed_until) == (1, True)
    assert await take_up(promise, NOW) is None


async def test_what_was_taken_back_after_the_claim_is_not_taken_up(database):
    await a_promise(None)
    (promise,), _ = await claim(1, NOW)
    await cancel_about('registration', 7, now=NOW)
    assert await take_up(promise, NOW) is None


async def test_what_became_useless_after_the_claim_is_not_taken_up(database):
    await a_promise(None, useful_until=NOW + MINUTE)
    (promise,), _ = await claim(1, NOW)
    assert await take_up(promise, NOW + MINUTE) is None


async def test_a_letter_that_is_out_keeps_none_of_its_words(database):
    promise_id = await a_promise(None, kind='sign-in', facts={'code': 'K7M2PX', 'request_id': 4})
    (promise,), _ = await claim(1, NOW)
    assert await mark_sent(promise, NOW) is True
    row = await the_promise(promise_id)
    assert (row['sent_at'], row['claimed_until'], row['facts'], row['failure']) == (NOW, None, {'request_id': 4}, '')


async def test_only_its_holder_marks_a_promise(database):
    promise_id = await a_promise(None)
    (gone,), _ = await claim(1, NOW)
    await run_out_of_lease(promise_id)
    (holder,), _ = await claim(1, NOW)
    ends = [await mark_sent(gone, NOW), await mark_failed(gone, NOW, 'x'), await mark_not_needed(gone, NOW)]
    waits = [await put_off(gone, NOW + DAY, 'x'), await set_aside(gone, HOUR, 'x')]
    await give_back([gone])
    assert (ends, waits) == ([False] * 3, [False] * 2)
    assert await mark_sent(holder, NOW) is True


async def test_a_reminder_that_moved_while_its_old_form_went_out_still_comes_at_its_new_time(database):
    ana = await a_person('Ana Duarte')
    await reconciled(('registration', 7), [a_reminder(-MINUTE, person_id=ana)], kinds=['reminder-day'], now=NOW)
    (promise,), _ = await claim(1, NOW)
    await reconciled(('registration', 7), [a_reminder(7 * DAY, person_id=ana)], kinds=['reminder-day'], now=NOW)
    assert await mark_sent(promise, NOW) is False
    assert await claimed(now=NOW + 7 * DAY) == [promise.id]


async def test_a_promise_ends_in_one_way(database):
    ids = [await a_promise(None, key=str(number)) for number in range(3)]
    (first, second, third), _ = await claim(3, NOW)
    ends = [await mark_failed(first, NOW, 'f' * 400), await mark_not_needed(second, NOW)]
    assert [*ends, await put_off(third, NOW + HOUR, 'p' * 400)] == [True] * 3
    rows = [await the_promise(number) for number in ids]
    assert [(row['failed_at'], row['cancelled_at'], row['next_try_at'], row['failure']) for row in rows] == [
        (NOW, None, None, 'f' * 300), (None, NOW, None, 'not needed'), (None, None, NOW + HOUR, 'p' * 300),
    ]  # fmt: skip
    assert [await claimed(), await claimed(now=NOW + HOUR)] == [[], [third.id]]


async def test_what_is_set_aside_stays_due_and_its_try_does_not_count(database):
    promise_id = await a_promise(None)
    (claim_of_it,), _ = await claim(1, NOW)
    taken = await take_up(claim_of_it, NOW)
    assert await set_aside(taken, HOUR, 'server') is True
    assert (await claimed(), (await the_promise(promise_id))['tries']) == ([], 0)
    await run_out_of_lease(promise_id)
    assert await claimed() == [promise_id]


async def test_what_was_not_begun_is_given_back(database):
    ids = [await a_promise(None, key=str(number)) for number in range(3)]
    (_, *rest), _ = await claim(3, NOW)
    await give_back(rest)
    assert await claimed() == ids[1:]


async def test_workers_that_claim_at_the_same_time_never_get_the_same_letter(pool):
    try:
        ids = [await a_promise(None, key=f'race {number}') for number in range(200)]
        claims = await asyncio.gather(*(claim(7, NOW) for _ in range(40)))
        assert sorted(promise.id for mine, _ in claims for promise in mine) == ids
    finally:
        await execute("delete from promise where key like 'race %'")


async def test_a_claim_does_not_wait_for_a_promise_that_is_just_being_changed(pool):
    try:
        busy, free = [await a_promise(None, key=f'race {number}') for number in range(2)]
        async with atomic():
            await execute('update promise set due_at = due_at where id = $1', busy)
            other = asyncio.get_running_loop().create_task(claimed(), context=contextvars.Context())
            assert await asyncio.wait_for(other, 5) == [free]
    finally:
        await execute("delete from promise where key like 'race %'")
