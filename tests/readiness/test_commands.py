"""A round from its opening to its end, by the product's own commands."""

from __future__ import annotations

import datetime

import pytest

from coaching.kit.database import fetch, fetchval
from coaching.kit.refusal import Refused
from coaching.readiness.commands.answering import note_paper, save_answers, send_answers, take_back
from coaching.readiness.commands.rounds import close_round, discard, end_answering, open_round
from coaching.readiness.commands.talking import agree, choose
from coaching.readiness.queries import rounds as queries
from coaching.readiness.rules.rounds import NoRound
from coaching.readiness.values import Agreed, Draft, Form, Phase, Priority, Progress, Role, Spread, Tally
from coaching.teams.queries.next_steps import of
from tests.conftest import NOW
from tests.readiness.world import CHECK, HOST, LEVER, TODAY, a_round, a_team, answers, ellen, every, somebody

KINDS = "select kind from entry where kind like 'readiness%' order by id"


@pytest.fixture
async def team(database):
    return await a_team()


async def refused(doing) -> NoRound:
    """Why it was not done."""
    with pytest.raises(Refused) as why:
        await doing
    return why.value.reason


async def in_talk(team, one=CHECK) -> int:
    """A round of which answering has ended."""
    round_id = await a_round(team, one)
    if one.head.answered == 'each':
        await answers(round_id, team.lead, {'A1': 'strong'})
        await end_answering(round_id, by=team.lead, now=NOW)
    return round_id


async def test_a_round_goes_from_answering_through_the_talk_to_its_end(team):
    round_id = await a_round(team)
    for who, said, role in zip(team.people, ('strong', 'starting', 'rooted', 'not-sure'), [Role.PARENT] * 3 + [Role.STAFF], strict=True):
        await answers(round_id, who, every(said), role)
    await note_paper(round_id, Tally({Role.PARENT: 1}, {'A1': {'not-yet': 1}}), by=team.coach)
    assert await queries.progress(await queries.round_of(round_id)) == Progress(begun=4, sent=4, sheets=1)
    await end_answering(round_id, by=team.coach, now=NOW)
    spreads = await queries.spreads(round_id)
    assert (spreads['A1'], spreads['B2']) == (Spread(5, 4, 1, 0, 0, 4), Spread(4, 3, 1, 0))
    assert await queries.roles(round_id) == {Role.PARENT: 4, Role.STAFF: 1}
    await agree(round_id, Agreed('A1', 'strong', ' We wrote it down. '), seen=0, by=team.coach, now=NOW)
    await choose(round_id, [('C5', 'Read the words out loud'), ('A1', '')], by=team.lead, now=NOW)
    await close_round(round_id, by=team.lead, now=NOW)
    told = await queries.round_of(round_id)
    assert (told.phase, told.opened_on, told.answered_on, told.closed_on) == (Phase.CLOSED, TODAY, TODAY, TODAY)
    assert await queries.agreed(round_id) == {'A1': Agreed('A1', 'strong', 'We wrote it down.', by=team.coach.name)}
    steps = {step.what: step.id for step in await of(team.id)}
    assert steps.keys() == {'Read the words out loud', CHECK.item('A1').words}
    assert await queries.priorities(round_id) == [
        Priority('C5', 'Read the words out loud', steps['Read the words out loud']),
        Priority('A1', '', steps[CHECK.item('A1').words]),
    ]
    assert [row['kind'] for row in await fetch(KINDS)] == [
        'readiness_opened', 'readiness_answered', 'readiness_agreed', 'readiness_chosen', 'readiness_closed',
    ]  # fmt: skip


async def test_nothing_that_was_answered_is_left_when_answering_has_ended(team):
    round_id = await in_talk(team)
    left = [await fetchval(f'select count(*) from {table}') for table in ('readiness_draft', 'readiness_paper')]
    assert (left, len(await queries.spreads(round_id))) == ([0, 0], 21)
    assert (await queries.spreads(round_id))['A1'] == Spread(1)


