"""A team makes a code for its table, takes it back, and people come in by it."""

from __future__ import annotations

import contextlib
import datetime

from coaching.journal.commands import record
from coaching.kit import tokens
from coaching.kit.access import PUBLIC, Actor
from coaching.kit.database import atomic, execute, fetchval
from coaching.kit.refusal import Refused
from coaching.people.commands import find_or_add
from coaching.teams import secrets
from coaching.teams.commands.people import invite
from coaching.teams.commands.taking_part import welcome
from coaching.teams.commands.teams import join
from coaching.teams.queries.doors import door, is_known
from coaching.teams.queries.teams import members
from coaching.teams.rules.joining import DOOR_LASTS, NoDoor, is_double, why_not_enter
from coaching.teams.values import DoorFacts

OPEN = 'insert into team_invitation (team_id, nonce, made_by_id, made_at, expires_at) values ($1, $2, $3, $4, $5) returning id'
CLOSE = 'update team_invitation set revoked_at = $2 where team_id = $1 and revoked_at is null'


async def open_door(team_id: int, *, by: Actor, now: datetime.datetime) -> int:
    """A new code, good for a week; the one before stops at once. Its id."""
    async with atomic():
        await fetchval('select id from team where id = $1 for update', team_id)
        await execute(CLOSE, team_id, now)
        door_id: int = await fetchval(OPEN, team_id, tokens.random_nonce(), by.person_id, now, now + DOOR_LASTS)
        await record('team_door_opened', by=by, subject=('team', team_id), now=now)
    return door_id


async def close_door(team_id: int, *, by: Actor, now: datetime.datetime) -> bool:
    """The code lets nobody in from now on; False where there was none."""
    async with atomic():
        was_open = await execute(CLOSE, team_id, now) != 'UPDATE 0'
        if was_open:
            await record('team_door_closed', by=by, subject=('team', team_id), now=now)
    return was_open


async def come_in(
    token: str, name: str, email: str | None, *, language: str, is_another: bool = False, now: datetime.datetime
) -> int | None:
    """Whoever scans the code is of the team from now on; the membership's id.

    Two of one name are told apart by an address, or by whoever says that it is somebody else. None where the address is known: anybody
    may have written it, so whoever reads its letters is asked there.

    :raises Refused: the code is over, the team closed, or somebody of that name is here already
    """
    async with atomic():
        found = await _opened(token, now)
        if not email and not is_another and is_double(name, await members(found.team_id)):
            raise Refused(NoDoor.SAME_NAME)
        if email and await is_known(email):
            await _ask(found.team_id, name, email, language=language, now=now)
            return None
        person_id, _is_new = await find_or_add(name, email, language=language, source='self', by=PUBLIC, now=now)
        by = Actor.by_link(person_id)
        member_id = await join(found.team_id, person_id, by=by, now=now)
        if email:
            await welcome(found.team_id, person_id, by=Actor(by.how, person_id, name=found.made_by), now=now)
    return member_id


async def _opened(token: str, now: datetime.datetime) -> DoorFacts:
    """The code that was scanned, with its team held.

    :raises Refused: it opens nothing
    """
    number = tokens.read_row_id(token)
    found = await door(number) if number is not None else None
    if found is None or not tokens.opens(token, secrets.DOOR, found.id, found.nonce):
        raise Refused(NoDoor.CLOSED)
    await fetchval('select id from team where id = $1 for update', found.team_id)
    found = await door(found.id)
    assert found is not None
    if reason := why_not_enter(found, now):
        raise Refused(reason)
    return found


async def _ask(team_id: int, name: str, email: str, *, language: str, now: datetime.datetime) -> None:
    """Promise the letter that asks; none to whoever is of the team or coaches it."""
    with contextlib.suppress(Refused):
        await invite(team_id, name, email, language=language, by=PUBLIC, now=now)
