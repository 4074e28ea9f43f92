"""The team hears by letter what a coach answered, without a word of the answer."""

from __future__ import annotations

import datetime

from coaching.outbox.commands import promise_new
from coaching.outbox.values import Wanted
from coaching.path.values import Did, JourneyFacts
from coaching.teams.queries.teams import members

KINDS = {Did.CONFIRMED: 'step-signed-off', Did.RETURNED: 'step-not-yet'}
USEFUL = datetime.timedelta(days=7)


async def tell_the_team(walk: JourneyFacts, fact_id: int, did: Did, *, now: datetime.datetime) -> None:
    """A letter to each of the team who can be written to, once for each answer; nothing where the fact is no answer to the team."""
    if kind := KINDS.get(did):
        people = [one.person_id for one in await members(walk.team_id) if one.email]
        wanted = [Wanted(kind, f'{kind}:{fact_id}:{person_id}', now, person_id, now + USEFUL) for person_id in people]
        await promise_new(('step_fact', fact_id), wanted, now=now)
