"""Finish a session: count, say what is unknown, promise the letters that follow, and put right what is found out later."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from coaching.funnel.commands.locking import Gone, lock_place
from coaching.funnel.commands.marking import Tap, mark, mark_each
from coaching.funnel.queries.places import place as read_place
from coaching.funnel.queries.rooms import SeenPerson, parts, seen_people, seen_these
from coaching.funnel.rules.attendance import Counts, outcome, tally, why_not_finish
from coaching.funnel.rules.reminders import Aftermath, follow_up
from coaching.funnel.rules.sessions import why_not_reopen
from coaching.funnel.values import Kind, LetterKind, Mark, RegistrationState, SessionState
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetch, fetchrow, fetchval
from coaching.kit.refusal import Refused
from coaching.kit.words import known
from coaching.outbox.commands import reconcile_many
from coaching.outbox.values import Changes, Wanted

CLOSE = "update session set state = 'closed', closed_at = $2, closed_by_id = $3, version = version + 1 where id = $1"
REOPEN = "update session set state = 'open', closed_at = null, closed_by_id = null, version = version + 1 where id = $1"
HOLD = 'select id from registration where session_id = $1 order by id for no key update'
BARE = """
select r.id, wanted.part from registration r cross join unnest($2::int[]) as wanted (part)
left join attendance a on a.registration_id = r.id and a.part = wanted.part
where r.session_id = $1 and r.state = 'registered' and a.id is null order by wanted.part, r.id
"""
FOLLOW_UPS = ('thank-you-taste', 'thank-you-intro', 'thank-you-training', 'missed', 'correction')
OVER = """
select subject_id, kind, key, sent_at is not null as sent from promise
where subject_kind = 'registration' and subject_id = any($1) and kind = any($2) and (sent_at is not null or failed_at is not null)
order by id
"""
ABOUT = 'select o.kind, s.ends_at, s.closed_at from session s join offering o on o.id = s.offering_id where s.id = $1'


@dataclass(frozen=True, slots=True)
class Sample:
    """One letter for all of a kind in one language, and how many those are."""

    registration_id: int
    wanted: Wanted
    language: str
    count: int


@dataclass(frozen=True, slots=True)
class Finish:
    """What finishing would do, or did: the counts, and how many letters of each kind; before it is done also one letter of each."""

    counts: Counts
    letters: Mapping[str, int]
    samples: Sequence[Sample] = ()


async def finish(session_id: int, *, rest_not_here: bool = False, leave_unknown: bool = False, by: Actor, now: datetime.datetime) -> Finish:
    """Close a session and promise the letters that follow from it, due at once.

    `rest_not_here` marks everybody without a mark as not here; `leave_unknown` closes with them unknown, and they get no letter.

    :raises Refused: while somebody has no mark and neither was chosen; before the last part; for one that is finished
    """
    async with atomic():
        place = await lock_place(session_id)
        await fetch(HOLD, session_id)  # a tap that is on its way counts, and one that comes later is told that the session is finished
        sittings = await parts(session_id)
        if rest_not_here:
            await _mark_the_rest(session_id, [part.number for part in sittings if part.starts_at <= now], by=by, now=now)
        people = await seen_people(session_id)
        counts = tally((one.seen for one in people), now=now)
        if reason := why_not_finish(place, sittings, counts, leave_unknown=leave_unknown, now=now):
            raise Refused(reason)
        await execute(CLOSE, session_id, now, by.person_id)
        letters = await _letters(people, place.kind, ends_at=place.ends_at, finished_at=now, now=now)
        changes = await reconcile_many('registration', letters, kinds=FOLLOW_UPS, now=now)
        await record(
            'session_finished', by=by, subject=('session', session_id), now=now,
            here=counts.in_the_room, not_here=counts.missed, unresolved=counts.unresolved + counts.ahead,
        )  # fmt: skip
        return Finish(counts, _counted({number: _promised(one) for number, one in changes.items()}, people))


async def _mark_the_rest(session_id: int, numbers: list[int], *, by: Actor, now: datetime.datetime) -> None:
    bare = await fetch(BARE, session_id, numbers)
    taps = [Tap(registration_id=row['id'], mark=Mark.NOT_HERE, part=row['part'], how='finish') for row in bare]
    await mark_each(taps, by=by, now=now)


async def preview(session_id: int, *, rest_not_here: bool, now: datetime.datetime) -> Finish:
    """What finishing now would count and promise; nothing is changed.

    :raises Refused: where there is no such session
    """
    place = await read_place(session_id)
    if place is None:
        raise Refused(Gone.NO_SESSION)
    people = await seen_people(session_id)
    if rest_not_here:
        people = [_as_not_here(one, now=now) for one in people]
    closed = [replace(one, seen=replace(one.seen, session=SessionState.CLOSED)) for one in people]
    counts = tally((one.seen for one in people), now=now)
    letters = await _letters(closed, place.kind, ends_at=place.ends_at, finished_at=now, now=now)
    return Finish(counts, _counted(letters, people), _samples(letters, people))


def _as_not_here(one: SeenPerson, *, now: datetime.datetime) -> SeenPerson:
    if one.seen.state is not RegistrationState.REGISTERED or now < one.seen.starts_at:
        return one
    rest = dict.fromkeys(range(1, one.seen.parts + 1), Mark.NOT_HERE)
    return replace(one, seen=replace(one.seen, marks={**rest, **one.seen.marks}))


async def _letters(
    people: Sequence[SeenPerson], kind: Kind, *, ends_at: datetime.datetime, finished_at: datetime.datetime | None, now: datetime.datetime
) -> dict[int, list[Wanted]]:
    """What is still to be said to each of them, after all that was said before; what went or failed for good is not promised again."""
    over = await fetch(OVER, [one.registration_id for one in people], list(FOLLOW_UPS))
    sent = {row['subject_id']: LetterKind(row['kind']) for row in over if row['sent']}
    keys = {row['key'] for row in over}
    letters = {}
    for one in people:
        became = outcome(one.seen, now=now)
        after = Aftermath(
            registration_id=one.registration_id, kind=kind, outcome=became, ends_at=ends_at, finished_at=finished_at,
            sent=sent.get(one.registration_id),
        )  # fmt: skip
        letters[one.registration_id] = [
            Wanted(str(each.kind), each.key, each.due_at, one.person_id, each.useful_until, {'outcome': str(became)})
            for each in follow_up(after, now=now)
            if each.key not in keys
        ]
    return letters


def _promised(changes: Changes) -> list[Wanted]:
    return [*changes.create, *(wanted for _, wanted in changes.change)]


def _counted(letters: Mapping[int, Sequence[Wanted]], people: Iterable[SeenPerson]) -> Mapping[str, int]:
    """How many letters of each kind can reach somebody."""
    return Counter(wanted.kind for _one, wanted in _reaching(letters, people))


def _reaching(letters: Mapping[int, Sequence[Wanted]], people: Iterable[SeenPerson]) -> Iterator[tuple[SeenPerson, Wanted]]:
    return ((one, wanted) for one in people for wanted in letters[one.registration_id] if one.can_be_sent(wanted.kind))


def _samples(letters: Mapping[int, Sequence[Wanted]], people: Iterable[SeenPerson]) -> list[Sample]:
    """The first of each kind in each language, by kinds and languages."""
    found: dict[tuple[str, str], list[tuple[int, Wanted]]] = {}
    for one, wanted in _reaching(letters, people):
        found.setdefault((wanted.kind, known(one.language)), []).append((one.registration_id, wanted))
    return [Sample(*several[0], language, len(several)) for (_kind, language), several in sorted(found.items(), key=itemgetter(0))]


async def reopen(session_id: int, *, why: str, by: Actor, now: datetime.datetime) -> None:
    """Open a finished session again; letters that have not gone out are taken back.

    :raises Refused: for one that is not finished
    """
    async with atomic():
        place = await lock_place(session_id)
        if reason := why_not_reopen(place):
            raise Refused(reason)
        await fetch(HOLD, session_id)  # a mark that is just put right promises its letter first, and that is taken back with the others
        await execute(REOPEN, session_id)
        people = await seen_people(session_id)
        await reconcile_many('registration', {one.registration_id: () for one in people}, kinds=FOLLOW_UPS, now=now)
        await record('session_reopened', by=by, subject=('session', session_id), now=now, why=why)


async def correct(
    registration_id: int, after: Mark | None, *, part: int = 1, made_up_in: int | None = None, why: str, by: Actor, now: datetime.datetime
) -> None:
    """Put a mark right after the session was finished, and with it the letter that followed from it.

    One that has not gone out is replaced; where one was sent that is no longer true, one honest correction follows.

    :raises Refused: without a reason
    """
    async with atomic():
        how = 'make_up' if made_up_in else 'correction'
        await mark(registration_id, after, part=part, how=how, made_up_in=made_up_in, why=why, by=by, now=now)
        session_id = await fetchval('select session_id from registration where id = $1', registration_id)
        await put_letters_right(session_id, [registration_id], now=now)


async def put_letters_right(session_id: int, registration_ids: Collection[int], *, now: datetime.datetime) -> None:
    """Let the letters to these people of one session say what its marks say now; none where it is not finished."""
    about = await fetchrow(ABOUT, session_id)
    assert about
    people, kind = await seen_these(registration_ids), Kind(about['kind'])
    letters = await _letters(people, kind, ends_at=about['ends_at'], finished_at=about['closed_at'], now=now)
    await reconcile_many('registration', letters, kinds=FOLLOW_UPS, now=now)
