"""The floors under the pages of teams and coaches: the same questions asked again, or fewer, and a fixed answer.

What is read is asked as the page asks it, taken down when this server starts: once with asyncpg alone, once through Piccolo's hands.
Run as `python -m tests.benchmarks.teams.floors PORT DATABASE TOKEN`.
"""

from __future__ import annotations

import datetime
import logging

import structlog

from coaching.accounts.tables import RoleGrant, SignIn
from coaching.coaches.tables import Appointment, Contact, ContactTeam
from coaching.journal.tables import Entry
from coaching.kit import tokens
from coaching.kit.database import DB, fetchval
from coaching.path.tables import Journey, PurposeMark, StepFact
from coaching.people.tables import Person
from coaching.teams.tables import NextStep
from tests.benchmarks.asking import Asked
from tests.benchmarks.floors import BODY, SHORT, application, named, serve
from tests.benchmarks.teams.figures import READ
from tests.benchmarks.teams.taking_down import in_piccolos_words, taken_down
from tests.benchmarks.teams.town import Home, Town, town
from tests.benchmarks.teams.world import DAY, GREAT_COACH, HERS, World, token

WHO = """
select a.person_id, p.language, (select array_agg(g.role) from role_grant g where g.account_id = a.id and g.ended_at is null) as grants
from sign_in s join account a on a.id = s.account_id join person p on p.id = a.person_id where s.token_digest = $1 and s.ended_at is null
"""
TALK = """
insert into contact (author_id, draft_key, happened_on, how, mode, minutes, purposes, going_well, next_on, recorded_at)
values ($1, $2, $3, 'held', 'phone', 30, '{getting_to_know}', 'Two parents came.', $4, $5) returning id
"""
OF_THE_TEAM = "insert into contact_team (contact_id, team_id, happened_on, how) values ($1, $2, $3, 'held')"
NEXT_STEP = """
insert into next_step (team_id, what, due_on, contact_id, made_by_id, made_at) values ($1, 'Ask the library', $2, $3, $4, $5) returning id
"""
PLANNED = """
update appointment set state = 'held', contact_id = $1 where coach_id = $2 and team_id = $3 and state = 'planned' and starts_at < $4
"""
ENTRY = """
insert into entry (happened_at, kind, by_how, by_person_id, subject_kind, subject_id) values ($1, $2, 'account', $3, 'team', $4)
"""
HOLD = 'select id from journey where team_id = $1 and ended_at is null for no key update'
COUNT = "select coalesce(max(number), 0) from purpose_mark where journey_id = $1 and code = $2 and side = 'team'"
MARK = """
insert into purpose_mark (journey_id, code, side, number, mark, happened_on, recorded_at, by_person_id)
values ($1, $2, 'team', $3, 1, $4::timestamptz::date, $4, $5)
"""
LAST = 'select did, number from step_fact where journey_id = $1 and step = $2 order by number desc limit 1'
FACT = """
insert into step_fact (journey_id, step, number, did, happened_on, recorded_at, by_person_id)
values ($1, $2, $3, $4, $5::timestamptz::date, $5, $6)
"""
_towns: list[Town] = []
_asked: dict[str, list[Asked]] = {}
_again: dict[str, list[tuple[str, list[object]]]] = {}


