"""Files of people for the tests of imports, and who stands in the database afterwards."""

from __future__ import annotations

import datetime
from typing import Any

from coaching.domains import KEEPERS
from coaching.funnel.commands import importing
from coaching.funnel.queries import imports
from coaching.funnel.reading.columns import ColumnMap
from coaching.kit.access import Actor, Grant, How
from coaching.kit.database import fetch
from coaching.people import keepers
from tests.funnel.world import MONDAY

ELLEN = Actor(How.ACCOUNT, name='Ellen Hart', grants=(Grant('coordinator', 'network', None),))
HEAD = 'Name,Email,Phone,Agency,Taste,Intro'
OLD_LIST = f"""{HEAD}
Ana Ruiz,ana@example.org,602-555-0142,Cedar Bend Center,2025-03-07,2025-04-04
Ben Okafor,ben@example.org,,,2025-03-07,
Lena Brandt,lena(at)example.org,,,,
ANA RUIZ,ana@example.org,602-555-0142,Cedar Bend Center,2025-03-07,2025-04-04
Tomás Oyelaran,,602-555-0177,Willow Street Group,,
"""

keepers.know(KEEPERS)


async def uploaded(
    text: str = OLD_LIST, *, file: str = 'old list.csv', language: str = 'en', now: datetime.datetime = MONDAY, **chosen: Any
) -> int:
    """A file that waits, with its columns said."""
    batch_id = (await importing.upload(text.encode(), file, by=ELLEN, now=now)).batch_id
    batch = await imports.batch(batch_id)
    assert batch
    guessed = imports.guess(batch.tool, await imports.sheet(batch_id))
    await importing.choose(batch_id, ColumnMap.from_json(guessed.as_json() | chosen), language=language, by=ELLEN, now=now)
    return batch_id


async def brought_in(text: str = OLD_LIST, *, now: datetime.datetime = MONDAY, **more: Any) -> int:
    """A file that was brought in."""
    batch_id = await uploaded(text, now=now, **more)
    await importing.make(batch_id, by=ELLEN, now=now)
    return batch_id


async def fates(batch_id: int, *, now: datetime.datetime = MONDAY) -> dict[int, str]:
    """What would become of each row, by its number."""
    batch = await imports.batch(batch_id)
    assert batch
    planned = await imports.planned(batch, await imports.rows(batch, now=now))
    return {one.row.number: str(one.fate) for one in planned}


async def everybody() -> dict[str, tuple[Any, ...]]:
    """Name, address, number, how they heard and what they came to before, of everybody in the order of their names."""
    rows = await fetch(
        """select p.name, p.email, p.phone, p.how_heard,
        array(select c.stage || ' ' || c.attended_on from prior_credit c where c.person_id = p.id order by 1) as credits
        from person p where p.erased_at is null and p.merged_into_id is null and p.source <> 'account' order by p.folded_name, p.id"""
    )
    return {row['name']: (row['email'], row['phone'], row['how_heard'], *row['credits']) for row in rows}


async def counted(sql: str, *parameters: object) -> int:
    (row,) = await fetch(sql, *parameters)
    found: int = row[0]
    return found
