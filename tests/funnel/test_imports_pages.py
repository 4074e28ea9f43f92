"""A coordinator brings people in by the pages: choose, say the columns, look, one button, and back again."""

from __future__ import annotations

import html
import io
import re

import httpx
import pytest
import xlsxwriter

from coaching.funnel.commands import importing
from coaching.kit import clock
from coaching.kit.access import PUBLIC, Grant
from coaching.kit.database import execute, fetchval
from coaching.people.commands import find_or_add
from coaching.teams.commands import find_or_add_organisation
from tests.funnel.files_of_people import ELLEN, OLD_LIST, everybody
from tests.queries import counted
from tests.signing import COORDINATOR, TRAINER, sign_in

LIST = '/setup/imports'
COLUMNS = {'column_0': 'name', 'column_1': 'email', 'column_2': 'phone', 'column_3': 'organisation', 'column_4': 'taste_on',
           'column_5': 'intro_on', 'every_stage': 'out', 'day_first': 'month', 'every_language': 'en'}  # fmt: skip

TWO_COLUMNS = {'column_0': 'name', 'column_1': 'email', 'every_stage': 'out', 'day_first': 'month', 'every_language': 'en'}
REST = {'column_0': 'out', 'column_2': 'out', 'column_3': 'out', 'column_4': 'out', 'column_5': 'out'}


def heading(answer: httpx.Response) -> str:
    return html.unescape(re.search(r'<h1>(.*?)</h1>', answer.text)[1])


def says(answer: httpx.Response) -> str:
    """The page's text."""
    return ' '.join(html.unescape(re.sub(r'<[^>]+>', ' ', answer.text.split('<main')[1].split('</main')[0])).split())


async def send(client: httpx.AsyncClient, content: bytes | str = OLD_LIST, name: str = 'old list.csv') -> httpx.Response:
    return await client.post(LIST, files={'file': (name, content if isinstance(content, bytes) else content.encode())})


@pytest.fixture
async def coordinator(client):
    await sign_in(client, 'Ellen Hart', COORDINATOR, now=clock.now())
    return client


async def test_from_a_file_to_people_and_back(coordinator):
    assert heading(await coordinator.get(LIST)) == 'Bring in what you have already'
    kept = await send(coordinator)
    columns = kept.headers['location']
    here = columns.removesuffix('/columns')
    assert (kept.status_code, heading(await coordinator.get(columns))) == (303, 'What does each column hold?')
    assert (await coordinator.get(here)).headers['location'] == columns
    assert (await coordinator.post(columns, data=COLUMNS)).headers['location'] == here
    looked = await coordinator.get(here)
    assert heading(looked) == '3 of 5 rows can come in'
    for words in ('3 new people', '1 faulty row', '1 row left out', 'Nothing is written yet',
                  '“lena(at)example.org” is not an email address', 'The same as row 2',
                  'Taste on Mar 7, 2025', 'A group we do not know yet: Willow Street Group'):  # fmt: skip
        assert words in says(looked)
    assert await everybody() == {}
    assert (await coordinator.post(f'{here}/making')).headers['location'] == here
    done = await coordinator.get(here)
    assert heading(done) == '3 new people came in'
    assert 'Everything is in.' in done.text
    assert len(await everybody()) == 3
    again = await send(coordinator)
    assert again.headers['location'] == here
    assert 'This file was brought in before. Nothing has changed.' in (await coordinator.get(here)).text
    assert 'can be undone there' in (await coordinator.get(LIST)).text
    assert 'Undo all of it' in (await coordinator.get(here)).text
    await coordinator.post(f'{here}/undoing')
    assert heading(await coordinator.get(here)) == '3 people were taken back'
    assert await everybody() == {}
    await coordinator.post(f'{here}/undoing')
    assert 'This was undone already.' in (await coordinator.get(LIST)).text


