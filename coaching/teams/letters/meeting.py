"""What is written about a team's next meeting: dates to answer, the one that was chosen, that it moved, that it is off."""

from __future__ import annotations

import datetime
from email.utils import parseaddr

from coaching.kit import calendars, dates
from coaching.kit.links import address
from coaching.kit.settings import settings
from coaching.kit.words import _, speaking
from coaching.outbox.letters import Letter, Row, called
from coaching.outbox.values import Promise
from coaching.people.queries import person
from coaching.people.values import Person
from coaching.teams import secrets
from coaching.teams.queries.meetings import asked_of, poll
from coaching.teams.queries.teams import team
from coaching.teams.values import PollFacts, TeamFacts


async def _about(promise: Promise) -> tuple[PollFacts, TeamFacts, Person] | None:
    """The dates, the team, and who reads; nothing to whoever has no address or is not here any more."""
    found, to = await poll(promise.subject_id), await person(promise.person_id or 0)
    of = await team(found.team_id) if found else None
    if found is None or of is None or to is None or to.erased_at or to.merged_into_id or to.email is None:
        return None
    return found, of, to


async def proposed(promise: Promise, now: datetime.datetime) -> Letter | None:
    """Which dates there are; the button answers for this reader without a sign-in."""
    about = await _about(promise)
    mine = await asked_of(promise.subject_id, promise.person_id or 0) if about else None
    if about is None or mine is None or about[0].chosen_id or about[0].cancelled_at:
        return None
    found, of, to = about
    with speaking(to.language):
        link = address(secrets.meeting_path(mine.id, mine.nonce))
        rows = tuple(Row(dates.when(one.starts_at, one.ends_at, to.zone or found.zone), link) for one in found.dates)
        return Letter(
            kind='meeting-dates', language=to.language, to_name=to.name, to_address=to.email or '', message_id=promise.message_id,
            facts={'team': of.name, 'inviter': called(found.made_by, of.name)}, rows=rows, button=link,
        )  # fmt: skip


async def told(promise: Promise, _now: datetime.datetime) -> Letter | None:
    """When and where, for the calendar; nothing once a newer letter says it differently."""
    about = await _about(promise)
    if about is None or about[0].chosen is None or promise.facts.get('sequence') != about[0].sequence:
        return None
    found, of, to = about
    chosen, is_off = about[0].chosen, promise.kind == 'meeting-off'
    assert chosen is not None and to.email
    zone = to.zone or found.zone
    with speaking(to.language):
        title = found.title or _('%(team)s meets', team=of.name)
        link = address(f'/team/{of.id}/meetings')
        spoken = dates.when(chosen.starts_at, chosen.ends_at, zone)
        facts = {'team': of.name, 'day': dates.short_day(chosen.starts_at, zone), 'when': spoken}
        if not is_off:
            place = {'where': found.place_words or _('Your team tells you where.')}
            facts |= {'time': dates.time_of_day(chosen.starts_at, zone), **place}
        appointment = calendars.Appointment(
            uid=f'{found.uid}@cafe-path', sequence=found.sequence, changed_at=promise.made_at, title=title,
            parts=[calendars.Part(chosen.starts_at, chosen.ends_at)], zone=found.zone, url=link, location=found.place_words,
            is_cancelled=is_off,
        )  # fmt: skip
        house = calendars.Mailbox(*parseaddr(settings().mail_from))
        return Letter(
            kind=promise.kind, language=to.language, to_name=to.name, to_address=to.email, message_id=promise.message_id, facts=facts,
            button='' if is_off else link, calendar=calendars.attachment(appointment, house, calendars.Mailbox(to.name, to.email)),
        )  # fmt: skip


WRITERS = {'meeting-dates': proposed, 'meeting-set': told, 'meeting-moved': told, 'meeting-off': told}
