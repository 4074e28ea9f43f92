"""A team goes on by a newer version of its path: an explicit map, nothing lost, and the older version stays as it was."""

import datetime
import re

import msgspec
import pytest

from coaching.kit import clock
from coaching.kit.database import fetchval
from coaching.kit.refusal import Refused
from coaching.path import definition
from coaching.path.commands import bold_steps, moving, noting, sharing, telling, walking
from coaching.path.commands.noting import Written
from coaching.path.definition import Path, Step, path
from coaching.path.queries import bold_step, evidence, journey, journey_on, steps
from coaching.path.queries.notes import notes, resources, shared
from coaching.path.rules.moving import NoMove, why_not_move
from coaching.path.rules.noting import mark_of
from coaching.path.rules.steps import state_of
from coaching.path.values import Marked, ResourceKind, StepState
from tests.conftest import NOW
from tests.funnel.test_offerings_pages import main, said_after
from tests.path.world import a_team, as_somebody, reach
from tests.signing import COORDINATOR, sign_in

DAY = datetime.timedelta(days=1)
OLD, NEW = {1: ('1.a', '1.b'), 2: ('2.a',)}, {1: ('1.a',), 2: ('2.a', '2.b'), 3: ('3.a',)}


@pytest.mark.parametrize(
    ('mapped', 'codes', 'reason'),
    [
        ({1: 2, 2: 3}, {'1.a': '2.a', '1.b': '2.b', '2.a': '3.a'}, None),
        ({1: None, 2: 3}, {'1.a': None, '1.b': None, '2.a': '3.a'}, None),
        ({1: 2}, {'1.a': '2.a', '1.b': '2.b', '2.a': '3.a'}, NoMove.MISSING),
        ({1: 2, 2: 3}, {'1.a': '2.a', '2.a': '3.a'}, NoMove.MISSING),
        ({1: 2, 2: 3, 3: None}, {'1.a': '2.a', '1.b': '2.b', '2.a': '3.a'}, NoMove.MISSING),
        ({1: 2, 2: 4}, {'1.a': '2.a', '1.b': '2.b', '2.a': '3.a'}, NoMove.UNKNOWN),
        ({1: 2, 2: 3}, {'1.a': '2.a', '1.b': '2.c', '2.a': '3.a'}, NoMove.UNKNOWN),
        ({1: 2, 2: 2}, {'1.a': '2.a', '1.b': '2.b', '2.a': '3.a'}, NoMove.TWICE),
        ({1: 2, 2: 3}, {'1.a': '2.a', '1.b': '2.a', '2.a': '3.a'}, NoMove.TWICE),
    ],
)
def test_what_each_step_and_part_becomes_is_said_wholly(mapped, codes, reason):
    assert why_not_move(OLD, NEW, steps=mapped, codes=codes) is reason


@pytest.fixture
def second(monkeypatch) -> dict:
    """A second version of the Community Café's path: the first call is the first step, and the dream asks one question less."""
    first = path('community-cafe', 1)

    def numbered(step: Step, number: int) -> Step:
        purposes = [msgspec.structs.replace(one, code=f'{number}.{one.code[2:]}') for one in step.head.purposes]
        head = msgspec.structs.replace(step.head, purposes=purposes)
        if step.number == 3:
            head = msgspec.structs.replace(head, questions=[*head.questions[1:], 'Who else should know?'])
        return Step(number, type(step.page)(step.page.slug, step.page.language, head, step.page.body))

    order = [first.steps[1], first.steps[0], *first.steps[2:]]
    newest = Path(first.key, 2, first.page, tuple(numbered(step, number) for number, step in enumerate(order, start=1)))
    known = definition._all('en')
    monkeypatch.setattr(definition, '_all', lambda _code: {**known, ('community-cafe', 2): newest})
    mapped = {1: 2, 2: 1, **{number: number for number in range(3, 8)}}
    codes = {one.code: f'{mapped[int(one.code[0])]}.{one.code[2:]}' for step in first.steps for one in step.head.purposes}
    return {'steps': mapped, 'codes': codes}


@pytest.fixture
async def willow(client, monkeypatch):
    monkeypatch.setattr(clock, 'now', lambda: NOW)
    team_id, alma, grace, rosa = await a_team()
    await reach(team_id, 1, alma)
    await walking.claim(team_id, 1, by=alma, now=NOW)
    await walking.give_back(team_id, 1, why='Who said yes?', by=rosa, now=NOW)
    await walking.claim(team_id, 1, by=alma, now=NOW)
    await walking.confirm(team_id, 1, by=rosa, now=NOW)
    await telling.mark(team_id, '3.a', Marked.PARTLY, seen=0, by=alma, now=NOW)
    await telling.wrote_for_oneself(team_id, by=alma, now=NOW)
    await noting.note(team_id, 3, {1: Written('Soup.', mark_of('')), 2: Written('A room.', mark_of(''))}, by=alma, now=NOW)
    await sharing.share(team_id, 1, 5, 'Parents lead.', by=alma, now=NOW)
    await sharing.add_to_list(team_id, 4, ResourceKind.STRENGTH, 'Grandmothers', by=alma, now=NOW)
    await bold_steps.set_bold_step(team_id, 'Find a room', by=alma, now=NOW)
    return client, team_id, alma, grace, rosa


