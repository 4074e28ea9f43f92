"""The pages of one date, for those who lead it: details, another time, called off, back again; and the lists of dates."""

import datetime

import pytest

from coaching.funnel.commands import dates
from coaching.kit import clock
from coaching.kit.access import Grant
from coaching.kit.database import execute, fetchval
from coaching.people.commands import find_or_add
from tests.funnel.test_dates_following import fridays, stand
from tests.funnel.test_offerings_pages import fields, main, said_after
from tests.funnel.world import HOUR, MONDAY, NOON, a_session, a_trainer, signs_up, states
from tests.signing import COORDINATOR, TRAINER, sign_in

pytestmark = pytest.mark.usefixtures('monday')

DAY = datetime.timedelta(days=1)
EVERY = ('', '/move', '/skip', '/cancellation')


def at(session_id, what='') -> str:
    return f'/train/sessions/{session_id}/date{what}'


@pytest.mark.parametrize('what', EVERY)
async def test_a_date_is_for_those_who_may_lead_it(client, what):
    (taste, ids), other = await fridays(weeks_ahead=1), await a_session('intro')
    address = at(ids[0], what)
    assert (await client.get(address)).headers['location'] == f'/sign-in?next={address}'
    luis = await sign_in(client, 'Luis Ito', Grant('trainer', 'offering', taste), now=MONDAY)
    assert ((await client.get(address)).status_code, (await client.get(at(other, what))).status_code) == (200, 404)
    await execute('insert into session_trainer (session_id, person_id) values ($1, $2)', other, luis.person_id)
    assert (await client.get(at(other, what))).status_code == 200
    await sign_in(client, 'Paula Ruiz', Grant('coordinator', 'place', 7), now=MONDAY)
    assert (await client.get(address)).status_code == 404
    assert (await client.post(address, data={})).status_code == 404
    await sign_in(client, 'Ellen Hart', COORDINATOR, now=MONDAY)
    assert ((await client.get(address)).status_code, (await client.get(at(999999, what))).status_code) == (200, 404)
    await execute("update session set state = 'draft' where id = $1", ids[0])
    assert (await client.get(address)).status_code == 404


async def test_a_date_shows_how_it_stands_and_what_may_be_done(dana):
    taste = await a_session('training', parts=2)
    await signs_up('Ana Reyes', taste)
    said = main(await dana.get(at(taste)))
    assert 'Friday, November 20, 2026, 12:00 pm Training of Cafés' in said
    assert 'Friday, November 27, 2026, 12:00 pm to 8:00 pm Central Time' in said
    assert 'Move this date Skip this date Cancel this date' in said
    assert 'Change all coming dates' not in said


async def test_details_change_for_this_date_only(dana):
    _taste, ids = await fridays(weeks_ahead=2, capacity=30)
    said = await said_after(dana, await dana.post(at(ids[0]), data=fields(await dana.get(at(ids[0]))) | {'capacity': ['20']}))
    assert 'Saved.' in said and 'What happened here Changed: number of seats. Dana Whitaker' in said
    assert [await fetchval('select capacity from session where id = $1', one) for one in ids] == [20, 30]


async def test_fewer_spots_than_people_take_nobodys_spot_and_the_page_says_so(dana):
    taste = await a_session()
    for name in ('Ana Reyes', 'Ben Ito'):
        await signs_up(name, taste)
    typed = fields(await dana.get(at(taste))) | {'capacity': ['1']}
    assert 'Saved. All 2 people keep their spots.' in await said_after(dana, await dana.post(at(taste), data=typed))
    assert list((await states(taste)).values()) == ['registered', 'registered']


