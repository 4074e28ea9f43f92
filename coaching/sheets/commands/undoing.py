"""Undo a whole file about teams: what it made and nobody has touched since goes, what was used stays and is told."""

from __future__ import annotations

import dataclasses
import datetime
import itertools
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from coaching.accounts.commands.unused import remove_unused
from coaching.coaches.commands.bringing_in import as_they_came, no_coaches, unassign, unlog
from coaching.funnel.commands import importing
from coaching.funnel.queries import imports
from coaching.funnel.rules.imports import why_not_undo
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetch
from coaching.kit.refusal import Refused
from coaching.path.commands.bringing_in import untold, unwalk, walked
from coaching.people.commands.bringing_in import empty_again, take_back
from coaching.people.queries.recognising import hold, untouched
from coaching.sheets.commands.making import ONE_AT_A_TIME
from coaching.teams.commands import bringing_in as teams
from coaching.teams.commands.teams import say_parent_leader

MADE = 'select id, team_id, person_id, made from sheet_row where batch_id = $1 order by number'
OF_WALKS = "select 'step_fact' as of, id from step_fact where journey_id = any($1) and recorded_at = $2"
STATES = 'select id from team_state where team_id = any($1) and recorded_at = $2'
# Rows about them are looked at by themselves: only one that another standing import brought counts as use.
OURS = ('sheet_row.person_id', 'import_row.person_id', 'progress.person_id')
USED = """
select r.person_id from sheet_row r join import_batch b on b.id = r.batch_id and b.made_at is not null and b.undone_at is null
where r.person_id = any($1) and r.batch_id <> $2
union select r.person_id from import_row r join import_batch b on b.id = r.batch_id and b.made_at is not null and b.undone_at is null
where r.person_id = any($1)
"""
# Of what the file named only what stays is still named, so that it can be told.
SETTLE = """
update sheet_row r set team_id = case when s.what <> '' then r.team_id end, person_id = case when s.what <> '' then r.person_id end,
    made = case when s.what <> '' then jsonb_build_object('stays', s.what) else '{}' end
from unnest($1::bigint[], $2::text[]) as s (id, what) where r.id = s.id
"""


@dataclasses.dataclass(slots=True)
class Undoing:
    """The rows of a file with what they made, and what stays of each; `team`, `talk`, `person` and so on, the first that is said."""

    batch_id: int
    made_at: datetime.datetime
    rows: Sequence[Mapping[str, Any]]
    by: Actor
    now: datetime.datetime
    stays: dict[int, str] = dataclasses.field(default_factory=dict)
    kept_teams: set[int] = dataclasses.field(default_factory=set)

    @property
    def how(self) -> dict[str, Any]:
        return {'by': self.by, 'now': self.now}

    def made(self, what: str, *, besides_kept: bool = True) -> dict[int, Any]:
        """What rows made of this kind, by the row's id; without that which goes nowhere because its team stays whole."""
        return {
            row['id']: row['made'][what] for row in self.rows
            if what in row['made'] and not (besides_kept and row['team_id'] in self.kept_teams)
        }  # fmt: skip

    def stay(self, row_ids: Collection[int], what: str) -> None:
        for row_id in row_ids:
            self.stays.setdefault(row_id, what)


