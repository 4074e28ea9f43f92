"""Before a session is finished its trainer reads what will go out: each kind once in each language of its readers, as it is sent."""

import re

import pytest

from coaching.domains import WRITERS
from coaching.funnel.commands import finishing
from coaching.kit import clock
from coaching.kit.database import execute, fetchval
from coaching.outbox.sending import Postman
from tests.funnel.test_offerings_pages import main
from tests.funnel.world import HOUR, MONDAY, NOON, a_session, a_trainer, came, signs_up
from tests.outbox.world import Kept
from tests.queries import counted

AFTER = NOON + 2 * HOUR
LETTER = re.compile(r'<article class="card" lang="(\w+)">(.*?)</article>', re.DOTALL)


@pytest.fixture
async def taste(dana, monkeypatch) -> int:
    """Ana and Luz, who reads Spanish, came to a Taste; Ben had a spot and did not; an Intro is on Monday."""
    session_id, trainer = await a_session(), await a_trainer()
    await a_session('intro', starts_at=NOON + 72 * HOUR)
    ana, luz = await signs_up('Ana Reyes', session_id), await signs_up('Luz Vega', session_id, language='es')
    await signs_up('Ben Ito', session_id)
    for one in (ana, luz):
        await came(one.registration_id, trainer)
    monkeypatch.setattr(clock, 'now', lambda: AFTER)
    await dana.get('/train')  # her sign-in is seen again after the days between
    return session_id


async def page(dana, taste):
    return await dana.get(f'/train/sessions/{taste}/finish')


def letters(answer) -> list[tuple[str, str]]:
    """The language and the words of each letter that is shown."""
    return [(language, ' '.join(re.sub(r'<[^>]+>', ' ', words).split())) for language, words in LETTER.findall(answer.text)]


async def test_each_kind_is_shown_once_in_each_language_under_its_count(dana, taste):
    answer = await page(dana, taste)
    shown = letters(answer)
    assert [(language, words[:31]) for language, words in shown] == [
        ('en', 'We missed you. Pick another day'), ('en', 'Thank you. Your next step: the '), ('es', 'Gracias. Su próximo paso: el In'),
    ]  # fmt: skip
    assert 'Thank you for coming to Taste of Cafés, Ana Reyes.' in shown[1][1] and 'Intro of Cafés: Mon' in shown[1][1]
    said = main(answer)
    order = [said.index(words) for words in ('We missed you, and the next dates: 1 email', 'Thank you, and the Intro dates: 2 emails')]
    assert order == sorted(order)
    assert answer.text.count('<details') == 3 and '<details open' not in answer.text


async def test_what_is_shown_is_what_goes(dana, taste):
    shown = letters(await page(dana, taste))
    await dana.post(f'/train/sessions/{taste}/finish', data={'rest': 'not_here'})
    kept = Kept()
    await Postman(kept, WRITERS).send_due()
    went = {message['Subject']: message.get_body(('html',)).get_content() for message in kept.letters}
    for _language, words in shown:
        subject = next(one for one in went if words.startswith(one))
        whole = re.sub(r'<style.*?</style>|<[^>]+>', ' ', went[subject], flags=re.DOTALL)
        assert words.removeprefix(subject).strip() in ' '.join(whole.split())


async def test_a_readers_own_links_do_not_work_in_what_the_trainer_sees(dana, taste):
    answer = await page(dana, taste)
    assert [re.findall(r'href="[^"]*"', words) for _language, words in LETTER.findall(answer.text)] == [[], [], []]
    assert 'two short questions' in main(answer) and '/pulse' not in answer.text and '/my/' not in answer.text


async def test_looking_promises_and_stores_nothing(dana, taste):
    before = await fetchval('select (select count(*) from promise) + (select count(*) from entry)')
    async with counted() as asked:
        await page(dana, taste)
    assert await fetchval('select (select count(*) from promise) + (select count(*) from entry)') == before
    assert [one for one in asked if not one.lower().strip().startswith(('select', 'with'))] == []


async def test_many_readers_ask_the_database_no_more_than_one_of_each(dana, taste):
    async with counted() as few:
        await page(dana, taste)
    trainer = await a_trainer()
    for name in ('Cleo Marsh', 'Dov Stone', 'Eli Ross', 'Faye Glen', 'Gus Thorn'):
        done = await signs_up(name, taste, now=MONDAY)
        await came(done.registration_id, trainer, at=AFTER)
    async with counted() as many:
        answer = await page(dana, taste)
    assert 'Thank you, and the Intro dates: 7 emails' in main(answer)
    assert (len(many), len(letters(answer))) == (len(few), 3)


async def test_whoever_wants_no_such_letters_is_neither_counted_nor_shown(dana, taste):
    stop = 'insert into letter_stop (person_id, kind, stopped_at) select id, $2, $3 from person where name = $1'
    await execute(stop, 'Ana Reyes', 'thank-you-taste', MONDAY)
    await execute(stop, 'Ben Ito', '*', MONDAY)
    await execute(stop, 'Luz Vega', 'missed', MONDAY)
    answer = await page(dana, taste)
    assert [language for language, _words in letters(answer)] == ['es']
    assert 'Thank you, and the Intro dates: 1 email' in main(answer) and 'We missed you' not in main(answer)
    seen = await finishing.preview(taste, rest_not_here=True, now=AFTER)
    assert dict(seen.letters) == {'thank-you-taste': 1}


async def test_an_address_that_no_server_takes_shows_no_letter_and_breaks_nothing(dana, taste):
    await execute("update person set email = 'ben(1)@example.org' where name = 'Ben Ito'")
    assert [language for language, _words in letters(await page(dana, taste))] == ['en', 'es']


async def test_a_finished_session_shows_no_letters_any_more(dana, taste):
    await dana.post(f'/train/sessions/{taste}/finish', data={'rest': 'not_here'})
    assert letters(await page(dana, taste)) == []
