"""A cohort on one page: how far each team is, what moved, who comes to sessions; and nothing of other people's cohorts."""

import io

import openpyxl
import pytest

from coaching.coaches.commands import assigning, helping, logging
from coaching.coaches.values import Logged
from coaching.kit import clock
from coaching.kit.access import SYSTEM, Grant
from coaching.kit.database import fetch
from coaching.path.commands import bold_steps, telling, walking
from tests.caseload.cohort_world import TODAY, a_place, coach, cohort, team, teams
from tests.coaches.world import again, somebody
from tests.conftest import NOW
from tests.funnel.test_offerings_pages import main
from tests.funnel.world import a_session, signs_up
from tests.path.world import as_somebody, reach
from tests.queries import counted

CANARY = 'marmalade canary'


@pytest.fixture(autouse=True)
def this_morning(monkeypatch):
    monkeypatch.setattr(clock, 'now', lambda: NOW)


@pytest.fixture
async def autumn(client):
    """Rosa coaches Willow and Maple; Efraín coaches Cedar; the cohort is Rosa's."""
    place_id = await a_place()
    willow = await team('Willow Street School team', 'Alma Cruz', 'Grace Lee', place_id=place_id)
    maple = await team('Maple Library team', 'Noor Haddad', place_id=place_id)
    cedar = await team('Cedar Grove team', 'Joy Park')
    rosa, efrain = await coach('Rosa Delgado', willow, maple), await coach('Efraín Soto', cedar)
    cohort_id = await cohort(rosa, [willow, maple, cedar], place_id=place_id)
    await as_somebody(client, rosa)
    return client, cohort_id, (willow, maple, cedar), rosa, efrain, place_id


async def signed_off(team_id: int, rosa) -> None:
    alma = await again((await somebody('Alma Cruz')).account_id)
    await reach(team_id, 1, alma)
    await walking.claim(team_id, 1, by=alma, now=NOW)
    await walking.confirm(team_id, 1, by=rosa, now=NOW)


async def test_the_board_says_in_words_where_each_team_stands_and_what_moved(autumn):
    client, cohort_id, (willow, _maple, _cedar), rosa, *_others = autumn
    await signed_off(willow, rosa)
    answer = await client.get(f'/cohorts/{cohort_id}')
    said = main(answer)
    assert '1 of 2 teams moved since Oct 18, 2026' in said
    assert '✓ signed off' in said and '3 of 3 parts' in said
    assert 'Willow Street School team : step 1 was signed off on Nov 18, 2026; 3 more parts are reached.' in said
    assert 'As it was: Maple Library team' in said
    assert f'href="/coach/teams/{willow}"' in answer.text


async def test_the_middle_stands_there_where_three_teams_took_the_step(autumn):
    client, cohort_id, team_ids, rosa, efrain, _place = autumn
    assert 'or less 0 days' not in main(await client.get(f'/cohorts/{cohort_id}'))
    for team_id, name, by in zip(team_ids, ('Alma Cruz', 'Noor Haddad', 'Joy Park'), (rosa, rosa, efrain), strict=True):
        lead = await again((await somebody(name)).account_id)
        await reach(team_id, 1, lead)
        await walking.claim(team_id, 1, by=lead, now=NOW)
        await walking.confirm(team_id, 1, by=by, now=NOW)
    said = main(await client.get(f'/cohorts/{cohort_id}'))
    assert 'Half of the teams took, or less 0 days' in said and 'Half of these teams have reached 3 parts or more.' in said


async def test_a_cohort_of_others_is_not_there(autumn):
    client, cohort_id, _teams, *_others = autumn
    pages = ('', '/board.csv', '/board.xlsx', '/sessions', '/log')
    strangers = [
        await coach('Tomás Vega', await team('Birch team', 'Ines Paz')),
        await somebody('Luz Mora', Grant('coordinator', 'place', await a_place('Ocean County'))),
    ]
    for stranger in strangers:
        await as_somebody(client, stranger)
        assert {(await client.get(f'/cohorts/{cohort_id}{page}')).status_code for page in pages} == {404}
    assert (await client.get('/cohorts/999999')).status_code == 404


