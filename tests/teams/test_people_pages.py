"""A team's people as its lead, its members, its coach and a stranger see them: asked, come in, carded, gone and back."""

import datetime
import re

from coaching.accounts.commands import accept, invite
from coaching.accounts.commands.cards import come_in as come_in_by_card
from coaching.accounts.commands.cards import revoke_card
from coaching.accounts.commands.membership import HeldFor, hold_beside_team
from coaching.accounts.commands.roles import change_address, open_account
from coaching.accounts.queries import account_of, actor_for
from coaching.accounts.rules.cards import NoCard
from coaching.kit.access import Grant
from coaching.kit.database import fetch, fetchval
from coaching.people.commands import erase
from coaching.people.queries import export
from coaching.teams import secrets
from coaching.teams.commands import doors, people
from coaching.teams.commands import teams as commands
from coaching.teams.queries import teams as queries
from coaching.teams.queries.doors import door_of
from coaching.teams.rules.joining import NoDoor, NoReturn
from coaching.teams.rules.standing import NoMember
from coaching.teams.values import TeamStanding
from tests.conftest import NOW
from tests.queries import counted
from tests.signing import COORDINATOR, sign_in
from tests.teams.test_teams import BY, a_team, names, refusal, somebody
from tests.teams.world import join_as, letters_about

DAY = datetime.timedelta(days=1)


async def token_of(number: int) -> str:
    opened = await door_of(number)
    return secrets.door_url(opened.id, opened.nonce).rpartition('/')[2]


def link_in(page: str) -> int:
    """How many codes are drawn on a page."""
    return page.count('class="qr"')


async def test_the_lead_sees_addresses_and_what_to_do_and_a_member_only_who_is_there(client, team_id):
    await commands.join(team_id, await somebody('Grace Lee'), **BY)
    shown = (await client.get(f'/team/{team_id}/people')).text
    assert ['2 people are in your team' in shown, 'grace@example.org' in shown, 'Make the code' in shown] == [True, True, True]
    client.cookies.clear()
    await join_as(team_id, await sign_in(client, 'Ben Ito', now=NOW), 'member')
    shown = (await client.get(f'/team/{team_id}/people')).text
    said = ('Grace Lee', 'grace@example.org', 'Make the code', 'Leave the team')
    assert [words in shown for words in said] == [True, False, False, True]


async def test_whoever_stands_beside_a_team_is_named_with_their_part(client, team_id):
    for name, role in (('Maya Ruiz', 'coach'), ('Tess Hill', 'apprentice'), ('Óscar Peña', 'seasoned_host')):
        await hold_beside_team(await somebody(name), team_id, [HeldFor(role)], **BY)
    shown = re.sub(r'<[^>]+>|\s+', ' ', (await client.get(f'/team/{team_id}/people')).text)
    assert re.search('Who walks beside you +Maya Ruiz +coach +Óscar Peña +seasoned host +Tess Hill +apprentice', shown)
    for page in ('meetings/new', 'people/places'):
        assert 'Tess Hill (apprentice)' in (await client.get(f'/team/{team_id}/{page}')).text


async def test_the_lead_is_told_who_cannot_sign_in_yet_until_a_card_is_printed(client, team_id):
    assert 'cannot sign in yet' not in (await client.get(f'/team/{team_id}/people')).text
    await doors.open_door(team_id, **BY)
    await doors.come_in(await token_of(team_id), 'Rosa Paz', None, language='es', now=NOW)
    told = (await client.get(f'/team/{team_id}/people')).text
    rosa = next(one for one in await queries.members(team_id) if one.name == 'Rosa Paz')
    assert ['1 person cannot sign in yet' in told, f'/people/{rosa.id}/card"' in told] == [True, True]
    await client.post(f'/team/{team_id}/people/{rosa.id}/card')
    assert '1 person cannot sign in yet' not in (await client.get(f'/team/{team_id}/people')).text


