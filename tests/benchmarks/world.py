"""A network of any size, the same each time: people, two sign-ups for each of them, what was marked, and what follows from it.

It is skewed as life is: one organisation has two in a hundred of all people, one date has 5,000, some letters are stopped. Rooms hold
25 whatever the size, so that a page has as many rows at a thousand people as at a million.
"""

from __future__ import annotations

import bisect
import datetime
import hashlib
import pathlib
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from coaching.funnel.commands import progress
from coaching.kit import tokens
from coaching.kit.database import atomic, connection, execute, fetch, fetchval

DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)
WEEKS_BEFORE, WEEKS_AHEAD = 156, 8
IN_A_ROOM, COMING_SO_FAR = 25, 12
GREAT, ROOM = 1, 2  # the ids of the session with 5,000 and of the ordinary one that is marked
SPACIOUS = 200  # dates with room for whoever signs up while it is measured
AT_ONCE = 50_000
TRAINER = 'a-sign-in-of-the-benchmarks-which-no-browser-ever-had'
FIRST = (
    'Ada', 'Ben', 'Cleo', 'Dana', 'Eli', 'Faye', 'Gus', 'Hana', 'Ivo', 'June', 'Kai', 'Lena', 'Milo', 'Nora', 'Omar', 'Pia', 'Quin',
    'Rosa', 'Sam', 'Tara', 'Uma', 'Vito', 'Wren', 'Xenia', 'Yara',
)  # fmt: skip
LAST = (
    'Alder', 'Birch', 'Cedar', 'Dale', 'Elm', 'Fern', 'Glen', 'Heath', 'Iris', 'Knoll', 'Lark', 'Marsh', 'North', 'Oak', 'Pine', 'Reed',
    'Stone', 'Thorn', 'Vale', 'Arroyo', 'Brava', 'Prado',
)  # fmt: skip
HEARD = ('', '', 'a friend', 'school', 'a letter from work', 'a flyer', 'the web')
LADDER = (('intro', 0.40, 0.75, 4), ('training', 0.45, 0.85, 12))  # kind, who signs up, who of them comes, weeks between dates


@dataclass(frozen=True, slots=True)
class Date:
    """One session as the loader knows it."""

    id: int
    offering_id: int
    kind: str
    starts_at: datetime.datetime

    @property
    def parts(self) -> int:
        return 2 if self.kind == 'training' else 1


