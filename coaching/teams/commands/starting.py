"""Somebody asks to bring cafés to a place; somebody answers, calls, and says if it fits."""

from __future__ import annotations

import datetime

from coaching.accounts.queries import network_day, staff
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetchrow, fetchval
from coaching.kit.refusal import Refused
from coaching.outbox.commands import promise_new
from coaching.outbox.values import Wanted
from coaching.people.commands import find_or_add
from coaching.teams.commands.teams import form
from coaching.teams.queries.teams import start
from coaching.teams.rules.starting import NoStart, due_after, why_not_change, why_not_decide, why_not_log_call
from coaching.teams.values import Fit, StartFacts

ASK = """
insert into start_request (person_id, place_words, who_words, hope_words, language, asked_at, due_at) values ($1, $2, $3, $4, $5, $6, $7)
on conflict (person_id) where fit is null do update
set place_words = excluded.place_words, who_words = excluded.who_words, hope_words = excluded.hope_words,
    language = excluded.language, version = start_request.version + 1
returning id, xmax = 0 as is_new
"""
CALLED = """
update start_request set called_at = $2, minutes = $3, need = $4, intention = $5, first_action = $6, place_id = $7,
    owner_id = coalesce(owner_id, $8), version = version + 1 where id = $1
"""
DECIDED = """
update start_request set fit = $2, ask_again_on = $3, decided_at = $4, decided_by_id = $5, team_id = $6,
    owner_id = coalesce(owner_id, $5), version = version + 1 where id = $1
"""

ANSWERS = {Fit.YES: 'team-begins', Fit.NOT_NOW: 'start-again', Fit.NO: 'start-closed'}


async def ask(
    *, name: str, email: str, phone: str | None = None, place: str, who: str, hope: str, language: str, by: Actor, now: datetime.datetime
) -> int:
    """The request of this person; asked again before it is answered, the newer words stand and the clock runs on."""
    async with atomic():
        person_id, _ = await find_or_add(name, email, phone, language=language, source='self', by=by, now=now)
        zone = await fetchval('select zone from network where id = 1') or 'UTC'
        row = await fetchrow(ASK, person_id, place, who, hope, language, now, due_after(now, zone))
        if row['is_new']:
            await record('start_asked', by=by, subject=('start_request', row['id']), now=now)
            await _tell(row['id'], person_id, due_after(now, zone), now)
    request_id: int = row['id']
    return request_id


async def take(request_id: int, *, by: Actor, now: datetime.datetime) -> bool:
    """Whoever taps answers this request from now on; False where that was so.

    :raises Refused: it has its answer
    """
    async with atomic():
        request = await _locked(request_id)
        if reason := why_not_change(request, version=request.version):
            raise Refused(reason)
        if request.owner_id == by.person_id:
            return False
        await execute('update start_request set owner_id = $2, version = version + 1 where id = $1', request_id, by.person_id)
        await record('start_taken', by=by, subject=('start_request', request_id), now=now)
    return True


async def log_call(
    request_id: int,
    *,
    version: int,
    called_at: datetime.datetime,
    minutes: int | None,
    need: str,
    intention: str,
    first_action: str,
    place_id: int | None,
    by: Actor,
    now: datetime.datetime,
) -> None:
    """What the first call said: the need, the intention, the first thing to do.

    :raises Refused: answered or changed meanwhile, or a call that is still to come
    """
    async with atomic():
        request = await _locked(request_id)
        if reason := why_not_log_call(request, version=version, called_at=called_at, now=now):
            raise Refused(reason)
        await execute(CALLED, request_id, called_at, minutes, need, intention, first_action, place_id, by.person_id)
        await record('start_called', by=by, subject=('start_request', request_id), now=now)


async def decide(
    request_id: int,
    fit: Fit,
    *,
    version: int,
    ask_again_on: datetime.date | None = None,
    team: str = '',
    models: tuple[str, ...] = ('community',),
    by: Actor,
    now: datetime.datetime,
) -> int | None:
    """Say if it fits; the new team's id where it does.

    :raises Refused: before the first call, answered or changed meanwhile, a day that is over, a team without a name
    """
    async with atomic():
        request = await _locked(request_id)
        today = await network_day(now)
        if reason := why_not_decide(request, fit, version=version, today=today, ask_again_on=ask_again_on, team=team):
            raise Refused(reason)
        team_id = None
        if fit is Fit.YES:
            team_id = await form(
                team, models=models, place_id=request.place_id, languages=(request.language,), lead_id=request.person_id, by=by, now=now
            )
        again = ask_again_on if fit is Fit.NOT_NOW else None
        await execute(DECIDED, request_id, fit, again, now, by.person_id, team_id)
        await record('start_decided', by=by, subject=('start_request', request_id), now=now, fit=fit)
        await _write(ANSWERS[fit], request_id, request.person_id, now)
    return team_id


async def _locked(request_id: int) -> StartFacts:
    await fetchval('select id from start_request where id = $1 for update', request_id)
    found = await start(request_id)
    if found is None:
        raise Refused(NoStart.DECIDED)
    return found


async def _tell(request_id: int, person_id: int, due_at: datetime.datetime, now: datetime.datetime) -> None:
    """Whoever asks hears that it has come; whoever looks after the network hears of it now, and again when the clock has run out."""
    await _write('start-asked', request_id, person_id, now)
    answering = sorted({one.person_id for one in await staff() if (one.role, one.scope_kind) == ('coordinator', 'network')})
    wanted = [
        Wanted(kind, f'{kind} {request_id} {one}', due, person_id=one)
        for one in answering
        for kind, due in (('start-waits', now), ('start-late', due_at))
    ]
    await promise_new(('start_request', request_id), wanted, now=now)


async def _write(kind: str, request_id: int, person_id: int, now: datetime.datetime) -> None:
    letter = Wanted(kind, f'{kind} {request_id} {now.isoformat()}', now, person_id=person_id)
    await promise_new(('start_request', request_id), [letter], now=now)
