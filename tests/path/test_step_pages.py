"""A step's page: its parts are marked, things are shown, the team says it is done, and its coach answers on the same page."""

import datetime
import re

import pytest

from coaching.coaches.commands import logging
from coaching.coaches.values import Logged
from coaching.kit import clock
from coaching.kit.access import SYSTEM, Grant
from coaching.kit.database import execute, fetchval
from coaching.path.commands import telling, walking
from coaching.path.queries import evidence, journey, numbers, steps
from coaching.path.rules.steps import state_of
from coaching.path.values import Marked, StepState
from coaching.teams.commands.teams import form
from tests.conftest import NOW
from tests.funnel.test_offerings_pages import main, said_after
from tests.funnel.world import NOON, a_session
from tests.path.world import a_team, as_somebody, reach, somebody
from tests.queries import counted

TODAY = datetime.date(2026, 11, 18)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def this_morning(monkeypatch):
    monkeypatch.setattr(clock, 'now', lambda: NOW)


@pytest.fixture
async def willow(client):
    """Alma's browser, and her team."""
    team_id, alma, grace, rosa = await a_team()
    await as_somebody(client, alma)
    return client, f'/team/{team_id}/steps', alma, grace, rosa


def team_of(start: str) -> int:
    return int(start.split('/')[2])


async def state(start: str, number: int) -> StepState:
    return state_of((await steps(await journey(team_of(start)), on=datetime.date.max))[number - 1])


async def test_a_step_says_why_it_matters_what_it_is_for_and_what_to_talk_about(willow):
    client, start, *_people = willow
    said = main(await client.get(f'{start}/3'))
    assert 'Step 3 of 7 Not started Team meeting Bring your team together' in said
    assert 'Meet for an hour or more' in said and 'You will know it is done when All of you agree on what to try.' in said
    assert 'Questions to talk about' in said and 'What drew each of us to this?' in said
    assert 'Are you done with this step? Write down one thing that you did, with its day.' in said
    assert 'What you may see' in main(await client.get(f'{start}/7'))
    assert (await client.get(f'{start}/8')).status_code == (await client.get(f'{start}/0')).status_code == 404


async def test_every_page_of_every_path_is_shown_to_the_team_and_its_coach(client, database):
    for key, count in (('community-cafe', 7), ('parent-cafe', 6), ('school-cafe', 8)):
        lead = await somebody(f'Lead-{key} Lee')
        team_id = await form(key, lead_id=lead.person_id, by=SYSTEM, now=NOW)
        await walking.begin(team_id, key, 1, by=SYSTEM, now=NOW)
        coach = await somebody(f'Coach-{key} Lee', Grant('coach', 'team', team_id))
        for one in (lead, coach):
            await as_somebody(client, one)
            for number in range(1, count + 1):
                for page in ('', '/print'):
                    for language in ('', '/es'):
                        answer = await client.get(f'{language}/team/{team_id}/steps/{number}{page}')
                        assert answer.status_code == 200, (key, number, page, language)


async def test_a_part_is_marked_with_one_tap_and_whoever_saw_an_older_page_is_told(willow):
    client, start, alma, grace, _rosa = willow
    sent = {'code': '3.a', 'mark': '1', 'seen': '0'}
    assert 'Marked.' in await said_after(client, await client.post(f'{start}/3/marks', data=sent))
    assert 'aria-pressed="true">Partly' in (await client.get(f'{start}/3')).text
    stale = await client.post(f'{start}/3/marks', data=sent | {'mark': '2'})
    assert (stale.status_code, 'Someone else has just marked this.' in main(stale)) == (409, True)
    for wrong in ({'code': '4.a'}, {'mark': '3'}, {'mark': ''}, {'code': 'x' * 9}):
        assert (await client.post(f'{start}/3/marks', data=sent | wrong)).status_code == 422
    assert await numbers((await journey(team_of(start))).id, 'team') == {'3.a': 1}
    assert alma and grace


async def test_where_team_and_coach_see_a_part_differently_it_is_something_to_talk_about(willow):
    client, start, alma, _grace, rosa = willow
    team_id = team_of(start)
    await telling.mark(team_id, '3.a', Marked.FULLY, seen=0, by=alma, now=NOW)
    await telling.mark(team_id, '3.a', Marked.PARTLY, seen=0, by=rosa, now=NOW)
    await telling.mark(team_id, '3.b', Marked.FULLY, seen=0, by=rosa, now=NOW)
    await telling.mark(team_id, '3.b', Marked.FULLY, seen=0, by=alma, now=NOW)
    said = main(await client.get(f'{start}/3'))
    assert 'Rosa sees it as: partly. That is something to talk about.' in said and said.count('something to talk about') == 1
    await as_somebody(client, rosa)
    assert 'The team sees it as: fully. That is something to talk about.' in main(await client.get(f'{start}/3'))


