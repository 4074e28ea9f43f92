"""A round on its pages, as people of a team, their coach and a coordinator walk through it."""

from __future__ import annotations

import csv
import datetime
import html
import io
import re

import httpx
import pytest

from coaching.accounts import cookies
from coaching.accounts.commands.signing_in import begin_sign_in
from coaching.kit import clock
from coaching.kit.access import Actor, Grant
from coaching.readiness.commands.rounds import close_round, end_answering
from coaching.readiness.commands.talking import agree, choose
from coaching.readiness.queries import rounds as queries
from coaching.readiness.values import Agreed, Draft, Phase, Role, Spread, Tally
from coaching.teams.queries.next_steps import of
from tests.conftest import NOW
from tests.readiness.world import CHECK, HOST, LEVER, a_round, a_team, answers, ellen, every, somebody

pytestmark = pytest.mark.usefixtures('today')


async def as_somebody(client: httpx.AsyncClient, actor: Actor, at: datetime.datetime = NOW) -> None:
    assert actor.account_id
    client.cookies.set(cookies.name(), (await begin_sign_in(actor.account_id, device='Firefox, Linux', now=at)).token)


def heading(answer: httpx.Response) -> str:
    found = re.search(r'<h1>(.*?)</h1>', answer.text, re.DOTALL)
    return html.unescape(found[1]) if found else ''


def mistakes(answer: httpx.Response) -> list[str]:
    return [html.unescape(one) for one in re.findall(r'<p class="err"[^>]*><span class="vh">[^<]*</span>(.*?)</p>', answer.text)]


def plain(answer: httpx.Response) -> str:
    """What stands there, without tags, on one line."""
    return ' '.join(html.unescape(re.sub(r'<[^>]+>', ' ', answer.text)).split())


@pytest.fixture
async def team(database):
    return await a_team()


@pytest.fixture
async def start(team, client) -> str:
    await as_somebody(client, team.lead)
    return f'/team/{team.id}/readiness'


async def closed(team, said: dict[str, str]) -> int:
    round_id = await a_round(team)
    await answers(round_id, team.lead, {'A1': 'strong'})
    await end_answering(round_id, by=team.lead, now=NOW)
    for item, answer in said.items():
        await agree(round_id, Agreed(item, answer), seen=0, by=team.lead, now=NOW)
    await close_round(round_id, by=team.lead, now=NOW)
    return round_id


async def test_a_team_goes_from_the_first_page_to_what_it_found_out(team, start, client):
    assert heading(await client.get(start)) == 'You have not looked at your readiness yet'
    assert heading(await client.get(f'{start}/new')) == 'Begin a round'
    began = await client.post(start, data={'instrument': 'readiness-check', 'form': 'full', 'occasion': 'baseline'})
    here = began.headers['location']
    assert heading(await client.get(here)) == 'Nobody has answered yet'
    for who in team.people:
        await as_somebody(client, who)
        for part in CHECK.head.parts:
            shown = await client.get(f'{here}/answers/{part.key}')
            assert heading(shown) == part.title
            saved = await client.post(f'{here}/answers/{part.key}', data={item.key: 'strong' for item in part.items})
            assert saved.status_code == 303
        assert saved.headers['location'] == f'{here}/answers'
        assert heading(await client.get(f'{here}/answers')) == 'Look at your answers, then send them'
        assert (await client.post(f'{here}/answers', data={'role': 'parent'})).headers['location'] == here
    assert heading(await client.get(here)) == '4 have answered so far'
    await as_somebody(client, team.coach)
    await client.post(f'{here}/end')
    talk = await client.get(here)
    assert heading(talk) == 'Talk about each point, and agree'
    assert '4 answers, all “Strong”.' in plain(talk)
    assert heading(await client.get(f'{here}/talk/A1')) == CHECK.item('A1').words
    agreed = await client.post(f'{here}/talk/A1', data={'answer': 'strong', 'evidence': 'We wrote it down.', 'seen': '0'})
    assert agreed.headers['location'] == f'{here}/talk/A2'
    assert heading(await client.get(f'{here}/build')) == 'What will you build?'
    await client.post(f'{here}/build', data={'item_1': 'C5', 'what_1': 'Read the words out loud', 'item_2': 'A2'})
    assert (await client.post(f'{here}/close')).headers['location'] == f'{here}/results'
    results = plain(await client.get(f'{here}/results'))
    assert all(words in results for words in ('We wrote it down.', 'A parent: 4', 'Read the words out loud', 'Left for another time'))
    assert {step.what for step in await of(team.id)} == {'Read the words out loud', CHECK.item('A2').words}
    assert (await client.get(here)).headers['location'] == f'{here}/results'


