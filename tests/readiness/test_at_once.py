"""Two at once: one answer of the group stands and the other is told; answering ends once, and nothing comes in after it."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from coaching.kit.database import execute, fetchval
from coaching.kit.refusal import Refused
from coaching.readiness.commands import answering
from coaching.readiness.commands.answering import save_answers, send_answers
from coaching.readiness.commands.rounds import close_round, end_answering, open_round
from coaching.readiness.commands.talking import agree
from coaching.readiness.queries import rounds as queries
from coaching.readiness.rules.rounds import NoRound
from coaching.readiness.values import Agreed, Role, Spread
from tests.another_database import another_database
from tests.at_once import beside
from tests.conftest import NOW
from tests.readiness.world import CHECK, Team, a_round, a_team, answers

UNGUARDED = 'select $1::bigint'


@pytest.fixture(scope='module', autouse=True)
async def town(pool, postgres):
    """A database of this module's own, where several connections see what the others committed."""
    async with another_database(postgres):
        await execute("insert into network (name, set_up_nonce, set_up_at) values ('Prairie Café Network', decode('00', 'hex'), now())")
        yield


async def told(doing) -> object:
    """What it came to: the reason of a refusal, the name of a mistake, or nothing."""
    try:
        await doing
    except Refused as refused:
        return refused.reason
    except asyncpg.PostgresError as wrong:
        return str(wrong)
    return None


async def in_talk(name: str) -> tuple[Team, int]:
    team = await a_team(name)
    round_id = await a_round(team)
    await answers(round_id, team.lead, {'A1': 'strong'})
    await end_answering(round_id, by=team.lead, now=NOW)
    return team, round_id


async def test_of_two_who_agree_differently_at_once_the_second_is_told_and_one_answer_stands():
    team, round_id = await in_talk('Riverside')
    came = await beside(
        lambda: agree(round_id, Agreed('A1', 'strong'), seen=0, by=team.lead, now=NOW),
        lambda: told(agree(round_id, Agreed('A1', 'starting'), seen=0, by=team.coach, now=NOW)),
    )
    assert came is NoRound.CHANGED_MEANWHILE
    stands = (await queries.agreed(round_id))['A1']
    assert (stands.answer, stands.by, stands.number) == ('strong', team.lead.name, 1)


async def test_the_control_that_does_not_look_again_loses_the_first_answer():
    team, round_id = await in_talk('Maple Library')
    write = """insert into readiness_agreed (round_id, item, answer, agreed_at) values ($1, 'A1', $2, now())
               on conflict (round_id, item) do update set answer = excluded.answer"""
    await beside(lambda: execute(write, round_id, 'strong'), lambda: execute(write, round_id, 'starting'))
    assert (await queries.agreed(round_id))['A1'].answer == 'starting'


async def test_whoever_saves_while_answering_ends_is_told_and_is_not_counted():
    team = await a_team('Westgate')
    round_id = await a_round(team)
    await answers(round_id, team.lead, {'A1': 'strong'})
    came = await beside(
        lambda: end_answering(round_id, by=team.coach, now=NOW),
        lambda: told(save_answers(round_id, {'A1': 'not-yet'}, by=team.people[1])),
    )
    assert came is NoRound.ENDED
    assert (await queries.spreads(round_id))['A1'] == Spread(1)
    assert await fetchval('select count(*) from readiness_draft where round_id = $1', round_id) == 0


async def test_what_is_sent_just_before_answering_ends_is_counted():
    team = await a_team('Northside')
    round_id = await a_round(team)
    await answers(round_id, team.lead, {'A1': 'strong'})
    await save_answers(round_id, {'A1': 'not-yet'}, by=team.people[1])
    await beside(
        lambda: send_answers(round_id, Role.PARENT, by=team.people[1]), lambda: told(end_answering(round_id, by=team.coach, now=NOW))
    )
    assert (await queries.spreads(round_id))['A1'] == Spread(2)


async def test_the_database_holds_it_where_nobody_asks_first_and_the_control_without_its_trigger_keeps_a_draft(monkeypatch):
    team = await a_team('Harbor')
    round_id = await a_round(team)
    await answers(round_id, team.lead, {'A1': 'strong'})
    monkeypatch.setattr(answering, 'WITH_OTHERS', UNGUARDED)
    late = 'insert into readiness_draft (round_id, person_id, sealed) values ($1, $2, $3)'
    row = round_id, team.people[1].person_id, bytes(60)
    came = await beside(lambda: end_answering(round_id, by=team.lead, now=NOW), lambda: told(execute(late, *row)))
    assert came == 'answering has ended'
    await execute('alter table readiness_draft disable trigger readiness_draft_goes_on')
    try:
        assert await told(execute(late, *row)) is None
        assert await fetchval('select count(*) from readiness_draft where round_id = $1', round_id) == 1
    finally:
        await execute('delete from readiness_draft where round_id = $1', round_id)
        await execute('alter table readiness_draft enable trigger readiness_draft_goes_on')


async def test_answering_ends_once():
    team = await a_team('Casa Familia')
    round_id = await a_round(team)
    await answers(round_id, team.lead, {'A1': 'strong'})
    came = await asyncio.gather(*(told(end_answering(round_id, by=who, now=NOW)) for who in (*team.people, team.coach)))
    assert sorted(str(one) for one in came) == sorted(['None', *[str(NoRound.ENDED)] * 4])
    assert await fetchval('select count(*) from readiness_spread where round_id = $1', round_id) == 21


async def test_of_several_who_open_the_same_at_once_one_does():
    team = await a_team('Elm Street')
    came = await asyncio.gather(*(told(open_round(team.id, CHECK, occasion='baseline', by=who, now=NOW)) for who in team.people))
    assert sorted(str(one) for one in came) == sorted(['None', *[str(NoRound.ONE_IS_OPEN)] * 3])


async def test_a_person_on_two_devices_loses_no_page():
    team = await a_team('Lakeview')
    round_id = await a_round(team)
    pages = [{item.key: 'strong' for item in part.items} for part in CHECK.head.parts]
    await asyncio.gather(*(save_answers(round_id, page, by=team.lead) for page in pages))
    assert len((await queries.draft(await queries.round_of(round_id), team.lead.person_id)).answers) == 21


async def test_what_is_closed_is_not_agreed_on_again_by_whoever_comes_a_moment_later():
    team, round_id = await in_talk('Garden')
    await agree(round_id, Agreed('A1', 'strong'), seen=0, by=team.lead, now=NOW)
    came = await beside(
        lambda: close_round(round_id, by=team.lead, now=NOW),
        lambda: told(agree(round_id, Agreed('A1', 'rooted'), seen=1, by=team.coach, now=NOW)),
    )
    assert came is NoRound.CLOSED
    assert (await queries.agreed(round_id))['A1'].answer == 'strong'
