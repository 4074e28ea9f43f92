"""What teams have read and what was sent to them."""

from __future__ import annotations

import datetime

from coaching.kit.database import fetch, fetchrow

READ = 'select slug, max(revision) as revision from guide_read where team_id = $1 group by slug'
SENT = 'select distinct on (slug) slug, revision, sent_on from guide_sent where team_id = $1 order by slug, sent_on desc, revision desc'
KNOWN = """
select 'read' as what, slug, max(revision) as revision from guide_read where team_id = $1 group by slug
union all
(select distinct on (slug) 'sent', slug, revision from guide_sent where team_id = $1 order by slug, sent_on desc, revision desc)
"""
ONE = 'select s.team_id, s.slug, t.name as team from guide_sent s join team t on t.id = s.team_id where s.id = $1'


async def read_by(team_id: int) -> dict[str, int]:
    """The newest revision that the team has read, by guide."""
    return {row['slug']: row['revision'] for row in await fetch(READ, team_id)}


async def sent_to(team_id: int) -> dict[str, tuple[int, datetime.date]]:
    """The revision that was sent last, and when, by guide."""
    return {row['slug']: (row['revision'], row['sent_on']) for row in await fetch(SENT, team_id)}


async def known_to(team_id: int) -> tuple[dict[str, int], dict[str, int]]:
    """What the team has read and what was sent to it, each with its revision, by guide."""
    found: dict[str, dict[str, int]] = {'read': {}, 'sent': {}}
    for row in await fetch(KNOWN, team_id):
        found[row['what']][row['slug']] = row['revision']
    return found['read'], found['sent']


async def sending(sent_id: int) -> tuple[int, str, str] | None:
    """Of one sending the team, the guide, and what the team is called."""
    row = await fetchrow(ONE, sent_id)
    return (row['team_id'], row['slug'], row['team']) if row else None
