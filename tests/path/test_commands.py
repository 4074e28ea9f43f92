"""A team walks: parts are marked, things are shown, the team says it is done, its coach answers, and the history stays."""

import datetime

import pytest

from coaching import domains
from coaching.journal.queries import history
from coaching.kit.access import SYSTEM, Grant
from coaching.kit.database import atomic, connection, execute, fetch, fetchval
from coaching.kit.refusal import Refused
from coaching.path.commands import bold_steps, telling, walking
from coaching.path.commands.walking import NoWalk
from coaching.path.queries import bold_step, bold_steps_before, evidence, journey, known_by_itself, reflected, steps
from coaching.path.rules.marking import NoBoldStep, NoEvidence, NoMark
from coaching.path.rules.steps import NoClaim, NoSignOff, differences, state_of
from coaching.path.values import Did, Marked, StepState
from coaching.people.commands import erase
from coaching.people.queries import export
from coaching.teams.commands.teams import stand
from coaching.teams.policy import may_see_team
from coaching.teams.values import TeamStanding
from tests.conftest import NOW
from tests.funnel.world import NOON, a_session
from tests.path.world import a_team, reach, somebody

assert domains.KEEPERS
DAY = datetime.timedelta(days=1)
TODAY = datetime.date(2026, 11, 18)


async def states(team_id: int, on: datetime.date = datetime.date.max) -> list[StepState]:
    return [state_of(step) for step in await steps(await journey(team_id), on=on)]


async def refusal(doing):
    with pytest.raises(Refused) as refused:
        await doing
    return refused.value.reason


async def test_a_step_is_worked_on_claimed_and_signed_off(database):
    team_id, alma, _grace, rosa = await a_team()
    await reach(team_id, 1, alma)
    await walking.claim(team_id, 1, by=alma, now=NOW)
    await walking.confirm(team_id, 1, by=rosa, now=NOW)
    assert (await states(team_id))[:2] == [StepState.CONFIRMED, StepState.NOT_STARTED]
    (first, *_rest) = await steps(await journey(team_id), on=datetime.date.max)
    assert [(fact.did, fact.by_person_id) for fact in first.history] == [
        (Did.ENTERED, alma.person_id), (Did.CLAIMED, alma.person_id), (Did.CONFIRMED, rosa.person_id),
    ]  # fmt: skip
    told = [entry.said('America/Chicago') for entry in await history(('team', team_id))]
    assert {'Began step 1.', 'Said that step 1 is done.', 'Signed off step 1.'} <= set(told)


async def test_no_step_of_a_team_that_has_closed_is_claimed_signed_off_or_opened_again(database):
    team_id, alma, _grace, rosa = await a_team()
    for number in (1, 2):
        await reach(team_id, number, alma)
        await walking.claim(team_id, number, by=alma, now=NOW)
    await walking.confirm(team_id, 1, by=rosa, now=NOW)
    await stand(team_id, TeamStanding.CLOSED, why='The school has closed.', by=SYSTEM, now=NOW)
    for doing in (
        walking.confirm(team_id, 2, by=rosa, now=NOW), walking.withdraw(team_id, 2, by=alma, now=NOW),
        walking.reopen(team_id, 1, why='Once more.', by=rosa, now=NOW), walking.claim(team_id, 3, by=alma, now=NOW),
    ):  # fmt: skip
        assert await refusal(doing) is NoWalk.CLOSED
    assert (await states(team_id))[:2] == [StepState.CONFIRMED, StepState.CLAIMED]


async def test_a_coach_says_not_yet_and_why_and_the_team_goes_on(database):
    team_id, alma, grace, rosa = await a_team()
    await reach(team_id, 1, alma)
    await walking.claim(team_id, 1, by=alma, now=NOW)
    assert await refusal(walking.give_back(team_id, 1, why=' ', by=rosa, now=NOW)) is NoSignOff.WHY_IS_MISSING
    await walking.give_back(team_id, 1, why='Who said yes to try it?', by=rosa, now=NOW)
    (first, *_rest) = await steps(await journey(team_id), on=datetime.date.max)
    assert (state_of(first), first.history[-1].why) == (StepState.WORKING, 'Who said yes to try it?')
    await walking.claim(team_id, 1, by=grace, now=NOW)
    await walking.withdraw(team_id, 1, by=alma, now=NOW)
    assert await refusal(walking.confirm(team_id, 1, by=rosa, now=NOW)) is NoSignOff.NOT_CLAIMED