async def test_a_coach_sees_the_people_and_changes_nothing(client, database):
    team_id = await a_team()
    await sign_in(client, 'Maya Ruiz', Grant('coach', 'team', team_id), now=NOW)
    shown = (await client.get(f'/team/{team_id}/people')).text
    assert ['1 person is in this team' in shown, 'alma@example.org' in shown] == [True, True]
    for path in ('', '/invite', '/door', '/cafe'):
        assert (await client.post(f'/team/{team_id}/people{path}', data={'name': 'Nia Bell'})).status_code == 404


async def test_somebody_elses_team_is_not_there(client, team_id):
    other = await a_team('Birch', 'Ben Ito')
    (ben,) = await queries.members(other)
    for number in (other, 0):
        assert (await client.get(f'/team/{number}/people')).status_code == 404
    for path in ('card', 'card/revoke', 'parent', 'lead', 'leave', 'return'):
        for number in (team_id, other):
            assert (await client.post(f'/team/{number}/people/{ben.id}/{path}')).status_code == 404
    offer = await people.invite(other, 'Inge Holm', 'inge@example.org', language='en', **BY)
    assert (await client.post(f'/team/{team_id}/people/invitations/{offer}/revoke')).status_code == 404


async def test_whoever_is_asked_by_letter_is_of_the_team_once_they_say_yes(client, team_id):
    asked = {'name': 'Grace Lee', 'email': 'grace@example.org', 'language': 'es'}
    answers = [await client.post(f'/team/{team_id}/people/invite', data=data) for data in (asked | {'email': 'x'}, asked, asked)]
    assert [one.status_code for one in answers] == [422, 303, 303]
    offer = await fetchval('select id from invitation')
    letter = (await letters_about('invitation', offer))[0]
    assert (letter.kind, letter.facts['team'], letter.language) == ('team-invitation', 'Willow Street School team', 'es')
    assert 'grace@example.org' in (await client.get(f'/team/{team_id}/people')).text
    page = (await client.get(letter.button.removeprefix('http://localhost:8000'))).text
    assert 'Grace Lee' in page
    await accept(letter.button.rpartition('/')[2], device='', now=NOW)
    assert await names(team_id) == [('Alma Cruz', 'lead'), ('Grace Lee', 'member')]
    assert (await client.post(f'/team/{team_id}/people/invite', data=asked)).status_code == 409
    assert await letters_about('invitation', offer) == []


async def test_a_coach_of_the_team_is_asked_into_it_by_a_coordinator_alone(client, team_id):
    maya = await somebody('Maya Ruiz')
    await hold_beside_team(maya, team_id, [HeldFor('coach')], **BY)
    asked = {'name': 'Maya Ruiz', 'email': 'maya@example.org', 'language': 'en'}
    told = await client.post(f'/team/{team_id}/people/invite', data=asked)
    assert (told.status_code, 'Ask your coordinator' in told.text, await fetchval('select count(*) from invitation')) == (409, True, 0)
    client.cookies.clear()
    coordinator = await sign_in(client, 'Luz Mora', COORDINATOR, now=NOW)
    assert await people.invite(team_id, **asked, by=coordinator, now=NOW)


async def test_an_offer_is_taken_back_and_opens_nothing_then_nor_does_one_of_a_closed_team(client, team_id):
    offer = await people.invite(team_id, 'Grace Lee', 'grace@example.org', language='en', **BY)
    token = (await letters_about('invitation', offer))[0].button.rpartition('/')[2]
    await commands.stand(team_id, TeamStanding.CLOSED, why='All moved.', **BY)
    assert await refusal(accept(token, device='', now=NOW)) is NoMember.CLOSED
    assert await refusal(people.invite(team_id, 'Nia Bell', 'nia@example.org', language='en', **BY)) is NoMember.CLOSED
    assert (await client.post(f'/team/{team_id}/people/invitations/{offer}/revoke')).status_code == 303
    assert await fetchval('select revoked_at is not null from invitation')


