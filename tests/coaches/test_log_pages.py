"""The coaching log as coaches see it: everything is filled in, mistakes stand beside their field, and nobody else gets in."""

import re

import pytest

from coaching.coaches.commands import assigning
from coaching.coaches.queries import contacts
from coaching.kit.access import Grant
from coaching.kit.database import execute, fetchval
from coaching.teams.commands.teams import stand
from coaching.teams.values import TeamStanding
from tests.coaches.world import BY, DAY, TODAY, a_team, again, somebody
from tests.funnel.test_offerings_pages import main, said_after
from tests.path.world import as_somebody
from tests.queries import counted
from tests.signing import COORDINATOR, sign_in

pytestmark = pytest.mark.usefixtures('today')
CANARY = 'marmalade canary'


@pytest.fixture
async def rosa(client, today):
    """Rosa's browser, and the team that she coaches."""
    actor, team_id = await somebody('Rosa Delgado'), await a_team()
    await assigning.assign(team_id, actor.person_id, on=TODAY - 90 * DAY, **BY)
    await as_somebody(client, await again(actor.account_id))
    return client, team_id


def filled_in(page) -> dict[str, list[str]]:
    """Every field as it would be sent without a touch."""
    form = re.search(r'<form method="post" action="[^"]*/log[^"]*".*?</form>', page.text, re.DOTALL)[0]
    sent: dict[str, list[str]] = {}
    for control in re.findall(r'<input[^>]*>', form):
        name = re.search(r'name="([^"]*)"', control)
        if name and ('type="checkbox"' not in control and 'type="radio"' not in control or ' checked' in control):
            sent.setdefault(name[1], []).append(re.search(r'value="([^"]*)"', control)[1])
    for name, options in re.findall(r'<select id="[^"]*" name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        sent[name] = re.findall(r'value="([^"]*)" selected', options)
    return sent


async def test_a_talk_is_saved_as_it_stands_there(rosa):
    browser, team_id = rosa
    page = await browser.get(f'/coach/teams/{team_id}/log')
    assert 'How was your talk with Willow Street School team?' in main(page)
    sent = filled_in(page)
    assert (sent['happened_on'], sent['minutes'], sent['mode'], sent['purposes'], sent['next_on']) == (
        ['2026-11-18'], ['30'], ['phone'], ['getting_to_know'], ['2026-12-02'],
    )  # fmt: skip
    said = await said_after(browser, await browser.post(f'/coach/teams/{team_id}/log', data=sent))
    assert 'It is written down.' in said and 'Shared with the team' in said and 'Getting to know each other' in said
    again_there = await browser.post(f'/coach/teams/{team_id}/log', data=sent)
    assert (again_there.status_code, await fetchval('select count(*) from contact')) == (303, 1)


async def test_mistakes_stand_beside_their_field_and_everything_typed_stays(rosa):
    browser, team_id = rosa
    path = f'/coach/teams/{team_id}/log'
    sent = filled_in(await browser.get(path)) | {'going_well': ['Alma asked two more.'], 'happened_on': ['2026-11-30']}
    answer = await browser.post(path, data=sent)
    assert (answer.status_code, 'Choose a day that is not still to come.' in main(answer), 'Alma asked two more.' in answer.text) == (
        409, True, True,
    )  # fmt: skip
    assert sent['draft_key'][0] in answer.text
    answer = await browser.post(path, data=sent | {'minutes': ['many']})
    assert (answer.status_code, 'Write a whole number in figures, like 12' in main(answer)) == (422, True)
    answer = await browser.post(path, data=sent | {'team_ids': ['77']})
    assert (answer.status_code, await fetchval('select count(*) from contact')) == (422, 0)


