"""Letters leave one after the other: taken up, written, handed over, marked; and whatever goes wrong ends where it belongs."""

from __future__ import annotations

import asyncio
import datetime
import time
from typing import Any

import asyncpg
import pytest

from coaching.kit import clock
from coaching.kit.database import execute, fetch
from coaching.outbox import claims, sending
from coaching.outbox.commands import cancel_about
from coaching.outbox.letters import Letter
from coaching.outbox.rules import LADDER
from coaching.outbox.sending import Postman
from coaching.outbox.stopping import PATH, read_stop_token, stop_url
from coaching.outbox.values import Promise, Trouble, Where
from tests.conftest import NOW
from tests.outbox.world import DAY, HOUR, MINUTE, Kept, a_letter, a_person, a_promise, the_promise

REFUSED = Trouble(Where.RECIPIENT, 550, '5.1.1')
LATER = Trouble(Where.RECIPIENT, 450, '4.2.1')
SILENT = Trouble(Where.LETTER, 0, kind='SMTPServerDisconnected')
AWAY = Trouble(Where.SERVER, 0, kind='ConnectionRefusedError')
KINDS = ('spot-saved', 'reminder-day', 'missed', 'sign-in')


@pytest.fixture(autouse=True)
def at_three(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, 'now', lambda: NOW)


async def plainly(promise: Promise, now: datetime.datetime) -> Letter | None:
    return a_letter(promise)


def postman(post: Kept, write: Any = plainly, **more: Any) -> Postman:
    return Postman(post, dict.fromkeys(KINDS, write), **more)


async def test_what_is_due_is_written_and_sent_in_its_order_and_marked(database):
    ana = await a_person('Ana Duarte')
    ids = [await a_promise(ana, kind=kind, due_in=due_in) for kind, due_in in (('spot-saved', -HOUR), ('sign-in', -DAY), ('missed', DAY))]
    post = Kept()
    await postman(post).send_due()
    names = [letter['Message-ID'].partition('.')[0] for letter in post.letters]
    assert names == [f'<promise-{ids[1]}', f'<promise-{ids[0]}']
    assert [(await the_promise(number))['sent_at'] for number in ids] == [NOW, NOW, None]
    assert (post.letters[0]['From'].addresses[0].addr_spec, post.closed) == ('cafe-path@localhost', 1)


async def test_more_than_one_batch_leaves_in_one_go(database, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sending, 'BATCH', 3)
    for number in range(10):
        await a_promise(None, kind='sign-in', key=str(number))
    await a_promise(None, kind='sign-in', key='late', due_in=-HOUR, useful_until=NOW)
    post = Kept()
    await postman(post).send_due()
    assert len(post.letters) == 10


async def test_every_letter_that_can_be_stopped_says_where(database):
    ana = await a_person('Ana Duarte')
    await a_promise(ana, kind='reminder-day')
    await a_promise(ana, kind='sign-in')
    post = Kept()
    await postman(post).send_due()
    stops = {letter['Message-ID']: letter['List-Unsubscribe'] for letter in post.letters}
    (address,) = [stop for stop in stops.values() if stop]
    assert address.startswith(f'<http://localhost:8000{PATH}')
    assert read_stop_token(address.strip('<>').rpartition('/')[2]) == (ana, 'reminder-day')


def test_nobody_makes_up_an_address_that_stops_anothers_letters():
    token = stop_url(7, 'missed').rpartition('/')[2]
    assert read_stop_token(token) == (7, 'missed')
    assert [read_stop_token(made_up) for made_up in ('', '7 missed', token[:-1], 'x' + token)] == [None] * 4
    assert [stop_url(None, 'missed'), stop_url(7, 'sign-in')] == ['', '']


async def test_a_letter_that_should_not_exist_now_is_not_sent(database):
    promise_id = await a_promise(None)

    async def nothing(promise: Promise, now: datetime.datetime) -> None:
        return None

    post = Kept()
    await postman(post, nothing).send_due()
    row = await the_promise(promise_id)
    assert (post.letters, row['cancelled_at'], row['failure']) == ([], NOW, 'not needed')


async def test_a_letter_that_is_taken_back_after_it_was_claimed_is_not_sent(database):
    ids = [await a_promise(None, kind='sign-in', key=str(number)) for number in range(2)]

    async def takes_back(promise: Promise, now: datetime.datetime) -> Letter:
        await cancel_about('registration', 7, now=NOW)
        return a_letter(promise)

    post = Kept()
    await postman(post, takes_back).send_due()
    assert (len(post.letters), [(await the_promise(number))['sent_at'] for number in ids]) == (1, [None, None])