async def test_everything_goes_along_under_its_new_number_and_the_older_walk_stays_as_it_was(willow, second):
    _client, team_id, _alma, _grace, rosa = willow
    before = await journey(team_id)
    drawn = await steps(before, on=datetime.date.max)
    later = NOW + 5 * DAY
    await moving.move(team_id, 2, **second, by=rosa, now=later)
    walk = await journey(team_id)
    assert (walk.path_version, walk.began_on) == (2, before.began_on)
    first, dream, meeting, *_rest = await steps(walk, on=datetime.date.max)
    assert [state_of(step) for step in (first, dream, meeting)] == [StepState.NOT_STARTED, StepState.CONFIRMED, StepState.WORKING]
    assert [fact.why for fact in dream.history if fact.why] == ['Who said yes?'] and dream.marks.keys() == {'2.a', '2.b', '2.c'}
    assert [one.words for one in await evidence(walk.id, 2)] == ['We met at the library.']
    assert {number: one.words for number, one in (await notes(walk.id, 3)).items()} == {31: 'Soup.', 1: 'A room.'}
    assert [(one.question, one.words) for one in await shared(walk.id, 2)] == [(5, 'Parents lead.')]
    assert len((await resources(walk.id))[ResourceKind.STRENGTH]) == 1 and (await bold_step(walk.id)).what == 'Find a room'
    then = await journey_on(team_id, NOW.date())
    assert then == before and await steps(then, on=datetime.date.max) == drawn
    assert await fetchval('select count(*) from journey where team_id = $1 and ended_at is null', team_id) == 1


async def test_a_step_that_falls_away_stays_with_the_older_walk_alone(willow, second):
    _client, team_id, _alma, _grace, rosa = willow
    without = {code: None if code[0] == '1' else new for code, new in second['codes'].items()}
    await moving.move(team_id, 2, steps=second['steps'] | {1: None}, codes=without, by=rosa, now=NOW)
    walk = await journey(team_id)
    assert (state_of((await steps(walk, on=datetime.date.max))[1]), await evidence(walk.id, 2)) == (StepState.NOT_STARTED, [])


async def test_who_may_and_to_what(willow, second):
    _client, team_id, alma, _grace, rosa = willow
    for by, version, more, reason in (
        (alma, 2, {}, NoMove.NOT_THE_COACH), (rosa, 1, {}, NoMove.NOT_NEWER), (rosa, 3, {}, NoMove.NOT_NEWER),
        (rosa, 2, {'steps': {}}, NoMove.MISSING),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            await moving.move(team_id, version, **second | more, by=by, now=NOW)
        assert refused.value.reason is reason
    await moving.move(team_id, 2, **second, by=rosa, now=NOW)
    with pytest.raises(Refused) as refused:
        await moving.move(team_id, 2, **second, by=rosa, now=NOW)
    assert refused.value.reason is NoMove.NOT_NEWER


async def test_a_coach_maps_on_a_page_and_lands_at_the_home_in_the_newer_version(willow, second):
    client, team_id, _alma, _grace, rosa = willow
    await as_somebody(client, rosa)
    assert 'This path has a newer version.' in main(await client.get(f'/team/{team_id}'))
    page = await client.get(f'/team/{team_id}/version')
    form = dict(re.findall(r'<select id="[^"]+" name="((?:step|code)-[^"]+)">.*?<option value="([^"]+)" selected>', page.text, re.S))
    assert len(form) == 7 + 25
    assert page.text.count('says the same') == 5 and '<section><h2>Step 1 of 7: Dream</h2>' in page.text
    twice = await client.post(f'/team/{team_id}/version', data=form | {'step-1': '2'})
    assert (twice.status_code, 'Two of them cannot become the same one.' in main(twice)) == (409, True)
    third = await client.post(f'/team/{team_id}/version', data=form | {'step-3': '4'})
    assert '<section><h2>Step 3 of 7: Team meeting</h2>' in third.text and third.text.count('says the same') == 4
    assert (await client.post(f'/team/{team_id}/version', data=form | {'step-1': '9'})).status_code == 422
    form |= {f'step-{was}': str(becomes) for was, becomes in second['steps'].items()}
    form |= {f'code-{was}': becomes for was, becomes in second['codes'].items()}
    said = await said_after(client, await client.post(f'/team/{team_id}/version', data=form))
    assert 'The team walks by the newer version now.' in said and 'is on step 1 of 7' in said
    assert (await client.post(f'/team/{team_id}/version', data=form)).status_code == 409
    assert 'walks by the newest version' in main(await client.get(f'/team/{team_id}/version'))


async def test_a_coordinator_maps_too_and_a_member_and_a_stranger_do_not(willow, second):
    client, team_id, alma, *_people = willow
    await as_somebody(client, alma)
    assert (await client.get(f'/team/{team_id}/version')).status_code == 404
    await sign_in(client, 'Ellen Hart', COORDINATOR, now=NOW)
    form = {f'step-{was}': str(becomes) for was, becomes in second['steps'].items()}
    form |= {f'code-{was}': becomes for was, becomes in second['codes'].items()}
    assert (await client.post(f'/team/{team_id}/version', data=form)).headers['location'] == f'/team/{team_id}/version'
    assert (await journey(team_id)).path_version == 2
    assert (await client.get('/team/999999/version')).status_code == 404
