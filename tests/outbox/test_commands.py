"""Letters are promised once, moved, taken back, stopped and held, inside the transaction that asks for it."""

from typing import Any

import pytest

from coaching.kit.database import atomic, execute, fetchval
from coaching.outbox.claims import claim
from coaching.outbox.commands import (
    EVERY_KIND,
    cancel,
    cancel_about,
    cancel_held,
    forget,
    hold_all,
    promise,
    reconcile_many,
    release,
    resume,
    stop,
    sweep,
)
from coaching.outbox.mailbox import Mailbox
from coaching.outbox.queries import held, letters_about, letters_to, oldest_due, stops
from coaching.outbox.values import Changes, Held, Told
from tests.conftest import NOW
from tests.outbox.world import DAY, HOUR, MINUTE, a_person, a_promise, a_reminder, reconciled, the_promise

REMINDERS = ('reminder-day', 'reminder-hour')


async def due_kinds(now=NOW) -> list[str]:
    return [promise.kind for promise in (await claim(50, now))[0]]


async def test_a_key_is_promised_once_however_often_it_is_asked_for(database):
    ana = await a_person('Ana Duarte')
    first = await a_promise(ana, key='spot-saved:7', facts={'until': 3})
    assert await a_promise(ana, key='spot-saved:7', due_in=DAY, facts={'until': 4}) == first
    assert ((await the_promise(first))['facts'], await fetchval('select count(*) from promise')) == ({'until': 3}, 1)


async def test_a_kind_that_does_not_exist_is_not_promised(database):
    with pytest.raises(KeyError, match='love-letter'):
        await a_promise(None, kind='love-letter')


async def test_a_promise_goes_when_its_transaction_does(database):
    with pytest.raises(RuntimeError):
        async with atomic():
            await a_promise(None)
            raise RuntimeError
    assert await fetchval('select count(*) from promise') == 0


async def test_reminders_follow_the_session(database):
    ana = await a_person('Ana Duarte')
    day, hour = a_reminder(DAY, person_id=ana), a_reminder(2 * DAY, kind='reminder-hour', person_id=ana, facts={'part': 1})
    made = await reconciled(('registration', 7), [day, hour], kinds=REMINDERS, now=NOW)
    assert made == Changes((day, hour), (), (), ())
    moved = a_reminder(8 * DAY, person_id=ana)
    changed = await reconciled(('registration', 7), [moved], kinds=REMINDERS, now=NOW)
    assert ([want for _, want in changed.change], len(changed.cancel)) == ([moved], 1)
    assert [(one.kind, one.due_at, one.cancelled_at) for one in await letters_to(ana)] == [
        ('reminder-hour', hour.due_at, NOW),
        ('reminder-day', moved.due_at, None),
    ]
    back = await reconciled(('registration', 7), [moved, hour], kinds=REMINDERS, now=NOW)
    assert (back.create, [want for _, want in back.change], back.cancel) == ((), [hour], ())
    assert await reconciled(('registration', 7), [moved, hour], kinds=REMINDERS, now=NOW) == Changes(
        (), (), (), tuple(one.id for one in reversed(await letters_to(ana)))
    )


async def test_other_kinds_and_other_things_are_not_touched(database):
    await a_promise(None, kind='spot-saved', key='spot-saved:7')
    await a_promise(None, kind='reminder-day', key='reminder-day:8', subject_id=8)
    await reconciled(('registration', 7), [], kinds=REMINDERS, now=NOW)
    assert sorted(await due_kinds()) == ['reminder-day', 'spot-saved']


async def test_many_things_are_reconciled_at_once(database):
    wanted = {number: [a_reminder(DAY, subject_id=number)] for number in range(1, 201)}
    changes = await reconcile_many('registration', wanted, kinds=REMINDERS, now=NOW)
    assert sum(len(one.create) for one in changes.values()) == 200
    nothing = await reconcile_many('registration', wanted | {5: []}, kinds=REMINDERS, now=NOW)
    assert [number for number, one in nothing.items() if one.create or one.change or one.cancel] == [5]
    assert await fetchval('select count(*) from promise where cancelled_at is null') == 199


async def test_a_kind_outside_of_those_that_are_reconciled_is_a_mistake(database):
    with pytest.raises(ValueError, match=r"\['missed'\]"):
        await reconciled(('registration', 7), [a_reminder(DAY, kind='missed')], kinds=REMINDERS, now=NOW)


