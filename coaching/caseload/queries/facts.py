"""The facts of many teams at once, for the rules of need: one question for their own, and now and then one for their cohorts."""

from __future__ import annotations

import dataclasses
import datetime
import functools
from collections.abc import Collection, Mapping
from typing import Any

from coaching.caseload.queries.pace import Paces, paces
from coaching.caseload.values import TeamNow
from coaching.kit import dates
from coaching.kit.database import fetch, fetchval
from coaching.path import definition
from coaching.path.rules.steps import AFTER, SETTLED
from coaching.path.values import Did, StepState
from coaching.teams.values import TeamStanding

# $1 the teams, $2 the day, $3 the moment, $4 whose pauses count. Each line below is a look into one index for each team.
TEAMS = """
select t.id, t.name, t.began_on, s.state, j.path_key, j.path_version, w.steps, w.did, w.days, w.by_ids, e.happened_on as shown_on,
       k.happened_on as last_talk_on, k.next_on, r.woke_at, a.starts_at, a.zone, a.coach_id,
       h.words, h.asked_at, n.late, n.late_since, n.what as late_words, n.id as late_id,
       l.person_id as lead_id, l.name as lead, c.by_id as cover_id, c.name as cover, c.until_on as cover_until,
       case when l.person_id is null then greatest(t.began_on, (
           select max(g.ended_on) from assignment g where g.team_id = t.id and g.role = 'lead' and g.ended_on <= $2
       )) end as without_since,
       (select until_on from snooze z where z.team_id = t.id and z.person_id = $4) as paused_until,
       array(select i.cohort_id from cohort_team i where i.team_id = t.id and i.ended_on is null order by i.began_on desc, i.id desc)
           as cohort_ids
from unnest($1::bigint[]) asked (id)
join team t on t.id = asked.id
join team_state s on s.team_id = t.id and s.ended_at is null
left join journey j on j.team_id = t.id and j.ended_at is null
left join lateral (
    select array_agg(f.step) as steps, array_agg(f.did) as did, array_agg(f.happened_on) as days, array_agg(f.by_person_id) as by_ids,
           array_agg(f.step) filter (where f.did in ('confirmed', 'set_aside')) as settled
    from (select distinct on (step) step, did, happened_on, by_person_id from step_fact where journey_id = j.id
          order by step, number desc) f
) w on true
left join lateral (
    select happened_on from evidence where journey_id = j.id and removed_at is null and step = (
        select min(n) from (values (1), (2), (3), (4), (5), (6), (7), (8)) s (n) where w.settled is null or n <> all(w.settled)
    ) order by happened_on limit 1
) e on true
left join lateral (
    select m.happened_on, o.next_on from contact_team m join contact o on o.id = m.contact_id
    where m.team_id = t.id and m.how = 'held' order by m.happened_on desc limit 1
) k on true
left join lateral (select max(ended_at) as woke_at from team_state where team_id = t.id and state = 'resting') r on true
left join lateral (
    select starts_at, zone, coach_id from appointment where team_id = t.id and state = 'planned'
    and starts_at > $3::timestamptz - interval '1 day' order by starts_at, id limit 1
) a on true
left join lateral (
    select words, asked_at from help_request where team_id = t.id and closed_at is null and answered_at is null limit 1
) h on true
left join lateral (
    select count(*)::int as late, min(due_on) as late_since, (array_agg(what order by due_on, id))[1] as what,
           min(id) as id
    from next_step where team_id = t.id and state = 'open' and due_on < $2
) n on true
left join lateral (
    select g.person_id, p.name from assignment g join person p on p.id = g.person_id
    where g.team_id = t.id and g.role = 'lead' and g.began_on <= $2 and (g.ended_on is null or g.ended_on > $2) limit 1
) l on true
left join lateral (
    select v.by_id, p.name, v.until_on from cover v join person p on p.id = v.by_id
    where v.coach_id = l.person_id and v.ended_at is null and v.from_on <= $2 and v.until_on > $2 limit 1
) c on true
order by t.name, t.id
"""