async def test_whoever_scans_the_code_writes_a_name_and_is_in_once(client, team_id):
    answer = await client.post(f'/team/{team_id}/people/door')
    sheet = await client.get(answer.headers['location'])
    assert (answer.status_code, sheet.status_code, link_in(sheet.text)) == (303, 200, 1)
    path = f'/team-join/{await token_of(team_id)}'
    client.cookies.clear()
    assert 'Join Willow Street School team' in (await client.get(path)).text
    said = [(await client.post(path, data=data)).status_code for data in (
        {'name': ''}, {'name': 'Rosa Paz'}, {'name': 'ROSA PAZ'}, {'name': 'Rosa Paz', 'is_another': 'yes'},
        {'name': 'Grace Lee', 'email': 'grace@example.org'}, {'name': 'Grace Lee', 'email': 'grace@example.org'},
    )]  # fmt: skip
    assert said == [422, 200, 409, 200, 200, 200]
    assert [name for name, _role in await names(team_id)] == ['Alma Cruz', 'Grace Lee', 'Rosa Paz', 'Rosa Paz']
    (welcome,) = await letters_about('team', team_id)
    assert (welcome.to_address, welcome.button.endswith(f'/team/{team_id}')) == ('grace@example.org', True)


async def test_an_address_that_is_known_is_asked_by_letter_and_the_page_says_the_same_to_everybody(client, team_id):
    await open_account(await somebody('Grace Lee'), 'grace@example.org', **BY)
    await somebody('Rosa Paz')
    await sign_in(client, 'Maya Ruiz', Grant('coach', 'team', team_id), now=NOW)
    await doors.open_door(team_id, **BY)
    path, pages = f'/team-join/{await token_of(team_id)}', []
    client.cookies.clear()
    for name, email in (
        ('Nia Bell', 'nia@example.org'), ('Nia Bell', 'nia@example.org'), ('Grace Lee', 'grace@example.org'),
        ('G. Lee', 'grace@example.org'), ('Rosa Paz', 'rosa@example.org'), ('Rosa', 'rosa@example.org'),
        ('Maya Ruiz', 'maya@staff.example'),
    ):  # fmt: skip
        answer = await client.post(path, data={'name': name, 'email': email})
        pages.append((answer.status_code, re.search('<main.*</main>', answer.text, re.DOTALL)[0].replace(email, '')))
    assert (len(set(pages)), pages[0][0], 'sign in with' in pages[0][1]) == (1, 200, False)
    assert await names(team_id) == [('Alma Cruz', 'lead'), ('Nia Bell', 'member')]
    offers = await fetch('select id, email from invitation order by email')
    assert [row['email'] for row in offers] == ['grace@example.org', 'rosa@example.org']
    letter = (await letters_about('invitation', offers[0]['id']))[0]
    assert (letter.kind, letter.to_address) == ('team-invitation', 'grace@example.org')
    await accept(letter.button.rpartition('/')[2], device='', now=NOW)
    assert [name for name, _role in await names(team_id)] == ['Alma Cruz', 'Grace Lee', 'Nia Bell']


async def test_one_address_gets_only_so_many_letters_in_an_hour_by_the_code(client, team_id):
    await doors.open_door(team_id, **BY)
    path = f'/team-join/{await token_of(team_id)}'
    sent = {'name': 'Nia Bell', 'email': 'nia.many@example.org'}
    assert [(await client.post(path, data=sent)).status_code for _ in range(6)] == [200] * 5 + [429]


