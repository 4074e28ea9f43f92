"""The embedded servers start, are shared, heal after kill -9, and stop with the last who uses them."""

import asyncio
import contextlib
import logging
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator

import asyncpg
import psutil
import pytest
import redis.asyncio as client

from coaching.kit import embedded
from coaching.kit.embedded import NotStarted, Servers, binaries, postgres
from coaching.kit.embedded.places import LONGEST_SOCKET_FOLDER, private_folder, socket_folder
from coaching.kit.embedded.redis import Redis, connection_pool
from coaching.kit.settings import Settings, read

ROOT = pathlib.Path(__file__).parents[2]


@pytest.fixture(scope='module')
def cluster() -> Iterator[pathlib.Path]:
    """A database that was made and stopped, to be copied: making one takes a second."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix='cafe-kit-'))
    folder.chmod(0o755)
    embedded.start(read({'COACHING_DATA_DIR': str(folder / 'data')})).stop()
    yield folder / 'data' / 'postgresql'
    shutil.rmtree(folder)


@pytest.fixture
def bare(open_folder: pathlib.Path) -> Iterator[Settings]:
    """The settings of an empty installation of this test's own; whatever still runs there afterwards is ended."""
    yield read({'COACHING_DATA_DIR': str(open_folder / 'data')})
    for process in running(open_folder):
        with contextlib.suppress(psutil.Error):
            process.kill()


@pytest.fixture
def ours(bare: Settings, cluster: pathlib.Path) -> Settings:
    """The same with an empty database that was stopped."""
    subprocess.run(['cp', '-a', cluster, bare.data_dir], check=True)
    return bare


