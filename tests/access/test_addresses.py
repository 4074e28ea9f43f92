"""Whether we know somebody is not told to whoever types an address: not by a word, a cookie or a status."""

from __future__ import annotations

import re

import httpx
import pytest

from coaching.accounts import commands
from coaching.accounts.queries import account_of
from coaching.kit import clock
from coaching.kit.access import SYSTEM
from coaching.people.commands import erase, stop_letters
from tests.access.asking import filled, form_of, give_tries_back, taken_back
from tests.access.world import House

UNKNOWN = 'nobody@example.org'
EACH_TIME = ('x-request-id', 'content-length', 'set-cookie', 'etag')
VALUE = re.compile(r'="?[^;"]*"?')


async def everybody(house: House) -> dict[str, str]:
    """Addresses by how well they are known here."""
    now, far = clock.now(), house.far.ids
    account = await account_of(int(far['person_id']))
    assert account
    await commands.close_account(account.id, by=SYSTEM, now=now)
    await stop_letters(int(far['other_id']), '*', by=SYSTEM, now=now)
    await erase(int(house.near.ids['other_id']), asked_by='the person', by=SYSTEM, now=now)
    return {
        'has a spot and an account': 'ana.prairie@example.org',
        'had an account': 'ana.lakes@example.org',
        'wants no emails': 'anita.lakes@example.org',
        'was forgotten': 'anita.prairie@example.org',
        'trains': 'nadia-brook@example.org',
        'is invited': 'ines@prairie.example',
    }


def said(answer: httpx.Response, email: str) -> tuple[int, str, dict[str, str], list[str]]:
    """All that an answer tells, without the address itself and what is different each time."""
    headers = {name: value for name, value in answer.headers.items() if name not in EACH_TIME}
    brought = [VALUE.sub('=', cookie, count=1) for cookie in answer.headers.get_list('set-cookie')]
    return answer.status_code, answer.text.replace(email, ''), headers, brought


FLOWS = {
    'signing in': ('/sign-in', '/sign-in/code', '/sign-in/code'),
    'links of one’s own': ('/my', '/my/sent'),
    'a spot': ('/sessions/{session_id}/sign-up', '/sessions/{session_id}/signed-up'),
}


@pytest.mark.parametrize('flow', FLOWS)
async def test_an_address_gets_the_same_answers_whoever_has_it(client, house, flow):
    first, *then = (filled(f'POST {path}', house) for path in FLOWS[flow])
    form, known = form_of(house), await everybody(house)

    async def through(email: str) -> list[tuple[int, str, dict[str, str], list[str]]]:
        client.cookies.clear()
        async with taken_back():
            answers = [await client.post(first, data={**form, 'email': email})]
            answers += [await client.get(path) for path in then[:1]]
            answers += [await client.post(path, data={'code': '222222'}) for path in then[1:]]
        await give_tries_back()
        return [said(answer, email) for answer in answers]

    nothing = await through(UNKNOWN)
    assert [status for status, *_rest in nothing] == ([303, 200, 422] if flow == 'signing in' else [303, 200])
    assert [who for who, email in known.items() if await through(email) != nothing] == []
