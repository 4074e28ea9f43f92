"""Places where cafés may begin, and how they stood."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import asyncpg

from coaching.kit.database import fetch
from coaching.teams.values import SiteFacts, SiteState, SiteStood

SITE = """
select s.id, s.team_id, s.organisation_id, s.name, s.introduced_by_id, coalesce(i.name, s.introduced_words) as introduced_by, s.version
from pilot_site s left join person i on i.id = s.introduced_by_id
"""
STOOD = """
select t.site_id, t.state, t.began_on, t.note, coalesce(b.name, '') as by
from pilot_site_state t left join person b on b.id = t.by_person_id where t.site_id = any($1) order by t.id desc
"""


async def site(site_id: int) -> SiteFacts | None:
    found = await _sites(await fetch(f'{SITE} where s.id = $1', site_id))
    return found[0] if found else None


async def sites_of(team_id: int) -> list[SiteFacts]:
    """A team's places with their history, those that were written down first."""
    return await _sites(await fetch(f'{SITE} where s.team_id = $1 order by s.id', team_id))


async def _sites(rows: Collection[asyncpg.Record]) -> list[SiteFacts]:
    stood: dict[int, list[SiteStood]] = defaultdict(list)
    for row in await fetch(STOOD, [row['id'] for row in rows]) if rows else ():
        stood[row['site_id']].append(SiteStood(SiteState(row['state']), row['began_on'], row['note'], row['by']))
    return [SiteFacts(**row, stood=tuple(stood[row['id']])) for row in rows]