async def test_a_round_is_not_begun_for_a_reason_that_it_does_not_have_or_two_times(team, start, client):
    other = await client.post(start, data={'instrument': 'host-check', 'form': 'full', 'occasion': 'baseline'})
    assert (other.status_code, mistakes(other)) == (409, ['These questions are not asked for that. Choose another reason.'])
    short = await client.post(start, data={'instrument': 'host-check', 'form': 'pulse', 'occasion': 'after_cafe'})
    assert (short.status_code, mistakes(short)) == (409, ['There is no short form of these questions.'])
    empty = await client.post(start, data={})
    assert (empty.status_code, len(mistakes(empty))) == (422, 2)
    await a_round(team)
    again = await client.post(start, data={'instrument': 'readiness-check', 'form': 'full', 'occasion': 'baseline'})
    assert (again.status_code, mistakes(again)) == (409, ['One of these is open already. Close it first.'])


async def test_somebody_stops_and_goes_on_and_sees_what_the_team_said_last_time(team, start, client):
    await closed(team, {'A1': 'starting'})
    here = f'{start}/{await a_round(team)}'
    saved = await client.post(f'{here}/answers/want', data={'A1': 'strong', 'then': 'check'})
    assert saved.headers['location'] == f'{here}/answers'
    assert 'You left out 20 points. That is fine.' in plain(await client.get(f'{here}/answers'))
    again = await client.get(f'{here}/answers/want')
    assert 'id="A1-strong" name="A1" value="strong" checked' in again.text
    assert 'Last time you all agreed on “Starting”.' in plain(again)
    assert 'You have answered 1 point of 21' in plain(await client.get(here))
    assert 'Answer alone' in plain(await client.get(start))
    assert heading(await client.get(f'{here}/answers/able')) == 'We can do things well'
    assert (await client.get(f'{here}/answers/nothing')).status_code == 404


async def test_whoever_sends_says_as_whom_and_answers_one_point_or_more(team, start, client):
    round_id = await a_round(team)
    here = f'{start}/{round_id}'
    nothing = await client.post(f'{here}/answers', data={'role': 'staff'})
    assert (nothing.status_code, mistakes(nothing)) == (409, ['Answer one point or more first.'])
    await client.post(f'{here}/answers/want', data={'A1': 'strong'})
    nobody = await client.post(f'{here}/answers', data={})
    assert (nobody.status_code, len(mistakes(nobody))) == (422, 1)
    await client.post(f'{here}/answers', data={'role': 'staff'})
    assert heading(await client.get(f'{here}/answers')) == 'Your answers are in'
    await client.post(f'{here}/answers/removal')
    assert await queries.draft(await queries.round_of(round_id), team.lead.person_id) == Draft({'A1': 'strong'}, Role.STAFF)


async def test_whoever_saves_after_answering_has_ended_keeps_what_was_chosen_on_the_page(team, start, client):
    round_id = await a_round(team)
    here = f'{start}/{round_id}'
    await answers(round_id, team.people[1], {'A1': 'strong'})
    await end_answering(round_id, by=team.coach, now=NOW)
    late = await client.post(f'{here}/answers/want', data={'A1': 'rooted'})
    assert late.status_code == 409
    assert 'Answering has ended.' in plain(late)
    assert 'id="A1-rooted" name="A1" value="rooted" checked' in late.text
    for path in ('answers/want', 'answers', 'tally'):
        assert (await client.get(f'{here}/{path}')).headers['location'] == here
    for path in ('answers/removal', 'end', 'removal'):
        assert (await client.post(f'{here}/{path}')).headers['location'] == here
    assert (await client.post(f'{here}/answers', data={'role': 'parent'})).headers['location'] == here
    assert (await client.post(f'{here}/tally', data={})).headers['location'] == here


async def test_what_came_on_paper_is_counted_and_a_number_that_cannot_be_is_told_beside_its_field(team, start, client):
    round_id = await a_round(team)
    here = f'{start}/{round_id}'
    sheet = await client.get(f'{here}/paper')
    assert sheet.text.count('☐') == 3 + 21 * 7
    wrong = await client.post(f'{here}/tally', data={'role.parent': 'two', 'A1.strong': '2', 'A2.strong': '9999'})
    assert (wrong.status_code, mistakes(wrong)) == (422, ['Write a number from 0 to 200'] * 2)
    assert 'value="two"' in wrong.text and 'value="9999"' in wrong.text
    many = await client.post(f'{here}/tally', data={'role.parent': '1', 'A1.strong': '2'})
    assert (many.status_code, mistakes(many)) == (422, ['More answers than sheets of paper. Count this point once more.'])
    none = await client.post(f'{here}/tally', data={'A1.strong': '2'})
    assert (none.status_code, mistakes(none)) == (422, ['Say how many sheets came, and as whom people answered.'])
    counted = await client.post(f'{here}/tally', data={'role.parent': '2', 'A1.strong': '1', 'A1.rooted': '1'})
    assert counted.headers['location'] == here
    assert await queries.tally(await queries.round_of(round_id)) == Tally({Role.PARENT: 2}, {'A1': {'strong': 1, 'rooted': 1}})
    assert 'id="A1.strong" name="A1.strong" type="text" inputmode="numeric" value="1"' in (await client.get(f'{here}/tally')).text
    assert heading(await client.get(here)) == '2 have answered so far'


