"""A backup is one snapshot, a restore is all of it or nothing, no letter leaves by itself and nobody comes back who was forgotten."""

from __future__ import annotations

import asyncio
import datetime
import pathlib
import shutil

import pytest

from coaching.accounts.commands import set_up_link
from coaching.funnel.commands.registering import sign_up
from coaching.journal.queries import history
from coaching.keeping import backup as backup_module
from coaching.keeping import ledger
from coaching.keeping.archive import Manifest, NotABackup, read_manifest
from coaching.keeping.backup import backup, described
from coaching.keeping.restore import restore
from coaching.kit import migrating
from coaching.kit.access import PUBLIC, SYSTEM
from coaching.kit.database import atomic, execute, fetch, fetchval
from coaching.outbox.claims import claim
from coaching.outbox.queries import held
from coaching.people.commands import erase, find_or_add
from coaching.people.commands.erasing import LEDGER
from tests.conftest import NOW
from tests.keeping.world import a_database, changed, digests, everybody, in_manifest, person_named

LATER = NOW + datetime.timedelta(days=1)
# the journal says that there was a restore, letters are held, and whoever was erased again is gone
TOUCHED = {'entry', 'promise'}


def told(manifest: Manifest) -> dict[str, str]:
    return {table.name: table.digest for table in manifest.tables if table.name not in TOUCHED}


async def untouched() -> dict[str, str]:
    return {name: digest for name, digest in (await digests()).items() if name not in TOUCHED}


