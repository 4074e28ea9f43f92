"""Plant the demo network once; afterwards only new links are made."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import coaching.domains  # noqa: F401  what follows a set-up is told by the domains above
from coaching.accounts.commands import change_network, link_for, set_up, set_up_link
from coaching.accounts.commands.roles import give_role, open_account
from coaching.accounts.queries import actor_for, network
from coaching.demo import beside, history, surroundings, teams
from coaching.demo.cast import cast
from coaching.kit.access import PUBLIC, Actor, Grant
from coaching.kit.database import atomic, execute, fetchval
from coaching.people.commands import find_or_add

ZONE = 'America/Chicago'


async def plant(*, now: datetime.datetime) -> dict[str, str]:
    """Make the network where there is none, and a sign-in link for each role."""
    if await fetchval('select not exists (select from account)'):
        async with atomic():
            await _plant(now)
    links = {role: await link_for(member.email, now=now) for role, member in cast().staff.items()}
    return {role: link for role, link in links.items() if link}


async def _plant(now: datetime.datetime) -> None:
    await _staff(now)
    coordinator = await _actor(cast().staff['coordinator'].email)
    found = await surroundings.place_everything(coordinator, now=now)
    trainer = await _actor(cast().staff['trainer'].email)
    await execute("update offering set join_url = 'https://meet.example/cafe', join_by_phone = '312-555-0100, 4711#'")
    await execute("update session set join_url = 'https://meet.example/cafe', join_by_phone = '312-555-0100, 4711#'")
    await execute('insert into offering_trainer (offering_id, person_id) select id, $1 from offering', trainer.person_id)
    await execute('insert into session_trainer (session_id, person_id) select id, $1 from session', trainer.person_id)
    await history.tell(trainer, now=now, zone=ZoneInfo(ZONE))
    await surroundings.settle_groups(found, coordinator, now=now)
    last_letter = await fetchval('select coalesce(max(id), 0) from promise')
    coaches = await teams.coaches(coordinator, now=now)
    team_ids = {}
    for walkers in cast().teams:
        team_ids[walkers.name] = team_id = await beside.accompany(walkers, coaches, coordinator, now=now, zone=ZONE)
        if walkers.may_call:
            host_id = await teams.person_of(walkers.may_call, walkers.languages[0], now=now)
            await beside.agree_to_be_called(team_id, host_id, coordinator, now=now)
    for one in cast().cohorts:
        await beside.look_together(one, await _actor(cast().staff[one.keeper].email), team_ids, now=now)
    await teams.ask_for_cafes(now=now)
    written = 'update promise set sent_at = due_at where id > $2 and due_at < $1 and cancelled_at is null'
    await execute(written, now - datetime.timedelta(days=1), last_letter)


async def _staff(now: datetime.datetime) -> None:
    whole = cast()
    first = whole.staff['coordinator']
    link = await set_up_link(now=now)
    assert link
    done = await set_up(
        link.rsplit('/', 1)[1], network=whole.network, zone=ZONE, languages=('en', 'es'), name=first.name, email=first.email,
        device='Demo', now=now,
    )  # fmt: skip
    coordinator = await actor_for(done.account_id)
    house = await network()
    assert coordinator and house
    await execute("delete from role_grant where account_id = $1 and role = 'trainer'", done.account_id)
    await change_network(
        name=whole.network, zone=ZONE, languages=('en', 'es'), help_lines=whole.help_lines, version=house.version, by=coordinator, now=now
    )
    for role, member in whole.staff.items():
        if 'trainer' in role:
            person_id, _ = await find_or_add(member.name, member.email, source='account', by=PUBLIC, now=now)
            account_id = await open_account(person_id, member.email, by=coordinator, now=now)
            await give_role(account_id, Grant('trainer', 'network', None), by=coordinator, now=now)


async def _actor(email: str) -> Actor:
    found = await actor_for(await fetchval('select id from account where email = $1', email))
    assert found
    return found