async def test_a_writer_that_breaks_harms_its_own_letter_only(database):
    broken = await a_promise(None, kind='reminder-day', due_in=-HOUR)
    unknown = await a_promise(None, kind='correction', due_in=-HOUR)
    await a_promise(None, kind='sign-in')

    async def breaks(promise: Promise, now: datetime.datetime) -> Letter:
        if promise.kind == 'reminder-day':
            raise ZeroDivisionError
        return a_letter(promise)

    post = Kept()
    await postman(post, breaks).send_due()
    rows = [await the_promise(number) for number in (broken, unknown)]
    assert [row['failure'] for row in rows] == ['writing ZeroDivisionError', 'writing KeyError']
    assert len(post.letters) == 1
    assert all(0.8 * LADDER[0] <= row['next_try_at'] - NOW <= 1.2 * LADDER[0] for row in rows)


async def test_an_address_that_takes_no_letters_is_told_to_whoever_keeps_addresses(database):
    ana = await a_person('Ana Duarte')
    hers, nobodys = [await a_promise(person, kind='sign-in', due_in=-HOUR) for person in (ana, None)]
    ben = await a_promise(ana, kind='missed')
    told = []

    async def hear(*what: Any) -> None:
        told.append(what)

    post = Kept(REFUSED, REFUSED)
    await postman(post, on_refused=hear).send_due()
    rows = [await the_promise(number) for number in (hers, nobodys, ben)]
    assert told == [(ana, 'ana@example.org', NOW)]
    assert [(row['failed_at'], row['failure'], row['sent_at']) for row in rows] == [
        (NOW, 'recipient 550 5.1.1', None), (NOW, 'recipient 550 5.1.1', None), (None, '', NOW),
    ]  # fmt: skip


async def test_a_letter_that_no_server_takes_fails_without_blaming_the_address(database):
    promise_id = await a_promise(await a_person('Ana Duarte'))
    await postman(Kept(Trouble(Where.LETTER, 554)), on_refused=None).send_due()
    assert (await the_promise(promise_id))['failed_at'] == NOW


async def test_one_that_is_put_off_delays_nobody_and_is_tried_again_for_days(database, monkeypatch: pytest.MonkeyPatch):
    slow = await a_promise(None, kind='sign-in', key='slow', due_in=-HOUR)
    quick = await a_promise(None, kind='sign-in', key='quick')
    now, tries = NOW, 0
    while (row := await the_promise(slow))['failed_at'] is None:
        monkeypatch.setattr(clock, 'now', lambda: now)  # noqa: B023
        await postman(Kept(LATER)).send_due()
        tries += 1
        now = (await the_promise(slow))['next_try_at'] or now
    assert (await the_promise(quick))['sent_at'] == NOW
    assert (tries, row['failure']) == (12, 'tried for days: recipient 450 4.2.1')
    assert 2.3 * DAY < now - NOW < 3.9 * DAY


async def test_a_letter_that_kills_its_worker_each_time_is_given_up(database):
    promise_id = await a_promise(None)
    await execute('update promise set tries = $2 where id = $1', promise_id, len(LADDER) + 1)
    post = Kept()
    await postman(post).send_due()
    row = await the_promise(promise_id)
    assert (post.letters, row['failed_at'], row['failure']) == ([], NOW, 'every try ended in a crash')


async def test_a_server_that_is_away_costs_no_letter_a_try(database):
    ids = [await a_promise(None, kind='sign-in', key=str(number)) for number in range(5)]
    post = Kept(AWAY)
    one = postman(post)
    await one.send_due()
    await one.send_due()
    rows = [await the_promise(number) for number in ids]
    assert (post.letters, [row['tries'] for row in rows], rows[0]['failure']) == ([], [0] * 5, 'server ConnectionRefusedError')
    assert [row['claimed_until'] is None for row in rows] == [False, True, True, True, True]
    one._away_until = 0
    await one.send_due()
    assert len(post.letters) == 4


async def test_the_pause_grows_while_the_server_stays_away_and_is_short_again_afterwards(database):
    await a_promise(None, kind='sign-in')
    one, pauses = postman(Kept(*[AWAY] * 7)), []
    for _ in range(7):
        await execute('update promise set claimed_until = null')
        one._away_until = 0
        await one.send_due()
        pauses.append(round(one._away_until - time.monotonic()))
    assert all(abs(pause - expected) <= expected * 0.25 for pause, expected in zip(pauses, (2, 4, 8, 16, 32, 60, 60), strict=True))
    await execute('update promise set claimed_until = null')
    one._away_until = 0
    await one.send_due()
    assert one._pause == 2


