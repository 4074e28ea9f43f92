"""Offerings: the three that every network starts with, and what a coordinator makes of them."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from coaching.framework.offerings import starting_words
from coaching.funnel.commands.dating import HOLD, Done, NoOffering, carry_out, follow_changed_rule, follow_rule, today
from coaching.funnel.commands.handing_on import hand_on
from coaching.funnel.commands.progress import follow_offering
from coaching.funnel.commands.wording import set_default_trainers, set_questions, set_words
from coaching.funnel.queries.offerings import Words, offering
from coaching.funnel.rules.following import first_day
from coaching.funnel.rules.recurrence import plan as nightly
from coaching.funnel.rules.recurrence import why_not_recur
from coaching.journal.commands import record
from coaching.kit.access import SYSTEM, Actor
from coaching.kit.database import atomic, execute, fetchrow, fetchval
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


async def plant(*, zone: str, now: datetime.datetime) -> int:
    """The three offerings that a network without any starts with, and their dates; how many were made."""
    async with atomic():
        await execute('lock table offering in share row exclusive mode')
        if await fetchval('select exists (select from offering)'):
            return 0
        for kind, fields in STARTING.items():
            pages = starting_words(kind)
            words = {code: Words(code, page.head.title, page.head.summary, page.body.strip()) for code, page in pages.items()}
            await add(kind, kind, {**fields, 'zone': zone, 'languages': sorted(words)}, words, by=SYSTEM, now=now)
        return len(STARTING)


async def add(
    slug: str,
    kind: str,
    fields: Mapping[str, Any],
    words: Mapping[str, Words],
    trainer_ids: Sequence[int] = (),
    questions: Sequence[Mapping[str, str]] = (),
    *,
    by: Actor,
    now: datetime.datetime,
) -> int:
    """A new offering with its dates; its id.

    :raises Refused: where its rule cannot be kept, or the short name is taken
    """
    async with atomic():
        if reason := why_not_recur(fields.get('rule', '')):
            raise Refused(reason)
        if await fetchval('select exists (select from offering where slug = $1)', slug):
            raise Refused(NoOffering.NAME_TAKEN)
        offering_id = await _insert(slug, kind, fields, now=now)
        await set_words(offering_id, words)
        await set_default_trainers(offering_id, trainer_ids)
        await set_questions(offering_id, questions, now=now)
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
) -> Done:
    """Change an offering; its coming dates follow where they have nothing of their own.

    A new rule moves all dates from `from_on` on (from today where it is None) that nobody has edited, with their people.

    :raises Refused: where somebody else changed it meanwhile, or the rule cannot be kept
    """
    async with atomic():
        row = await _held(offering_id, version)
        if reason := why_not_recur(fields.get('rule', row['rule'])):
            raise Refused(reason)
        changed = {name: fields[name] for name in FIELDS if name in fields and fields[name] != row[name]}
        names = sorted('cost' if name == 'fee' else name for name in changed)
        from_on = from_on or today(fields.get('zone', row['zone']), now)
        if has_new_rule := bool(OF_THE_RULE & changed.keys()):
            changed['starts_on'] = first_day(fields.get('rule', row['rule']), from_on)
        trainers = await set_default_trainers(offering_id, trainer_ids)
        names += ['trainers'] if trainers[0] != trainers[1] else []
        names += ['words'] if await set_words(offering_id, words) else []
        names += ['questions'] if await set_questions(offering_id, questions, now=now) else []
        if names:
            await _write(offering_id, changed)
            await record('offering_changed', by=by, subject=('offering', offering_id), now=now, fields=names)
        touched, told = await hand_on(row, changed, trainers, by=by, now=now)
        if has_new_rule and row['archived_at'] is None:
            plan, more = await follow_changed_rule(offering_id, from_on, by=by, now=now)
            return Done(len(touched | plan.changed), len(told | more))
        await follow_rule(offering_id, now=now)
        return Done(len(touched), len(told))


async def archive(offering_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """Put an offering away: its dates that nobody has touched or chosen go, and no new ones come.

    Those with people stand until somebody calls them off.
    """
    async with atomic():
        if await fetchval('update offering set archived_at = $2 where id = $1 and archived_at is null returning id', offering_id, now):
            found = await offering(offering_id, 'en')
            assert found
            never = dataclasses.replace(found, recurrence='')
            await carry_out(found, lambda standing: nightly(never, standing, now=now), since=now, by=by, now=now)
            await record('offering_archived', by=by, subject=('offering', offering_id), now=now)


async def take_back(offering_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """Undo putting it away: the rule makes its dates again."""
    async with atomic():
        back = 'update offering set archived_at = null where id = $1 and archived_at is not null returning id'
        if await fetchval(back, offering_id):
            await record('offering_taken_back', by=by, subject=('offering', offering_id), now=now)
            await follow_rule(offering_id, now=now)


async def _held(offering_id: int, version: int) -> Mapping[str, Any]:
    """The offering's row, locked, as somebody saw it who had this version.

    :raises Refused: where it is gone, or has changed since
    """
    await fetchrow(HOLD, offering_id)
    row = await fetchrow('select * from offering where id = $1', offering_id)
    if row is None:
        raise Refused(NoOffering.GONE)
    if row['version'] != version:
        raise Refused(NoOffering.CHANGED_MEANWHILE)
    return row


async def _write(offering_id: int, changed: Mapping[str, Any]) -> None:
    sets = ''.join(f', {name} = ${number}' for number, name in enumerate(changed, start=2))
    await execute(f'update offering set version = version + 1{sets} where id = $1', offering_id, *changed.values())
    if 'min_parts' in changed:
        await follow_offering(offering_id)


async def _insert(slug: str, kind: str, fields: Mapping[str, Any], *, now: datetime.datetime) -> int:
    columns = {'slug': slug, 'kind': kind, 'made_at': now, **{name: fields[name] for name in FIELDS if name in fields}}
    places = ', '.join(f'${number}' for number in range(1, len(columns) + 1))
    return await fetchval(f'insert into offering ({", ".join(columns)}) values ({places}) returning id', *columns.values())
