"""The trainer's pages of one date say what is, and once it is over what was; numbers agree with their verbs in both languages."""

import re

import pytest

from coaching.funnel.commands import spots
from coaching.funnel.queries.rooms import ALL_OF
from coaching.kit import clock
from coaching.kit.database import execute, fetchval
from tests.funnel.test_offerings_pages import fields, main, said_after
from tests.funnel.world import HOUR, MONDAY, NOON, a_session, a_trainer, came, signs_up
from tests.queries import counted
from tests.signing import TRAINER, sign_in

AFTER = NOON + 2 * HOUR


@pytest.fixture
async def luz(client, monkeypatch):
    """Luz's browser, after the session; she reads Spanish."""
    monkeypatch.setattr(clock, 'now', lambda: AFTER)
    await sign_in(client, 'Luz Vega', TRAINER, now=MONDAY, language='es')
    return client


def at(session_id, what='') -> str:
    return f'/train/sessions/{session_id}{what}'


async def test_a_sheet_of_a_date_ahead_asks_who_is_coming(dana):
    taste = await a_session()
    await signs_up('Ana Reyes', taste)
    answer = await dana.get(at(taste, '/roster'))
    assert 'Who is coming: 1 person' in main(answer) and 'Tick who is here' in main(answer)
    assert answer.text.count('<tr><td>☐</td>') == 7
    assert '<h1>Who is coming?</h1>' in (await dana.get(at(taste))).text
    assert 'talks with the trainer' in main(await dana.get(at(taste, '/tables')))


async def test_a_sheet_of_a_date_that_is_over_says_who_had_a_spot(dana, monkeypatch):
    taste = await a_session()
    ana = await signs_up('Ana Reyes', taste)
    await came(ana.registration_id, await a_trainer())
    monkeypatch.setattr(clock, 'now', lambda: AFTER)
    answer = await dana.get(at(taste, '/roster'))
    assert 'Who had a spot: 1 person' in main(answer) and 'Ticked: who was here' in main(answer) and 'is coming' not in main(answer)
    assert answer.text.count('☐') == 0 and answer.text.count('☑') == 1
    assert '<h1>Who was here?</h1>' in (await dana.get(at(taste))).text
    assert 'talked with the trainer' in main(await dana.get(at(taste, '/tables')))


async def test_one_persons_page_reads_that_person_and_not_the_whole_list(dana):
    taste, other = await a_session(), await a_session(starts_at=NOON + 48 * HOUR)
    ana, ben = await signs_up('Ana Reyes', taste), await signs_up('Ben Ito', other)
    async with counted() as asked:
        answer = await dana.get(at(taste, f'/people/{ana.registration_id}'))
    assert (answer.status_code, 'Ana Reyes' in main(answer), ALL_OF in asked) == (200, True, False)
    assert (await dana.get(at(taste, f'/people/{ben.registration_id}'))).status_code == 404


async def test_finishing_counts_people_and_letters_as_one_or_many(dana, monkeypatch):
    taste, trainer = await a_session(), await a_trainer()
    ana, ben = await signs_up('Ana Reyes', taste), await signs_up('Ben Ito', taste)
    monkeypatch.setattr(clock, 'now', lambda: MONDAY)
    assert '<h1>Not ready to finish yet</h1>' in (await dana.get(at(taste, '/finish'))).text
    monkeypatch.setattr(clock, 'now', lambda: AFTER)
    await came(ana.registration_id, trainer)
    assert '<h1>1 person came. Ready to finish?</h1>' in (await dana.get(at(taste, '/finish'))).text
    await execute('delete from registration where id = $1', ben.registration_id)
    said = await said_after(dana, await dana.post(at(taste, '/finish'), data={'rest': 'not_here'}))
    assert 'Finished. 1 email is on its way.' in said and 'Finished: 1 person came' in said
    assert '1 came · 1 signed up' in said and '✓ came' in said and ' here' not in said[said.index('1 signed up') : said.index('More for')]


async def test_to_open_a_finished_session_again_needs_a_reason_and_the_field_says_so(dana, monkeypatch):
    taste = await a_session()
    ana = await signs_up('Ana Reyes', taste)
    await came(ana.registration_id, await a_trainer())
    monkeypatch.setattr(clock, 'now', lambda: AFTER)
    await dana.post(at(taste, '/finish'), data={})
    answer = await dana.post(at(taste, '/finish/undo'), data={'why': ' '})
    assert answer.status_code == 422 and 'id="why-error"' in answer.text and '<title>Error: ' in answer.text
    assert main(answer).count('Say why in a few words') == 2


async def test_in_spanish_one_person_came_and_two_came(luz):
    taste, trainer = await a_session(), await a_trainer()
    ana, ben = await signs_up('Ana Reyes', taste), await signs_up('Ben Ito', taste)
    await came(ana.registration_id, trainer)
    assert '<strong>1</strong> aquí' in (await luz.get(at(taste))).text
    finish = await luz.get(at(taste, '/finish'))
    assert '<h1>Vino 1 persona. ¿Terminar?</h1>' in finish.text and 'Gracias, y las fechas del Intro: 1 correo' in main(finish)
    await came(ben.registration_id, trainer)
    assert '<h1>Vinieron 2 personas. ¿Terminar?</h1>' in (await luz.get(at(taste, '/finish'))).text
    assert 'Terminada: vinieron 2 personas' in await said_after(luz, await luz.post(at(taste, '/finish'), data={}))


