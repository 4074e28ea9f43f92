"""Settings are read once; a wrong one is named in one sentence."""

import ipaddress
import os
import pathlib
import stat
import subprocess
import sys

import pytest

from coaching.kit import settings as module
from coaching.kit.settings import WrongSetting, adopt, read, settings

SECRET = 'thirty-two characters or more, for certain'
A_PORT = 'must be a whole number from 1 to 65535, not'
A_HOST = 'must be an address or a name to listen on, without a port, not'
A_BASE_URL = 'must look like https://coaching.example.org, without a path, not'
PROXIES = 'must be addresses or networks such as 10.0.0.0/8, with commas;'
A_SENDER = 'must be an e-mail address such as "Café Path <hello@example.org>", not'


@pytest.fixture
def folder(open_folder: pathlib.Path) -> pathlib.Path:
    return open_folder / 'data'


def test_an_installation_that_chose_nothing_listens_at_home(folder):
    ours = read({'COACHING_DATA_DIR': str(folder)})
    assert (ours.host, ours.port, ours.base_url) == ('127.0.0.1', 8000, 'http://127.0.0.1:8000')
    assert (ours.database_url, ours.redis_url, ours.smtp_url, ours.trusted_proxies) == (None, None, None, ())
    assert ours.mail_from == 'Café Path <cafe-path@localhost>'
    assert ours.https is False
    assert ours.letters_dir == folder / 'letters'


def test_every_choice_is_kept(folder):
    ours = read(
        {
            'COACHING_DATA_DIR': str(folder),
            'COACHING_HOST': '0.0.0.0',
            'COACHING_PORT': '8080',
            'COACHING_BASE_URL': 'https://Coaching.Example.org/',
            'COACHING_SECRET': SECRET,
            'COACHING_TRUSTED_PROXIES': '10.0.0.0/8, ::1',
            'DATABASE_URL': 'postgresql://ana@db.example.org/cafe',
            'REDIS_URL': 'rediss://cache.example.org:6380/1',
            'SMTP_URL': 'smtps://ana:word@mail.example.org',
            'COACHING_MAIL_FROM': 'Prairie Café Network <hello@example.org>',
        }
    )
    assert ours == module.Settings(
        data_dir=folder,
        host='0.0.0.0',
        port=8080,
        base_url='https://coaching.example.org',
        secret=SECRET.encode(),
        trusted_proxies=(ipaddress.ip_network('10.0.0.0/8'), ipaddress.ip_network('::1')),
        database_url='postgresql://ana@db.example.org/cafe',
        redis_url='rediss://cache.example.org:6380/1',
        smtp_url='smtps://ana:word@mail.example.org',
        mail_from='Prairie Café Network <hello@example.org>',
    )
    assert ours.https is True


def test_what_opens_doors_is_not_shown_with_the_rest(folder):
    ours = read({'COACHING_DATA_DIR': str(folder), 'COACHING_SECRET': SECRET, 'DATABASE_URL': 'postgres://ana:open-sesame@db/cafe'})
    assert SECRET not in repr(ours)
    assert 'open-sesame' not in repr(ours)