async def test_whoever_coaches_one_of_its_teams_sees_that_one_and_the_middle_alone(autumn):
    client, cohort_id, _teams, _rosa, efrain, _place = autumn
    await as_somebody(client, efrain)
    listed = (await client.get('/cohorts')).text
    assert f'href="/cohorts/{cohort_id}"' in listed and f'/cohorts/{cohort_id}/teams' not in listed
    said = main(await client.get(f'/cohorts/{cohort_id}'))
    assert 'Cedar Grove team' in said and 'Willow' not in said and 'You see the 1 team that is yours, of 3.' in said
    assert 'Write to their people' not in said
    for page in ('board.csv', 'sessions'):
        assert 'Willow' not in (await client.get(f'/cohorts/{cohort_id}/{page}')).text


async def test_a_team_that_has_another_coach_by_now_has_left_the_cohort_of_whoever_made_it(autumn):
    client, cohort_id, (willow, _maple, _cedar), _rosa, efrain, _place = autumn
    await assigning.hand_over(willow, efrain.person_id, by=SYSTEM, now=NOW)
    taken = await everything_taken(client, cohort_id)
    assert len(taken) == 5 and 'Maple' in taken[0]
    for words in (*taken, (await client.get(f'/cohorts/{cohort_id}/teams')).text):
        assert 'Willow' not in words and 'Grace' not in words and 'Cedar' not in words
    letter = {'subject': 'We meet', 'body': 'In May.'}
    said = main(await client.post(f'/cohorts/{cohort_id}/letters', data=letter))
    assert 'Noor Haddad' in said and 'Alma' not in said and 'Joy' not in said
    await client.post(f'/cohorts/{cohort_id}/letters/sent', data=letter)
    to = 'select p.name from promise w join person p on p.id = w.person_id where w.kind = $1'
    assert [row['name'] for row in await fetch(to, 'cohort-note')] == ['Noor Haddad']
    assert (await client.post(f'/cohorts/{cohort_id}/teams/{willow}/end')).status_code == 404


async def test_a_coordinator_of_the_place_keeps_it_and_of_another_sees_the_teams_that_are_there(autumn):
    client, cohort_id, (willow, *_), rosa, *_others, place_id = autumn
    luz = await somebody('Luz Mora', Grant('coordinator', 'place', place_id))
    await as_somebody(client, luz)
    answer = await client.get(f'/cohorts/{cohort_id}')
    assert 'Write to their people' in answer.text and f'href="/setup/teams/{willow}"' in answer.text
    assert 'Log this talk' not in answer.text
    spring = await cohort(rosa, [willow, await team('Birch team', 'Ines Paz')], name='Spring teams')
    said = main(await client.get(f'/cohorts/{spring}'))
    assert 'Willow' in said and 'Birch' not in said and 'Write to their people' not in said


async def test_one_talk_with_several_teams_opens_the_log_with_them(autumn):
    client, cohort_id, (willow, maple, cedar), *_others = autumn
    assert 'Cedar' not in (await client.get(f'/cohorts/{cohort_id}')).text.partition('at once?')[2].partition('</form>')[0]
    there = await client.get(f'/cohorts/{cohort_id}/log?team_ids={willow}&team_ids={maple}')
    assert (there.status_code, there.headers['location']) == (303, f'/coach/teams/{maple}/log?team_ids={willow}')
    page = (await client.get(there.headers['location'])).text
    assert f'name="team_ids" value="{willow}" checked' in page
    assert (await client.get(f'/cohorts/{cohort_id}/log?team_ids={cedar}')).status_code == 422
    nobody = await client.get(f'/cohorts/{cohort_id}/log?team_ids=')
    assert nobody.status_code == 422 and 'Choose the teams with which you talked' in nobody.text