class World:
    """Everything that is loaded for so many people, at a moment."""

    def __init__(self, persons: int, now: datetime.datetime) -> None:
        self.persons = persons
        self.now = now
        self.organisations = max(20, persons // 50)
        self.great = min(5_000, persons // 5)
        self.offerings = {
            'taste': range(1, 1 + max(3, persons // 2800)),
            'intro': range(1001, 1002 + persons // 3500),
            'training': range(2001, 2002 + persons // 2000),
        }
        self.dates = list(self._dates())
        self.spacious = [one.id for one in self.dates[-SPACIOUS:]]
        self.capacities = {GREAT: 6_000} | dict.fromkeys(self.spacious, 5_000)  # of the others: 40
        self.coming = [one for one in self.dates if one.kind == 'taste' and one.starts_at > now and one.id > ROOM]
        self.past = {kind: self._past(kind) for kind in self.offerings}

    def _past(self, kind: str) -> list[Date]:
        return sorted((one for one in self.dates if one.kind == kind and one.starts_at < self.now), key=_when)

    def _dates(self) -> Iterator[Date]:
        """Tastes as often as fills their rooms, Intros each month, trainings each quarter; the coming Tastes each week."""
        first = self.now.replace(hour=15, minute=0, second=0, microsecond=0) + DAY
        yield Date(GREAT, 1, 'taste', first)
        yield Date(ROOM, 1, 'taste', first + 20 * DAY)
        number, tastes = ROOM, len(self.offerings['taste'])
        every = {kind: weeks for kind, *_, weeks in LADDER}
        every['taste'] = max(1, round(tastes * WEEKS_BEFORE * IN_A_ROOM / (1.4 * self.persons)))
        for kind, offerings in self.offerings.items():
            weeks = [*range(-WEEKS_BEFORE, 0, every[kind]), *range(0, WEEKS_AHEAD, 1 if kind == 'taste' else every[kind])]
            for offering_id in offerings:
                for week in weeks:
                    number += 1
                    yield Date(number, offering_id, kind, first + week * 7 * DAY + offering_id % 5 * DAY + offering_id % 6 * HOUR)
        for spacious in range(SPACIOUS):
            yield Date(number + 1 + spacious, 1, 'taste', first + (60 + spacious % 30) * DAY + HOUR / 2)

    def organisation_of(self, person_id: int) -> int | None:
        """One of fifty works at the large agency, three of ten nowhere."""
        if person_id % 50 == 0:
            return 1
        return 2 + person_id * 7919 % (self.organisations - 1) if person_id % 10 < 7 else None

    def person(self, number: int) -> tuple[object, ...]:
        first, last = FIRST[number % len(FIRST)], LAST[number // 25 % len(LAST)]
        name = f'{first} {chr(65 + number // 550 % 26)}. {last}'
        seen_at = self.now - DAY * (number % 700)
        by_phone = number % 20 == 7
        return (
            number, name, name.lower(), None if by_phone else f'{first}.{last}.{number}@people.example'.lower(),
            f'+1573{number:07d}' if by_phone else None, 'es' if number % 10 < 3 else 'en', HEARD[number % 7], 1 + number % 110, 'self',
            seen_at - 300 * DAY, seen_at,
        )  # fmt: skip

    def session(self, one: Date) -> tuple[object, ...]:
        is_past = one.starts_at < self.now
        ends_at = one.starts_at + (one.parts - 1) * 7 * DAY + HOUR
        return (
            one.id, one.offering_id, one.starts_at, ends_at, 'America/Chicago', 'online', 'https://meet.example/room',
            self.capacities.get(one.id, 40), ['en', 'es'], 'closed' if is_past else 'open', f'{one.id}@benchmarks.example',
            self.now - 4 * 365 * DAY, ends_at if is_past else None,
        )  # fmt: skip

    def histories(self) -> Iterator[tuple[int, Date, bool]]:
        """Who signed up for what, and whether they came: one Taste for each, the ladder for who came, further Tastes up to two each."""
        chance = random.Random(f'café {self.persons}')
        pick, roll = chance.choice, chance.random
        coming = COMING_SO_FAR * len(self.coming) / self.persons / 0.75
        for person_id in range(1, self.persons + 1):
            taste, came = pick(self.past['taste']), roll() < 0.62
            yield person_id, taste, came
            count = 1
            for kind, share, comes, _ in LADDER:
                if not came or roll() > share:
                    break
                came = roll() < comes
                yield person_id, _next(self.past[kind], taste.starts_at, roll()), came
                count += 1
            while count < 2:
                again = pick(self.coming if roll() < coming else self.past['taste'])
                if again.id != taste.id:
                    yield person_id, again, roll() < 0.5
                count += 1
        for session_id, people in ((GREAT, self.great), (ROOM, IN_A_ROOM)):
            for number in range(people):
                yield 1 + (number * 199 + session_id) % self.persons, self.dates[session_id - 1], False


def _when(one: Date) -> datetime.datetime:
    return one.starts_at


def _next(dates: list[Date], after: datetime.datetime, chance: float) -> Date:
    """One of the dates after a moment, the sooner the likelier; the last where there is none."""
    low = bisect.bisect_left(dates, after, key=_when)
    return dates[min(len(dates) - 1, low + int(chance * chance * (len(dates) - low)))]


COLUMNS = {
    'person': 'id name folded_name email phone language how_heard place_id source made_at seen_at',
    'session': 'id offering_id starts_at ends_at zone mode join_url capacity languages state uid made_at closed_at',
    'session_part': 'session_id number starts_at ends_at',
    'registration': 'id session_id person_id state source registered_at organisation_id nonce cancelled_at cancelled_from',
    'attendance': 'registration_id session_id part mark how marked_at',
}
LOADED = (
    'person', 'organisation', 'membership', 'offering', 'offering_words', 'session', 'session_part', 'registration', 'attendance',
    'progress', 'entry', 'promise', 'letter_stop', 'place', 'account', 'role_grant', 'sign_in',
)  # fmt: skip
INDEXES = """
select i.indexname, i.indexdef from pg_indexes i left join pg_constraint c on c.conname = i.indexname
where i.schemaname = 'public' and c.oid is null and i.tablename = any($1)
"""
SMALL = (
    """insert into network (name, set_up_nonce, set_up_at) values ('Prairie Café Network', decode('00', 'hex'), now())
       on conflict do nothing""",
    """insert into place (id, name, folded_name, parent_id, made_at)
       select n, 'Place ' || n, 'place ' || n, case when n > 10 then 1 + n % 10 end, now() from generate_series(1, 110) n""",
    """insert into organisation (id, name, folded_name, kind, place_id, made_at)
       select n, 'Agency ' || n, 'agency ' || n, 'neighborhood_center', 1 + n % 110, now() from generate_series(1, {organisations}) n""",
    """insert into letter_stop (person_id, kind, stopped_at) select n, '*', now() from generate_series(13, {persons}, 50) n""",
    "insert into account (id, person_id, email, made_at) values (1, 1, 'trainer@people.example', now())",
    """insert into role_grant (account_id, role, scope_kind, began_at)
       values (1, 'trainer', 'network', now()), (1, 'coordinator', 'network', now())""",
    """insert into membership (person_id, organisation_id, began_on)
       select n, case when n % 50 = 0 then 1 else 2 + n * 7919 % ({organisations} - 1) end, date '2024-01-01'
       from generate_series(1::bigint, {persons}) n where n % 50 = 0 or n % 10 < 7""",
)
OFFERINGS = """
insert into offering (id, slug, kind, rule, wall_time, zone, minutes, parts, min_parts, prerequisite, capacity, languages, made_at)
select n, $2 || '-' || n, $2, 'FREQ=WEEKLY;BYDAY=FR', time '12:00', 'America/Chicago', 60, $4, $4, $3, 40, '{en,es}', $5
from unnest($1::bigint[]) n
"""
WORDS = """
insert into offering_words (offering_id, language, title, summary)
select o.id, l.code, l.said || ' ' || o.id, 'Small tables, real talk.'
from offering o cross join (values ('en', 'A Taste of Cafés'), ('es', 'Un bocado de Cafés')) as l (code, said)
"""
SIGN_IN = """
insert into sign_in (account_id, token_digest, rotated_at, began_at, seen_at, idle_days, expires_at)
values (1, $1, $2, $2, $2, 30, $2::timestamptz + interval '300 days')
"""
HISTORY = (
    """insert into entry (happened_at, kind, by_how, subject_kind, subject_id, facts)
       select registered_at, 'registered', 'public', 'registration', id,
              jsonb_build_object('session_id', session_id, 'person_id', person_id, 'source', source) from registration""",
    """insert into entry (happened_at, kind, by_how, by_person_id, subject_kind, subject_id, facts)
       select marked_at, 'marked', 'account', 1, 'registration', registration_id, jsonb_build_object('part', part, 'mark', mark, 'how', how)
       from attendance""",
    """insert into promise (kind, key, person_id, subject_kind, subject_id, made_at, due_at, useful_until, sent_at)
       select k.kind, k.kind || ':' || r.id, r.person_id, 'registration', r.id, r.registered_at, s.starts_at - k.before, s.ends_at,
              case when k.kind = 'spot-saved' or s.starts_at < now() + interval '2 days' then r.registered_at end
       from registration r join session s on s.id = r.session_id
       cross join (values ('spot-saved', interval '30 days'), ('reminder-day', interval '1 day'), ('reminder-hour', interval '1 hour'))
           as k (kind, before)
       where r.registered_at > now() - interval '90 days'""",
)


async def load(persons: int, *, now: datetime.datetime, say: Callable[[str], None] = lambda _: None) -> World:
    """Put a world of this size into the open pool's database, which has the schema and no rows."""
    world = World(persons, now)
    async with atomic():
        for setting in ("session_replication_role = 'replica'", "work_mem = '256MB'", "maintenance_work_mem = '512MB'"):
            await execute(f'set local {setting}')
        await execute(f'truncate {", ".join(LOADED)} restart identity cascade')  # what is copied behind it needs no log
        indexes = await fetch(INDEXES, list(LOADED))
        for index in indexes:
            await execute(f'drop index {index["indexname"]}')
        say('people and dates')
        await _people_and_dates(world)
        say('sign-ups and marks')
        await _registrations(world)
        say('what follows from them')
        for statement in HISTORY:
            await execute(statement)
        for index in indexes:
            await execute(index['indexdef'])
        await execute('analyze')
        await progress.rebuild()
        for table in LOADED:
            if table != 'progress':
                await execute(f"select setval(pg_get_serial_sequence('{table}', 'id'), greatest(1, (select max(id) from {table})))")
    await execute('vacuum analyze')
    return world


async def _copy(table: str, rows: Iterable[tuple[object, ...]]) -> None:
    async with connection() as held:
        await held.copy_records_to_table(table, records=rows, columns=COLUMNS[table].split(), timeout=600)


async def _people_and_dates(world: World) -> None:
    await _copy('person', (world.person(number) for number in range(1, world.persons + 1)))
    for statement in SMALL:
        await execute(statement.format(organisations=world.organisations, persons=world.persons))
    for kind, ids in world.offerings.items():
        before, parts = {'intro': 'taste', 'training': 'intro'}.get(kind, ''), 2 if kind == 'training' else 1
        await execute(OFFERINGS, list(ids), kind, before, parts, world.now)
    await execute(WORDS)
    await _copy('session', (world.session(one) for one in world.dates))
    parts = ((one.id, number, one.starts_at + number * 7 * DAY) for one in world.dates for number in range(one.parts))
    await _copy('session_part', ((session_id, number + 1, at, at + HOUR) for session_id, number, at in parts))
    await execute(SIGN_IN, tokens.digest(TRAINER), world.now)


async def _registrations(world: World) -> None:
    """By the fifty thousand; an id counts up, and a nonce is made from it."""
    number, rows, marks = 0, [], []
    seen: set[tuple[int, int]] = set()
    for person_id, one, came in world.histories():
        is_past = one.starts_at < world.now
        if not is_past and (person_id, one.id) in seen:
            continue
        seen |= set() if is_past else {(person_id, one.id)}
        number += 1
        let_go = is_past and not came and number % 9 == 0
        rows.append((
            number, one.id, person_id, 'cancelled_by_person' if let_go else 'registered', 'colleague' if number % 10 == 0 else 'self',
            min(one.starts_at, world.now) - DAY * (1 + number % 14), world.organisation_of(person_id),
            hashlib.blake2b(b'%d' % number, digest_size=16).digest(), one.starts_at - DAY / 2 if let_go else None,
            'registered' if let_go else '',
        ))  # fmt: skip
        if is_past and not let_go and number % 40:
            mark = 'here' if came else 'not_here'
            marks += [(number, one.id, part + 1, mark, 'tap', one.starts_at + part * 7 * DAY + HOUR) for part in range(one.parts)]
        if len(rows) == AT_ONCE:
            await _copy('registration', rows)
            await _copy('attendance', marks)
            rows, marks = [], []
    await _copy('registration', rows)
    await _copy('attendance', marks)


def stamp() -> str:
    """What a loaded world is known by: the text of this module."""
    return hashlib.sha256(pathlib.Path(__file__).read_bytes()).hexdigest()


async def counts() -> dict[str, int]:
    """How many rows the large tables hold."""
    large = ('person', 'session', 'registration', 'attendance', 'entry')
    return {table: await fetchval(f'select count(*) from {table}') for table in large}