async def test_answers_are_kept_page_by_page_and_can_be_changed_taken_away_and_taken_back(team):
    round_id, alma = await a_round(team), team.lead
    of_round = await queries.round_of(round_id)
    await save_answers(round_id, {'A1': 'strong', 'A2': 'rooted'}, by=alma)
    assert await save_answers(round_id, {'A2': None, 'B1': 'not-sure'}, by=alma) == Draft({'A1': 'strong', 'B1': 'not-sure'})
    await send_answers(round_id, Role.STAFF, by=alma)
    await save_answers(round_id, {'A1': 'rooted'}, by=alma)
    assert await queries.draft(of_round, alma.person_id) == Draft({'A1': 'rooted', 'B1': 'not-sure'}, Role.STAFF, is_sent=True)
    assert await queries.draft(of_round, team.people[1].person_id) == Draft({})
    await take_back(round_id, by=alma)
    assert await queries.progress(of_round) == Progress(begun=1)
    assert await refused(end_answering(round_id, by=alma, now=NOW)) is NoRound.NOBODY_ANSWERED


async def test_only_what_was_sent_counts(team):
    round_id = await a_round(team)
    await answers(round_id, team.people[0], {'A1': 'strong'})
    await save_answers(round_id, {'A1': 'not-yet'}, by=team.people[1])
    await end_answering(round_id, by=team.lead, now=NOW)
    assert (await queries.spreads(round_id))['A1'] == Spread(1)


async def test_paper_that_is_counted_again_is_counted_anew(team):
    round_id = await a_round(team)
    of_round = await queries.round_of(round_id)
    for sheets in (3, 2):
        await note_paper(round_id, Tally({Role.PARENT: sheets}, {'A1': {'strong': sheets}}), by=team.lead)
    assert await queries.tally(of_round) == Tally({Role.PARENT: 2}, {'A1': {'strong': 2}})


async def test_a_pulse_asks_its_own_points_and_no_others(team):
    round_id = await a_round(team, asked=Form.PULSE)
    assert await refused(save_answers(round_id, {'A1': 'strong'}, by=team.lead)) is NoRound.NO_POINT
    await answers(round_id, team.lead, {'A2': 'strong'})
    await end_answering(round_id, by=team.lead, now=NOW)
    assert list(await queries.spreads(round_id)) == ['A2', 'B1', 'B2', 'C1', 'C2', 'C3', 'C5']


async def test_hosts_look_back_together_and_the_talk_begins_at_once(team):
    round_id = await a_round(team, HOST)
    assert (await queries.round_of(round_id)).phase is Phase.TALKING
    assert await refused(save_answers(round_id, {'H1': 'done'}, by=team.lead)) is NoRound.ENDED
    await agree(round_id, Agreed('H1', 'partly', 'Two came late.'), seen=0, by=team.lead, now=NOW)
    await close_round(round_id, by=team.lead, now=NOW)
    assert (await queries.round_of(round_id)).phase is Phase.CLOSED


async def test_the_network_looks_at_itself_and_no_team_gets_a_next_step(team):
    network = await ellen()
    round_id = await open_round(None, LEVER, occasion='six_monthly', by=network, now=NOW)
    said = Agreed('A2', 'under-way', 'Two parents sit there.', 'Uma', parent_leaders=True)
    await agree(round_id, said, seen=0, by=network, now=NOW)
    await choose(round_id, [('A2', 'Ask two more')], by=network, now=NOW)
    await close_round(round_id, by=network, now=NOW)
    told = (await queries.agreed(round_id))['A2']
    assert (told.owner, told.parent_leaders, told.answer) == ('Uma', True, 'under-way')
    assert await queries.priorities(round_id) == [Priority('A2', 'Ask two more')]
    assert [one.id for one in await queries.rounds_of(None)] == [round_id]