async def undo(batch_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """Take back everything that came by one file.

    :raises Refused: it was not brought in, was undone, or is older than 30 days
    """
    async with atomic():
        batch = await imports.batch(batch_id, lock=True)
        assert batch
        await execute(ONE_AT_A_TIME)
        if reason := why_not_undo(batch, now):
            raise Refused(reason)
        assert batch.made_at
        undoing = Undoing(batch_id, batch.made_at, await fetch(MADE, batch_id), by, now)
        gone_teams = await _untouched_teams(undoing)
        await _talks_and_people(undoing)
        await _words(undoing)
        await _remove_teams(undoing, gone_teams)
        gone = await _people(undoing)
        every = [row['id'] for row in undoing.rows]
        await execute(SETTLE, every, [undoing.stays.get(row_id, '') for row_id in every])
        await execute('update sheet_row set person_id = null where person_id = any($1)', sorted(gone))
        await execute('update import_row set person_id = null where person_id = any($1)', sorted(gone))
        await take_back(gone)
        counts = {'taken_back': len(gone), 'teams_taken_back': len(gone_teams), 'stayed': len(undoing.stays)}
        await importing.settle_undone(batch, counts, people=len(gone), by=by, now=now)


async def _untouched_teams(undoing: Undoing) -> dict[int, int]:
    """New teams with which nobody has had to do since, each with its walk; one that was touched stays with all that came with it."""
    new = undoing.made('team')
    walks = {row['made']['team']: row['made']['journey'] for row in undoing.rows if 'team' in row['made']}
    ids = list(new.values())
    await teams.hold(ids)
    mine = [row for row in undoing.rows if row['team_id'] in walks]
    own: dict[str, list[int]] = defaultdict(list)
    for row in mine:
        own['sheet_row'].append(row['id'])
        for what, table in (('member', 'team_member'), ('assignment', 'assignment'), ('evidence', 'evidence')):
            own[table] += [row['made'][what]] if what in row['made'] else []
    own['journey'] = list(walks.values())
    own['team_state'] = [row['id'] for row in await fetch(STATES, ids, undoing.made_at)]
    own['step_fact'] = [row['id'] for row in await fetch(OF_WALKS, own['journey'], undoing.made_at)]
    versions = dict.fromkeys(ids, 1) | {row['team_id']: row['made']['fill']['version'] for row in mine if 'fill' in row['made']}
    used = await teams.touched(versions, besides=own)
    moved = await walked(own['journey'], besides=own)
    used |= {team_id for team_id, walk in walks.items() if walk in moved}
    ends = {row['made']['assignment']: None for row in mine if 'assignment' in row['made']}
    as_came = await as_they_came(ends)
    used |= {row['team_id'] for row in mine if 'assignment' in row['made'] and row['made']['assignment'] not in as_came}
    undoing.kept_teams = used
    undoing.stay([row_id for row_id, team_id in new.items() if team_id in used], 'team')
    return {team_id: walk for team_id, walk in walks.items() if team_id not in used}


async def _talks_and_people(undoing: Undoing) -> None:
    """Talks, memberships and assignments that are as they came."""
    talks = undoing.made('talk')
    unlogged = await unlog(list(talks.values()), **undoing.how)
    undoing.stay([row_id for row_id, number in talks.items() if number not in unlogged], 'talk')
    roles = undoing.made('as')
    members = undoing.made('member')
    left = await teams.unjoin({number: tuple(roles[row_id]) for row_id, number in members.items()}, **undoing.how)
    undoing.stay([row_id for row_id, number in members.items() if number not in left], 'member')
    until = {row_id: datetime.date.fromisoformat(day) for row_id, day in undoing.made('until').items()}
    beside = undoing.made('assignment')
    stood = await unassign({number: until.get(row_id) for row_id, number in beside.items()}, **undoing.how)
    undoing.stay([row_id for row_id, number in beside.items() if number not in stood], 'assignment')


async def _words(undoing: Undoing) -> None:
    """What was said of steps, filled into teams that were here, and of who leads."""
    await untold(list(undoing.made('evidence').values()), list(undoing.made('fact').values()))
    await teams.unlead(list(undoing.made('led').values()), **undoing.how)
    for member_id in undoing.made('parent_leader').values():
        await say_parent_leader(member_id, is_parent_leader=False, **undoing.how)
    for row in undoing.rows:
        fill = row['made'].get('fill')
        if fill and not await teams.empty_again(row['team_id'], fill['version'], fill['fields'], **undoing.how):
            undoing.stay([row['id']], 'team')


async def _remove_teams(undoing: Undoing, gone: Mapping[int, int]) -> None:
    await unwalk(list(gone.values()))
    await execute('update sheet_row set team_id = null where team_id = any($1)', list(gone))
    await teams.unform(list(gone))


async def _people(undoing: Undoing) -> set[int]:
    """New people with whom nobody has anything to do any more; what was filled into records of others is empty again."""
    new: dict[int, int] = {}
    for row in undoing.rows:
        new |= dict.fromkeys(row['made'].get('new', ()), row['id'])
    named = {person_id for row in undoing.rows for person_id in row['made'].get('people', ())}
    await hold(named)
    await no_coaches([person_id for row in undoing.rows if 'assignment' in row['made'] for person_id in row['made']['people']])
    await remove_unused(sorted(named), opened_at=undoing.made_at)
    alone = await untouched(dict.fromkeys(new, 1), besides=OURS)
    gone = alone - {row['person_id'] for row in await fetch(USED, sorted(alone), undoing.batch_id)}
    undoing.stay([row_id for person_id, row_id in new.items() if person_id not in gone], 'person')
    filled = {
        (int(person_id), field): row['made']['entry']
        for row in undoing.rows for person_id, fields in row['made'].get('filled', {}).items() for field in fields
    }  # fmt: skip
    kept = await empty_again(filled, filled_at=undoing.made_at, **undoing.how)
    undoing.stay(list(itertools.chain(*(
        [row['id'] for row in undoing.rows if str(person_id) in row['made'].get('filled', {})] for person_id in kept
    ))), 'person')  # fmt: skip
    return gone