async def test_of_two_who_agree_differently_the_second_sees_both_and_chooses(team, start, client):
    round_id = await a_round(team, HOST)
    here = f'{start}/{round_id}'
    await agree(round_id, Agreed('H1', 'done', 'Two stood there.'), seen=0, by=team.coach, now=NOW)
    second = await client.post(f'{here}/talk/H1', data={'answer': 'partly', 'evidence': 'One came late.', 'seen': '0'})
    told = plain(second)
    assert (second.status_code, mistakes(second)) == (
        409, [f'{team.coach.name} said something else meanwhile. Talk about it, and choose once more.'],
    )  # fmt: skip
    assert 'Two stood there.' in told and 'One came late.' in told and 'name="seen" value="1"' in second.text
    await client.post(f'{here}/talk/H1', data={'answer': 'partly', 'evidence': 'One came late.', 'seen': '1'})
    assert (await queries.agreed(round_id))['H1'].answer == 'partly'
    assert (await client.post(f'{here}/talk/H2', data={})).status_code == 422
    assert (await client.get(f'{here}/talk/Z9')).status_code == 404


async def test_a_team_picks_three_things_each_once(team, start, client):
    round_id = await a_round(team, HOST)
    here = f'{start}/{round_id}'
    twice = await client.post(f'{here}/build', data={'item_1': 'H1', 'item_2': 'H1'})
    assert (twice.status_code, mistakes(twice)) == (422, ['You chose the same point two times.'])
    assert (await client.post(f'{here}/build', data={'item_1': 'Z9', 'what_1': 'Ask'})).status_code == 422
    for_nothing = await client.post(f'{here}/build', data={'item_1': '', 'what_1': 'Ask around'})
    assert (for_nothing.status_code, mistakes(for_nothing)) == (422, ['Choose the point for which you will do this.'])
    assert 'value="Ask around"' in for_nothing.text
    assert (await client.post(f'{here}/close')).headers['location'] == here
    await choose(round_id, [('H2', 'Say it twice')], by=team.lead, now=NOW)
    assert 'value="Say it twice"' in (await client.get(f'{here}/build')).text
    assert 'Say it twice' in plain(await client.get(here))


async def test_a_fall_is_a_question_and_what_went_up_is_the_heading(team, start, client):
    await closed(team, every('starting') | {'A1': 'strong'})
    last = await closed(team, every('getting-there') | {'A1': 'starting', 'B1': 'does-not-fit'})
    results = await client.get(f'{start}/{last}/results')
    assert heading(results) == 'You moved up in 19 points since Wednesday, November 18, 2026'
    told = plain(results)
    assert 'It went from “Strong” to “Starting”. What has changed, and what would help?' in told
    assert 'Up 1: Starting → Getting there' in told and 'Down 2: Strong → Starting' in told
    assert heading(await client.get(start)) == heading(results)
    assert 'Your areas over time' in plain(await client.get(start))


async def test_what_is_found_out_leaves_as_a_table(team, start, client):
    await closed(team, {'A1': 'starting'})
    last = await closed(team, {'A1': 'strong', 'A2': 'not-sure'})
    file = await client.get(f'{start}/{last}/results.csv')
    rows = list(csv.reader(io.StringIO(file.content.decode('utf-8-sig'))))
    assert (len(rows), file.headers['content-type']) == (22, 'text/csv; charset=utf-8')
    assert rows[1] == ['We want it', 'A1', CHECK.item('A1').words, 'Starting', 'Strong', '2', '', '1', '', '']
    assert rows[2][3:7] == ['', 'We are not sure', '', '']
    running = await a_round(team)
    assert (await client.get(f'{start}/{running}/results')).headers['location'] == f'{start}/{running}'
    assert (await client.get(f'{start}/{running}/results.csv')).status_code == 200


