"""A pasted list of people: what would happen to each line, in words, before anything is saved."""

import pytest

from tests.funnel.test_offerings_pages import fields, main, said_after
from tests.funnel.world import a_session, signs_up, states

pytestmark = pytest.mark.usefixtures('monday')


def at(session_id) -> str:
    return f'/train/sessions/{session_id}/paste'


async def test_each_line_is_looked_at_first_and_a_phone_is_written_as_people_write_it(dana):
    taste = await a_session()
    await signs_up('Ana Reyes', await a_session('intro'))
    answer = await dana.post(at(taste), data={'people': 'Ana Reyes, ana@example.org\nRosa Luna, 3035550142\nBen Ito', 'language': 'en'})
    said = main(answer)
    assert '2 people can be added' in said and 'Rosa Luna 303-555-0142' in said
    assert 'known, gets a spot' in said and 'new, gets a spot' in said and 'There is no email and no phone in this line.' in said
    assert await states(taste) == {}
    done = await dana.post(f'{at(taste)}/people', data={'people': fields(answer)['people'][0], 'language': 'en'})
    assert '2 people were added.' in await said_after(dana, done)


async def test_an_empty_list_says_what_belongs_there(dana):
    answer = await dana.post(at(await a_session()), data={'people': ' ', 'language': 'en'})
    assert answer.status_code == 422 and 'Paste or type at least one person' in main(answer)


async def test_who_is_on_the_list_of_the_date_is_told_before_anything_is_added(dana):
    taste = await a_session()
    await signs_up('Ana Reyes', taste)
    answer = await dana.post(at(taste), data={'people': 'Ana Reyes, ana@example.org\nBen Ito, ben@example.org', 'language': 'en'})
    assert '1 person can be added' in main(answer) and 'is on the list already' in main(answer) and 'known, gets a spot' not in main(answer)


async def test_each_person_of_an_address_line_has_a_fate_of_their_own(dana):
    taste = await a_session()
    await signs_up('Ana Reyes', await a_session('intro'))
    line = 'Ana Reyes <ana@example.org>, Ben Ito <ben@example.org>, Cleo Park <cleo@>, <dora@example.org>'
    said = main(await dana.post(at(taste), data={'people': line, 'language': 'en'}))
    assert said.count('known, gets a spot') == 1 and said.count('new, gets a spot') == 1
    assert 'This email does not look right. Check it.' in said and 'There is no name in this line. Add one.' in said
