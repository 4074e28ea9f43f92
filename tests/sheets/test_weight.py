"""A long list costs no more statements than a short one."""

from __future__ import annotations

import pytest

from coaching.kit.database import fetchval
from coaching.sheets import commands
from tests.queries import counted
from tests.sheets.world import CEDAR, ELLEN, HOUR, NOW, WILLOW, brought_in, uploaded

pytestmark = pytest.mark.usefixtures('database')


async def _statements(members: int) -> tuple[int, int]:
    """How many statements bring a list of members in, and how many take it out again."""
    lines = ['Team,Name,Email,Parent leader']
    lines += [f'{(WILLOW, CEDAR)[n % 2]},Ana Ruiz {n},ana{n}@example.org,{"yes" if n % 3 else ""}' for n in range(members)]
    batch_id, before = await uploaded('\n'.join(lines)), await fetchval('select count(*) from team_member')
    async with counted() as making:
        await commands.make(batch_id, by=ELLEN, now=NOW)
    assert await fetchval('select count(*) from team_member') == before + members
    async with counted() as undoing:
        await commands.undo(batch_id, by=ELLEN, now=NOW + HOUR)
    assert await fetchval('select count(*) from team_member') == before
    return len(making), len(undoing)


async def test_sixty_members_come_in_and_go_out_by_as_many_statements_as_three():
    await brought_in()
    assert await _statements(60) == await _statements(3)
