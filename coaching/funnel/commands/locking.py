"""The lock under which seats are counted and given: one session's row, for as long as the transaction lasts."""

from __future__ import annotations

from coaching.funnel.queries.places import place
from coaching.funnel.values import Place
from coaching.kit.database import fetch
from coaching.kit.refusal import Reason, Refused


class Gone(Reason):
    """What was asked for is not there."""

    NO_SESSION = 'This session is not here any more. Pick another date.'
    NO_REGISTRATION = 'This spot is not here any more. Save a new one.'


LOCK = 'select id from session where id = any($1) order by id for no key update'


async def lock_place(session_id: int) -> Place:
    """Hold the session's row, then count its seats: the count is a statement of its own, so it sees what the last holder did.

    :raises Refused: where there is no such session
    """
    await fetch(LOCK, [session_id])
    found = await place(session_id)
    if found is None:
        raise Refused(Gone.NO_SESSION)
    return found


async def lock_places(*session_ids: int) -> dict[int, Place]:
    """Hold several sessions, lowest id first, so that two who move in opposite directions do not wait for each other.

    :raises Refused: where one is missing
    """
    await fetch(LOCK, list(session_ids))
    found = {number: await place(number) for number in session_ids}
    if None in found.values():
        raise Refused(Gone.NO_SESSION)
    return {number: one for number, one in found.items() if one}
