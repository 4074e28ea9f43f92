"""A letter to the people of a cohort's teams, in somebody's own words; an answer to it reaches whoever wrote it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from coaching.caseload.queries.cohort_letters import KIND, Addressee, is_of_it, written
from coaching.kit.links import address
from coaching.kit.words import speaking
from coaching.outbox.frames import frames
from coaching.outbox.letters import Letter, WrongLetter, preview
from coaching.outbox.values import Promise
from coaching.people.queries import person

HOME = '/team'


@dataclass(frozen=True, slots=True)
class Look:
    """How the letter reads to one of so many who get it in this language."""

    language: str
    count: int
    name: str
    subject: str
    body: Markup


def _letter(
    language: str, to: tuple[str, str], *, subject: str, body: str, cohort: str, writer: str, reply_to: str, message_id: str = ''
) -> Letter:
    with speaking(language):
        return Letter(
            kind=KIND, language=language, to_name=to[0], to_address=to[1], message_id=message_id,
            facts={'subject': subject, 'writer': writer, 'teams': cohort}, words=body, button=address(HOME), sender=writer,
            reply_to=reply_to,
        )  # fmt: skip


async def note(promise: Promise, _now: datetime.datetime) -> Letter | None:
    """Nothing to somebody who is of none of these teams any more."""
    to, told = await person(promise.person_id or 0), await written(promise.facts['letter_id'])
    if to is None or to.erased_at or to.email is None or told is None or not await is_of_it(told.cohort_id, to.id):
        return None
    return _letter(
        to.language, (to.name, to.email), subject=told.subject, body=told.body, cohort=told.cohort, writer=told.writer,
        reply_to=told.reply_to, message_id=promise.message_id,
    )  # fmt: skip


async def looks(people: Sequence[Addressee], *, subject: str, body: str, cohort: str, writer_id: int) -> list[Look]:
    """The letter as the first reader of each language would have it, by the code that sends it; nothing is promised."""
    house, writer, found = await frames() if people else {}, await person(writer_id), []
    for language in dict.fromkeys(one.language for one in people):
        of_it = [one for one in people if one.language == language]
        to = (of_it[0].name, of_it[0].email or '')
        by = {'writer': writer.name, 'reply_to': writer.email or ''} if writer else {'writer': '', 'reply_to': ''}
        try:
            words = preview(_letter(language, to, subject=subject, body=body, cohort=cohort, **by), house[language])
        except WrongLetter:
            continue
        found.append(Look(language, len(of_it), to[0], *words))
    return found


WRITERS = {KIND: note}
