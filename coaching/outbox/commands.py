"""Promise letters, take promises back, and let people say what they do not want to get.

Everything here belongs into the transaction of whatever asks for it. Whoever decides is written into the journal by the caller.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from coaching.kit.database import execute, fetch, fetchval, joined
from coaching.outbox import bell
from coaching.outbox.kinds import kind_of
from coaching.outbox.mailbox import Mailbox
from coaching.outbox.rules import reconcile
from coaching.outbox.values import Changes, Standing, Wanted

OPEN = 'sent_at is null and cancelled_at is null and failed_at is null'
KEPT_DAYS = 90
EVERY_KIND = '*'

PROMISE = """
insert into promise (kind, key, person_id, subject_kind, subject_id, facts, made_at, due_at, useful_until)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (key) do nothing returning id
"""
CREATE = """
insert into promise (kind, key, person_id, subject_kind, subject_id, facts, made_at, due_at, useful_until)
select kind, key, person_id, $1, subject_id, facts::jsonb, $2, due_at, useful_until
from unnest($3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::timestamptz[], $9::timestamptz[])
    as new (kind, key, person_id, subject_id, facts, due_at, useful_until)
on conflict (key) do nothing
"""
CHANGE = """
update promise p set kind = c.kind, person_id = c.person_id, facts = c.facts::jsonb, due_at = c.due_at, useful_until = c.useful_until,
    cancelled_at = null, claimed_until = null, next_try_at = null, tries = 0, failure = ''
from unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[], $5::timestamptz[], $6::timestamptz[])
    as c (id, kind, person_id, facts, due_at, useful_until)
where p.id = c.id and p.sent_at is null and p.failed_at is null
"""
STOP = 'insert into letter_stop (person_id, kind, stopped_at) values ($1, $2, $3) on conflict do nothing returning id'
STANDING = """
select id, subject_id, kind, key, person_id, facts, due_at, useful_until,
    sent_at is not null or failed_at is not null as over, cancelled_at is not null as cancelled