async def test_its_author_changes_it_adds_to_it_and_takes_it_back(rosa):
    browser, team_id = rosa
    path = f'/coach/teams/{team_id}/log'
    sent = filled_in(await browser.get(path)) | {'for_coaches': [CANARY], 'in_the_way': ['It is slow.']}
    sent |= {'in_the_way_tags': ['time', 'trust'], 'step_0_what': ['Call them.'], 'step_0_due': ['2026-11-25'], 'next_at': ['4:00 pm']}
    record = (await browser.post(path, data=sent)).headers['location']
    said = main(await browser.get(record))
    assert 'Only coaches read this' in said and CANARY in said and 'Time, Trust' in said and 'Call them.' in said
    changed = filled_in(await browser.get(f'{record}/edit')) | {'minutes': ['55'], 'in_the_way': ['']}
    assert changed['in_the_way_tags'] == ['time', 'trust']
    assert 'It is changed.' in await said_after(browser, await browser.post(f'{record}/edit', data=changed))
    stale = await browser.post(f'{record}/edit', data=changed)
    assert (stale.status_code, 'changed in another window' in main(stale)) == (409, True)
    assert (await browser.post(f'{record}/edit', data=changed | {'minutes': ['x']})).status_code == 422
    assert (await browser.post(f'{record}/lines', data={'words': ''})).status_code == 422
    assert 'A room was found.' in await said_after(browser, await browser.post(f'{record}/lines', data={'words': 'A room was found.'}))
    assert 'It is taken back.' in await said_after(browser, await browser.post(f'{record}/removal'))
    assert [(await browser.get(there)).status_code for there in (record, f'{record}/edit')] == [404, 404]


async def test_a_day_that_was_named_without_a_time_stands_as_the_next_talk_until_a_time_is_set(rosa):
    browser, team_id = rosa
    path = f'/coach/teams/{team_id}/log'
    await browser.post(path, data=filled_in(await browser.get(path)) | {'next_on': ['2026-12-07']})
    for there in (f'/team/{team_id}/coach', f'/coach/teams/{team_id}'):
        page = await browser.get(there)
        assert 'About Mon, Dec 7, no time yet Set a time' in main(page) and 'No talk is planned.' not in main(page)
        assert f'/coach/talks?team_id={team_id}&amp;day=2026-12-07' in page.text
    for day in ('2026-12-07', '2026-13-07', 'x'):
        shown = (await browser.get('/coach/talks', params={'team_id': team_id, 'day': day})).text
        assert ('value="7"' in shown or '2026-12-07' in shown) == (day == '2026-12-07')
    alma = await somebody('Alma Cruz')
    await as_somebody(browser, alma)
    said = main(await browser.get(f'/team/{team_id}/coach'))
    assert 'About Mon, Dec 7, no time yet' in said and 'Set a time' not in said


@pytest.mark.parametrize('asked', ['9' * 5000, '٣', '-1', ''])
async def test_an_address_with_a_team_that_cannot_be_is_a_page_all_the_same(rosa, asked):
    browser, team_id = rosa
    assert (await browser.get(f'/coach/teams/{team_id}/log', params={'team_ids': asked})).status_code == 200


async def test_words_that_come_again_after_a_talk_was_taken_back_stay_in_the_form_and_can_be_saved_anew(rosa):
    browser, team_id = rosa
    path = f'/coach/teams/{team_id}/log'
    sent = filled_in(await browser.get(path)) | {'going_well': ['Alma asked two.']}
    record = (await browser.post(path, data=sent)).headers['location']
    await browser.post(f'{record}/removal')
    answer = await browser.post(path, data=sent | {'going_well': ['Alma asked two more.']})
    assert (answer.status_code, 'You took this talk back.' in main(answer), 'Alma asked two more.' in answer.text) == (409, True, True)
    anew = filled_in(answer)
    assert anew['draft_key'] != sent['draft_key']
    anew_at = (await browser.post(path, data=anew | {'going_well': ['Alma asked two more.']})).headers['location']
    assert 'Alma asked two more.' in main(await browser.get(anew_at))