async def test_rows_of_one_fate_and_the_next_page(coordinator):
    people = ''.join(f'Ana {number:03d},ana{number}@example.org\n' for number in range(60))
    kept = await send(coordinator, f'Name,Email\n{people}Lena,lena(at)example.org\n')
    columns = kept.headers['location']
    here = columns.removesuffix('/columns')
    await coordinator.post(columns, data=TWO_COLUMNS)
    first, second = await coordinator.get(here), await coordinator.get(f'{here}?after=51')
    assert [text in says(first) for text in ('Ana 000', 'Ana 049', 'Ana 050', 'Bring them all in')] == [True, True, False, True]
    assert [text in says(second) for text in ('Ana 049', 'Ana 050', 'Lena', 'Bring them all in')] == [False, True, True, False]
    assert f'href="{here}?after=51"' in first.text
    only = await coordinator.get(f'{here}?only=new')
    assert f'href="{here}?only=new&amp;after=51"' in only.text
    assert 'Ana' not in says(await coordinator.get(f'{here}?only=faulty'))
    await coordinator.post(f'{here}/making')
    assert f'href="{here}?only=new&amp;after=51"' in (await coordinator.get(f'{here}?only=new')).text
    assert heading(await coordinator.get(f'{here}?only=nonsense&after=x')) == '60 new people came in'


async def test_a_workbook_says_which_sheets_were_not_read(coordinator):
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as written:
        for name in ('People', 'Donors'):
            sheet = written.add_worksheet(name)
            sheet.write_row(0, 0, ('Name', 'Email'))
            sheet.write_row(1, 0, ('Ana Ruiz', 'ana@example.org'))
    kept = await send(coordinator, book.getvalue(), 'people.xlsx')
    columns = kept.headers['location']
    assert 'These sheets are not read: Donors' in says(await coordinator.get(columns))
    await coordinator.post(columns, data=TWO_COLUMNS)
    assert 'These sheets are not read: Donors' in says(await coordinator.get(columns.removesuffix('/columns')))


async def test_columns_of_another_time_lead_straight_to_the_rows_with_what_was_said(coordinator):
    columns = (await send(coordinator)).headers['location']
    await coordinator.post(columns, data=COLUMNS | {'day_first': 'day', 'every_language': 'es'})
    kept = await send(coordinator, OLD_LIST + '\n', 'next.csv')
    here = kept.headers['location']
    assert re.fullmatch(f'{LIST}/\\d+', here)
    looked = await coordinator.get(here)
    assert 'so we know what they hold' in looked.text
    shown = (await coordinator.get(f'{here}/columns')).text
    assert re.search(r'value="day" checked', shown) and re.search(r'value="es" checked', shown)


async def test_every_mistake_is_told_at_once_and_the_choice_stays(coordinator):
    columns = (await send(coordinator)).headers['location']
    wrong = await coordinator.post(columns, data=TWO_COLUMNS | REST | {'column_0': 'email', 'every_day': '31/31/2026'})
    assert wrong.status_code == 422
    assert 'Another column holds this already. Choose it for one of them.' in says(wrong)
    assert 'Write a day that is on the calendar' in says(wrong)
    nameless = await coordinator.post(columns, data=TWO_COLUMNS | REST)
    assert (nameless.status_code, 'Say which column holds the name.' in says(nameless)) == (422, True)


async def test_a_day_and_an_offering_may_hold_for_the_whole_file(coordinator):
    columns = (await send(coordinator, 'Ana Ruiz,ana@example.org\n')).headers['location']
    assert 'Column A' in says(await coordinator.get(columns))
    await coordinator.post(columns, data=TWO_COLUMNS | {'every_stage': 'taste', 'every_day': '3/7/2025'})
    here = columns.removesuffix('/columns')
    assert 'Taste on Mar 7, 2025' in says(await coordinator.get(here))
    assert 'value="2025-03-07"' in (await coordinator.get(columns)).text


