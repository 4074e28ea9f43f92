"""Read what is promised, what became of it, and who does not want to be written to."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Collection
from typing import Any

from coaching.kit.database import fetch, fetchval
from coaching.outbox.kinds import KINDS
from coaching.outbox.mailbox import Mailbox
from coaching.outbox.values import Held, KeptLetter, Told

UNSTOPPABLE = tuple(kind.name for kind in KINDS.values() if not kind.stoppable)
ASKED_FOR = tuple(kind.name for kind in KINDS.values() if kind.asked_for)

OLDEST_DUE = """
select min(greatest(due_at, next_try_at)) from promise
where sent_at is null and cancelled_at is null and failed_at is null and held_at is null
    and due_at <= $1 and (next_try_at is null or next_try_at <= $1) and (useful_until is null or useful_until > $1)
"""
HELD = """
select kind, count(*) as count, min(due_at) as oldest_due_at, max(due_at) as newest_due_at from promise
where sent_at is null and cancelled_at is null and failed_at is null and held_at is not null
group by kind order by kind
"""
STILL_TO_GO = """
select subject_id, facts from promise where subject_kind = $1 and subject_id = any($2) and kind = any($3)
    and sent_at is null and cancelled_at is null and failed_at is null order by id
"""
TOLD = 'select id, kind, subject_kind, subject_id, due_at, sent_at, cancelled_at, failed_at, held_at, failure from promise'


async def oldest_due(now: datetime.datetime) -> datetime.datetime | None:
    """Since when the letter has been waiting that should have left first; None where nothing is late.

    A letter that a server put off counts from its next try, a held one not at all.
    """
    found: datetime.datetime | None = await fetchval(OLDEST_DUE, now)
    return found


async def held() -> list[Held]:
    """Letters that wait for a person's word, by kind."""
    return [Held(**row) for row in await fetch(HELD)]


async def letters_to(person_id: int, limit: int = 200) -> list[Told]:
    """What was or will be written to a person, newest first."""
    return [Told(**row) for row in await fetch(f'{TOLD} where person_id = $1 order by id desc limit $2', person_id, limit)]


async def letters_about(subject_kind: str, subject_ids: Collection[int]) -> dict[int, list[Told]]:
    """What was or will be written about each of these, newest first."""
    rows = await fetch(f'{TOLD} where subject_kind = $1 and subject_id = any($2) order by id desc', subject_kind, list(subject_ids))
    found: dict[int, list[Told]] = {subject_id: [] for subject_id in subject_ids}
    for row in rows:
        found[row['subject_id']].append(Told(**row))
    return found


async def still_to_go(subject_kind: str, subject_ids: Collection[int], kinds: Collection[str]) -> dict[int, dict[str, Any]]:
    """The facts of the letter of these kinds that is still to go about each of these; what has none is left out."""
    rows = await fetch(STILL_TO_GO, subject_kind, list(subject_ids), list(kinds))
    return {row['subject_id']: row['facts'] for row in rows}


async def stops(person_id: int) -> dict[str, datetime.datetime]:
    """The kinds that a person does not want, '*' for all, and since when."""
    rows = await fetch('select kind, stopped_at from letter_stop where person_id = $1 order by kind', person_id)
    return {row['kind']: row['stopped_at'] for row in rows}


async def mailbox(limit: int = 50, before_id: int | None = None) -> list[KeptLetter]:
    """The letters kept as files because there is no mail server, newest first."""
    return await Mailbox.ours().newest(limit, before_id)


async def kept_letter(letter_id: int) -> KeptLetter | None:
    """One of them; without its words where they are a team's and its coach's."""
    letter = await Mailbox.ours().find(letter_id)
    kind = KINDS.get(await fetchval('select kind from promise where id = $1', letter_id) or '')
    return dataclasses.replace(letter, text='', page='', is_withheld=True) if letter and kind and kind.theirs else letter