async def test_a_team_and_a_coach_of_a_joint_talk_stay_on_it_after_they_went_to_others(rosa):
    browser, team_id = rosa
    actor, nora, other = await somebody('Rosa Delgado'), await somebody('Nora Fox'), await a_team('Casa Familia', 'Lucía Vega')
    await assigning.assign(other, actor.person_id, on=TODAY - 90 * DAY, **BY)
    learning = await assigning.assign(team_id, nora.person_id, assigning.Beside.APPRENTICE, **BY)
    await as_somebody(browser, await again(actor.account_id))
    path = f'/coach/teams/{team_id}/log'
    sent = filled_in(await browser.get(path)) | {'team_ids': [str(other)], 'coach_ids': [str(nora.person_id)]}
    record = (await browser.post(path, data=sent)).headers['location']
    await assigning.hand_over(other, (await somebody('Efraín Solís')).person_id, **BY)
    await assigning.end(learning, **BY)
    await as_somebody(browser, await again(actor.account_id))
    changed = filled_in(await browser.get(f'{record}/edit'))
    assert (changed['team_ids'], changed['coach_ids']) == ([str(other)], [str(nora.person_id)])
    assert (await browser.post(f'{record}/edit', data=changed | {'minutes': ['55']})).status_code == 303
    talk = await contacts.talk(int(record.rpartition('/')[2]))
    assert (talk.minutes, talk.team_ids, talk.coaches) == (55, {team_id, other}, ((nora.person_id, 'Nora Fox'),))


async def test_another_coach_reads_it_and_does_not_change_it(rosa, client):
    browser, team_id = rosa
    path = f'/coach/teams/{team_id}/log'
    record = (await browser.post(path, data=filled_in(await browser.get(path)))).headers['location']
    nora = await somebody('Nora Fox')
    await assigning.assign(team_id, nora.person_id, assigning.Beside.APPRENTICE, **BY)
    await as_somebody(client, await again(nora.account_id))
    said = main(await client.get(record))
    assert 'Rosa Delgado' in said and 'Change it' not in said
    assert 'Whoever wrote this down can change it.' in await said_after(client, await client.get(f'{record}/edit'))
    assert 'Whoever wrote this down can change it.' in await said_after(client, await client.post(f'{record}/removal'))
    assert 'Rosa Delgado wrote down a talk with this team today.' in main(await client.get(path))


async def test_words_for_a_team_that_was_handed_over_meanwhile_are_given_back_to_whoever_typed_them(rosa):
    browser, team_id = rosa
    actor, path = await somebody('Rosa Delgado'), f'/coach/teams/{team_id}/log'
    sent = filled_in(await browser.get(path)) | {'going_well': ['Alma asked two.'], 'for_coaches': [CANARY], 'step_0_what': ['Call them.']}
    record = (await browser.post(path, data=filled_in(await browser.get(path)))).headers['location']
    efrain = await somebody('Efraín Solís')
    await assigning.hand_over(team_id, efrain.person_id, **BY)
    await as_somebody(browser, await again(actor.account_id))
    for there in (path, f'{record}/edit'):
        answer = await browser.post(there, data=sent)
        said = main(answer)
        assert (answer.status_code, 'You do not coach Willow Street School team any more' in said) == (409, True)
        assert 'Alma asked two.' in said and CANARY in said and 'Call them.' in said
    assert 'You had written no words.' in main(await browser.post(path, data={'minutes': ['many']}))
    assert await fetchval('select count(*) from contact') == 1
    await as_somebody(browser, await somebody('Nora Fox', Grant('coach', 'network', None)))
    assert [(await browser.post(there, data=sent)).status_code for there in (path, f'{record}/edit')] == [404, 404]


async def test_a_time_over_which_the_clocks_jump_is_told_beside_its_field(rosa):
    browser, team_id = rosa
    path, words = f'/coach/teams/{team_id}/log', 'On that day the clocks jump over this hour.'
    await execute("update person set zone = 'America/Chicago'")
    await as_somebody(browser, await again((await somebody('Rosa Delgado')).account_id))
    sent = filled_in(await browser.get(path)) | {'next_on': ['2027-03-14'], 'next_at': ['2:30 am'], 'going_well': ['Alma asked two.']}
    planned = {'team_id': str(team_id), 'day': '2027-03-14', 'time': '2:30 am', 'minutes': '45', 'mode': 'phone'}
    for answer in (await browser.post(path, data=sent), await browser.post('/coach/talks', data=planned)):
        assert (answer.status_code, words in main(answer)) == (409, True)
        assert re.search(r'id="(?:next_at|time)-error"', answer.text)
    assert await fetchval('select (select count(*) from contact) + (select count(*) from appointment)') == 0
    assert (await browser.post(path, data=sent | {'next_at': ['3:30 am']})).status_code == 303


