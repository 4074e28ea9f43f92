"""What becomes of somebody's part in a round when a person is exported, merged or erased."""

from __future__ import annotations

import coaching.domains as domains
from coaching.kit.access import SYSTEM
from coaching.kit.database import fetchval
from coaching.people.commands.erasing import erase
from coaching.readiness.commands.answering import save_answers
from coaching.readiness.commands.rounds import close_round, end_answering
from coaching.readiness.commands.talking import agree, choose
from coaching.readiness.persons import before_merge, export
from coaching.readiness.queries import rounds as queries
from coaching.readiness.values import Agreed, Draft, Priority, Role
from tests.conftest import NOW
from tests.readiness.world import a_round, a_team, answers, somebody

assert domains.KEEPERS


async def test_an_export_has_what_is_not_counted_yet_and_what_was_written_in_a_talk_and_nothing_that_was_released(database):
    team = await a_team()
    first = await a_round(team)
    await save_answers(first, {'A1': 'strong', 'B2': 'not-sure'}, by=team.lead)
    [told] = (await export(team.lead.person_id)).values()
    assert list(told[0].values())[2] == 'A1: strong, B2: not-sure'
    await answers(first, team.lead, {})
    await end_answering(first, by=team.lead, now=NOW)
    assert await export(team.lead.person_id) == {}
    await agree(first, Agreed('A1', 'strong', 'Ana said so.'), seen=0, by=team.lead, now=NOW)
    await choose(first, [('A1', 'Ask Ana')], by=team.lead, now=NOW)
    [told] = (await export(team.lead.person_id)).values()
    assert sorted(list(line.values())[1] for line in told) == ['Ana said so.', 'Ask Ana']


async def test_who_answers_under_two_records_answers_once_afterwards(database):
    team = await a_team()
    alma, grace, tomas, _wanda = team.people
    round_id = await a_round(team)
    of = await queries.round_of(round_id)
    for who, said in ((alma, 'strong'), (grace, 'starting'), (tomas, 'rooted')):
        await answers(round_id, who, {'A1': said}, Role.STAFF)
    nobody = await somebody('Wanda W')
    await before_merge(alma.person_id, grace.person_id, NOW)
    await before_merge(nobody.person_id, tomas.person_id, NOW)
    assert await queries.draft(of, alma.person_id) == Draft({'A1': 'strong'}, Role.STAFF, is_sent=True)
    assert await queries.draft(of, nobody.person_id) == Draft({'A1': 'rooted'}, Role.STAFF, is_sent=True)
    assert await fetchval('select count(*) from readiness_draft') == 2


async def test_who_is_erased_answers_no_more_and_words_go_also_from_what_is_closed(database):
    team = await a_team()
    alma, grace, *_ = team.people
    round_id = await a_round(team)
    for who in (alma, grace):
        await answers(round_id, who, {'A1': 'strong'})
    await erase(grace.person_id, asked_by='the person', by=SYSTEM, now=NOW)
    assert await fetchval('select count(*) from readiness_draft') == 1
    await end_answering(round_id, by=alma, now=NOW)
    await agree(round_id, Agreed('A1', 'strong', 'Ana said so.', 'Ana'), seen=0, by=team.coach, now=NOW)
    await choose(round_id, [('A1', 'Ask Ana')], by=team.coach, now=NOW)
    await close_round(round_id, by=team.coach, now=NOW)
    await erase(team.coach.person_id, asked_by='the person', by=SYSTEM, now=NOW)
    told = (await queries.agreed(round_id))['A1']
    assert (told.answer, told.evidence, told.owner) == ('strong', '-', '')
    [built] = await queries.priorities(round_id)
    assert built == Priority('A1', '', built.next_step_id)
