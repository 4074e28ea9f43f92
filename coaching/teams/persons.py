"""What becomes of memberships when a person is exported, merged or erased."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from coaching.accounts.queries import network_day
from coaching.kit.database import execute, fetch
from coaching.kit.words import later
from coaching.people.values import Keeper, Reference
from coaching.teams.queries import memberships_of
from coaching.teams.values import Answer, NextState

REFERENCES = (
    Reference('membership', 'person_id', rivals=('organisation_id',), rivals_while='{row}.ended_on is null'),
    Reference('team_member', 'person_id', rivals=('team_id',), rivals_while='{row}.ended_on is null'),
    Reference('team_state', 'by_person_id', on_merge='stay'),
    Reference('start_request', 'person_id', rivals=(), rivals_while='{row}.fit is null'),
    Reference('start_request', 'owner_id'),
    Reference('start_request', 'decided_by_id', on_merge='stay'),
    Reference('meeting', 'made_by_id', on_merge='stay'),
    Reference('meeting_person', 'person_id', on_erase='delete', rivals=('meeting_id',)),
    Reference('next_step', 'owner_id', on_erase='null'),
    Reference('next_step', 'made_by_id', on_merge='stay'),
    Reference('next_step', 'ended_by_id', on_merge='stay'),
    Reference('meeting_poll', 'made_by_id', on_merge='stay'),
    Reference('meeting_answer', 'person_id', on_erase='delete', rivals=('date_id',)),
    Reference('meeting_asked', 'person_id', on_erase='delete', rivals=('poll_id',)),
    Reference('team_invitation', 'made_by_id', on_merge='stay'),
    Reference('pilot_site', 'introduced_by_id', on_erase='null'),
    Reference('pilot_site', 'made_by_id', on_merge='stay'),
    Reference('pilot_site_state', 'by_person_id', on_merge='stay'),
    Reference('cohort', 'owner_id'),
)

TEAMS = """
select t.name, m.role, m.is_parent_leader, m.began_on, m.ended_on from team_member m join team t on t.id = m.team_id
where m.person_id = $1 order by m.began_on, m.id
"""
STARTS = """
select asked_at, place_words, who_words, hope_words,
       concat_ws(' · ', nullif(need, ''), nullif(intention, ''), nullif(first_action, '')) as call
from start_request where person_id = $1 order by id
"""
LED = """
select g.team_id from team_member g join team_member k on k.team_id = g.team_id and k.person_id = $1 and k.ended_on is null
where g.person_id = $2 and g.ended_on is null and g.role = 'lead'
"""


NEXT_STEPS = """
select t.name, s.what, s.due_on, s.state from next_step s join team t on t.id = s.team_id where s.owner_id = $1 order by s.id
"""
MEETINGS = """
select t.name, m.held_on, m.title, '' as answer from meeting_person w join meeting m on m.id = w.meeting_id join team t on t.id = m.team_id
where w.person_id = $1
union all
select t.name, (d.starts_at at time zone p.zone)::date, p.title, a.answer from meeting_answer a join meeting_date d on d.id = a.date_id
join meeting_poll p on p.id = d.poll_id join team t on t.id = p.team_id where a.person_id = $1
order by 2, 1
"""
ANSWERS = {Answer.YES: later('yes'), Answer.IF_NEED_BE: later('if need be'), Answer.NO: later('no')}
STATES = {NextState.OPEN: later('open'), NextState.DONE: later('done'), NextState.DROPPED: later('let go')}


async def export(person_id: int) -> dict[str, Any]:
    """To which organisations and teams the person belongs or belonged, and what they do there."""
    held: dict[str, Any] = {}
    if memberships := await memberships_of([person_id], also_ended=True):
        held[later('Organizations')] = [
            {
                later('Name'): one.organisation,
                later('Title'): one.title,
                later('From'): one.began_on,
                later('Until'): one.ended_on,
            }
            for one in memberships
        ]
    if teams := await fetch(TEAMS, person_id):
        held[later('Teams')] = [
            {
                later('Name'): row['name'],
                later('Leads the team'): row['role'] == 'lead',
                later('Is a parent leader'): row['is_parent_leader'],
                later('From'): row['began_on'],
                later('Until'): row['ended_on'],
            }
            for row in teams
        ]
    if starts := await fetch(STARTS, person_id):
        held[later('Asked to bring cafés to a place')] = [
            {
                later('When'): row['asked_at'],
                later('Where'): row['place_words'],
                later('Who is with you?'): row['who_words'],
                later('What do you hope for?'): row['hope_words'],
                later('What we wrote down in the first call'): row['call'],
            }
            for row in starts
        ]
    return held | await _life(person_id)


async def _life(person_id: int) -> dict[str, Any]:
    held: dict[str, Any] = {}
    if steps := await fetch(NEXT_STEPS, person_id):
        held[later('Said to do for a team')] = [
            {
                later('Name'): row['name'],
                later('What'): row['what'],
                later('Until'): row['due_on'],
                later('Where it stands'): STATES[NextState(row['state'])],
            }
            for row in steps
        ]
    if meetings := await fetch(MEETINGS, person_id):
        held[later('Meetings of a team')] = [
            {
                later('Name'): row['name'],
                later('On'): row['held_on'],
                later('Title'): row['title'],
                later('Can come'): ANSWERS[Answer(row['answer'])] if row['answer'] else None,
            }
            for row in meetings
        ]
    return held


async def before_merge(kept_id: int, merged_id: int, _now: datetime.datetime) -> dict[str, Any]:
    """Where both are of one team and the record that goes leads it, the kept one leads; an open request of the kept one stands."""
    led = [row['team_id'] for row in await fetch(LED, kept_id, merged_id)]
    await execute("update team_member set role = 'member' where person_id = $1 and team_id = any($2) and ended_on is null", merged_id, led)
    await execute("update team_member set role = 'lead' where person_id = $1 and team_id = any($2) and ended_on is null", kept_id, led)
    return {'led': led}


async def after_unmerge(kept_id: int, merged_id: int, recorded: Mapping[str, Any], _now: datetime.datetime) -> None:
    """Who led before the merging leads again, where the kept one has not handed over since."""
    for team_id in recorded.get('led', ()):
        handed = "update team_member set role = 'member' where person_id = $1 and team_id = $2 and ended_on is null and role = 'lead'"
        if await execute(handed, kept_id, team_id) == 'UPDATE 1':
            back = "update team_member set role = 'lead' where person_id = $1 and team_id = $2 and ended_on is null"
            await execute(back, merged_id, team_id)


async def erase(person_id: int, now: datetime.datetime) -> None:
    """A title may tell who somebody was; that somebody belonged there stays for the counts. Words that were given go.

    What a team decided in its meetings is the team's and stays; what this person said to do goes.
    """
    await execute("update next_step set what = '-' where owner_id = $1", person_id)
    await execute("update membership set title = '' where person_id = $1", person_id)
    await execute("update pilot_site set introduced_words = '' where made_by_id = $1", person_id)
    await execute("update team_member set why_ended = '' where person_id = $1", person_id)
    gone = 'update team_member set ended_on = greatest(began_on, $2) where person_id = $1 and ended_on is null'
    await execute(gone, person_id, await network_day(now))
    await execute(
        """update start_request set place_words = '', who_words = '', hope_words = '', need = '', intention = '', first_action = ''
        where person_id = $1""",
        person_id,
    )
    await execute('delete from start_request where person_id = $1 and fit is null', person_id)


KEEPER = Keeper(references=REFERENCES, export=export, erase=erase, before_merge=before_merge, after_unmerge=after_unmerge)
