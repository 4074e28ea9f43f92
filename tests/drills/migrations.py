"""Migrations that are killed after each of their statements, and many who migrate at once: python -m tests.drills.migrations.

Every starter is a process of its own, forked from one that has imported everything, so that hundreds of them take no time.
"""

from __future__ import annotations

import asyncio
import dataclasses
import os
import re
import shutil
import signal
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import click

from coaching.kit import migrating
from coaching.kit.embedded.postgres import PostgreSQL
from tests.another_database import speaking_to
from tests.drills.starting import open_folder

WHOLE = re.compile(r"(\$\$.*?\$\$|'(?:[^']|'')*'|--[^\n]*)", re.DOTALL)
SCHEMA = """
select string_agg(line, E'\\n' order by line) from (
    select format('column %s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default)
    from information_schema.columns where table_schema = 'public'
    union all select indexdef from pg_indexes where schemaname = 'public'
    union all select format('constraint %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint
    where connamespace = 'public'::regnamespace
    union all select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
    union all select pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace
    union all select format('migration %s', name) from migration
) as described (line)
"""


EMPTY = """
do $$ begin
    perform pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid();
    drop schema public cascade;
    create schema public;
end $$
"""


@dataclasses.dataclass(slots=True)
class Figures:
    """What was counted."""

    statements: int = 0
    kills: int = 0
    stuck: list[str] = dataclasses.field(default_factory=list)
    half: list[str] = dataclasses.field(default_factory=list)
    rounds: int = 0
    failed_rounds: list[str] = dataclasses.field(default_factory=list)

    def lines(self) -> list[str]:
        return [
            f'{self.kills} of {self.statements} statements after which whoever migrated was killed',
            f'did not heal at the next start: {len(self.stuck)} {self.stuck[:3]}',
            f'another schema than after an undisturbed start: {len(self.half)} {self.half[:3]}',
            f'{self.rounds} rounds of starters at once; rounds in which one failed or a migration ran twice: '
            f'{len(self.failed_rounds)} {self.failed_rounds[:3]}',
        ]

    @property
    def is_right(self) -> bool:
        return not (self.stuck or self.half or self.failed_rounds)


def statements(sql: str) -> list[str]:
    """The single statements of a migration; what stands between quotes is left whole, comments are left out."""
    found = ['']
    for number, piece in enumerate(WHOLE.split(sql)):
        first, *others = [piece] if number % 2 else piece.split(';')
        found[-1] += '' if first.startswith('--') else first
        found += others
    return [one for one in found if one.strip()]


def kill_after(number: int) -> list[int]:
    """From now on this process ends itself right after so many statements; what was counted so far."""
    counted = [0]
    whole = asyncpg.Connection.execute

    async def execute(self: Any, sql: str, *parameters: Any, **others: Any) -> str:
        told = ''
        for one in [sql] if parameters else statements(sql):
            told = await whole(self, one, *parameters, **others)
            counted[0] += 1
            if counted[0] == number:
                os.kill(os.getpid(), signal.SIGKILL)
        return told

    asyncpg.Connection.execute = execute
    return counted


async def migrated(dsn: str) -> list[str]:
    """What `python -m coaching migrate` does."""
    async with speaking_to({'dsn': dsn}, size=2):
        return await migrating.migrate()


def forked(act: Callable[[], Awaitable[object]], before: Callable[[], object] = lambda: None) -> int:
    """A process of its own that does this and ends; its number."""
    if number := os.fork():
        return number
    try:
        before()
        asyncio.run(act())  # type: ignore[arg-type]
        os._exit(0)
    except BaseException as error:
        print(f'{type(error).__name__}: {error}', file=sys.stderr)
        os._exit(1)


def ended(number: int) -> int:
    """How a process ended: 0, or minus the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


class Cluster:
    """One PostgreSQL whose database is emptied for each try."""

    def __init__(self) -> None:
        self.folder = open_folder()
        self.server = PostgreSQL(self.folder / 'data')
        self.server.start()

    def emptied(self) -> str:
        """The address of the database, in which there is nothing now."""
        asyncio.run(_fetchval(self.server.url, EMPTY))
        return self.server.url

    def end(self) -> None:
        self.server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


async def _fetchval(dsn: str, sql: str) -> Any:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


def schema(dsn: str) -> str:
    """Everything that a migration makes, in words."""
    return asyncio.run(_fetchval(dsn, SCHEMA))


def count_statements(cluster: Cluster) -> int:
    """How many statements an undisturbed start sends, told through a pipe."""
    read, write = os.pipe()

    async def counting() -> None:
        counted = kill_after(-1)
        await migrated(dsn)
        os.write(write, str(counted[0]).encode())

    dsn = cluster.emptied()
    assert ended(forked(counting)) == 0
    told = os.read(read, 20)
    os.close(read)
    os.close(write)
    return int(told)


def kill_everywhere(cluster: Cluster, each: int, figures: Figures) -> None:
    """Kill after every statement, or every so many, start again, and look at what stands."""
    dsn = cluster.emptied()
    assert ended(forked(lambda: migrated(dsn))) == 0
    wanted = schema(dsn)
    figures.statements = count_statements(cluster)
    for number in range(1, figures.statements + 1, each):
        cluster.emptied()
        how = ended(forked(lambda: migrated(dsn), lambda number=number: kill_after(number)))
        assert how == -signal.SIGKILL, f'after statement {number}: {how}'
        figures.kills += 1
        if ended(forked(lambda: migrated(dsn))):
            figures.stuck.append(f'after statement {number}')
        elif schema(dsn) != wanted:
            figures.half.append(f'after statement {number}')


def start_together(cluster: Cluster, starters: int, rounds: int, figures: Figures) -> None:
    """Many bring the same database up at once: every other round it is empty, else one migration old."""
    names = [module.ID for module in migrating.known()]
    for number in range(rounds):
        dsn = cluster.emptied()
        if number % 2:
            assert ended(forked(lambda: migrated(dsn), _know_only_the_first)) == 0  # noqa: B023
        gate, go = os.pipe()
        ones = [forked(lambda: migrated(dsn), lambda gate=gate: os.read(gate, 1)) for _ in range(starters)]  # noqa: B023
        os.write(go, b'g' * starters)
        how = [ended(one) for one in ones]
        ran = asyncio.run(_fetchval(dsn, 'select array_agg(name order by name) from migration'))
        if any(how) or ran != names:
            figures.failed_rounds.append(f'round {number}: {how} {ran}')
        os.close(gate)
        os.close(go)
        figures.rounds += 1


def _know_only_the_first() -> None:
    first = migrating.known()[:1]
    migrating.known = lambda: first  # type: ignore[assignment]


@click.command()
@click.option('--each', default=1, show_default=True, help='Kill after every statement whose number is a multiple of this.')
@click.option('--starters', default=8, show_default=True)
@click.option('--rounds', default=20, show_default=True)
def main(each: int, starters: int, rounds: int) -> None:
    """Kill migrations everywhere, then let many migrate at once."""
    figures, cluster = Figures(), Cluster()
    try:
        kill_everywhere(cluster, each, figures)
        start_together(cluster, starters, rounds, figures)
    finally:
        cluster.end()
    click.echo('\n'.join(figures.lines()))
    sys.exit(not figures.is_right)


if __name__ == '__main__':
    main()