async def test_another_place_is_asked_about_and_then_told(dana):
    taste = await a_session()
    await signs_up('Ana Reyes', taste)
    rosa, _ = await find_or_add('Rosa Luna', phone='303 555 0142', source='trainer', by=await a_trainer(), now=MONDAY)
    await execute(
        """insert into registration (session_id, person_id, state, source, registered_at, nonce)
        values ($1, $2, 'registered', 'trainer', $3, '')""", taste, rosa, MONDAY,
    )  # fmt: skip
    typed = fields(await dana.get(at(taste))) | {'mode': ['in_person'], 'location': ['Oak School']}
    answer = await dana.post(at(taste), data=typed)
    said = main(answer)
    assert 'This date has another place' in said and '1 person gets one email about this.' in said
    assert '1 person gave no email address. A call would help: Rosa Luna: 303-555-0142' in said
    sure = await dana.post(at(taste), data=fields(answer) | {'step': ['sure']})
    assert 'Saved. 1 person is told by email.' in await said_after(dana, sure)
    assert (await dana.post(at(taste), data=fields(await dana.get(at(taste))))).status_code == 303


async def test_mistakes_in_details_are_told_and_what_was_typed_stays(dana):
    taste = await a_session()
    answer = await dana.post(at(taste), data=fields(await dana.get(at(taste))) | {'join_url': ['zoom'], 'capacity': ['many']})
    assert answer.status_code == 422
    assert 'Paste the whole link; it starts with https://' in main(answer) and 'Write a whole number in figures, like 12' in main(answer)
    assert (fields(answer)['join_url'], fields(answer)['capacity']) == (['zoom'], ['many'])


async def test_of_two_who_change_the_same_date_the_second_sees_both_versions(dana, monkeypatch):
    taste = await a_session()
    mine = fields(await dana.get(at(taste))) | {'capacity': ['9']}
    await dana.post(at(taste), data=mine | {'capacity': ['5']})
    answer = await dana.post(at(taste), data=mine)
    assert answer.status_code == 409 and 'How many spots? 5 9' in main(answer)
    right = dates.change

    async def overtaken(session_id, *values, **more):
        await execute('update session set version = version + 1 where id = $1', session_id)
        return await right(session_id, *values, **more)

    monkeypatch.setattr(dates, 'change', overtaken)
    assert (await dana.post(at(taste), data=fields(answer))).status_code == 409
    monkeypatch.undo()
    monkeypatch.setattr(clock, 'now', lambda: MONDAY)
    assert (await dana.post(at(taste), data=fields(await dana.get(at(taste))) | {'capacity': ['9']})).status_code == 303
    await execute("update session set state = 'closed', closed_at = $2 where id = $1", taste, MONDAY)
    assert 'Who leads it' not in main(await dana.get(at(taste)))
    version = await fetchval('select version from session where id = $1', taste)
    finished = await dana.post(at(taste), data=mine | {'version': [str(version)]})
    assert finished.status_code == 409 and 'This session is finished.' in main(finished)


async def test_a_move_is_shown_with_everybody_concerned_and_then_done(dana):
    taste = await a_session('training', parts=3)
    await execute("update offering set prerequisite = ''")
    await signs_up('Ana Reyes', taste)
    form = fields(await dana.get(at(taste, '/move')))
    assert (form['on'], form['time']) == (['2026-11-20'], ['12:00'])
    answer = await dana.post(at(taste, '/move'), data=form | {'on': ['11/21/2026'], 'time': ['9:00 am'], 'why': ['The room is taken']})
    said = main(answer)
    assert 'Friday, November 20, 2026, 12:00 pm → Saturday, November 21, 2026, 9:00 am' in said
    assert 'Saturday, December 5, 2026, 9:00 am to 5:00 pm Central Time' in said
    assert '1 person gets one email about this.' in said and 'The email says why: The room is taken' in said
    assert await fetchval('select starts_at from session') == NOON
    said = await said_after(dana, await dana.post(at(taste, '/move'), data=fields(answer) | {'sure': ['yes']}))
    assert '1 date has moved. 1 person is told by email.' in said and 'It was before Friday, November 20, 2026, 12:00 pm' in said
    assert 'Moved from Fri, Nov 20, 12:00 pm to Sat, Nov 21, 9:00 am.' in said and 'The room is taken' in said


