"""Somebody was put on the list at the door who did not come: off it again, with every mark, and back where that was the mistake."""

from __future__ import annotations

import datetime

from coaching.funnel.commands import writing
from coaching.funnel.commands.finishing import put_letters_right
from coaching.funnel.commands.marking import Tap, mark_each
from coaching.funnel.commands.waiting import hold
from coaching.funnel.queries.standing import standing
from coaching.funnel.rules.attendance import PRESENT, why_not_put_back, why_not_take_off
from coaching.funnel.values import Mark, Place, Registration
from coaching.journal.commands import record
from coaching.journal.queries import history
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetch
from coaching.kit.refusal import Refused

HOLD = 'select id from registration where id = $1 for no key update'
MARKS = 'select part, mark from attendance where registration_id = $1 order by part'
OFF = """
update registration set state = 'cancelled_by_us', cancelled_from = state, cancelled_at = $2, version = version + 1 where id = $1
"""
BACK = """
update registration set state = 'walk_in', cancelled_from = '', cancelled_at = null, version = version + 1 where id = $1
"""


async def take_off(registration_id: int, *, why: str = '', by: Actor, now: datetime.datetime) -> None:
    """Take a walk-in off the list; the marks are taken back in the same go, and letters that followed from them are put right.

    :raises Refused: for whoever did not walk in, and after the session was finished without saying why
    """
    async with atomic():
        registration, place = await _held(registration_id)
        if reason := why_not_take_off(place, registration.state, why=why):
            raise Refused(reason)
        marks = {row['part']: row['mark'] for row in await fetch(MARKS, registration_id)}
        await mark_each([Tap(registration_id=registration_id, mark=None, part=part, why=why) for part in marks], by=by, now=now)
        await execute(OFF, registration_id, now)
        told = {str(part): mark for part, mark in marks.items()}
        await record(
            'walk_in_removed', by=by, subject=('registration', registration_id), now=now, why=why, session_id=place.session_id, marks=told
        )
        await writing.withdraw(registration_id, now=now)
        await put_letters_right(place.session_id, [registration_id], now=now)


async def put_back(registration_id: int, *, why: str = '', by: Actor, now: datetime.datetime) -> None:
    """Undo it: the walk-in stands on the list again, with the marks that were there.

    :raises Refused: where nothing is to be undone, or the person is on the list again
    """
    async with atomic():
        registration, place = await _held(registration_id)
        already = await standing(registration.person_id, place.session_id)
        if reason := why_not_put_back(registration.cancelled_from, already.state):
            raise Refused(reason)
        await execute(BACK, registration_id)
        about = ('registration', registration_id)
        removed = next((entry for entry in await history(about) if entry.kind == 'walk_in_removed'), None)
        marks = removed.facts['marks'] if removed else {}
        assert isinstance(marks, dict)
        taps = [
            Tap(registration_id=registration_id, mark=Mark(str(mark)), part=int(part), how='walk_in', why=why)
            for part, mark in sorted(marks.items())
        ]
        await mark_each(sorted(taps, key=lambda tap: tap.mark not in PRESENT), by=by, now=now)
        await record('walk_in_put_back', by=by, subject=about, now=now, session_id=place.session_id)
        await put_letters_right(place.session_id, [registration_id], now=now)


async def _held(registration_id: int) -> tuple[Registration, Place]:
    """The registration as it is under the locks of its session and of its own row, so that no mark comes in between."""
    found = await hold(registration_id)
    await fetch(HOLD, registration_id)
    return found
