"""Calls for help, and how soon somebody answers them."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from coaching.coaches.values import OpenHelp
from coaching.kit.database import fetch, fetchval

OPEN = """
select id, team_id, words, asked_at, answered_at, passed_on_at from help_request where closed_at is null
"""


async def open_help(team_ids: Collection[int]) -> dict[int, OpenHelp]:
    """The call for help of each of these teams that nobody has closed; one without `answered_at` waits."""
    return {row['team_id']: OpenHelp(**row) for row in await fetch(f'{OPEN} and team_id = any($1)', list(team_ids))}


async def median_minutes_to_answer(since: datetime.datetime, team_ids: Collection[int] | None = None) -> int | None:
    """The middle of the minutes after which calls were answered since then; None where there were none."""
    found = await fetchval(
        """select percentile_cont(0.5) within group (order by extract(epoch from answered_at - asked_at)) / 60
           from help_request where answered_at >= $1 and ($2::bigint[] is null or team_id = any($2))""",
        since, None if team_ids is None else list(team_ids),
    )  # fmt: skip
    return None if found is None else round(found)
