"""The floor under each figure: the same server, the same questions to the database or fewer, and a fixed answer.

Once with asyncpg alone and once with Piccolo. No routing, no forms, no rules, no template, no language, no log.
Run as `python -m tests.benchmarks.floors PORT DATABASE TOKEN`, the token as the digest of the trainer's sign-in.
"""

from __future__ import annotations

import contextlib
import datetime
import secrets
import sys
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from piccolo.query.functions import Count

from coaching.accounts.tables import RoleGrant, SignIn
from coaching.funnel.tables import Attendance, OfferingWords, Registration, Session
from coaching.journal.tables import Entry
from coaching.kit.database import DB, close_pool, open_pool
from coaching.outbox.tables import Promise
from coaching.people.tables import Person
from coaching.serving import choices
from tests.benchmarks.asking import Asked, plain, ready_list, whole_report

BODY = b'<!doctype html>' + b'x' * 12_000
SHORT = b'<!doctype html>' + b'x' * 600
SEATED = ('registered', 'walk_in', 'offered', 'waiting')

COMING = """
select s.id, s.starts_at, s.ends_at, s.zone, s.capacity, s.mode, w.title, seats.*
from session s join offering_words w on w.offering_id = s.offering_id and w.language = 'en' cross join lateral (
    select count(*) filter (where state in ('registered', 'walk_in')) as taken, count(*) filter (where state = 'offered') as offered,
           count(*) filter (where state = 'waiting') as waiting
    from registration where session_id = s.id and state in ('registered', 'walk_in', 'offered', 'waiting')) as seats
where s.starts_at > $1 and s.state = 'open' order by s.starts_at, s.id limit 24
"""
LIMIT = """
insert into rate_window as w (name, key, window_at, count) values ('floor', $1, $2, 1)
on conflict (name, key, window_at) do update set count = w.count + 1 returning count
"""
PERSON = """
insert into person (name, folded_name, email, language, source, made_at, seen_at) values ($1, $2, $3, 'en', 'self', $4, $4)
on conflict (email, folded_name) where erased_at is null and merged_into_id is null do nothing returning id
"""
LOCK = 'select id, starts_at, capacity, state from session where id = $1 for no key update'
TAKEN = "select count(*) from registration where session_id = $1 and state in ('registered', 'walk_in', 'offered', 'waiting')"
SPOT = """
insert into registration (session_id, person_id, state, source, registered_at, nonce) values ($1, $2, 'registered', 'self', $3, $4)
returning id
"""
ENTRY = """
insert into entry (happened_at, kind, by_how, by_person_id, subject_kind, subject_id, facts)
values ($1, $2, $3, $4, 'registration', $5, '{}')
"""
PROMISES = """
insert into promise (kind, key, person_id, subject_kind, subject_id, made_at, due_at)
select kind, kind || ':' || $2::bigint, $1, 'registration', $2::bigint, $3, $3
from unnest('{spot-saved,reminder-day,reminder-hour}'::text[]) as kind
"""
WHO = """
select a.person_id, p.language, g.role from sign_in s join account a on a.id = s.account_id join person p on p.id = a.person_id
join role_grant g on g.account_id = a.id and g.ended_at is null where s.token_digest = $1 and s.ended_at is null
"""
TAPPED = """
select r.person_id, r.state, s.starts_at, s.state as session from registration r join session s on s.id = r.session_id
where r.id = $1 for no key update of r
"""
MARK = """
insert into attendance (registration_id, session_id, part, mark, how, by_person_id, marked_at) values ($1, $4, 1, 'here', 'tap', $2, $3)
on conflict (registration_id, part) do update set marked_at = excluded.marked_at
"""
UNMARK = 'delete from attendance where registration_id = $1 and part = 1'
PROGRESS = """
insert into progress (person_id, tasted_at) values ($1, $2) on conflict (person_id) do update set tasted_at = excluded.tasted_at
"""
HERE = "select count(*) from attendance where session_id = $1 and mark = 'here'"

Floor = Callable[[list[str], dict[str, str]], Awaitable[bytes]]
"""From what follows the floor's name in the path and from the form that was sent to the answer."""


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def _token() -> bytes:
    return bytes.fromhex(sys.argv[3])