async def test_steps_are_worked_on_in_any_order_and_signed_off_in_one(database):
    team_id, alma, _grace, rosa = await a_team()
    await reach(team_id, 2, alma)
    await walking.claim(team_id, 2, by=alma, now=NOW)
    assert await refusal(walking.confirm(team_id, 2, by=rosa, now=NOW)) is NoSignOff.NOT_IN_ORDER
    await walking.set_aside(team_id, 1, why='They had done this before.', by=rosa, now=NOW)
    await walking.confirm(team_id, 2, by=rosa, now=NOW)
    await walking.take_up(team_id, 1, by=rosa, now=NOW)
    await walking.reopen(team_id, 2, why='The need has changed.', by=rosa, now=NOW)
    assert (await states(team_id))[:3] == [StepState.WORKING, StepState.WORKING, StepState.NOT_STARTED]


async def test_any_past_day_can_be_drawn_again(database):
    team_id, alma, _grace, rosa = await a_team()
    for number, code in enumerate(('1.a', '1.b', '1.c')):
        await telling.mark(team_id, code, Marked.FULLY, seen=0, on=TODAY - (9 - number) * DAY, by=alma, now=NOW)
    await telling.show(team_id, 1, 'The library said yes.', on=TODAY - 8 * DAY, by=alma, now=NOW)
    await walking.claim(team_id, 1, on=TODAY - 5 * DAY, by=alma, now=NOW)
    await walking.confirm(team_id, 1, on=TODAY - 2 * DAY, by=rosa, now=NOW)
    drawn = {days: (await states(team_id, TODAY - days * DAY))[0] for days in (10, 9, 5, 3, 2)}
    assert drawn == {
        10: StepState.NOT_STARTED, 9: StepState.WORKING, 5: StepState.CLAIMED, 3: StepState.CLAIMED, 2: StepState.CONFIRMED,
    }  # fmt: skip
    assert await refusal(walking.reopen(team_id, 1, why='', by=rosa, now=NOW)) is NoSignOff.WHY_IS_MISSING
    assert await refusal(walking.claim(team_id, 2, on=TODAY + DAY, by=alma, now=NOW)) is NoWalk.FUTURE


async def test_team_and_coach_mark_each_for_themselves_and_see_where_they_differ(database):
    team_id, alma, grace, rosa = await a_team()
    await telling.mark(team_id, '1.a', Marked.FULLY, seen=0, by=alma, now=NOW)
    await telling.mark(team_id, '1.a', Marked.PARTLY, seen=0, by=rosa, now=NOW)
    (first, *_rest) = await steps(await journey(team_id), on=datetime.date.max)
    assert differences(first) == {'1.a': (Marked.FULLY, Marked.PARTLY)}
    assert await refusal(telling.mark(team_id, '1.a', Marked.PARTLY, seen=0, by=grace, now=NOW)) is NoMark.CHANGED_MEANWHILE
    await telling.mark(team_id, '1.a', Marked.PARTLY, seen=1, by=grace, now=NOW)
    assert differences((await steps(await journey(team_id), on=datetime.date.max))[0]) == {}
    assert await fetchval("select count(*) from purpose_mark where code = '1.a'") == 3


async def test_what_may_stay_as_it_is_the_coach_says_with_a_reason(database):
    team_id, alma, _grace, rosa = await a_team()
    await reach(team_id, 1, alma, Marked.PARTLY)
    await walking.claim(team_id, 1, by=alma, now=NOW)
    assert await refusal(walking.confirm(team_id, 1, by=rosa, now=NOW)) is NoSignOff.NOT_FULLY
    excepted = {'seen': 0, 'is_excepted': True, 'now': NOW}
    assert await refusal(telling.mark(team_id, '1.a', Marked.PARTLY, **excepted, by=rosa)) is NoMark.WHY_IS_MISSING
    assert await refusal(telling.mark(team_id, '1.a', Marked.PARTLY, **excepted | {'seen': 1}, why='So.', by=alma)) is NoMark.NOT_YOURS
    for code in ('1.a', '1.b', '1.c'):
        await telling.mark(team_id, code, Marked.PARTLY, **excepted, why='Enough for now.', by=rosa)
    await walking.confirm(team_id, 1, by=rosa, now=NOW)
    assert (await states(team_id))[0] is StepState.CONFIRMED


async def test_what_shows_a_step_has_a_day_words_and_an_end(database):
    team_id, alma, _grace, rosa = await a_team()
    flyer = {'on': TODAY - DAY, 'code': '4.a', 'url': 'https://example.org/flyer'}
    await telling.show(team_id, 4, 'We talked with six parents.', **flyer, by=alma, now=NOW)
    shown = await telling.show(team_id, 4, 'The school may be the place.', by=rosa, now=NOW)
    found = await evidence((await journey(team_id)).id, 4)
    assert [(one.words, one.code, one.happened_on, one.by) for one in found] == [
        ('The school may be the place.', None, TODAY, 'Rosa Delgado'), ('We talked with six parents.', '4.a', TODAY - DAY, 'Alma Cruz'),
    ]  # fmt: skip
    await telling.take_away(team_id, 4, shown, by=alma, now=NOW)
    assert len(await evidence((await journey(team_id)).id, 4)) == 1
    assert await refusal(telling.take_away(team_id, 4, shown, by=alma, now=NOW)) is NoEvidence.GONE
    for words, more, reason in (
        (' ', {}, NoEvidence.NO_WORDS), ('x', {'url': 'javascript:alert(1)'}, NoEvidence.NO_LINK),
        ('x', {'code': '5.a'}, NoMark.NO_PURPOSE), ('x', {'on': TODAY + DAY}, NoEvidence.FUTURE),
    ):  # fmt: skip
        assert await refusal(telling.show(team_id, 4, words, **more, by=alma, now=NOW)) is reason
    assert await refusal(telling.show(team_id, 8, 'x', by=alma, now=NOW)) is NoWalk.NO_STEP


