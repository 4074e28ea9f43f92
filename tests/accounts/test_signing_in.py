"""A letter signs somebody in, once; a browser stays signed in and is signed out for good."""

import datetime
import sys
from typing import Any

import pytest
import time_machine

from coaching.accounts import commands, cookies, secrets
from coaching.accounts.commands.presence import rotate
from coaching.accounts.letters import WRITERS
from coaching.accounts.queries import sign_in_request, sign_ins
from coaching.accounts.rules import NoSignIn
from coaching.accounts.values import Asked
from coaching.journal.queries import history
from coaching.kit import tokens
from coaching.kit.access import PUBLIC, Actor
from coaching.kit.database import fetchrow, fetchval
from coaching.kit.refusal import Refused
from tests.accounts.test_rules import DAY, HOUR, MINUTE
from tests.accounts.world import PHONE, dana, ellen, signed_in
from tests.conftest import NOW

SECOND = datetime.timedelta(seconds=1)


class Browser:
    """As much of a connection as `load_actor` looks at."""

    def __init__(self, token: str = '') -> None:
        self.cookies = {cookies.name(): token} if token else {}
        self.scope: dict[str, Any] = {}


async def who(token: str, at: datetime.datetime) -> tuple[Actor, str]:
    """Who is behind this token, and the token that the answer brings instead."""
    browser = Browser(token)
    with time_machine.travel(at, tick=False):
        actor = await commands.load_actor(browser)
    brought = browser.scope.get('state', {}).get(cookies.CARRIED)
    return actor, brought.value if brought else ''


async def code_of(asked: Asked) -> str:
    request = await sign_in_request(asked.request_id)
    return secrets.code(request.id, request.nonce)


async def link_of(asked: Asked) -> str:
    request = await sign_in_request(asked.request_id)
    return secrets.sign_in_url(request.id, request.nonce).rsplit('/', 1)[1]


async def refusal(waiting: Any) -> Any:
    with pytest.raises(Refused) as refused:
        await waiting
    return refused.value.reason


async def test_the_link_signs_in_once_wherever_it_is_opened(database):
    trainer = await dana()
    asked = await commands.ask(' Dana@example.org', next_path='/train', now=NOW)
    link = await link_of(asked)
    signed = await commands.use_link(link, device=PHONE, now=NOW + 9 * MINUTE)
    actor, _ = await who(signed.token, NOW + 9 * MINUTE)
    assert (actor.person_id, actor.name, actor.has('trainer'), signed.next_path, signed.lasts) == (
        trainer.person_id, 'Dana Whitfield', True, '/train', 30 * DAY,
    )  # fmt: skip
    assert await refusal(commands.use_link(link, device=PHONE, now=NOW + 9 * MINUTE)) is NoSignIn.USED_OR_OLD
    assert [entry.kind for entry in await history(('account', trainer.account_id))][0] == 'signed_in'


@pytest.mark.parametrize('token', ['', 'x', 'A' * 35, 'é' * 35])
async def test_a_made_up_link_opens_nothing(database, token: str):
    assert await refusal(commands.use_link(token, device=PHONE, now=NOW)) is NoSignIn.USED_OR_OLD


async def test_a_link_of_another_purpose_opens_nothing(database):
    await dana()
    asked = await commands.ask('dana@example.org', now=NOW)
    request = await sign_in_request(asked.request_id)
    stolen = tokens.link_token(secrets.INVITATION, request.id, request.nonce)
    assert await refusal(commands.use_link(stolen, device=PHONE, now=NOW)) is NoSignIn.USED_OR_OLD


async def test_the_code_signs_in_the_browser_that_asked_and_no_other(database):
    await dana()
    asked = await commands.ask('dana@example.org', now=NOW)
    code = await code_of(asked)
    assert await refusal(commands.use_code(asked.request_id, 'other', code, device='', now=NOW)) is NoSignIn.OTHER_BROWSER
    signed = await commands.use_code(asked.request_id, asked.browser_token, code.lower(), device='', now=NOW)
    assert (await who(signed.token, NOW))[0].name == 'Dana Whitfield'
    assert await refusal(commands.use_code(asked.request_id, asked.browser_token, code, device='', now=NOW)) is NoSignIn.USED_OR_OLD
    assert await refusal(commands.use_code(0, asked.browser_token, code, device='', now=NOW)) is NoSignIn.USED_OR_OLD