async def test_a_letter_that_was_sent_is_not_wanted_again(database):
    promise_id = await a_promise(None, kind='reminder-day', key='reminder-day:7')
    await execute('update promise set sent_at = $2 where id = $1', promise_id, NOW)
    changes = await reconciled(('registration', 7), [a_reminder(DAY)], kinds=REMINDERS, now=NOW)
    assert changes == Changes((), (), (), (promise_id,))


async def test_a_promise_is_taken_back_by_its_key(database):
    promise_id = await a_promise(None, key='spot-saved:7')
    assert await cancel(key='spot-saved:7', now=NOW) is True
    assert await cancel(key='spot-saved:7', now=NOW + DAY) is False
    assert await cancel(key='spot-saved:8', now=NOW) is False
    assert (await the_promise(promise_id))['cancelled_at'] == NOW


async def test_promises_are_taken_back_by_what_they_are_about(database):
    for kind in ('spot-saved', 'reminder-day', 'reminder-hour'):
        await a_promise(None, kind=kind)
    await a_promise(None, kind='reminder-day', key='other', subject_id=8)
    assert await cancel_about('registration', 7, REMINDERS, now=NOW) == 2
    assert await cancel_about('registration', 7, now=NOW) == 1
    assert await due_kinds() == ['reminder-day']


async def test_who_holds_a_letter_that_is_taken_back_loses_it(database):
    promise_id = await a_promise(None)
    await claim(1, NOW)
    await cancel_about('registration', 7, now=NOW)
    assert (await the_promise(promise_id))['claimed_until'] is None


async def test_a_kind_is_stopped_and_wanted_again(database):
    ana = await a_person('Ana Duarte')
    assert [await stop(ana, 'reminder-day', now=NOW), await stop(ana, 'reminder-day', now=NOW + DAY)] == [True, False]
    assert await stops(ana) == {'reminder-day': NOW}
    for kind in REMINDERS:
        await a_promise(ana, kind=kind)
    assert await due_kinds() == ['reminder-hour']
    assert [await resume(ana, 'reminder-day'), await resume(ana, 'reminder-day')] == [True, False]
    assert await stops(ana) == {}
    with pytest.raises(KeyError, match='love-letter'):
        await stop(ana, 'love-letter', now=NOW)


async def test_do_not_write_to_me_stops_all_but_what_the_person_asks_for(database):
    ana = await a_person('Ana Duarte')
    await stop(ana, EVERY_KIND, now=NOW)
    await stop(ana, 'sign-in', now=NOW)
    for kind in ('sign-in', 'spot-saved', 'my-links', 'reminder-day', 'invite-next', 'trainer-note'):
        await a_promise(ana, kind=kind)
    assert sorted(await due_kinds()) == ['my-links', 'sign-in', 'spot-saved']


async def test_a_stop_takes_the_letter_out_of_a_workers_hand(database):
    ana, ben = await a_person('Ana Duarte'), await a_person('Ben Okafor')
    hers, his = await a_promise(ana, kind='reminder-day'), await a_promise(ben, kind='reminder-day')
    await claim(2, NOW)
    await stop(ana, EVERY_KIND, now=NOW)
    assert [(await the_promise(number))['claimed_until'] is None for number in (hers, his)] == [True, False]


async def test_after_a_restore_letters_wait_until_a_person_lets_them_go(database):
    await a_promise(None, kind='spot-saved')
    await a_promise(None, kind='reminder-day', due_in=DAY)
    await a_promise(None, kind='reminder-day', key='later', due_in=2 * DAY)
    await a_promise(None, kind='missed')
    assert [await hold_all(now=NOW), await hold_all(now=NOW)] == [4, 0]
    await a_promise(None, kind='my-links')
    assert await due_kinds(NOW + 3 * DAY) == ['my-links']
    assert await held() == [
        Held('missed', 1, NOW - MINUTE, NOW - MINUTE),
        Held('reminder-day', 2, NOW + DAY, NOW + 2 * DAY),
        Held('spot-saved', 1, NOW - MINUTE, NOW - MINUTE),
    ]
    assert [await cancel_held(['missed'], now=NOW), await release(['reminder-day']), await release()] == [1, 2, 1]
    assert sorted(await due_kinds(NOW + DAY)) == ['reminder-day', 'spot-saved']
    assert [await held(), await cancel_held(now=NOW)] == [[], 0]


