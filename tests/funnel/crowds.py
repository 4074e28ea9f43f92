"""A crowd with histories as chance has it, written straight into the tables, so that what is derived from them can be worked out twice."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass, field

from coaching.kit.database import execute, fetchval
from tests.funnel.world import an_offering

NOW = datetime.datetime(2026, 11, 18, 15, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)
OFFERINGS = (
    ('taste', 'friday-taste', 1, 1), ('taste', 'long-taste', 2, 2), ('intro', 'monthly-intro', 1, 1), ('training', 'winter-training', 3, 2),
    ('other', 'school-evening', 1, 1),
)  # fmt: skip
HEARD = ('', 'a friend', 'A  Friend', 'School', 'the web')
MARKS = ('here', 'here', 'here', 'here', 'partly', 'not_here', 'excused', '')


@dataclass(slots=True)
class Crowd:
    """Who and what there is; `dates` are (id, offering's number, first part's beginning, end, parts, state)."""

    chance: random.Random
    places: list[int] = field(default_factory=list)
    organisations: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    merged: list[int] = field(default_factory=list)
    dates: list[tuple[int, int, datetime.datetime, datetime.datetime, int, str]] = field(default_factory=list)

    def moment(self, first: datetime.datetime, last: datetime.datetime) -> datetime.datetime:
        seconds = int((last - first).total_seconds())
        return first + datetime.timedelta(seconds=self.chance.randint(0, max(0, seconds)))


async def a_crowd(seed: int, *, people: int = 40, dates: int = 36, visits: int = 130) -> Crowd:
    """Everything about so many people over a year; the same for the same seed."""
    crowd = Crowd(random.Random(seed))
    offerings = [
        await an_offering(kind, slug=f'{slug}-{seed}', parts=parts, min_parts=least, prerequisite='')
        for kind, slug, parts, least in OFFERINGS
    ]
    for number, parent in enumerate((None, None, 0, 0, 2)):
        crowd.places.append(await fetchval(
            'insert into place (name, folded_name, parent_id, made_at) values ($1, $1, $2, $3) returning id',
            f'place {seed} {number}', None if parent is None else crowd.places[parent], NOW,
        ))  # fmt: skip
    for number in range(5):
        crowd.organisations.append(await fetchval(
            'insert into organisation (name, folded_name, place_id, made_at) values ($1, $1, $2, $3) returning id',
            f'group {seed} {number}', crowd.chance.choice([*crowd.places, None]), NOW,
        ))  # fmt: skip
    for number in range(people):
        await _somebody(crowd, f'person {seed} {number}')
    for _number in range(dates):
        await _a_date(crowd, offerings)
    for _number in range(visits):
        await _a_visit(crowd)
    return crowd


async def _somebody(crowd: Crowd, name: str) -> None:
    """A person with groups, letters that are not wanted, and things from before; one in twelve is forgotten."""
    pick, roll = crowd.chance.choice, crowd.chance.random
    is_erased = roll() < 1 / 12
    person_id = await fetchval(
        """insert into person (name, folded_name, language, how_heard, place_id, source, made_at, seen_at, erased_at)
        values ($1, $1, $2, $3, $4, 'self', $5, $5, $6) returning id""",
        '' if is_erased else name, pick(('en', 'en', 'es')), '' if is_erased else pick(HEARD), pick([*crowd.places, None]), NOW - 400 * DAY,
        NOW if is_erased else None,
    )  # fmt: skip
    crowd.people.append(person_id)
    for organisation_id in {pick(crowd.organisations) for _ in range(crowd.chance.randint(0, 2))}:
        began_on = (NOW - crowd.chance.randint(0, 400) * DAY).date()
        ended_on = pick((None, began_on + crowd.chance.randint(0, 200) * DAY))
        await execute(
            'insert into membership (person_id, organisation_id, began_on, ended_on) values ($1, $2, $3, $4)',
            person_id, organisation_id, began_on, ended_on,
        )  # fmt: skip
    for kind in ('*', 'invite-next', 'missed'):
        if roll() < 0.1:
            at = crowd.moment(NOW - 300 * DAY, NOW)
            await execute('insert into letter_stop (person_id, kind, stopped_at) values ($1, $2, $3)', person_id, kind, at)
    while roll() < 0.2:
        stage, on = pick(('taste', 'taste', 'intro', 'training')), (NOW - crowd.chance.randint(0, 400) * DAY).date()
        await execute(
            """insert into prior_credit (person_id, stage, attended_on, source, recorded_at) values ($1, $2, $3, 'a list', $4)
            on conflict do nothing""",
            person_id, stage, on, NOW,
        )  # fmt: skip


async def _a_date(crowd: Crowd, offerings: list[int]) -> None:
    """A session some time between a year ago and six weeks ahead, its parts a week apart."""
    number = crowd.chance.choice((0, 0, 0, 1, 2, 2, 3, 4))
    parts = OFFERINGS[number][2]
    starts_at = crowd.moment(NOW - 340 * DAY, NOW + 40 * DAY)
    ends_at = starts_at + (parts - 1) * 7 * DAY + HOUR
    states = ('open', 'cancelled', 'skipped', 'draft') if starts_at > NOW else ('open', 'closed', 'closed', 'closed', 'cancelled')
    state = crowd.chance.choice(states)
    session_id = await fetchval(
        """insert into session (offering_id, starts_at, ends_at, zone, mode, languages, uid, made_at, state, closed_at)
        values ($1, $2, $3, 'America/Chicago', 'online', '{en}', gen_random_uuid()::text, $4, $5, $6) returning id""",
        offerings[number], starts_at, ends_at, NOW - 400 * DAY, state, min(ends_at, NOW) if state == 'closed' else None,
    )  # fmt: skip
    for part in range(parts):
        at = starts_at + part * 7 * DAY
        await execute(
            'insert into session_part (session_id, number, starts_at, ends_at) values ($1, $2, $3, $4)', session_id, part + 1, at, at + HOUR
        )
    crowd.dates.append((session_id, number, starts_at, ends_at, parts, state))


async def _a_visit(crowd: Crowd) -> None:
    """A registration in some state, with the marks that it may have by now."""
    pick = crowd.chance.choice
    session_id, number, starts_at, ends_at, parts, _state = pick(crowd.dates)
    state = pick(('registered',) * 6 + ('walk_in', 'waiting', 'offered', 'cancelled_by_person', 'cancelled_by_us'))
    registered_at = min(NOW, starts_at if state == 'walk_in' else crowd.moment(starts_at - 60 * DAY, starts_at + DAY))
    cancelled_at = min(NOW, crowd.moment(registered_at, ends_at)) if state.startswith('cancelled') else None
    registration_id = await fetchval(
        """insert into registration (session_id, person_id, state, source, registered_at, offered_until, cancelled_at, cancelled_from,
                                     nonce)
        values ($1, $2, $3, 'self', $4, $5, $6, $7, '') on conflict do nothing returning id""",
        session_id, pick(crowd.people), state, registered_at, registered_at + DAY if state == 'offered' else None, cancelled_at,
        pick(('registered', 'waiting', 'offered')) if cancelled_at else '',
    )  # fmt: skip
    for part in range(parts) if registration_id else ():
        at, mark = starts_at + part * 7 * DAY, pick(MARKS)
        if at > NOW or not mark or state in ('waiting', 'cancelled_by_us') and crowd.chance.random() < 0.7:
            continue
        others = [one for one in crowd.dates if one[1] == number and one[0] != session_id and one[2] <= NOW]
        made_up = pick(others)[0] if others and parts > 1 and crowd.chance.random() < 0.3 else None
        await execute(
            """insert into attendance (registration_id, part, mark, how, made_up_in_id, marked_at) values ($1, $2, $3, 'tap', $4, $5)""",
            registration_id, part + 1, mark, made_up, at,
        )  # fmt: skip
