"""Roles are offered by letter, taken at once, and the network is set up once and never left alone."""

import datetime

import pytest

from coaching.accounts import commands, secrets
from coaching.accounts.commands import setting_up
from coaching.accounts.commands.roles import give_role
from coaching.accounts.letters import WRITERS
from coaching.accounts.queries import account_of, actor_for, grants_of, invitation, invitations, network, staff
from coaching.accounts.rules import NoInvitation, NoRole, NoSetUp
from coaching.journal.queries import history
from coaching.kit.access import TEAM_ROLES, Grant
from coaching.kit.database import execute, fetchval
from coaching.people.commands import correct, erase, merge
from coaching.people.queries import export, person
from coaching.people.rules import NoMerge
from tests.accounts.test_rules import DAY
from tests.accounts.test_signing_in import Promised, refusal, who
from tests.accounts.world import EVERYWHERE, TRAINER, dana, ellen, signed_in, somebody
from tests.conftest import NOW

ROSA = {'language': 'es', 'now': NOW}


async def token_of(invitation_id: int) -> str:
    offer = await invitation(invitation_id)
    return secrets.invitation_url(offer.id, offer.nonce).rsplit('/', 1)[1]


async def test_a_new_person_is_invited_accepts_and_is_signed_in(database):
    by = await ellen()
    offered = await commands.invite('Rosa Paz', 'Rosa@example.org', TRAINER, by=by, **ROSA)
    assert [offer.id for offer in await invitations(NOW)] == [offered]
    signed = await commands.accept(await token_of(offered), device='', now=NOW + DAY)
    actor, _ = await who(signed.token, NOW + DAY)
    assert (actor.name, actor.grants, signed.lasts) == ('Rosa Paz', (TRAINER,), 30 * DAY)
    assert await refusal(commands.accept(await token_of(offered), device='', now=NOW + DAY)) is NoInvitation.ACCEPTED
    assert [entry.kind for entry in await history(('account', actor.account_id))] == ['signed_in', 'role_given', 'account_opened']
    assert [entry.kind for entry in await history(('invitation', offered))] == ['invitation_accepted', 'role_invited']
    assert await invitations(NOW) == []


async def test_whoever_signs_in_already_gets_the_role_in_the_same_account(database):
    trainer = await dana()
    token = await signed_in(trainer)
    offered = await commands.invite('D.', 'dana@example.org', EVERYWHERE, by=await ellen(), **ROSA)
    await commands.accept(await token_of(offered), device='', now=NOW)
    actor, _ = await who(token, NOW)
    assert (actor.account_id, actor.grants) == (trainer.account_id, (TRAINER, EVERYWHERE))


async def test_a_role_that_is_held_is_not_offered(database):
    await dana()
    assert await refusal(commands.invite('Dana', 'dana@example.org', TRAINER, by=await ellen(), **ROSA)) is NoRole.HELD_ALREADY


async def test_asked_again_the_same_invitation_goes_out_again(database):
    by = await ellen()
    first = await commands.invite('Rosa Paz', 'rosa@example.org', TRAINER, by=by, **ROSA)
    again = await commands.invite('Rosa Paz', 'rosa@example.org', TRAINER, by=by, language='es', now=NOW + DAY)
    letters = await fetchval("select count(*) from promise where subject_kind = 'invitation' and subject_id = $1", first)
    assert (again, letters, (await invitation(first)).expires_at) == (first, 2, NOW + 15 * DAY)


async def test_an_offer_taken_back_or_two_weeks_old_opens_nothing(database):
    by = await ellen()
    offered = await commands.invite('Rosa Paz', 'rosa@example.org', TRAINER, by=by, **ROSA)
    token = await token_of(offered)
    assert await refusal(commands.accept(token, device='', now=NOW + 14 * DAY)) is NoInvitation.TOO_OLD
    assert [await commands.revoke(offered, by=by, now=NOW) for _ in range(2)] == [True, False]
    assert await refusal(commands.accept(token, device='', now=NOW)) is NoInvitation.REVOKED
    assert await commands.revoke(0, by=by, now=NOW) is False
    open_letters = "select count(*) from promise where subject_kind = 'invitation' and subject_id = $1 and cancelled_at is null"
    assert await fetchval(open_letters, offered) == 0


@pytest.mark.parametrize('token', ['', 'A' * 35])
async def test_a_made_up_invitation_opens_nothing(database, token: str):
    assert await refusal(commands.accept(token, device='', now=NOW)) is NoInvitation.TOO_OLD


async def test_the_letter_says_which_role_and_who_offers_it(database):
    offered = await commands.invite('Rosa Paz', 'rosa@example.org', TRAINER, by=await ellen(), **ROSA)
    letter = await WRITERS['invitation'](Promised(offered), NOW)
    assert (letter.to_address, letter.language, letter.facts['inviter'], letter.button.rsplit('/', 1)[1]) == (
        'rosa@example.org', 'es', 'Ellen Hart', await token_of(offered),
    )  # fmt: skip
    await commands.revoke(offered, by=await ellen(), now=NOW)
    assert await WRITERS['invitation'](Promised(offered), NOW) is None