def running(folder: pathlib.Path) -> list[psutil.Process]:
    """The first process of each server whose files are below a folder."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.status() != psutil.STATUS_ZOMBIE and str(folder) in ' '.join(process.cmdline()) and process.pid != os.getpid():
                found.append(process)
    return found


def names(folder: pathlib.Path) -> list[str]:
    return sorted(process.name() for process in running(folder))


def ask(servers: Servers, sql: str) -> object:
    async def asked() -> object:
        connection = await asyncpg.connect(**servers.database)
        try:
            return await connection.fetchval(sql)
        finally:
            await connection.close()

    return asyncio.run(asked())


def ring(servers: Servers) -> object:
    async def rung() -> object:
        async with client.Redis(connection_pool=connection_pool(servers.settings.redis_url)) as bell:
            return await bell.ping()

    return asyncio.run(rung())


def until(true: Callable[[], bool], seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


def killed(folder: pathlib.Path, name: str) -> None:
    for process in running(folder):
        if process.name() == name:
            process.kill()


def test_a_bare_machine_gets_a_database_that_knows_its_letters_and_a_bell(bare):
    servers = embedded.start(bare)
    try:
        assert ask(servers, "select lower('ÑÉ') || ' ' || current_database()") == 'ñé cafe_path'
        assert ask(servers, 'show server_version_num') >= '180000'
        assert ask(servers, 'show listen_addresses') == ''
        assert ring(servers) is True
        assert names(bare.data_dir) == ['postgres', 'redis-server']
    finally:
        servers.stop()
    assert names(bare.data_dir) == []


def test_what_the_settings_name_is_not_started(ours, open_folder):
    given = read(
        {'COACHING_DATA_DIR': str(open_folder / 'other'), 'COACHING_SECRET': 's' * 32, 'DATABASE_URL': 'postgres://db', 'REDIS_URL': 'redis://r'}
    )
    servers = embedded.start(given)
    try:
        assert servers.settings == given
        assert names(given.data_dir) == []
    finally:
        servers.stop()


def test_a_second_starter_uses_the_same_servers_and_the_last_one_stops_them(ours):
    first, second = embedded.start(ours), embedded.start(ours)
    pids = [process.pid for process in running(ours.data_dir)]
    try:
        assert len(pids) == 2
        first.stop()
        assert [process.pid for process in running(ours.data_dir)] == pids
        assert ask(second, 'select 1') == 1
    finally:
        second.stop()
    assert names(ours.data_dir) == []


def test_starters_that_come_together_make_and_start_one_database(bare):
    program = (
        'import os\nfrom coaching.kit import embedded\nfrom coaching.kit.settings import settings\n'
        'servers = embedded.start(settings())\nprint(servers.settings.database_url, flush=True)\ninput()\nservers.stop()\n'
    )
    environ = {**os.environ, 'COACHING_DATA_DIR': str(bare.data_dir)}
    starters = [
        subprocess.Popen([sys.executable, '-c', program], env=environ, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    said = {starter.stdout.readline() for starter in starters}
    assert len(said) == 1
    assert names(bare.data_dir) == ['postgres', 'redis-server']
    for starter in starters:
        starter.communicate('\n', timeout=30)
    assert [starter.returncode for starter in starters] == [0, 0, 0, 0]
    assert names(bare.data_dir) == []


@pytest.mark.parametrize('name', ['postgres', 'redis-server'])
def test_a_server_that_was_killed_is_there_again_at_the_next_start_with_what_was_written(ours, name):
    first = embedded.start(ours)
    ask(first, 'create table cup (of text)')
    ask(first, "insert into cup values ('coffee')")
    killed(ours.data_dir, name)
    second = embedded.start(ours)
    try:
        assert ask(second, 'select of from cup') == 'coffee'
        assert ring(second) is True
    finally:
        first.stop()
        second.stop()
    assert names(ours.data_dir) == []


def test_a_starter_that_was_killed_leaves_servers_that_the_next_one_takes_over_and_stops(ours):
    program = (
        'from coaching.kit import embedded\nfrom coaching.kit.settings import settings\n'
        'embedded.start(settings())\nprint(1, flush=True)\ninput()\n'
    )
    environ = {**os.environ, 'COACHING_DATA_DIR': str(ours.data_dir)}
    starter = subprocess.Popen([sys.executable, '-c', program], env=environ, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    starter.stdout.readline()
    starter.kill()
    starter.communicate()
    assert names(ours.data_dir) == ['postgres', 'redis-server']
    servers = embedded.start(ours)
    assert ask(servers, 'select 1') == 1
    servers.stop()
    assert names(ours.data_dir) == []


def test_a_number_that_another_process_got_since_is_not_taken_for_the_database(ours):
    embedded.start(ours).stop()
    pid_file = ours.data_dir / 'postgresql' / '18' / 'postmaster.pid'
    pid_file.write_text(f'{os.getpid()}\n{pid_file.parent}\n')
    shutil.chown(pid_file, pid_file.parent.stat().st_uid)
    servers = embedded.start(ours)
    try:
        assert ask(servers, 'select 1') == 1
    finally:
        servers.stop()


def test_a_folder_half_made_is_made_again(bare):
    half = bare.data_dir / 'postgresql' / 'half'
    half.mkdir(parents=True)
    (half / 'PG_VERSION').write_text('18\n')
    servers = embedded.start(bare)
    try:
        assert ask(servers, 'select 1') == 1
        assert not half.exists()
    finally:
        servers.stop()


def test_a_server_that_dies_while_the_product_runs_is_started_again(ours, caplog):
    servers = embedded.start(ours)
    servers.watch()
    try:
        with caplog.at_level(logging.WARNING):
            killed(ours.data_dir, 'postgres')
            killed(ours.data_dir, 'redis-server')
            assert until(lambda: names(ours.data_dir) == ['postgres', 'redis-server'] and 'again' in caplog.text)
        assert until(lambda: servers._postgres.alive() and servers._redis.alive())
        assert ring(servers) is True
    finally:
        servers.stop()
    assert names(ours.data_dir) == []


def test_a_frozen_bell_is_replaced_at_the_next_start(ours):
    first = embedded.start(ours)
    frozen = [process for process in running(ours.data_dir) if process.name() == 'redis-server'][0]
    frozen.send_signal(signal.SIGSTOP)
    second = embedded.start(ours)
    try:
        assert ring(second) is True
        assert not until(frozen.is_running, 0) or frozen.status() == psutil.STATUS_ZOMBIE
    finally:
        first.stop()
        second.stop()


def test_where_no_redis_can_be_had_this_process_stands_in_for_it(ours, monkeypatch):
    monkeypatch.setattr(Redis, 'find', lambda data_dir: None)
    servers = embedded.start(ours)
    try:
        assert servers.settings.redis_url is None
        assert ring(servers) is True
    finally:
        servers.stop()


def test_a_redis_that_does_not_run_here_is_no_reason_not_to_start(ours, open_folder, monkeypatch, caplog):
    broken = open_folder / 'redis-server'
    broken.write_text('#!/bin/sh\necho made for another machine\nexit 1\n')
    broken.chmod(0o755)
    monkeypatch.setattr(Redis, 'find', lambda data_dir: Redis(broken, data_dir))
    servers = embedded.start(ours)
    try:
        assert servers.settings.redis_url is None
        assert 'Redis did not start. made for another machine' in caplog.text
        assert ask(servers, 'select 1') == 1
    finally:
        servers.stop()


def test_what_the_stand_in_was_told_by_one_client_another_hears():
    async def told() -> object:
        async with client.Redis(connection_pool=connection_pool(None)) as one:
            await one.set('cup', 'full')
        async with client.Redis(connection_pool=connection_pool(None)) as other:
            return await other.get('cup')

    assert asyncio.run(told()) == b'full'


def test_nothing_that_people_wrote_reaches_the_databases_log(ours):
    servers = embedded.start(ours)
    try:
        ask(servers, 'create table person (email text unique)')
        ask(servers, "insert into person values ('rosa@example.org')")
        for wrong in ("insert into person values ('rosa@example.org')", "select 'rosa@example.org'::int"):
            with pytest.raises(asyncpg.PostgresError):
                ask(servers, wrong)
    finally:
        servers.stop()
    assert 'rosa' not in (ours.data_dir / 'postgresql' / 'log').read_text()


def test_a_long_or_rich_folder_name_gets_a_short_place_for_its_sockets(open_folder):
    for name in ('y' * LONGEST_SOCKET_FOLDER, 'mis datos?'):
        folder = socket_folder(open_folder / name, None)
        assert folder.parent == pathlib.Path('/tmp')
        folder.rmdir()
    (open_folder / 'plain').mkdir()
    assert socket_folder(open_folder / 'plain', None) == open_folder / 'plain'


def test_a_folder_of_a_stranger_is_refused(open_folder, monkeypatch):
    (open_folder / 'run').mkdir()
    monkeypatch.setattr(os, 'geteuid', lambda: 12345)
    with pytest.raises(NotStarted, match='belongs to somebody else'):
        private_folder(open_folder / 'run', None)
    (open_folder / 'link').symlink_to(open_folder / 'run')
    with pytest.raises(NotStarted, match='belongs to somebody else'):
        private_folder(open_folder / 'link', pwd.getpwuid(0))


AS_NOBODY = """
import os, pwd
from coaching.kit import embedded
from coaching.kit.embedded import binaries, postgres
from coaching.kit.settings import settings