@pytest.mark.parametrize(
    ('content', 'name', 'words'),
    [
        (b'%PDF-1.7', 'people.csv', 'This is something else.'),
        (b'Name\n', 'people.csv', 'there are no rows below them'),
        (b'Name\nAna', 'people.pdf', 'Choose a file that ends in .csv'),
    ],
)
async def test_what_cannot_be_read_is_told_beside_the_field(coordinator, content, name, words):
    answer = await send(coordinator, content, name)
    assert (answer.status_code, words in says(answer)) == (422, True)


async def test_a_file_without_a_good_row_has_no_button(coordinator):
    columns = (await send(coordinator, 'Name,Email\nLena,lena(at)example.org\n')).headers['location']
    await coordinator.post(columns, data=TWO_COLUMNS)
    here = columns.removesuffix('/columns')
    looked = await coordinator.get(here)
    assert (heading(looked), 'Bring them all in' in says(looked)) == ('0 of 1 rows can come in', False)
    await coordinator.post(f'{here}/making')
    assert 'No row of this file can be brought in as it stands.' in (await coordinator.get(here)).text


async def test_a_file_can_be_taken_away_and_is_gone_after_a_day(coordinator):
    columns = (await send(coordinator)).headers['location']
    here = columns.removesuffix('/columns')
    assert 'waits for you' in says(await coordinator.get(LIST))
    await coordinator.post(f'{here}/removal')
    assert heading(await coordinator.get(here)) == 'This file is no longer here'
    assert 'not brought in' in says(await coordinator.get(LIST))
    for answer in (await coordinator.get(columns), await coordinator.post(columns, data=COLUMNS)):
        assert answer.headers['location'] == here


async def test_a_file_that_goes_while_somebody_looks_leads_back(coordinator, monkeypatch):
    columns = (await send(coordinator)).headers['location']
    await coordinator.post(columns, data=COLUMNS)
    here = columns.removesuffix('/columns')
    from coaching.funnel.pages.imports import rows

    plain = rows.imports.rows

    async def slowly(batch, **more):
        await importing.forget(batch.id)
        return await plain(batch, **more)

    monkeypatch.setattr(rows.imports, 'rows', slowly)
    assert (await coordinator.get(here)).headers['location'] == LIST


async def test_words_of_a_group_are_settled_by_one_tap(coordinator):
    willow, _ = await find_or_add_organisation('Willow Street Group of Parents', by=ELLEN, now=clock.now())
    columns = (await send(coordinator)).headers['location']
    here = columns.removesuffix('/columns')
    await coordinator.post(columns, data=COLUMNS)
    await coordinator.post(f'{here}/making')
    assert 'This is Willow Street Group of Parents' in says(await coordinator.get(here))
    await coordinator.post(f'{here}/groups', data={'words': 'Willow Street Group', 'means': str(willow)})
    assert '1 person belongs there now.' in (await coordinator.get(here)).text
    await coordinator.post(f'{here}/groups', data={'words': 'Willow Street Group', 'means': 'new'})
    assert 'Somebody else has just said what this group is.' in (await coordinator.get(here)).text
    for means in ('', '0', 'x', '9' * 20):
        assert (await coordinator.post(f'{here}/groups', data={'words': 'Cedar Bend Center', 'means': means})).status_code == 404
    await coordinator.post(f'{here}/groups', data={'words': 'Cedar Bend Center', 'means': 'none'})
    assert 'Which group is meant?' not in says(await coordinator.get(here))


async def test_what_a_known_person_would_get_is_told(coordinator):
    place = await fetchval("insert into place (name, folded_name, made_at) values ('Sol County', 'sol county', now()) returning id")
    await find_or_add_organisation('Cedar Bend Center', place_id=place, by=ELLEN, now=clock.now())
    await find_or_add('Ana Ruiz', 'ana@example.org', by=PUBLIC, now=clock.now())
    columns = (await send(coordinator)).headers['location']
    await coordinator.post(columns, data=COLUMNS)
    looked = says(await coordinator.get(columns.removesuffix('/columns')))
    assert 'known, more filled in Filled in: Phone number, Place Intro on Apr 4, 2025' in looked.replace('Taste on Mar 7, 2025 ', '')
    assert 'Belongs to Cedar Bend Center' in looked


