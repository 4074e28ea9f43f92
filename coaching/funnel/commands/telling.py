"""Everybody concerned is told once when a date moves, gets another place, is called off or comes back."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from coaching.funnel.commands.reminding import remind_anew
from coaching.funnel.queries.telling import as_fact, concerned, stands
from coaching.funnel.rules.telling import TELLINGS, Known, to_be_told
from coaching.kit.database import fetch
from coaching.outbox.commands import reconcile_many
from coaching.outbox.values import Wanted

COUNTED = 'select id, sequence, ends_at from session where id = any($1) order by id'


async def tell(before: Mapping[int, Known], *, why: str = '', now: datetime.datetime) -> frozenset[int]:
    """Promise the one letter that says how these dates stand now; `before` is how they stood before the change.

    Who is written to anew, by their ids. Where an earlier letter has not gone yet, the new one takes its place and starts from what
    the person knew then.
    """
    if not before:
        return frozenset()
    after, people = await stands(before), await concerned(before)
    told: set[int] = set()
    for row in await fetch(COUNTED, list(before)):
        wanted: dict[int, list[Wanted]] = {one.registration_id: [] for one in people[row['id']]}
        for one, known, kind in to_be_told(people[row['id']], before[row['id']], after[row['id']]):
            key = f'{kind}:{one.registration_id}:{row["sequence"]}'
            facts = {'known': as_fact(known), 'words': why.strip() or one.why}
            wanted[one.registration_id].append(Wanted(kind, key, now, one.person_id, row['ends_at'], facts))
        changes = await reconcile_many('registration', wanted, kinds=TELLINGS, now=now)
        told |= {one.person_id for one in people[row['id']] if changes[one.registration_id].create}
        if (before[row['id']].is_on, before[row['id']].times) != (after[row['id']].is_on, after[row['id']].times):
            await remind_anew(row['id'], now=now)
    return frozenset(told)