async def test_a_code_that_is_over_or_made_up_lets_nobody_in(client, team_id):
    await doors.open_door(team_id, **BY)
    first = await token_of(team_id)
    await doors.open_door(team_id, **BY)
    second = await token_of(team_id)

    async def came(token: str, now=NOW):
        return await refusal(doors.come_in(token, 'Rosa Paz', None, language='en', now=now))

    assert [await came(first), await came('nonsense'), await came(second, NOW + 8 * DAY)] == [NoDoor.CLOSED, NoDoor.CLOSED, NoDoor.TOO_OLD]
    assert (await client.get(f'/team-join/{first}')).status_code == 410
    assert (await client.post(f'/team-join/{first}', data={'name': 'Rosa Paz'})).status_code == 410
    assert [await doors.close_door(team_id, **BY) for _ in range(2)] == [True, False]
    assert (await client.get(f'/team/{team_id}/people/door')).status_code == 404
    assert (await client.post(f'/team/{team_id}/people/door/close')).status_code == 303
    await doors.open_door(team_id, **BY)
    await commands.stand(team_id, TeamStanding.CLOSED, why='All moved.', **BY)
    assert await came(await token_of(team_id)) is NoDoor.TEAM_CLOSED


async def test_nobody_comes_in_any_more_after_so_many_in_an_hour(client, team_id):
    await doors.open_door(team_id, **BY)
    path, codes = f'/team-join/{await token_of(team_id)}', []
    for number in range(31):
        codes.append((await client.post(path, data={'name': f'Guest Number{number}'})).status_code)
    assert codes == [200] * 30 + [429]


async def test_the_whole_story_of_somebody_without_an_address(client, team_id):
    answers = [await client.post(f'/team/{team_id}/people', data={'name': name, 'language': 'es'}) for name in ('Rosa Paz', 'Rosa Paz', '')]
    assert [one.status_code for one in answers] == [303, 409, 422]
    rosa = (await queries.members(team_id))[1]
    assert 'cannot sign in yet' in (await client.get(f'/team/{team_id}/people')).text
    sheet = await client.post(f'/team/{team_id}/people/{rosa.id}/card')
    assert (sheet.status_code, link_in(sheet.text), 'Esta es su tarjeta' in sheet.text) == (200, 1, True)
    assert 'signs in with a card' in (await client.get(f'/team/{team_id}/people')).text
    first = (await people.card_for(rosa.id, **BY)).rpartition('/')[2]
    client.cookies.clear()
    assert 'Are you Rosa Paz?' in (await client.get(f'/cards/{first}')).text
    begun = 'select count(*) from sign_in s join account a on a.id = s.account_id where a.person_id = $1'
    assert await fetchval(begun, rosa.person_id) == 0
    entered = await client.post(f'/cards/{first}')
    assert (entered.status_code, entered.headers['location']) == (303, '/team')
    assert (await client.get(f'/team/{team_id}/people')).status_code == 200
    assert (await client.get('/me')).status_code == 200
    second = (await people.card_for(rosa.id, **BY)).rpartition('/')[2]
    assert (await client.get(f'/team/{team_id}/people')).status_code in (303, 401)
    assert ((await client.get(f'/cards/{first}')).status_code, (await client.post(f'/cards/{first}')).status_code) == (410, 410)
    await come_in_by_card(second, device='', now=NOW)
    assert (await export(rosa.person_id))['accounts']['Signs in with'] == 'a card'
    await erase(rosa.person_id, asked_by='the person', **BY)
    assert await refusal(come_in_by_card(second, device='', now=NOW)) is NoCard.REVOKED
    assert await fetchval('select count(*) from sign_in_card') == 0


async def test_a_card_that_was_lost_or_is_old_opens_nothing(client, team_id):
    member_id = await people.add(team_id, 'Rosa Paz', language='es', **BY)
    rosa = (await queries.member(member_id)).person_id
    assert not await revoke_card(rosa, **BY)
    token = (await people.card_for(member_id, **BY)).rpartition('/')[2]
    assert await refusal(come_in_by_card(token, device='', now=NOW + 366 * DAY)) is NoCard.TOO_OLD
    assert await refusal(come_in_by_card('nonsense', device='', now=NOW)) is NoCard.REVOKED
    assert (await client.post(f'/team/{team_id}/people/{member_id}/card/revoke')).status_code == 303
    assert await refusal(come_in_by_card(token, device='', now=NOW)) is NoCard.REVOKED


