"""Somebody says once which organisation people mean; everybody who wrote it, at sign-ups or in a file, belongs to it from then on."""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Mapping
from typing import Any

from coaching.accounts.queries import network_day
from coaching.funnel.queries.groups import answer as read_answer
from coaching.funnel.rules.groups import NoAnswer, why_not_undo_answer
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetch, fetchval
from coaching.kit.refusal import Refused
from coaching.people.commands.bringing_in import empty_again
from coaching.teams.commands.joining import belong, unjoin_many
from coaching.teams.commands.organisations import find_or_add_organisation, remove_unused
from coaching.teams.values import Joined

PEOPLE = """
select r.person_id from registration r
where r.folded_group <> '' and r.group_answer_id is null and r.folded_group = folded_words($1)
union select coalesce(p.merged_into_id, p.id) from import_row r join person p on p.id = r.person_id
where r.folded_group <> '' and r.group_answer_id is null and r.folded_group = folded_words($1)
"""
# People are held before their sign-ups, as by whoever merges or erases them: else the two would wait for each other.
HOLD = 'select id from person where id = any($1) order by id for no key update'
SIGN_UPS = """
select id, person_id from registration
where person_id = any($2) and folded_group <> '' and group_answer_id is null and folded_group = folded_words($1)
order by id for no key update
"""
ROWS = """
select r.id, r.person_id, coalesce(p.merged_into_id, p.id) as stands_for, r.made from import_row r join person p on p.id = r.person_id
where coalesce(p.merged_into_id, p.id) = any($2)
    and r.folded_group <> '' and r.group_answer_id is null and r.folded_group = folded_words($1)
order by r.id for no key update of r
"""
KEEP = """
insert into group_answer (organisation_id, is_new, by_person_id, answered_at, people) values ($1, $2, $3, $4, $5) returning id
"""
SETTLE = 'update registration set group_answer_id = $1, organisation_id = coalesce($3, organisation_id) where id = any($2)'
SETTLE_ROWS = """
update import_row r set group_answer_id = $1, made = n.made::jsonb from unnest($2::bigint[], $3::text[]) as n (id, made) where r.id = n.id
"""
UNSETTLE = 'update registration set group_answer_id = null, organisation_id = null where group_answer_id = $1'
STILL_HERE = 'select id from person where id = any($1)'


async def answer(
    words: str, *, organisation_id: int | None = None, kind: str = '', by: Actor, now: datetime.datetime
) -> int:
    """These words mean this organisation, or a new one of this kind with them as its name, or, where neither is said, none.

    The answer is how many people wrote them; whoever does so, or is merged, in this very moment, waits for the next one.

    :raises Refused: nobody waits for an answer any more
    """
    async with atomic():
        held = [row['id'] for row in await fetch(HOLD, [row['person_id'] for row in await fetch(PEOPLE, words)])]
        sign_ups, rows = await fetch(SIGN_UPS, words, held), await fetch(ROWS, words, held)
        people = {row['person_id'] for row in sign_ups} | {row['stands_for'] for row in rows}
        if not people:
            raise Refused(NoAnswer.ANSWERED)
        is_new = False
        if kind:
            organisation_id, is_new = await find_or_add_organisation(words, kind, by=by, now=now)
        answer_id: int = await fetchval(KEEP, organisation_id, is_new, by.person_id, now, len(people))
        joined = Joined()
        if organisation_id:
            joined = await belong(sorted(people), organisation_id, on=await network_day(now), by=by, now=now)
        made = {'memberships': sorted(joined.memberships.values()), 'placed': sorted(joined.placed), 'entry': joined.entry_id}
        await execute('update group_answer set made = $2 where id = $1', answer_id, made)
        await execute(SETTLE, answer_id, [row['id'] for row in sign_ups], organisation_id)
        await _settle_rows(answer_id, _noted(rows, joined))
        await _tell(answer_id, organisation_id, len(people), by=by, now=now)
    return len(people)


def _noted(rows: Collection[Mapping[str, Any]], joined: Joined) -> dict[int, dict[str, Any]]:
    """What each row of a file did, with what the answer added: on one row for each person, so that its import can be undone with it."""
    made, seen = {row['id']: dict(row['made']) for row in rows}, set()
    for row in rows:
        person_id, told = row['stands_for'], made[row['id']]
        if person_id not in seen and person_id in joined.memberships:
            told['membership'] = joined.memberships[person_id]
        if person_id not in seen and person_id in joined.placed:
            told |= {'whose': person_id, 'filled': sorted({*told.get('filled', ()), 'place_id'}), 'entry': joined.entry_id}
            told['touched'] = told.get('touched', 0) + 1
        seen.add(person_id)
    return made


async def _settle_rows(answer_id: int | None, made: Mapping[int, Mapping[str, Any]]) -> None:
    await execute(SETTLE_ROWS, answer_id, list(made), [json.dumps(one) for one in made.values()])


async def _tell(answer_id: int, organisation_id: int | None, people: int, *, by: Actor, now: datetime.datetime) -> None:
    if organisation_id:
        await record('group_linked', by=by, subject=('organisation', organisation_id), now=now, people=people)
    else:
        await record('group_dropped', by=by, subject=('group_answer', answer_id), now=now, people=people)


async def undo_answer(answer_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """The words wait again; what the answer made and nobody changed since is gone, a new organisation too where nothing else is of it.

    :raises Refused: it was taken back, or is older than 30 days
    """
    async with atomic():
        made: dict[str, Any] = await fetchval('select made from group_answer where id = $1 for update', answer_id)
        said = await read_answer(answer_id)
        assert said
        if reason := why_not_undo_answer(said, now):
            raise Refused(reason)
        await unjoin_many(made['memberships'], by=by, now=now)
        here = [row['id'] for row in await fetch(STILL_HERE, made['placed'])]
        kept = await empty_again({(one, 'place_id'): made['entry'] for one in here}, filled_at=said.answered_at, by=by, now=now)
        await execute(UNSETTLE, answer_id)
        rows = await fetch('select id, made from import_row where group_answer_id = $1 order by id', answer_id)
        await _settle_rows(None, {row['id']: _without(row['made'], made, kept) for row in rows})
        is_new = await fetchval(
            'update group_answer set undone_at = $2, organisation_id = null where id = $1 returning is_new', answer_id, now
        )
        await record('group_answer_undone', by=by, subject=('group_answer', answer_id), now=now, people=said.people)
        if is_new and said.organisation_id:
            await remove_unused(said.organisation_id, by=by, now=now)


def _without(told: Mapping[str, Any], made: Mapping[str, Any], kept: Collection[int]) -> dict[str, Any]:
    """What a row of a file did, without what the answer had added to it."""
    left = dict(told)
    if left.get('membership') in made['memberships']:
        del left['membership']
    if made['entry'] and left.get('entry') == made['entry'] and left['whose'] not in kept:
        left['filled'] = [field for field in left['filled'] if field != 'place_id']
        left['touched'] += 1
        del left['entry']
    return left
