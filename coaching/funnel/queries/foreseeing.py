"""What a change would do to an offering's dates and their people, worked out without doing it."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from coaching.funnel.queries.offerings import existing
from coaching.funnel.queries.telling import concerned
from coaching.funnel.rules.recurrence import Existing, Plan, dates, plan_following
from coaching.funnel.rules.telling import Concerned
from coaching.funnel.values import Offering, SessionState
from coaching.kit.database import fetch

MONTH = datetime.timedelta(days=31)
THERE = """
select id from session where offering_id = $1 and starts_at > $2 and state = 'open' and mode = $3 and location = $4 order by id
"""


class Stays(enum.Enum):
    """Why a date does not follow a new rule."""

    EDITED = 'edited'
    OFF = 'off'
    CHOSEN = 'chosen'


@dataclass(frozen=True, slots=True)
class Moving:
    """A date that moves, and how many people are concerned there."""

    session_id: int
    before: datetime.datetime
    after: datetime.datetime
    people: int


@dataclass(frozen=True, slots=True)
class People:
    """Who would be told of a change: how many are written to, and who is to be called because there is no address."""

    written_to: int = 0
    to_call: tuple[Concerned, ...] = ()


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a new rule would do, each in the order of time."""

    moving: tuple[Moving, ...]
    staying: tuple[tuple[int, datetime.datetime, Stays], ...]
    new: tuple[datetime.datetime, ...]
    removing: tuple[datetime.datetime, ...]

    @property
    def moved(self) -> tuple[int, ...]:
        """The dates that move, by id."""
        return tuple(one.session_id for one in self.moving)


async def people_at(session_ids: Iterable[int]) -> People:
    """Everybody concerned at these dates, each counted once."""
    each = {one.person_id: one for people in (await concerned(list(session_ids))).values() for one in people}.values()
    return People(sum(bool(one.email) for one in each), tuple(one for one in each if not one.email))


async def dates_there(offering_id: int, mode: str, location: str, *, now: datetime.datetime) -> list[int]:
    """The coming dates that are where their offering usually is, and would follow it elsewhere."""
    return [row['id'] for row in await fetch(THERE, offering_id, now, mode, location)]


async def rule_dates(offering_id: int, *, now: datetime.datetime) -> list[Existing]:
    """The coming dates that the rule made and from which it may change; soonest first."""
    found = await existing(offering_id, now)
    return [one for one in found if one.rule_on and one.starts_at > now and one.state is SessionState.OPEN]


async def foresee(
    changed: Offering,
    from_on: datetime.date,
    *,
    chosen: tuple[int, datetime.datetime] | None = None,
    since: datetime.datetime,
    now: datetime.datetime,
) -> Foreseen:
    """What happens from a day on where the offering becomes as it is given here.

    `chosen` is a date by whose own move all others follow, and its new time: it moves even where somebody has edited it.
    """
    standing = await existing(changed.id, since)
    plan = plan_following(changed, standing, from_on, now=now)
    by_id, after = {one.session_id: one for one in standing}, {number: dated.starts_at for number, dated in plan.change}
    if chosen:
        after[chosen[0]] = chosen[1]
    people = await concerned(after)
    moving = [Moving(number, by_id[number].starts_at, at, len(people[number])) for number, at in after.items()]
    return Foreseen(
        moving=tuple(sorted(moving, key=lambda one: one.before)),
        staying=tuple(one for one in _staying(changed, standing, plan, from_on, now) if one[0] not in after),
        new=tuple(sorted(dated.starts_at for dated in plan.create)),
        removing=tuple(sorted(by_id[number].starts_at for number in plan.remove)),
    )


def _staying(
    changed: Offering, standing: Collection[Existing], plan: Plan, from_on: datetime.date, now: datetime.datetime
) -> Iterable[tuple[int, datetime.datetime, Stays]]:
    """Those of the rule's dates that do not fit the new rule and stay all the same."""
    latest = max((one.starts_at for one in standing), default=now)
    fits = {dated.starts_at for dated in dates(changed, after=now, until=latest)}
    for one in standing:
        if one.session_id not in plan.leave or one.rule_on is None or one.rule_on < from_on or one.starts_at <= now:
            continue
        if one.state is not SessionState.OPEN:
            yield one.session_id, one.starts_at, Stays.OFF
        elif one.starts_at not in fits:
            yield one.session_id, one.starts_at, Stays.EDITED if one.is_edited else Stays.CHOSEN