@pytest.mark.parametrize(
    ('name', 'value', 'words'),
    [
        ('COACHING_PORT', 'eight', f"{A_PORT} 'eight'."),
        ('COACHING_PORT', '0', f"{A_PORT} '0'."),
        ('COACHING_PORT', '65536', f"{A_PORT} '65536'."),
        ('COACHING_PORT', '٨٠٠٠', f"{A_PORT} '٨٠٠٠'."),
        ('COACHING_HOST', '0.0.0.0:80', f"{A_HOST} '0.0.0.0:80'."),
        ('COACHING_HOST', 'http://here', f"{A_HOST} 'http://here'."),
        ('COACHING_BASE_URL', 'coaching.example.org', f"{A_BASE_URL} 'coaching.example.org'."),
        ('COACHING_BASE_URL', 'https://a.example/x', f"{A_BASE_URL} 'https://a.example/x'."),
        ('COACHING_BASE_URL', 'https://a.example:x', f"{A_BASE_URL} 'https://a.example:x'."),
        ('COACHING_BASE_URL', 'https://ana@a.example', f"{A_BASE_URL} 'https://ana@a.example'."),
        ('COACHING_SECRET', 'short', 'must have at least 32 characters; "openssl rand -hex 32" makes a good one.'),
        ('COACHING_TRUSTED_PROXIES', '10.0.0.0/8, near', f"{PROXIES} 'near' does not appear to be an IPv4 or IPv6 network."),
        ('DATABASE_URL', 'mysql://ana:word@db/cafe', 'must be an address that starts with postgresql:// or postgres://.'),
        ('DATABASE_URL', 'postgresql://', 'must be an address that starts with postgresql:// or postgres://.'),
        ('REDIS_URL', 'localhost:6379', 'must be an address that starts with redis:// or rediss:// or unix://.'),
        ('SMTP_URL', 'mail.example.org', 'must be an address that starts with smtp:// or smtps://.'),
        ('SMTP_URL', 'smtp://mail.example.org:0', 'must be an address that starts with smtp:// or smtps://.'),
        ('COACHING_MAIL_FROM', 'Café Path', f"{A_SENDER} 'Café Path'."),
        ('COACHING_MAIL_FROM', 'a@b\r\nBcc: c@d', f"{A_SENDER} 'a@b\\r\\nBcc: c@d'."),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_in_one_sentence(folder, name, value, words):
    with pytest.raises(WrongSetting) as wrong:
        read({'COACHING_DATA_DIR': str(folder), name: value})
    assert (wrong.value.name, wrong.value.sentence) == (name, words)
    assert str(wrong.value) == f'{name}: {words}'


def test_a_value_may_stand_in_a_file(folder):
    folder.mkdir()
    (folder / 'port').write_text('8123\n')
    assert read({'COACHING_DATA_DIR': str(folder), 'COACHING_PORT_FILE': str(folder / 'port')}).port == 8123


def test_a_file_that_is_not_there_is_named(folder):
    with pytest.raises(WrongSetting, match=r'^SMTP_URL_FILE: names a file that cannot be read: /nowhere/smtp$'):
        read({'COACHING_DATA_DIR': str(folder), 'SMTP_URL_FILE': '/nowhere/smtp'})


def test_a_value_and_its_file_are_one_too_many(folder):
    with pytest.raises(WrongSetting, match=r'^COACHING_PORT: is set twice, also as COACHING_PORT_FILE; keep one of them\.$'):
        read({'COACHING_DATA_DIR': str(folder), 'COACHING_PORT': '8000', 'COACHING_PORT_FILE': '/nowhere/port'})


def test_a_database_of_ones_own_asks_for_a_secret(folder):
    with pytest.raises(WrongSetting, match=r'^COACHING_SECRET: must be set where DATABASE_URL is set;'):
        read({'COACHING_DATA_DIR': str(folder), 'DATABASE_URL': 'postgresql://db/cafe'})


def test_beside_the_embedded_database_a_secret_is_made_once_and_kept_to_oneself(folder):
    first = read({'COACHING_DATA_DIR': str(folder)}).secret
    assert len(first) == 64
    assert read({'COACHING_DATA_DIR': str(folder)}).secret == first
    assert stat.S_IMODE((folder / 'secret').stat().st_mode) == 0o600
    assert sorted(file.name for file in folder.iterdir()) == ['secret']


def test_of_many_that_start_at_once_all_read_the_same_secret(folder):
    program = 'from coaching.kit.settings import settings; print(settings().secret.decode())'
    environ = {**os.environ, 'COACHING_DATA_DIR': str(folder)}
    environ.pop('COACHING_SECRET', None)
    starters = [subprocess.Popen([sys.executable, '-c', program], env=environ, stdout=subprocess.PIPE) for _ in range(6)]
    assert len({starter.communicate()[0] for starter in starters}) == 1


@pytest.mark.parametrize(
    ('host', 'address'),
    [('0.0.0.0', 'http://127.0.0.1:8000'), ('::', 'http://[::1]:8000'), ('::1', 'http://[::1]:8000'), ('cafe.local', 'http://cafe.local:8000')],
)
def test_the_address_that_people_visit_follows_from_the_one_that_is_listened_on(folder, host, address):
    assert read({'COACHING_DATA_DIR': str(folder), 'COACHING_HOST': host}).base_url == address


def test_letters_come_from_the_host_that_people_visit(folder):
    ours = read({'COACHING_DATA_DIR': str(folder), 'COACHING_BASE_URL': 'https://coaching.example.org:8443'})
    assert ours.mail_from == 'Café Path <cafe-path@coaching.example.org>'


def test_a_data_folder_that_is_a_file_is_named(open_folder):
    (open_folder / 'file').write_text('')
    with pytest.raises(WrongSetting, match=r'^COACHING_DATA_DIR: names a folder that cannot be made or written to: '):
        read({'COACHING_DATA_DIR': str(open_folder / 'file')})


def test_settings_are_read_once_until_others_are_adopted(folder, monkeypatch):
    monkeypatch.setenv('COACHING_DATA_DIR', str(folder))
    monkeypatch.setenv('COACHING_PORT', '8001')
    settings.cache_clear()
    try:
        first = settings()
        monkeypatch.setenv('COACHING_PORT', '8002')
        assert settings() is first
        others = read({'COACHING_DATA_DIR': str(folder), 'COACHING_PORT': '8003'})
        adopt(others)
        assert settings() is others
    finally:
        adopt(None)


@pytest.fixture
def as_root(monkeypatch):
    monkeypatch.setattr(os, 'geteuid', lambda: 0)


def test_root_is_told_when_the_database_could_not_enter_the_folder(open_folder, as_root):
    closed = open_folder / 'closed'
    closed.mkdir(mode=0o700)
    with pytest.raises(WrongSetting) as wrong:
        read({'COACHING_DATA_DIR': str(closed / 'data')})
    assert wrong.value.sentence == (
        f'the database does not run as root, and its user cannot enter {closed}/data; choose one such as /var/lib/cafe-path.'
    )


def test_root_with_a_closed_home_gets_another_folder_by_itself(open_folder, as_root, monkeypatch):
    closed = open_folder / 'closed'
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(module, 'PROJECT', closed)
    monkeypatch.setattr(module, 'SHARED_FOLDER', open_folder / 'shared')
    assert read({}).data_dir == open_folder / 'shared'


def test_roots_own_data_folder_lets_the_database_pass_and_nobody_look(open_folder, as_root):
    (open_folder / 'data').mkdir(mode=0o700)
    read({'COACHING_DATA_DIR': str(open_folder / 'data')})
    assert stat.S_IMODE((open_folder / 'data').stat().st_mode) == 0o701
