"""What becomes of assignments, talks, plans and calls for help when a person is exported, merged or erased."""

from __future__ import annotations

import datetime
from typing import Any

from coaching.accounts.queries import network_day
from coaching.coaches.commands import talks
from coaching.coaches.commands.grants import settle
from coaching.coaches.rules.assigning import NoAssignment
from coaching.kit.access import SYSTEM
from coaching.kit.database import execute, fetch, fetchval
from coaching.kit.refusal import Refused
from coaching.kit.words import later
from coaching.people.values import Keeper, Reference

AT_ONCE = 'daterange({row}.began_on, {row}.ended_on) && daterange(moving.began_on, moving.ended_on)'
AWAY_AT_ONCE = '{row}.ended_at is null and daterange({row}.from_on, {row}.until_on) && daterange(moving.from_on, moving.until_on)'
REFERENCES = (
    Reference('coach', 'person_id', on_erase='delete', rivals=()),
    Reference('assignment', 'person_id', rivals=('team_id',), rivals_while=AT_ONCE),
    Reference('assignment', 'given_by_id', on_merge='stay'),
    Reference('assignment', 'approved_by_id', on_merge='stay'),
    Reference('cover', 'coach_id', rivals=(), rivals_while=AWAY_AT_ONCE),
    Reference('cover', 'by_id'),
    Reference('cover', 'made_by_id', on_merge='stay'),
    Reference('contact', 'author_id', rivals=('draft_key',)),
    Reference('contact_coach', 'person_id', rivals=('contact_id',)),
    Reference('contact_addendum', 'by_id'),
    Reference('appointment', 'coach_id', rivals=('team_id',), rivals_while="{row}.state = 'planned'"),
    Reference('appointment', 'made_by_id', on_merge='stay'),
    Reference('coaching_plan', 'made_by_id', on_merge='stay'),
    Reference('coaching_plan', 'agreed_by_team_id', on_merge='stay'),
    Reference('coaching_plan', 'agreed_by_coach_id', on_merge='stay'),
    Reference('help_request', 'asked_by_id'),
    Reference('help_request', 'answered_by_id'),
    Reference('help_word', 'by_id'),
)
BOTH_BESIDE_IT = f"""
select exists (select from assignment moving join assignment twin on twin.team_id = moving.team_id and twin.person_id = $1
               where moving.person_id = $2 and moving.ended_on is null and {AT_ONCE.format(row='twin')})
"""
FOR_EACH_OTHER = """
update cover set ended_at = $3 where ended_at is null and coach_id in ($1, $2) and by_id in ($1, $2)
"""
BESIDE = """
select t.name, a.role, a.began_on, a.ended_on from assignment a join team t on t.id = a.team_id
where a.person_id = $1 order by a.began_on, a.id
"""
TALKS = """
select c.happened_on, c.minutes, c.travel_minutes, c.going_well, c.in_the_way, c.for_coaches,
       (select string_agg(t.name, ', ' order by t.name) from contact_team k join team t on t.id = k.team_id
        where k.contact_id = c.id) as teams,
       (select string_agg(d.words, ' · ' order by d.id) from contact_addendum d where d.contact_id = c.id and d.by_id = $1) as added
from contact c where c.author_id = $1 and c.removed_at is null order by c.happened_on, c.id
"""
HELP = """
select h.asked_at as at, h.words from help_request h where h.asked_by_id = $1
union all select w.written_at, w.words from help_word w where w.by_id = $1 order by 1
"""
TO_COME = "select id from appointment where coach_id = $1 and state = 'planned' and starts_at > $2 order by id"
CANCELLED = """
update appointment set state = 'cancelled', sequence = sequence + 1, changed_at = $2 where coach_id = $1 and state = 'planned'
"""
STOOD_IN = """
select distinct a.team_id, k.by_id from cover k join assignment a on a.person_id = k.coach_id
where k.coach_id = $1 and k.ended_at is null order by 1, 2
"""
ENDED = """
update assignment set ended_on = greatest(began_on, $2), why_ended = 'left' where person_id = $1 and (ended_on is null or ended_on > $2)
"""
ROLES = {
    'lead': later('Coach'),
    'co_coach': later('Co-coach'),
    'apprentice': later('Apprentice coach'),
    'seasoned_host': later('Seasoned host'),
}


async def export(person_id: int) -> dict[str, Any]:
    """Beside which teams the person stands or stood, which talks the person wrote down, and what in a call for help."""
    held: dict[str, Any] = {}
    if rows := await fetch(BESIDE, person_id):
        held[later('Stands beside teams')] = [
            {later('Name'): row['name'], later('As'): ROLES[row['role']], later('From'): row['began_on'], later('Until'): row['ended_on']}
            for row in rows
        ]
    if rows := await fetch(TALKS, person_id):
        held[later('Talks that were written down')] = [
            {
                later('On'): row['happened_on'],
                later('With'): row['teams'],
                later('Minutes'): row['minutes'],
                later('Travel'): row['travel_minutes'],
                later('Going well'): row['going_well'],
                later('In the way'): row['in_the_way'],
                later('For coaches only'): row['for_coaches'],
                later('Added later'): row['added'],
            }
            for row in rows
        ]
    if rows := await fetch(HELP, person_id):
        held[later('Wrote when a team asked for help')] = [{later('When'): row['at'], later('Words'): row['words']} for row in rows]
    return held


async def before_merge(kept_id: int, merged_id: int, now: datetime.datetime) -> None:
    """Somebody stands beside a team once, and nobody covers for themselves.

    :raises Refused: both stand beside one team
    """
    if await fetchval(BOTH_BESIDE_IT, kept_id, merged_id):
        raise Refused(NoAssignment.BOTH_BESIDE_IT)
    await execute(FOR_EACH_OTHER, kept_id, merged_id, now)


async def erase(person_id: int, now: datetime.datetime) -> None:
    """Days and minutes stay for the counts; all words that this person wrote go, also those for coaches only. Nothing begins any more,
    and teams hear that a talk to come is off.
    """
    stood_in = await fetch(STOOD_IN, person_id)
    await execute(ENDED, person_id, await network_day(now))
    await execute("update assignment set note = '' where person_id = $1 or given_by_id = $1", person_id)
    await execute('update cover set ended_at = $2 where (coach_id = $1 or by_id = $1) and ended_at is null', person_id, now)
    for row in stood_in:
        await settle(row['team_id'], [row['by_id']], by=SYSTEM, now=now)
    await execute("update cover set note = '' where $1 in (coach_id, by_id, made_by_id)", person_id)
    await execute("update contact set going_well = '', in_the_way = '', for_coaches = '' where author_id = $1", person_id)
    await execute("update contact_addendum set words = '-' where by_id = $1", person_id)
    for row in await fetch(TO_COME, person_id, now):
        await talks.cancel(row['id'], by=SYSTEM, now=now)
    await execute(CANCELLED, person_id, now)
    await execute("update appointment set where_words = '' where coach_id = $1 or made_by_id = $1", person_id)
    await execute("update help_request set words = '' where asked_by_id = $1", person_id)
    await execute("update help_word set words = '-' where by_id = $1", person_id)


KEEPER = Keeper(references=REFERENCES, export=export, erase=erase, before_merge=before_merge)