async def test_whom_something_comes_first_for_is_told_to_the_trainer_and_not_as_if_they_were_the_visitor(dana):
    intro = await a_session('intro')
    answer = await dana.post(at(intro, '/add'), data={'name': 'Ben Ito', 'email': 'ben@example.org', 'language': 'en'})
    assert answer.status_code == 422 and 'id="waived_why-error"' in answer.text and 'come back for this' not in answer.text
    assert 'What comes first is missing. Sign this person up for that, or say here why they may come without it' in main(answer)


async def test_marks_of_one_tap_for_many_are_taken_back_by_one_tap(dana, monkeypatch):
    taste, day = await a_session(), NOON + HOUR / 2
    ana, ben = await signs_up('Ana Reyes', taste), await signs_up('Ben Ito', taste)
    await spots.open_door(ana.registration_id, now=NOON)
    await spots.open_door(ben.registration_id, now=NOON)
    monkeypatch.setattr(clock, 'now', lambda: day)
    answer = await dana.get((await dana.post(at(taste, '/marks/opened'))).headers['location'])
    assert 'All who opened the link are marked.' in main(answer)
    assert await fetchval('select count(*) from attendance') == 2
    back = re.findall(r'name="at" value="([^"]+)"', answer.text)[0]
    said = await said_after(dana, await dana.post(at(taste, '/marks/opened/undo'), data={'at': back}))
    assert '2 marks are taken back' in said
    assert await fetchval('select count(*) from attendance') == 0
    assert (await dana.post(at(taste, '/marks/opened/undo'), data={'at': 'yesterday'})).status_code == 404


async def test_whoever_in_line_was_offered_a_spot_is_told_from_those_who_wait(dana):
    taste = await a_session(capacity=1)
    ana, *_line = [await signs_up(name, taste) for name in ('Ana Reyes', 'Ben Ito', 'Cleo Park')]
    await spots.cancel(ana.registration_id, by=await a_trainer(), now=MONDAY)
    rows = re.findall(r'<li.*?</li>', (await dana.get(at(taste))).text, re.DOTALL)
    assert ['was offered a spot' in row for name in ('Ben Ito', 'Cleo Park') for row in rows if name in row] == [True, False]
    assert 'was offered a spot' not in (await dana.get(at(taste, '?screen=1'))).text


async def test_nobody_is_taken_off_the_list_of_a_date_that_is_over(dana, monkeypatch):
    taste = await a_session()
    ana = await signs_up('Ana Reyes', taste)
    path = at(taste, f'/people/{ana.registration_id}')
    assert 'Take off the list' in main(await dana.get(path))
    monkeypatch.setattr(clock, 'now', lambda: AFTER)
    assert 'Take off the list' not in main(await dana.get(path))
    assert (await dana.post(f'{path}/cancellation')).status_code == 409


@pytest.mark.parametrize('with_ana', [True, False])
async def test_a_walk_in_whose_mark_was_taken_back_keeps_nobody_from_finishing(dana, monkeypatch, with_ana):
    taste = await a_session()
    if with_ana:
        await signs_up('Ana Reyes', taste)
    monkeypatch.setattr(clock, 'now', lambda: AFTER)
    await dana.post(at(taste, '/walk-ins'), data={'name': 'Omar Wrong'})
    omar = await fetchval("select id from registration where state = 'walk_in'")
    await dana.post(at(taste, '/marks'), data={'registration': omar, 'mark': 'none'})
    asked = await dana.get(at(taste, '/finish'))
    assert 'Omar Wrong' in main(asked) and 'taken back' in main(asked) and ('1 person has no mark' in main(asked)) == with_ana
    assert 'Without an email address, so call' not in main(asked)
    sent = {name: values[0] for name, values in fields(asked).items()}
    assert 'Finished.' in await said_after(dana, await dana.post(at(taste, '/finish'), data=sent))
    assert await fetchval("select count(*) from attendance where mark = 'not_here'") == with_ana


async def test_whoever_lost_the_mark_since_the_page_was_shown_is_asked_about(dana, monkeypatch):
    taste = await a_session()
    ana = await signs_up('Ana Reyes', taste)
    await came(ana.registration_id, await a_trainer())
    monkeypatch.setattr(clock, 'now', lambda: AFTER)
    sent = {name: values[0] for name, values in fields(await dana.get(at(taste, '/finish'))).items()}
    await dana.post(at(taste, '/marks'), data={'registration': ana.registration_id, 'mark': 'none'})
    assert (await dana.post(at(taste, '/finish'), data=sent)).status_code == 409


async def test_a_mark_of_one_of_several_parts_is_put_right_for_the_part_that_is_said(dana, monkeypatch):
    week = 7 * 24 * HOUR
    training = await a_session('training', parts=2, prerequisite='', starts_at=NOON - week)
    ana = await signs_up('Ana Reyes', training, now=MONDAY - week)
    monkeypatch.setattr(clock, 'now', lambda: AFTER)
    path = at(training, f'/people/{ana.registration_id}')
    assert 'Part (optional)' not in main(await dana.get(path))
    asked = await dana.post(f'{path}/mark', data={'mark': 'here'})
    assert asked.status_code == 422 and 'id="part-error"' in asked.text and 'Part (optional)' not in main(asked)
    await dana.post(f'{path}/mark', data={'mark': 'here', 'part': '2'})
    assert await fetchval('select part from attendance') == 2