async def test_a_server_that_falls_silent_over_three_letters_in_a_row_gets_a_rest(database):
    for number in range(5):
        await a_promise(None, kind='sign-in', key=str(number))
    post = Kept(SILENT, SILENT, SILENT)
    await postman(post).send_due()
    rows = await fetch('select tries, next_try_at is not null as later from promise order by id')
    assert (post.letters, [tuple(row) for row in rows]) == ([], [(1, True)] * 3 + [(0, False)] * 2)


async def test_whoever_is_told_to_stop_finishes_the_letter_in_hand_and_gives_the_others_back(database):
    stop = asyncio.Event()
    ids = [await a_promise(None, kind='sign-in', key=str(number)) for number in range(3)]

    async def stops(promise: Promise, now: datetime.datetime) -> Letter:
        stop.set()
        return a_letter(promise)

    post = Kept()
    await postman(post, stops).send_due(stop)
    rows = [await the_promise(number) for number in ids]
    assert [(row['sent_at'], row['claimed_until']) for row in rows] == [(NOW, None), (None, None), (None, None)]


async def test_a_database_that_restarts_after_the_letter_is_out_does_not_make_it_go_out_again(database, monkeypatch: pytest.MonkeyPatch):
    await a_promise(None)
    failed = asyncpg.InternalClientError('cannot switch to state 11; protocol is in the "failed" state')
    troubles = [asyncpg.ConnectionDoesNotExistError('gone'), ConnectionRefusedError(), failed, asyncpg.PostgresIOError('disk')]
    really = claims.mark_sent

    async def mark_sent(*what: Any) -> bool:
        if troubles:
            raise troubles.pop()
        return await really(*what)

    monkeypatch.setattr(claims, 'mark_sent', mark_sent)
    monkeypatch.setattr(sending, 'MARK_PAUSES', (0, 0, 0, 0))
    post = Kept()
    await postman(post).send_due()
    await postman(post).send_due()
    assert len(post.letters) == 1
    troubles += [ConnectionRefusedError()] * 5
    await a_promise(None, key='another')
    with pytest.raises(ConnectionRefusedError):
        await postman(post).send_due()


async def test_a_letter_whose_words_cannot_be_read_just_now_waits_and_is_not_to_blame(database):
    promise_id = await a_promise(None)

    async def away(promise: Promise, now: datetime.datetime) -> Letter:
        raise asyncpg.ConnectionDoesNotExistError('gone')

    with pytest.raises(asyncpg.ConnectionDoesNotExistError):
        await postman(Kept(), away).send_due()
    row = await the_promise(promise_id)
    assert (row['failed_at'], row['next_try_at'], row['failure']) == (None, None, '')


async def test_a_letter_that_was_changed_on_its_way_is_reported_and_not_marked(database):
    promise_id = await a_promise(None, kind='sign-in')

    class Slow(Kept):
        async def hand_over(self, *what: Any) -> None:
            await execute('update promise set claimed_until = null, due_at = $1', NOW + DAY)

    await postman(Slow()).send_due()
    assert (await the_promise(promise_id))['sent_at'] is None


async def test_the_worker_looks_when_the_bell_rings_and_goes_on_after_any_error(database, monkeypatch: pytest.MonkeyPatch):
    stop, rung = asyncio.Event(), asyncio.Event()
    looked = []

    async def look(self: Postman, stop: asyncio.Event) -> None:
        looked.append(len(looked))
        if len(looked) == 1:
            raise ValueError
        if len(looked) == 2:
            raise ConnectionRefusedError
        if len(looked) == 4:
            stop.set()

    monkeypatch.setattr(Postman, 'send_due', look)
    monkeypatch.setattr(sending, 'SWEEP_SECONDS', 30)
    monkeypatch.setattr(sending, 'AWAY_SECONDS', 0.05)
    working = asyncio.create_task(postman(Kept()).work(stop, rung))
    for _ in range(3):
        rung.set()
        await asyncio.sleep(0.1)
    await asyncio.wait_for(working, 1)
    assert looked == [0, 1, 2, 3]


async def test_where_no_network_is_set_up_yet_letters_still_leave(database):
    await execute('delete from network')
    await a_promise(None, kind='sign-in', due_in=-MINUTE)
    post = Kept()
    await postman(post).send_due()
    assert len(post.letters) == 1
