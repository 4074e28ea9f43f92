"""A team opens a guide; a coach sends one."""

from __future__ import annotations

import datetime

from coaching.guides.queries.teams import sent_to
from coaching.guides.rules.offering import why_not_send
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetchval
from coaching.kit.refusal import Refused
from coaching.outbox.commands import promise_new
from coaching.outbox.values import Wanted
from coaching.teams.queries.teams import members

KIND = 'guide-sent'
USEFUL = datetime.timedelta(days=7)
OPENED = 'insert into guide_read (team_id, slug, revision, read_on) values ($1, $2, $3, $4) on conflict do nothing'
SENT = 'insert into guide_sent (team_id, slug, revision, sent_on) values ($1, $2, $3, $4) on conflict do nothing returning id'


async def open_guide(team_id: int, slug: str, revision: int, *, on: datetime.date) -> None:
    """The team has read this revision on that day; who opened it is not written down, so the journal has no entry of it."""
    async with atomic():
        await execute(OPENED, team_id, slug, revision, on)


async def send(team_id: int, slug: str, revision: int, *, on: datetime.date, by: Actor, now: datetime.datetime) -> int:
    """A letter about the guide to everybody of the team who can be written to; to how many.

    :raises Refused: nobody can be written to, or it was sent on that day already
    """
    async with atomic():
        await execute('select from team where id = $1 for no key update', team_id)
        people = [one.person_id for one in await members(team_id) if one.email]
        if reason := why_not_send(len(people), was_sent_today=(await sent_to(team_id)).get(slug) == (revision, on)):
            raise Refused(reason)
        sent_id = await fetchval(SENT, team_id, slug, revision, on)
        wanted = [Wanted(KIND, f'{KIND}:{sent_id}:{person_id}', now, person_id, now + USEFUL) for person_id in people]
        await promise_new(('guide_sent', sent_id), wanted, now=now)
        await record('guide_sent', by=by, subject=('team', team_id), now=now, guide=slug, revision=revision)
        return len(people)