PROOF = {'words': 'We met at the library.', 'on': '2026-11-16', 'url': 'https://example.org/flyer', 'code': '3.b'}


async def test_something_is_written_down_with_its_day_taken_away_and_put_back(willow):
    client, start, *_people = willow
    assert 'It is written down.' in await said_after(client, await client.post(f'{start}/3/evidence', data=PROOF))
    (one,) = await evidence((await journey(team_of(start))).id, 3)
    assert (one.words, one.happened_on, one.url, one.code) == (PROOF['words'], TODAY - 2 * DAY, PROOF['url'], '3.b')
    said = main(await client.get(f'{start}/3'))
    assert 'We met at the library. https://example.org/flyer Monday, November 16, 2026 · Alma Cruz' in said
    gone = await client.post(f'{start}/3/evidence/removal', data={'id': one.id})
    assert 'It is taken away. Undo' in await said_after(client, gone)
    assert (await client.post(f'{start}/3/evidence/removal', data={'id': one.id})).status_code == 409
    back = await client.post(f'{start}/3/evidence/removal', data={'id': one.id, 'code': 'back'})
    assert 'It is back.' in await said_after(client, back)
    assert (await client.post(f'{start}/3/evidence/removal', data={'id': one.id, 'code': 'back'})).status_code == 409


@pytest.mark.parametrize(
    ('sent', 'says'),
    [
        ({'words': ' '}, 'Write a few words about what you did.'),
        ({'on': '2026-11-19'}, 'Choose a day that is not still to come.'),
        ({'url': 'javascript:alert(1)'}, 'Write the link so that it begins with https://'),
        ({'url': 'https:// x'}, 'Write the link so that it begins with https://'),
        ({'code': '9.z'}, 'Choose one of these'),
        ({'words': 'x' * 1001}, 'Write at most 1000 letters here'),
    ],
)
async def test_what_cannot_be_written_down_is_told_beside_its_field_and_everything_typed_stays(willow, sent, says):
    client, start, *_people = willow
    answer = await client.post(f'{start}/3/evidence', data=PROOF | sent)
    assert (answer.status_code, says in main(answer)) == (422, True)
    for name in ('words', 'on', 'url'):
        assert (PROOF | sent)[name] in answer.text
    assert await fetchval('select count(*) from evidence') == 0


async def came(session_id: int, *people) -> None:
    for one in people:
        spot = await fetchval(
            """insert into registration (session_id, person_id, state, source, registered_at, nonce)
            values ($1, $2, 'registered', 'self', $3, '') returning id""",
            session_id, one.person_id, NOW,
        )  # fmt: skip
        await execute("insert into attendance (registration_id, part, mark, how, marked_at) values ($1, 1, 'here', 'tap', $2)", spot, NOW)


async def test_what_the_network_knows_is_offered_and_moves_nothing_by_itself(willow):
    client, start, alma, grace, _rosa = willow
    intro = await a_session('intro', starts_at=NOON - 7 * DAY)
    await came(intro, alma, grace)
    words = 'Alma and Grace came to the Intro on Nov 13, 2026.'
    assert words in main(await client.get(f'{start}/3'))
    assert await state(start, 3) is StepState.NOT_STARTED
    assert (await client.post(f'{start}/3/evidence/known', data={'id': intro + 1})).status_code == 409
    assert 'It is written down.' in await said_after(client, await client.post(f'{start}/3/evidence/known', data={'id': intro}))
    assert [one.words for one in await evidence((await journey(team_of(start))).id, 3)] == [words]
    assert (await client.post(f'{start}/3/evidence/known', data={'id': intro})).status_code == 409