async def test_what_must_be_there_first_is_said_before_the_door_opens(team, start, client):
    last = await closed(team, every('rooted') | {'C5': 'starting'})
    told = plain(await client.get(f'{start}/{last}/results'))
    assert 'Before you open the door for a first café' in told
    assert heading(await client.get(start)) == 'You see where you stand: Rooted'


async def test_after_half_a_year_a_team_is_asked_to_look_again(team, start, client, monkeypatch):
    await closed(team, {'A1': 'strong'})
    assert 'Half a year has passed' not in plain(await client.get(start))
    monkeypatch.setattr(clock, 'now', lambda: NOW + datetime.timedelta(days=182))
    await as_somebody(client, team.lead, at=clock.now())
    assert 'Half a year has passed since you looked.' in plain(await client.get(start))


async def test_a_round_that_was_opened_by_mistake_is_taken_back(team, start, client):
    round_id = await a_round(team)
    assert (await client.post(f'{start}/{round_id}/removal')).headers['location'] == start
    assert await queries.rounds_of(team.id) == []


async def test_a_coach_leads_a_round_and_does_not_answer_and_an_apprentice_looks_on(team, start, client):
    round_id = await a_round(team)
    here = f'{start}/{round_id}'
    await as_somebody(client, team.coach)
    assert (await client.get(f'{here}/answers/want')).status_code == 404
    assert 'End answering' in plain(await client.get(here)) and 'Answer alone' not in plain(await client.get(here))
    await as_somebody(client, await somebody('Ines Apprentice', Grant('apprentice', 'team', team.id)))
    assert (await client.get(here)).status_code == 200
    assert 'End answering' not in plain(await client.get(here))
    assert [(await client.post(f'{here}/{path}')).status_code for path in ('end', 'close', 'removal')] == [404] * 3
    assert (await client.get(f'{start}/new')).status_code == 404


async def test_another_team_is_told_nothing(team, start, client):
    other = await a_team('Maple Library')
    theirs = await a_round(other)
    assert (await client.get(f'{start}/{theirs}')).status_code == 404
    assert (await client.get(f'/team/{other.id}/readiness')).status_code == 404


async def test_a_coordinator_sees_bands_from_five_teams_on_and_no_answers(team, client):
    teams = [team, *[await a_team(f'Team {number}', ('Alma',)) for number in range(4)]]
    await as_somebody(client, await ellen())
    for one in teams[:4]:
        await closed(one, every('rooted'))
    few = await client.get('/setup/readiness')
    assert heading(few) == 'You see how ready teams are from 5 teams on'
    assert '4 teams have closed a round.' in plain(few)
    await closed(teams[4], every('starting'))
    told = plain(await client.get('/setup/readiness'))
    assert 'Teams by area, from the last full round of each: 5' in told and team.lead.name not in told
    assert (await client.get(f'/team/{team.id}/readiness')).status_code == 404


async def test_the_network_looks_at_itself(client, database):
    await as_somebody(client, await ellen())
    begun = await client.post('/setup/readiness', data={'instrument': 'lever-check', 'occasion': 'six_monthly', 'form': 'full'})
    here = begun.headers['location']
    assert heading(await client.get(here)) == 'Talk about each point, and agree'
    again = await client.post('/setup/readiness', data={'instrument': 'lever-check', 'occasion': 'six_monthly', 'form': 'full'})
    assert (again.status_code, mistakes(again)) == (409, ['One of these is open already. Close it first.'])
    assert (await client.post('/setup/readiness', data={})).status_code == 422
    said = {'answer': 'under-way', 'owner': 'Uma', 'parent_leaders': 'yes', 'seen': '0'}
    await client.post(f'{here}/talk/A1', data=said)
    assert 'value="Uma"' in (await client.get(f'{here}/talk/A1')).text
    await client.post(f'{here}/build', data={'item_1': 'A1'})
    await client.post(f'{here}/close')
    results = plain(await client.get(f'{here}/results'))
    assert LEVER.item('A1').words in results and 'Parents who lead take part.' in results
    assert heading(await client.get('/setup/readiness')) == 'You see how ready teams are from 5 teams on'


async def test_the_pages_speak_spanish(team, start, client):
    round_id = await a_round(team)
    for who in team.people:
        await answers(round_id, who, every('strong'))
    await end_answering(round_id, by=team.lead, now=NOW)
    assert (await queries.spreads(round_id))['A1'] == Spread(4, 4, 0, 0, 3, 3)
    talk = plain(await client.get(f'/es{start}/{round_id}'))
    assert '4 respuestas, todas “Firme”.' in talk
    assert (await queries.round_of(round_id)).phase is Phase.TALKING
