"""A round is opened, answering ends and is released, and the round is closed for good, or taken back while nobody has answered."""

from __future__ import annotations

import datetime

from coaching.accounts.queries import network_day
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, executemany, fetchval
from coaching.kit.refusal import Refused
from coaching.readiness.definition import Instrument
from coaching.readiness.policy import stood
from coaching.readiness.queries.rounds import (
    agreed,
    asked_by,
    priorities,
    progress,
    round_of,
    rounds_of,
    sent_drafts,
    tally,
)
from coaching.readiness.rules.reading import roles_of, spreads_of
from coaching.readiness.rules.rounds import NoRound, why_not_close, why_not_discard, why_not_end_answering, why_not_open, why_not_talk
from coaching.readiness.values import Form, Phase, RoundFacts
from coaching.teams.commands.next_steps import add

OPEN = """
insert into readiness_round (team_id, instrument, version, form, occasion, phase, opened_on, opened_by_id, answered_on)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning id
"""
SPREAD = """
insert into readiness_spread (round_id, item, answered, raters, unsure, no_fit, low, high) values ($1, $2, $3, $4, $5, $6, $7, $8)
"""
LOCK = 'select id from readiness_round where id = $1 for update'
END = "update readiness_round set phase = 'talking', answered_on = $2 where id = $1"
CLOSE = "update readiness_round set phase = 'closed', closed_on = $2, closed_by_id = $3 where id = $1"


async def open_round(
    team_id: int | None, one: Instrument, *, form: Form = Form.FULL, occasion: str, by: Actor, now: datetime.datetime
) -> int:
    """Begin a round of these questions, for a team or, without one, for the network; its id.

    :raises Refused: by a rule
    """
    async with atomic():
        running = [of.instrument for of in await rounds_of(team_id) if of.phase is not Phase.CLOSED]
        who = stood(by, team_id)
        if reason := why_not_open(who, one, is_of_team=team_id is not None, form=form, occasion=occasion, running=running):
            raise Refused(reason)
        today = await network_day(now)
        phase, answered_on = (Phase.ANSWERING, None) if one.head.answered == 'each' else (Phase.TALKING, today)
        asked = one.key, one.version, form, occasion, phase, today, by.person_id, answered_on
        round_id: int | None = await fetchval(OPEN, team_id, *asked)
        if round_id is None:
            raise Refused(NoRound.ONE_IS_OPEN)
        subject = ('network', 1) if team_id is None else ('team', team_id)
        await record('readiness_opened', by=by, subject=subject, now=now, round_id=round_id)
    return round_id


async def end_answering(round_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """What was sent and counted is opened once, and only what will be shown is kept of it: no row of it belongs to anybody.

    :raises Refused: by a rule
    """
    async with atomic():
        of = await locked(round_id)
        one = asked_by(of)
        if reason := why_not_end_answering(stood(by, of.team_id), of, one.head, await progress(of)):
            raise Refused(reason)
        drafts, paper = await sent_drafts(of), await tally(of)
        items = [item.key for part in one.asked(pulse=of.is_pulse) for item in part.items]
        rows = [
            (round_id, item, told.answered, told.raters, told.unsure, told.no_fit, told.low, told.high)
            for item, told in spreads_of(one, items, drafts, paper).items()
        ]
        await executemany(SPREAD, rows)
        roles = [(round_id, role, people) for role, people in roles_of(drafts, paper).items()]
        await executemany('insert into readiness_role (round_id, role, people) values ($1, $2, $3)', roles)
        await execute('delete from readiness_draft where round_id = $1', round_id)
        await execute('delete from readiness_paper where round_id = $1', round_id)
        await execute(END, round_id, await network_day(now))
        await record('readiness_answered', by=by, subject=of.subject, now=now, round_id=round_id)


async def close_round(round_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """The talk is over: what was agreed stays for ever, and what a team chose to build becomes its next steps.

    :raises Refused: by a rule
    """
    async with atomic():
        of = await locked(round_id)
        one = asked_by(of)
        if reason := why_not_talk(stood(by, of.team_id), of, one.head) or why_not_close(len(await agreed(round_id))):
            raise Refused(reason)
        if of.team_id is not None:
            for chosen in await priorities(round_id):
                point = one.item(chosen.item)
                step_id = await add(of.team_id, chosen.what or (point.words if point else chosen.item), by=by, now=now)
                built = 'update readiness_priority set next_step_id = $3 where round_id = $1 and item = $2'
                await execute(built, round_id, chosen.item, step_id)
        await execute(CLOSE, round_id, await network_day(now), by.person_id)
        await record('readiness_closed', by=by, subject=of.subject, now=now, round_id=round_id)


async def discard(round_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """Take back what was opened by mistake.

    :raises Refused: by a rule
    """
    async with atomic():
        of = await locked(round_id)
        head = asked_by(of).head
        if reason := why_not_discard(stood(by, of.team_id), of, head, await progress(of), len(await agreed(round_id))):
            raise Refused(reason)
        await execute('delete from readiness_round where id = $1', round_id)
        await record('readiness_discarded', by=by, subject=of.subject, now=now, round_id=round_id)


async def locked(round_id: int, lock: str = LOCK) -> RoundFacts:
    """The round, held until the transaction ends: what is decided on it is decided one after the other.

    :raises Refused: it is gone
    """
    await fetchval(lock, round_id)
    found = await round_of(round_id)
    if found is None:
        raise Refused(NoRound.GONE)
    return found
