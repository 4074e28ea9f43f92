"""Files about teams for these tests, and what stands in the database afterwards."""

from __future__ import annotations

import datetime
from typing import Any

from coaching.domains import KEEPERS
from coaching.funnel.queries import imports
from coaching.kit.access import Actor
from coaching.kit.database import fetch
from coaching.people import keepers
from coaching.sheets import commands
from coaching.sheets.queries import files
from coaching.sheets.reading.columns import guess
from coaching.sheets.reading.fates.standing import Planned
from coaching.sheets.values import Columns, Kind
from tests.conftest import NOW
from tests.people.world import ellen

HOUR = datetime.timedelta(hours=1)
ELLEN = ellen()
WILLOW, CEDAR = 'Willow Street School team', 'Cedar Bend team'
TEAMS = f"""Team,Café,Model,Languages,Lead,Lead email,Coach,Coach email,Since,Step,State
{WILLOW},Café Sauce,Community,English and Spanish,Alma Cruz,alma@example.org,Dana Whitfield,dana@example.org,2025-09-01,4,active
Cedar Bend team,,Parent Café,English,Ben Ito,ben@example.org,,,2026-01-15,,resting
"""
MEMBERS = """Team,Name,Email,Phone,Role,Parent leader
Willow Street School team,Grace Lee,grace@example.org,,member,no
Willow Street School team,Rosa Paz,,602 555 0142,,yes
Cedar Bend team,Ben Ito,ben@example.org,,lead,yes
Birch team,Omar Diaz,omar@example.org,,,
"""
ASSIGNMENTS = """Team,Coach,Coach email,Role,From,To
Cedar Bend team,Dana Whitfield,dana@example.org,lead coach,2026-01-15,2026-06-01
Cedar Bend team,Tess Moreno,tess@example.org,lead coach,2026-06-01,
Willow Street School team,Tess Moreno,tess@example.org,apprentice,2026-02-01,
Willow Street School team,Tess Moreno,tess@example.org,lead coach,2026-03-01,
"""
TALKS = """Team,Coach,Date,Type,Minutes,Travel,Held,Notes,Shared
Willow Street School team,Dana Whitfield,2025-10-03,Zoom,45,,held,They want a café in spring.,team
Willow Street School team,Dana Whitfield,2025-10-20,phone,,,no answer,,
Cedar Bend team,Dana Whitfield,2026-02-01,visit,1:15,40,held,Hard talk about money.,
"""

keepers.know(KEEPERS)


async def uploaded(
    text: str = TEAMS, *, file: str = 'teams.csv', by: Actor = ELLEN, now: datetime.datetime = NOW, **chosen: Any
) -> int:
    """A file that waits, with its columns said."""
    kept = await commands.upload(text.encode(), file, by=by, now=now)
    guessed = guess(Kind(kept.tool), await imports.sheet(kept.batch_id))
    told = guessed.as_json() | chosen
    await commands.choose(kept.batch_id, Columns.from_json(told | {'at': told['at']}), by=by, now=now)
    return kept.batch_id


async def brought_in(text: str = TEAMS, *, by: Actor = ELLEN, now: datetime.datetime = NOW, **more: Any) -> int:
    """A file that was brought in."""
    batch_id = await uploaded(text, by=by, now=now, **more)
    await commands.make(batch_id, by=by, now=now)
    return batch_id


async def undone(batch_id: int, *, now: datetime.datetime = NOW + HOUR) -> dict[str, int]:
    await commands.undo(batch_id, by=ELLEN, now=now)
    batch = await imports.batch(batch_id)
    assert batch and batch.undone_at == now
    return {name: batch.counts[name] for name in ('taken_back', 'teams_taken_back', 'stayed')}


async def planned(batch_id: int, *, by: Actor = ELLEN, now: datetime.datetime = NOW) -> list[Planned]:
    batch = await imports.batch(batch_id)
    assert batch
    return await files.planned(batch, by=by, now=now)


async def fates(batch_id: int, *, by: Actor = ELLEN) -> list[tuple[int, str, str]]:
    """Each row's number, its fate, and the reason where it is not taken."""
    return [(one.row.number, str(one.fate), one.fault.reason.name if one.fault else '') for one in await planned(batch_id, by=by)]


TABLES = (
    'person', 'account', 'role_grant', 'team', 'team_state', 'team_member', 'journey', 'step_fact', 'evidence', 'assignment', 'coach',
    'contact', 'contact_team', 'contact_addendum',
)  # fmt: skip


async def everything() -> dict[str, int]:
    """How many rows each table has of which a file may make some."""
    (row,) = await fetch('select ' + ', '.join(f'(select count(*)::int from {table}) as {table}' for table in TABLES))
    return dict(row)


async def teams() -> dict[str, tuple[Any, ...]]:
    rows = await fetch(
        """select t.name, t.cafe_name, t.models, t.languages, t.began_on, s.state, s.why,
        array(select p.name || ' ' || m.role || case when m.is_parent_leader then ' parent' else '' end
              from team_member m join person p on p.id = m.person_id where m.team_id = t.id and m.ended_on is null order by 1) as members,
        array(select p.name || ' ' || a.role || ' ' || a.began_on from assignment a join person p on p.id = a.person_id
              where a.team_id = t.id order by a.began_on, 1) as beside
        from team t join team_state s on s.team_id = t.id and s.ended_at is null order by t.name"""
    )
    return {row['name']: tuple(row.values())[1:] for row in rows}
