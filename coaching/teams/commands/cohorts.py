"""Cohorts begin, change and end; teams come in and leave."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from coaching.accounts.queries import network_day
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetch, fetchrow, fetchval
from coaching.kit.refusal import Refused
from coaching.teams.queries.cohorts import cohort
from coaching.teams.rules.cohorts import NoCohort, why_not_add_to, why_not_change_cohort, why_not_make
from coaching.teams.values import CohortFacts, CohortKind

MAKE = """
insert into cohort (name, kind, place_id, grant_words, began_on, owner_id, made_at) values ($1, $2, $3, $4, $5, $6, $7) returning id
"""
CHANGE = """
update cohort set name = $2, kind = $3, place_id = $4, grant_words = $5, began_on = $6, ended_on = $7, version = version + 1
where id = $1
"""
ADD = """
insert into cohort_team (cohort_id, team_id, began_on) select $1, id, $3 from team where id = any($2) order by id
on conflict (cohort_id, team_id) where ended_on is null do nothing returning team_id
"""


async def make(
    name: str,
    kind: CohortKind,
    *,
    place_id: int | None = None,
    grant_words: str = '',
    began_on: datetime.date,
    by: Actor,
    now: datetime.datetime,
) -> int:
    """A new cohort, kept by whoever makes it; its id.

    :raises Refused: without a name, or of a place that is not said
    """
    if reason := why_not_make(name, kind, place_id=place_id):
        raise Refused(reason)
    async with atomic():
        row = (name.strip()[:120], kind, place_id, grant_words.strip()[:160], began_on, by.person_id, now)
        cohort_id: int = await fetchval(MAKE, *row)
        await record('cohort_made', by=by, subject=('cohort', cohort_id), now=now)
    return cohort_id


async def change(
    cohort_id: int,
    *,
    version: int,
    name: str,
    kind: CohortKind,
    place_id: int | None,
    grant_words: str,
    began_on: datetime.date,
    ended_on: datetime.date | None,
    by: Actor,
    now: datetime.datetime,
) -> None:
    """Say it differently, or say that it ended.

    :raises Refused: changed meanwhile, an end before the beginning, no name, no place
    """
    async with atomic():
        found = await _locked(cohort_id)
        reason = why_not_change_cohort(found, version=version, began_on=began_on, ended_on=ended_on)
        if reason := reason or why_not_make(name, kind, place_id=place_id):
            raise Refused(reason)
        await execute(CHANGE, cohort_id, name.strip()[:120], kind, place_id, grant_words.strip()[:160], began_on, ended_on)
        await record('cohort_changed', by=by, subject=('cohort', cohort_id), now=now)


async def add_teams(cohort_id: int, team_ids: Collection[int], *, by: Actor, now: datetime.datetime) -> list[int]:
    """From today these teams are in it; the ids of those that came in just now.

    :raises Refused: the cohort has ended, or no team was chosen, or each was in it
    """
    async with atomic():
        today = await network_day(now)
        if reason := why_not_add_to(await _locked(cohort_id), today):
            raise Refused(reason)
        added = [row['team_id'] for row in await fetch(ADD, cohort_id, list(team_ids), today)]
        if not added:
            raise Refused(NoCohort.HERE_ALREADY if team_ids else NoCohort.NO_TEAM)
        for team_id in added:
            await record('cohort_joined', by=by, subject=('cohort', cohort_id), now=now, team_id=team_id)
    return added


async def remove_team(cohort_id: int, team_id: int, *, by: Actor, now: datetime.datetime) -> bool:
    """From today the team is not in it any more; False where that was so. What it was in before stays."""
    async with atomic():
        left = await fetchrow(
            """update cohort_team set ended_on = greatest(began_on, $3) where cohort_id = $1 and team_id = $2 and ended_on is null
            returning id""",
            cohort_id,
            team_id,
            await network_day(now),
        )
        if left:
            await record('cohort_left', by=by, subject=('cohort', cohort_id), now=now, team_id=team_id)
    return left is not None


async def _locked(cohort_id: int) -> CohortFacts | None:
    await fetchval('select id from cohort where id = $1 for update', cohort_id)
    return await cohort(cohort_id)
