"""The pages on which a coordinator sets up what people can come to."""

import datetime
import re

import pytest

from coaching.funnel.commands import dates, offerings
from coaching.funnel.queries.offerings import details, overview
from coaching.kit.access import Grant
from coaching.kit.database import execute, fetch, fetchval
from coaching.kit.tokens import link_token
from tests.funnel.test_dates_following import fridays, stand
from tests.funnel.world import MONDAY, NOON, a_trainer, signs_up
from tests.signing import COORDINATOR, TRAINER, sign_in

pytestmark = pytest.mark.usefixtures('monday')


@pytest.fixture
async def ellen(client):
    """Ellen's browser; she is the coordinator of the whole network."""
    await sign_in(client, 'Ellen Hart', COORDINATOR, now=MONDAY)
    return client


def main(answer) -> str:
    """What a page says, as a reader has it."""
    body = re.sub(r'<script.*?</script>|<style.*?</style>', '', answer.text[answer.text.index('<main') : answer.text.index('</main>')])
    return ' '.join(re.sub(r'<[^>]+>', ' ', body).split())


def fields(answer) -> dict[str, list[str]]:
    """Everything that a browser would send of the page's own form, without a button."""
    page = answer.text[answer.text.index('<main') : answer.text.index('</main>')]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r'<input[^>]*>', page):
        known = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if known.get('type') in ('radio', 'checkbox') and ' checked' not in tag:
            continue
        found.setdefault(known['name'], []).append(known.get('value', ''))
    for name, text in re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL):
        found[name] = [text]
    for name, options in re.findall(r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.findall(r'<option value="([^"]*)" selected', options)
        found[name] = chosen or re.findall(r'<option value="([^"]*)"', options)[:1]
    return found


async def as_shown(browser, taste, **changes):
    """The form of an offering as a browser would send it back, with these changes."""
    return {**fields(await browser.get(f'/setup/offerings/{taste}')), **changes}


async def said_after(browser, answer) -> str:
    assert answer.status_code == 303, main(answer)
    return main(await browser.get(answer.headers['location']))


async def a_question(taste, label) -> int:
    number = await fetchval('insert into offering_question (offering_id, position) values ($1, 0) returning id', taste)
    await execute("insert into offering_question_words (question_id, language, label) values ($1, 'en', $2)", number, label)
    return number


@pytest.mark.parametrize('path', ['', '/new', '/{id}', '/{id}/archive', '/{id}/dates', '/{id}/dates/new'])
async def test_offerings_are_for_coordinators_of_the_whole_network(client, path):
    taste, _ids = await fridays(weeks_ahead=1)
    address = '/setup/offerings' + path.format(id=taste)
    assert (await client.get(address)).status_code == 303
    await sign_in(client, 'Dana Whitaker', TRAINER, now=MONDAY)
    assert (await client.get(address)).status_code == 403
    await sign_in(client, 'Paula Ruiz', Grant('coordinator', 'place', 7), now=MONDAY)
    assert (await client.get(address)).status_code == 404
    await sign_in(client, 'Ellen Hart', COORDINATOR, now=MONDAY)
    assert (await client.get(address)).status_code == 200
    assert (await client.get(address.replace(str(taste), '999999'))).status_code == (404 if '{id}' in path else 200)


async def test_the_list_says_how_often_when_next_and_how_many(ellen):
    taste, ids = await fridays(weeks_ahead=2)
    await signs_up('Ana Reyes', ids[0])
    said = main(await ellen.get('/setup/offerings'))
    assert 'Taste of Cafés Taste · every Friday, 12:00 pm Central Time · 1 hour' in said
    assert 'Next: Friday, November 20, 2026 · 2 dates coming · 1 person signed up' in said
    await execute('update session set state = $1', 'cancelled')
    assert 'No date is coming.' in main(await ellen.get('/setup/offerings'))


async def test_an_empty_network_is_told_what_to_do(ellen):
    assert 'Nothing yet. Add what people can come to' in main(await ellen.get('/setup/offerings'))
    assert '0 dates are coming' in main(await ellen.get('/setup/dates'))


async def test_the_form_as_it_is_shown_changes_nothing_when_it_is_saved(ellen):
    taste, _ids = await fridays(weeks_ahead=2, capacity=30, fee='$5', join_url='https://meet.example/x', min_minutes=20)
    await a_question(taste, 'Why?')
    assert 'Saved.' in await said_after(ellen, await ellen.post(f'/setup/offerings/{taste}', data=await as_shown(ellen, taste)))
    assert await fetchval("select count(*) from entry where kind = 'offering_changed'") == 0
    assert (await details(taste, 'en')).offering.version == 1


@pytest.mark.parametrize(
    ('rule', 'words'),
    [
        ('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR', 'every 2 weeks: Tuesday and Friday'),
        ('FREQ=MONTHLY;BYDAY=2TU', 'the second Tuesday of each month'),
        ('FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR', 'every 3 months: the last Friday'),
        ('', 'dates are added by hand'),
    ],
)
async def test_every_rule_is_said_in_words_and_stays_as_it_is(ellen, rule, words):
    taste, _ids = await fridays(rule=rule, weeks_ahead=1)
    assert words in main(await ellen.get(f'/setup/offerings/{taste}'))
    await said_after(ellen, await ellen.post(f'/setup/offerings/{taste}', data=await as_shown(ellen, taste)))
    assert await fetchval('select rule from offering where id = $1', taste) == rule


async def test_several_parts_are_said(ellen):
    taste, _ids = await fridays(parts=3, minutes=90, weeks_ahead=0)
    assert '3 parts of 1 hour 30 minutes' in main(await ellen.get('/setup/offerings'))


async def test_an_offering_is_added_and_its_dates_are_there(ellen):
    typed = {
        **fields(await ellen.get('/setup/offerings/new')), 'title_en': 'Evening Taste!', 'weekdays': ['WE'], 'wall_time': '6:30 pm',
        'weeks_ahead': '2', 'question_1_en': 'Who told you?',
    }  # fmt: skip
    said = await said_after(ellen, await ellen.post('/setup/offerings/new', data=typed))
    assert 'The offering is there, with its dates.' in said and '2 dates of Evening Taste! are coming' in said
    [line] = await overview('en', now=MONDAY)
    assert (line.offering.slug, await stand(line.offering.id)) == ('evening-taste', ['11-18 18', '11-25 18'])
    await ellen.post('/setup/offerings/new', data={**typed, 'title_en': 'Evening Taste?'})
    await ellen.post('/setup/offerings/new', data={**typed, 'title_en': '夜'})
    assert [row['slug'] for row in await fetch('select slug from offering order by id')] == ['evening-taste', 'evening-taste-2', 'offering']


async def test_every_mistake_is_told_at_once_and_what_was_typed_stays(ellen):
    taste, _ids = await fridays(weeks_ahead=1)
    typed = await as_shown(
        ellen, taste, title_en='', weekdays=[], wall_time='noon', minutes='5', parts='2', days_between_parts='0', min_parts='3',
        min_minutes='2000', join_url='javascript:alert(1)', languages=[], capacity='0', body_en='<b>Bring</b> a cup',
    )  # fmt: skip
    answer = await ellen.post(f'/setup/offerings/{taste}', data=typed)
    assert answer.status_code == 422
    said = main(answer)
    for sentence in (
        'Write a title', 'Choose at least one day', 'Write a time of day, like 12:30 pm', 'Write a number from 10 to 1440',
        'Write 1 or more: parts are on different days', 'There are only 2 parts', 'Write a number from 0 to 1440',
        'Paste the whole link; it starts with https://', 'Choose at least one language that is spoken', 'Write a number from 1 to 100000',
    ):  # fmt: skip
        assert sentence in said
    assert fields(answer)['wall_time'] == ['noon']
    assert fields(answer)['body_en'] == ['&lt;b&gt;Bring&lt;/b&gt; a cup']
    new = await ellen.post('/setup/offerings/new', data={**typed, 'kind': 'taste', 'how_often': 'monthly', 'nth': '', 'month_day': ''})
    assert new.status_code == 422 and 'Choose which one' in main(new) and 'Choose a day' in main(new)
    short = await ellen.post(f'/setup/offerings/{taste}', data=await as_shown(ellen, taste, min_minutes='61'))
    assert 'A part has only 60 minutes' in main(short)


async def test_the_words_can_be_looked_at_before_they_are_saved(ellen):
    taste, _ids = await fridays(weeks_ahead=1)
    typed = await as_shown(ellen, taste, body_en='Bring **a cup**. <script>x</script>', body_es='Traiga **una taza**.', step='preview')
    answer = await ellen.post(f'/setup/offerings/{taste}', data=typed)
    assert answer.status_code == 200
    assert '<p>Bring <strong>a cup</strong>. &lt;script&gt;x&lt;/script&gt;</p>' in answer.text
    assert 'How it looks (Español) Traiga una taza .' in main(answer)
    assert fields(answer)['body_es'] == ['Traiga **una taza**.']
    new = await ellen.post('/setup/offerings/new', data={**typed, 'kind': 'other'})
    assert 'How it looks (English)' in main(new) and fields(new)['kind'] == ['other']
    assert await fetchval('select count(*) from offering') == 1


async def test_a_new_rule_is_shown_in_words_before_it_is_done(ellen):
    taste, ids = await fridays(weeks_ahead=4)
    ana, _ben = await signs_up('Ana Reyes', ids[2]), await signs_up('Ben Ito', ids[3])
    await dates.skip(ids[1], by=await sign_in(ellen, 'Ellen Hart', now=MONDAY), now=MONDAY)
    typed = await as_shown(ellen, taste, weekdays=['TH'], wall_time='1 pm')
    answer = await ellen.post(f'/setup/offerings/{taste}', data=typed)
    assert answer.status_code == 200
    said = main(answer)
    assert 'Taste of Cafés: every Thursday, 1:00 pm Central Time, 1 hour' in said
    assert '3 dates move Fri, Nov 20, 12:00 pm → Thu, Nov 19, 1:00 pm with nobody yet' in said
    assert 'Fri, Dec 4, 12:00 pm → Thu, Dec 3, 1:00 pm with 1 person' in said
    assert '1 date stays as it is Fri, Nov 27, 12:00 pm it is skipped or cancelled' in said
    assert '2 people get one email each about this.' in said
    later = fields(answer) | {'from_on': ['2026-12-11'], 'step': ['look']}
    answer = await ellen.post(f'/setup/offerings/{taste}', data=later)
    assert '1 date moves Fri, Dec 11' in main(answer) and '1 person gets one email about this.' in main(answer)
    assert await stand(taste) == ['11-20 12', '11-27 12 skipped', '12-04 12', '12-11 12']
    said = await said_after(ellen, await ellen.post(f'/setup/offerings/{taste}', data=fields(answer) | {'step': ['sure']}))
    assert 'Saved. 1 coming date follows. 1 person is told by email.' in said
    assert await stand(taste) == ['11-20 12', '11-27 12 skipped', '12-04 12', '12-10 13']
    assert await fetchval("select count(*) from promise where kind = 'session-moved' and subject_id = $1", ana.registration_id) == 0


async def test_dates_that_go_that_stay_for_their_people_and_that_are_new_are_shown(ellen):
    taste, ids = await fridays(weeks_ahead=4)
    await signs_up('Ana Reyes', ids[3])
    await execute('update session set edited_at = $2 where id = $1', ids[2], MONDAY)
    typed = await as_shown(ellen, taste, how_often='monthly', nth='2', month_day='TU', weeks_ahead='9')
    said = main(await ellen.post(f'/setup/offerings/{taste}', data=typed))
    assert '2 dates stay as they are Fri, Dec 4, 12:00 pm somebody changed it by hand See this date' in said
    assert 'Fri, Dec 11, 12:00 pm people have a spot, and the new rule has no date that week or month' in said
    assert '2 dates go Fri, Nov 20, 12:00 pm nobody has signed up Fri, Nov 27' in said
    assert '1 new date Tue, Jan 12, 12:00 pm' in said


async def test_a_rule_for_an_offering_without_dates_begins_today(ellen):
    taste, _ids = await fridays(rule='', weeks_ahead=1)
    typed = await as_shown(ellen, taste, how_often='weekly', weekdays=['FR'])
    answer = await ellen.post(f'/setup/offerings/{taste}', data=typed)
    assert '1 new date Fri, Nov 20, 12:00 pm' in main(answer)
    assert 'Nobody has signed up, so nobody has to be told.' in main(answer)
    longer = await ellen.post(f'/setup/offerings/{taste}', data=await as_shown(ellen, taste, minutes='90'))
    assert 'No date changes.' in main(longer)


async def test_another_place_is_asked_about_where_people_are_concerned(ellen):
    taste, ids = await fridays(weeks_ahead=2)
    typed = await as_shown(ellen, taste, mode='in_person', location='Oak School')
    assert (await ellen.post(f'/setup/offerings/{taste}', data={**typed, 'location': ''})).status_code == 303
    await signs_up('Ana Reyes', ids[1])
    typed = await as_shown(ellen, taste, mode='in_person', location='Oak School')
    answer = await ellen.post(f'/setup/offerings/{taste}', data=typed)
    assert '2 dates have another place Who is told 1 person gets one email about this. Save and tell 1 person' in main(answer)
    said = await said_after(ellen, await ellen.post(f'/setup/offerings/{taste}', data=fields(answer) | {'step': ['sure']}))
    assert 'Saved. 2 coming dates follow. 1 person is told by email.' in said


async def test_of_two_coordinators_the_second_sees_both_versions_and_keeps_what_she_typed(ellen):
    taste, _ids = await fridays(weeks_ahead=1)
    mine = await as_shown(ellen, taste, fee='$9', title_en='My title', languages=['en'])
    await ellen.post(f'/setup/offerings/{taste}', data=await as_shown(ellen, taste, fee='$5', capacity='20'))
    answer = await ellen.post(f'/setup/offerings/{taste}', data=mine)
    assert answer.status_code == 409
    said = main(answer)
    assert 'Somebody else changed this while you were typing.' in said
    assert 'Both versions Changed: number of seats and what it costs. Ellen Hart' in said
    assert 'What it costs, in words $5 $9' in said and 'How many spots? 20 nothing' in said
    assert 'Title (English) Taste of Cafés My title' in said and 'Languages that are spoken English, Español English' in said
    assert fields(answer)['title_en'] == ['My title']
    await said_after(ellen, await ellen.post(f'/setup/offerings/{taste}', data=fields(answer)))
    found = await details(taste, 'en')
    assert (found.offering.fee, found.offering.title, found.offering.capacity) == ('$9', 'My title', None)


async def test_who_is_overtaken_at_the_last_moment_is_told_too(ellen, monkeypatch):
    taste, _ids = await fridays(weeks_ahead=1)
    typed = await as_shown(ellen, taste, fee='$9')
    right = offerings.change

    async def overtaken(*values, **more):
        await execute('update offering set version = version + 1 where id = $1', taste)
        return await right(*values, **more)

    monkeypatch.setattr(offerings, 'change', overtaken)
    assert (await ellen.post(f'/setup/offerings/{taste}', data=typed)).status_code == 409


async def test_an_offering_is_put_away_and_taken_back(ellen):
    taste, ids = await fridays(weeks_ahead=3)
    await signs_up('Ana Reyes', ids[1])
    said = main(await ellen.get(f'/setup/offerings/{taste}/archive'))
    assert '2 dates go, because nobody has signed up for them.' in said
    assert '1 date stays until you cancel it Friday, November 27, 2026, 12:00 pm 1 person with a spot there is told nothing now.' in said
    said = await said_after(ellen, await ellen.post(f'/setup/offerings/{taste}/archive'))
    assert 'Taste of Cafés is put away. You can take it back below.' in said and 'Put away Taste of Cafés' in said
    assert 'This is put away: it gets no new dates' in main(await ellen.get(f'/setup/offerings/{taste}'))
    assert 'Add a date by hand' not in main(await ellen.get(f'/setup/offerings/{taste}/dates'))
    assert 'Taste of Cafés is back, with its dates.' in await said_after(ellen, await ellen.post(f'/setup/offerings/{taste}/archive/undo'))
    assert await stand(taste) == ['11-20 12', '11-27 12', '12-04 12']


async def test_what_happened_stands_on_the_page(ellen):
    taste, _ids = await fridays(weeks_ahead=1)
    await ellen.post(f'/setup/offerings/{taste}', data=await as_shown(ellen, taste, fee='$5'))
    assert 'What happened here Changed: what it costs. Ellen Hart' in main(await ellen.get(f'/setup/offerings/{taste}'))


async def test_trainers_are_chosen_among_those_who_have_the_part(ellen):
    taste, _ids = await fridays(weeks_ahead=1)
    dana = await sign_in(ellen, 'Dana Whitaker', TRAINER, now=MONDAY)
    await sign_in(ellen, 'Ellen Hart', COORDINATOR, now=MONDAY)
    chosen = await as_shown(ellen, taste, trainers=[str(dana.person_id)])
    await said_after(ellen, await ellen.post(f'/setup/offerings/{taste}', data=chosen))
    assert (await details(taste, 'en')).trainers == ((dana.person_id, 'Dana Whitaker'),)
    stranger = await ellen.post(f'/setup/offerings/{taste}', data=await as_shown(ellen, taste, trainers=['999999']))
    assert stranger.status_code == 422 and 'Choose from these' in main(stranger)


async def test_somebody_with_a_spot_answers_the_questions_behind_the_link(client):
    taste, ids = await fridays(weeks_ahead=1)
    ana = await signs_up('Ana Reyes', ids[0])
    nonce = await fetchval('select nonce from registration where id = $1', ana.registration_id)
    path = f'/sign-ups/{link_token("registration", ana.registration_id, nonce)}/answers'
    assert 'There are no questions for this session.' in main(await client.get(path))
    number = await a_question(taste, 'Who told you?')
    page = await client.get(path)
    assert 'Who told you? (optional)' in main(page)
    long = await client.post(path, data={f'q{number}': 'x' * 501})
    assert long.status_code == 422 and 'Write at most 500 letters here' in main(long)
    answer = await client.post(path, data={f'q{number}': 'Luz'})
    assert answer.status_code == 303 and answer.headers['location'] == path.removesuffix('/answers')
    assert fields(await client.get(path))[f'q{number}'] == ['Luz']
    spot = await client.get(path.removesuffix('/answers'))
    assert 'Your trainers would like to know Who told you? (optional)' in main(spot) and fields(spot)[f'q{number}'] == ['Luz']
    await sign_in(client, 'Dana Whitaker', TRAINER, now=MONDAY)
    assert 'Who told you? Luz' in main(await client.get(f'/train/sessions/{ids[0]}/roster'))
    await dates.cancel(ids[0], by=await a_trainer(), now=MONDAY)
    assert 'Who told you?' not in main(await client.get(path.removesuffix('/answers')))
    assert (await client.get(path.replace('/sign-ups/', '/sign-ups/x'))).status_code == 404


async def test_a_coordinator_who_reads_spanish_reads_all_of_it_in_spanish(client):
    taste, _ids = await fridays(weeks_ahead=1)
    await sign_in(client, 'Elena Vega', COORDINATOR, now=MONDAY, language='es')
    page = await client.get('/setup/offerings')
    assert '<html lang="es"' in page.text and 'cada viernes, 12:00 pm hora del Centro' in main(page)


def test_noon_of_these_tests_is_a_friday():
    assert NOON.astimezone(datetime.UTC).weekday() == 4