async def asyncpg_sessions(_path: list[str], _sent: dict[str, str]) -> bytes:
    async with DB.pool.acquire() as held:
        await held.fetch(COMING, _now())
    return BODY


async def piccolo_sessions(_path: list[str], _sent: dict[str, str]) -> bytes:
    now = _now()
    sessions = await (
        Session.select(Session.id, Session.offering_id, Session.starts_at, Session.ends_at, Session.zone, Session.capacity, Session.mode)
        .where(Session.starts_at > now, Session.state == 'open')
        .order_by(Session.starts_at, Session.id)
        .limit(24)
    )
    offerings = list({one['offering_id'] for one in sessions})
    await OfferingWords.select(OfferingWords.offering_id, OfferingWords.title).where(
        OfferingWords.offering_id.is_in(offerings), OfferingWords.language == 'en'
    )
    await (
        Registration.select(Registration.session_id, Registration.state, Count())
        .where(Registration.session_id.is_in([one['id'] for one in sessions]), Registration.state.is_in(list(SEATED)))
        .group_by(Registration.session_id, Registration.state)
    )
    return BODY


async def asyncpg_sign_up(path: list[str], sent: dict[str, str]) -> bytes:
    now, session_id = _now(), int(path[0])
    async with DB.pool.acquire() as held:
        await held.fetchval(LIMIT, secrets.token_bytes(32), now)
        async with held.transaction():
            person_id = await held.fetchval(PERSON, sent['name'], sent['name'].lower(), sent['email'], now)
            await held.fetchrow(LOCK, session_id)
            await held.fetchval(TAKEN, session_id)
            spot = await held.fetchval(SPOT, session_id, person_id, now, secrets.token_bytes(16))
            await held.execute(ENTRY, now, 'registered', 'public', None, spot)
            await held.execute(PROMISES, person_id, spot, now)
    return SHORT


async def piccolo_sign_up(path: list[str], sent: dict[str, str]) -> bytes:
    now, session_id = _now(), int(path[0])
    async with DB.pool.acquire() as held:
        await held.fetchval(LIMIT, secrets.token_bytes(32), now)
    async with DB.transaction():
        person = Person(name=sent['name'], folded_name=sent['name'].lower(), email=sent['email'], source='self', made_at=now, seen_at=now)
        await Person.insert(person)
        await Session.select(Session.id, Session.capacity).where(Session.id == session_id).lock_rows('NO KEY UPDATE')
        await Registration.count().where(Registration.session_id == session_id, Registration.state.is_in(list(SEATED)))
        spot = Registration(
            session_id=session_id, person_id=person.id, state='registered', source='self', registered_at=now, nonce=secrets.token_bytes(16)
        )
        await Registration.insert(spot)
        await Entry.insert(Entry(happened_at=now, kind='registered', by_how='public', subject_kind='registration', subject_id=spot.id))
        about = {'person_id': person.id, 'subject_kind': 'registration', 'subject_id': spot.id, 'made_at': now, 'due_at': now}
        kinds = ('spot-saved', 'reminder-day', 'reminder-hour')
        await Promise.insert(*(Promise(kind=kind, key=f'{kind}:{spot.id}', **about) for kind in kinds))
    return SHORT


async def asyncpg_marks(path: list[str], sent: dict[str, str]) -> bytes:
    now, session_id, spot = _now(), int(path[0]), int(sent['registration'])
    async with DB.pool.acquire() as held:
        who = await held.fetchrow(WHO, _token())
        async with held.transaction():
            tapped = await held.fetchrow(TAPPED, spot)
            if sent['mark'] == 'here':
                await held.execute(MARK, spot, who['person_id'], now, session_id)
            else:
                await held.execute(UNMARK, spot)
            await held.execute(ENTRY, now, 'marked', 'account', who['person_id'], spot)
            await held.execute(PROGRESS, tapped['person_id'], tapped['starts_at'])
        await held.fetchval(HERE, session_id)
    return SHORT


async def _piccolo_who() -> None:
    signed_in = await SignIn.select(SignIn.account_id, SignIn.account_id.person_id).where(SignIn.token_digest == _token()).first()
    await RoleGrant.select(RoleGrant.role).where(RoleGrant.account_id == signed_in['account_id'], RoleGrant.ended_at.is_null())