async def test_a_move_that_cannot_be_is_told_with_what_was_typed(dana):
    taste = await a_session()
    for typed, status, sentence in (
        ({'on': 'soon', 'time': ''}, 422, 'Write a day that is on the calendar'),
        ({'on': '2026-11-20', 'time': '12:00 pm'}, 409, 'It is at this time now. Choose another time.'),
        ({'on': '2026-11-13', 'time': '12:00 pm'}, 409, 'That time is over. Choose a time that is still to come.'),
        ({'on': '2026-11-13', 'time': '12:00 pm', 'sure': 'yes'}, 409, 'That time is over. Choose a time that is still to come.'),
    ):
        answer = await dana.post(at(taste, '/move'), data=typed)
        assert (answer.status_code, sentence in main(answer), fields(answer)['on']) == (status, True, [typed['on']])
    await dates.cancel(taste, by=await a_trainer(), now=MONDAY)
    assert 'This date is off already.' in main(await dana.get(at(taste, '/move')))


async def test_this_and_all_following_move_after_a_look_at_what_it_does(dana):
    taste, ids = await fridays(weeks_ahead=3)
    await signs_up('Ana Reyes', ids[2])
    page = await dana.get(at(ids[1], '/move'))
    assert 'Only this date This date and the 1 later one' in main(page)
    typed = fields(page) | {'on': ['2026-11-26'], 'time': ['1 pm'], 'scope': ['following']}
    answer = await dana.post(at(ids[1], '/move'), data=typed)
    assert '2 dates move Fri, Nov 27, 12:00 pm → Thu, Nov 26, 1:00 pm with nobody yet' in main(answer)
    assert '1 person gets one email about this.' in main(answer)
    said = await said_after(dana, await dana.post(at(ids[1], '/move'), data=fields(answer) | {'sure': ['yes']}))
    assert '2 dates have moved. 1 person is told by email.' in said
    assert await stand(taste) == ['11-20 12', '11-26 13', '12-03 13']
    other_week = await dana.post(at(ids[1], '/move'), data=typed | {'on': ['2026-12-08']})
    assert other_week.status_code == 409 and 'Later dates can only move within their week' in main(other_week)


async def test_the_date_from_which_all_following_move_is_among_them_even_if_somebody_edited_it(dana):
    taste, ids = await fridays(weeks_ahead=3)
    await signs_up('Ana Reyes', ids[0])
    await dates.change(ids[0], {'capacity': 9}, [], version=1, by=await a_trainer(), now=MONDAY)
    typed = fields(await dana.get(at(ids[0], '/move'))) | {'on': ['2026-11-19'], 'scope': ['following']}
    answer = await dana.post(at(ids[0], '/move'), data=typed)
    assert '3 dates move Fri, Nov 20, 12:00 pm → Thu, Nov 19, 12:00 pm with 1 person Fri, Nov 27' in main(answer)
    assert '1 person gets one email about this. Move and tell them' in main(answer)
    said = await said_after(dana, await dana.post(at(ids[0], '/move'), data=fields(answer) | {'sure': ['yes']}))
    assert '3 dates have moved. 1 person is told by email.' in said
    assert await stand(taste) == ['11-19 12', '11-26 12', '12-03 12']


async def test_who_leads_only_one_date_moves_only_that_one(client):
    _taste, ids = await fridays(weeks_ahead=3)
    luis = await sign_in(client, 'Luis Ito', Grant('trainer', 'offering', 999), now=MONDAY)
    await execute('insert into session_trainer (session_id, person_id) values ($1, $2)', ids[0], luis.person_id)
    assert 'Which dates?' not in main(await client.get(at(ids[0], '/move')))
    assert 'Which dates?' not in main(await client.get(at(ids[0], '/cancellation')))
    forced = await client.post(at(ids[0], '/cancellation'), data={'scope': 'following'})
    assert forced.status_code == 422 and 'Choose one of these' in main(forced)


