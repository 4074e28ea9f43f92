"""What is written about how a team begins: to whoever asks, and to those who answer."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from coaching.accounts.queries import account_of, held, network
from coaching.kit.access import Grant
from coaching.kit.dates import long_day, time_of_day
from coaching.kit.links import address
from coaching.kit.words import _, speaking
from coaching.outbox.letters import Letter
from coaching.outbox.values import Promise
from coaching.people.queries import person
from coaching.people.values import Person
from coaching.teams.queries.teams import start, team
from coaching.teams.values import StartFacts

EVERYWHERE = Grant('coordinator', 'network', None)
SESSIONS = '/sessions'


def _letter(promise: Promise, to: Person, facts: dict[str, str], path: str) -> Letter | None:
    if to.email is None:
        return None
    return Letter(
        kind=promise.kind, language=to.language, to_name=to.name, to_address=to.email, message_id=promise.message_id, facts=facts,
        button=address(path),
    )  # fmt: skip


def until(due_at: datetime.datetime, zone: str) -> str:
    """The end of the clock in words, by the network's own zone."""
    return _('%(day)s, %(time)s', day=long_day(due_at, zone), time=time_of_day(due_at, zone))


async def _about(promise: Promise) -> tuple[StartFacts, Person, str] | None:
    request, to, house = await start(promise.subject_id), await person(promise.person_id or 0), await network()
    if request is None or to is None or to.erased_at or house is None:
        return None
    return request, to, house.zone


async def to_who_asked(promise: Promise, _now: datetime.datetime) -> Letter | None:
    """That the request has come, and by when somebody answers; nothing once it was answered."""
    found = await _about(promise)
    if found is None or found[0].fit:
        return None
    request, to, zone = found
    with speaking(to.language):
        return _letter(promise, to, {'until': until(request.due_at, zone)}, SESSIONS)


async def to_who_answers(promise: Promise, _now: datetime.datetime) -> Letter | None:
    """That somebody waits; nothing once they were called, once another took it, or to somebody who has no longer to do with it."""
    found = await _about(promise)
    if found is None or found[0].called_at or found[0].owner_id not in (None, promise.person_id):
        return None
    request, to, zone = found
    account = await account_of(to.id)
    if account is None or EVERYWHERE not in await held(account.id):
        return None
    with speaking(to.language):
        return _letter(promise, to, {'until': until(request.due_at, zone)}, f'/setup/starts/{request.id}')


async def what_came_of_it(promise: Promise, _now: datetime.datetime) -> Letter | None:
    """Not now, no, or the way to the new team's page."""
    found = await _about(promise)
    if found is None or found[0].fit is None:
        return None
    request, to, zone = found
    facts, path = {}, SESSIONS
    with speaking(to.language):
        if request.team_id and (begun := await team(request.team_id)):
            facts, path = {'team': begun.name}, f'/team/{begun.id}'
        elif request.ask_again_on:
            facts = {'day': long_day(datetime.datetime.combine(request.ask_again_on, datetime.time(12), ZoneInfo(zone)), zone)}
        return _letter(promise, to, facts, path)


WRITERS = {
    'start-asked': to_who_asked, 'start-waits': to_who_answers, 'start-late': to_who_answers, 'start-again': what_came_of_it,
    'start-closed': what_came_of_it, 'team-begins': what_came_of_it,
}  # fmt: skip
