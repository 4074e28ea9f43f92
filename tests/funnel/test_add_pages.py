"""Signing somebody up: a tap on a name is that person, and what stands in the way is said to the trainer."""

import re

import pytest

from coaching.kit.database import fetchval
from tests.funnel.test_offerings_pages import main, said_after
from tests.funnel.world import HOUR, NOON, a_session, states

pytestmark = pytest.mark.usefixtures('monday')


def at(session_id, what='') -> str:
    return f'/train/sessions/{session_id}/add{what}'


def hidden(answer) -> dict[str, str]:
    """What the first hidden fields of the page carry, as a tap on the first name sends it."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', answer.text))


async def abbotts() -> int:
    return await fetchval("select count(*) from person where name = 'Nell Abbott'")


@pytest.fixture
async def nell(dana):
    """Nell has a spot at one date, and neither an e-mail address nor a phone; the next date is what is asked for."""
    await dana.post(at(await a_session()), data={'name': 'Nell Abbott', 'language': 'en'})
    next_one = await a_session(starts_at=NOON + 48 * HOUR)
    return next_one, hidden(await dana.get(at(next_one, '?q=nell')))


async def test_somebody_we_know_without_an_address_is_the_same_person_on_the_next_date(dana, nell):
    next_one, tap = nell
    assert 'Nell Abbott has a spot.' in await said_after(dana, await dana.post(at(next_one), data=tap))
    assert (await states(next_one), await abbotts()) == ({'Nell Abbott': 'registered'}, 1)


async def test_another_name_or_address_than_of_whom_was_tapped_is_somebody_else(dana, nell):
    next_one, tap = nell
    await dana.post(at(next_one), data=tap | {'name': 'Omar Abbott'})
    await dana.post(at(next_one), data=tap | {'name': 'Pia Abbott', 'person': '999999'})
    await dana.post(at(next_one), data=tap | {'email': 'nell@example.org'})
    assert await states(next_one) == {'Omar Abbott': 'registered', 'Pia Abbott': 'registered', 'Nell Abbott': 'registered'}
    assert await abbotts() == 2


async def test_who_was_tapped_stays_so_while_a_reason_is_asked_for(dana, nell):
    _next_one, tap = nell
    intro = await a_session('intro')
    refused = await dana.post(at(intro), data=tap)
    assert refused.status_code == 422
    again = tap | hidden(refused) | {'waived_why': 'Came in Nebraska'}
    assert again['person'] == tap['person'] == hidden(refused)['person']
    assert 'Nell Abbott has a spot.' in await said_after(dana, await dana.post(at(intro), data=again))
    assert await abbotts() == 1


async def test_the_trainer_reads_who_is_on_the_list_already(dana):
    taste = await a_session()
    ana = {'name': 'Ana Reyes', 'email': 'ana@example.org', 'language': 'en'}
    await dana.post(at(taste), data=ana)
    again = await dana.post(at(taste), data=ana)
    assert again.status_code == 422
    assert 'Ana Reyes is on the list of this date already.' in main(again) and 'in the email' not in main(again)