nobody = pwd.getpwnam('nobody')
folder = binaries.postgres_binaries(nobody)
postgres.postgres_binaries = lambda owner: folder
os.setgroups([])
os.setgid(nobody.pw_gid)
os.setuid(nobody.pw_uid)
servers = embedded.start(settings())
embedded.start(settings()).stop()
print(os.stat(settings().data_dir).st_mode & 0o777)
servers.stop()
"""


def test_an_ordinary_user_needs_no_rights_at_all(open_folder):
    """Where root runs the tests; where nobody does, every other test shows it."""
    if os.geteuid() != 0:
        return
    nobody = pwd.getpwnam('nobody')
    home = open_folder / 'home'
    home.mkdir()
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    environ = {'PATH': '/usr/bin:/bin', 'HOME': str(home), 'COACHING_DATA_DIR': str(home / 'data')}
    done = subprocess.run([sys.executable, '-c', AS_NOBODY], cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == (f'{0o700}\n', 0), done.stderr
    assert {path.stat().st_uid for path in (home / 'data').rglob('*')} == {nobody.pw_uid}
    assert names(open_folder) == []


def test_binaries_below_a_closed_home_are_copied_once_to_where_the_database_may_run_them(ours, open_folder, monkeypatch):
    monkeypatch.setattr(binaries, 'SHARED_FOLDER', open_folder / 'shared')
    monkeypatch.setattr(binaries, '_runs', lambda folder, owner: False)
    me = pwd.getpwuid(os.geteuid() or pwd.getpwnam('nobody').pw_uid)
    copied = binaries.postgres_binaries(me)
    assert copied.is_relative_to(open_folder / 'shared')
    made_at = copied.stat().st_ctime_ns
    assert binaries.postgres_binaries(me).stat().st_ctime_ns == made_at
    assert [path.name for path in (open_folder / 'shared').glob('*.half')] == []
    monkeypatch.setattr(postgres, 'postgres_binaries', lambda owner: copied)
    servers = embedded.start(ours)
    try:
        assert ask(servers, 'select 1') == 1
    finally:
        servers.stop()


def test_two_data_folders_do_not_know_each_other(ours, open_folder):
    other = read({'COACHING_DATA_DIR': str(open_folder / 'neighbour')})
    one, two = embedded.start(ours), embedded.start(other)
    try:
        ask(one, 'create table cup (of text)')
        assert ask(two, "select to_regclass('cup')") is None
    finally:
        one.stop()
        assert names(other.data_dir) == ['postgres', 'redis-server']
        two.stop()


def test_no_port_is_opened(ours):
    servers = embedded.start(ours)
    try:
        doors = [door.family for process in running(ours.data_dir) for door in process.net_connections(kind='all')]
        assert set(doors) == {socket.AF_UNIX}
    finally:
        servers.stop()
