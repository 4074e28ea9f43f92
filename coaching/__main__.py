"""The command line: python -m coaching."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import click

from coaching.kit import clock, embedded
from coaching.kit.settings import Settings, WrongSetting, adopt, settings

Answer = TypeVar('Answer')
STATEMENT_SECONDS = 30.0


class Commands(click.Group):
    """A group whose commands say in one line why they cannot go on."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except WrongSetting as wrong:
            click.echo(str(wrong), err=True)
            context.exit(2)
        except embedded.NotStarted as why:
            click.echo(str(why), err=True)
            context.exit(1)
        except KeyboardInterrupt:
            context.exit(130)

    def list_commands(self, context: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=Commands, context_settings={'help_option_names': ['-h', '--help'], 'max_content_width': 100})
def main() -> None:
    """Café Path: sessions, sign-ups and stages for a network of café programmes.

    Settings come from the environment; README.md has their table. Without DATABASE_URL a PostgreSQL
    of its own runs under the data folder, and without REDIS_URL a Redis.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda number, frame: signal.raise_signal(signal.SIGINT))
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda number, frame: signal.raise_signal(signal.SIGTERM))


@main.command()
@click.option('--workers', type=click.IntRange(1, 64), metavar='N', help='N web processes and no worker inside; start "work" beside them.')
@click.option('--with-parent', is_flag=True, help='Stop when the process that started this one is gone.')
def serve(workers: int | None, with_parent: bool) -> None:
    """Serve the pages, and do the worker's part in the same process."""
    _serve(workers=workers, with_parent=with_parent)


@main.command()
def work() -> None:
    """Send letters and keep the clock, as a process of its own."""
    from coaching.kit import logs
    from coaching.worker import run

    logs.set_up()
    with contextlib.suppress(KeyboardInterrupt):
        _with_database(run, statement_seconds=STATEMENT_SECONDS)


@main.command()
def migrate() -> None:
    """Bring the database to this version's level."""
    from coaching.kit import migrating

    async def migrated(_: Settings) -> tuple[list[str], str]:
        return await migrating.migrate(), await migrating.level()

    ran, level = _with_database(migrated)
    for name in ran:
        click.echo(f'ran {name}')
    click.echo(f'The database is at level {level}.')


@main.command()
@click.option('--with-parent', is_flag=True, help='Stop when the process that started this one is gone.')
def demo(with_parent: bool) -> None:
    """Serve a network of invented people, in a data folder of its own."""
    from coaching.demo import plant
    from coaching.kit.migrating import migrate

    async def planted() -> list[str]:
        await migrate()
        links = await plant(now=clock.now())
        return ['One tap signs you in as', *(f'  {role:<18} {address}' for role, address in links.items())]

    ours = settings()
    if ours.database_url is None and 'COACHING_DATA_DIR' not in os.environ:
        folder = ours.data_dir / 'demo'
        folder.mkdir(mode=0o711, exist_ok=True)
        adopt(replace(ours, data_dir=folder))
    _serve(with_parent=with_parent, first=planted)


@main.command()
@click.argument('email')
def link(email: str) -> None:
    """Print a link that signs EMAIL in, once."""
    from coaching.accounts.commands import link_for

    async def made(_: Settings) -> str | None:
        return await link_for(email, now=clock.now())

    address = _with_database(made)
    if address is None:
        click.echo('Nobody signs in with that address.', err=True)
        sys.exit(1)
    click.echo(address)


@main.command()
@click.argument('file', type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write everything to FILE, while people work."""
    from coaching.keeping.archive import NotABackup
    from coaching.keeping.backup import backup as keep

    async def kept(_: Settings) -> int:
        return (await keep(file.absolute(), now=clock.now())).rows

    try:
        click.echo(f'{_with_database(kept)} rows stand in {file}.')
    except (NotABackup, OSError) as why:
        raise click.ClickException(str(why)) from why


@main.command()
@click.argument('file', type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Put what FILE holds in the place of everything. It sends no letter and brings back nobody who was erased."""
    import coaching.domains  # noqa: F401  whoever was erased is erased again in every domain
    from coaching.keeping.archive import NotABackup
    from coaching.keeping.restore import restore as bring_back

    async def restored(_: Settings) -> str:
        manifest, waiting, erased = await bring_back(file.absolute(), now=clock.now())
        back = f'{manifest.rows} rows of {manifest.made_at} are back.'
        return f'{back} Letters that wait for a person: {waiting}. People erased again: {erased}.'

    try:
        click.echo(_with_database(restored))
    except NotABackup as why:
        raise click.ClickException(str(why)) from why


@main.command()
def content() -> None:
    """Read all words of the product and say what is wrong in them."""
    from coaching.kit.content import check_all

    if wrong := check_all():
        click.echo('\n'.join(wrong), err=True)
        sys.exit(1)
    click.echo('The content is whole.')


@main.command()
def check() -> None:
    """Examine settings, database, Redis and content."""
    from coaching import checking

    findings = [*checking.settings_found(settings()), *_with_database(checking.servers_found), *checking.content_found()]
    for finding in findings:
        click.echo(('    ok  ' if finding.good else ' wrong  ') + finding.sentence)
    sys.exit(0 if all(finding.good for finding in findings) else 1)


@contextlib.contextmanager
def _servers() -> Iterator[embedded.Servers]:
    """The servers that nobody named, running; from here on the settings have their addresses."""
    servers = embedded.start(settings())
    adopt(servers.settings)
    try:
        yield servers
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):  # the last steps are short, and a second Ctrl-C would leave servers behind
            signal.signal(number, signal.SIG_IGN)
        servers.stop()


def _with_database(body: Callable[[Settings], Awaitable[Answer]], *, statement_seconds: float | None = None) -> Answer:
    """What `body` answers, with the servers running and the pool open."""
    with _servers() as servers:
        return asyncio.run(_on_the_pool(servers.settings, body, statement_seconds))


async def _on_the_pool(
    ours: Settings, body: Callable[[Settings], Awaitable[Answer]], statement_seconds: float | None = None
) -> Answer:
    """What somebody at the command line asks for may take its time: a restore, a migration of a large table."""
    from coaching.kit.database import close_pool, open_pool

    try:
        await open_pool({'dsn': ours.database_url, 'command_timeout': statement_seconds})
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as why:
        raise WrongSetting('DATABASE_URL', f'no database lets us in there ({type(why).__name__}).') from why
    try:
        return await body(ours)
    finally:
        await close_pool()


def _serve(*, workers: int | None = None, with_parent: bool, first: Callable[[], Awaitable[list[str]]] | None = None) -> None:
    """Serve until a signal comes; `first` is done before and says what else to print."""
    from coaching import serving
    from coaching.kit import logs

    ours = settings()
    if workers and not (ours.database_url and ours.redis_url):
        raise click.UsageError('--workers needs DATABASE_URL and REDIS_URL.')
    logs.set_up()
    if with_parent:
        serving.end_with_parent()
    with contextlib.suppress(KeyboardInterrupt), contextlib.closing(serving.a_door(ours)) as door, _servers() as servers:
        servers.watch()
        told = asyncio.run(_on_the_pool(servers.settings, lambda _: first())) if first else []
        welcome = [*asyncio.run(_on_the_pool(servers.settings, serving.welcome)), *told]
        if workers:
            click.echo('\n'.join(welcome))
            serving.serve_many(door, workers)
        else:
            serving.serve_one(servers.settings, door, ready=lambda: click.echo('\n'.join(welcome)))


if __name__ == '__main__':
    main(prog_name='python -m coaching')