async def test_a_fifth_wrong_code_ends_the_code_and_not_the_link(database):
    await dana()
    asked = await commands.ask('dana@example.org', now=NOW)
    code, link = await code_of(asked), await link_of(asked)
    wrong = [await refusal(commands.use_code(asked.request_id, asked.browser_token, 'AAAAAA', device='', now=NOW)) for _ in range(5)]
    assert wrong == [NoSignIn.WRONG_CODE] * 4 + [NoSignIn.TOO_MANY_TRIES]
    assert await refusal(commands.use_code(asked.request_id, asked.browser_token, code, device='', now=NOW)) is NoSignIn.TOO_MANY_TRIES
    assert (await commands.use_link(link, device='', now=NOW)).account_id


async def test_an_unknown_address_leaves_the_same_rows_and_opens_nothing(database):
    asked = await commands.ask('nobody@example.org', now=NOW)
    promised = "select kind, person_id, due_at from promise where subject_kind = 'sign_in_request' and subject_id = $1"
    promise = await fetchrow(promised, asked.request_id)
    assert tuple(promise) == ('sign-in', None, NOW)
    code = await code_of(asked)
    assert await refusal(commands.use_code(asked.request_id, asked.browser_token, code, device='', now=NOW)) is NoSignIn.WRONG_CODE
    assert await refusal(commands.use_link(await link_of(asked), device='', now=NOW)) is NoSignIn.USED_OR_OLD


async def test_nobody_is_sent_elsewhere_after_signing_in(database):
    await dana()
    asked = await commands.ask('dana@example.org', next_path='//evil.example', now=NOW)
    assert (await commands.use_link(await link_of(asked), device='', now=NOW)).next_path == ''


async def test_the_operator_gets_a_link_for_whoever_can_sign_in(database):
    await dana()
    link = await commands.link_for('DANA@example.org', now=NOW)
    assert (await commands.use_link(link.rsplit('/', 1)[1], device='', now=NOW)).account_id
    assert await commands.link_for('nobody@example.org', now=NOW) is None


async def test_the_letter_holds_link_and_code_until_they_were_used(database):
    await dana()
    asked, unknown = await commands.ask('dana@example.org', now=NOW), await commands.ask('nobody@example.org', now=NOW)

    async def letter(request: Asked) -> Any:
        return await WRITERS['sign-in'](Promised(request.request_id), NOW)

    written = await letter(asked)
    assert (written.to_address, written.facts) == ('dana@example.org', {'code': await code_of(asked), 'minutes': '10'})
    assert written.button.endswith(await link_of(asked))
    assert await letter(unknown) is None
    await commands.use_link(await link_of(asked), device='', now=NOW)
    assert await letter(asked) is None


class Promised:
    """As much of a promise as a writer looks at."""

    message_id = '<1@localhost>'

    def __init__(self, subject_id: int) -> None:
        self.subject_id = subject_id


async def test_without_a_cookie_nothing_is_asked_and_a_made_up_one_is_nobody():
    assert (await who('', NOW))[0] is PUBLIC


async def test_whoever_asks_is_found_in_one_query(database, monkeypatch: pytest.MonkeyPatch):
    token, asked = await signed_in(await dana()), []

    async def heard(sql: str, *parameters: object) -> Any:
        asked.append(sql)
        return await fetchrow(sql, *parameters)

    monkeypatch.setattr(sys.modules['coaching.accounts.queries.presence'], 'fetchrow', heard)
    for name in ('execute', 'fetchval'):
        monkeypatch.setattr(f'coaching.accounts.commands.presence.{name}', None)
    assert ((await who(token, NOW))[0].name, len(asked)) == ('Dana Whitfield', 1)


