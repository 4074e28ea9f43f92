"""A closed round never changes, and yet it comes back from a backup as it was; so does a draft that is still sealed."""

from __future__ import annotations

import pathlib

import asyncpg
import pytest

from coaching.keeping import restore as restoring
from coaching.keeping.archive import NotABackup
from coaching.keeping.backup import backup
from coaching.keeping.restore import restore
from coaching.kit import migrating
from coaching.kit.database import execute
from coaching.readiness.commands.answering import save_answers
from coaching.readiness.commands.rounds import close_round, end_answering
from coaching.readiness.commands.talking import agree, choose
from coaching.readiness.queries import rounds as queries
from coaching.readiness.values import Agreed, Draft
from tests.conftest import NOW
from tests.keeping.world import a_database
from tests.readiness.world import a_round, a_team, answers


@pytest.fixture
def file(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / 'backups' / 'monday.zip'


async def kept(file: pathlib.Path) -> tuple[int, int, int]:
    """A closed round, one that goes on, and who has answered there, in a backup."""
    await migrating.migrate()
    await execute("insert into network (name, set_up_nonce, set_up_at) values ('Prairie Café Network', decode('00', 'hex'), now())")
    team = await a_team()
    closed = await a_round(team)
    await answers(closed, team.lead, {'A1': 'strong'})
    await end_answering(closed, by=team.lead, now=NOW)
    await agree(closed, Agreed('A1', 'strong', 'We saw it.'), seen=0, by=team.lead, now=NOW)
    await choose(closed, [('A1', 'Ask around')], by=team.lead, now=NOW)
    await close_round(closed, by=team.lead, now=NOW)
    open_id = await a_round(team)
    await save_answers(open_id, {'B1': 'rooted'}, by=team.lead)
    await backup(file, now=NOW)
    return closed, open_id, team.lead.person_id


async def test_rounds_come_back_and_are_guarded_as_before(postgres, pool, file):
    async with a_database(postgres):
        closed, open_id, alma = await kept(file)
    async with a_database(postgres):
        await restore(file, now=NOW)
        assert (await queries.agreed(closed))['A1'].evidence == 'We saw it.'
        assert await queries.draft(await queries.round_of(open_id), alma) == Draft({'B1': 'rooted'})
        with pytest.raises(asyncpg.RestrictViolationError):
            await execute("update readiness_agreed set answer = 'rooted' where round_id = $1", closed)


async def test_the_control_that_guards_while_it_restores_takes_the_backup_for_a_damaged_one(postgres, pool, file, monkeypatch):
    async with a_database(postgres):
        await kept(file)
    monkeypatch.setattr(restoring, 'GUARDED', "select '' as \"table\" where false")
    async with a_database(postgres):
        with pytest.raises((NotABackup, asyncpg.PostgresError)):
            await restore(file, now=NOW)
