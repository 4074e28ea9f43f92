"""What works once is used fifty times at once: python -m tests.races.once --times 50 --repeats 20."""

from __future__ import annotations

import collections
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import click

from coaching.accounts import commands as accounts
from coaching.accounts import cookies, secrets
from coaching.kit import clock, tokens
from coaching.kit.access import SYSTEM
from coaching.kit.database import execute, fetchrow, fetchval
from coaching.people.pages.own import own_path
from tests.races.contest import contest
from tests.races.figures import Line
from tests.races.sockets import ask, form, household, volley
from tests.races.town import Web, in_a_month
from tests.races.world import TRAINER, a_session, address, offered_seat, somebody, spot, spot_path

SIGNED_IN = """
select (select count(*) from sign_in s join account a on a.id = s.account_id where a.email = $1) as sign_ins,
       (select count(*) from entry e join account a on a.id = e.subject_id and e.subject_kind = 'account'
        where a.email = $1 and e.kind = 'signed_in') as entries
"""
INVITED = """
select (select count(*) from account where email = $1) as accounts,
       (select count(*) from role_grant g join account a on a.id = g.account_id where a.email = $1) as roles,
       (select count(*) from sign_in s join account a on a.id = s.account_id where a.email = $1) as sign_ins,
       (select count(*) from entry e join invitation i on i.id = e.subject_id and e.subject_kind = 'invitation'
        where i.email = $1 and e.kind = 'invitation_accepted') as entries
"""
SET_UP = """
select (select count(*) from sign_in s join account a on a.id = s.account_id where a.email = $1) as sign_ins,
       (select count(*) from account where email = $1) as accounts,
       (select count(*) from entry e join account a on a.person_id = e.by_person_id where a.email = $1 and e.kind = 'set_up') as entries
"""
SPOT = """
select (select count(*) from entry where subject_kind = 'registration' and subject_id = $1 and kind = '{entry}') as entries,
       (select count(*) from promise where subject_kind = 'registration' and subject_id = $1 and kind = '{letter}'
                                       and made_at > $2) as letters
"""
ERASED = """
select (select count(*) from erasure where person_id = $1) as erasures,
       (select count(*) from entry where subject_kind = 'person' and subject_id = $1 and kind = 'erased') as entries
"""


@dataclass(frozen=True, slots=True)
class Used:
    """One thing that works once: where it is sent, with what, and what counts its effects, each of which has to be 1."""

    path: str
    effects: str
    about: tuple[object, ...]
    fields: dict[str, str] | None = None
    cookie: str = ''


async def sign_in_link(name: str) -> Used:
    await somebody(name)
    asked = await accounts.ask(address(name), now=clock.now())
    nonce = await fetchval('select nonce from sign_in_request where id = $1', asked.request_id)
    token = tokens.link_token(secrets.SIGN_IN, asked.request_id, nonce)
    return Used(f'/sign-in/link/{token}', SIGNED_IN, (address(name),))


async def sign_in_code(name: str) -> Used:
    await somebody(name)
    asked = await accounts.ask(address(name), now=clock.now())
    nonce = await fetchval('select nonce from sign_in_request where id = $1', asked.request_id)
    kept = tokens.sign(cookies.ASKED, f'{asked.request_id} {asked.browser_token} {address(name)}')
    code = {'code': secrets.code(asked.request_id, nonce)}
    return Used('/sign-in/code', SIGNED_IN, (address(name),), code, f'{cookies.ASKED}={kept}')


async def invitation(name: str) -> Used:
    number = await accounts.invite(name, address(name), TRAINER, language='en', by=SYSTEM, now=clock.now())
    nonce = await fetchval('select nonce from invitation where id = $1', number)
    return Used(f'/invitations/{tokens.link_token(secrets.INVITATION, number, nonce)}', INVITED, (address(name),))


async def second_role(name: str) -> Used:
    await somebody(name)
    return await invitation(name)


async def set_up(name: str) -> Used:
    nonce = tokens.random_nonce()
    await execute('update network set set_up_at = null, set_up_nonce = $1', nonce)
    fields = {'network': 'Prairie Café Network', 'zone': 'America/Chicago', 'languages': 'en', 'name': name, 'email': address(name)}
    return Used(f'/set-up/{tokens.link_token(secrets.SET_UP, 1, nonce)}', SET_UP, (address(name),), fields)


