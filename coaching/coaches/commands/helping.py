"""A team says that it needs help; a named human answers, and where nobody does in four hours, a seasoned host is called too."""

from __future__ import annotations

import datetime

from coaching.accounts.queries import network_day
from coaching.coaches.queries import assignments, helping
from coaching.coaches.rules.planning import PASS_ON_AFTER, NoHelp, why_not_close, why_not_write
from coaching.coaches.values import HelpThread
from coaching.journal.commands import record
from coaching.kit.access import SYSTEM, Actor
from coaching.kit.database import atomic, execute, fetchval
from coaching.kit.refusal import Refused
from coaching.outbox.commands import promise_new
from coaching.outbox.values import Wanted

ASK = """
insert into help_request (team_id, asked_by_id, words, asked_at) values ($1, $2, $3, $4)
on conflict (team_id) where closed_at is null do nothing returning id
"""
SAY = """
insert into help_word (request_id, by_id, words, written_at) select $1, $2, $3, $4 where not exists (
    select from help_word where request_id = $1 and by_id = $2 and words = $3 and written_at > $4::timestamptz - interval '1 minute'
)
"""
SAID = 'select id from help_request where id = $1 and asked_by_id = $2 and words = $3 and asked_at > $4'
SENT_AGAIN = datetime.timedelta(minutes=1)
ANSWERED = """
update help_request set answered_at = $2, answered_by_id = $3
where id = $1 and answered_at is null and asked_by_id is distinct from $3 returning id
"""
PASSED_ON = """
update help_request set passed_on_at = $2 where id = $1 and passed_on_at is null and answered_at is null and closed_at is null
returning team_id
"""
USEFUL = datetime.timedelta(days=2)


async def ask(team_id: int, words: str, *, by: Actor, now: datetime.datetime) -> int:
    """The team needs help: its coaches, and whoever stands in, hear of it at once. Asking again adds to the call that is open; its id.

    :raises Refused: nothing is said, or the team has closed
    """
    async with atomic():
        if not words.strip():
            raise Refused(NoHelp.EMPTY)
        if await assignments.closed_on([team_id]):
            raise Refused(NoHelp.TEAM_CLOSED)
        request_id: int | None = await fetchval(ASK, team_id, by.person_id, words.strip()[:2000], now)
        if request_id is None:
            known = (await helping.open_help([team_id]))[team_id].id
            await _locked(known)
            if not await fetchval(SAID, known, by.person_id, words.strip()[:2000], now - SENT_AGAIN):
                await execute(SAY, known, by.person_id, words.strip()[:2000], now)
            return known
        await record('help_asked', by=by, subject=('team', team_id), now=now, request_id=request_id)
        today = await network_day(now)
        coaches = [one.person_id for one in await assignments.beside(team_id, today) if one.role in ('lead', 'co_coach')]
        standing_in = (await assignments.watched([team_id], today))[team_id].cover_id
        await _call('help-asked', request_id, {*coaches, *([standing_in] if standing_in else [])}, now=now)
    return request_id


async def answer(request_id: int, words: str, *, by: Actor, is_of_team: bool = False, now: datetime.datetime) -> None:
    """A line in the thread; the first of somebody who is not of the team and did not ask is the answer, and the team hears of it.

    :raises Refused: nothing is said, or it is closed
    """
    async with atomic():
        thread = await _locked(request_id)
        if reason := why_not_write(thread, words):
            raise Refused(reason)
        assert thread
        await execute(SAY, request_id, by.person_id, words.strip()[:2000], now)
        if not is_of_team and await fetchval(ANSWERED, request_id, now, by.person_id):
            await record('help_answered', by=by, subject=('team', thread.team_id), now=now, request_id=request_id)
            asked_by = await fetchval('select asked_by_id from help_request where id = $1', request_id)
            await _call('help-answered', request_id, {asked_by} if asked_by else set(), now=now)


async def close(request_id: int, *, by: Actor, is_of_team: bool = False, now: datetime.datetime) -> None:
    """It is settled.

    :raises Refused: by a rule
    """
    async with atomic():
        thread = await _locked(request_id)
        if reason := why_not_close(thread, is_of_team=is_of_team):
            raise Refused(reason)
        assert thread
        await execute('update help_request set closed_at = $2 where id = $1', request_id, now)
        await record('help_closed', by=by, subject=('team', thread.team_id), now=now, request_id=request_id)


async def reopen(request_id: int, *, by: Actor, now: datetime.datetime) -> bool:
    """It is not settled after all; False where another call has begun since, or it is open."""
    async with atomic():
        again = """update help_request h set closed_at = null where id = $1 and closed_at is not null
                   and not exists (select from help_request o where o.team_id = h.team_id and o.closed_at is null) returning team_id"""
        team_id = await fetchval(again, request_id)
        if team_id is not None:
            await record('help_reopened', by=by, subject=('team', team_id), now=now, request_id=request_id)
    return team_id is not None


async def pass_on(*, now: datetime.datetime) -> int:
    """What waits for four hours also goes to the seasoned hosts who agreed to be called; how many calls. Twice does no harm.

    Where nobody agreed it waits on, and goes to whoever agrees later.
    """
    count, today = 0, await network_day(now)
    for request_id in await helping.to_pass_on(now - PASS_ON_AFTER, today):
        async with atomic():
            team_id = await fetchval(PASSED_ON, request_id, now)
            if team_id is None:
                continue
            hosts = await helping.may_be_called(team_id, today)
            await record('help_passed_on', by=SYSTEM, subject=('team', team_id), now=now, request_id=request_id, hosts=len(hosts))
            await _call('help-waits', request_id, set(hosts), now=now)
            count += 1
    return count


async def _locked(request_id: int) -> HelpThread | None:
    await fetchval('select id from help_request where id = $1 for update', request_id)
    return await helping.thread(request_id)


async def _call(kind: str, request_id: int, person_ids: set[int], *, now: datetime.datetime) -> None:
    """A letter to each, without a word of the thread."""
    wanted = [Wanted(kind, f'{kind}:{request_id}:{person_id}', now, person_id, now + USEFUL) for person_id in sorted(person_ids)]
    await promise_new(('help_request', request_id), wanted, now=now)
