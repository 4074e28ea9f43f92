"""The page of attendance reports: a mistake stands beside what was given, and many unknown names do not make it long."""

import re

import pytest

from coaching.kit import clock
from coaching.kit.database import fetchval
from tests.funnel.test_offerings_pages import main, said_after
from tests.funnel.world import HOUR, NOON, a_session, signs_up
from tests.signing import TRAINER, sign_in

HEAD = 'Name (Original Name),User Email,Total Duration (Minutes),Guest'


@pytest.fixture(autouse=True)
def afterwards(monkeypatch):
    monkeypatch.setattr(clock, 'now', lambda: NOON + HOUR)


@pytest.fixture
async def dana(client):
    """Dana's browser; she is a trainer of the whole network."""
    await sign_in(client, 'Dana Whitaker', TRAINER, now=NOON)
    return client


def at(session_id) -> str:
    return f'/train/sessions/{session_id}/reports'


def report(*names: str) -> str:
    return '\n'.join([HEAD, *(f'{name},,55,Yes' for name in names)])


async def test_a_pasted_report_that_is_none_is_told_beside_the_paste_and_stays(dana):
    taste = await a_session()
    answer = await dana.post(at(taste), data={'pasted': 'Ana was here, and Ben too'})
    assert answer.status_code == 422
    assert 'id="pasted-error"' in answer.text and 'id="report-error"' not in answer.text
    assert '\nAna was here, and Ben too</textarea>' in answer.text and '<a href="#pasted">' in answer.text


async def test_a_file_that_is_no_report_is_told_beside_the_file(dana):
    taste = await a_session()
    answer = await dana.post(at(taste), files={'report': ('list.csv', b'Ana was here\n', 'text/csv')})
    assert answer.status_code == 422
    assert 'id="report-error"' in answer.text and 'id="pasted-error"' not in answer.text


async def test_neither_file_nor_paste_is_told_beside_the_first(dana):
    taste = await a_session()
    answer = await dana.post(at(taste), data={'pasted': ' '})
    assert answer.status_code == 422 and 'Choose a file, or paste the report' in answer.text and 'id="report-error"' in answer.text


async def test_five_unknown_names_are_shown_whole_and_the_others_are_folded_with_their_count(dana):
    taste = await a_session()
    await signs_up('Ana Reyes', taste)
    await dana.post(at(taste), data={'pasted': report(*(f'iPad {number}' for number in range(12)))})
    answer = await dana.get(at(taste))
    assert '12 names are still unknown' in main(answer)
    assert answer.text.count('<select') == 5
    assert re.search(r'<details[^>]*>\s*<summary>Show all: 7 more names</summary>', answer.text)
    folded = answer.text[answer.text.index('Show all: 7 more names') :]
    assert folded.count('value="nobody"') == 7 and answer.text.count('value="nobody"') == 12


async def test_one_of_the_folded_is_chosen_from_the_whole_list_by_a_link(dana):
    taste = await a_session()
    ana = (await signs_up('Ana Reyes', taste)).registration_id
    await dana.post(at(taste), data={'pasted': report(*(f'iPad {number}' for number in range(8)))})
    last = await fetchval("select id from attendance_row where name = 'iPad 7'")
    first = await dana.get(at(taste))
    assert f'href="{at(taste)}?row={last}"' in first.text and f'for="who-{last}"' not in first.text
    chosen = await dana.get(f'{at(taste)}?row={last}')
    assert f'for="who-{last}"' in chosen.text and main(chosen).index('iPad 7') < main(chosen).index('iPad 0')
    said = await said_after(dana, await dana.post(f'{at(taste)}/rows/{last}', data={'who': str(ana)}))
    assert '7 names are still unknown' in said
    for nonsense in ('x', '0', str(2**70)):
        assert (await dana.get(f'{at(taste)}?row={nonsense}')).status_code == 200


async def test_nobody_is_chosen_before_the_trainer_chooses(dana):
    taste = await a_session()
    await signs_up('Ana Reyes', taste)
    await dana.post(at(taste), data={'pasted': report('iPad')})
    row = await fetchval("select id from attendance_row where name = 'iPad'")
    answer = await dana.get(at(taste))
    assert '<option value="">Choose one</option>' in answer.text
    said = await said_after(dana, await dana.post(f'{at(taste)}/rows/{row}', data={'who': ''}))
    assert 'Nothing was saved. Choose a name first.' in said and '1 name is still unknown' in said


async def test_a_report_that_cannot_be_read_is_mended_at_the_top_of_the_page(dana):
    taste = await a_session()
    await dana.post(at(taste), data={'pasted': report('iPad')})
    said = main(await dana.post(at(taste), data={'pasted': 'Ana was here'}))
    assert said.index('Read a report') < said.index('iPad')