async def test_no_card_is_printed_for_whoever_has_an_address_an_office_or_another_team(client, team_id):
    grace = await commands.join(team_id, await somebody('Grace Lee'), **BY)
    assert await refusal(people.card_for(grace, **BY)) is NoCard.HAS_ADDRESS
    assert (await client.post(f'/team/{team_id}/people/{grace}/card')).headers['location'] == f'/team/{team_id}/people'
    rosa = await people.add(team_id, 'Rosa Paz', language='es', **BY)
    person_id = (await queries.member(rosa)).person_id
    await people.card_for(rosa, **BY)
    await commands.join(await a_team('Birch', 'Ben Ito'), person_id, **BY)
    assert await refusal(people.card_for(rosa, **BY)) is NoCard.OF_ANOTHER_TEAM
    await commands.leave(grace, **BY)
    assert await refusal(people.card_for(grace, **BY)) is NoMember.GONE


async def test_somebody_with_a_card_gets_an_address_and_the_card_ends(client, team_id):
    member_id = await people.add(team_id, 'Rosa Paz', language='es', **BY)
    rosa = (await queries.member(member_id)).person_id
    token = (await people.card_for(member_id, **BY)).rpartition('/')[2]
    account = await account_of(rosa)
    await change_address(account.id, 'rosa@example.org', **BY)
    assert await refusal(come_in_by_card(token, device='', now=NOW)) is NoCard.HAS_ADDRESS
    assert (await actor_for(account.id)).email == 'rosa@example.org'


async def test_an_invitation_gives_an_address_to_whoever_had_a_card(database):
    team_id, rosa = await a_team(), await somebody('Rosa Paz', 'rosa@example.org')
    await open_account(rosa, None, **BY)
    offer = await invite('Rosa Paz', 'rosa@example.org', Grant('member', 'team', team_id), language='es', letter='team-invitation', **BY)
    token = (await letters_about('invitation', offer))[0].button.rpartition('/')[2]
    await accept(token, device='', now=NOW)
    assert ((await account_of(rosa)).email, await names(team_id)) == ('rosa@example.org', [('Alma Cruz', 'lead'), ('Rosa Paz', 'member')])


async def test_a_parent_who_leads_is_said_by_the_lead(client, team_id):
    (alma,) = await queries.members(team_id)
    for said in ('yes', ''):
        await client.post(f'/team/{team_id}/people/{alma.id}/parent', data={'is_so': said} if said else {})
        assert (await queries.member(alma.id)).is_parent_leader is bool(said)


async def test_a_lead_hands_over_once_and_the_second_hand_over_at_the_same_time_is_told(client, team_id):
    grace = await commands.join(team_id, await somebody('Grace Lee'), **BY)
    ben = await commands.join(team_id, await somebody('Ben Ito'), **BY)
    alma = (await queries.members(team_id))[0]
    assert 'Shall Grace Lee lead' in (await client.get(f'/team/{team_id}/people/{grace}/lead')).text
    assert (await client.post(f'/team/{team_id}/people/{grace}/lead')).status_code == 303
    assert await refusal(commands.hand_over(ben, led_by=alma.person_id, **BY)) is NoMember.NOT_THE_LEAD
    assert await names(team_id) == [('Grace Lee', 'lead'), ('Alma Cruz', 'member'), ('Ben Ito', 'member')]


async def test_a_lead_leaves_after_handing_over_and_is_put_back_within_a_month(client, team_id):
    grace = await commands.join(team_id, await somebody('Grace Lee'), **BY)
    alma = (await queries.members(team_id))[0]
    path = f'/team/{team_id}/people/{alma.id}/leave'
    assert 'Leave Willow Street School team?' in (await client.get(path)).text
    assert (await client.post(path)).status_code == 409
    assert (await client.post(path, data={'why': 'x' * 400})).status_code == 422
    await commands.hand_over(grace, **BY)
    assert (await client.post(path)).headers['location'] == '/sign-in'
    await people.come_back(alma.id, **BY)
    assert await refusal(people.come_back(alma.id, **BY)) is NoReturn.HERE
    assert await refusal(people.come_back(0, **BY)) is NoMember.GONE
    assert await names(team_id) == [('Grace Lee', 'lead'), ('Alma Cruz', 'member')]
    await commands.leave(alma.id, **BY)
    await commands.stand(team_id, TeamStanding.CLOSED, why='All moved.', **BY)
    assert await refusal(people.come_back(alma.id, **BY)) is NoMember.CLOSED


