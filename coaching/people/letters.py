"""The letter to the address at which somebody was written to until now: whoever did not change it hears of it there."""

from __future__ import annotations

import datetime

from coaching.outbox.letters import Letter
from coaching.outbox.values import Promise
from coaching.people.queries import person


async def changed_letter(promise: Promise, _now: datetime.datetime) -> Letter | None:
    """To the old address, in the language that the person spoke then; nothing to somebody who was erased since."""
    somebody = await person(promise.person_id) if promise.person_id else None
    if somebody is None or somebody.erased_at or 'to' not in promise.facts:
        return None
    return Letter(
        kind=promise.kind,
        language=promise.facts['language'],
        to_name=somebody.name,
        to_address=promise.facts['to'],
        message_id=promise.message_id,
    )


WRITERS = {'address-changed': changed_letter, 'sign-in-changed': changed_letter}
