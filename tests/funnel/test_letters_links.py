"""Every link of a letter leads to a page in the language of the letter, the one that stops letters too."""

import re

import pytest

from coaching.accounts.commands import inviting, signing_in
from coaching.funnel.commands import dates, spots
from coaching.funnel.commands.registering import sign_up
from coaching.funnel.letters.facts import person_path
from coaching.funnel.values import Source
from coaching.kit import clock
from coaching.kit.access import PUBLIC, Actor, Grant
from coaching.people.commands import correct, merge
from tests.accounts.world import ellen
from tests.funnel.world import HOUR, MONDAY, NOON, a_session, a_trainer, signs_up, states

OURS = re.compile(r'http://localhost:8000(/[^\s"<>)\]]*)')


def links(letter) -> set[str]:
    """The paths of our own pages in every part of a letter and in its head, the enclosed calendar too."""
    parts = [part.get_content() for part in letter.walk() if part.get_content_maintype() == 'text']
    return {path for text in (*parts, str(letter['List-Unsubscribe'])) for path in OURS.findall(str(text))}


@pytest.mark.parametrize(('language', 'prefix'), [('es', '/es/'), ('en', '/')])
async def test_letters_about_a_date_link_to_pages_in_their_language(database, post, language, prefix):
    taste, _other = await a_session(), await a_session(starts_at=NOON + 7 * 24 * HOUR)
    await signs_up('Luz Peña', taste, language=language)
    [saved] = await post()
    await dates.cancel(taste, by=await a_trainer(), now=MONDAY)
    [cancelled] = await post()
    for letter in (saved, cancelled):
        found = links(letter)
        assert len(found) > 4 and any('/letters/stop/' in path for path in found)
        assert [path for path in found if not path.startswith(prefix) or (prefix == '/' and path.startswith('/es/'))] == []


async def test_one_click_in_a_spanish_letter_stops_letters_and_answers_in_spanish(client, database, post):
    await signs_up('Luz Peña', await a_session(), language='es')
    [letter] = await post()
    stop = str(letter['List-Unsubscribe']).strip('<>').removeprefix('http://localhost:8000')
    assert '<html lang="es"' in (await client.get(stop)).text
    answer = await client.post(stop, content='List-Unsubscribe=One-Click', headers={'content-type': 'application/x-www-form-urlencoded'})
    assert answer.status_code in (200, 201) and '<html lang="es"' in answer.text


async def test_a_date_in_a_letter_can_be_saved_after_two_records_became_one(client, database, monkeypatch):
    monkeypatch.setattr(clock, 'now', lambda: MONDAY)
    dana, taste, later = await a_trainer(), await a_session(), await a_session(starts_at=NOON + 7 * 24 * HOUR)
    ana, twin = await signs_up('Ana Reyes', taste), await signs_up('Ana R.', taste, email='ana@work.example')
    await merge(ana.person_id, twin.person_id, by=dana, now=MONDAY)
    link = f'{person_path(twin.person_id)}/next/{later}'
    assert (await client.get(link)).status_code == 200
    assert (await client.post(link)).status_code == 303
    assert await states(later) == {'Ana Reyes': 'registered'}


async def test_an_invitation_and_a_sign_in_letter_link_to_pages_in_their_language(client, database, post):
    by = await ellen()
    await inviting.invite('Rosa Paz', 'rosa@example.org', Grant('trainer', 'network', None), language='es', by=by, now=MONDAY)
    await correct(by.person_id, language='es', by=by, now=MONDAY)
    await signing_in.ask('ellen@example.org', now=MONDAY + HOUR)
    for letter in await post():
        found = links(letter)
        assert found and [path for path in found if not path.startswith('/es/')] == []
        (door,) = {path for path in found if '/sign-in/link/' in path or '/invitations/' in path}
        page = await client.get(door)
        assert page.status_code == 200 and '<html lang="es"' in page.text and 'action="/es/' in page.text


def said(letter) -> str:
    """Its head and its words, on one line."""
    return ' '.join(f'{letter["Subject"]} {letter.get_body(("plain",)).get_content()}'.split())


async def test_spanish_letters_say_until_which_day_and_begin_no_sentence_in_the_middle(database, post):
    taste = await a_session(capacity=1)
    ana = await sign_up(
        taste, name='Ana Ruiz', email='ana@example.org', language='es', source=Source.COLLEAGUE, by=PUBLIC, now=MONDAY
    )
    [saved] = await post()
    assert said(saved).startswith('Alguien de su trabajo le apartó un lugar') and 'porque alguien que le conoce nos dio' in said(saved)
    await signs_up('Luz Peña', taste, language='es')
    await post()
    await spots.cancel(ana.registration_id, by=Actor.by_link(ana.person_id), now=MONDAY)
    offer = next(letter for letter in await post() if letter['To'].addresses[0].addr_spec == 'luz@example.org')
    assert 'Tómelo antes del martes 17 de noviembre' in said(offer) and 'guardamos hasta el martes 17 de noviembre' in said(offer)
    by = await ellen()
    await inviting.invite('Rosa Paz', 'rosa@example.org', Grant('trainer', 'network', None), language='es', by=by, now=MONDAY)
    [invitation] = await post()
    assert 'La invitación vale hasta el lunes 30 de noviembre' in said(invitation)
