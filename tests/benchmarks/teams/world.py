"""A network of any number of teams, the same each time, with about fifty talks for each of them and everything else in proportion.

It is skewed as life is: one coach has sixty teams, most have eight to twelve, some one or two. Her sixty are loaded beside the number
that is asked for, and their lives are the same in each world, so that her page and theirs have as many rows with 50 teams as with 20,000.
"""

from __future__ import annotations

import datetime
import hashlib
import itertools
import pathlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from coaching.funnel.commands import progress
from coaching.kit import tokens
from coaching.kit.database import atomic, connection, execute, fetch, fetchval
from tests.benchmarks.teams import lives, statements
from tests.benchmarks.teams.statements import (
    AS_WRITTEN,
    COHORTS,
    COLUMNS,
    FOLLOWING,
    IN_COHORTS,
    JSON,
    KEYS,
    LOADED,
    OUT_OF_ORDER,
    SIGN_IN,
    SMALL,
)
from tests.benchmarks.world import DAY, FIRST, INDEXES, LAST

HERS = 60  # teams of the great coach
LOADS = (10, 8, 12, 9, 11, 3, 8, 10, 22, 1, 9, 12)  # of the others
IN_A_TEAM = (5, 4, 6, 5, 3, 7, 5, 9)
GREAT_COACH = 1
AT_ONCE = 50_000
LARGE = (
    'team', 'person', 'account', 'role_grant', 'team_member', 'next_step', 'meeting', 'evidence', 'purpose_mark', 'contact', 'contact_team',
    'entry',
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class World:
    """So many teams, beside the sixty of the great coach."""

    teams: int
    now: datetime.datetime

    @property
    def all_teams(self) -> int:
        return self.teams + HERS

    @property
    def hers(self) -> list[int]:
        """The great coach's teams, far from each other among all of them."""
        return [1 + number * self.all_teams // HERS for number in range(HERS)]

    @property
    def lead_ids(self) -> list[int]:
        """Who leads each of hers; persons are counted up, coaches first."""
        sizes = itertools.accumulate((len(cast) for cast in self._people()), initial=0)
        return [self.coaches + before + 1 for before in itertools.islice(sizes, HERS)]

    @property
    def coaches(self) -> int:
        """Enough for everybody; the great one is the first."""
        return 2 + self.teams // 9

    def _people(self) -> Iterator[range]:
        for number in range(self.all_teams):
            yield range(IN_A_TEAM[number % len(IN_A_TEAM)])

    def casts(self) -> Iterator[lives.Cast]:
        """Everybody in every team: hers first, then the others by the number of their life."""
        hers = self.hers
        rest = iter(sorted(set(range(1, self.all_teams + 1)) - set(hers)))
        person_id = self.coaches + 1
        coach_id, left, mine = 2, LOADS[0], []
        for number in range(self.all_teams):
            many = IN_A_TEAM[number % len(IN_A_TEAM)]
            team_id = hers[number] if number < HERS else next(rest)
            if number == HERS:
                mine = []
            elif number > HERS and not left:
                coach_id, mine = min(coach_id + 1, self.coaches), []
                left = LOADS[coach_id % len(LOADS)]
            left -= number >= HERS
            coach = GREAT_COACH if number < HERS else coach_id
            co_coach = 2 + coach % (self.coaches - 1) if number % 5 == 2 else 0
            yield lives.Cast(team_id, number, tuple(range(person_id, person_id + many)), coach, co_coach, tuple(mine[-1:]), self.now)
            mine.append(team_id)
            person_id += many


class Loading:
    """Rows on their way into the database: by the fifty thousand, with an id where other rows name it."""

    def __init__(self) -> None:
        self.rows: dict[str, list[lives.Row]] = {table: [] for table in COLUMNS}
        self.ids = {table: itertools.count(1) for table in COLUMNS}
        self.waiting = 0

    def put(self, table: str, row: lives.Row) -> None:
        self.rows[table].append(row)
        self.waiting += 1

    def number(self, table: str, row: lives.Row) -> int:
        number = next(self.ids[table])
        self.put(table, (number, *row))
        return number

    async def away(self, at_least: int = AT_ONCE) -> None:
        """Into the database with what waits, as soon as it is much."""
        if self.waiting < at_least:
            return
        for table, rows in self.rows.items():
            if rows:
                async with connection() as held:
                    name = f'loading_{table}' if table in AS_WRITTEN else table
                    await held.copy_records_to_table(name, records=rows, columns=COLUMNS[table].split(), timeout=600)
                rows.clear()
        self.waiting = 0


def _live(loading: Loading, cast: lives.Cast) -> None:
    """One team's whole life."""
    life = lives.Life(cast)
    facts: dict[tuple[int, int], int] = {}
    ids: dict[tuple[int, int], int] = {}
    talks = (one for number, ago in enumerate(life.talks()) for one in life.talk(number, ago))
    for table, row in itertools.chain(life.rows(), talks):
        match table:
            case 'step_fact':
                facts[row[1], row[2]] = loading.number(table, row)
            case 'step_why':
                loading.put(table, (facts[row[1], row[2]], row[3]))
            case 'meeting':
                meeting_id = loading.number(table, row[:-1])
                for person_id in row[-1]:
                    loading.put('meeting_person', (meeting_id, person_id))
            case 'contact':
                ids[row[0]] = loading.number(table, (row[1], f'talk-{row[0][0]}-{row[0][1]}', *row[2:]))
            case 'contact_team' | 'contact_coach' | 'contact_addendum':
                loading.put(table, (ids[row[0]], *row[1:]))
            case 'next_step':
                loading.put(table, (*row[:7], ids[row[7]] if row[7] else None, *row[8:]))
            case 'appointment':
                uid = f'{cast.team_id}-{len(ids)}-{next(loading.ids["appointment"])}@benchmarks.example'
                team_id, coach_id, at, state, key = row
                contact_id = ids[key] if key else None
                loading.put(table, (team_id, coach_id, uid, at, 45, 'America/Chicago', 'video', state, contact_id, min(at, cast.now)))
            case 'pilot_site':
                site_id = loading.number(table, row[:-1])
                loading.put('pilot_site_state', (site_id, row[-1], row[3].date(), row[3]))
            case _:
                loading.put(table, row)
    _people(loading, life)
    _beside(loading, life)


def _people(loading: Loading, life: lives.Life) -> None:
    """Its members: one in ten has no account; most came by a Taste."""
    cast = life.cast
    for number, person_id in enumerate(cast.person_ids):
        _person(loading, person_id, cast.now)
        if number != 6 and not life.is_over:
            account_id = _account(loading, person_id, cast.now)
            loading.put('role_grant', (account_id, 'lead' if number == 0 else 'member', 'team', cast.team_id, life.at(life.age)))
        for kind in range(1, 4):
            if (person_id * 7 + kind) % 10 < 12 - kind * 3:
                session_id = kind * 1_000 + (cast.number * 13 + number) % 150
                at = cast.now - DAY * (20 + session_id % 1_000 * 4)
                spot = loading.number('registration', (session_id, person_id, 'registered', 'self', at - DAY * 3, _nonce(person_id, kind)))
                loading.put('attendance', (spot, session_id, 1, 'here', 'tap', at))


def _beside(loading: Loading, life: lives.Life) -> None:
    """Its coaches: a lead, before whom every third team had another; some have a second one."""
    cast, began = life.cast, life.age - 5
    closed, ended = (life.on(30), 'team_closed') if life.is_over else (None, '')
    half = began // 2
    if cast.number % 3 == 1 and began > 80:
        other = 2 + (cast.coach_id * 5 + 1) % (life_coaches(cast) - 1)
        if other != cast.coach_id:
            loading.put('assignment', (cast.team_id, other, 'lead', life.on(began), life.on(half), 'handed_over', life.at(began)))
            began = half
    if cast.number % 97 != 96:
        loading.put('assignment', (cast.team_id, cast.coach_id, 'lead', life.on(began), closed, ended, life.at(began)))
        if not life.is_over:
            loading.put('role_grant', (cast.coach_id, 'coach', 'team', cast.team_id, life.at(began)))
    if cast.co_coach_id and cast.co_coach_id != cast.coach_id:
        loading.put('assignment', (cast.team_id, cast.co_coach_id, 'co_coach', life.on(40), closed, ended, life.at(40)))
        if not life.is_over:
            loading.put('role_grant', (cast.co_coach_id, 'coach', 'team', cast.team_id, life.at(40)))


def life_coaches(cast: lives.Cast) -> int:
    """How many coaches came before the first person of the first team; enough for another one."""
    return max(3, min(cast.person_ids[0] - 1, 7))


def _person(loading: Loading, person_id: int, now: datetime.datetime) -> None:
    first, last = FIRST[person_id % len(FIRST)], LAST[person_id // 25 % len(LAST)]
    name = f'{first} {chr(65 + person_id // 550 % 26)}. {last}'
    email = f'{first}.{last}.{person_id}@people.example'.lower()
    seen_at = now - DAY * (person_id % 300)
    language = 'es' if person_id % 10 == 3 else 'en'
    row = (person_id, name, name.lower(), email, None, language, 1 + person_id % 110, 'self', seen_at - 300 * DAY, seen_at)
    loading.put('person', row)


def _account(loading: Loading, person_id: int, now: datetime.datetime) -> int:
    """An account has the person's own number."""
    loading.put('account', (person_id, person_id, f'{person_id}@people.example', now - DAY * 300))
    return person_id


def _nonce(*numbers: int) -> bytes:
    return hashlib.blake2b(repr(numbers).encode(), digest_size=16).digest()


async def load(teams: int, *, now: datetime.datetime, say: Callable[[str], None] = lambda _: None) -> World:
    """Put a world of this size into the open pool's database, which has the schema and no rows; constraints are counted afterwards."""
    world = World(teams, now)
    facts = {'organisations': max(20, teams // 4), 'coaches': world.coaches, 'now': now.isoformat()}
    async with atomic():
        for setting in ("session_replication_role = 'replica'", "work_mem = '256MB'", "maintenance_work_mem = '512MB'"):
            await execute(f'set local {setting}')
        await execute(f'truncate {", ".join(LOADED)} restart identity cascade')
        indexes = await fetch(INDEXES, list(LOADED))
        for index in indexes:
            await execute(f'drop index {index["indexname"]}')
        for statement in SMALL:
            await execute(statement.format(**facts))
        say('teams and talks')
        await _copy_lives(world)
        say('what follows from them')
        await _cohorts(world)
        for statement in FOLLOWING:
            await execute(statement.format(**facts))
        for index in indexes:
            await execute(index['indexdef'])
        await execute('analyze')
        await progress.rebuild()
        for table in LOADED:
            if table not in ('progress',) and await fetchval('select pg_get_serial_sequence($1, $2)', table, 'id'):
                await execute(f"select setval(pg_get_serial_sequence('{table}', 'id'), greatest(1, (select max(id) from {table})))")
    say('counting what the constraints would have counted')
    if broken := await faults():
        raise AssertionError(f'the loaded world breaks its own rules: {broken}')
    await execute('vacuum analyze')
    await sign_in_anew(world)
    return world


async def _copy_lives(world: World) -> None:
    for table in AS_WRITTEN:
        await execute(f'create unlogged table loading_{table} (like {table} including defaults)')
        await execute(f'alter table loading_{table} alter id drop not null')
        if table in JSON:
            await execute(f'alter table loading_{table} alter {JSON[table]} type text, alter {JSON[table]} drop default')
    loading = Loading()
    for person_id in range(1, world.coaches + 1):
        _person(loading, person_id, world.now)
        _account(loading, person_id, world.now)
    for cast in world.casts():
        _live(loading, cast)
        await loading.away()
    await loading.away(at_least=0)
    for table, order in AS_WRITTEN.items():
        columns = COLUMNS[table].replace(' ', ', ')
        cast = columns.replace(JSON[table], f'{JSON[table]}::jsonb') if table in JSON else columns
        await execute(f'insert into {table} ({columns}) select {cast} from loading_{table} order by {order}')
        await execute(f'drop table loading_{table}')


async def _cohorts(world: World) -> None:
    """Six cohorts with ten of hers and twenty others each; of the rest two of three, by thirty."""
    others = sorted(set(range(1, world.all_teams + 1)) - set(world.hers))
    pairs = [(1 + number // 10, team_id) for number, team_id in enumerate(world.hers)]
    pairs += [(1 + number // 20, others[number % len(others)]) for number in range(120)]
    pairs += [(7 + number // 45, team_id) for number, team_id in enumerate(others) if number % 3]
    pairs = sorted(set(pairs))
    await execute(COHORTS, max(cohort for cohort, _team in pairs), world.now)
    await execute(IN_COHORTS, [one for one, _ in pairs], [one for _, one in pairs], [world.now.date() - 300 * DAY] * len(pairs))


def token(account_id: int) -> str:
    """What the browser of this account's holder sends."""
    return f'a-sign-in-of-the-benchmarks-which-no-browser-ever-had-{account_id}'


async def sign_in_anew(world: World) -> None:
    """The browsers of the great coach and of those who lead her teams, as if they had just come: a token is changed after four hours."""
    now = datetime.datetime.now(datetime.UTC)
    for account_id in (GREAT_COACH, *world.lead_ids):
        await execute('delete from sign_in where account_id = $1', account_id)
        await execute(SIGN_IN, account_id, tokens.digest(token(account_id)), now)


async def faults() -> dict[str, int]:
    """What the switched-off constraints and triggers would have refused: rows that name nothing, and facts that cannot follow."""
    found = {'step_fact_follows': await fetchval(OUT_OF_ORDER)}
    for key in await fetch(KEYS, list(LOADED)):
        known = ' and '.join(f'c.{column} is not null' for column in key['here'])
        same = ' and '.join(f'p.{there} = c.{here}' for here, there in zip(key['here'], key['there'], strict=True))
        sql = f'select count(*) from {key["child"]} c where {known} and not exists (select from {key["parent"]} p where {same})'
        found[key['conname']] = await fetchval(sql)
    return {name: count for name, count in found.items() if count}


def stamp() -> str:
    """What a loaded world is known by: the text of these modules."""
    texts = (pathlib.Path(module).read_bytes() for module in (__file__, lives.__file__, statements.__file__))
    return hashlib.sha256(b''.join(texts)).hexdigest()


async def counts() -> dict[str, int]:
    """How many rows the large tables hold."""
    return {table: await fetchval(f'select count(*) from {table}') for table in LARGE}

