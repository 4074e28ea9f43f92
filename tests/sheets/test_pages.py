"""A coordinator brings in what there is by one way in: choose, say the columns, look, one button, and back again."""

from __future__ import annotations

import html
import re

import httpx
import pytest

from coaching.funnel.commands import importing
from coaching.kit import clock
from coaching.kit.access import Grant
from coaching.kit.database import execute, fetchval
from coaching.sheets.pages import rows
from tests.queries import counted
from tests.sheets.world import ASSIGNMENTS, MEMBERS, TALKS, TEAMS, WILLOW, everything, teams
from tests.signing import COORDINATOR, sign_in
from tests.teams.world import a_place

LIST = '/setup/imports'


def heading(answer: httpx.Response) -> str:
    return html.unescape(re.search(r'<h1>(.*?)</h1>', answer.text)[1])


def says(answer: httpx.Response) -> str:
    """The page's text."""
    return ' '.join(html.unescape(re.sub(r'<[^>]+>', ' ', answer.text.split('<main')[1].split('</main')[0])).split())


def chosen(answer: httpx.Response) -> dict[str, str]:
    """What a page's form would send as it stands."""
    form = answer.text.split('<main')[1]
    told = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"[^>]*checked', form))
    for name, inside in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        told[name] = (re.search(r'value="([^"]*)"[^>]*selected', inside) or [None, ''])[1]
    return told | dict(re.findall(r'<input[^>]*name="(every_minutes)"[^>]*value="([^"]*)"', form))


async def send(client: httpx.AsyncClient, text: str = TEAMS, name: str = 'teams.csv') -> httpx.Response:
    return await client.post(LIST, files={'file': (name, text.encode())})


async def to_rows(client: httpx.AsyncClient, text: str = TEAMS, **more: str) -> str:
    """The page of a file whose columns are said."""
    columns = (await send(client, text)).headers['location'].removesuffix('/columns') + '/columns'
    data = chosen(await client.get(columns)) | more
    assert (await client.post(columns, data=data)).headers['location'] == columns.removesuffix('/columns')
    return columns.removesuffix('/columns')


@pytest.fixture
async def coordinator(client):
    await sign_in(client, 'Ellen Hart', COORDINATOR, now=clock.now())
    return client


async def test_from_a_file_to_teams_and_back(coordinator):
    assert heading(await coordinator.get(LIST)) == 'Bring in what you have already'
    kept = await send(coordinator)
    columns = kept.headers['location']
    here = columns.removesuffix('/columns')
    assert re.fullmatch(r'/setup/imports/teams/\d+/columns', columns)
    page = await coordinator.get(columns)
    assert (heading(page), 'List of teams · teams.csv · 2 rows' in says(page)) == ('What does each column hold?', True)
    assert (await coordinator.get(here)).headers['location'] == columns
    await coordinator.post(columns, data=chosen(page))
    looked = await coordinator.get(here)
    assert heading(looked) == '2 of 2 rows can come in'
    for words in ('2 new', 'Nothing is written yet', f'{WILLOW} Alma Cruz · Dana Whitfield new A new team since Sep 1, 2025, active.',
                  'Alma Cruz leads the team. Dana Whitfield coaches it since Sep 1, 2025.', 'Alma Cruz is new here.',
                  'Step 4 is written down as what your list says. Its coach signs it off here.'):  # fmt: skip
        assert words in says(looked)
    assert await teams() == {}
    assert (await coordinator.post(f'{here}/making')).headers['location'] == here
    done = await coordinator.get(here)
    assert (heading(done), 'Everything is in.' in done.text, '3 people are new here.' in says(done)) == ('2 new teams', True, True)
    assert (await send(coordinator)).headers['location'] == here
    assert 'This file was brought in before. Nothing has changed.' in (await coordinator.get(here)).text
    shown = says(await coordinator.get(LIST))
    assert 'List of teams' in shown and '2 new teams · 3 new people · 2 rows' in shown
    await coordinator.post(f'{here}/undoing')
    undone = await coordinator.get(here)
    assert (heading(undone), '2 teams were taken back · 3 people were taken back' in says(undone)) == ('The import is undone', True)
    assert 'undone 2 teams were taken back, 3 people were taken back' in says(await coordinator.get(LIST))
    await coordinator.post(f'{here}/undoing')
    assert 'This was undone already.' in (await coordinator.get(LIST)).text
    assert await teams() == {}


async def test_each_kind_says_what_its_rows_would_do(coordinator):
    await coordinator.post(f'{await to_rows(coordinator)}/making')
    members = says(await coordinator.get(await to_rows(coordinator, MEMBERS)))
    for words in ('Grace Lee new Joins as a member. Grace Lee is new here.', 'Joins as a parent who leads.', 'A parent who leads.',
                  'You look after no team called “Birch team”. Bring in the teams first.'):  # fmt: skip
        assert words in members
    here = await to_rows(coordinator, ASSIGNMENTS)
    assert 'lead coach from Jan 15, 2026 to Jun 1, 2026' in says(await coordinator.get(here))
    assert 'apprentice since Feb 1, 2026' in says(await coordinator.get(here))
    await coordinator.post(f'{here}/making')
    done = await coordinator.get(here)
    assert (heading(done), 'This person stands beside the team in some of these days already.' in says(done)) == (
        '3 coaches beside teams', True,
    )  # fmt: skip


