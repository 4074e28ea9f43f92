"""What somebody answered cannot be traced to them by whoever holds the database, before answering ends and afterwards."""

from __future__ import annotations

import dataclasses
import random

import pytest

from coaching.kit.database import execute, executemany, fetch, fetchval
from coaching.readiness.commands.answering import save_answers, send_answers
from coaching.readiness.commands.rounds import end_answering
from coaching.readiness.sealing import ROLES
from coaching.readiness.values import Role
from tests import FOLDER
from tests.another_database import another_database
from tests.conftest import NOW
from tests.readiness.attacker import bound, everything, files_with, guesses, share_of, traces
from tests.readiness.world import CHECK, Team, a_round, a_team

SIZES = (3, 4, 5, 6, 3, 4, 5, 6)
NAMES = ('Alma', 'Grace', 'Tomás', 'Wanda', 'Inés', 'Otis')
SCALE = [anchor.key for anchor in CHECK.head.scale]


@dataclasses.dataclass(frozen=True)
class Answered:
    """A team, its round, who answered in which order, and what."""

    team: Team
    round_id: int
    people: tuple[int, ...]
    truth: dict[tuple[int, str], str]

    def plain(self) -> list[bytes]:
        """What each would look like unsealed."""
        return [
            bytes([1 + ROLES.index(Role.PARENT), *(1 + CHECK.answers.index(self.truth[who, item.key]) for item in CHECK.items)])
            for who in self.people
        ]


@pytest.fixture(scope='module')
async def town(pool, postgres):
    """A database of this module's own, in which each answer is a transaction, and several teams have answered."""
    async with another_database(postgres):
        await execute("insert into network (name, set_up_nonce, set_up_at) values ('Prairie Café Network', decode('00', 'hex'), now())")
        rng = random.Random(13)
        yield [await _answered(f'Team {number}', size, rng) for number, size in enumerate(SIZES)]


async def _answered(name: str, size: int, rng: random.Random) -> Answered:
    team = await a_team(name, NAMES[:size])
    round_id, truth = await a_round(team), {}
    order = rng.sample(team.people, size)
    for who in order:
        said = {item.key: rng.choice(SCALE) for item in CHECK.items}
        for part in CHECK.head.parts:
            await save_answers(round_id, {item.key: said[item.key] for item in part.items}, by=who)
        await send_answers(round_id, Role.PARENT, by=who)
        truth |= {(who.person_id, item): answer for item, answer in said.items()}
    return Answered(team, round_id, tuple(who.person_id for who in order), truth)


async def _guessed(town: list[Answered]) -> tuple[float, float]:
    """How much is guessed of all teams, and what chance stays under."""
    dump, rng = await everything(), random.Random(7)
    right, chances, told = 0.0, [], 0
    for one in town:
        said, by_chance = guesses(dump, CHECK, one.people, one.round_id, rng)
        right += share_of(said, one.truth) * len(one.truth)
        told += len(one.truth)
        chances += by_chance
    return right / told, bound(chances)


async def test_while_people_answer_whoever_holds_the_database_guesses(town):
    share, chance = await _guessed(town)
    assert share <= chance < 0.25


async def test_what_is_sealed_has_one_length_and_stands_nowhere_in_plain_not_in_the_log_either(town):
    lengths = await fetch('select distinct length(sealed) as n from readiness_draft')
    assert [row['n'] for row in lengths] == [12 + 1 + len(CHECK.items) + 16]
    assert files_with(FOLDER / 'data', [text for one in town for text in one.plain()]) == []


async def test_the_same_answers_sealed_twice_look_different(town):
    one, who = town[0], town[0].team.lead
    sealed = 'select sealed from readiness_draft where round_id = $1 and person_id = $2'
    before = await fetchval(sealed, one.round_id, who.person_id)
    await send_answers(one.round_id, Role.PARENT, by=who)
    assert before != await fetchval(sealed, one.round_id, who.person_id)


async def test_nobody_is_named_in_the_journal_for_having_answered(town):
    told = await fetch("select kind, by_person_id from entry where kind like 'readiness%'")
    assert {(row['kind'], row['by_person_id']) for row in told} == {('readiness_opened', one.team.lead.person_id) for one in town}


async def test_when_answering_has_ended_whoever_holds_the_database_guesses_as_a_reader_of_the_page_does(town):
    for one in town:
        await end_answering(one.round_id, by=one.team.coach, now=NOW)
    dump = await everything()
    assert [dump[table] for table in ('readiness_draft', 'readiness_paper')] == [[], []]
    assert [traces(dump, CHECK, len(one.people), one.round_id) for one in town] == [[]] * len(town)
    share, chance = await _guessed(town)
    assert share <= chance < 0.35
    assert files_with(FOLDER / 'data', [text for one in town for text in one.plain()]) == []


async def test_the_control_with_a_row_for_each_answer_gives_everything_away(town):
    await execute('create table readiness_rating (round_id bigint, item text, answer text)')
    try:
        for one in town:
            rows = [(one.round_id, item.key, one.truth[who, item.key]) for who in one.people for item in CHECK.items]
            await executemany('insert into readiness_rating values ($1, $2, $3)', rows)
        assert (await _guessed(town))[0] == 1.0
    finally:
        await execute('drop table readiness_rating')


async def test_the_control_with_drafts_in_plain_is_found_in_the_files(town):
    await execute('create table readiness_plain (told bytea)')
    try:
        await executemany('insert into readiness_plain values ($1)', [(text,) for one in town for text in one.plain()])
        assert files_with(FOLDER / 'data', town[0].plain()) != []
    finally:
        await execute('drop table readiness_plain')
