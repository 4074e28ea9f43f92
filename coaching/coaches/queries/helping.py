"""Calls for help, and how soon somebody answers them."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from coaching.coaches.values import HelpThread, HelpWord, OpenHelp
from coaching.kit.database import fetch, fetchval

OPEN = """
select id, team_id, words, asked_at, answered_at, passed_on_at from help_request where closed_at is null
"""
THREAD = """
select h.id, h.team_id, t.name as team, coalesce(a.name, '') as asked_by, h.words, h.asked_at, h.answered_at,
       coalesce(b.name, '') as answered_by, h.passed_on_at, h.closed_at,
       (select coalesce(jsonb_agg(jsonb_build_array(w.by_id, coalesce(p.name, ''), w.words, w.written_at) order by w.id), '[]')
        from help_word w left join person p on p.id = w.by_id where w.request_id = h.id) as answers
from help_request h join team t on t.id = h.team_id left join person a on a.id = h.asked_by_id left join person b on b.id = h.answered_by_id
"""

AGREED = """
select a.person_id from assignment a join coach c on c.person_id = a.person_id and c.may_be_called_at is not null
join person p on p.id = a.person_id and p.merged_into_id is null and p.erased_at is null
where a.role = 'seasoned_host' and a.began_on <= $2 and (a.ended_on is null or a.ended_on > $2)
"""


async def open_help(team_ids: Collection[int]) -> dict[int, OpenHelp]:
    """The call for help of each of these teams that nobody has closed; one without `answered_at` waits."""
    return {row['team_id']: OpenHelp(**row) for row in await fetch(f'{OPEN} and team_id = any($1)', list(team_ids))}


async def median_minutes_to_answer(
    since: datetime.datetime, team_ids: Collection[int] | None = None, *, at_least: int = 1
) -> int | None:
    """The middle of the minutes after which calls were answered since then; None where there were fewer than `at_least`."""
    found = await fetchval(
        """select percentile_cont(0.5) within group (order by extract(epoch from answered_at - asked_at)) / 60
           from help_request where answered_at >= $1 and ($2::bigint[] is null or team_id = any($2)) having count(*) >= $3""",
        since, None if team_ids is None else list(team_ids), at_least,
    )  # fmt: skip
    return None if found is None else round(found)


async def thread(request_id: int) -> HelpThread | None:
    """One call for help."""
    rows = await fetch(f'{THREAD} where h.id = $1', request_id)
    return _thread(rows[0]) if rows else None


async def threads(team_ids: Collection[int], *, also_closed: bool = False, limit: int = 20) -> list[HelpThread]:
    """The calls for help of these teams, those first that wait for an answer."""
    rows = await fetch(
        f"""{THREAD} where h.team_id = any($1) and ($2 or h.closed_at is null)
            order by h.closed_at is not null, h.answered_at is not null, h.asked_at desc, h.id desc limit $3""",
        list(team_ids), also_closed, limit,
    )  # fmt: skip
    return [_thread(row) for row in rows]


async def to_pass_on(before: datetime.datetime, on: datetime.date) -> list[int]:
    """Calls that nobody has answered since then, of teams with a host to call, for which nobody was called yet."""
    sql = f"""select h.id from help_request h where h.answered_at is null and h.closed_at is null and h.passed_on_at is null
              and h.asked_at <= $1 and exists ({AGREED} and a.team_id = h.team_id) order by h.asked_at limit 200"""
    return [row['id'] for row in await fetch(sql, before, on)]


async def may_be_called(team_id: int, on: datetime.date) -> list[int]:
    """The seasoned hosts beside a team who agreed to be called."""
    rows = await fetch(f'{AGREED} and a.team_id = $1 order by a.began_on, a.id limit 5', team_id, on)
    return [row['person_id'] for row in rows]


async def may_call(person_id: int) -> bool:
    """Whether somebody agreed to be called."""
    agreed: bool = await fetchval('select exists (select from coach where person_id = $1 and may_be_called_at is not null)', person_id)
    return agreed


def _thread(row: Mapping[str, Any]) -> HelpThread:
    answers = tuple(
        HelpWord(by_id, by, words, datetime.datetime.fromisoformat(written_at)) for by_id, by, words, written_at in row['answers']
    )
    return HelpThread(**{**row, 'answers': answers})
