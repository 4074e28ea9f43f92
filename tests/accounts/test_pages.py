"""People sign in, look after their account and leave, without a script and in two languages."""

from __future__ import annotations

import datetime
import re

import httpx
import pytest
import time_machine

from coaching.accounts import secrets
from coaching.accounts.commands import invite, set_up_link
from coaching.accounts.queries import sign_in_request, sign_ins
from coaching.journal.catalogue.accounts import WORDS
from coaching.kit import clock
from coaching.kit.access import COOKIE, ROLES, Actor, Grant
from coaching.kit.database import execute, fetchval
from coaching.people.queries import person
from tests.accounts.world import EVERYWHERE, TRAINER, ellen, signed_in, somebody
from tests.conftest import NOW

NOBODY = 'A' * 35
HERE = 'localhost.local'


def heading(answer: httpx.Response) -> str:
    return re.search(r'<h1>(.*?)</h1>', answer.text)[1]


async def enter(client: httpx.AsyncClient, actor: Actor) -> None:
    """Let this browser be signed in."""
    client.cookies.set(COOKIE, await signed_in(actor, now=clock.now()), domain=HERE)


async def newest_letter() -> tuple[str, str]:
    """Code and path of the letter that was promised last."""
    request = await sign_in_request(await fetchval('select max(id) from sign_in_request'))
    return secrets.code(request.id, request.nonce), secrets.sign_in_url(request.id, request.nonce).removeprefix('http://localhost:8000')


@pytest.fixture
async def trainer(database) -> Actor:
    """A trainer with an address of this test's own, because tries are counted for each address."""
    number = await fetchval("select nextval('person_id_seq')")
    return await somebody('Dana Whitfield', f'dana{number}@example.org', TRAINER)


async def test_a_trainer_signs_in_with_the_code_and_is_at_her_desk(client, trainer):
    asked = await client.post('/sign-in', data={'email': trainer.email.upper(), 'next': ''})
    assert (asked.status_code, asked.headers['location']) == (303, '/sign-in/code')
    page = await client.get('/sign-in/code')
    assert trainer.email in page.text and page.headers['cache-control'] == 'no-store'
    code, _path = await newest_letter()
    entered = await client.post('/sign-in/code', data={'code': f'{code[:3]} {code[3:].lower()}'})
    assert (entered.status_code, entered.headers['location']) == (303, '/train')
    assert 'HttpOnly; Max-Age=2592000; Path=/; SameSite=lax' in entered.headers['set-cookie']
    assert heading(await client.get('/me')) == 'My account'
    assert (await client.get('/sign-in')).headers['location'] == '/train'


async def test_the_link_of_the_letter_shows_a_button_and_only_the_button_signs_in(client, trainer):
    await client.post('/sign-in', data={'email': trainer.email, 'next': '/me'})
    client.cookies.clear()
    _code, path = await newest_letter()
    for _look in range(2):
        assert heading(await client.get(path)) == 'Sign in as Dana Whitfield?'
    assert (await client.get('/me')).status_code == 303
    assert (await client.post(path)).headers['location'] == '/me'
    assert (await client.get('/me')).status_code == 200
    for used in (await client.get(path), await client.post(path), await client.get(f'/sign-in/link/{NOBODY}')):
        assert (used.status_code, heading(used)) == (410, 'This link has ended')


async def test_known_and_unknown_addresses_get_the_same_answer(client, trainer):
    answers = []
    for email in (trainer.email, trainer.email.replace('dana', 'nobo')):
        client.cookies.clear()
        asked = await client.post('/sign-in', data={'email': email})
        shown = await client.get('/sign-in/code')
        wrong = await client.post('/sign-in/code', data={'code': 'AAAAAA'})
        answers.append([told(one, email) for one in (asked, shown, wrong)])
    assert answers[0] == answers[1]


def told(answer: httpx.Response, email: str) -> tuple[object, ...]:
    """All that an answer tells whoever asked, without the address that was typed."""
    cookies = re.sub(r'=[^;]+', '=', answer.headers.get('set-cookie', ''), count=1)
    return answer.status_code, answer.headers.get('location'), answer.text.replace(email, ''), sorted(answer.headers), cookies


async def test_what_is_typed_wrong_is_said_beside_the_field_and_kept(client):
    answer = await client.post('/sign-in', data={'email': 'dana at example', 'next': '/train'})
    assert (answer.status_code, 'value="dana at example"' in answer.text, 'value="/train"' in answer.text) == (422, True, True)
    assert '<title>Error: Sign in' in answer.text
    assert (await client.post('/sign-in/code', data={'code': 'x'})).headers['location'] == '/sign-in'
    assert (await client.get('/sign-in/code')).headers['location'] == '/sign-in'


