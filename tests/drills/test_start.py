"""It starts on a bare machine, it stops as a whole, and after kill -9 of any part the next start heals it."""

import pathlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import psutil
import pytest

from coaching.kit import embedded
from coaching.kit.settings import read
from tests.drills.starting import ROOT, Running, a_folder, below, environ, names

SECRET = 'a secret of a drill, thirty-two characters'


@pytest.fixture
def folder() -> Iterator[pathlib.Path]:
    """A data folder of this drill's own; whatever still runs there afterwards is ended."""
    with a_folder() as made:
        yield made / 'data'


@pytest.fixture
def outside(folder: pathlib.Path) -> Iterator[dict[str, str]]:
    """A database and a Redis that the product did not start itself, as settings."""
    servers = embedded.start(read({'COACHING_DATA_DIR': str(folder.parent / 'outside')}))
    assert servers.settings.database_url and servers.settings.redis_url
    yield {'DATABASE_URL': servers.settings.database_url, 'REDIS_URL': servers.settings.redis_url, 'COACHING_SECRET': SECRET}
    servers.stop()


def set_up_link(server: Running) -> str:
    return server.wait_for('becomes the coordinator').rpartition(' ')[2]


@pytest.mark.parametrize('number', [signal.SIGINT, signal.SIGHUP])
def test_an_empty_machine_gets_pages_and_one_link_and_one_signal_ends_all_of_it(folder, number):
    with Running('serve', folder=folder) as server:
        server.ready()
        assert server.answers() == 200
        assert set_up_link(server).startswith(f'{server.address}/')
        assert str(folder / 'letters') in server.wait_for('SMTP_URL is not set')
        assert names(folder) == ['postgres', 'redis-server']
        assert server.tell(number) == 0
        assert server.answers() == 0
    assert names(folder) == []


@pytest.mark.parametrize('part', ['python', 'postgres', 'redis-server', 'all'])
def test_after_a_kill_of_any_part_the_next_start_goes_on_where_it_was(folder, part):
    with Running('serve', folder=folder) as first:
        link = set_up_link(first.ready()).removeprefix(first.address)
        victims = [process for process in below(folder) if part in (process.name(), 'all')]
        victims += [psutil.Process(first.process.pid)] if part in ('python', 'all') else []
        assert victims
        for victim in victims:
            victim.kill()
        if part not in ('python', 'all'):
            first.tell(signal.SIGKILL)
    with Running('serve', folder=folder) as second:
        assert set_up_link(second.ready()).removeprefix(second.address) == link
        assert second.answers() == 200
        assert second.tell(signal.SIGINT) == 0
    assert names(folder) == []


@pytest.mark.parametrize('seconds', [0.4, 1.2])
def test_whoever_stops_it_while_it_still_starts_leaves_nothing_running(folder, seconds):
    with Running('serve', folder=folder) as server:
        time.sleep(seconds)
        server.tell(signal.SIGTERM)
    assert names(folder) == []
    with Running('serve', folder=folder) as again:
        assert again.ready().answers() == 200
        again.tell(signal.SIGINT)


def test_when_whoever_started_it_is_killed_it_stops_by_itself(folder):
    with Running('serve', '--with-parent', folder=folder, through=('sh', '-c', '"$@"; :', 'sh')) as server:
        server.ready()
        server.process.kill()
        end = time.monotonic() + 20
        while below(folder) and time.monotonic() < end:
            time.sleep(0.1)
        assert names(folder) == []
        assert server.answers() == 0


def test_two_run_side_by_side(folder):
    with Running('serve', folder=folder) as one, Running('serve', folder=folder.with_name('other')) as two:
        assert (one.ready().answers(), two.ready().answers()) == (200, 200)
        assert set_up_link(one).removeprefix(one.address) != set_up_link(two).removeprefix(two.address)
        one.tell(signal.SIGINT)
        assert two.answers() == 200
        two.tell(signal.SIGINT)


