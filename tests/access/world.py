"""A small network in which everything that an address can name is there twice: once within somebody's reach, once without."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

from coaching.accounts import commands as accounts
from coaching.accounts import secrets
from coaching.accounts.commands.roles import open_account
from coaching.coaches.commands import logging
from coaching.coaches.values import Logged
from coaching.funnel.commands import credits, grouping
from coaching.funnel.commands.importing import uploading
from coaching.funnel.commands.registering import register
from coaching.funnel.values import Source
from coaching.kit import assets, clock
from coaching.kit.access import PUBLIC, SYSTEM, Actor, Grant, How
from coaching.kit.database import execute, fetchrow, fetchval
from coaching.kit.tokens import link_token, sign
from coaching.outbox.commands import promise
from coaching.outbox.mailbox import Mailbox
from coaching.outbox.stopping import PURPOSE as STOPPING
from coaching.path.commands import telling, walking
from coaching.path.values import FileFacts
from coaching.people.commands import correct, find_or_add, merge
from coaching.sheets import commands as sheets
from coaching.teams.commands import (
    add_place,
    begin_membership,
    cohorts,
    find_or_add_organisation,
    meetings,
    next_steps,
    people,
    pilot_sites,
    polls,
    starting,
    teams,
)
from coaching.teams.commands.doors import open_door
from coaching.teams.commands.taking_part import begin_part
from coaching.teams.queries.doors import door_of
from coaching.teams.secrets import DOOR, MEETING
from coaching.teams.values import CohortKind
from tests.funnel.world import a_session
from tests.races.world import somebody

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
FEEDBACK = """insert into guide_feedback (slug, language, revision, words, month)
values ($1, 'en', 1, 'More about rides.', '2026-11-01') returning id"""
TEAMS = b'Team,Lead\n'
SHEET = b'Name,Email,Taste\nNia Bell,nia@example.org,2025-03-07\n'
KEPT = b'To: nia@example.org\r\nSubject: Your links\r\nContent-Type: text/html\r\n\r\n<p>Here they are.</p>\r\n'
TEAM_ROLES = ('other member', 'member', 'coach')
ROLES = (
    'public', 'no role', *TEAM_ROLES, 'other trainer', 'trainer', 'network trainer', 'other place coordinator', 'place coordinator',
    'coordinator',
)  # fmt: skip


@dataclasses.dataclass(slots=True)
class Side:
    """Everything that an address can name, by the name that routes give it; `tokens` by the beginning of the path."""

    ids: dict[str, int | str] = dataclasses.field(default_factory=dict)
    tokens: dict[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(slots=True)
class House:
    """One side is within reach of the roles that `expected` names, the other is somebody else's."""

    near: Side
    far: Side
    cookies: dict[str, str]
    sign_ins: dict[str, int]


async def a_house() -> House:
    """The network with somebody signed in for each role, in two browsers."""
    from tests.access.coaching import talk_to_come
    from tests.access.readiness import looks_at_itself

    now, ellen = clock.now(), await somebody('Ellen Hart', Grant('coordinator', 'network', None))
    near, far = await a_side('Prairie', 'taste', ellen, now), await a_side('Lakes', 'intro', ellen, now)
    held = {
        'no role': await somebody('Noor Haddad'),
        'other member': await somebody('Olive Reed', Grant('lead', 'team', int(far.ids['team_id']))),
        'member': await somebody('Alma Cruz', Grant('lead', 'team', int(near.ids['team_id']))),
        'coach': await somebody('Rosa Delgado', Grant('coach', 'team', int(near.ids['team_id']))),
        'other trainer': await somebody('Otto Lind', Grant('trainer', 'offering', int(far.ids['offering_id']))),
        'trainer': await somebody('Tess Moreno', Grant('trainer', 'offering', int(near.ids['offering_id']))),
        'network trainer': await somebody('Nadia Brook', Grant('trainer', 'network', None)),
        'other place coordinator': await somebody('Olga Stern', Grant('coordinator', 'place', int(far.ids['place_id']))),
        'place coordinator': await somebody('Pia Vance', Grant('coordinator', 'place', int(near.ids['place_id']))),
        'coordinator': ellen,
    }
    await talk_to_come(near, held['coach'], now)
    await talk_to_come(far, ellen, now)
    await looks_at_itself(near, far, ellen, now)
    house = House(near, far, {'public': ''}, {})
    for role, actor in held.items():
        assert actor.account_id
        await accounts.begin_sign_in(actor.account_id, device='Another browser', now=now)
        house.sign_ins[role] = await fetchval('select max(id) from sign_in where account_id = $1', actor.account_id)
        house.cookies[role] = (await accounts.begin_sign_in(actor.account_id, device='Firefox', now=now)).token
    far.ids['sign_in_id'] = house.sign_ins['network trainer']
    return house


