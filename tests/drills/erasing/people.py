"""People with a text of their own in every field that can hold something of a person, made by the pages and commands of the product."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime
from collections.abc import Iterable, Sequence
from typing import Any

import httpx

from coaching.accounts import commands as accounts
from coaching.accounts import secrets
from coaching.accounts.queries import actor_for
from coaching.funnel.commands import importing
from coaching.funnel.commands.notes import write
from coaching.funnel.commands.wording import set_questions
from coaching.kit import clock
from coaching.kit.access import Actor, Grant
from coaching.kit.database import execute, fetch, fetchrow, fetchval
from coaching.kit.tokens import link_token
from coaching.teams.commands import find_or_add_organisation
from tests.funnel.files_of_people import uploaded
from tests.funnel.world import HOUR, a_session
from tests.races.sockets import household
from tests.races.town import in_a_month
from tests.races.world import cookie_of, somebody

EVERYWHERE = Grant('coordinator', 'network', None), Grant('trainer', 'network', None)
TRAINER = Grant('trainer', 'network', None)
FIELDS = {
    'nm': 'name', 'oe': 'address of the sign-up', 'em': 'address as corrected', 'ph': 'phone', 'gr': 'group of the sign-up',
    'an': 'what would help', 'iq': 'question for the Intro', 'aw': 'answer to a question', 'mt': 'title in an organisation',
    'mn': 'name of a second record', 'me': 'address of a second record', 'mw': 'why two records are one', 'hh': 'how they heard',
    'ag': 'group in a file', 'wf': 'a file that waits', 'al': 'name in a report, found by a click', 'ur': 'name in a report, unknown',
    'pc': 'source of a credit', 'wv': 'why waived', 'wc': 'why corrected', 'ac': 'address of the account', 'dv': 'device',
    'nx': 'page after signing in', 'tr': 'why a role was taken', 'ca': 'why an account was closed', 'ts': 'subject of a letter',
    'tb': 'words of a letter',
}  # fmt: skip
TOGETHER = 4


@dataclasses.dataclass(slots=True)
class Someone:
    """A person by number; `has_account` is every third, and every second of those has lost it again."""

    number: int
    ids: dict[str, int] = dataclasses.field(default_factory=dict)
    cookie: str = ''

    def word(self, field: str) -> str:
        return f'zq{self.number:04d}{field}'

    def address(self, field: str) -> str:
        return f'{self.word(field)}@example.org'

    def name(self, field: str = 'nm') -> str:
        return f'Zora {self.word(field).capitalize()}'

    @property
    def phone(self) -> str:
        return f'719 55{self.number // 10000} {self.number % 10000:04d}'

    @property
    def has_account(self) -> bool:
        return self.number % 3 == 0

    @property
    def keeps_account(self) -> bool:
        return self.number % 6 == 0

    @property
    def own_path(self) -> str:
        return f'/my/{link_token("person", self.ids["person"], b"")}'


@dataclasses.dataclass(slots=True)
class Network:
    """The dates and the coordinator of the drill, and a browser that speaks to the real web process."""

    browser: httpx.AsyncClient
    ellen: Actor
    cookie: str
    tasted: int
    elsewhere: int
    coming: int
    quiet: int
    organisation: int
    question: int
    files: list[int] = dataclasses.field(default_factory=list)

    async def ask(self, path: str, form: dict[str, str] | None = None, *, who: Someone | None = None, cookie: str = '') -> httpx.Response:
        """One request, a POST where there is a form; every person has an address in the network of their own."""
        headers = {'x-forwarded-for': household(who.number + 1 if who else 0)} | ({'cookie': cookie} if cookie else {})
        method = 'GET' if form is None else 'POST'
        answer = await self.browser.request(method, path, data=form, headers=headers)
        assert answer.status_code < 500, (path, answer.text[:500])
        return answer

    async def done(self, path: str, form: dict[str, str], **who: Any) -> None:
        """A form that is taken."""
        answer = await self.ask(path, form, **who)
        assert answer.status_code in (200, 201, 303), (path, answer.status_code, answer.text[:3000])


async def a_network(browser: httpx.AsyncClient) -> Network:
    """Four dates that nobody has signed up for."""
    ellen = await somebody('Ellen Hart', *EVERYWHERE)
    tasted = await a_session(capacity=None, starts_at=in_a_month())
    offering = await fetchval('select offering_id from session where id = $1', tasted)
    further = [
        await a_session(offering_id=offering, capacity=None, starts_at=in_a_month() + datetime.timedelta(days=day)) for day in (7, 14, 21)
    ]
    await set_questions(offering, [{'en': 'What brings you?'}], now=clock.now())
    question = await fetchval('select id from offering_question where offering_id = $1', offering)
    group, _ = await find_or_add_organisation('Cedar Bend Center', by=ellen, now=clock.now())
    return Network(browser, ellen, await cookie_of(ellen), tasted, *further, group, question)


async def build(network: Network, people: Sequence[Someone], controls: Sequence[Someone]) -> None:
    """Everybody goes through everything; at the end no letter goes out any more by itself, as after a restore."""
    await each(people, lambda one: _sign_up(network, one))
    await _begin(network)
    await each(people, lambda one: _go_on(network, one))
    await _files(network, people)
    await _reports(network, people)
    for one in controls:
        await network.done(f'/train/sessions/{network.quiet}/add', _person(one), cookie=network.cookie)
    await each([one for one in people if one.has_account], lambda one: _account(network, one))



async def each(people: Iterable[Someone], do: Any) -> None:
    """A few at a time."""
    few = asyncio.Semaphore(TOGETHER)

    async def one_of_them(one: Someone) -> None:
        async with few:
            await do(one)

    async with asyncio.TaskGroup() as group:
        for one in people:
            group.create_task(one_of_them(one))


def _person(one: Someone, name: str = 'nm', email: str = 'em') -> dict[str, str]:
    return {'name': one.name(name), 'email': one.address(email), 'language': 'en'}


async def _sign_up(network: Network, one: Someone) -> None:
    """By the public form, with everything that the pages behind the letter's link ask."""
    form = _person(one, email='oe') | {'group': one.word('gr')}
    await network.done(f'/sessions/{network.tasted}/sign-up', form, who=one)
    spot = await fetchrow(
        'select r.id, r.nonce, r.person_id from registration r join person p on p.id = r.person_id where p.email = $1', one.address('oe')
    )
    assert spot
    one.ids |= {'registration': spot['id'], 'person': spot['person_id']}
    path = f'/sign-ups/{link_token("registration", spot["id"], spot["nonce"])}'
    await network.done(f'{path}/needs', {'access_needs': one.word('an'), 'intro_question': one.word('iq')}, who=one)
    await network.done(f'{path}/answers', {f'q{network.question}': one.word('aw')}, who=one)
    if one.number % 3 == 1:
        await accounts.invite(one.name(), one.address('oe'), TRAINER, language='en', by=network.ellen, now=clock.now())
    details = _person(one) | {'phone': one.phone, 'zone': 'America/Denver', 'version': await _version(one)}
    await network.done(one.own_path, details, who=one)
    await network.done(f'{one.own_path}/copy', {}, who=one)
    await network.done('/my', {'email': one.address('em')}, who=one)
    await network.done(f'/sessions/{network.coming}/sign-up', _person(one) | {'group': one.word('gr')}, who=one)