async def test_the_lead_takes_somebody_out_and_undoes_it(client, team_id):
    grace = await commands.join(team_id, await somebody('Grace Lee'), **BY)
    assert 'Remove Grace Lee from the team?' in (await client.get(f'/team/{team_id}/people/{grace}/leave')).text
    assert (await client.post(f'/team/{team_id}/people/{grace}/leave')).status_code == 303
    assert re.search('Left a short while ago.*Grace Lee', (await client.get(f'/team/{team_id}/people')).text, re.DOTALL)
    for _ in range(2):
        assert (await client.post(f'/team/{team_id}/people/{grace}/return')).status_code == 303
    assert (await names(team_id))[1:] == [('Grace Lee', 'member')]
    assert (await client.post(f'/team/{team_id}/people/{grace}/lead')).status_code == 303


async def test_whoever_was_erased_stands_on_no_list_and_never_comes_back(client, team_id):
    number = await commands.join(team_id, await somebody('Grace Lee'), **BY)
    grace = await queries.member(number)
    await erase(grace.person_id, asked_by='the person', **BY)
    shown = (await client.get(f'/team/{team_id}/people')).text
    assert ['Left a short while ago' in shown, f'/people/{number}/' in shown] == [False, False]
    assert await names(team_id, also_ended=True) == [('Alma Cruz', 'lead')]
    assert (await client.post(f'/team/{team_id}/people/{number}/return')).status_code == 404
    assert await refusal(people.come_back(number, **BY)) is NoMember.GONE
    assert await refusal(people.card_for(number, **BY)) is NoMember.GONE
    assert await refusal(commands.hand_over(number, **BY)) is NoMember.NOT_HERE
    assert await fetchval('select count(*) from account where person_id = $1', grace.person_id) == 0


async def test_nobody_comes_back_leads_or_gets_a_card_who_is_erased_at_that_very_moment(client, team_id, monkeypatch):
    number, gone = [await commands.join(team_id, await somebody(name), **BY) for name in ('Grace Lee', 'Ben Ito')]
    seen = {one: await queries.member(one) for one in (number, gone)}
    await commands.leave(gone, **BY)
    seen[gone] = await queries.member(gone)
    for one in seen.values():
        await erase(one.person_id, asked_by='the person', **BY)

    async def just_before(member_id: int):
        return seen[member_id]

    for module in (people, commands):
        monkeypatch.setattr(module, 'member', just_before)
    assert await refusal(people.come_back(gone, **BY)) is NoMember.GONE
    assert await refusal(people.card_for(number, **BY)) is NoMember.GONE
    assert await refusal(commands.hand_over(number, **BY)) is NoMember.NOT_HERE


async def test_a_team_names_its_cafe_and_the_second_who_writes_is_told(client, team_id):
    path = f'/team/{team_id}/people/cafe'
    answers = [await client.post(path, data={'cafe_name': name, 'version': '1'}) for name in ('Café Sol', 'x', 'y' * 200)]
    assert [one.status_code for one in answers] == [303, 409, 422]
    assert (await queries.team(team_id)).cafe_name == 'Café Sol'


async def test_the_page_asks_the_same_however_many_people_there_are(client, team_id):
    await client.get(f'/team/{team_id}/people')
    async with counted() as few:
        await client.get(f'/team/{team_id}/people')
    for number in range(12):
        await people.add(team_id, f'Guest Number{number}', language='en', **BY)
    async with counted() as many:
        await client.get(f'/team/{team_id}/people')
    assert len(few) == len(many)