from promise where subject_kind = $1 and subject_id = any($2) and kind = any($3)
"""


async def promise(
    kind: str,
    *,
    person_id: int | None = None,
    subject_kind: str,
    subject_id: int,
    key: str,
    due_at: datetime.datetime,
    useful_until: datetime.datetime | None = None,
    facts: Mapping[str, Any] | None = None,
    now: datetime.datetime,
) -> int:
    """Promise one letter; the id of its promise. A key is promised once: asking again gives the promise that stands.

    :raises KeyError: no letter of that kind leaves this house
    """
    values = (kind_of(kind).name, key, person_id, subject_kind, subject_id, dict(facts or {}), now, due_at, useful_until)
    promise_id: int | None = await fetchval(PROMISE, *values)
    if promise_id is None:
        promise_id = await fetchval('select id from promise where key = $1', key)
        assert promise_id is not None
    elif due_at <= now:
        bell.ring()
    return promise_id


async def promise_new(subject: tuple[str, int], wanted: Sequence[Wanted], *, now: datetime.datetime) -> None:
    """Promise several letters about something that is new, in one statement; a key that was promised before stays as it stands.

    :raises KeyError: no letter of that kind leaves this house
    """
    await promise_each(subject[0], [(subject[1], want) for want in wanted], now=now)


async def promise_each(subject_kind: str, wanted: Sequence[tuple[int, Wanted]], *, now: datetime.datetime) -> None:
    """The same about many things of one kind, as pairs of an id and a letter.

    :raises KeyError: no letter of that kind leaves this house
    """
    for kind in {want.kind for _, want in wanted}:
        kind_of(kind)
    await _create(subject_kind, wanted, now)
    if any(want.due_at <= now for _, want in wanted):
        bell.ring()


async def reconcile_many(
    subject_kind: str, wanted: Mapping[int, Sequence[Wanted]], *, kinds: Collection[str], now: datetime.datetime
) -> dict[int, Changes]:
    """Let the promises of these kinds about each thing, by its id, be those that are wanted and no others, in a fixed number of statements.

    :raises KeyError: no letter of that kind leaves this house
    :raises ValueError: a letter is wanted whose kind is not among `kinds`
    """
    if strange := {want.kind for wants in wanted.values() for want in wants} - {kind_of(kind).name for kind in kinds}:
        raise ValueError(f'wanted, but not among the kinds that are reconciled: {sorted(strange)}')
    async with joined():
        standing: dict[int, list[Standing]] = {subject_id: [] for subject_id in wanted}
        for row in await fetch(STANDING, subject_kind, list(wanted), list(kinds)):
            as_wanted = Wanted(row['kind'], row['key'], row['due_at'], row['person_id'], row['useful_until'], row['facts'])
            standing[row['subject_id']].append(Standing(row['id'], as_wanted, row['over'], row['cancelled']))
        changes = {subject_id: reconcile(wants, standing[subject_id]) for subject_id, wants in wanted.items()}
        await _create(subject_kind, [(subject_id, want) for subject_id, one in changes.items() for want in one.create], now)
        await _change([change for one in changes.values() for change in one.change])
        if cancelled := [promise_id for one in changes.values() for promise_id in one.cancel]:
            await _cancel('id = any($2)', now, cancelled)
    if any(want.due_at <= now for one in changes.values() for want in (*one.create, *(want for _, want in one.change))):
        bell.ring()
    return changes


async def _create(subject_kind: str, new: Sequence[tuple[int, Wanted]], now: datetime.datetime) -> None:
    if new:
        await execute(
            CREATE, subject_kind, now,
            [want.kind for _, want in new], [want.key for _, want in new], [want.person_id for _, want in new],
            [subject_id for subject_id, _ in new], [json.dumps(dict(want.facts)) for _, want in new],
            [want.due_at for _, want in new], [want.useful_until for _, want in new],
        )  # fmt: skip


async def _change(changed: Sequence[tuple[int, Wanted]]) -> None:
    if changed:
        await execute(
            CHANGE,
            [promise_id for promise_id, _ in changed], [want.kind for _, want in changed], [want.person_id for _, want in changed],
            [json.dumps(dict(want.facts)) for _, want in changed], [want.due_at for _, want in changed],
            [want.useful_until for _, want in changed],
        )  # fmt: skip


async def cancel(*, key: str, now: datetime.datetime) -> bool:
    """Take one promise back; False where it was over, or never made."""
    return await _cancel('key = $2', now, key) == 1


async def cancel_about(subject_kind: str, subject_id: int, kinds: Collection[str] | None = None, *, now: datetime.datetime) -> int:
    """Take back what is promised about one thing, of these kinds or of all; how many there were."""
    where = 'subject_kind = $2 and subject_id = $3 and ($4::text[] is null or kind = any($4))'
    return await _cancel(where, now, subject_kind, subject_id, None if kinds is None else list(kinds))


async def _cancel(where: str, now: datetime.datetime, *parameters: object) -> int:
    """What still stands is taken back and loses its lease, so that a worker who holds it lets it go."""
    told = await execute(f'update promise set cancelled_at = $1, claimed_until = null where {OPEN} and {where}', now, *parameters)
    return int(told.split()[-1])


async def stop(person_id: int, kind: str, *, now: datetime.datetime) -> bool:
    """No more letters of this kind to this person, EVERY_KIND for all; False where that was said before.

    What is promised stays and is cancelled when it is due, so that a change of mind brings back what is still to come.

    :raises KeyError: no letter of that kind leaves this house
    """
    if kind != EVERY_KIND:
        kind_of(kind)
    made = await fetchval(STOP, person_id, kind, now)
    await execute(
        f"update promise set claimed_until = null where {OPEN} and claimed_until is not null and person_id = $1 and $2 in (kind, '*')",
        person_id,
        kind,
    )
    return made is not None


async def resume(person_id: int, kind: str) -> bool:
    """These letters are wanted again; False where they were not stopped."""
    return await execute('delete from letter_stop where person_id = $1 and kind = $2', person_id, kind) == 'DELETE 1'


async def hold_all(*, now: datetime.datetime) -> int:
    """After a restore: whatever is still to be sent, now or later, waits until a person lets it go; how many letters."""
    told = await execute(f'update promise set held_at = $1, claimed_until = null where {OPEN} and held_at is null', now)
    return int(told.split()[-1])


async def release(kinds: Collection[str] | None = None) -> int:
    """Let held letters go, of these kinds or all; how many. What is no longer useful will be cancelled instead of sent."""
    told = await execute(
        f'update promise set held_at = null where {OPEN} and held_at is not null and ($1::text[] is null or kind = any($1))',
        None if kinds is None else list(kinds),
    )
    bell.ring()
    return int(told.split()[-1])


async def cancel_held(kinds: Collection[str] | None = None, *, now: datetime.datetime) -> int:
    """Take held letters back, of these kinds or all; how many."""
    where = 'held_at is not null and ($2::text[] is null or kind = any($2))'
    return await _cancel(where, now, None if kinds is None else list(kinds))


async def forget(person_id: int, *, now: datetime.datetime) -> None:
    """For erasure: nothing more is sent to the person, and no word of what was promised, kept as a file or stopped stays."""
    await _cancel('person_id = $2', now, person_id)
    await execute("update promise set facts = '{}', failure = '', key = 'forgotten:' || id where person_id = $1", person_id)
    await execute('delete from letter_stop where person_id = $1', person_id)
    await Mailbox.ours().forget(person_id)


async def forget_letters_with(words: Collection[str]) -> None:
    """For erasure of somebody who wrote to others: no letter that is kept as a file and has one of these words in it stays."""
    await Mailbox.ours().forget_those_with(words)


async def sweep(*, now: datetime.datetime) -> dict[str, int]:
    """For retention: delete promises that have been over for 90 days, and letters kept as files for as long; how many of each."""
    before = now - datetime.timedelta(days=KEPT_DAYS)
    told = await execute(
        f'delete from promise where made_at < $1 and not ({OPEN}) and coalesce(sent_at, cancelled_at, failed_at) < $1', before
    )
    return {'letters': int(told.split()[-1]), 'kept_letters': await Mailbox.ours().sweep(before)}