async def offer(name: str) -> Used:
    number, now = await offered_seat(name), clock.now()
    return Used(f'{await spot_path(number)}/offer', SPOT.format(entry='offer_accepted', letter='seat-confirmed'), (number, now))


async def cancellation(name: str) -> Used:
    number, now = await spot(await a_session(starts_at=in_a_month()), name), clock.now()
    return Used(f'{await spot_path(number)}/cancellation', SPOT.format(entry='cancelled', letter='spot-cancelled'), (number, now))


async def erasure(name: str) -> Used:
    number = await spot(await a_session(starts_at=in_a_month()), name)
    person_id = await fetchval('select person_id from registration where id = $1', number)
    return Used(f'{own_path(person_id)}/erase', ERASED, (person_id,))


Prepare = Callable[[str], Awaitable[Used]]
THINGS: dict[str, Prepare] = {
    'sign-in link': sign_in_link, 'sign-in code': sign_in_code, 'invitation': invitation,
    'second role': second_role, 'set-up link': set_up, 'offer': offer, 'cancellation': cancellation, 'erasure': erasure,
}  # fmt: skip


async def race(web: Web, thing: str, times: int, repeats: int) -> list[Line]:
    """The same thing is used so many times at the same moment, and then the next one."""
    doubles, nothing = 0, 0
    answers: collections.Counter[int] = collections.Counter()
    for number in range(repeats):
        used = await THINGS[thing](f'{thing.title()} {web.running.port} {number}')
        shots = [form(used.path, used.fields, caller=household(one), cookie=used.cookie) for one in range(times)]
        answers.update(answer.status for answer in await volley(web.address, shots))
        counted = dict(await fetchrow(used.effects, *used.about) or {})
        doubles += any(count > 1 for count in counted.values())
        nothing += any(count < 1 for count in counted.values())
    wrong = sum(count for status, count in answers.items() if status >= 500 or not status)
    return [
        Line(f'{thing}: had more than one effect', doubles, 0),
        Line(f'{thing}: had none', nothing, 0),
        Line(f'{thing}: answers that something went wrong', wrong, 0),
        Line(f'{thing}: answers', ', '.join(f'{count} × {status}' for status, count in sorted(answers.items()))),
    ]


async def wrong_codes(web: Web, times: int) -> list[Line]:
    """Many wrong codes at once use up the five tries, and not one more is looked at: the right one opens nothing afterwards."""
    name = f'Guessed {web.running.port}'
    used = await sign_in_code(name)
    assert used.fields
    wrong = [form(used.path, {'code': '222222'}, caller=household(web.running.port + one), cookie=used.cookie) for one in range(times)]
    guesses = await volley(web.address, wrong)
    late = await ask(web.address, form(used.path, used.fields, caller=household(web.running.port), cookie=used.cookie))
    tries = 'select r.tries from sign_in_request r join account a on a.id = r.account_id where a.email = $1'
    signed_in = await fetchrow(SIGNED_IN, address(name))
    assert signed_in
    return [
        Line('wrong codes: those that were told to try again', sum('wrong five times' not in one.body.decode() for one in guesses), 4),
        Line('wrong codes: answers', dict(collections.Counter(one.status for one in guesses)), {422: times}),
        Line('wrong codes: the right one afterwards', late.status, 422),
        Line('wrong codes: tries that were counted', await fetchval(tries, address(name)) >= 5, True),
        Line('wrong codes: sign-ins', signed_in['sign_ins'], 0),
    ]


async def all_of_them(web: Web, times: int, repeats: int) -> list[Line]:
    found: list[Line] = []
    for thing in THINGS:
        found += await race(web, thing, times, repeats)
    return [*found, *await wrong_codes(web, times)]


@click.command()
@click.option('--times', default=50, show_default=True)
@click.option('--repeats', default=20, show_default=True)
def main(times: int, repeats: int) -> None:
    """Use one-time things many times at once."""
    contest(f'{repeats} of each, used {times} times at once', lambda web: all_of_them(web, times, repeats))


if __name__ == '__main__':
    main()
