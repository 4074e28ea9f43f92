"""A worker's hold on what is due: claimed with a lease, taken up one by one, and marked by nobody but its holder.

What is due is asked by the clock that the caller was told; a lease runs by the database's clock, which all workers share.
"""

from __future__ import annotations

import dataclasses
import datetime
import email.utils
from collections.abc import Iterable
from operator import itemgetter

import asyncpg

from coaching.kit.database import executemany, fetch, fetchval
from coaching.kit.settings import settings
from coaching.kit.tokens import keyed
from coaching.outbox.queries import ASKED_FOR, UNSTOPPABLE
from coaching.outbox.rules import without_words
from coaching.outbox.values import Promise

LEASE = datetime.timedelta(seconds=60)
NOT_NEEDED = 'not needed'
HELD = [field.name for field in dataclasses.fields(Promise) if field.name != 'message_id']

CLAIM = """
with due as (
    select p.id, case
        when p.useful_until <= $2 then 'too late'
        when exists (
            select from letter_stop s where s.person_id = p.person_id
            and (s.kind = p.kind and p.kind <> all($4) or s.kind = '*' and p.kind <> all($5))
        ) then 'stopped'
        else '' end as why_not
    from promise p
    where p.sent_at is null and p.cancelled_at is null and p.failed_at is null and p.held_at is null
        and p.due_at <= $2 and (p.next_try_at is null or p.next_try_at <= $2)
        and (p.claimed_until is null or p.claimed_until <= clock_timestamp())
    order by coalesce(p.next_try_at, p.due_at), p.id limit $1 for update of p skip locked
)
update promise p set
    claimed_until = case when d.why_not = '' then clock_timestamp() + $3 end,
    cancelled_at = case when d.why_not <> '' then $2::timestamptz end,
    failure = case when d.why_not <> '' then d.why_not else p.failure end,
    facts = case when d.why_not <> '' then '{}' else p.facts end
from due d where d.id = p.id
returning p.id, p.kind, p.person_id, p.subject_kind, p.subject_id, p.facts, p.made_at, p.due_at, p.useful_until, p.claimed_until, p.tries,
    coalesce(p.next_try_at, p.due_at) as turn
"""
OURS = 'id = $1 and claimed_until = $2 and sent_at is null and cancelled_at is null and failed_at is null and held_at is null'
TAKE_UP = f"""
update promise set claimed_until = clock_timestamp() + $3, tries = least(tries + 1, 32767)
where {OURS} and (useful_until is null or useful_until > $4) returning claimed_until
"""
END = f"""
update promise set {{how}} = $3, claimed_until = null, next_try_at = null, failure = $4, facts = $5 where {OURS} returning id
"""
PUT_OFF = f'update promise set claimed_until = null, next_try_at = $3, failure = $4 where {OURS} returning id'
GIVE_BACK = 'update promise set claimed_until = null where id = $1 and claimed_until = $2'
SET_ASIDE = f"""
update promise set claimed_until = clock_timestamp() + $3, tries = greatest(tries - 1, 0), failure = $4 where {OURS} returning id
"""


async def claim(limit: int, now: datetime.datetime, lease: datetime.timedelta = LEASE) -> tuple[list[Promise], int]:
    """Up to so many promises that are due, ours for the time of the lease; and how many were looked at.

    What has been due longest goes first; one that was tried in vain goes back to where its next try stands in the line.
    In the same statement those are cancelled that are too late to be useful, and those that their readers have stopped.
    """
    rows = await fetch(CLAIM, limit, now, lease, list(UNSTOPPABLE), list(ASKED_FOR))
    ours = [row for row in sorted(rows, key=itemgetter('turn', 'id')) if row['claimed_until']]
    return [_promise(row) for row in ours], len(rows)


def _promise(row: asyncpg.Record) -> Promise:
    held = {name: row[name] for name in HELD}
    return Promise(**held, message_id=message_id(row['id'], row['made_at']))


async def take_up(promise: Promise, now: datetime.datetime, lease: datetime.timedelta = LEASE) -> Promise | None:
    """Begin with one claimed promise: count the try and renew the lease. None where it is no longer ours, or no longer wanted."""
    until = await fetchval(TAKE_UP, promise.id, promise.claimed_until, lease, now)
    return until and dataclasses.replace(promise, claimed_until=until, tries=promise.tries + 1)


async def mark_sent(promise: Promise, now: datetime.datetime) -> bool:
    """The letter is out; its words are forgotten. False where the promise was no longer ours."""
    return await _end(promise, 'sent_at', now, '')


async def is_cancelled(promise: Promise) -> bool:
    """Whether somebody took the promise back meanwhile."""
    return await fetchval('select exists (select from promise where id = $1 and cancelled_at is not null)', promise.id)


async def mark_failed(promise: Promise, now: datetime.datetime, failure: str) -> bool:
    """The letter will never be out. False where the promise was no longer ours."""
    return await _end(promise, 'failed_at', now, failure)


async def mark_not_needed(promise: Promise, now: datetime.datetime) -> bool:
    """Its writer says that the letter should not exist now. False where the promise was no longer ours."""
    return await _end(promise, 'cancelled_at', now, NOT_NEEDED)


async def put_off(promise: Promise, next_try_at: datetime.datetime, failure: str) -> bool:
    """Try again then. False where the promise was no longer ours."""
    return await fetchval(PUT_OFF, promise.id, promise.claimed_until, next_try_at, failure[:300]) is not None


async def set_aside(promise: Promise, wait: datetime.timedelta, failure: str) -> bool:
    """Nobody tries for a while, and the try does not count: no letter is to blame when the server is away.

    The promise stays due, so that whoever asks how long letters have been waiting hears of it.
    """
    return await fetchval(SET_ASIDE, promise.id, promise.claimed_until, wait, failure[:300]) is not None


async def give_back(promises: Iterable[Promise]) -> None:
    """Let others have what was not begun."""
    await executemany(GIVE_BACK, [(promise.id, promise.claimed_until) for promise in promises])


async def _end(promise: Promise, how: str, now: datetime.datetime, failure: str) -> bool:
    left = without_words(promise.facts)
    return await fetchval(END.format(how=how), promise.id, promise.claimed_until, now, failure[:300], left) is not None


def message_id(promise_id: int, made_at: datetime.datetime) -> str:
    """The Message-ID of a promise's letter, the same in every copy, and not to be guessed."""
    mac = keyed('message id', promise_id.to_bytes(8, 'big'), made_at.astimezone(datetime.UTC).isoformat().encode())
    host = email.utils.parseaddr(settings().mail_from)[1].rpartition('@')[2]
    return f'<promise-{promise_id}.{mac[:8].hex()}@{host}>'