async def test_what_the_network_knows_is_offered_and_moves_nothing_by_itself(database):
    team_id, alma, grace, _rosa = await a_team()
    intro = await a_session('intro', starts_at=NOON - 7 * DAY)
    for one in (alma, grace):
        spot = await fetchval(
            """insert into registration (session_id, person_id, state, source, registered_at, nonce)
            values ($1, $2, 'registered', 'self', $3, '') returning id""",
            intro, one.person_id, NOW,
        )  # fmt: skip
        await execute("insert into attendance (registration_id, part, mark, how, marked_at) values ($1, 1, 'here', 'tap', $2)", spot, NOW)
    walk = await journey(team_id)
    (known,) = await known_by_itself(walk, 3, 'intro')
    assert (known['names'], known['held_on']) == (['Alma Cruz', 'Grace Lee'], datetime.date(2026, 11, 13))
    assert (await states(team_id))[2] is StepState.NOT_STARTED
    told = {'on': known['held_on'], 'session_id': intro, 'by': alma, 'now': NOW}
    assert await telling.show(team_id, 3, 'Alma and Grace came to the Intro.', **told)
    assert await telling.show(team_id, 3, 'Alma and Grace came to the Intro.', **told) is None
    assert await known_by_itself(walk, 3, 'intro') == []


async def test_one_bold_step_at_a_time(database):
    team_id, alma, grace, rosa = await a_team()
    first = await bold_steps.set_bold_step(team_id, 'Invite five parents', who='Alma and Grace', due_on=TODAY + 9 * DAY, by=alma, now=NOW)
    walk = await journey(team_id)
    assert (await bold_step(walk.id)).what == 'Invite five parents'
    assert await refusal(bold_steps.set_bold_step(team_id, 'Find a room', by=grace, now=NOW)) is NoBoldStep.CHANGED_MEANWHILE
    await bold_steps.end_bold_step(team_id, first, is_done=True, by=grace, now=NOW)
    assert await refusal(bold_steps.end_bold_step(team_id, first, is_done=True, by=alma, now=NOW)) is NoBoldStep.NONE
    second = await bold_steps.set_bold_step(team_id, 'Find a room', by=grace, now=NOW)
    assert await refusal(bold_steps.end_bold_step(team_id, first, is_done=False, by=alma, now=NOW)) is NoBoldStep.CHANGED_MEANWHILE
    await bold_steps.end_bold_step(team_id, second, is_done=False, by=alma, now=NOW)
    assert [(one.what, one.is_done) for one in await bold_steps_before(walk.id)] == [('Find a room', False), ('Invite five parents', True)]
    assert await refusal(bold_steps.set_bold_step(team_id, '  ', by=alma, now=NOW)) is NoBoldStep.NO_WORDS
    assert await refusal(bold_steps.set_bold_step(team_id, 'x', by=rosa, now=NOW)) is NoBoldStep.NOT_A_MEMBER


async def test_only_the_day_of_a_reflection_is_known(database):
    team_id, alma, _grace, rosa = await a_team()
    assert [await telling.wrote_for_oneself(team_id, by=alma, now=NOW) for _ in range(2)] == [True, False]
    assert await reflected((await journey(team_id)).id) == {alma.person_id: TODAY}
    assert await refusal(telling.wrote_for_oneself(team_id, by=rosa, now=NOW)) is NoEvidence.NOT_A_MEMBER
    columns = "select array_agg(column_name::text order by 1) from information_schema.columns where table_name = 'reflection'"
    assert await fetchval(columns) == ['id', 'journey_id', 'person_id', 'written_on']


