"""Offerings: the three that every network starts with, and what a coordinator makes of them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from coaching.framework.offerings import starting_words
from coaching.funnel.commands.dating import NoOffering, follow_changed_rule, follow_rule
from coaching.funnel.queries.offerings import Words
from coaching.funnel.rules.recurrence import why_not_recur
from coaching.journal.commands import record
from coaching.kit.access import SYSTEM, Actor
from coaching.kit.database import atomic, execute, fetch, fetchrow, fetchval
from coaching.kit.refusal import Refused

FIELDS = (
    'rule', 'starts_on', 'wall_time', 'zone', 'minutes', 'parts', 'days_between_parts', 'mode', 'location', 'join_url', 'join_by_phone',
    'capacity', 'languages', 'prerequisite', 'min_minutes', 'min_parts', 'fee', 'weeks_ahead',
)  # fmt: skip
OF_THE_RULE = frozenset({'rule', 'starts_on', 'wall_time', 'zone', 'minutes', 'parts', 'days_between_parts'})
NOON, NINE = datetime.time(12), datetime.time(9)
STARTING: dict[str, dict[str, Any]] = {
    'taste': {'rule': 'FREQ=WEEKLY;BYDAY=FR', 'wall_time': NOON, 'minutes': 60, 'capacity': 30, 'min_minutes': 30},
    'intro': {
        'rule': 'FREQ=MONTHLY;BYDAY=2TU', 'wall_time': NINE, 'minutes': 180, 'capacity': 40, 'prerequisite': 'taste', 'min_minutes': 120,
        'weeks_ahead': 12,
    },
    'training': {
        'rule': '', 'wall_time': NINE, 'minutes': 240, 'parts': 4, 'min_parts': 4, 'capacity': 24, 'prerequisite': 'intro',
        'min_minutes': 180,
    },
}  # fmt: skip


async def plant(zone: str, now: datetime.datetime) -> int:
    """The three offerings that a network without any starts with, and their dates; how many were made."""
    async with atomic():
        await execute('lock table offering in share row exclusive mode')
        if await fetchval('select exists (select from offering)'):
            return 0
        for kind, fields in STARTING.items():
            words = starting_words(kind)
            chosen = {**fields, 'zone': zone, 'languages': sorted(words)}
            offering_id = await _insert(kind, kind, chosen, now=now)
            await _set_words(offering_id, {
                language: Words(language, page.head.title, page.head.summary, page.body) for language, page in words.items()
            })  # fmt: skip
            await record('offering_added', by=SYSTEM, subject=('offering', offering_id), now=now)
            await follow_rule(offering_id, now=now)
        return len(STARTING)


async def add(
    slug: str, kind: str, fields: Mapping[str, Any], words: Mapping[str, Words], *, by: Actor, now: datetime.datetime
) -> int:
    """A new offering with its dates.

    :raises Refused: where its rule cannot be kept, or the short name is taken
    """
    async with atomic():
        if reason := why_not_recur(fields.get('rule', '')):
            raise Refused(reason)
        if await fetchval('select exists (select from offering where slug = $1)', slug):
            raise Refused(NoOffering.NAME_TAKEN)
        offering_id = await _insert(slug, kind, fields, now=now)
        await _set_words(offering_id, words)
        await record('offering_added', by=by, subject=('offering', offering_id), now=now)
        await follow_rule(offering_id, now=now)
        return offering_id


async def change(
    offering_id: int,
    fields: Mapping[str, Any],
    words: Mapping[str, Words],
    trainer_ids: Sequence[int],
    questions: Sequence[Mapping[str, str]],
    *,
    version: int,
    from_on: datetime.date | None = None,
    by: Actor,
    now: datetime.datetime,
) -> None:
    """Change an offering; a new rule moves all dates from `from_on` on that nobody has edited, with their people.

    :raises Refused: where somebody else changed it meanwhile, or the rule cannot be kept
    """
    async with atomic():
        row = await fetchrow('select * from offering where id = $1 for no key update', offering_id)
        if row is None:
            raise Refused(NoOffering.GONE)
        if row['version'] != version:
            raise Refused(NoOffering.CHANGED_MEANWHILE)
        if reason := why_not_recur(fields.get('rule', row['rule'])):
            raise Refused(reason)
        changed = {name: fields[name] for name in FIELDS if name in fields and fields[name] != row[name]}
        names = sorted(changed)
        if changed:
            sets = ', '.join(f'{name} = ${number}' for number, name in enumerate(changed, start=2))
            await execute(f'update offering set {sets}, version = version + 1 where id = $1', offering_id, *changed.values())
        names += await _change_around(offering_id, words, trainer_ids, questions, now=now)
        if names:
            await record('offering_changed', by=by, subject=('offering', offering_id), now=now, fields=sorted(names))
        if OF_THE_RULE & changed.keys():
            await follow_changed_rule(offering_id, from_on or now.date(), by=by, now=now)
        else:
            await follow_rule(offering_id, now=now)


async def _change_around(
    offering_id: int,
    words: Mapping[str, Words],
    trainer_ids: Sequence[int],
    questions: Sequence[Mapping[str, str]],
    *,
    now: datetime.datetime,
) -> list[str]:
    """Words, trainers and questions; the names of those that changed."""
    changed = []
    if await _set_words(offering_id, words):
        changed.append('words')
    before = {row['person_id'] for row in await fetch('select person_id from offering_trainer where offering_id = $1', offering_id)}
    if before != set(trainer_ids):
        await execute('delete from offering_trainer where offering_id = $1', offering_id)
        await execute(
            'insert into offering_trainer (offering_id, person_id) select $1, unnest($2::bigint[])', offering_id, sorted(set(trainer_ids))
        )
        changed.append('trainers')
    if await _set_questions(offering_id, questions, now=now):
        changed.append('questions')
    return changed


async def archive(offering_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """Put an offering away: no new dates; those that stand are called off or finished by hand."""
    async with atomic():
        if await fetchval('update offering set archived_at = $2 where id = $1 and archived_at is null returning id', offering_id, now):
            await record('offering_archived', by=by, subject=('offering', offering_id), now=now)


async def _insert(slug: str, kind: str, fields: Mapping[str, Any], *, now: datetime.datetime) -> int:
    columns = {'slug': slug, 'kind': kind, 'made_at': now, **{name: fields[name] for name in FIELDS if name in fields}}
    places = ', '.join(f'${number}' for number in range(1, len(columns) + 1))
    return await fetchval(f'insert into offering ({", ".join(columns)}) values ({places}) returning id', *columns.values())


async def _set_words(offering_id: int, words: Mapping[str, Words]) -> bool:
    changed = False
    for one in words.values():
        told = await execute(
            """insert into offering_words (offering_id, language, title, summary, body) values ($1, $2, $3, $4, $5)
            on conflict (offering_id, language) do update set title = excluded.title, summary = excluded.summary, body = excluded.body
            where (offering_words.title, offering_words.summary, offering_words.body)
                  is distinct from (excluded.title, excluded.summary, excluded.body)""",
            offering_id, one.language, one.title, one.summary, one.body,
        )  # fmt: skip
        changed = changed or told != 'INSERT 0 0'
    return changed


async def _set_questions(offering_id: int, questions: Sequence[Mapping[str, str]], *, now: datetime.datetime) -> bool:
    """A question whose words changed is another question: its answers stay with the old one."""
    rows = await fetch(
        """select q.id, jsonb_object_agg(w.language, w.label) as labels from offering_question q
        join offering_question_words w on w.question_id = q.id where q.offering_id = $1 and q.retired_at is null
        group by q.id order by q.position, q.id""",
        offering_id,
    )
    wanted = [{language: label for language, label in one.items() if label} for one in questions]
    wanted = [one for one in wanted if one]
    if [row['labels'] for row in rows] == wanted:
        return False
    await execute('update offering_question set retired_at = $2 where offering_id = $1 and retired_at is null', offering_id, now)
    for position, labels in enumerate(wanted):
        new = await fetchval('insert into offering_question (offering_id, position) values ($1, $2) returning id', offering_id, position)
        for language, label in labels.items():
            await execute(
                'insert into offering_question_words (question_id, language, label) values ($1, $2, $3)', new, language, label
            )
    return True