async def piccolo_marks(path: list[str], sent: dict[str, str]) -> bytes:
    now, session_id, spot = _now(), int(path[0]), int(sent['registration'])
    await _piccolo_who()
    async with DB.transaction():
        about = (Registration.person_id, Registration.state, Registration.session_id.starts_at, Registration.session_id.state)
        tapped = await Registration.select(*about).where(Registration.id == spot).first()
        if sent['mark'] == 'here':
            mark = Attendance(registration_id=spot, session_id=session_id, part=1, mark='here', how='tap', marked_at=now)
            await Attendance.insert(mark).on_conflict((Attendance.registration_id, Attendance.part), 'DO UPDATE', (Attendance.marked_at,))
        else:
            await Attendance.delete().where(Attendance.registration_id == spot, Attendance.part == 1)
        await Entry.insert(Entry(happened_at=now, kind='marked', by_how='account', subject_kind='registration', subject_id=spot))
        await Entry.raw(PROGRESS.replace('$1', '{}').replace('$2', '{}'), tapped['person_id'], tapped['session_id.starts_at'])
    await Attendance.count().where(Attendance.session_id == session_id, Attendance.mark == 'here')
    return SHORT


async def _asyncpg_asks(asked: list[Asked]) -> bytes:
    async with DB.pool.acquire() as held:
        await held.fetchrow(WHO, _token())
        for sql, parameters in asked:
            await held.fetch(sql, *parameters)
    return BODY


async def _piccolo_asks(asked: list[Asked]) -> bytes:
    """Piccolo has no words for such questions: they are asked as they are, and what comes back goes through its hands."""
    await _piccolo_who()
    for sql, parameters in asked:
        await Person.raw(plain(sql, parameters))
    return BODY


async def asyncpg_ready(_path: list[str], _sent: dict[str, str]) -> bytes:
    return await _asyncpg_asks(await ready_list())


async def piccolo_ready(_path: list[str], _sent: dict[str, str]) -> bytes:
    return await _piccolo_asks(await ready_list())


async def asyncpg_funnel(_path: list[str], _sent: dict[str, str]) -> bytes:
    return await _asyncpg_asks(await whole_report())


async def piccolo_funnel(_path: list[str], _sent: dict[str, str]) -> bytes:
    return await _piccolo_asks(await whole_report())


def named(found: dict[str, Any]) -> dict[str, Floor]:
    """The floors among a module's names, as their paths begin: asyncpg/sessions, piccolo/sign_up."""
    return {name.replace('_', '/', 1): one for name, one in found.items() if name.startswith(('asyncpg_', 'piccolo_'))}


def application(floors: dict[str, Floor], ready: Callable[[], Awaitable[None]] | None = None) -> Any:
    """The path names the floor, and what it is asked about behind that: /asyncpg/sessions, /piccolo/sign_up/…"""

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope['type'] == 'lifespan':
            await _live(receive, send, ready)
            return
        whole = b''
        more = scope['method'] == 'POST'
        while more:
            message = await receive()
            whole, more = whole + message['body'], message.get('more_body')
        kind, name, *path = scope['path'].split('/')[1:]
        body = await floors[f'{kind}/{name}'](path, dict(parse_qsl(whole.decode())))
        length = (b'content-length', b'%d' % len(body))
        await send({'type': 'http.response.start', 'status': 200, 'headers': [length, (b'content-type', b'text/html; charset=utf-8')]})
        await send({'type': 'http.response.body', 'body': body})

    return app


async def _live(receive: Any, send: Any, ready: Callable[[], Awaitable[None]] | None) -> None:
    await receive()
    await open_pool({'dsn': sys.argv[2]})
    if ready:
        await ready()
    await send({'type': 'lifespan.startup.complete'})
    await receive()
    await close_pool()
    await send({'type': 'lifespan.shutdown.complete'})


def serve(app: Any) -> None:
    """On the port that stands first on the command line."""
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.run(app, host='127.0.0.1', port=int(sys.argv[1]), **choices())


if __name__ == '__main__':
    serve(application(named(globals())))