async def test_a_team_says_that_a_step_is_done_and_its_coach_signs_it_off_with_one_tap(willow):
    client, start, alma, grace, rosa = willow
    await reach(team_of(start), 1, alma)
    assert 'Yes, ask Rosa to look at it' in main(await client.get(f'{start}/1'))
    assert 'Your coach looks at it next.' in await said_after(client, await client.post(f'{start}/1/claim'))
    said = main(await client.get(f'{start}/1'))
    assert 'You said that this step is done. Rosa looks at it next.' in said and 'Sign off this step' not in said
    refused = await client.post(f'{start}/1/sign-off')
    assert (refused.status_code, 'Only a coach of this team can do this.' in main(refused)) == (409, True)
    await as_somebody(client, rosa)
    assert 'Waiting for you The team says that this step is done Sign off this step' in main(await client.get(f'{start}/1'))
    assert 'Signed off.' in await said_after(client, await client.post(f'{start}/1/sign-off'))
    assert await state(start, 1) is StepState.CONFIRMED
    await as_somebody(client, grace)
    assert 'Rosa Delgado signed this step off on Wednesday, November 18, 2026.' in main(await client.get(f'{start}/1'))


async def test_the_team_takes_its_word_back_while_nobody_has_answered(willow):
    client, start, alma, *_people = willow
    await reach(team_of(start), 1, alma)
    await client.post(f'{start}/1/claim')
    assert 'You work on it again.' in await said_after(client, await client.post(f'{start}/1/claim/withdrawal'))
    again = await client.post(f'{start}/1/claim/withdrawal')
    assert (again.status_code, 'nothing to take back' in main(again)) == (409, True)


async def test_a_coach_says_not_yet_opens_again_sets_aside_and_takes_up_each_with_a_reason(willow):
    client, start, alma, _grace, rosa = willow
    await reach(team_of(start), 1, alma)
    await client.post(f'{start}/1/claim')
    await as_somebody(client, rosa)
    empty = await client.post(f'{start}/1/return', data={'return-why': ' '})
    assert (empty.status_code, 'Say why in a few words.' in main(empty)) == (422, True)
    assert 'The team reads why.' in await said_after(
        client, await client.post(f'{start}/1/return', data={'return-why': 'Who said yes to try it?'})
    )
    late = await client.post(f'{start}/1/return', data={'return-why': 'Once more, please look.'})
    assert (late.status_code, 'Once more, please look.' in late.text) == (409, True)
    await walking.claim(team_of(start), 1, by=alma, now=NOW)
    await client.post(f'{start}/1/sign-off')
    await client.post(f'{start}/1/reopening', data={'reopen-why': 'The need has changed.'})
    assert await state(start, 1) is StepState.WORKING
    await client.post(f'{start}/2/setting-aside', data={'aside-why': 'They had a call before.'})
    assert 'This step is set aside: They had a call before.' in main(await client.get(f'{start}/2'))
    await client.post(f'{start}/2/taking-up')
    assert await state(start, 2) is StepState.WORKING
    await as_somebody(client, alma)
    said = main(await client.get(f'{start}/1'))
    assert 'What your coach said Rosa Delgado, Wednesday, November 18, 2026 The need has changed.' in said
    assert 'Who said yes to try it?' in said and 'Not yet, said the coach.' in said
    refused = await client.post(f'{start}/1/setting-aside', data={'aside-why': 'We would rather not.'})
    assert (refused.status_code, 'We would rather not.' in refused.text) == (409, True)


async def test_a_coach_lets_a_part_stay_with_a_reason_and_then_signs_off(willow):
    client, start, alma, _grace, rosa = willow
    team_id = team_of(start)
    await reach(team_id, 1, alma, Marked.PARTLY)
    await client.post(f'{start}/1/claim')
    await as_somebody(client, rosa)
    assert 'Not every part is marked fully.' in main(await client.get(f'{start}/1'))
    assert (await client.post(f'{start}/1/exceptions', data={'code': '1.a', 'seen': '0', 'except-why': ''})).status_code == 422
    assert (await client.post(f'{start}/1/exceptions', data={'code': '9.a', 'seen': '0', 'except-why': 'x'})).status_code == 422
    for code in ('1.a', '1.b', '1.c'):
        sent = {'code': code, 'seen': '0', 'except-why': 'Enough for now.'}
        assert 'It may stay as it is.' in await said_after(client, await client.post(f'{start}/1/exceptions', data=sent))
    again = await client.post(f'{start}/1/exceptions', data={'code': '1.a', 'seen': '0', 'except-why': 'Once more'})
    assert (again.status_code, 'Once more' in again.text) == (409, True)
    assert 'Rosa says: it may stay as it is.' in main(await client.get(f'{start}/1'))
    assert 'Signed off.' in await said_after(client, await client.post(f'{start}/1/sign-off'))