async def test_whoever_stayed_after_an_undoing_is_named(coordinator):
    columns = (await send(coordinator)).headers['location']
    here = columns.removesuffix('/columns')
    await coordinator.post(columns, data=COLUMNS)
    await coordinator.post(f'{here}/making')
    await execute("update person set version = 2 where name = 'Ana Ruiz'")
    await coordinator.post(f'{here}/undoing')
    answer = await coordinator.get(here)
    assert 'These people stayed, because something was done with them since Ana Ruiz' in says(answer)
    assert '1 stayed' in says(await coordinator.get(LIST))


async def test_a_long_list_of_imports_has_older_ones(coordinator):
    add = "insert into import_batch (tool, digest, uploaded_at) select 'sheet', decode('00', 'hex'), now() from generate_series(1, 30)"
    await execute(add)
    first = await coordinator.get(LIST)
    older = re.search(r'href="(/setup/imports\?before=\d+)"', first.text)[1]
    assert (await coordinator.get(older)).text.count('A file without a name') == 5


@pytest.mark.parametrize('role', [TRAINER, Grant('coordinator', 'place', 1), None])
async def test_nobody_but_the_networks_coordinator_may_bring_in(client, role):
    if role and role.scope_kind == 'place':
        await execute("insert into place (id, name, folded_name, made_at) values (1, 'Sol', 'sol', now())")
    await sign_in(client, 'Dana Whitfield', *([role] if role else []), now=clock.now())
    batch_id = (await importing.upload(OLD_LIST.encode(), 'a.csv', by=ELLEN, now=clock.now())).batch_id
    paths = [f'{LIST}/{batch_id}', f'{LIST}/{batch_id}/columns']
    assert {(await client.get(path)).status_code for path in paths} <= {403, 404}
    verbs = ('making', 'undoing', 'removal', 'groups', 'columns')
    assert {(await client.post(f'{LIST}/{batch_id}/{verb}')).status_code for verb in verbs} <= {403, 404}
    assert await fetchval('select content is not null from import_batch where id = $1', batch_id)


async def test_a_file_that_was_never_here_is_not_found(coordinator):
    assert (await coordinator.get(f'{LIST}/99')).status_code == 404


async def asked(client: httpx.AsyncClient, path: str) -> int:
    async with counted() as queries:
        assert (await client.get(path)).status_code == 200
    return sum('help_line' not in query for query in queries)  # the network's words are remembered for two seconds


async def test_no_page_asks_for_each_of_its_rows(coordinator):
    few, many = OLD_LIST, f'Name,Email\n{"".join(f"Ana {n},ana{n}@example.org" + chr(10) for n in range(300))}'
    found = []
    for text, chosen in ((few, COLUMNS), (many, TWO_COLUMNS)):
        columns = (await send(coordinator, text)).headers['location']
        await coordinator.post(columns, data=chosen)
        here = columns.removesuffix('/columns')
        before = await asked(coordinator, columns), await asked(coordinator, here)
        await coordinator.post(f'{here}/making')
        for words in ('Cedar Bend Center', 'Willow Street Group'):
            await coordinator.post(f'{here}/groups', data={'words': words, 'means': 'none'})
        found.append((*before, await asked(coordinator, here), await asked(coordinator, LIST)))
    assert found == [(3, 13, 4, 2)] * 2


async def test_what_is_wrong_with_many_rows_alike_is_said_once_above_them(coordinator):
    rows = ''.join(f'Person {number},3/7/2025\n' for number in range(3))
    columns = (await send(coordinator, f'Full name,Date\n{rows}Ana Ruiz,yesterday\n')).headers['location']
    chosen = {'column_0': 'name', 'column_1': 'attended_on', 'every_stage': 'out', 'day_first': 'month', 'every_language': 'en'}
    await coordinator.post(columns, data=chosen)
    looked = says(await coordinator.get(columns.removesuffix('/columns')))
    assert 'The same is wrong with 3 rows: This row has a day, but does not say what the person came to.' in looked
