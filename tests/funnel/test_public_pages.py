"""What anybody reads of one date: when it is, once; and what to do where it does not take place."""

import pytest

from coaching.funnel.commands import dates
from coaching.funnel.commands.adding import add
from coaching.funnel.queries.sessions import front
from coaching.funnel.rules.sessions import MOST_TOLD
from coaching.kit import clock
from coaching.kit.database import execute, fetchval
from coaching.kit.tokens import link_token
from tests.funnel.test_offerings_pages import main, said_after
from tests.funnel.world import HOUR, MONDAY, NOON, a_session, a_trainer, an_offering, signs_up, states

pytestmark = pytest.mark.usefixtures('monday')


async def test_a_date_says_its_time_once_and_how_many_spots_are_left(client, database):
    said = main(await client.get(f'/sessions/{await a_session()}'))
    assert said.count('12:00 pm to 1:00 pm Central Time') == 1
    assert 'Where online Cost Free Spots 12 spots left Save my spot' in said


async def test_a_date_of_several_days_says_all_of_them(client, database):
    said = main(await client.get(f'/sessions/{await a_session("training", parts=2)}'))
    assert '2 days: Fri, Nov 20 and Fri, Nov 27' in said


async def test_the_three_steps_say_what_the_coordinator_has_set_up(client, database):
    await a_session(minutes=90, mode='hybrid', rule='FREQ=MONTHLY;BYDAY=2TU')
    await an_offering('intro', minutes=120, rule='')
    await an_offering('training', minutes=480, parts=2, mode='in_person', archived_at=MONDAY)
    said = main(await client.get('/'))
    assert '1 A Taste of Cafés 1 hour 30 minutes, online or in person, the second Tuesday of each month. Start here.' in said
    assert '2 Intro to Cafés 2 hours, online. Ask what you want to know.' in said
    assert '3 Training Learn to plan and lead cafés with your team.' in said
    said = main(await client.get('/es/'))
    assert '1 hora 30 minutos, en línea o en persona, el segundo martes de cada mes. Empiece aquí.' in said
    assert '2 horas, en línea. Pregunte lo que quiera saber.' in said


async def test_two_offerings_of_one_kind_are_both_told_and_what_is_the_same_is_told_once(client, database):
    await a_session()
    await an_offering(slug='evening')
    assert 'Cafés 1 hour, online, every Friday. Start here.' in main(await client.get('/'))
    await an_offering(slug='long', minutes=120, rule='FREQ=WEEKLY;BYDAY=MO')
    assert 'Cafés 1 hour, online, every Friday; 2 hours, online, every Monday. Start here.' in main(await client.get('/'))


async def test_of_more_offerings_than_a_sentence_can_tell_none_is_told_and_the_page_stays_as_light(client, database):
    await a_session()
    for number in range(3):
        await an_offering(slug=f'evening-{number}')
    assert 'Cafés 1 hour, online, every Friday. Start here.' in main(await client.get('/'))
    for number in range(3, 60):
        await an_offering(slug=f'evening-{number}', minutes=60 + number)
    assert '1 A Taste of Cafés Start here.' in main(await client.get('/'))
    _dates, offered = await front('en', now=MONDAY)
    assert len(offered) == MOST_TOLD + 1


async def test_where_no_date_is_set_no_step_promises_one(client, database):
    await an_offering()
    assert '1 A Taste of Cafés Start here.' in main(await client.get('/'))


async def test_a_date_that_is_off_or_over_says_so_first_and_shows_others(client, database, monkeypatch):
    taste, later = await a_session(), await a_session(starts_at=NOON + 7 * 24 * HOUR)
    await dates.skip(taste, by=await a_trainer(), now=MONDAY)
    answer = await client.get(f'/sessions/{taste}')
    assert '<div class="note">\n<p>No session on this day</p>' in answer.text
    assert 'Spots No session' not in main(answer) and f'/sessions/{later}/sign-up' in answer.text
    monkeypatch.setattr(clock, 'now', lambda: NOON + 8 * 24 * HOUR)
    assert 'This session is over' in main(await client.get(f'/sessions/{later}'))