async def ready() -> None:
    """Every page is made once, and nobody needs to read of it."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    here: Town = await town(World(await fetchval('select count(*) from team') - HERS, await fetchval('select now()')))
    _towns[:] = [here]
    _asked.update(await taken_down({f'{name}/{number}': one for name, pages in READ.items() for number, one in enumerate(pages(here))}))
    _again.update({name: [in_piccolos_words(*one) for one in asked] for name, asked in _asked.items()})


async def asyncpg_again(path: list[str], _sent: dict[str, str]) -> bytes:
    async with DB.pool.acquire() as held:
        for sql, parameters in _asked['/'.join(path)]:
            await held.fetch(sql, *parameters)
    return BODY


async def piccolo_again(path: list[str], _sent: dict[str, str]) -> bytes:
    for sql, parameters in _again['/'.join(path)]:
        await Person.raw(sql, *parameters)
    return BODY


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def _home(path: list[str]) -> Home:
    return _towns[0].teams[int(path[0])]


async def asyncpg_talk(path: list[str], _sent: dict[str, str]) -> bytes:
    """Who asks; then the talk, its team, its next step, the talk that was planned, and two lines of the journal."""
    now, home = _now(), _home(path)
    async with DB.pool.acquire() as held:
        who = await held.fetchrow(WHO, tokens.digest(token(GREAT_COACH)))
        async with held.transaction():
            talk_id = await held.fetchval(TALK, who['person_id'], f'floor-{path[1]:0>12}', now.date(), now.date() + 14 * DAY, now)
            await held.execute(OF_THE_TEAM, talk_id, home.team_id, now.date())
            await held.fetchval(NEXT_STEP, home.team_id, now.date() + 14 * DAY, talk_id, who['person_id'], now)
            await held.execute(ENTRY, now, 'next_step_added', who['person_id'], home.team_id)
            await held.execute(PLANNED, talk_id, who['person_id'], home.team_id, now)
            await held.execute(ENTRY, now, 'talk_logged', who['person_id'], home.team_id)
    return SHORT


async def piccolo_talk(path: list[str], _sent: dict[str, str]) -> bytes:
    now, home = _now(), _home(path)
    coach_id = await _piccolo_who(GREAT_COACH)
    async with DB.transaction():
        talk = Contact(
            author_id=coach_id, draft_key=f'floor-{path[1]:0>12}', happened_on=now.date(), how='held', mode='phone', minutes=30,
            purposes=['getting_to_know'], going_well='Two parents came.', next_on=now.date() + 14 * DAY, recorded_at=now,
        )  # fmt: skip
        await Contact.insert(talk)
        await ContactTeam.insert(ContactTeam(contact_id=talk.id, team_id=home.team_id, happened_on=now.date(), how='held'))
        step = NextStep(team_id=home.team_id, what='Ask the library', contact_id=talk.id, made_by_id=coach_id, made_at=now)
        await NextStep.insert(step)
        await Entry.insert(_entry(now, 'next_step_added', coach_id, home.team_id))
        due = (Appointment.coach_id == coach_id, Appointment.team_id == home.team_id, Appointment.state == 'planned')
        await Appointment.update({'state': 'held', 'contact_id': talk.id}).where(*due, Appointment.starts_at < now)
        await Entry.insert(_entry(now, 'talk_logged', coach_id, home.team_id))
    return SHORT


async def asyncpg_mark(path: list[str], _sent: dict[str, str]) -> bytes:
    """Who asks; then the walk is held, the marks are counted, one more is written, and a line of the journal."""
    now, home = _now(), _home(path)
    async with DB.pool.acquire() as held:
        who = await held.fetchrow(WHO, tokens.digest(token(home.lead_id)))
        async with held.transaction():
            walk_id = await held.fetchval(HOLD, home.team_id)
            number = await held.fetchval(COUNT, walk_id, home.marks[0][0])
            await held.execute(MARK, walk_id, home.marks[0][0], number + 1, now, who['person_id'])
            await held.execute(ENTRY, now, 'purpose_marked', who['person_id'], home.team_id)
    return SHORT


async def piccolo_mark(path: list[str], _sent: dict[str, str]) -> bytes:
    now, home = _now(), _home(path)
    code = home.marks[0][0]
    person_id = await _piccolo_who(home.lead_id)
    async with DB.transaction():
        walk_id = await _piccolo_holds(home)
        count = await PurposeMark.count().where(PurposeMark.journey_id == walk_id, PurposeMark.code == code, PurposeMark.side == 'team')
        about = {'happened_on': now.date(), 'recorded_at': now, 'by_person_id': person_id}
        await PurposeMark.insert(PurposeMark(journey_id=walk_id, code=code, side='team', number=count + 1, mark=1, **about))
        await Entry.insert(_entry(now, 'purpose_marked', person_id, home.team_id))
    return SHORT


async def asyncpg_claim(path: list[str], _sent: dict[str, str]) -> bytes:
    """Who asks; then the walk is held, what happened last is looked up, one thing more happens, and a line of the journal."""
    now, home = _now(), _claiming(path)
    async with DB.pool.acquire() as held:
        who = await held.fetchrow(WHO, tokens.digest(token(home.lead_id)))
        async with held.transaction():
            walk_id = await held.fetchval(HOLD, home.team_id)
            last = await held.fetchrow(LAST, walk_id, home.step)
            did = 'withdrawn' if last['did'] == 'claimed' else 'claimed'
            await held.execute(FACT, walk_id, home.step, last['number'] + 1, did, now, who['person_id'])
            await held.execute(ENTRY, now, f'step_{did}', who['person_id'], home.team_id)
    return SHORT


async def piccolo_claim(path: list[str], _sent: dict[str, str]) -> bytes:
    now, home = _now(), _claiming(path)
    person_id = await _piccolo_who(home.lead_id)
    async with DB.transaction():
        walk_id = await _piccolo_holds(home)
        facts = StepFact.select(StepFact.did, StepFact.number).where(StepFact.journey_id == walk_id, StepFact.step == home.step)
        last = await facts.order_by(StepFact.number, ascending=False).first()
        did = 'withdrawn' if last['did'] == 'claimed' else 'claimed'
        about = {'happened_on': now.date(), 'recorded_at': now, 'by_person_id': person_id}
        await StepFact.insert(StepFact(journey_id=walk_id, step=home.step, number=last['number'] + 1, did=did, **about))
        await Entry.insert(_entry(now, f'step_{did}', person_id, home.team_id))
    return SHORT


def _claiming(path: list[str]) -> Home:
    done = [one for one in _towns[0].teams if one.may_claim]
    return done[int(path[1]) % len(done)]


async def _piccolo_who(account_id: int) -> int:
    digest = tokens.digest(token(account_id))
    signed_in = await SignIn.select(SignIn.account_id, SignIn.account_id.person_id).where(SignIn.token_digest == digest).first()
    await RoleGrant.select(RoleGrant.role, RoleGrant.scope_id).where(
        RoleGrant.account_id == signed_in['account_id'], RoleGrant.ended_at.is_null()
    )
    return int(signed_in['account_id.person_id'])


async def _piccolo_holds(home: Home) -> int:
    held = await Journey.select(Journey.id).where(Journey.team_id == home.team_id, Journey.ended_at.is_null()).lock_rows('NO KEY UPDATE')
    return int(held[0]['id'])


def _entry(now: datetime.datetime, kind: str, person_id: int, team_id: int) -> Entry:
    return Entry(happened_at=now, kind=kind, by_how='account', by_person_id=person_id, subject_kind='team', subject_id=team_id)


if __name__ == '__main__':
    serve(application(named(globals()), ready))