async def test_the_oldest_due_letter_tells_how_late_the_post_is(database):
    assert await oldest_due(NOW) is None
    for kind, due_in, more in [
        ('spot-saved', -HOUR, {}), ('missed', -2 * HOUR, {'useful_until': NOW}), ('my-links', DAY, {}), ('correction', -3 * HOUR, {}),
    ]:  # fmt: skip
        await a_promise(None, kind=kind, due_in=due_in, **more)
    await execute("update promise set next_try_at = $1 where kind = 'correction'", NOW - MINUTE)
    assert await oldest_due(NOW) == NOW - HOUR
    await execute("update promise set next_try_at = $1 where kind = 'spot-saved'", NOW + MINUTE)
    assert await oldest_due(NOW) == NOW - MINUTE
    await hold_all(now=NOW)
    assert await oldest_due(NOW) is None


@pytest.mark.parametrize(
    ('became', 'said'),
    [
        ({}, 'Will be sent.'),
        ({'failure': 'recipient 450'}, 'Was tried, and will be tried again.'),
        ({'held_at': NOW}, 'Waits until somebody lets it go.'),
        ({'sent_at': NOW}, 'Sent.'),
        ({'failed_at': NOW, 'failure': 'recipient 550 5.1.1'}, 'The mail server refused the address.'),
        ({'failed_at': NOW, 'failure': 'tried for days: recipient 450'}, 'The mail server did not take the email.'),
        ({'cancelled_at': NOW}, 'Not sent, because it was no longer needed.'),
        ({'cancelled_at': NOW, 'failure': 'too late'}, 'Not sent, because it would have come too late.'),
        ({'cancelled_at': NOW, 'failure': 'stopped'}, 'Not sent, because such emails are not wanted.'),
    ],
)
def test_what_became_of_a_letter_is_said_in_a_sentence(became: dict[str, Any], said: str):
    ends = {'sent_at': None, 'cancelled_at': None, 'failed_at': None, 'held_at': None, 'failure': '', **became}
    assert Told(1, 'missed', 'registration', 7, NOW, **ends).said() == said


async def test_letters_about_many_things_are_read_together(database):
    first = await a_promise(None, key='a')
    second = await a_promise(None, key='b', kind='missed')
    found = await letters_about('registration', [7, 8])
    assert {number: [one.id for one in told] for number, told in found.items()} == {7: [second, first], 8: []}


async def test_of_a_person_who_is_erased_no_letter_and_no_word_stays(database):
    ana, ben = await a_person('Ana Duarte'), await a_person('Ben Okafor')
    hers, his = [await a_promise(one, kind='trainer-note', facts={'subject': 'Bring bread'}) for one in (ana, ben)]
    await stop(ana, 'missed', now=NOW)
    await Mailbox.ours().keep(b'To: ana@example.org\n\nDear Ana', hers, ana)
    await Mailbox.ours().keep(b'To: ben@example.org\n\nDear Ben', his, ben)
    await forget(ana, now=NOW)
    assert [(await the_promise(number))['facts'] for number in (hers, his)] == [{}, {'subject': 'Bring bread'}]
    assert [(await the_promise(number))['cancelled_at'] for number in (hers, his)] == [NOW, None]
    assert (await stops(ana), [letter.person_id for letter in await Mailbox.ours().newest()]) == ({}, [ben])
    await forget(ben, now=NOW)


async def test_what_has_been_over_for_ninety_days_is_swept_away(database):
    old, fresh, waiting, long_due = [
        await promise('missed', subject_kind='registration', subject_id=7, key=key, due_at=NOW, now=NOW - 100 * DAY)
        for key in ('old', 'fresh', 'waiting', 'long due')
    ]
    young = await a_promise(None)
    for number, days in ((old, 91), (fresh, 89), (young, 0)):
        await execute('update promise set sent_at = $2 where id = $1', number, NOW - days * DAY)
    await execute('update promise set failed_at = $2 where id = $1', long_due, NOW - 91 * DAY)
    assert await sweep(now=NOW) == {'letters': 2, 'kept_letters': 0}
    assert await fetchval('select array_agg(id order by id) from promise') == [fresh, waiting, young]