async def spot_path(registration_id: int) -> str:
    """Where a letter's link to this spot leads."""
    nonce = await fetchval('select nonce from registration where id = $1', registration_id)
    return f'/sign-ups/{link_token("registration", registration_id, nonce)}'


async def test_two_taps_on_another_date_move_the_spot_once_and_show_where_it_is(client, database):
    taste, later, last = [await a_session(starts_at=NOON + weeks * 7 * 24 * HOUR) for weeks in range(3)]
    ana = await signs_up('Ana Reyes', taste)
    path = await spot_path(ana.registration_id)
    first, second = [await client.post(f'{path}/move/{later}') for _tap in range(2)]
    assert second.status_code == 303 and second.headers['location'] == first.headers['location']
    assert await states(later) == {'Ana Reyes': 'registered'}
    assert (await client.post(f'{path}/move/{last}')).status_code == 303
    answer = await client.post(f'{path}/cancellation')  # of a page that was open before
    assert answer.status_code == 303 and answer.headers['location'] != path
    assert await states(later) == {'Ana Reyes': 'cancelled_by_person'} and await states(last) == {'Ana Reyes': 'registered'}


SENT = {'name': 'Ana Reyes', 'email': 'ana@example.org', 'language': 'es'}


async def test_what_somebody_typed_is_not_found_again_with_the_back_button(client, database):
    answer = await client.post(f'/sessions/{await a_session()}/sign-up', data=SENT)
    receipt = await client.get(answer.headers['location'])
    assert 'ana@example.org' in receipt.text and receipt.headers['cache-control'] == 'no-store'


async def test_to_one_address_no_more_than_sixty_sign_ups_go_in_an_hour(client, database):
    path = f'/sessions/{await a_session()}/sign-up'
    sent = [{**SENT, 'email': f'{"Aa"[tap % 2]}na@example.org'} for tap in range(62)]
    answers = [(await client.post(path, data=fields)).status_code for fields in sent]
    assert answers == [303] * 60 + [429] * 2
    assert (await client.post(path, data={**SENT, 'email': 'ben@example.org'})).status_code == 303


async def test_more_than_twelve_spots_to_one_address_are_not_given_away_at_the_door(client, database):
    taste, later = await a_session(), await a_session(starts_at=NOON + 7 * 24 * HOUR)
    path, house = f'/sessions/{taste}/sign-up', {'email': 'house@example.org', 'language': 'es', 'group': 'Casa Familia'}
    guests = [{**house, 'name': f'Guest {number}', 'colleague': 'yes' if number % 2 else ''} for number in range(13)]
    *saved, refused = [await client.post(path, data=guest) for guest in guests]
    assert ([answer.status_code for answer in saved], refused.status_code) == ([303] * 12, 422)
    kept = ('value="Guest 12"', 'value="house@example.org"', 'value="Casa Familia"', 'value="es" checked', 'id="email-error"')
    assert [word in refused.text for word in kept] == [True] * 5
    assert 'Many spots on this date go to this email already. Write to us, and we add the others.' in main(refused)
    assert (await client.post(path, data=guests[0])).status_code == 422
    assert await fetchval("select count(*) from person where email = 'house@example.org'") == 12
    assert (await client.post(f'/sessions/{later}/sign-up', data=guests[12])).status_code == 303
    assert (await client.post(path, data={**guests[12], 'email': 'guest@example.org'})).status_code == 303


async def test_a_trainer_adds_as_many_to_one_address_as_there_are(client, database):
    dana, taste = await a_trainer(), await a_session(capacity=None)
    for number in range(14):
        await add(taste, name=f'Guest {number}', email='house@example.org', by=dana, now=MONDAY)
    assert len(await states(taste)) == 14


async def test_whoever_signs_up_a_colleague_is_not_sent_to_their_own_mail(client, database):
    answer = await client.post(f'/es/sessions/{await a_session()}/sign-up', data={**SENT, 'colleague': 'yes'})
    said = main(await client.get(answer.headers['location']))
    assert 'Gracias. Le escribimos a Ana.' in said and 'Revise su correo' not in said