def test_a_port_that_is_taken_is_named_and_the_other_server_goes_on(folder):
    with Running('serve', folder=folder) as first:
        first.ready()
        told = run('serve', folder=folder, COACHING_PORT=str(first.port))
        assert (told.returncode, told.stderr) == (2, f'COACHING_PORT: {first.port} is taken by another program; choose a free one.\n')
        assert first.answers() == 200
        assert names(folder) == ['postgres', 'redis-server']
        first.tell(signal.SIGINT)


def run(*words: str, folder: pathlib.Path, **more: str) -> 'subprocess.CompletedProcess[str]':
    command = [sys.executable, '-m', 'coaching', *words]
    return subprocess.run(command, cwd=ROOT, env=environ(folder, **more), capture_output=True, text=True, check=False, timeout=120)


def test_a_wrong_setting_stops_the_start_with_one_line_that_names_it(folder):
    told = run('serve', folder=folder, COACHING_PORT='eight')
    assert (told.returncode, told.stdout) == (2, '')
    assert told.stderr == "COACHING_PORT: must be a whole number from 1 to 65535, not 'eight'.\n"


def test_a_database_that_does_not_answer_stops_the_start_and_keeps_its_password_to_itself(folder):
    told = run('migrate', folder=folder, COACHING_SECRET=SECRET, DATABASE_URL='postgresql://ana:open-sesame@127.0.0.1:1/cafe', REDIS_URL='redis://r')
    assert (told.returncode, told.stdout) == (2, '')
    assert told.stderr == 'DATABASE_URL: no database lets us in there (ConnectionRefusedError).\n'


def test_several_web_processes_ask_for_servers_of_ones_own(folder):
    told = run('serve', '--workers', '2', folder=folder)
    assert told.returncode == 2
    assert told.stderr.endswith('Error: --workers needs DATABASE_URL and REDIS_URL.\n')


def test_help_names_every_command_in_a_line(folder):
    told = run('--help', folder=folder)
    commands = told.stdout.split('Commands:\n')[1]
    assert [line.split()[0] for line in commands.splitlines()] == [
        'serve', 'work', 'migrate', 'demo', 'link', 'backup', 'restore', 'content', 'check',
    ]  # fmt: skip
    assert [line for line in commands.splitlines() if not line.endswith('.') or '...' in line] == []


@pytest.mark.parametrize('number', [signal.SIGTERM, signal.SIGKILL])
def test_several_web_processes_end_with_their_parent(folder, outside, number):
    with Running('serve', '--workers', '2', folder=folder, **outside) as server:
        server.ready()
        end = time.monotonic() + 30
        while server.answers() != 200 and time.monotonic() < end:
            time.sleep(0.1)
        children = psutil.Process(server.process.pid).children(recursive=True)
        assert len(children) >= 2
        server.tell(number)
        assert psutil.wait_procs(children, timeout=15)[1] == []
        assert server.answers() == 0


def test_eight_starters_bring_the_schema_up_once(folder, outside):
    starters = [Running('migrate', folder=folder, **outside) for _ in range(8)]
    assert [starter.process.wait(timeout=120) for starter in starters] == [0] * 8
    said = [starter.wait_for('is at level') for starter in starters]
    assert len(set(said)) == 1
    ran = [line for starter in starters for line in starter.lines if line.startswith('ran ')]
    assert sorted(ran) == sorted(set(ran))
    assert ran
    for starter in starters:
        starter.__exit__()


def test_the_demo_offers_a_link_for_each_role_and_none_to_set_it_up_however_often_it_starts(folder):
    for _ in range(2):
        with Running('demo', folder=folder) as server:
            server.ready()
            last = server.wait_for('county coordinator').rpartition(' ')[2]
            assert [server.answers(), server.answers(last.removeprefix(server.address))] == [200, 200]
            assert 'Nobody is here yet' not in server.said
            assert [role for role in ('  coordinator ', '  trainer ', '  second trainer ') if role not in server.said] == []
            assert server.tell(signal.SIGINT) == 0