async def test_the_roster_names_only_people_of_teams_that_one_coaches(autumn):
    client, cohort_id, _teams, *_others, place_id = autumn
    session_id = await a_session()
    for name in ('Grace Lee', 'Joy Park'):
        await signs_up(name, session_id)
    said = main(await client.get(f'/cohorts/{cohort_id}/sessions'))
    assert 'Grace Lee' in said and 'Joy Park' not in said and 'Cedar' not in said
    await as_somebody(client, await somebody('Luz Mora', Grant('coordinator', 'place', place_id)))
    said = main(await client.get(f'/cohorts/{cohort_id}/sessions'))
    assert 'Grace' not in said and 'Willow Street School team : 1 person with a spot' in said


async def everything_taken(client, cohort_id: int) -> list[str]:
    """The words of all that can be looked at and taken away."""
    pages = [(await client.get(f'/cohorts/{cohort_id}{page}')).text for page in ('', '/sessions', '/letters', '/board.csv')]
    book = openpyxl.load_workbook(io.BytesIO((await client.get(f'/cohorts/{cohort_id}/board.xlsx')).content))
    return [*pages, ' '.join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)]


async def test_no_word_of_a_coach_or_a_team_is_on_any_page_or_in_any_file(autumn):
    client, cohort_id, (willow, *_), rosa, _efrain, place_id = autumn
    alma = await again((await somebody('Alma Cruz')).account_id)
    await telling.show(willow, 1, CANARY, by=alma, now=NOW)
    await bold_steps.set_bold_step(willow, CANARY, by=alma, now=NOW)
    await helping.ask(willow, CANARY, by=alma, now=NOW)
    talk = Logged('draft-canary', (willow,), TODAY, going_well=CANARY, in_the_way=CANARY, for_coaches=CANARY)
    await logging.log(talk, by=rosa, now=NOW)
    for whoever in (rosa, await somebody('Luz Mora', Grant('coordinator', 'place', place_id))):
        await as_somebody(client, whoever)
        everything = await everything_taken(client, cohort_id)
        assert len(everything) == 5 and all('Willow Street School team' in one for one in (everything[0], *everything[3:]))
        assert not any(CANARY in one for one in everything)


async def test_what_is_taken_away_has_days_and_numbers_for_every_step(autumn):
    client, cohort_id, (willow, *_), rosa, *_others = autumn
    await signed_off(willow, rosa)
    table = (await client.get(f'/cohorts/{cohort_id}/board.csv')).text
    first = 'Willow Street School team,Prairie County,The seven steps to a Community Café,1,Dream'
    assert f'{first},signed off,2026-11-18,2026-11-18,3,3,0,' in table
    book = openpyxl.load_workbook(io.BytesIO((await client.get(f'/cohorts/{cohort_id}/board.xlsx')).content))
    assert book.sheetnames == ['Teams', 'Steps', 'What it means']
    line = next(row for row in book['Teams'].iter_rows(values_only=True) if row[0] == 'Willow Street School team')
    assert line[1:9] == ('Prairie County', 'Forming', 'Rosa Delgado', 2, 3, 25, 2, 0)


async def test_the_board_asks_as_much_for_two_teams_as_for_sixty(autumn):
    client, _cohort, (willow, maple, _cedar), rosa, *_others = autumn
    small = await cohort(rosa, [willow, maple], name='Two')
    many = await cohort(rosa, await teams(60), name='Sixty')
    await client.get('/me')
    numbers = []
    for cohort_id in (small, many):
        async with counted() as asked:
            assert (await client.get(f'/cohorts/{cohort_id}')).status_code == 200
        numbers.append(len(asked))
    assert numbers[0] == numbers[1] <= 14


async def test_it_is_said_in_spanish_too(autumn):
    client, cohort_id, *_others = autumn
    said = main(await client.get(f'/es/cohorts/{cohort_id}'))
    assert 'equipos' in said and 'Write' not in said
