"""What is kept how long: a table of rules, run every night, each also by a button."""

from __future__ import annotations

import datetime
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from coaching.accounts.commands.sweeping import forget_requests, forget_sign_ins
from coaching.coaches.commands.forgetting import forget_words
from coaching.coaches.queries.assignments import ever_beside
from coaching.funnel.commands.forgetting import forget_names, forget_needs
from coaching.funnel.commands.importing import forget_contents
from coaching.funnel.queries.unconverted import never_came
from coaching.journal.commands import record
from coaching.kit import limits
from coaching.kit.access import SYSTEM, Actor
from coaching.kit.words import Later, later
from coaching.outbox import commands as outbox
from coaching.people.commands import erase
from coaching.people.commands.settling import settle_mergings

PEOPLE_AT_ONCE = 2000

log = structlog.get_logger(__name__)

Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of thing that is not kept for ever: what it is, how long it is kept, and how it goes, in counts by the journal's words."""

    name: str
    what: Later
    how_long: Later
    run: Callable[[Actor, datetime.datetime], Awaitable[Counts]]


async def _needs(by: Actor, now: datetime.datetime) -> Counts:
    return {'access_needs': await forget_needs(by=by, now=now)}


async def _names(_by: Actor, now: datetime.datetime) -> Counts:
    return {'names_in_reports': await forget_names(now=now)}


async def _persons(_by: Actor, now: datetime.datetime) -> Counts:
    """Each one in a transaction of her own, so that nobody waits long for a lock."""
    found = await never_came(now, PEOPLE_AT_ONCE)
    beside = await ever_beside(found)
    return {'persons': sum([await erase(one, asked_by='retention', by=SYSTEM, now=now) for one in found if one not in beside])}


async def _talks(_by: Actor, now: datetime.datetime) -> Counts:
    return {'words_of_coaches': await forget_words(now=now)}


async def _sign_ins(_by: Actor, now: datetime.datetime) -> Counts:
    return {'sign_in_letters': await forget_requests(now=now), 'sign_ins': await forget_sign_ins(now=now)}


async def _letters(_by: Actor, now: datetime.datetime) -> Counts:
    return await outbox.sweep(now=now)


async def _files(_by: Actor, now: datetime.datetime) -> Counts:
    return {'files': await forget_contents(now=now)}


async def _mergings(_by: Actor, now: datetime.datetime) -> Counts:
    return {'mergings': await settle_mergings(now=now)}


async def _tries(_by: Actor, now: datetime.datetime) -> Counts:
    return {'tries': await limits.sweep(now)}


RULES = (
    Rule('needs', later('What would help somebody take part, and what they wish to ask'), later('14 days after the session'), _needs),
    Rule('names', later('Names in a meeting’s report that nobody knew'), later('14 days after the session was finished'), _names),
    Rule('persons', later('People who signed up and never came'), later('24 months after they were last seen'), _persons),
    Rule('talks', later('What coaches wrote for coaches alone'), later('24 months after the team was closed'), _talks),
    Rule('letters', later('Which emails went out, and emails kept as files'), later('90 days'), _letters),
    Rule('sign-ins', later('Which browsers were signed in'), later('30 days after they were signed out'), _sign_ins),
    Rule('mergings', later('What taking two merged records apart would need'), later('30 days after the merging'), _mergings),
    Rule('files', later('Lists of people that wait to be brought in'), later('24 hours'), _files),
    Rule('tries', later('How often somebody tried something in a while'), later('2 days'), _tries),
)


async def run(*, only: str = '', by: Actor, now: datetime.datetime) -> Counts:
    """Run every rule, or one; what was deleted, in counts, which also stand in the journal.

    A rule that fails keeps no other from its work; its error is raised when all are done.
    """
    counts: Counts = {}
    failed: Exception | None = None
    for rule in RULES:
        if only in ('', rule.name):
            try:
                counts |= await rule.run(by, now)
            except Exception as error:
                log.exception('a rule of retention failed', rule=rule.name)
                failed = failed or error
    deleted = {name: count for name, count in counts.items() if count}
    await record('retention_ran', by=by, subject=('network', 1), now=now, counts=deleted)
    if failed:
        raise failed
    return deleted


async def nightly(now: datetime.datetime) -> None:
    """The tick."""
    await run(by=SYSTEM, now=now)
