"""What teams will do next, for one team, for many at once, and for whoever owns a step."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from coaching.kit.database import fetch, fetchrow
from coaching.teams.values import DroppedWhy, NextState, NextStepFacts, Owner

STEP = """
select s.id, s.team_id, s.what, s.owner_id, coalesce(o.name, s.owner_words) as owner, s.due_on, s.state, s.dropped_why, s.meeting_id,
       s.contact_id, coalesce(b.name, '') as made_by, s.made_at, s.ended_on, s.version
from next_step s left join person o on o.id = s.owner_id left join person b on b.id = s.made_by_id
"""
SOONEST = 's.due_on nulls last, s.id'
OWNERS = """
select p.id as person_id, p.name, (array['member', 'coach', 'apprentice', 'seasoned_host'])[min(here.part)] as part from (
    select m.person_id, 1 as part from team_member m where m.team_id = $1 and m.ended_on is null
    union all
    select a.person_id, case g.role when 'coach' then 2 when 'apprentice' then 3 else 4 end
    from role_grant g join account a on a.id = g.account_id and a.closed_at is null
    where g.scope_kind = 'team' and g.scope_id = $1 and g.ended_at is null and g.role in ('coach', 'apprentice', 'seasoned_host')
        and (g.from_at is null or g.from_at <= now()) and (g.until_at is null or g.until_at > now())
) here join person p on p.id = here.person_id and p.merged_into_id is null and p.erased_at is null
group by p.id, p.name, p.folded_name order by min(here.part) > 1, p.folded_name, p.id
"""


async def next_step(step_id: int) -> NextStepFacts | None:
    row = await fetchrow(f'{STEP} where s.id = $1', step_id)
    return _step(row) if row else None


async def open_of(team_ids: Collection[int]) -> dict[int, list[NextStepFacts]]:
    """What is still to be done, by teams, the soonest first; one question for all of them."""
    found: dict[int, list[NextStepFacts]] = {team_id: [] for team_id in team_ids}
    for row in await fetch(f"{STEP} where s.team_id = any($1) and s.state = 'open' order by {SOONEST}", list(team_ids)):
        found[row['team_id']].append(_step(row))
    return found


async def of(team_id: int, *, limit: int = 100) -> list[NextStepFacts]:
    """What is open, the soonest first, then what ended, the last first."""
    order = f"s.state <> 'open', case when s.state = 'open' then s.due_on end, s.ended_on desc, s.id desc limit {limit:d}"
    return [_step(row) for row in await fetch(f'{STEP} where s.team_id = $1 order by {order}', team_id)]


async def of_meetings(meeting_ids: Collection[int]) -> dict[int, list[NextStepFacts]]:
    """What came out of these meetings, open or not, in the order in which it was written."""
    found: dict[int, list[NextStepFacts]] = {meeting_id: [] for meeting_id in meeting_ids}
    for row in await fetch(f'{STEP} where s.meeting_id = any($1) order by s.id', list(meeting_ids)):
        found[row['meeting_id']].append(_step(row))
    return found


async def of_contact(contact_id: int) -> list[NextStepFacts]:
    """What came out of a talk, open or not, in the order in which it was written."""
    return [_step(row) for row in await fetch(f'{STEP} where s.contact_id = $1 order by s.id', contact_id)]


async def owned_by(person_id: int) -> list[NextStepFacts]:
    """What a person has said to do for any team, still open, the soonest first."""
    return [_step(row) for row in await fetch(f"{STEP} where s.owner_id = $1 and s.state = 'open' order by {SOONEST}", person_id)]


async def owners(team_id: int) -> list[Owner]:
    """Who may take a step: the people of the team, then those beside it."""
    return [Owner(**row) for row in await fetch(OWNERS, team_id)]


def _step(row: Mapping[str, Any]) -> NextStepFacts:
    why = row['dropped_why']
    return NextStepFacts(**{**row, 'state': NextState(row['state']), 'dropped_why': DroppedWhy(why) if why else None})
