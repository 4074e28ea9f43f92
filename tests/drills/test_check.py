"""`check` says what an operator wants to know, good and bad."""

import dataclasses

import pytest

from coaching import checking
from coaching.checking import Finding
from coaching.kit import migrating
from coaching.kit.database import execute, fetchval
from coaching.kit.settings import read


@pytest.fixture
def near(tmp_path):
    return read({'COACHING_DATA_DIR': str(tmp_path), 'COACHING_SECRET': 's' * 32, 'DATABASE_URL': 'postgresql://db/cafe'})


def test_an_installation_at_home_is_good_without_https(near):
    assert checking.settings_found(near) == [
        Finding(True, 'People come to http://127.0.0.1:8000; this machine listens on 127.0.0.1, port 8000.'),
        Finding(True, 'That address is not https.'),
        Finding(True, f'Letters come from Café Path <cafe-path@localhost> and are kept as files in {near.letters_dir}.'),
    ]


def test_an_installation_for_everybody_asks_for_https(near):
    public = dataclasses.replace(near, host='0.0.0.0', base_url='http://cafe.example', smtp_url='smtp://mail.example')
    assert checking.settings_found(public)[1:] == [
        Finding(False, 'That address is not https.'),
        Finding(True, 'Letters come from Café Path <cafe-path@localhost> and go to the mail server of SMTP_URL.'),
    ]
    behind_a_proxy = dataclasses.replace(public, base_url='https://cafe.example')
    assert checking.settings_found(behind_a_proxy)[1] == Finding(True, 'That address is https.')


async def test_a_database_at_this_versions_level_is_good(database, near):
    version = await fetchval('show server_version')
    newest = migrating.newest()
    assert await checking.servers_found(near) == [
        Finding(True, f'PostgreSQL {version} answers.'),
        Finding(True, f'The database is at level {newest}; this version asks for {newest}.'),
        Finding(True, 'There is no Redis; each server stands in for it by itself.'),
    ]


async def test_a_database_that_nobody_migrated_is_named(database, near):
    await execute('delete from migration')
    assert (await checking.servers_found(near))[1] == Finding(
        False, f'The database is at level nothing; this version asks for {migrating.newest()}.'
    )


async def test_a_redis_that_is_away_is_named(database, near):
    away = dataclasses.replace(near, redis_url='unix:///nowhere/redis')
    assert (await checking.servers_found(away))[2] == Finding(
        False, 'Redis does not answer (ConnectionError); letters go out up to a minute later.'
    )


def test_the_contents_own_findings_are_passed_on(monkeypatch):
    monkeypatch.setattr('coaching.kit.content.check_all', lambda: ['mails/en/x.md: an unknown key'])
    assert checking.content_found() == [Finding(False, 'mails/en/x.md: an unknown key')]
    monkeypatch.setattr('coaching.kit.content.check_all', list)
    assert checking.content_found() == [Finding(True, 'The content is whole.')]