async def test_a_made_up_cookie_is_nobody(database):
    assert (await who('attacker-chosen', NOW))[0] is PUBLIC


async def test_a_visit_is_written_down_every_five_minutes(database):
    trainer = await dana()
    token = await signed_in(trainer)
    seen = []
    for minutes in (1, 6, 8, 12):
        await who(token, NOW + minutes * MINUTE)
        seen.append((await sign_ins(trainer.account_id))[0].seen_at - NOW)
    assert seen == [0 * MINUTE, 6 * MINUTE, 6 * MINUTE, 12 * MINUTE]


async def test_the_cookie_changes_every_four_hours_and_the_old_one_is_good_for_a_minute(database):
    token = await signed_in(await dana())
    _, fresh = await who(token, NOW + 4 * HOUR)
    assert (fresh != '', fresh != token) == (True, True)
    at = NOW + 4 * HOUR
    assert [(await who(one, at + 60 * SECOND))[0].name for one in (token, fresh)] == ['Dana Whitfield'] * 2
    assert await who(fresh, at + 4 * MINUTE) == ((await who(fresh, at + 4 * MINUTE))[0], '')


async def test_a_cookie_that_was_changed_long_ago_and_comes_back_ends_the_sign_in_for_both(database):
    trainer = await dana()
    token = await signed_in(trainer)
    _, fresh = await who(token, NOW + 4 * HOUR)
    assert (await who(token, NOW + 4 * HOUR + 61 * SECOND))[0] is PUBLIC
    assert (await who(fresh, NOW + 4 * HOUR + 61 * SECOND))[0] is PUBLIC
    assert await fetchval('select ended_why from sign_in where account_id = $1', trainer.account_id) == 'copied'


async def test_whoever_lost_that_race_goes_on_without_a_new_cookie(database, monkeypatch: pytest.MonkeyPatch):
    async def too_late(*_facts: object) -> None:
        return None

    monkeypatch.setattr('coaching.accounts.commands.presence.rotate', too_late)
    actor, fresh = await who(await signed_in(await dana()), NOW + 5 * HOUR)
    assert (actor.name, fresh) == ('Dana Whitfield', '')


async def test_of_two_requests_at_once_one_changes_the_cookie(database):
    trainer = await dana()
    token = await signed_in(trainer)
    sign_in_id = (await sign_ins(trainer.account_id))[0].id
    assert [bool(await rotate(sign_in_id, token, NOW)) for _ in range(2)] == [True, False]


async def test_a_sign_in_ends_after_a_week_without_a_visit(database):
    token = await signed_in(await dana())
    assert (await who(token, NOW + 7 * DAY))[0] is PUBLIC


async def test_signing_out_is_final_also_for_a_request_that_was_under_way(database):
    trainer = await dana()
    token = await signed_in(trainer)
    actor, _ = await who(token, NOW)
    await commands.sign_out(by=actor, now=NOW)
    assert await rotate(actor.sign_in_id, token, NOW) is None
    assert (await who(token, NOW))[0] is PUBLIC
    await commands.sign_out(by=actor, now=NOW)
    assert [entry.kind for entry in await history(('account', trainer.account_id))].count('signed_out') == 1


async def test_one_ends_ones_own_other_browsers_and_nobody_elses(database):
    trainer, coordinator = await dana(), await ellen()
    here, there, third = [await signed_in(trainer) for _ in range(3)]
    foreign = (await who(await signed_in(coordinator), NOW))[0].sign_in_id
    actor, (other, _) = (await who(here, NOW))[0], await who(there, NOW)
    assert await commands.end_sign_in(foreign, by=actor, now=NOW) is False
    assert await commands.end_sign_in(other.sign_in_id, by=actor, now=NOW) is True
    assert (await who(there, NOW))[0] is PUBLIC
    assert [await commands.end_all(by=actor, now=NOW), await commands.end_all(by=actor, now=NOW)] == [1, 0]
    assert [(await who(token, NOW))[0].signed_in for token in (here, third)] == [True, False]