async def test_a_planned_talk_stays_where_it_is_when_a_talk_is_logged_in_another_zone(rosa):
    browser, team_id = rosa
    path = f'/coach/teams/{team_id}/log'
    await execute("update person set zone = 'America/Chicago'")
    nora, rosa_again = await somebody('Nora Fox'), await again((await somebody('Rosa Delgado')).account_id)
    await as_somebody(browser, rosa_again)
    planned = {'team_id': str(team_id), 'day': '2026-12-01', 'time': '16:00', 'minutes': '45', 'mode': 'phone'}
    assert (await browser.post('/coach/talks', data=planned)).status_code == 303
    await execute("update person set zone = 'America/Denver' where id = $1", nora.person_id)
    await assigning.hand_over(team_id, nora.person_id, **BY)
    await as_somebody(browser, await again(nora.account_id))
    sent = filled_in(await browser.get(path))
    assert (sent['next_on'], sent['next_at']) == (['2026-12-01'], ['15:00'])
    assert (await browser.post(path, data=sent | {'going_well': ['A first talk.']})).status_code == 303
    stands = await fetchval("select to_char(starts_at at time zone 'UTC', 'DD HH24:MI') || ' ' || sequence from appointment")
    assert stands == '01 22:00 1'


async def test_with_a_closed_team_only_a_talk_of_before_is_written_down_and_none_is_planned(rosa):
    browser, team_id = rosa
    path = f'/coach/teams/{team_id}/log'
    await stand(team_id, TeamStanding.CLOSED, why='The school has closed.', **BY)
    await execute("update team_state set began_on = $1 where state = 'closed'", TODAY - 2 * DAY)
    sent = filled_in(await browser.get(path))
    assert ('next_open' in sent, sent['next_on']) == (True, [''])
    answer = await browser.post(path, data=sent | {'going_well': ['A last word.']})
    assert (answer.status_code, 'This team has closed.' in main(answer), 'A last word.' in answer.text) == (409, True, True)
    before = sent | {'happened_on': ['2026-11-16']}
    again_on = before | {'next_on': ['2026-12-01'], 'next_at': ['4:00 pm'], 'next_open': []}
    answer = await browser.post(path, data=again_on)
    assert (answer.status_code, 'so no talk is planned with it' in main(answer)) == (409, True)
    assert (await browser.post(path, data=before)).status_code == 303
    planned = {'team_id': str(team_id), 'day': '2026-12-01', 'time': '4:00 pm', 'minutes': '45', 'mode': 'phone'}
    assert (await browser.post('/coach/talks', data=planned)).status_code == 409
    assert await fetchval('select count(*) from appointment') == 0


async def test_nobody_else_gets_in(rosa, client):
    browser, team_id = rosa
    path = f'/coach/teams/{team_id}/log'
    record = (await browser.post(path, data=filled_in(await browser.get(path)))).headers['location']
    alma = await somebody('Alma Cruz')
    await as_somebody(client, alma)
    assert [(await client.get(there)).status_code for there in (path, record)] == [403, 403]
    await sign_in(client, 'Ellen Hart', COORDINATOR, Grant('coach', 'network', None), now=BY['now'])
    assert [(await client.get(there)).status_code for there in (path, record)] == [404, 404]


async def test_the_page_asks_the_same_of_the_database_with_one_other_team_and_with_many(rosa):
    browser, team_id = rosa
    actor, path = await somebody('Rosa Delgado'), f'/coach/teams/{team_id}/log'
    counts = []
    await browser.get(path)
    for more in (1, 5):
        for number in range(more):
            other = await a_team(f'Team {more} {number}', f'Lead{more}{number} Person')
            await assigning.assign(other, actor.person_id, **BY)
        async with counted() as asked:
            assert (await browser.get(path)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 14, asked
    assert await contacts.last_talks([team_id]) == {}