@pytest.mark.parametrize(
    ('what', 'button', 'done', 'state'),
    [
        ('/skip', 'Skip and tell them', '1 date is skipped.', 'skipped'),
        ('/cancellation', 'Cancel and tell them', '1 date is cancelled.', 'cancelled'),
    ],
)
async def test_a_date_is_called_off_and_let_take_place_after_all(dana, what, button, done, state):
    taste = await a_session()
    await signs_up('Ana Reyes', taste)
    page = await dana.get(at(taste, what))
    assert '1 person gets one email about this.' in main(page) and f'>{button}</button>' in page.text
    said = await said_after(dana, await dana.post(at(taste, what), data={'why': 'Thanksgiving'}))
    assert f'{done} 1 person is told by email.' in said and f'{state.title()}: Friday, November 20' in said
    assert 'Let it take place after all' in said and 'Thanksgiving' in said and 'Move this date' not in said
    again = await dana.post(at(taste, what), data={})
    assert again.status_code == 409 and 'This date is off already. You can open it again.' in main(again)
    assert (await dana.get(at(taste, what))).status_code == 409
    assert 'Let this date take place after all?' in main(await dana.get(at(taste, '/return')))
    said = await said_after(dana, await dana.post(at(taste, '/return'), data={}))
    assert '1 date is on again. Nobody has to be told.' in said and 'Move this date' in said


@pytest.mark.parametrize(('what', 'state', 'said'), [('/skip', 'Skipped', 'Skipped.'), ('/cancellation', 'Cancelled', 'People told: 1.')])
async def test_a_date_that_is_off_says_who_did_it_when_and_why_and_offers_the_way_back_only(dana, what, state, said):
    taste = await a_session()
    await signs_up('Ana Reyes', taste)
    typed = fields(await dana.get(at(taste)))
    await dana.post(at(taste, what), data={'scope': 'one', 'why': 'The hall has no water.'})
    answer = await dana.get(at(taste))
    shown = main(answer)
    assert f'{state}: Friday, November 20, 2026, 12:00 pm' in shown
    note = shown[: shown.index('When')]
    for words in (said, 'Dana Whitaker, Nov 16, 2026, 9:00 am', 'The hall has no water.', 'Let it take place after all'):
        assert words in note
    assert 'name="capacity"' not in answer.text and 'Move this date' not in shown and 'Save' not in shown
    refused = await dana.post(at(taste), data=typed | {'capacity': ['20']})
    assert refused.status_code == 409 and 'This date is off already.' in main(refused)
    assert await fetchval('select capacity from session where id = $1', taste) == 12


async def test_a_date_that_was_off_and_is_over_says_that_it_stays_off(dana, monkeypatch):
    taste = await a_session()
    await dates.cancel(taste, by=await a_trainer(), now=MONDAY)
    monkeypatch.setattr(clock, 'now', lambda: NOON + DAY)
    shown = main(await dana.get(at(taste)))
    assert 'Its time is over, so it stays off.' in shown and 'Let it take place after all' not in shown
    assert 'Why it is off' in main(await dana.get(f'/train/sessions/{taste}'))


async def test_this_and_all_following_are_cancelled_and_no_more_are_made(dana):
    taste, ids = await fridays(weeks_ahead=3)
    await signs_up('Ana Reyes', ids[1])
    await signs_up('Ben Ito', ids[2])
    page = await dana.get(at(ids[1], '/cancellation'))
    assert 'This date and the 1 later one. 2 people are told by email.' in main(page)
    typed = {'scope': 'following', 'and_stop': 'yes', 'why': ''}
    said = await said_after(dana, await dana.post(at(ids[1], '/cancellation'), data=typed))
    assert '2 dates are cancelled. 2 people are told by email.' in said
    assert await stand(taste) == ['11-20 12', '11-27 12 cancelled', '12-04 12 cancelled']
    assert await fetchval('select rule from offering') == ''
    long = await dana.post(at(ids[0], '/skip'), data={'why': 'x' * 301})
    assert long.status_code == 422 and 'Write at most 300 letters here' in main(long)