async def test_a_wrong_code_is_said_and_after_five_only_a_new_letter_helps(client, trainer):
    await client.post('/sign-in', data={'email': trainer.email})
    answers = [await client.post('/sign-in/code', data={'code': code}) for code in ('', *['AAAAAA'] * 5)]
    assert [answer.status_code for answer in answers] == [422] * 6
    assert ['name="code"' in answer.text for answer in answers] == [True] * 5 + [False]


async def test_the_sixth_letter_to_one_address_within_a_quarter_waits(client, trainer):
    answers = [(await client.post('/sign-in', data={'email': trainer.email})).status_code for _ in range(6)]
    assert answers == [303] * 5 + [429]


async def test_signing_in_again_ends_what_the_browser_had(client, trainer):
    await enter(client, trainer)
    before = client.cookies[COOKIE]
    await client.post('/sign-in', data={'email': trainer.email})
    code, _path = await newest_letter()
    await client.post('/sign-in/code', data={'code': code})
    assert client.cookies[COOKIE] != before
    assert len(await sign_ins(trainer.account_id)) == 1


async def test_a_cookie_that_was_changed_on_the_way_reaches_the_browser(client, trainer):
    await enter(client, trainer)
    before = client.cookies[COOKIE]
    with time_machine.travel(clock.now() + datetime.timedelta(hours=5), tick=False):
        assert (await client.get('/me')).status_code == 200
        after = client.cookies[COOKIE]
        assert (await client.get('/me')).status_code == 200
    assert (after != before, client.cookies[COOKIE] == after) == (True, True)


async def test_signing_out_is_for_good(client, trainer):
    await enter(client, trainer)
    token = client.cookies[COOKIE]
    left = await client.post('/sign-out')
    assert (left.headers['location'], COOKIE in client.cookies) == ('/', False)
    client.cookies.set(COOKIE, token, domain=HERE)
    assert (await client.get('/me')).headers['location'] == '/sign-in?next=/me'
    assert (await client.post('/sign-out')).status_code == 303


async def test_somebody_with_two_roles_changes_desks(client, database):
    both = await somebody('Ellen Hart', 'ellen@example.org', EVERYWHERE, TRAINER)
    await enter(client, both)
    assert 'coordinator’s desk' in (await client.get('/me')).text
    assert [(await client.post('/desk', data={'desk': desk})).headers['location'] for desk in ('trainer', 'coach', 'coordinator')] == [
        '/train', '/train', '/reports/funnel',
    ]  # fmt: skip


async def test_ones_details_are_corrected_and_a_mistake_keeps_what_was_typed(client, trainer):
    await enter(client, trainer)
    details = {'name': 'Dana W. Ruiz', 'email': 'dana.ruiz@example.org', 'phone': '(303) 555-0148', 'language': 'en', 'version': '1'}
    details['zone'] = 'America/Denver'
    wrong = await client.post('/me', data={**details, 'phone': '12'})
    assert (wrong.status_code, 'value="Dana W. Ruiz"' in wrong.text) == (422, True)
    assert (await client.post('/me', data=details)).status_code == 303
    stands = await person(trainer.person_id)
    assert (stands.name, stands.phone, stands.zone) == ('Dana W. Ruiz', '+13035550148', 'America/Denver')
    late = await client.post('/me', data={**details, 'name': 'Somebody Else'})
    assert (late.status_code, 'value="Somebody Else"' in late.text, 'name="version" value="2"' in late.text) == (409, True, True)
    assert 'Somebody else changed this a moment ago' in late.text


async def test_the_address_to_sign_in_with_is_changed_unless_it_is_anothers(client, trainer):
    other = await ellen()
    await enter(client, trainer)
    assert (await client.post('/me/address', data={'email': 'no address'})).status_code == 422
    assert (await client.post('/me/address', data={'email': other.email})).status_code == 409
    assert (await client.post('/me/address', data={'email': 'new@example.org'})).status_code == 303
    assert 'new@example.org' in (await client.get('/me')).text


async def test_the_language_is_changed_and_the_page_stays(client, trainer):
    await enter(client, trainer)
    answers = [
        (await client.post('/me/language', data=sent)).headers['location']
        for sent in ({'language': 'es', 'next': '/train?day=1'}, {'language': 'xx', 'next': 'https://evil.example/'}, {})
    ]
    assert (answers, (await person(trainer.person_id)).language) == (['/train?day=1', '/me', '/me'], 'es')
    assert heading(await client.get('/me')) == 'Mi cuenta'


async def test_everything_held_is_read_and_taken_along(client, trainer):
    await enter(client, trainer)
    shown = await client.get('/me/held')
    assert [word in shown.text for word in ('Dana Whitfield', trainer.email, 'A court can order us')] == [True] * 3
    taken = await client.post('/me/copy')
    assert taken.headers['content-disposition'] == 'attachment; filename="what-is-held.json"'
    assert taken.json()['accounts']['Signs in with'] == trainer.email