async def test_a_step_of_somebody_elses_team_is_not_there(willow):
    client, start, *_people = willow
    await as_somebody(client, await somebody('Noor Haddad', Grant('coordinator', 'network', None), Grant('coach', 'team', 10**9)))
    for path in ('', '/print'):
        assert (await client.get(f'{start}/3{path}')).status_code == 404
    posts = (
        'marks', 'exceptions', 'claim', 'claim/withdrawal', 'sign-off', 'return', 'reopening', 'setting-aside', 'taking-up', 'evidence',
        'evidence/known', 'evidence/removal', 'notes', 'reflection', 'answers', 'answers/removal', 'list', 'list/removal',
    )  # fmt: skip
    for path in posts:
        assert (await client.post(f'{start}/3/{path}', data=PROOF)).status_code == 404, path


async def test_an_apprentice_reads_everything_and_moves_nothing(willow):
    client, start, alma, _grace, _rosa = willow
    team_id = team_of(start)
    await reach(team_id, 1, alma)
    await walking.claim(team_id, 1, by=alma, now=NOW)
    await as_somebody(client, await somebody('Efraín Soto', Grant('apprentice', 'team', team_id)))
    page = await client.get(f'{start}/1')
    assert page.status_code == 200 and 'Sign off' not in main(page) and 'We met at the library.' in main(page)
    for path, data in (('sign-off', {}), ('marks', {'code': '1.a', 'mark': '1', 'seen': '1'}), ('evidence', PROOF | {'code': ''})):
        assert (await client.post(f'{start}/1/{path}', data=data)).status_code == 409


async def test_a_step_asks_the_database_as_often_when_it_is_full_as_when_it_is_empty(willow):
    client, start, alma, _grace, rosa = willow
    team_id = team_of(start)
    await client.get(f'{start}/3')
    async with counted() as empty:
        await client.get(f'{start}/3')
    await reach(team_id, 3, alma)
    for number in range(30):
        await telling.show(team_id, 3, f'Talk {number}', by=rosa if number % 2 else alma, now=NOW)
    async with counted() as full:
        await client.get(f'{start}/3')
    assert len(empty) == len(full) == 7, (len(empty), len(full))


async def test_a_sheet_has_the_questions_and_lines_and_no_frame(willow):
    client, start, *_people = willow
    page = await client.get(f'{start}/1/print')
    assert len(re.findall(r'<li><p>', page.text)) == 7 and '<nav' not in page.text
    assert 'This page is yours.' in main(page)


async def test_a_talk_that_touched_the_step_and_a_meeting_of_the_team_are_offered_once_each(willow):
    client, start, alma, _grace, rosa = willow
    team_id = team_of(start)
    talks = ('a-shared-talk', False, ('3', '3.b')), ('for-coaches', True, ('3',)), ('elsewhere', False, ('4.a',))
    for key, was_for_coaches, touched in talks:
        contact_id, _ = await logging.log(Logged(key, (team_id,), TODAY, touched=touched), by=rosa, now=NOW)
        if was_for_coaches:
            await execute("update contact set visibility = 'coaches' where id = $1", contact_id)
    meet = 'insert into meeting (team_id, held_on, title, recorded_at) values ($1, $2, $3, $4) returning id'
    for days, title in ((9, 'Long before'), (0, 'A room')):
        await fetchval(meet, team_id, TODAY - days * DAY, title, NOW)
    assert 'We met on' not in main(await client.get(f'{start}/3'))
    await telling.mark(team_id, '3.a', Marked.PARTLY, seen=0, by=alma, now=NOW)
    page = await client.get(f'{start}/3')
    said = main(page)
    assert said.count('We talked with Rosa on Nov 18, 2026.') == 2 and 'Long before' not in said
    assert 'We met on Nov 18, 2026: A room' in said
    offered = re.findall(r'name="id" value="(\d+)"><input type="hidden" name="code" value="(contact|meeting)"', page.text)
    assert [what for _id, what in offered] == ['contact', 'meeting']
    for number, what in offered:
        sent = {'id': number, 'code': what}
        assert 'It is written down.' in await said_after(client, await client.post(f'{start}/3/evidence/known', data=sent))
        assert (await client.post(f'{start}/3/evidence/known', data=sent)).status_code == 409
    assert sorted(one.words for one in await evidence((await journey(team_id)).id, 3)) == [
        'We met on Nov 18, 2026: A room', 'We talked with Rosa on Nov 18, 2026.',
    ]  # fmt: skip
