"""All that is known beside a file about teams, in a fixed number of statements."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence

from coaching.coaches.values import Beside, Stand
from coaching.funnel.reading.fates import signs
from coaching.kit.access import Actor
from coaching.kit.database import fetch
from coaching.kit.words import fold
from coaching.people.queries.recognising import recognised
from coaching.sheets.reading.fates.people import as_row, named
from coaching.sheets.reading.fates.standing import Standing, TeamAt
from coaching.sheets.values import Columns, Kind, Row
from coaching.teams.queries.places import places, scope_of

TEAMS = """
select t.id, t.name, t.place_id, t.cafe_name, t.serves, s.state = 'closed' as is_closed
from team t join team_state s on s.team_id = t.id and s.ended_at is null
where $1::bigint[] is null or t.place_id = any($1)
"""
MEMBERS = """
select m.team_id, m.person_id, m.role, m.is_parent_leader, p.name from team_member m join person p on p.id = m.person_id
where m.team_id = any($1) and m.ended_on is null
"""
STANDS = """
select a.team_id, a.person_id, a.role, a.began_on, a.ended_on, p.name from assignment a join person p on p.id = a.person_id
where a.team_id = any($1) order by a.began_on
"""
TOLD = """
select distinct j.team_id, e.step from evidence e join journey j on j.id = e.journey_id and j.ended_at is null
where j.team_id = any($1) and e.removed_at is null
"""
COACHES = """
select p.folded_name, min(p.id) as id from person p
where p.folded_name = any($1) and p.erased_at is null and p.merged_into_id is null and (
    exists (select from assignment a where a.person_id = p.id) or exists (select from coach c where c.person_id = p.id) or exists (
        select from account a join role_grant g on g.account_id = a.id and g.role = 'coach' and g.ended_at is null
        where a.person_id = p.id and a.closed_at is null))
group by p.folded_name having count(*) = 1
"""
LOGGED = "select author_id, draft_key from contact where author_id = any($1) and draft_key like 'import-%'"


async def standing(rows: Sequence[Row], columns: Columns, *, by: Actor, today: datetime.date, lock: bool = False) -> Standing:
    """What is known of all that these rows name, as far as whoever brings them in may reach; `lock` holds the known people."""
    scope = await scope_of(by)
    teams = await _teams({fold(row.team) for row in rows if not row.fault}, scope)
    good = [row for row in rows if not row.fault]
    coaches = await _coaches(row.coach.name for row in good if row.coach and not row.coach.email)
    seen = signs(as_row(number, who) for (number, _is_coach), who in named(good))
    people = await recognised(seen.emails, seen.phones, seen.names, lock=lock)
    logged = await fetch(LOGGED, [*people.records, *coaches.values()]) if columns.kind is Kind.TALKS else []
    by_name: dict[str, list[int]] = {}
    for place in await places():
        if scope is None or place.id in scope:
            by_name.setdefault(fold(place.name), []).append(place.id)
    return Standing(teams, by_name, scope, people, coaches, {(row['author_id'], row['draft_key']) for row in logged}, today)


async def _teams(names: Collection[str], scope: Collection[int] | None) -> dict[str, list[TeamAt]]:
    """The teams within reach that are called so, each with all that rows may add to."""
    found = [row for row in await fetch(TEAMS, None if scope is None else list(scope)) if fold(row['name']) in names]
    teams = {row['id']: TeamAt(**row) for row in found}
    ids = list(teams)
    for row in await fetch(MEMBERS, ids):
        team = teams[row['team_id']]
        team.members[row['person_id']] = (row['role'], row['is_parent_leader'])
        if row['role'] == 'lead':
            team.lead = row['name']
        twice = fold(row['name']) in team.names
        team.names[fold(row['name'])] = 0 if twice else row['person_id']
    for row in await fetch(STANDS, ids):
        stand = Stand(row['team_id'], row['person_id'], Beside(row['role']), row['began_on'], row['ended_on'])
        teams[row['team_id']].stands.append(stand)
        if stand.role is Beside.LEAD and stand.ended_on is None:
            teams[row['team_id']].coach = row['name']
    for row in await fetch(TOLD, ids):
        teams[row['team_id']].told.add(row['step'])
    by_name: dict[str, list[TeamAt]] = {}
    for team in teams.values():
        by_name.setdefault(fold(team.name), []).append(team)
    return by_name


async def _coaches(names: Iterable[str]) -> dict[str, int]:
    """The one person who stands beside teams, or may, of each of these names."""
    return {row['folded_name']: row['id'] for row in await fetch(COACHES, list({fold(name) for name in names}))}
