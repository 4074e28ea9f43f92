"""The funnel report for cohorts drawn by chance: how soon it is there, and whether it equals a count of every row by the pure rules."""

from __future__ import annotations

import dataclasses
import datetime
import random
import time
import urllib.request
from collections import defaultdict
from zoneinfo import ZoneInfo

from coaching.funnel.commands.marking import mark
from coaching.funnel.queries.rooms import SEEN, as_seen
from coaching.funnel.queries.stages import STOPPING
from coaching.funnel.rules import funnel as rules
from coaching.funnel.rules.attendance import outcome, tally
from coaching.funnel.rules.stages import Came, History, SignedUp, first_reached, last_active_at, stops_at
from coaching.funnel.values import Kind, Mark, Stage
from coaching.kit.access import Actor, How
from coaching.kit.database import fetch, fetchrow
from coaching.reports import queries
from coaching.reports.values import Asked, Funnel
from tests.benchmarks.figures import COOKIE
from tests.benchmarks.measuring import Server

SHARE_OF_ALL = 0.04  # 40,000 of a million
ZONE = 'America/Chicago'
DAY = datetime.timedelta(days=1)
TRAINER = Actor(how=How.ACCOUNT, person_id=1, account_id=1)
DAYS = """
select (tasted_at at time zone 'America/Chicago')::date as day, count(*) as people from progress where tasted_at is not null
group by 1 order by 1
"""
CAME = """
select r.person_id, o.kind, o.min_minutes, o.min_parts, s.ends_at, array_agg(p.starts_at order by p.starts_at) as here
from attendance a join registration r on r.id = a.registration_id
join session s on s.id = r.session_id and s.state not in ('cancelled', 'skipped') join offering o on o.id = s.offering_id
join session_part p on p.session_id = s.id and p.number = a.part
where a.mark = 'here' group by r.id, o.id, s.id
"""
STOPPED = f'select person_id, min(stopped_at) as stopped_at from letter_stop where kind in {STOPPING} group by person_id'
SIGNED_UP = """
select r.id, r.person_id, r.registered_at, r.cancelled_at, s.starts_at, s.ends_at, o.kind
from registration r join session s on s.id = r.session_id join offering o on o.id = s.offering_id where r.person_id = any($1)
"""
MISSED_TWO_MONTHS_AGO = """
select r.id, a.mark, s.starts_at from session s join offering o on o.id = s.offering_id and o.kind = 'taste'
join registration r on r.session_id = s.id and r.state = 'registered'
join attendance a on a.registration_id = r.id and a.mark = 'not_here'
join progress g on g.person_id = r.person_id and g.tasted_at is null
where s.starts_at between $1::timestamptz - interval '90 days' and $1::timestamptz - interval '58 days'
order by s.starts_at desc, r.id limit 1
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Drawn:
    """A cohort by days, both included, and the day to which is counted."""

    first: datetime.date
    last: datetime.date
    counted_to: datetime.date

    @property
    def asked(self) -> Asked:
        return Asked(_midnight(self.first), _midnight(self.last + DAY), _midnight(self.counted_to + DAY), ZONE, None)

    @property
    def path(self) -> str:
        return f'/reports/funnel?first={self.first}&last={self.last}&as_of={self.counted_to}'


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), ZoneInfo(ZONE)).astimezone(datetime.UTC)


async def draw(persons: int, chance: random.Random, *, around: datetime.datetime | None = None) -> Drawn:
    """Days in a row on which four in a hundred of all people came first, with that moment among them; counted to a day after that."""
    rows = await fetch(DAYS)
    wanted, days, people = persons * SHARE_OF_ALL, [row['day'] for row in rows], [row['people'] for row in rows]
    latest = next(number for number in range(len(days) - 1, -1, -1) if sum(people[number:]) >= wanted)
    if around:
        latest = min(latest, days.index(around.astimezone(ZoneInfo(ZONE)).date()))
    first = last = latest if around else chance.randrange(latest + 1)
    while sum(people[first : last + 1]) < wanted:
        last += 1
    to_now = (datetime.datetime.now(datetime.UTC).date() - DAY - days[last]).days
    return Drawn(days[first], days[last], days[last] + DAY * chance.randint(0, max(0, to_now)))


async def missed_two_months_ago() -> tuple[int, datetime.datetime]:
    """A registration of somebody who never came to a Taste, marked as not here two months ago; and when the session began."""
    row = await fetchrow(MISSED_TWO_MONTHS_AGO, datetime.datetime.now(datetime.UTC))
    assert row
    return row['id'], row['starts_at']


async def correct(registration_id: int, to: Mark) -> None:
    await mark(registration_id, to, why='Sat in the other room', by=TRAINER, now=datetime.datetime.now(datetime.UTC))


async def by_hand(asked: Asked) -> tuple[object, ...]:
    """What the report says, from every mark that there is, without the projection."""
    came: dict[int, list[Came]] = defaultdict(list)
    for row in await fetch(CAME):
        at = row['here'][row['min_parts'] - 1] if len(row['here']) >= row['min_parts'] else None
        if at:
            came[row['person_id']].append(Came(Kind(row['kind']), at))
    people = [
        person_id
        for person_id, all_of_them in came.items()
        if (at := min((one.at for one in all_of_them if one.kind is Kind.TASTE), default=None))
        and asked.begins_at <= at < asked.ends_at
        and at <= asked.as_of
    ]
    walks = list((await _walks(people, came, asked.as_of)).values())
    pairs = {stage: rules.pairs(walks, Stage.TASTED, stage) for stage in (Stage.INTRODUCED, Stage.TRAINED)}
    tallied = {kind: rules.show_rate([counts]) for kind, counts in (await _turnouts(asked)).items()}
    return (
        tuple(step.people for step in rules.steps(walks, as_of=asked.as_of)),
        *(rules.conversion(pair, as_of=asked.as_of) for pair in pairs.values()),
        tuple(rules.moved_on(pairs[Stage.INTRODUCED], as_of=asked.as_of, days=days) for days in rules.WITHIN_DAYS),
        rules.flow(walks, Stage.TASTED, Stage.INTRODUCED, as_of=asked.as_of),
        tallied,
    )


async def _walks(people: list[int], came: dict[int, list[Came]], as_of: datetime.datetime) -> dict[int, rules.Walk]:
    """The way of each of them, from the rows themselves."""
    seen = {row['id']: as_seen(row).seen for row in await fetch(SEEN.format(whom='r.person_id = any($1)'), people)}
    signed: dict[int, list[SignedUp]] = defaultdict(list)
    for row in await fetch(SIGNED_UP, people):
        became = outcome(seen[row['id']], now=as_of)
        stopped = stops_at(became, ends_at=row['ends_at'], cancelled_at=row['cancelled_at'], finished=True)
        signed[row['person_id']].append(SignedUp(Kind(row['kind']), row['registered_at'], row['starts_at'], stopped))
    stopped_at = {row['person_id']: row['stopped_at'] for row in await fetch(STOPPED)}
    histories = {one: History(tuple(signed[one]), tuple(came[one])) for one in people}
    return {
        one: rules.Walk(first_reached(history), last_active_at(history, as_of=as_of), stopped_at.get(one))
        for one, history in histories.items()
    }


async def _turnouts(asked: Asked) -> dict[str, object]:
    """The tally of the sessions of the time, by kind."""
    rows = await fetch(
        """select s.id, o.kind from session s join offering o on o.id = s.offering_id
        where s.starts_at >= $1 and s.starts_at < $2 and s.ends_at <= $3 and s.state in ('open', 'closed') and o.kind <> 'other'""",
        asked.begins_at, asked.ends_at, asked.as_of,
    )  # fmt: skip
    kinds: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        kinds[row['kind']].append(row['id'])
    found = {}
    for kind, ids in kinds.items():
        people = [as_seen(row).seen for row in await fetch(SEEN.format(whom='r.session_id = any($1)'), ids)]
        found[kind] = tally(people, now=datetime.datetime.now(datetime.UTC))
    return found


def as_counted(report: Funnel) -> tuple[object, ...]:
    """What the report says, in the same order."""
    one = report.counted
    return (
        (one.tasted, one.introduced, one.trained),
        one.to_intro,
        one.to_training,
        tuple(one.within[days] for days in rules.WITHIN_DAYS),
        report.flow,
        {str(turnout.kind): turnout.rate for turnout in report.turnouts},
    )


async def equals(drawn: Drawn) -> tuple[bool, int]:
    """Whether report and count say the same of this cohort, and how many people it has."""
    found, wanted = as_counted(await queries.funnel(drawn.asked, 'month')), await by_hand(drawn.asked)
    return found == wanted, found[0][0]  # type: ignore[index]


def milliseconds(server: Server, path: str) -> float:
    """How long the page takes from question to last byte, in a browser of its own.

    :raises AssertionError: it was not answered
    """
    asked = urllib.request.Request(f'http://localhost:{server.port}{path}', headers={'Cookie': COOKIE, 'Accept': 'text/html'})
    began = time.perf_counter()
    with urllib.request.urlopen(asked, timeout=60) as answer:
        whole = answer.read()
    assert b'<h1' in whole and answer.status == 200
    return (time.perf_counter() - began) * 1000
