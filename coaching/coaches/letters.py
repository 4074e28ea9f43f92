"""What is written about talks to come and calls for help; never a word of what was said or asked."""

from __future__ import annotations

import dataclasses
import datetime
from email.utils import parseaddr

from coaching.accounts.queries import network_day
from coaching.coaches.queries import helping
from coaching.coaches.queries.appointments import any_appointment
from coaching.coaches.queries.assignments import assignment
from coaching.coaches.rules.taxonomy import MODES
from coaching.coaches.values import AnyTalk
from coaching.kit import calendars, dates
from coaching.kit.links import address
from coaching.kit.settings import settings
from coaching.kit.words import _, speaking
from coaching.outbox.letters import Letter
from coaching.outbox.values import Promise
from coaching.people.queries import person
from coaching.people.values import Person
from coaching.teams.queries.teams import members

CANCELLED = 'talk-cancelled'


def entry(talk: AnyTalk, *, path: str) -> calendars.Appointment:
    """A talk as it stands in a calendar; spoken in the reader's language by whoever calls."""
    return calendars.Appointment(
        uid=talk.uid, sequence=talk.sequence, changed_at=talk.changed_at, zone=talk.zone, url=address(path),
        title=_('Talk: %(team)s and %(coach)s', team=talk.team, coach=talk.coach or _('your coach')),
        parts=[calendars.Part(talk.starts_at, talk.starts_at + datetime.timedelta(minutes=talk.minutes))],
        location=talk.where_words or str(MODES[talk.mode]), is_cancelled=talk.state == 'cancelled',
    )  # fmt: skip


async def _reader(promise: Promise) -> Person | None:
    found = await person(promise.person_id or 0)
    return None if found is None or found.erased_at or found.email is None else found


async def _stands(talk: AnyTalk, promise: Promise, to: Person, *, is_coach: bool) -> bool:
    if talk.sequence != promise.facts.get('sequence') or (talk.state == 'cancelled') != (promise.kind == CANCELLED):
        return False
    return is_coach or to.id in {one.person_id for one in await members(talk.team_id)}


async def about_talk(promise: Promise, _now: datetime.datetime) -> Letter | None:
    """When and where, with the calendar; nothing where the talk was moved or taken off since, or the reader has left the team.

    Whoever was its coach hears in any case that it is somebody else's, so that it goes out of that calendar.
    """
    talk, to = await any_appointment(promise.subject_id), await _reader(promise)
    if talk is None or to is None or to.email is None:
        return None
    is_coach, was_coach = to.id == talk.coach_id, bool(promise.facts.get('was_coach'))
    if is_coach and was_coach or not was_coach and not await _stands(talk, promise, to, is_coach=is_coach):
        return None
    zone = to.zone or talk.zone
    with speaking(to.language):
        ends_at = talk.starts_at + datetime.timedelta(minutes=talk.minutes)
        path = '/coach/talks' if is_coach or was_coach else f'/team/{talk.team_id}/coach'
        facts = {
            'team': talk.team, 'coach': talk.coach or _('your coach'), 'day': dates.short_day(talk.starts_at, zone),
            'time': dates.time_of_day(talk.starts_at, zone), 'when': dates.when(talk.starts_at, ends_at, zone),
        }  # fmt: skip
        if promise.kind != CANCELLED:
            facts['where'] = talk.where_words or str(MODES[talk.mode])
        house_name, house = parseaddr(settings().mail_from)
        organizer, attendee = calendars.Mailbox(house_name, house), calendars.Mailbox(to.name, to.email)
        standing = entry(talk, path=path)
        standing = dataclasses.replace(standing, is_cancelled=standing.is_cancelled or was_coach)
        calendar = calendars.attachment(standing, organizer, attendee)
        return Letter(
            kind=promise.kind, language=to.language, to_name=to.name, to_address=to.email, message_id=promise.message_id, facts=facts,
            button=address(path), calendar=calendar,
        )  # fmt: skip


async def about_help(promise: Promise, now: datetime.datetime) -> Letter | None:
    """That a team waits, or that somebody has answered; the words stand on the page behind a sign-in."""
    thread, to = await helping.thread(promise.subject_id), await _reader(promise)
    if thread is None or to is None or to.email is None or thread.closed_at is not None:
        return None
    if (promise.kind == 'help-answered') != (thread.answered_at is not None):
        return None
    if promise.kind == 'help-waits' and to.id not in await helping.may_be_called(thread.team_id, await network_day(now)):
        return None
    facts = {'team': thread.team}
    if promise.kind == 'help-answered':
        facts['coach'] = thread.answered_by
    with speaking(to.language):
        return Letter(
            kind=promise.kind, language=to.language, to_name=to.name, to_address=to.email, message_id=promise.message_id, facts=facts,
            button=address(f'/team/{thread.team_id}/coach/help'),
        )  # fmt: skip


async def about_coach(promise: Promise, _now: datetime.datetime) -> Letter | None:
    """Who coaches a team from which day on; nothing where that has ended since, or the reader has left the team."""
    one, to = await assignment(promise.subject_id), await _reader(promise)
    if one is None or one.ended_on is not None or to is None or to.email is None:
        return None
    if to.id not in {other.person_id for other in await members(one.team_id)}:
        return None
    with speaking(to.language):
        facts = {'team': one.team, 'coach': one.person, 'day': dates.day(one.began_on)}
        return Letter(
            kind=promise.kind, language=to.language, to_name=to.name, to_address=to.email, message_id=promise.message_id, facts=facts,
            button=address(f'/team/{one.team_id}/coach'),
        )  # fmt: skip


WRITERS = {
    'coach-changed': about_coach,
    'talk-planned': about_talk, 'talk-moved': about_talk, 'talk-passed': about_talk, CANCELLED: about_talk,
    'help-asked': about_help, 'help-waits': about_help, 'help-answered': about_help,
}  # fmt: skip
