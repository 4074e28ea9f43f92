"""What is written while it is measured: as forms send it, and how it is taken out of the world again, so that each time begins alike."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Iterator
from typing import TypeVar
from zoneinfo import ZoneInfo

from coaching.kit.database import atomic, execute
from tests.benchmarks.figures import Figure, household, request
from tests.benchmarks.teams.town import WRITTEN, Town
from tests.benchmarks.teams.world import DAY, GREAT_COACH, token
from tests.benchmarks.turns import Place

T = TypeVar('T')
ZONE = 'America/Chicago'
READ_ONLY = ('team home', 'step page', 'form of a talk', 'coach with 60 teams')
FRESH = itertools.count(1)
PLANNED = "update appointment set state = 'planned', contact_id = null where contact_id > $1"


async def clean(place: Place, figure: Figure) -> None:
    """What was written meanwhile was never there."""
    if figure.name in READ_ONLY:
        return
    town: Town = place.town
    async with place.kept.inside(), atomic():
        await execute("set local session_replication_role = 'replica'")
        await execute(PLANNED, town.ends['contact'])
        for table in WRITTEN:
            await execute(f'delete from {table} where id > $1', town.ends[table])


def talk(number: int) -> dict[str, object]:
    """The form of a talk as it is sent: everything as it stood there, a few words, and one next step."""
    today = datetime.datetime.now(ZoneInfo(ZONE)).date()
    fields: dict[str, object] = {
        'draft_key': f'benchmark-{number:012d}', 'how': 'held', 'happened_on': today.isoformat(), 'mode': 'phone', 'minutes': '30',
        'purposes': 'getting_to_know', 'going_well': 'Two parents came and want to host a table.', 'in_the_way': '', 'next_at': '',
        'next_on': (today + 14 * DAY).isoformat(), 'travel_minutes': '', 'energy': '4', 'version': '1',
        'step_0_what': 'Ask the library for a room', 'step_0_due': (today + 14 * DAY).isoformat(),
    }  # fmt: skip
    fields |= {f'present_{who}': '' for who in ('parents', 'staff', 'champion', 'partners', 'coaches')}
    fields |= {f'step_{row}_{part}': '' for row in (1, 2) for part in ('what', 'due')} | {f'step_{row}_owner': '0' for row in range(3)}
    return fields


def talks(town: Town, many: int) -> list[bytes]:
    """The great coach logs a talk with one of her teams after the other."""
    signed, teams = f'sign-in={token(GREAT_COACH)}', itertools.cycle(town.teams)
    paths = (f'/coach/teams/{one.team_id}/log' for one in teams)
    return [
        request('POST', path, talk(number), X_Forwarded_For=household(), Cookie=signed)
        for path, number in itertools.islice(zip(paths, FRESH, strict=False), many)
    ]


def marks(town: Town, many: int) -> list[bytes]:
    """Whoever leads a team marks one part of its step after the other, over and over; each form tells how often it was marked before."""
    slots = [(one, code, seen) for code_number in range(4) for one in town.teams for code, seen in one.marks[code_number : code_number + 1]]
    return [
        request(
            'POST', f'/team/{one.team_id}/steps/{one.step}/marks', {'code': code, 'seen': seen + again, 'mark': (again + 1) % 3},
            X_Forwarded_For=household(), Cookie=f'sign-in={token(one.lead_id)}',
        )
        for again, (one, code, seen) in _around(slots, many)
    ]  # fmt: skip


def claims(town: Town, many: int) -> list[bytes]:
    """Whoever leads a team that is done with its step says so, and takes it back, in turns."""
    done = [one for one in town.teams if one.may_claim]
    return [
        request(
            'POST', f'/team/{one.team_id}/steps/{one.step}/claim{"/withdrawal" if again % 2 else ""}', {},
            X_Forwarded_For=household(), Cookie=f'sign-in={token(one.lead_id)}',
        )
        for again, one in _around(done, many)
    ]  # fmt: skip


def _around(things: Iterable[T], many: int) -> Iterator[tuple[int, T]]:
    """So many of them, round and round, with the number of the round."""
    rounds = ((again, one) for again in itertools.count() for one in things)
    return itertools.islice(rounds, many)