async def test_nobody_else_says_anything_of_a_team(database):
    team_id, _alma, _grace, _rosa = await a_team()
    stranger = await somebody('Efraín Soto', Grant('coach', 'team', team_id + 1), Grant('coordinator', 'network', None))
    assert not may_see_team(stranger, team_id)
    told = {'by': stranger, 'now': NOW}
    assert await refusal(telling.mark(team_id, '1.a', Marked.FULLY, seen=0, **told)) is NoMark.NOT_YOURS
    assert await refusal(telling.show(team_id, 1, 'x', **told)) is NoEvidence.NOT_A_MEMBER
    assert await refusal(telling.take_away(team_id, 1, 1, **told)) is NoEvidence.NOT_A_MEMBER
    assert await refusal(bold_steps.end_bold_step(team_id, 1, is_done=True, **told)) is NoBoldStep.NOT_A_MEMBER
    assert await refusal(walking.claim(team_id, 1, **told)) is NoClaim.NOT_A_MEMBER
    assert await refusal(walking.confirm(team_id, 1, **told)) is NoSignOff.NOT_THE_COACH


async def test_a_team_walks_by_one_path_and_a_team_without_one_by_none(database):
    team_id, alma, _grace, _rosa = await a_team('school-cafe')
    assert (await journey(team_id)).path_key == 'school-cafe'
    assert await walking.begin(team_id, 'community-cafe', 1, by=SYSTEM, now=NOW) == (await journey(team_id)).id
    assert len(await states(team_id)) == 8
    with pytest.raises(KeyError):
        await walking.begin(team_id, 'community-cafe', 99, by=SYSTEM, now=NOW)
    assert await refusal(walking.claim(0, 1, by=alma, now=NOW)) is NoWalk.NO_JOURNEY


async def test_words_of_somebody_who_is_erased_go_and_the_way_stays(database):
    team_id, alma, _grace, rosa = await a_team()
    await reach(team_id, 1, alma)
    await bold_steps.set_bold_step(team_id, 'Invite five parents', by=alma, now=NOW)
    await telling.wrote_for_oneself(team_id, by=alma, now=NOW)
    await walking.claim(team_id, 1, by=alma, now=NOW)
    await walking.give_back(team_id, 1, why='Not yet.', by=rosa, now=NOW)
    held = (await export(alma.person_id))['path']
    assert [[row['Words'] for row in rows] for rows in held.values() if 'Words' in rows[0]] == [['We met at the library.']]
    for one in (alma, rosa):
        await erase(one.person_id, asked_by='the person', by=SYSTEM, now=NOW)
    walk = await journey(team_id)
    assert [one.words for one in await evidence(walk.id, 1)] == ['-']
    assert ((await bold_step(walk.id)).what, await reflected(walk.id)) == ('-', {})
    (first, *_rest) = await steps(walk, on=datetime.date.max)
    assert ([fact.did for fact in first.history], first.history[-1].why) == ([Did.ENTERED, Did.CLAIMED, Did.RETURNED], '')


@pytest.mark.parametrize(
    ('did', 'says'),
    [('confirmed', 'confirmed cannot follow entered'), ('entered', 'entered cannot follow entered'), ('reopened', 'cannot follow')],
)
async def test_the_database_refuses_what_cannot_follow(database, did: str, says: str):
    team_id, alma, _grace, _rosa = await a_team()
    await telling.show(team_id, 1, 'We met.', by=alma, now=NOW)
    with pytest.raises(Exception, match=says):
        await execute(walking.FACT, (await journey(team_id)).id, 1, did, TODAY, NOW, alma.person_id)


async def test_the_database_refuses_that_somebody_signs_off_the_own_word_and_any_change(database):
    team_id, alma, _grace, _rosa = await a_team()
    await reach(team_id, 1, alma)
    await walking.claim(team_id, 1, by=alma, now=NOW)
    walk = await journey(team_id)
    for statement, parameters, says in (
        (walking.FACT, (walk.id, 1, 'confirmed', TODAY, NOW, alma.person_id), 'nobody signs off the own word'),
        ("update step_fact set did = 'withdrawn' where journey_id = $1", (walk.id,), 'never changed'),
    ):
        with pytest.raises(Exception, match=says):
            await _alone(statement, *parameters)


async def _alone(statement: str, *parameters: object) -> None:
    async with atomic():
        await execute(statement, *parameters)


async def test_a_restore_brings_the_facts_of_a_step_back_past_the_guard(database):
    team_id, alma, _grace, rosa = await a_team()
    await reach(team_id, 1, alma)
    await walking.claim(team_id, 1, by=alma, now=NOW)
    await walking.give_back(team_id, 1, why='Not yet.', by=rosa, now=NOW)
    await walking.claim(team_id, 1, by=alma, now=NOW)
    await walking.confirm(team_id, 1, by=rosa, now=NOW)
    kept = [tuple(row) for row in await fetch('select * from step_fact order by id')]
    for table in ('step_why', 'step_fact'):
        await execute(f'delete from {table}')
    async with connection() as held:
        await held.copy_records_to_table('step_fact', records=kept)
    assert [tuple(row) for row in await fetch('select * from step_fact order by id')] == kept
    assert (await states(team_id))[0] is StepState.CONFIRMED
