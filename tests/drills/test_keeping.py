"""Short forms of the drills of keeping: a backup on an empty machine, a large import, and one that is killed half-way."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys

from coaching.funnel.commands import importing
from coaching.funnel.queries import imports
from coaching.kit.database import DB, execute, fetchval
from tests.another_database import another_database
from tests.drills import backup
from tests.drills import imports as large
from tests.drills.starting import ROOT
from tests.funnel.files_of_people import ELLEN, uploaded
from tests.funnel.world import MONDAY

NETWORK = "insert into network (name, set_up_nonce, set_up_at) values ('Prairie Café Network', decode('00', 'hex'), now())"
HANGS = """
import asyncio, json, sys, datetime
from coaching.funnel.commands import importing
from coaching.funnel.commands.importing import making
from coaching.kit.database import open_pool
from tests.funnel.files_of_people import ELLEN
from tests.funnel.world import MONDAY

async def hang(*_):
    print('in the middle', flush=True)
    await asyncio.sleep(600)

async def main():
    await open_pool(json.loads(sys.argv[1]))
    making.follow = hang
    await importing.make(int(sys.argv[2]), by=ELLEN, now=MONDAY)

asyncio.run(main())
"""


def test_a_backup_goes_to_an_empty_machine_and_every_table_is_the_same():
    measured = backup.drill(1)
    assert (measured.alike, measured.held) == (measured.tables - len(backup.TOUCHED), measured.due)
    assert measured.due > 0


async def test_a_large_file_comes_in_and_goes_out_again(postgres, monkeypatch):
    monkeypatch.setattr(large, 'OTHERS', 0)
    async with another_database(postgres):
        await execute(NETWORK)
        assert len(await large.drill(600)) == 7


async def test_an_import_that_is_killed_half_way_leaves_nothing(postgres):
    async with another_database(postgres):
        await execute(NETWORK)
        batch_id = await uploaded()
        program = subprocess.Popen(
            [sys.executable, '-c', HANGS, json.dumps(DB.config), str(batch_id)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert program.stdout
        assert await asyncio.to_thread(program.stdout.readline) == 'in the middle\n'
        program.kill()
        program.wait()
        program.stdout.close()
        for table in ('person', 'prior_credit', 'import_row', 'progress'):
            assert await fetchval(f'select count(*) from {table}') == 0
        batch = await imports.batch(batch_id)
        assert batch and (batch.made_at, batch.has_content) == (None, True)
        await importing.make(batch_id, by=ELLEN, now=MONDAY)
        assert await fetchval('select count(*) from person') == 3
