"""This date and all following: called off together, or moved together, which gives their offering a new rule."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from coaching.funnel.commands import dates
from coaching.funnel.commands.dating import HOLD, Done, follow_changed_rule, hold_dates
from coaching.funnel.commands.locking import LOCK, lock_place
from coaching.funnel.queries.offerings import offering
from coaching.funnel.rules import sessions as rules
from coaching.funnel.rules.following import first_day, moved_rule
from coaching.funnel.values import SessionState
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetch, fetchrow
from coaching.kit.refusal import Reason, Refused

LATER = """
select later.id from session first join session later on later.offering_id = first.offering_id and later.starts_at >= first.starts_at
where first.id = $1 and (later.state = 'open' and later.starts_at > $2 or later.id = first.id) order by later.id
"""
WHOSE = 'select offering_id, rule_on from session where id = $1'
NEW_RULE = 'update offering set rule = $2, wall_time = $3, starts_on = $4, version = version + 1 where id = $1'
NO_RULE = "update offering set rule = '', version = version + 1 where id = $1 and rule <> '' returning id"


class NoFollowing(Reason):
    """Why later dates cannot move along with one."""

    BY_HAND = 'This date was added by hand, so no later ones follow it. Move this one alone.'
    OTHER_WEEK = 'Later dates can only move within their week, or their month. Choose another day, or change the offering.'


async def call_off_following(
    session_id: int, *, skip_only: bool = False, and_stop: bool = False, why: str = '', by: Actor, now: datetime.datetime
) -> Done:
    """This date and all later ones of its offering that are still on; `and_stop` makes no further ones either.

    :raises Refused: with the reason of `rules.sessions` for this date
    """
    async with atomic():
        whose = await fetchrow(WHOSE, session_id)
        if whose and and_stop:
            await fetch(HOLD, whose['offering_id'])
        later = [row['id'] for row in await fetch(LATER, session_id, now)]
        await fetch(LOCK, later)
        place = await lock_place(session_id)
        if reason := (rules.why_not_skip if skip_only else rules.why_not_cancel)(place, now=now):
            raise Refused(reason)
        state = SessionState.SKIPPED if skip_only else SessionState.CANCELLED
        still = [row['id'] for row in await fetch(LATER, session_id, now)]
        done = await dates.call_off(still, state, following=True, why=why, by=by, now=now)
        if and_stop and await fetch(NO_RULE, place.offering_id):
            await record('offering_changed', by=by, subject=('offering', place.offering_id), now=now, fields=['rule'])
        return done


async def move_following(session_id: int, starts_at: datetime.datetime, *, why: str = '', by: Actor, now: datetime.datetime) -> Done:
    """Move this date and all later ones that nobody has edited, and let the rule go on so; everybody is told once.

    :raises Refused: where the date cannot move, is no rule's, or would leave its week (or month)
    """
    async with atomic():
        if whose := await fetchrow(WHOSE, session_id):
            await fetch(HOLD, whose['offering_id'])
            await hold_dates(whose['offering_id'], now)
        place = await lock_place(session_id)
        if reason := rules.why_not_move(place, starts_at, now=now):
            raise Refused(reason)
        found, rule_on = await offering(place.offering_id, 'en'), whose and whose['rule_on']
        assert found
        if rule_on is None:
            raise Refused(NoFollowing.BY_HAND)
        local = starts_at.astimezone(ZoneInfo(found.zone))
        rule = moved_rule(found.recurrence, rule_on, local.date())
        if rule is None:
            raise Refused(NoFollowing.OTHER_WEEK)
        await execute(NEW_RULE, found.id, rule, local.time(), first_day(rule, rule_on))
        changed = {'rule': rule != found.recurrence, 'wall_time': local.time() != found.wall_time}
        names = [name for name, differs in changed.items() if differs]
        await record('offering_changed', by=by, subject=('offering', found.id), now=now, why=why, fields=names)
        plan, told = await follow_changed_rule(found.id, rule_on, why=why, by=by, now=now)
        if session_id in plan.leave:
            told |= await dates.move_held(place, starts_at, following=True, why=why, by=by, now=now)
            return Done(len(plan.change) + 1, len(told))
        return Done(len(plan.change), len(told))