async def teams_now(
    team_ids: Collection[int], *, today: datetime.date, now: datetime.datetime, zone: str, person_id: int | None = None
) -> list[TeamNow]:
    """These teams by name, as the rules of need see them; `today` is the day of the network, `zone` its own.

    With `person_id` the pauses count that this coach set. What to do with them: `rules.needs`.
    """
    if not team_ids:
        return []
    rows = await fetch(TEAMS, list(team_ids), today, now, person_id)
    paced = await paces({cohort_id for row in rows for cohort_id in row['cohort_ids']})
    return [_team(row, today, zone, paced) for row in rows]


def _team(row: Mapping[str, Any], today: datetime.date, zone: str, paced: Paces) -> TeamNow:
    facts = _walk(row, today, paced) if row['path_key'] else {}
    asked_at = row['asked_at']
    return TeamNow(
        row['id'], row['name'], TeamStanding(row['state']), row['began_on'],
        last_talk_on=row['last_talk_on'], agreed_on=row['next_on'],
        woke_on=dates.local(row['woke_at'], zone).date() if row['woke_at'] else None,
        next_talk_at=row['starts_at'], next_talk_zone=row['zone'] or '',
        next_talk_with=row['coach_id'], helped_since=dates.local(asked_at, zone).date() if asked_at else None,
        help_words=row['words'] or '', late=row['late'], late_since=row['late_since'], late_words=row['late_words'] or '',
        late_id=row['late_id'] if row['late'] == 1 else None,
        lead_id=row['lead_id'], lead=row['lead'] or '', cover_id=row['cover_id'], cover=row['cover'] or '',
        cover_until=row['cover_until'], without_since=row['without_since'], paused_until=row['paused_until'], **facts,
    )  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class _Stood:
    """Where the steps of some walk stand; `claimed` and `confirmed` are the places of these among what happened."""

    states: tuple[StepState, ...]
    here: int
    claimed: tuple[int, ...]
    confirmed: tuple[int, ...]


@functools.lru_cache(maxsize=4096)
def _stood(key: str, version: int, steps: tuple[int, ...], did: tuple[str, ...]) -> _Stood:
    """From the last thing that happened to each step; many teams stand alike, so it is found once for all of them."""
    path = definition.path(key, version)
    states = [StepState.NOT_STARTED] * len(path.steps)
    places: dict[StepState, list[int]] = {StepState.CLAIMED: [], StepState.CONFIRMED: []}
    for place, (step, one) in enumerate(zip(steps, did, strict=True)):
        if 1 <= step <= len(states):
            states[step - 1] = state = AFTER[Did(one)]
            places.get(state, []).append(place)
    if path.steps[-1].head.kind == 'living':
        states[-1] = StepState.LIVING
    here = next((number for number, state in enumerate(states, 1) if state not in SETTLED), len(states))
    return _Stood(tuple(states), here, tuple(places[StepState.CLAIMED]), tuple(places[StepState.CONFIRMED]))


def _walk(row: Mapping[str, Any], today: datetime.date, paced: Paces) -> dict[str, Any]:
    """Where the team is on its path, and since when."""
    key, version, steps, on, by = row['path_key'], row['path_version'], row['steps'] or (), row['days'], row['by_ids']
    stood = _stood(key, version, tuple(steps), tuple(row['did'] or ()))
    shown_on = row['shown_on'] if stood.states[stood.here - 1] is not StepState.LIVING else None
    return {
        'path': (key, version), 'step': stood.here, 'states': stood.states,
        'claimed': tuple((steps[place], on[place], by[place]) for place in stood.claimed),
        'confirmed': tuple((steps[place], on[place]) for place in stood.confirmed),
        'step_days': max(0, (today - shown_on).days) if shown_on else None,
        'usual_days': paced.of(row['cohort_ids'], key, stood.here) if shown_on else None,
    }  # fmt: skip


async def most_teams(person_id: int) -> int:
    """How many teams somebody can coach; who said nothing, eight."""
    return await fetchval('select coalesce((select most_teams from coach where person_id = $1), 8)', person_id)