async def a_side(place: str, kind: str, ellen: Actor, now: datetime.datetime) -> Side:
    """A place, an offering, a person who does everything there, and a link to each of it."""
    from tests.access.coaching import stand_beside
    from tests.access.readiness import looks

    side = Side()
    by: dict[str, Any] = {'by': ellen, 'now': now}
    place_id = await add_place(place, **by)
    ana, anita, mila, milla = [await _person(f'{name} {place}', place_id, now) for name in ('Ana', 'Anita', 'Mila', 'Milla')]
    group, other_group = [(await find_or_add_organisation(f'{place} {name}', place_id=place_id, **by))[0] for name in ('School', 'Library')]
    session_id = await a_session(kind, starts_at=now + DAY)
    offering_id = await fetchval('select offering_id from session where id = $1', session_id)
    registration_id = await _going_on(session_id, ana, ellen, now)
    await open_account(ana, f'ana.{place.lower()}@example.org', **by)
    await begin_membership(ana, group, title='Principal', on=now.date(), **by)
    side.ids |= {
        'place_id': place_id, 'person_id': ana, 'one_id': ana, 'other_id': anita, 'organisation_id': group,
        'other_organisation_id': other_group, 'session_id': session_id, 'registration_id': registration_id,
        'row_id': await _report_row(session_id, now), 'offering_id': offering_id, 'slug': kind, 'name': assets.assets()['app.css'].name,
        'membership_id': await fetchval('select id from membership where person_id = $1', ana),
        'merging_id': await merge(mila, milla, **by),
        'credit_id': await credits.add(ana, 'taste', now.date() - DAY, 'A list of last year', **by) or 0,
        'batch_id': (await uploading.upload(SHEET + f'{place},,\n'.encode(), 'people.csv', **by)).batch_id,
        'sheet_id': (await sheets.upload(TEAMS + f'{place} team\n'.encode(), 'teams.csv', **by)).batch_id,
        'grant_id': await _role(f'Rosa {place}', place_id), 'letter_id': await _kept_letter(ana, now),
        'invitation_id': await accounts.invite(
            'Ines Falk', f'ines@{place.lower()}.example', Grant('coordinator', 'place', place_id), language='en', **by
        ),
        'coming_id': await a_session(kind, offering_id=offering_id, starts_at=now + 9 * DAY),
        'request_id': await _start_request(place, place_id, ellen, now),
        'feedback_id': await fetchval(FEEDBACK, 'hosting-a-table'),
        'team_id': (team_id := await _team(place, place_id, milla, group, ellen, now)), 'number': 1,
        'carded_member_id': await people.add(team_id, f'Nora {place}', language='en', **by),
        'team_invitation_id': await people.invite(team_id, 'Inge Holm', f'inge@{place.lower()}.example', language='en', **by),
        'member_id': await teams.join(team_id, await _person(f'Mona {place}', place_id, now), **by),
    }  # fmt: skip
    side.ids['file_id'] = await _photo(int(side.ids['team_id']), now)
    side.ids['cohort_id'] = await _cohort(place_id, int(side.ids['team_id']), ellen, now)
    side.ids['contact_id'] = await _talk(place, int(side.ids['team_id']), ellen, now)
    await stand_beside(side, place, ellen, now)
    await looks(side, ellen, now)
    await _life(side, ellen, now)
    await _links(side, f'rosa-{place.lower()}@example.org', ellen, now)
    return side


async def _person(name: str, place_id: int, now: datetime.datetime) -> int:
    person_id, _ = await find_or_add(name, f'{name.replace(" ", ".").lower()}@example.org', source='trainer', by=SYSTEM, now=now)
    await correct(person_id, place_id=place_id, by=SYSTEM, now=now)
    return person_id


async def _start_request(place: str, place_id: int, ellen: Actor, now: datetime.datetime) -> int:
    """Somebody wants cafés, and had a first call."""
    address = f'sam@{place.lower()}.example'
    words = {'place': f'{place} School', 'who': 'My sister', 'hope': 'That parents are heard.', 'language': 'en'}
    request_id = await starting.ask(name=f'Sam {place}', email=address, **words, by=PUBLIC, now=now)
    await starting.log_call(
        request_id, version=1, called_at=now, minutes=30, need='Parents feel alone.', intention='', first_action='', place_id=place_id,
        by=ellen, now=now,
    )  # fmt: skip
    return request_id


async def _team(place: str, place_id: int, lead_id: int, group: int, ellen: Actor, now: datetime.datetime) -> int:
    """A team that walks by the Community Café's path."""
    team_id = await teams.form(f'{place} team', place_id=place_id, lead_id=lead_id, by=ellen, now=now)
    await walking.begin(team_id, 'community-cafe', 1, by=ellen, now=now)
    await begin_part(team_id, group, by=ellen, now=now)
    await open_door(team_id, by=ellen, now=now)
    return team_id


