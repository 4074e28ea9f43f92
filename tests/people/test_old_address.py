"""Whoever is written to at another address hears of it at the old one, in plain words, in their language."""

from email.message import EmailMessage

import pytest

from coaching.accounts.commands import change_address
from coaching.domains import WRITERS
from coaching.funnel.commands.registering import register
from coaching.funnel.values import Source
from coaching.kit import clock
from coaching.kit.access import Actor
from coaching.kit.database import execute, fetch, fetchval
from coaching.kit.tokens import link_token
from coaching.outbox.sending import Postman
from coaching.outbox.values import Promise
from coaching.people.commands import correct, erase, refuse_email, stop_letters
from coaching.people.pages.own import own_path
from tests.accounts.world import TRAINER, somebody
from tests.conftest import NOW
from tests.funnel.world import a_session, signs_up
from tests.outbox.world import Kept
from tests.people.world import DAY, a_person, ellen


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the day of these tests."""
    monkeypatch.setattr(clock, 'now', lambda: NOW)


async def delivered() -> list[EmailMessage]:
    """Everything that is due goes out now."""
    kept = Kept()
    await Postman(kept, WRITERS).send_due()
    return kept.letters


async def promised(kind: str = 'address-changed') -> list[str]:
    return [row['to'] for row in await fetch("select facts->>'to' as to from promise where kind = $1 order by id", kind)]


async def test_the_old_address_hears_that_another_one_counts_now_and_whom_to_call(database):
    await execute("""update network set help_lines = '{"en": "Call Rosa", "es": "Llame a Rosa"}'""")
    ana = await a_person('Ana Ruiz', 'ana@example.org', language='es')
    await correct(ana, email='ana@home.example', language='en', by=Actor.by_link(ana), now=NOW)
    [letter] = await delivered()
    words = letter.get_body(('plain',)).get_content()
    assert (letter['To'].addresses[0].addr_spec, letter['Subject']) == ('ana@example.org', 'Cambió su correo en Prairie Café Network')
    assert [told in words for told in ('Ana Ruiz, desde ahora', 'Llame a Rosa', 'ana@home.example')] == [True, True, False]
    assert await promised() == [None]


async def test_a_coordinators_correction_is_told_too_even_to_somebody_who_wishes_no_letters(database):
    ana = await a_person()
    await stop_letters(ana, '*', by=ellen(), now=NOW)
    await correct(ana, email='', by=ellen(), now=NOW)
    assert [letter['To'].addresses[0].addr_spec for letter in await delivered()] == ['ana@example.org']


async def test_whoever_had_no_address_or_one_that_takes_no_letters_is_not_told(database):
    ana, rosa, ben = await a_person(), await a_person('Rosa Paz', None), await a_person('Ben Ito', 'ben@example.org')
    await refuse_email(ana, email='ana@example.org', now=NOW)
    await correct(ana, email='ana@home.example', by=ellen(), now=NOW)
    await correct(rosa, email='rosa@home.example', by=ellen(), now=NOW)
    await correct(ben, name='Benjamin Ito', by=ellen(), now=NOW)
    assert await promised() == []


async def test_an_address_hears_it_once_a_day(database):
    ana = await a_person()
    for address in ('ana@home.example', 'ana@example.org', 'ana@work.example'):
        await correct(ana, email=address, by=ellen(), now=NOW)
    assert await promised() == ['ana@example.org', 'ana@home.example']
    await correct(ana, email='ana@example.org', by=ellen(), now=NOW + DAY)
    await correct(ana, email='ana@home.example', by=ellen(), now=NOW + DAY)
    assert await promised() == ['ana@example.org', 'ana@home.example', 'ana@work.example', 'ana@example.org']


async def test_the_old_address_of_a_sign_in_hears_of_the_new_one(database):
    dana = await somebody('Dana Whitfield', 'dana@example.org', TRAINER)
    await change_address(dana.account_id, 'dana@home.example', by=dana, now=NOW)
    await change_address(dana.account_id, 'dana@home.example', by=dana, now=NOW)
    letters = [(letter['To'].addresses[0].addr_spec, letter['Subject']) for letter in await delivered()]
    assert letters == [('dana@example.org', 'You sign in to Prairie Café Network with another address now')]


async def test_of_somebody_erased_nothing_is_sent_and_no_address_stays(database):
    ana = await a_person()
    await correct(ana, email='ana@home.example', by=ellen(), now=NOW)
    await erase(ana, asked_by='the person', by=ellen(), now=NOW)
    assert (await delivered(), await promised()) == ([], [None])


@pytest.mark.parametrize('person_id', [None, 4711])
async def test_nobody_is_told_about_nobody(database, person_id: int | None):
    facts = {'to': 'ana@example.org', 'language': 'en'}
    promise = Promise(1, 'address-changed', person_id, 'person', 4711, facts, NOW, NOW, None, NOW, 1, '')
    assert await WRITERS['address-changed'](promise, NOW) is None


async def test_the_page_of_ones_own_record_leads_to_the_letter(client, database):
    ana = await a_person()
    details = {'name': 'Ana Ruiz', 'email': 'ana@home.example', 'phone': '', 'language': 'en', 'zone': '', 'version': 1}
    assert (await client.post(own_path(ana), data=details)).status_code == 303
    assert await promised() == ['ana@example.org']
    assert await fetchval("select due_at from promise where kind = 'address-changed'") == NOW


async def test_an_address_corrected_behind_a_sign_ups_link_is_told_too(client, database):
    ana = await signs_up('Ana Ruiz', await a_session(), email='ana@example.org')
    nonce = await fetchval('select nonce from registration where id = $1', ana.registration_id)
    path = f'/sign-ups/{link_token("registration", ana.registration_id, nonce)}/address'
    assert (await client.post(path, data={'email': 'ana@home.example'})).status_code == 303
    assert await promised() == ['ana@example.org']


async def links_to() -> list[str]:
    """Who is sent their own links now."""
    return [letter['To'].addresses[0].addr_spec for letter in await delivered() if letter['Subject'] == 'Your sign-ups']


async def test_the_new_address_gets_the_way_to_what_is_to_come_once_a_day(database):
    ana = await signs_up('Ana Ruiz', await a_session(), email='ana@example.org')
    await delivered()
    sent = []
    for address in ('ana@home.example', 'ana@work.example', 'ana@home.example', ''):
        await correct(ana.person_id, email=address, by=Actor.by_link(ana.person_id), now=NOW)
        await correct(ana.person_id, name=f'Ana {address}', by=Actor.by_link(ana.person_id), now=NOW)
        sent.append(await links_to())
    assert sent == [['ana@home.example'], ['ana@work.example'], [], []]


async def test_whoever_had_no_address_and_whoever_had_one_that_takes_no_letters_get_their_links_too(database):
    taste = await a_session()
    rosa = await a_person('Rosa Paz', None, '303 555 0148')
    await register(taste, rosa, source=Source.TRAINER, by=ellen(), now=NOW)
    ana = await signs_up('Ana Ruiz', taste, email='ana@example.org')
    await delivered()
    await refuse_email(ana.person_id, email='ana@example.org', now=NOW)
    for person_id, address in ((rosa, 'rosa@home.example'), (ana.person_id, 'ana@home.example')):
        await correct(person_id, email=address, by=ellen(), now=NOW)
    assert await links_to() == ['rosa@home.example', 'ana@home.example']