async def test_what_coaches_wrote_is_not_shown_to_whoever_brings_it_in(coordinator):
    await coordinator.post(f'{await to_rows(coordinator)}/making')
    long = TALKS.replace('Shared\n', 'Shared,More\n').replace('spring.,team\n', f'spring.,team,{"They wept. " * 5}\n')
    here = await to_rows(coordinator, long)
    for path in (here, f'{here}/columns'):
        page = says(await coordinator.get(path))
        assert [words in page for words in ('café in spring', 'about money', 'They wept')] == [False, False, False]
    assert 'What was written is not shown here' in says(await coordinator.get(f'{here}/columns'))
    shown = says(await coordinator.get(here))
    assert 'Oct 3, 2025 · By video · 45 minutes · a note for the team, too' in shown
    assert 'Feb 1, 2026 · At their place · 75 minutes · a note for coaches only' in shown
    assert 'Oct 20, 2025 · Only tried' in shown
    await coordinator.post(f'{here}/making')
    assert heading(await coordinator.get(here)) == '3 talks from before'


async def test_what_stayed_after_an_undoing_is_named(coordinator):
    here = await to_rows(coordinator)
    await coordinator.post(f'{here}/making')
    await execute('update team set version = 2 where name = $1', WILLOW)
    await coordinator.post(f'{here}/undoing')
    assert f'This stayed, because something was done with it since {WILLOW}: all of the team' in says(await coordinator.get(here))
    assert '1 stayed' in says(await coordinator.get(LIST))


async def test_what_a_file_is_a_list_of_can_be_said(coordinator):
    columns = (await send(coordinator, MEMBERS)).headers['location']
    assert 'List of who is in which team' in says(await coordinator.get(columns))
    kind = columns.replace('/columns', '/kind')
    assert f'href="{kind}"' in (await coordinator.get(columns)).text
    assert heading(await coordinator.get(kind)) == 'What is this a list of?'
    assert (await coordinator.post(kind, data={'kind': 'cakes'})).status_code == 422
    assert (await coordinator.post(kind, data={'kind': 'talk_list'})).headers['location'] == columns
    assert 'List of talks' in says(await coordinator.get(columns))
    people = (await coordinator.post(kind, data={'kind': 'people'})).headers['location']
    assert people == columns.replace('/teams', '')
    assert (heading(await coordinator.get(people)), f'href="{kind}"' in (await coordinator.get(people)).text) == (
        'What does each column hold?', True,
    )  # fmt: skip
    assert (await coordinator.get(columns)).status_code == 404
    assert (await coordinator.post(kind, data={'kind': 'member_list'})).headers['location'] == columns
    assert (await coordinator.get(people.removesuffix('/columns'))).headers['location'] == columns.removesuffix('/columns')
    await coordinator.post(f'{columns.removesuffix("/columns")}/removal')
    assert (await coordinator.post(kind, data={'kind': 'talk_list'})).headers['location'] == LIST


async def test_columns_that_are_needed_and_mistakes_are_told_with_the_choice_kept(coordinator):
    columns = (await send(coordinator, ASSIGNMENTS)).headers['location']
    data = chosen(await coordinator.get(columns))
    wrong = await coordinator.post(columns, data=data | {'column_1': 'out', 'column_3': 'began_on'})
    assert (wrong.status_code, 'Another column holds this already. Choose it for one of them.' in says(wrong)) == (422, True)
    missing = await coordinator.post(columns, data=data | {'column_1': 'out'})
    assert (missing.status_code, 'Say which column holds this: Name of the coach.' in says(missing)) == (422, True)


async def test_columns_of_another_time_lead_straight_to_the_rows(coordinator):
    here = await to_rows(coordinator, MEMBERS)
    kept = await send(coordinator, MEMBERS + '\n')
    assert re.fullmatch(r'/setup/imports/teams/\d+', kept.headers['location'])
    assert kept.headers['location'] != here
    assert 'so we know what they hold' in (await coordinator.get(kept.headers['location'])).text
    assert chosen(await coordinator.get(f'{kept.headers["location"]}/columns'))['column_1'] == 'name'


async def test_a_place_for_the_whole_file_is_of_this_file_alone(coordinator):
    place = await a_place()
    here = await to_rows(coordinator, every_place_id=str(place))
    assert chosen(await coordinator.get(f'{here}/columns'))['every_place_id'] == str(place)
    await coordinator.post(f'{here}/making')
    assert await fetchval('select count(*) from team where place_id = $1', place) == 2
    again = (await send(coordinator, TEAMS + '\n')).headers['location']
    assert chosen(await coordinator.get(f'{again}/columns'))['every_place_id'] == '0'