async def _life(side: Side, ellen: Actor, now: datetime.datetime) -> None:
    """What a team did together, will do, and when it meets; somebody of it is asked by letter."""
    team_id, by = int(side.ids['team_id']), {'by': ellen, 'now': now}
    side.ids['meeting_id'] = await meetings.write_down(team_id, now.date() - DAY, decided='We ask the school.', **by)
    side.ids['step_id'] = await next_steps.add(team_id, 'Call the school', **by)
    side.ids['site_id'] = await pilot_sites.add(team_id, 'Willow Library', **by)
    side.ids['poll_id'] = poll_id = await polls.propose(team_id, [now + 5 * DAY], minutes=60, zone='America/Chicago', **by)
    row = await fetchrow('select id, nonce from meeting_asked where poll_id = $1 order by id limit 1', poll_id)
    assert row
    side.tokens['/team-meeting/'] = link_token(MEETING, row['id'], row['nonce'])
    await polls.choose(poll_id, await fetchval('select id from meeting_date where poll_id = $1', poll_id), **by)


async def _photo(team_id: int, now: datetime.datetime) -> int:
    """A photo that shows something of a team's way."""
    photo = FileFacts('table.jpg', 'image/jpeg', b'dots')
    lead = Actor(How.ACCOUNT, grants=(Grant('lead', 'team', team_id),))
    evidence_id = await telling.show(team_id, 2, 'We met at the library.', file=photo, by=lead, now=now)
    return await fetchval('select file_id from evidence where id = $1', evidence_id)


async def _cohort(place_id: int, team_id: int, ellen: Actor, now: datetime.datetime) -> int:
    """Teams of a place that are looked at together."""
    by = {'by': ellen, 'now': now}
    cohort_id = await cohorts.make('Autumn teams', CohortKind.PLACE, place_id=place_id, began_on=now.date() - DAY, **by)
    await cohorts.add_teams(cohort_id, [team_id], **by)
    return cohort_id


async def _talk(place: str, team_id: int, ellen: Actor, now: datetime.datetime) -> int:
    """Somebody wrote down a talk with the team."""
    contact_id, _is_new = await logging.log(Logged(f'draft-{place}', (team_id,), now.date() - DAY), by=ellen, now=now)
    return contact_id


async def _role(name: str, place_id: int) -> int:
    """Somebody looks after this place."""
    actor = await somebody(name, Grant('coordinator', 'place', place_id))
    return await fetchval('select id from role_grant where account_id = $1', actor.account_id)


async def _going_on(session_id: int, person_id: int, ellen: Actor, now: datetime.datetime) -> int:
    """Somebody has a spot on a date that has begun half an hour ago."""
    done = await register(session_id, person_id, source=Source.TRAINER, waived_why='She comes along.', by=ellen, now=now)
    for table, column in (('session', 'id'), ('session_part', 'session_id')):
        await execute(f'update {table} set starts_at = $2, ends_at = $3 where {column} = $1', session_id, now - HOUR / 2, now + HOUR / 2)
    assert done.registration_id
    return done.registration_id


async def _report_row(session_id: int, now: datetime.datetime) -> int:
    """Somebody in a report of the meeting tool whom nobody knows."""
    return await fetchval(
        """with report as (insert into attendance_report (session_id, tool, digest, read_at) values ($1, 'zoom', '', $2) returning id)
           insert into attendance_row (report_id, number, name, minutes, state)
           select id, 1, 'Guest of nobody', 50, 'unmatched' from report returning id""",
        session_id,
        now,
    )


async def _kept_letter(person_id: int, now: datetime.datetime) -> int:
    letter = await promise(
        'my-links', person_id=person_id, subject_kind='person', subject_id=person_id, key=f'links {person_id}', due_at=now, now=now
    )
    await Mailbox.ours().keep(KEPT, letter, person_id)
    return letter


async def _links(side: Side, email: str, ellen: Actor, now: datetime.datetime) -> None:
    """A link of every purpose, each to something of this side."""
    ana, coming = int(side.ids['person_id']), int(side.ids['coming_id'])
    group = f'{email} Kids'
    spot = await register(coming, ana, group=group, source=Source.TRAINER, waived_why='She comes along.', by=ellen, now=now)
    await grouping.answer(group, organisation_id=None, kind='', by=ellen, now=now)
    side.ids['answer_id'] = await fetchval('select max(id) from group_answer')
    asked = await accounts.ask(email, now=now)
    rows = {
        '/sign-ups/': ('registration', spot.registration_id, 'registration'),
        '/join/': ('join', side.ids['registration_id'], 'registration'),
        '/invitations/': (secrets.INVITATION, side.ids['invitation_id'], 'invitation'),
        '/sign-in/link/': (secrets.SIGN_IN, asked.request_id, 'sign_in_request'),
    }
    for start, (purpose, number, table) in rows.items():
        nonce = await fetchval(f'select nonce from {table} where id = $1', number)
        side.tokens[start] = link_token(purpose, int(number or 0), nonce)
    side.tokens['/cards/'] = (await people.card_for(int(side.ids['carded_member_id']), by=ellen, now=now)).rpartition('/')[2]
    door = await door_of(int(side.ids['team_id']))
    assert door
    side.tokens['/team-join/'] = link_token(DOOR, door.id, door.nonce)
    side.tokens['/set-up/'] = link_token(secrets.SET_UP, 1, await fetchval('select set_up_nonce from network'))
    side.tokens['/my/'] = link_token('person', ana, b'')
    side.tokens['/letters/stop/'] = sign(STOPPING, f'{ana} missed')