async def _version(one: Someone) -> str:
    return str(await fetchval('select version from person where id = $1', one.ids['person']))


async def _begin(network: Network) -> None:
    """The only hand on the clock: two of the dates have just begun."""
    for session_id in (network.tasted, network.elsewhere):
        for table, column in (('session', 'id'), ('session_part', 'session_id')):
            sql = f'update {table} set starts_at = now() - interval $2, ends_at = now() + interval $2 where {column} = $1'
            await execute(sql.replace('interval $2', '$2::interval'), session_id, HOUR / 2)


async def _go_on(network: Network, one: Someone) -> None:
    """What trainers and coordinators write about the person."""
    at, cookie = f'/train/sessions/{network.tasted}/people/{one.ids["registration"]}', network.cookie
    await network.done(f'{at}/waiver', {'why': one.word('wv')}, cookie=cookie)
    await network.done(f'{at}/mark', {'mark': 'not_here', 'why': one.word('wc')}, cookie=cookie)
    credit = {'stage': 'taste', 'attended_on': '2025-03-07', 'source': one.word('pc')}
    await network.done(f'/train/people/{one.ids["person"]}/credits', credit, cookie=cookie)
    about = f'/setup/people/{one.ids["person"]}'
    groups = f'{about}/groups?organisation={network.organisation}'
    await network.done(groups, {'group': 'Cedar Bend Center', 'title': one.word('mt')}, cookie=cookie)
    await network.done(f'/train/sessions/{network.coming}/add', _person(one, 'mn', 'me'), cookie=cookie)
    double = await fetchval('select id from person where email = $1', one.address('me'))
    merge = {'kept': str(one.ids['person']), 'why': one.word('mw')}
    await network.done(f'{about}/merge/{double}', merge, cookie=cookie)
    await network.ask(f'/train/people?q={one.word("nm")}', cookie=cookie)


