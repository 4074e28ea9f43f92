"""A letter that has not been promised, as its reader would have it: for whoever decides whether it goes."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from coaching.funnel.commands.finishing import Sample
from coaching.funnel.letters import followups
from coaching.outbox.frames import frames
from coaching.outbox.letters import WrongLetter, preview
from coaching.outbox.values import Promise


@dataclass(frozen=True, slots=True)
class Look:
    """How a letter reads to one of so many who get it in this language."""

    kind: str
    language: str
    count: int
    name: str
    subject: str
    body: Markup


async def looks(samples: Sequence[Sample], *, now: datetime.datetime) -> list[Look]:
    """The letter of each sample, by the code that sends it; one that could not be written is left out. Nothing is promised."""
    found = []
    house = await frames() if samples else {}
    for one in samples:
        wanted = one.wanted
        promise = Promise(
            id=0, kind=wanted.kind, person_id=wanted.person_id, subject_kind='registration', subject_id=one.registration_id,
            facts=wanted.facts, made_at=now, due_at=wanted.due_at, useful_until=wanted.useful_until, claimed_until=now, tries=0,
            message_id='',
        )  # fmt: skip
        letter = await followups.WRITERS[wanted.kind](promise, now)
        try:
            words = preview(letter, house[one.language]) if letter else None
        except WrongLetter:
            words = None
        if letter and words:
            found.append(Look(wanted.kind, one.language, one.count, letter.to_name, *words))
    return found
