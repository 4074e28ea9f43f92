"""The tree of places grows and changes; it never bites its own tail."""

from __future__ import annotations

import datetime

import asyncpg

from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetch, fetchval
from coaching.kit.refusal import Refused
from coaching.kit.words import fold
from coaching.teams.queries import below, place, places
from coaching.teams.rules import NoPlace, why_not_close, why_not_move
from coaching.teams.values import PlaceFacts


async def add_place(name: str, parent_id: int | None = None, *, by: Actor, now: datetime.datetime) -> int:
    """A new place inside another, or at the top.

    :raises Refused: the other was closed, or has a place of that name
    """
    async with atomic():
        if parent_id is not None and (await _locked(parent_id)).closed_at:
            raise Refused(NoPlace.PARENT_GONE)
        try:
            async with atomic():
                place_id: int = await fetchval(
                    'insert into place (name, folded_name, parent_id, made_at) values ($1, $2, $3, $4) returning id',
                    name,
                    fold(name),
                    parent_id,
                    now,
                )
        except asyncpg.UniqueViolationError as error:
            raise Refused(NoPlace.NAME_TAKEN) from error
        await record('place_added', by=by, subject=('place', place_id), now=now, parent_id=parent_id)
    return place_id


async def rename_place(place_id: int, name: str, *, by: Actor, now: datetime.datetime) -> None:
    """Call a place something else.

    :raises Refused: it was closed, or its neighbour has that name
    """
    async with atomic():
        if (await _locked(place_id)).closed_at:
            raise Refused(NoPlace.GONE)
        await _change(place_id, 'name = $2, folded_name = $3', name, fold(name))
        await record('place_changed', by=by, subject=('place', place_id), now=now, fields=['name'])


async def move_place(place_id: int, parent_id: int | None, *, by: Actor, now: datetime.datetime) -> None:
    """Hang a place, with all inside it, under another, or at the top.

    :raises Refused: by a rule, or where a place of that name is there
    """
    async with atomic():
        facts = await _locked(place_id)
        parent = await place(parent_id) if parent_id is not None else None
        if reason := why_not_move(facts, parent, await below(place_id)):
            raise Refused(reason)
        await _change(place_id, 'parent_id = $2', parent_id)
        await record('place_changed', by=by, subject=('place', place_id), now=now, fields=['parent_id'])


async def close_place(place_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """Let nothing new be put into this place; what is there stays.

    :raises Refused: it was closed, or has open places inside
    """
    async with atomic():
        facts, inside = await _locked(place_id), await below(place_id)
        if reason := why_not_close(facts, [one.id for one in await places() if one.id in inside and one.id != place_id]):
            raise Refused(reason)
        await execute('update place set closed_at = $2 where id = $1', place_id, now)
        await record('place_closed', by=by, subject=('place', place_id), now=now)


async def _locked(place_id: int) -> PlaceFacts:
    """The place, with the whole tree locked, because two moves at once could make a ring."""
    await fetch('select id from place order by id for update')
    facts = await place(place_id)
    if facts is None:
        raise Refused(NoPlace.GONE)
    return facts


async def _change(place_id: int, what: str, *values: object) -> None:
    try:
        async with atomic():
            await execute(f'update place set {what} where id = $1', place_id, *values)
    except asyncpg.UniqueViolationError as error:
        raise Refused(NoPlace.NAME_TAKEN) from error