async def test_whoever_looks_after_a_place_sees_their_own_files_and_no_list_of_people(client):
    place = await a_place()
    ellen = await sign_in(client, 'Ellen Hart', COORDINATOR, now=clock.now())
    theirs = await to_rows(client, every_place_id=str(place))
    people = (await send(client, 'Name,Email\nRosa Paz,rosa@example.org\n')).headers['location']
    await sign_in(client, 'Luz Mora', Grant('coordinator', 'place', place), now=clock.now())
    page = await client.get(LIST)
    assert ('Nothing yet' in says(page), 'People, and what they came to' in says(page)) == (True, False)
    assert 'href="/setup/imports"' in (await client.get('/setup')).text
    for path in (theirs, f'{theirs}/columns', f'{theirs}/kind', people):
        assert (await client.get(path)).status_code == 404
    for verb in ('making', 'undoing', 'removal', 'kind', 'columns'):
        assert (await client.post(f'{theirs}/{verb}', data={'kind': 'talk_list'})).status_code == 404
    refused = await send(client, 'Name,Email\nRosa Paz,rosa@example.org\n')
    assert (refused.status_code, 'Whoever looks after the whole network brings it in' in says(refused)) == (422, True)
    own = await to_rows(client, every_place_id=str(place))
    assert own != theirs
    assert '/kind' in (await client.get(f'{own}/columns')).text
    assert (await client.post(f'{own}/kind', data={'kind': 'people'})).status_code == 422
    await client.post(f'{own}/making')
    assert len(await teams()) == 2
    await sign_in(client, 'Ellen Hart', COORDINATOR, now=clock.now())
    assert heading(await client.get(own)) == '2 new teams'
    assert ellen.person_id


async def test_a_file_that_brings_nothing_new_says_so_and_has_no_button(coordinator):
    await coordinator.post(f'{await to_rows(coordinator)}/making')
    same = await coordinator.get(await to_rows(coordinator, f'{TEAMS}\n'))
    assert (heading(same), 'All of it is here already.' in says(same)) == ('Nothing in this file is new', True)
    mixed = await coordinator.get(await to_rows(coordinator, f'{TEAMS},,Community,,,,,,,,\n'))
    assert (heading(mixed), 'Mend the other rows in your file' in says(mixed)) == ('Nothing in this file is new', True)
    assert ['Bring them all in' in says(one) for one in (same, mixed)] == [False, False]
    assert [mixed.text.count('aria-label="Which rows"'), 'aria-label="This team"' in mixed.text] == [1, False]


async def test_a_file_without_a_good_row_has_no_button_and_a_file_can_go(coordinator, monkeypatch):
    here = await to_rows(coordinator, MEMBERS)
    looked = await coordinator.get(here)
    assert (heading(looked), 'Bring them all in' in says(looked)) == ('0 of 4 rows can come in', False)
    await coordinator.post(f'{here}/making')
    assert 'No row of this file can be brought in as it stands.' in (await coordinator.get(here)).text
    plain = rows.files.planned

    async def slowly(batch, **more):
        await importing.forget(batch.id)
        return await plain(batch, **more)

    monkeypatch.setattr(rows.files, 'planned', slowly)
    assert (await coordinator.get(here)).headers['location'] == LIST
    assert heading(await coordinator.get(here)) == 'This file is no longer here'
    for answer in (await coordinator.get(f'{here}/columns'), await coordinator.post(f'{here}/columns')):
        assert answer.headers['location'] == here
    assert (await coordinator.get('/setup/imports/teams/99')).status_code == 404


async def test_rows_of_one_fate_and_the_next_page(coordinator):
    before = await everything()
    here = await to_rows(coordinator, 'Team,State\n' + ''.join(f'Team {number:03d},\n' for number in range(60)) + 'Willow,sleeping\n')
    first = await coordinator.get(here)
    assert [text in says(first) for text in ('Team 000', 'Team 049', 'Team 050')] == [True, True, False]
    assert 'Team 050' in says(await coordinator.get(f'{here}?only=new&after=51'))
    assert 'Team 000' not in says(await coordinator.get(f'{here}?only=faulty'))
    await coordinator.post(f'{here}/making')
    assert f'href="{here}?only=new&amp;after=51"' in (await coordinator.get(f'{here}?only=new')).text
    assert (await everything())['team'] == before['team'] + 60


async def test_questions_do_not_grow_with_the_rows(coordinator):
    asked = []
    for rows_of in (2, 40):
        text = 'Team,Lead,Coach\n' + ''.join(f'Team {rows_of} {number},Ana {number},Dana {number}\n' for number in range(rows_of))
        here = await to_rows(coordinator, text)
        async with counted() as statements:
            await coordinator.get(here)
        asked.append(len(statements))
    assert asked[0] == asked[1]