@pytest.mark.parametrize('path', ['/offerings/taste/calendar.ics', '{spot}/calendar.ics'])
async def test_a_calendar_says_once_how_it_is_written(client, database, path):
    ana = await signs_up('Ana Reyes', await a_session())
    answer = await client.get(path.format(spot=await spot_path(ana.registration_id)))
    assert answer.headers['content-type'] == 'text/calendar; charset=utf-8'


async def test_whoever_joins_the_line_stands_behind_as_many_as_were_told(client, database):
    taste = await a_session(capacity=1)
    ana, *_line = [await signs_up(name, taste) for name in ('Ana Reyes', 'Ben Ito', 'Cleo Marsh')]
    await client.post(f'{await spot_path(ana.registration_id)}/cancellation')
    for path in ('', '/sign-up'):
        assert '1 persona en la fila' in main(await client.get(f'/es/sessions/{taste}{path}'))
    assert (await signs_up('Dov Stone', taste)).place_in_line == 2


async def test_the_form_of_an_intro_says_what_comes_first_and_leads_to_it(client, database):
    intro = await a_session('intro', starts_at=NOON + 24 * HOUR)
    path = f'/sessions/{intro}/sign-up'
    answer = await client.get(path)
    assert 'Come to a Taste first. Have you been to one? Then go on here. All sessions' in main(answer)
    taste = await a_session()
    for answer in (await client.get(path), await client.post(path, data={**SENT, 'email': ''})):
        assert f'<a href="/sessions/{taste}">Next date: ' in answer.text
        assert 'Next date: Friday, November 20, 2026, 12:00 pm to 1:00 pm Central Time' in main(answer)
    said = main(await client.get(f'/es{path}'))
    assert 'Venga primero a una Probada. ¿Ya fue a una sesión así? Siga aquí. Próxima fecha: viernes 20 de noviembre de 2026' in said
    assert 'first' not in main(await client.get(f'/sessions/{taste}/sign-up'))


async def test_nobody_says_what_a_session_was_like_that_is_still_to_come(client, database, monkeypatch):
    taste, other = await a_session(), await a_session(starts_at=NOON + 24 * HOUR)
    ana, ben = await signs_up('Ana Reyes', taste), await signs_up('Ben Ito', other)
    path = f'{await spot_path(ana.registration_id)}/pulse'
    sent = {'helps': 'yes', 'next': 'ready'}
    for fields in (None, sent):
        answer = await client.request('POST' if fields else 'GET', path, data=fields)
        assert answer.headers['location'] == path.removesuffix('/pulse')
        assert 'We ask what it was like when the session is over.' in await said_after(client, answer)
    await dates.skip(other, by=await a_trainer(), now=MONDAY)
    monkeypatch.setattr(clock, 'now', lambda: NOON + 30 * HOUR)
    off = await client.get(f'{await spot_path(ben.registration_id)}/pulse')
    assert 'This session did not take place, so there is nothing to ask.' in await said_after(client, off)
    assert await fetchval('select count(*) from pulse_count') == 0
    assert (await client.get(path)).status_code == 200
    assert (await client.post(path, data=sent)).status_code == 303
    assert await fetchval('select array_agg(answer order by answer) from pulse_count') == ['ready', 'yes']


async def test_what_it_was_like_is_asked_before_the_end_where_the_trainer_has_finished(client, database, monkeypatch):
    ana = await signs_up('Ana Reyes', await a_session())
    await execute("update session set state = 'closed', closed_at = $1", NOON)
    monkeypatch.setattr(clock, 'now', lambda: NOON + HOUR / 2)
    assert (await client.get(f'{await spot_path(ana.registration_id)}/pulse')).status_code == 200


async def test_an_offer_says_until_when_in_whose_time(client, database):
    taste = await a_session(capacity=1)
    ana, ben = await signs_up('Ana Reyes', taste), await signs_up('Ben Ito', taste)
    await client.post(f'{await spot_path(ana.registration_id)}/cancellation')
    path = await spot_path(ben.registration_id)
    assert ' am Central Time. After that it goes' in main(await client.get(path))
    said = main(await client.get(f'/es{path}'))
    assert 'guardamos hasta el martes 17 de noviembre' in said and ' am, hora del Centro. Después le toca' in said
