"""What the database itself holds of rounds, whoever writes into it."""

from __future__ import annotations

import asyncpg
import pytest

from coaching.kit.database import atomic, execute
from coaching.readiness.commands.rounds import close_round, end_answering
from coaching.readiness.commands.talking import agree, choose
from coaching.readiness.values import Agreed
from tests.conftest import NOW
from tests.readiness.world import a_round, a_team, answers

CLOSED = 'a closed round never changes'


async def refused(sql: str, *values: object) -> str:
    """What the database says; the test's transaction goes on."""
    with pytest.raises(asyncpg.PostgresError) as why:
        async with atomic():
            await execute(sql, *values)
    return getattr(why.value, 'constraint_name', None) or str(why.value)


@pytest.fixture
async def round_id(database) -> int:
    return await a_round(await a_team())


@pytest.fixture
async def closed(database) -> int:
    team = await a_team()
    number = await a_round(team)
    await answers(number, team.lead, {'A1': 'strong'})
    await end_answering(number, by=team.lead, now=NOW)
    await agree(number, Agreed('A1', 'strong', 'We saw it.'), seen=0, by=team.lead, now=NOW)
    await choose(number, [('A1', 'Ask around')], by=team.lead, now=NOW)
    await close_round(number, by=team.lead, now=NOW)
    return number


@pytest.mark.parametrize(
    'sql',
    [
        "update readiness_round set occasion = 'other' where id = $1",
        "update readiness_round set phase = 'talking', closed_on = null where id = $1",
        'delete from readiness_round where id = $1',
        "insert into readiness_draft (round_id, person_id, sealed) select $1, min(id), '\\x00' from person",
        "insert into readiness_paper (round_id, sealed) values ($1, '\\x00')",
        "insert into readiness_spread (round_id, item, answered) values ($1, 'Z1', 1)",
        'update readiness_spread set answered = 2 where round_id = $1',
        'delete from readiness_spread where round_id = $1',
        "insert into readiness_role (round_id, role, people) values ($1, 'staff', 1)",
        'update readiness_role set people = 2 where round_id = $1',
        'delete from readiness_role where round_id = $1',
        "insert into readiness_agreed (round_id, item, answer, agreed_at) values ($1, 'A2', 'strong', now())",
        "update readiness_agreed set answer = 'rooted' where round_id = $1",
        "update readiness_agreed set evidence = 'Something else.' where round_id = $1",
        "update readiness_agreed set evidence = '-', answer = 'rooted' where round_id = $1",
        'delete from readiness_agreed where round_id = $1',
        "insert into readiness_priority (round_id, number, item) values ($1, 2, 'A2')",
        "update readiness_priority set what = 'Something else' where round_id = $1",
        "update readiness_priority set item = 'A2', what = '' where round_id = $1",
        'delete from readiness_priority where round_id = $1',
    ],
)
async def test_nothing_of_a_closed_round_changes(closed: int, sql: str):
    assert await refused(sql, closed) == CLOSED


async def test_only_words_leave_a_closed_round(closed: int):
    await execute("update readiness_agreed set evidence = '-' where round_id = $1", closed)
    await execute("update readiness_priority set what = '', next_step_id = null where round_id = $1", closed)


@pytest.mark.parametrize(
    ('sql', 'said'),
    [
        ('update readiness_round set version = 2 where id = $1', 'what a round asks of whom stays'),
        ('update readiness_round set team_id = null where id = $1', 'what a round asks of whom stays'),
        ("update readiness_round set phase = 'closed', answered_on = opened_on, closed_on = opened_on where id = $1",
         'closed cannot follow answering'),
        ("update readiness_round set phase = 'talking' where id = $1", 'readiness_round_days'),
        ("update readiness_round set phase = 'talking', answered_on = opened_on - 1 where id = $1", 'readiness_round_days'),
        ("insert into readiness_agreed (round_id, item, answer, agreed_at) values ($1, 'A1', 'strong', now())", 'this belongs to the talk'),
        ("insert into readiness_priority (round_id, number, item) values ($1, 1, 'A1')", 'this belongs to the talk'),
        ("insert into readiness_draft (round_id, person_id, sealed) select $1, min(id), '\\x00' from person", 'readiness_draft_sealed'),
        ("insert into readiness_spread (round_id, item, answered, raters) values ($1, 'A1', 3, 3)", 'readiness_spread_counted'),
        ("insert into readiness_spread (round_id, item, answered, raters, unsure, no_fit) values ($1, 'A1', 5, 4, 0, 0)",
         'readiness_spread_counted'),
        ("insert into readiness_spread (round_id, item, answered, raters, unsure, no_fit, low, high) values ($1, 'A1', 4, 3, 1, 0, 1, 2)",
         'readiness_spread_range'),
        ("insert into readiness_spread (round_id, item, answered, raters, unsure, no_fit, low, high) values ($1, 'A1', 4, 4, 0, 0, 3, 2)",
         'readiness_spread_range'),
        ('insert into readiness_round (team_id, instrument, version, form, occasion, phase, opened_on) '
         'select team_id, instrument, 2, form, occasion, phase, opened_on from readiness_round where id = $1',
         'readiness_round_one_of_a_team'),
        ('insert into readiness_round (instrument, version, form, occasion, phase, opened_on) '
         'select instrument, 1, form, occasion, phase, opened_on from readiness_round where id = $1', 'readiness_round_alone'),
    ],
)  # fmt: skip
async def test_what_cannot_be_is_refused(round_id: int, sql: str, said: str):
    assert await refused(sql, round_id) == said


async def test_a_round_does_not_go_back_from_the_talk(database):
    team = await a_team()
    number = await a_round(team)
    await answers(number, team.lead, {'A1': 'strong'})
    await end_answering(number, by=team.lead, now=NOW)
    back = "update readiness_round set phase = 'answering', answered_on = null where id = $1"
    assert await refused(back, number) == 'answering cannot follow talking'
    late = "insert into readiness_spread (round_id, item, answered) values ($1, 'Z1', 1)"
    assert await refused(late, number) == 'answering has ended'
