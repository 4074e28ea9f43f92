"""A trainer puts right how somebody of the list is called, written to and called up."""

import pytest

from coaching.kit.database import execute, fetchval
from tests.funnel.test_offerings_pages import main, said_after
from tests.funnel.world import MONDAY, a_session, signs_up

pytestmark = pytest.mark.usefixtures('monday')



@pytest.fixture
async def ana():
    """Ana has a spot; her address was written down wrong, and letters to it come back."""
    taste = await a_session()
    done = await signs_up('Ana Reyes', taste, email='ana@exmaple.org')
    await execute('update person set email_refused_at = $2 where id = $1', done.person_id, MONDAY)
    return done, f'/train/sessions/{taste}/people/{done.registration_id}'


async def test_an_address_whose_letters_come_back_is_set_right_where_that_is_said(dana, ana):
    done, path = ana
    before = await dana.get(path)
    assert 'Emails to ana@exmaple.org come back. Call, or set the address right below.' in main(before)
    assert 'value="ana@exmaple.org"' in before.text and 'Set name or address right' in main(before)
    right = {'name': 'Ana Reyes', 'email': 'ana@example.org', 'phone': '303 555 0142', 'language': 'es', 'zone': '', 'version': '1'}
    after = await said_after(dana, await dana.post(f'{path}/details', data=right))
    assert 'Saved' in after and 'come back' not in after and 'ana@example.org' in after and '303-555-0142' in after
    assert await fetchval('select language from person where id = $1', done.person_id) == 'es'


async def test_what_was_typed_stays_where_it_cannot_be_saved(dana, ana):
    _done, path = ana
    await signs_up('Ana Reyes', await a_session(), email='ana@example.org')
    wrong = {'name': 'Ana Reyes', 'email': 'ana@', 'phone': '', 'language': 'en', 'zone': '', 'version': '1'}
    answer = await dana.post(f'{path}/details', data=wrong)
    assert answer.status_code == 422 and 'value="ana@"' in answer.text
    answer = await dana.post(f'{path}/details', data=wrong | {'email': 'ana@example.org'})
    assert answer.status_code == 409 and 'Another person with this name and this address is here already.' in main(answer)


async def test_who_signs_in_sets_that_right_alone(dana):
    taste = await a_session()
    whitaker = await signs_up('Dana Whitaker', taste, email='dana@example.org')
    await execute('update registration set person_id = (select person_id from account limit 1) where id = $1', whitaker.registration_id)
    path = f'/train/sessions/{taste}/people/{whitaker.registration_id}'
    assert 'Set name or address right' not in main(await dana.get(path))
    answer = await dana.post(f'{path}/details', data={'name': 'X', 'language': 'en', 'version': '1'})
    assert 'Dana Whitaker signs in here, and sets that right alone.' in await said_after(dana, answer)


@pytest.mark.parametrize('sent', [None, {'name': '', 'language': 'en', 'version': '1'}])
async def test_a_trainer_is_asked_for_the_language_of_the_letters_not_for_the_own(dana, ana, sent):
    _done, path = ana
    shown = main(await dana.get(path) if sent is None else await dana.post(f'{path}/details', data=sent))
    assert 'Language for emails' in shown and 'What language do you want us to use?' not in shown
    adding = main(await dana.get(f'{path.partition("/people/")[0]}/add'))
    assert 'Language for emails' in adding