async def test_an_invitation_to_an_address_that_became_somebody_elses_opens_nothing(database):
    offered = await commands.invite('Rosa Paz', 'rosa@example.org', TRAINER, by=await ellen(), **ROSA)
    await somebody('Rosa Gil', 'rosa@example.org')
    assert await refusal(commands.accept(await token_of(offered), device='', now=NOW)) is NoInvitation.ADDRESS_TAKEN


async def test_an_invitation_to_an_address_that_somebody_left_opens_nothing(database):
    trainer = await dana()
    offered = await commands.invite('Dana', 'dana@example.org', EVERYWHERE, by=await ellen(), **ROSA)
    await commands.change_address(trainer.account_id, 'new@example.org', by=trainer, now=NOW)
    assert await refusal(commands.accept(await token_of(offered), device='', now=NOW)) is NoInvitation.ADDRESS_TAKEN


async def test_a_role_that_is_taken_ends_every_sign_in_at_once(database):
    by, trainer = await ellen(), await dana()
    token = await signed_in(trainer)
    held = (await grants_of([trainer.person_id]))[trainer.person_id][0]
    assert [await commands.take_role(held.id, by=by, now=NOW, why='Left us.') for _ in range(2)] == [True, False]
    assert ((await who(token, NOW))[0].signed_in, (await actor_for(trainer.account_id)).grants) == (False, ())
    assert (await history(('account', trainer.account_id)))[0].why == 'Left us.'


@pytest.mark.parametrize('role', TEAM_ROLES)
async def test_a_role_with_a_team_that_is_taken_leaves_every_browser_signed_in_for_the_rest(database, role: str):
    by, ours = await ellen(), [Grant(role, 'team', number) for number in (7, 8)]
    grace = await somebody('Grace Lee', 'grace@example.org', *ours)
    token = await signed_in(grace)
    held = (await grants_of([grace.person_id]))[grace.person_id][0]
    assert [await commands.take_role(held.id, by=by, now=NOW) for _ in range(2)] == [True, False]
    asks = (await who(token, NOW))[0]
    assert (asks.signed_in, asks.grants) == (True, (next(one for one in ours if one.scope_id != held.scope_id),))


async def test_an_account_that_is_closed_ends_every_sign_in_at_once_and_can_be_opened_anew(database):
    by, trainer = await ellen(), await dana()
    token = await signed_in(trainer)
    assert [await commands.close_account(trainer.account_id, by=by, now=NOW) for _ in range(2)] == [True, False]
    assert (await who(token, NOW))[0].signed_in is False
    assert await commands.link_for('dana@example.org', now=NOW) is None
    offered = await commands.invite('Dana Whitfield', 'dana@example.org', TRAINER, by=by, **ROSA)
    signed = await commands.accept(await token_of(offered), device='', now=NOW)
    assert ((await who(signed.token, NOW))[0].person_id, signed.account_id == trainer.account_id) == (trainer.person_id, False)


async def test_the_last_coordinator_stays_until_there_is_another(database):
    first = await ellen()
    held = (await grants_of([first.person_id]))[first.person_id][0]
    for waiting in (
        commands.take_role(held.id, by=first, now=NOW),
        commands.close_account(first.account_id, by=first, now=NOW),
        erase(first.person_id, asked_by='the person', by=first, now=NOW),
    ):
        assert await refusal(waiting) is NoRole.LAST_COORDINATOR
    await give_role((await dana()).account_id, Grant('coordinator', 'place', await a_place()), by=first, now=NOW)
    assert await refusal(commands.take_role(held.id, by=first, now=NOW)) is NoRole.LAST_COORDINATOR
    await give_role((await dana()).account_id, EVERYWHERE, by=first, now=NOW)
    assert await commands.take_role(held.id, by=first, now=NOW) is True


async def a_place() -> int:
    return await fetchval("insert into place (name, folded_name, made_at) values ('Prairie', 'prairie', $1) returning id", NOW)


async def test_an_address_is_changed_and_every_other_browser_is_signed_out(database):
    trainer = await dana()
    here, there = await signed_in(trainer), await signed_in(trainer)
    asked = await commands.link_for('dana@example.org', now=NOW)
    actor, _ = await who(here, NOW)
    await commands.change_address(trainer.account_id, 'New@example.org', by=actor, now=NOW)
    await commands.change_address(trainer.account_id, 'new@example.org', by=actor, now=NOW)
    assert [(await who(token, NOW))[0].email for token in (here, there)] == ['new@example.org', '']
    assert await refusal(commands.use_link(asked.rsplit('/', 1)[1], device='', now=NOW))
    assert [entry.kind for entry in await history(('account', trainer.account_id))].count('address_changed') == 1
    await ellen()
    assert await refusal(commands.change_address(trainer.account_id, 'ellen@example.org', by=actor, now=NOW)) is NoRole.ADDRESS_TAKEN