async def test_a_session_that_is_going_on_can_only_be_cancelled(dana, monkeypatch):
    taste = await a_session()
    monkeypatch.setattr(clock, 'now', lambda: NOON + HOUR / 3)
    await sign_in(dana, 'Dana Whitaker', TRAINER, now=NOON)
    said = main(await dana.get(at(taste)))
    assert 'Cancel this date' in said and 'Move this date' not in said
    assert 'This session is going on now.' in main(await dana.get(at(taste, '/cancellation')))
    assert 'it cannot be skipped' in main(await dana.get(at(taste, '/skip')))


async def test_the_lists_show_what_is_off_moved_and_changed_by_hand(client):
    by, (taste, ids) = await a_trainer(), await fridays(weeks_ahead=4, capacity=12)
    await sign_in(client, 'Ellen Hart', COORDINATOR, now=MONDAY)
    await dates.skip(ids[0], by=by, now=MONDAY)
    await dates.cancel(ids[1], by=by, now=MONDAY)
    await dates.move(ids[2], NOON + 15 * DAY, by=by, now=MONDAY)
    await dates.change(ids[3], {'capacity': 5}, [], version=1, by=by, now=MONDAY)
    said = main(await client.get(f'/setup/offerings/{taste}/dates'))
    assert '4 dates of Taste of Cafés are coming' in said
    assert 'Friday, November 20, 2026, 12:00 pm 0 people Skipped' in said and '0 people Cancelled' in said
    assert 'Saturday, December 5, 2026, 12:00 pm 0 people · 12 spots left Moved' in said
    assert '0 people · 5 spots left Changed by hand' in said
    everything = main(await client.get('/setup/dates'))
    assert '4 dates are coming' in everything and 'Taste of Cafés · 0 people Skipped' in everything


async def test_a_date_is_added_by_hand(client):
    taste, _ids = await fridays(weeks_ahead=1)
    await sign_in(client, 'Ellen Hart', COORDINATOR, now=MONDAY)
    path = f'/setup/offerings/{taste}/dates/new'
    assert fields(await client.get(path))['time'] == ['12:00']
    taken = await client.post(path, data={'on': '11/20/2026', 'time': '12:00 pm'})
    assert taken.status_code == 409 and 'There is a date at that time already.' in main(taken)
    wrong = await client.post(path, data={'on': '2/30/2027', 'time': '12:00 pm'})
    assert wrong.status_code == 422 and fields(wrong)['on'] == ['2/30/2027']
    said = await said_after(client, await client.post(path, data={'on': '11/24/2026', 'time': '6:30 pm'}))
    assert 'The date is added: Tuesday, November 24, 2026.' in said and 'Change all coming dates' in said
    assert 'Added by hand' in main(await client.get(f'/setup/offerings/{taste}/dates'))


async def test_what_is_over_is_listed_by_the_page(client):
    taste, _ids = await fridays(weeks_ahead=1)
    await sign_in(client, 'Ellen Hart', COORDINATOR, now=MONDAY)
    for week in range(1, 28):
        await a_session(offering_id=taste, starts_at=NOON - week * 7 * DAY)
    page = await client.get(f'/setup/offerings/{taste}/dates')
    assert 'Over Friday, November 13, 2026' in main(page)
    older = await client.get(page.text.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace('&amp;', '&'))
    assert 'Older dates of Taste of Cafés' in main(older) and main(older).count('0 people Open') == 2
    assert (await client.get(f'/setup/offerings/{taste}/dates?before=x')).status_code == 200