@pytest.mark.parametrize('role', ROLES)
async def test_whatever_role_somebody_has_what_is_held_is_read_and_taken_along(client, role: str):
    held = Grant(role, 'network', None) if role in ('coordinator', 'trainer') else Grant(role, 'team', 7)
    await enter(client, await somebody('Grace Lee', f'{role}@example.org', held))
    assert (await client.get('/me/held')).status_code == 200
    (taken,) = (await client.post('/me/copy')).json()['accounts']['Roles']
    assert (taken['Role'], taken['For']) == (str(WORDS[role]), str(WORDS[held.scope_kind]))


async def test_letters_are_chosen_stopped_and_wanted_again(client, trainer):
    await enter(client, trainer)
    kinds = "select coalesce(array_agg(kind order by kind), '{}') from letter_stop where person_id = $1"
    await client.post('/me/letters', data={'wanted': ['reminder-day', 'invite-next', 'no such kind']})
    assert await fetchval(kinds, trainer.person_id) == []
    await client.post('/me/letters', data={'wanted': ['reminder-day']})
    assert 'reminder-day' not in await fetchval(kinds, trainer.person_id)
    assert 'missed' in await fetchval(kinds, trainer.person_id)
    await client.post('/me/letters/stop')
    assert 'Write to me again' in (await client.get('/me')).text
    await client.post('/me/letters/resume')
    assert '*' not in await fetchval(kinds, trainer.person_id)


async def test_other_browsers_are_signed_out_and_nobody_elses(client, trainer):
    await enter(client, trainer)
    await signed_in(trainer)
    foreign = await signed_in(await ellen())
    there = [one.id for one in await sign_ins(trainer.account_id)]
    assert len(there) == 2
    other = await fetchval('select max(id) from sign_in')
    assert (await client.post(f'/me/sign-ins/{other}/end')).status_code == 404
    assert (await client.post(f'/me/sign-ins/{max(there)}/end')).status_code == 303
    await client.post('/me/sign-ins/end')
    assert (len(await sign_ins(trainer.account_id)), foreign != '') == (1, True)


async def test_whoever_leaves_is_asked_once_more_and_then_gone(client, trainer):
    await enter(client, trainer)
    assert heading(await client.get('/me/erase')) == 'Delete your information?'
    assert (await person(trainer.person_id)).erased_at is None
    gone = await client.post('/me/erase')
    assert (gone.status_code, heading(gone)) == (200, 'Your information is deleted')
    assert ((await person(trainer.person_id)).name, (await client.get('/me')).status_code) == ('', 303)


async def test_the_last_coordinator_cannot_leave(client, database):
    await enter(client, await ellen())
    refused = await client.post('/me/erase')
    assert (refused.status_code, 'Somebody must look after the whole network' in refused.text) == (409, True)


async def test_an_invitation_shows_who_offers_what_and_one_button_takes_it(client, database):
    offered = await invite('Rosa Paz', 'rosa@example.org', TRAINER, language='es', by=await ellen(), now=NOW)
    nonce = await fetchval("update invitation set expires_at = now() + interval '1 day' where id = $1 returning nonce", offered)
    path = secrets.invitation_url(offered, nonce).removeprefix('http://localhost:8000')
    shown = await client.get(path)
    assert [word in shown.text for word in ('Rosa Paz', 'Ellen Hart invites you', 'trainer', 'rosa@example.org')] == [True] * 4
    assert (await client.get(f'/invitations/{NOBODY}')).status_code == 404
    assert (await client.post(path)).headers['location'] == '/train'
    assert (await client.get('/me')).status_code == 200
    assert [(await client.get(path)).status_code, (await client.post(path)).status_code] == [410, 410]


async def test_a_new_network_is_set_up_once(client, database):
    await execute('update network set set_up_at = null')
    path = (await set_up_link(now=NOW)).removeprefix('http://localhost:8000')
    assert heading(await client.get(path)) == 'Set up your network'
    assert (await client.get(f'/set-up/{NOBODY}')).status_code == 404
    facts = {'network': 'Prairie Cafés', 'zone': 'America/Denver', 'languages': ['en', 'es'], 'name': 'Ellen Hart'}
    facts['email'] = 'ellen@example.org'
    wrong = await client.post(path, data={**facts, 'network': '', 'languages': []})
    assert (wrong.status_code, wrong.text.count('class="err"'), 'value="Ellen Hart"' in wrong.text) == (422, 2, True)
    done = await client.post(path, data=facts)
    assert (done.status_code, done.headers['location']) == (303, '/setup')
    assert (await client.get('/me')).status_code == 200
    assert [heading(await client.get(path)), (await client.post(path, data=facts)).status_code] == ['This network is set up', 410]


async def test_pages_for_everybody_speak_spanish(client, trainer):
    assert heading(await client.get('/es/sign-in')) == 'Iniciar sesión'
    asked = await client.post('/es/sign-in', data={'email': trainer.email})
    assert asked.headers['location'] == '/es/sign-in/code'