async def _files(network: Network, people: Sequence[Someone]) -> None:
    """A file that was brought in, and one that waits."""
    now = clock.now()
    rows = [f'{one.name()},{one.address("em")},{one.phone},{one.word("ag")},{one.word("hh")}' for one in people]
    made = await uploaded('\n'.join(['Name,Email,Phone,Agency,How heard', *rows]), now=now)
    await importing.make(made, by=network.ellen, now=now)
    waiting = [
        *(f'{one.name()},{one.address("em")},,{one.word("wf")}' for one in people),
        *(f'{one.name()},,{one.phone},{one.word("wf")}' for one in people),
        *(f'{one.name()},,,{one.word("wf")}' for one in people),
    ]
    network.files = [made, await uploaded('\n'.join(['Name,Email,Phone,Agency', *waiting]), now=now)]


async def _reports(network: Network, people: Sequence[Someone]) -> None:
    """Reports of the meeting tool: found by address, by a click, under another name, and where nobody expected the person."""
    head = 'Name (original name),Email,Total duration (minutes),Guest'
    rows = [(one.name(), one.address('em')) for one in people] + [(one.name('mn'), one.address('me')) for one in people]
    aliases = [(one.word('al'), '') for one in people]
    unknown = [(one.word('ur'), one.address('em')) for one in people] + [(one.name(), '') for one in people]
    for session_id, told in ((network.tasted, rows + aliases), (network.elsewhere, unknown)):
        pasted = '\n'.join([head, *(f'{name},{email},50,Yes' for name, email in told)])
        await network.done(f'/train/sessions/{session_id}/reports', {'pasted': pasted}, cookie=network.cookie)
    for one in people:
        row = await fetchval('select id from attendance_row where name = $1', one.word('al'))
        path = f'/train/sessions/{network.tasted}/reports/rows/{row}'
        await network.done(path, {'who': str(one.ids['registration'])}, cookie=network.cookie)


async def _account(network: Network, one: Someone) -> None:
    """Invited, accepted, in a browser of their own, with a letter to others; half of them lose it again."""
    now, by = clock.now(), network.ellen
    offered = await accounts.invite(one.name(), one.address('em'), TRAINER, language='en', by=by, now=now)
    nonce = await fetchval('select nonce from invitation where id = $1', offered)
    await network.done(secrets.invitation_url(offered, nonce).removeprefix('http://localhost:8000'), {}, who=one)
    address = {'email': one.address('ac')}
    await network.done(f'/setup/people/{one.ids["person"]}/address', address, cookie=network.cookie)
    account = await fetchval('select id from account where person_id = $1', one.ids['person'])
    signed_in = await accounts.begin_sign_in(account, device=one.word('dv'), now=now)
    one.cookie = f'sign-in={signed_in.token}'
    await network.done('/sign-in', address | {'next': f'/train/people?q={one.word("nx")}'}, who=one)
    actor = await actor_for(account)
    assert actor
    await write(network.quiet, to_group='all', subject=one.word('ts'), body=one.word('tb'), by=actor, now=now)
    if not one.keeps_account:
        (grant,) = await fetch('select id from role_grant where account_id = $1', account)
        await accounts.take_role(grant['id'], by=by, now=now, why=one.word('tr'))
        await accounts.close_account(account, by=by, now=now, why=one.word('ca'))