async def test_somebody_with_two_roles_chooses_the_desk(database):
    both = await somebody('Ellen Hart', 'ellen@example.org', EVERYWHERE, TRAINER)
    assert [await commands.choose_desk(desk, by=both) for desk in ('trainer', 'coach')] == [True, False]
    assert (await actor_for(both.account_id)).desk == 'trainer'


async def test_a_place_shows_the_roles_for_it(database):
    place_id = await a_place()
    await somebody('Luz Mora', 'luz@example.org', Grant('coordinator', 'place', place_id))
    await ellen()
    assert [held.role for held in await staff([place_id])] == ['coordinator']
    assert len(await staff()) == 2


async def test_the_network_is_set_up_once(database):
    await execute("update network set set_up_at = null, name = ''")
    link, again = [await commands.set_up_link(now=NOW) for _ in range(2)]
    token = link.rsplit('/', 1)[1]
    words = {'network': 'Prairie Cafés', 'zone': 'America/Denver', 'languages': ['es', 'en'], 'name': 'Ellen Hart'}
    words['email'] = 'ellen@example.org'
    signed = await commands.set_up(token, **words, device='', now=NOW)
    actor, _ = await who(signed.token, NOW)
    house = await network()
    assert (link, actor.grants, actor.language, actor.zone) == (again, (EVERYWHERE, TRAINER), 'es', 'America/Denver')
    assert (house.name, house.languages, house.set_up_at) == ('Prairie Cafés', ('es', 'en'), NOW)
    assert await refusal(commands.set_up(token, **words, device='', now=NOW)) is NoSetUp.DONE
    assert await commands.set_up_link(now=NOW) is None


async def test_what_a_new_network_begins_with_is_asked_for_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(setting_up, '_afterwards', [])

    async def begin(_zone: str, _now: datetime.datetime) -> None:
        return None

    for _turn in range(2):
        setting_up.afterwards(begin)
    assert setting_up._afterwards == [begin]


async def test_a_made_up_set_up_link_opens_nothing(database):
    await execute('update network set set_up_at = null')
    words = {'network': 'Mine', 'zone': 'UTC', 'languages': ['en'], 'name': 'Eve', 'email': 'eve@example.org'}
    assert await refusal(commands.set_up('A' * 35, **words, device='', now=NOW)) is NoSetUp.DONE


async def test_the_first_link_makes_the_networks_row(database):
    await execute('delete from network')
    assert await network() is None
    assert (await commands.set_up_link(now=NOW)).startswith('http://localhost:8000/set-up/')


async def test_the_networks_words_are_changed_by_whoever_saw_them_as_they_are(database):
    by = await ellen()
    words = {'name': 'Prairie Cafés', 'zone': 'America/Chicago', 'languages': ['en', 'es'], 'help_lines': {'en': 'Call Rosa'}}
    assert await commands.change_network(**words, version=1, by=by, now=NOW) == ('help_line', 'name')
    assert await refusal(commands.change_network(**words, version=1, by=by, now=NOW)) is NoSetUp.CHANGED_MEANWHILE
    assert await commands.change_network(**words, version=2, by=by, now=NOW) == ()
    assert (await history(('network', 1)))[0].facts == {'fields': ['help_line', 'name']}


async def test_two_who_can_sign_in_are_not_merged_until_one_account_is_closed(database):
    by, trainer, other = await ellen(), await dana(), await somebody('D. Whitfield', 'dw@example.org')
    assert await refusal(merge(trainer.person_id, other.person_id, by=by, now=NOW)) is NoMerge.BOTH_SIGN_IN
    await commands.close_account(trainer.account_id, by=by, now=NOW)
    await merge(trainer.person_id, other.person_id, by=by, now=NOW)
    assert (await account_of(trainer.person_id)).email == 'dw@example.org'


async def test_of_somebody_erased_no_account_stays(database):
    await ellen()
    trainer = await dana()
    token = await signed_in(trainer)
    await commands.ask('dana@example.org', now=NOW)
    held = (await export(trainer.person_id))['accounts']
    assert (held['Signs in with'], len(held['Signed in on']), len(held['Roles'])) == ('dana@example.org', 1, 1)
    assert await erase(trainer.person_id, asked_by='the person', by=trainer, now=NOW) is True
    assert (await who(token, NOW))[0].signed_in is False
    assert await fetchval("select count(*) from account where email like 'dana%'") == 0
    assert list(await export(trainer.person_id)) == ['people']


async def test_a_corrected_name_is_the_name_of_whoever_signs_in(database):
    trainer = await dana()
    await correct(trainer.person_id, name='Dana Whitfield-Ruiz', by=trainer, now=NOW)
    assert (await actor_for(trainer.account_id)).name == 'Dana Whitfield-Ruiz'
    assert (await person(trainer.person_id)).email == 'dana@example.org'