@pytest.fixture
def file(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / 'backups' / 'monday.zip'


async def test_everything_comes_back_on_an_empty_machine(postgres, house, file):
    async with a_database(postgres, like=house):
        manifest = await backup(file, now=NOW)
        entries = await fetchval("select json_agg(e order by id)::text from entry e where kind <> 'backup_made'")
        letters = await fetchval("select json_agg(to_jsonb(p) - 'held_at' order by id)::text from promise p")
        whole = await everybody()
    async with a_database(postgres):
        assert (await restore(file, now=LATER))[0] == manifest == read_manifest(file)
        assert await untouched() == told(manifest)
        assert {table.name for table in await described()} == {table.name for table in manifest.tables}
        assert await fetchval("select json_agg(e order by id)::text from entry e where kind <> 'restored'") == entries
        assert await fetchval("select json_agg(to_jsonb(p) - 'held_at' order by id)::text from promise p") == letters
        assert await everybody() == whole
        assert await migrating.level() == migrating.newest()


async def test_a_backup_takes_the_place_of_whatever_was_there(postgres, house, file):
    async with a_database(postgres, like=house):
        manifest = await backup(file, now=NOW)
        await find_or_add('Ben Okafor', 'ben@example.org', by=SYSTEM, now=LATER)
        await execute("update person set name = 'Somebody else' where name = 'Ana Zyzzyva'")
        await restore(file, now=LATER)
        assert await untouched() == told(manifest)
        assert 'Ana Zyzzyva' in await everybody()
        assert [entry.kind for entry in await history(('network', 1))][0] == 'restored'


async def test_people_work_on_while_a_backup_is_made_and_it_holds_one_moment(postgres, house, file):
    async with a_database(postgres, like=house):
        session_id = await fetchval("select id from session where state = 'open' and starts_at > $1 order by starts_at limit 1", NOW)
        done = asyncio.Event()

        async def signs_up(line: int) -> int:
            count = 0
            while not done.is_set():
                await sign_up(
                    session_id, name=f'Ana {line} {count}', email=f'a{line}.{count}@example.org', language='en', by=PUBLIC, now=NOW
                )
                count += 1
            return count

        lines = [asyncio.create_task(signs_up(line)) for line in range(3)]
        while await fetchval("select count(*) from person where name like 'Ana %'") < 10:
            await asyncio.sleep(0.01)
        for _ in range(3):
            await backup(file, now=NOW)
        done.set()
        signed_up = sum(await asyncio.gather(*lines))
        await restore(file, now=LATER)
        people = await fetchval("select count(*) from person where name like 'Ana % %'")
        spots = await fetchval("select count(*) from registration r join person p on p.id = r.person_id where p.name like 'Ana % %'")
        told_of = await fetchval(
            """select count(*) from entry e join registration r on e.subject_kind = 'registration' and e.subject_id = r.id
            join person p on p.id = r.person_id where p.name like 'Ana % %' and e.kind in ('registered', 'put_in_line')"""
        )
        assert 0 < people == spots == told_of < signed_up


async def test_no_letter_leaves_by_itself_after_a_restore(postgres, house, file):
    async with a_database(postgres, like=house):
        await backup(file, now=NOW)
        due, _ = await claim(100, NOW)
        assert due
        _, waiting, _ = await restore(file, now=LATER)
        assert (await claim(100, LATER))[0] == []
        assert waiting == sum(kind.count for kind in await held()) > 0


@pytest.mark.parametrize('where', ['beside the backup', 'in the data folder'])
async def test_whoever_was_erased_after_the_backup_stays_erased(postgres, house, file, data_folder, where):
    async with a_database(postgres, like=house):
        await backup(file, now=NOW)
        ana = await person_named('Ana Zyzzyva')
        await erase(ana, asked_by='the person', by=SYSTEM, now=NOW)
        await ledger.write_down(NOW)
    gone = data_folder if where == 'beside the backup' else file.parent
    (gone / LEDGER).unlink()
    async with a_database(postgres):
        _, _, again = await restore(file, now=LATER)
        assert (again, 'Ana Zyzzyva' in await everybody()) == (1, False)
        assert 'zyzzyva' not in str(await fetch('select * from person')) + str(await fetch('select * from promise'))
        assert await fetchval('select asked_by from erasure where person_id = $1', ana) == 'a restore'
        for folder in (data_folder, file.parent):
            assert (folder / LEDGER).read_text().startswith(f'{ana} ')


async def test_the_database_that_stands_knows_who_was_erased_too(postgres, house, file, data_folder):
    async with a_database(postgres, like=house):
        await backup(file, now=NOW)
        await erase(await person_named('Ana Zyzzyva'), asked_by='the person', by=SYSTEM, now=NOW)
        for folder in (data_folder, file.parent):
            (folder / LEDGER).unlink(missing_ok=True)
        assert (await restore(file, now=LATER))[2] == 1
        assert 'Ana Zyzzyva' not in await everybody()


async def test_no_number_is_given_twice(postgres, house, file):
    async with a_database(postgres, like=house):
        await backup(file, now=NOW)
        ben, _ = await find_or_add('Ben Okafor', 'ben@example.org', by=SYSTEM, now=LATER)
        await restore(file, now=LATER)
        assert 'Ben Okafor' not in await everybody()
        luz, _ = await find_or_add('Luz Vega', 'luz@example.org', by=SYSTEM, now=LATER)
        assert luz > ben
    async with a_database(postgres):
        await restore(file, now=LATER)
        again, _ = await find_or_add('Luz Vega', 'luz@example.org', by=SYSTEM, now=LATER)
        assert again == await fetchval("select max(id) from person where name <> 'Luz Vega'") + 1


async def test_whoever_was_erased_keeps_the_number_even_where_the_backup_never_knew_it(postgres, house, file):
    async with a_database(postgres, like=house):
        await backup(file, now=NOW)
        late, _ = await find_or_add('Ben Okafor', 'ben@example.org', by=SYSTEM, now=LATER)
        await erase(late, asked_by='the person', by=SYSTEM, now=LATER)
        await ledger.write_down(LATER)
    async with a_database(postgres):
        await restore(file, now=LATER)
        luz, _ = await find_or_add('Luz Vega', 'luz@example.org', by=SYSTEM, now=LATER)
        assert luz > late


async def test_a_network_whose_only_coordinator_was_erased_can_be_set_up_anew(postgres, house, file):
    async with a_database(postgres, like=house):
        await backup(file, now=NOW)
        whose = "select a.person_id from account a join role_grant g on g.account_id = a.id where g.role = 'coordinator'"
        coordinator = await fetchval(whose)
        assert await set_up_link(now=NOW) is None
        async with atomic():
            await execute('update role_grant set ended_at = $1', NOW)
            await erase(coordinator, asked_by='the person', by=SYSTEM, now=NOW)
        assert (await restore(file, now=LATER))[2] == 1
        assert await set_up_link(now=LATER) is not None


async def test_a_backup_of_an_older_version_is_brought_up_to_this_one(postgres, house, file, monkeypatch):
    plain = migrating.known
    async with a_database(postgres):
        monkeypatch.setattr(migrating, 'known', lambda: plain()[:3])
        await migrating.migrate()
        await execute("insert into network (name, set_up_nonce) values ('Prairie Café Network', decode('00', 'hex'))")
        await execute(
            "insert into import_batch (tool, digest, uploaded_at) values ('sheet', decode('01', 'hex'), now()); "
            "insert into import_row (batch_id, number, fate) values (1, 2, 'new person')"
        )
        manifest = await backup(file, now=NOW)
        monkeypatch.setattr(migrating, 'known', plain)
    async with a_database(postgres, like=house):
        await restore(file, now=LATER)
        assert (manifest.level < await migrating.level()) and await migrating.level() == migrating.newest()
        assert await fetchval('select group_words from import_row') == ''
        assert await migrating.migrate() == []


def flipped(name: str, content: bytes) -> bytes:
    return content.replace(b'Zyzzyva', b'Zyzzyvo') if name == 'person.copy' else content


def cut(name: str, content: bytes) -> bytes:
    return content[: len(content) // 2] if name == 'person.copy' else content


def nobodys(name: str, content: bytes) -> bytes:
    return content + b'999\t77\t77\t\t2026-01-01\t\\N\n' if name == 'membership.copy' else content


def missing(name: str, content: bytes) -> bytes | None:
    return None if name == 'entry.copy' else content


DAMAGES = {
    'a letter of a name': (flipped, 'is damaged: the rows of person'),
    'half a table': (cut, 'is damaged: the rows of person'),
    'a row that belongs to nobody': (nobodys, 'is damaged: the rows of membership'),
    'a table that is not in it': (missing, 'is damaged: the rows of entry'),
    'a newer version': (in_manifest('"level": "', '"level": "9'), 'was made by a newer version'),
    'another product': (in_manifest('Caf', 'Bar'), 'is not a backup of Café Path'),
    'another table': (in_manifest('"name": "person"', '"name": "persons"'), 'does not hold the tables of its version'),
    'no tables': (in_manifest('"tables"', '"tabels"'), 'is not a whole backup of Café Path'),
    'no manifest': (lambda name, content: None if name == 'manifest.json' else content, 'is not a whole backup'),
}


@pytest.mark.parametrize('damage', DAMAGES)
async def test_a_file_that_is_not_whole_and_ours_changes_nothing(postgres, house, file, damage):
    change, sentence = DAMAGES[damage]
    async with a_database(postgres, like=house):
        await backup(file, now=NOW)
        before = await digests()
        with pytest.raises(NotABackup, match=sentence):
            await restore(changed(file, change), now=LATER)
        assert await digests() == before


async def test_bytes_that_were_cut_off_or_turned_round_on_the_way_change_nothing(postgres, house, file):
    async with a_database(postgres, like=house):
        await backup(file, now=NOW)
        before, content = await digests(), file.read_bytes()
        middle = len(content) // 3
        turned = content[:middle] + bytes(byte ^ 0xFF for byte in content[middle : middle + 64]) + content[middle + 64 :]
        for wrong in (content[: len(content) // 2], turned, b'', b'PK\x03\x04', b'[]'):
            (file.parent / 'wrong.zip').write_bytes(wrong)
            with pytest.raises(NotABackup):
                await restore(file.parent / 'wrong.zip', now=LATER)
        with pytest.raises(NotABackup, match='There is no file'):
            await restore(file.parent / 'nothing.zip', now=LATER)
        assert await digests() == before


async def test_a_database_that_holds_something_else_is_left_alone(postgres, house, file):
    async with a_database(postgres, like=house):
        await backup(file, now=NOW)
    async with a_database(postgres):
        await execute('create table recipe (id bigint primary key)')
        with pytest.raises(NotABackup, match='holds something else'):
            await restore(file, now=LATER)
        with pytest.raises(NotABackup, match='nothing to keep'):
            await backup(file.parent / 'other.zip', now=NOW)
        assert sorted(path.name for path in file.parent.iterdir()) == [LEDGER, 'monday.zip'] or not (file.parent / LEDGER).exists()


async def test_a_backup_that_fails_leaves_the_one_before(postgres, house, file, monkeypatch):
    async with a_database(postgres, like=house):
        await backup(file, now=NOW)
        before = file.read_bytes()

        async def falls(*_):
            raise OSError('the disk is full')

        monkeypatch.setattr(backup_module, '_copy_out', falls)
        with pytest.raises(OSError, match='the disk is full'):
            await backup(file, now=LATER)
        assert file.read_bytes() == before
        assert [path for path in file.parent.iterdir() if path.suffix == '.half'] == []
        assert file.stat().st_mode & 0o777 == 0o600


async def test_the_journal_says_that_a_backup_was_made(postgres, house, file):
    async with a_database(postgres, like=house):
        manifest = await backup(file, now=NOW)
        entry = (await history(('network', 1)))[0]
        assert entry.said('UTC') == f'A backup was made. Tables: {len(manifest.tables)}. Rows: {manifest.rows}.'


async def test_the_ledger_stands_where_backups_are_and_grows_by_whole_lines(postgres, house, file, data_folder):
    async with a_database(postgres, like=house):
        await backup(file, now=NOW)
        await backup(file, now=LATER)
        assert (data_folder / 'backup-folders').read_text().splitlines() == [str(file.parent)]
        ana = await person_named('Ana Zyzzyva')
        (file.parent / LEDGER).write_text('7 2026-01-01T00:00:00+00:00\nnonsense\n8 2026')
        await erase(ana, asked_by='the person', by=SYSTEM, now=NOW)
        for _ in range(2):
            await ledger.write_down(NOW)
        lines = (file.parent / LEDGER).read_text().splitlines()
        assert [line.split()[0] for line in lines] == ['7', 'nonsense', '8', str(ana)]
        found = await ledger.everybody(file.parent)
        assert (found[7], found[8], len(found[ana])) == ({''}, {''}, 1)


async def test_a_folder_that_is_away_stops_no_ledger(postgres, house, file, data_folder):
    async with a_database(postgres, like=house):
        await backup(file, now=NOW)
        shutil.rmtree(file.parent)
        await erase(await person_named('Ana Zyzzyva'), asked_by='the person', by=SYSTEM, now=NOW)
        (data_folder / LEDGER).unlink()
        await ledger.write_down(NOW)
        assert (data_folder / LEDGER).exists()
