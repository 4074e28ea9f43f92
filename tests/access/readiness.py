"""A team of the small network that answers, and the network's own check: one that goes on, and one before that is closed."""

from __future__ import annotations

import datetime

from coaching.kit.access import Actor, Grant, How
from coaching.readiness.commands.answering import save_answers, send_answers
from coaching.readiness.commands.rounds import close_round, open_round
from coaching.readiness.commands.talking import agree
from coaching.readiness.definition import instrument
from coaching.readiness.values import Agreed, Role
from tests.access.world import Side


async def looks(side: Side, ellen: Actor, now: datetime.datetime) -> None:
    """Somebody of the team has sent answers."""
    team_id, person_id = int(side.ids['team_id']), int(side.ids['coach_id'])
    lead = Actor(How.ACCOUNT, person_id=person_id, grants=(Grant('lead', 'team', team_id),))
    round_id = await open_round(team_id, instrument('readiness-check', 1), occasion='baseline', by=lead, now=now)
    await save_answers(round_id, {'A1': 'strong'}, by=lead)
    await send_answers(round_id, Role.PARENT, by=lead)
    side.ids |= {'round_id': round_id, 'item': 'A1', 'part': 'want'}


async def looks_at_itself(near: Side, far: Side, ellen: Actor, now: datetime.datetime) -> None:
    """What is closed stands on the far side: of the network's own checks one goes on at a time."""
    for side in (far, near):
        check_id = await open_round(None, instrument('lever-check', 1), occasion='other', by=ellen, now=now)
        await agree(check_id, Agreed('A1', 'idea'), seen=0, by=ellen, now=now)
        side.ids['check_id'] = check_id
        if side is far:
            await close_round(check_id, by=ellen, now=now)