async def test_each_verb_is_refused_by_its_rule(team):
    nora, network = await somebody('Nora Quinn'), await ellen()
    round_id = await a_round(team)
    again = open_round(team.id, CHECK, occasion='baseline', by=team.lead, now=NOW)
    assert [
        await refused(again),
        await refused(open_round(team.id, HOST, occasion='after_cafe', by=nora, now=NOW)),
        await refused(save_answers(round_id, {'A1': 'strong'}, by=team.coach)),
        await refused(send_answers(round_id, Role.PARENT, by=team.lead)),
        await refused(take_back(round_id, by=network)),
        await refused(note_paper(round_id, Tally({}, {'A1': {'strong': 1}}), by=team.lead)),
        await refused(end_answering(round_id, by=nora, now=NOW)),
        await refused(agree(round_id, Agreed('A1', 'strong'), seen=0, by=team.lead, now=NOW)),
        await refused(choose(round_id, [], by=team.lead, now=NOW)),
        await refused(close_round(round_id, by=team.lead, now=NOW)),
        await refused(end_answering(0, by=team.lead, now=NOW)),
    ] == [
        NoRound.ONE_IS_OPEN, NoRound.NOT_YOURS, NoRound.NOT_A_MEMBER, NoRound.NOTHING_ANSWERED, NoRound.NOT_A_MEMBER, NoRound.NO_SHEETS,
        NoRound.NOT_YOURS, NoRound.NOT_ENDED, NoRound.NOT_ENDED, NoRound.NOT_ENDED, NoRound.GONE,
    ]  # fmt: skip


async def test_a_round_of_which_nothing_came_is_not_closed_but_one_that_nobody_answered_is_taken_back(team):
    round_id = await a_round(team)
    await save_answers(round_id, {'A1': 'strong'}, by=team.lead)
    await discard(round_id, by=team.lead, now=NOW)
    assert await queries.rounds_of(team.id) == []
    talk_id = await in_talk(team)
    assert await refused(close_round(talk_id, by=team.lead, now=NOW)) is NoRound.NOTHING_AGREED
    assert await refused(discard(talk_id, by=team.lead, now=NOW)) is NoRound.SOMEBODY_ANSWERED


async def test_whoever_says_it_second_is_told_and_the_same_again_is_nothing_new(team):
    round_id = await in_talk(team)
    await agree(round_id, Agreed('A1', 'strong'), seen=0, by=team.lead, now=NOW)
    await agree(round_id, Agreed('A1', 'strong'), seen=0, by=team.coach, now=NOW)
    with pytest.raises(Refused) as why:
        await agree(round_id, Agreed('A1', 'starting'), seen=0, by=team.coach, now=NOW)
    assert (why.value.reason, why.value.facts) == (NoRound.CHANGED_MEANWHILE, {'name': team.lead.name})
    assert await refused(agree(round_id, Agreed('A1', 'five'), seen=1, by=team.coach, now=NOW)) is NoRound.NO_POINT
    await agree(round_id, Agreed('A1', 'starting'), seen=1, by=team.coach, now=NOW)
    told = (await queries.agreed(round_id))['A1']
    assert (told.answer, told.number, told.by) == ('starting', 2, team.coach.name)


async def test_a_point_that_is_new_is_not_agreed_on_with_a_number_from_elsewhere(team):
    round_id = await in_talk(team)
    assert await refused(agree(round_id, Agreed('A1', 'strong'), seen=3, by=team.lead, now=NOW)) is NoRound.CHANGED_MEANWHILE


async def test_what_is_chosen_again_as_it_was_is_no_news(team):
    round_id = await in_talk(team)
    for _time in range(2):
        await choose(round_id, [('A1', 'Ask around')], by=team.lead, now=NOW)
    assert [row['kind'] for row in await fetch(KINDS)].count('readiness_chosen') == 1
    assert await refused(choose(round_id, [('A1', ''), ('A1', '')], by=team.lead, now=NOW)) is NoRound.TWICE
    await choose(round_id, [], by=team.lead, now=NOW)
    assert await queries.priorities(round_id) == []


async def test_a_line_leads_from_the_last_closed_round_of_the_same_questions(team):
    first = await in_talk(team)
    await agree(first, Agreed('A1', 'starting'), seen=0, by=team.lead, now=NOW)
    await close_round(first, by=team.lead, now=NOW)
    host = await a_round(team, HOST)
    await agree(host, Agreed('H1', 'done'), seen=0, by=team.lead, now=NOW)
    await close_round(host, by=team.lead, now=NOW + datetime.timedelta(days=1))
    second = await queries.round_of(await a_round(team))
    before = await queries.the_one_before(second)
    assert before.id == first
    assert await queries.agreed_in_words_of(before, second) == {'A1': 'starting'}
    assert await queries.the_one_before(before) is None
