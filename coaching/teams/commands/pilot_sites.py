"""Places where cafés may begin are written down, put right, and stand differently as time goes on."""

from __future__ import annotations

import datetime

from coaching.accounts.queries import network_day
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetchval
from coaching.kit.refusal import Refused
from coaching.teams.queries.next_steps import owners
from coaching.teams.queries.pilot_sites import site
from coaching.teams.rules.pilot_sites import why_not_change, why_not_name, why_not_stand
from coaching.teams.values import SiteFacts, SiteState

ADD = """
insert into pilot_site (team_id, organisation_id, name, introduced_by_id, introduced_words, made_by_id, made_at)
values ($1, (select id from organisation where id = $2 and merged_into_id is null), $3, $4, $5, $6, $7) returning id
"""
STAND = 'insert into pilot_site_state (site_id, state, began_on, note, by_person_id, recorded_at) values ($1, $2, $3, $4, $5, $6)'
CHANGE = 'update pilot_site set name = $2, introduced_by_id = $3, introduced_words = $4, version = version + 1 where id = $1'


async def add(
    team_id: int,
    name: str,
    *,
    state: SiteState = SiteState.POSSIBLE,
    organisation_id: int | None = None,
    introduced_by_id: int | None = None,
    introduced_words: str = '',
    by: Actor,
    now: datetime.datetime,
) -> int:
    """A place where cafés may begin, and who introduced the team to it: somebody of the team, or these words. Its id.

    :raises Refused: it has no name
    """
    if reason := why_not_name(name):
        raise Refused(reason)
    async with atomic():
        introduced = await _introduced(team_id, introduced_by_id, introduced_words)
        site_id: int = await fetchval(ADD, team_id, organisation_id, name.strip()[:160], *introduced, by.person_id, now)
        await execute(STAND, site_id, state, await network_day(now), '', by.person_id, now)
        await record('pilot_site_added', by=by, subject=('team', team_id), now=now, site_id=site_id)
    return site_id


async def change(
    site_id: int,
    *,
    version: int,
    name: str,
    introduced_by_id: int | None = None,
    introduced_words: str = '',
    by: Actor,
    now: datetime.datetime,
) -> None:
    """Say its name or who introduced it differently.

    :raises Refused: gone, changed meanwhile, or without a name
    """
    async with atomic():
        found = await _locked(site_id)
        if reason := why_not_change(found, version=version, name=name):
            raise Refused(reason)
        assert found is not None
        keeps = introduced_by_id is not None and introduced_by_id == found.introduced_by_id
        introduced = (introduced_by_id, '') if keeps else await _introduced(found.team_id, introduced_by_id, introduced_words)
        await execute(CHANGE, site_id, name.strip()[:160], *introduced)
        await record('pilot_site_changed', by=by, subject=('team', found.team_id), now=now, site_id=site_id)


async def stand(site_id: int, then: SiteState, *, note: str = '', by: Actor, now: datetime.datetime) -> None:
    """From today it is likely, a pilot, established, or not now; how it stood before stays in the history.

    :raises Refused: gone, or it stands so
    """
    async with atomic():
        found = await _locked(site_id)
        if reason := why_not_stand(found, then):
            raise Refused(reason)
        assert found is not None
        await execute('update pilot_site_state set ended_at = $2 where site_id = $1 and ended_at is null', site_id, now)
        await execute(STAND, site_id, then, await network_day(now), note.strip()[:300], by.person_id, now)
        await record('pilot_site_stands', by=by, subject=('team', found.team_id), now=now, site_id=site_id)


async def _introduced(team_id: int, person_id: int | None, words: str) -> tuple[int | None, str]:
    """Somebody of the team or beside it, else the words."""
    known = person_id is not None and person_id in {one.person_id for one in await owners(team_id)}
    return (person_id, '') if known else (None, words.strip()[:160])


async def _locked(site_id: int) -> SiteFacts | None:
    await fetchval('select id from pilot_site where id = $1 for update', site_id)
    return await site(site_id)
