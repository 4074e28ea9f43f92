"""Who stands beside the demo network's teams, since when, and what they did together."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from coaching.accounts.queries import account_of, actor_for, network_day
from coaching.coaches.commands import helping, planning, talks
from coaching.coaches.commands.assigning import assign, end
from coaching.coaches.commands.covering import may_be_called
from coaching.coaches.commands.logging import log
from coaching.coaches.rules.planning import Side
from coaching.coaches.values import Beside, Logged, NewStep
from coaching.demo import teams
from coaching.demo.cast import Together, Walkers
from coaching.demo.teams import told
from coaching.kit.access import Actor
from coaching.kit.database import fetchval
from coaching.teams.commands import cohorts
from coaching.teams.queries.teams import members
from coaching.teams.values import CohortKind

DAY = datetime.timedelta(days=1)
EVERY = 21
AT_MOST = 8
PLAN_FROM = 5
PURPOSES = ('getting_to_know', 'clarifying', 'readiness', 'designing', 'planning_cafe', 'preparing_hosts', 'feedback')


async def accompany(walkers: Walkers, coaches: Mapping[str, Actor], coordinator: Actor, *, now: datetime.datetime, zone: str) -> int:
    """A team with its coach, walked to where it is and talked with every three weeks; its id."""
    team_id = await teams.gather(walkers, coordinator, now=now)
    began = now - walkers.weeks * teams.WEEK
    since = await network_day(began)
    coach = coaches[walkers.coach]
    assert coach.person_id
    assigned = await assign(team_id, coach.person_id, on=since, by=coordinator, now=began)
    if walkers.apprentice:
        learns = coaches[walkers.apprentice].person_id
        assert learns
        await assign(team_id, learns, Beside.APPRENTICE, on=since + 30 * DAY, by=coordinator, now=began + 30 * DAY)
    actor = await actor_for(coach.account_id or 0, now)
    assert actor
    await teams.walk(team_id, walkers, actor, now=now)
    await _talk(team_id, walkers, actor, now=now)
    if walkers.step >= PLAN_FROM:
        await _agree(team_id, walkers, actor, now=max(began, now - 40 * DAY))
    if walkers.next_talk:
        starts_at = datetime.datetime.combine(since + walkers.weeks * 7 * DAY + walkers.next_talk * DAY, datetime.time(16), ZoneInfo(zone))
        await talks.plan(team_id, coach.person_id, starts_at, zone=zone, by=actor, now=now)
    if walkers.needs_help:
        await helping.ask(team_id, walkers.needs_help, by=await _lead(team_id, now), now=now - DAY / 4)
    if walkers.alone:
        gone = now - walkers.alone * DAY
        await end(assigned, on=await network_day(gone), why='left', by=coordinator, now=gone)
    return team_id


async def _lead(team_id: int, now: datetime.datetime) -> Actor:
    account = await account_of((await members(team_id))[0].person_id)
    assert account
    found = await actor_for(account.id, now)
    assert found
    return found


async def _talk(team_id: int, walkers: Walkers, coach: Actor, *, now: datetime.datetime) -> None:
    """The talks until some days ago, the oldest first; what was agreed on in the last is still open."""
    last = now - walkers.quiet * DAY
    days = [at for at in (last - number * EVERY * DAY for number in range(AT_MOST)) if at > now - walkers.weeks * teams.WEEK]
    people = await members(team_id)
    words = told()
    for number, at in enumerate(reversed(days)):
        is_last = number == len(days) - 1
        step = NewStep(words.agreed[walkers.languages[0]], people[-1].person_id, await network_day(at + 10 * DAY))
        talk = Logged(
            draft_key=f'demo-{team_id}-{number:04d}', team_ids=(team_id,), happened_on=await network_day(at), minutes=25 + number % 3 * 10,
            mode='phone' if number % 3 else 'at_their_place', travel_minutes=0 if number % 3 else 40,
            purposes=(PURPOSES[number % len(PURPOSES)],), touched=(str(min(walkers.step, number + 1)),),
            going_well=words.well[walkers.languages[0]], in_the_way=words.hard[walkers.languages[0]] if number % 4 == 1 else '',
            for_coaches=words.hard[walkers.languages[0]] if number % 4 == 3 else '', steps=(step,) if is_last else (),
        )  # fmt: skip
        await log(talk, by=coach, now=at)


async def _agree(team_id: int, walkers: Walkers, coach: Actor, *, now: datetime.datetime) -> None:
    """One page to which both have said yes."""
    parts = told().plan[walkers.languages[0]]
    await planning.write(team_id, parts, (await network_day(now)) + 120 * DAY, seen=0, by=coach, now=now)
    await planning.agree(team_id, 1, Side.TEAM, by=await _lead(team_id, now), now=now + DAY)
    await planning.agree(team_id, 1, Side.COACH, by=coach, now=now + 2 * DAY)


async def agree_to_be_called(team_id: int, host_id: int, coordinator: Actor, *, now: datetime.datetime) -> None:
    """Somebody who has held many tables may be called by this team."""
    await assign(team_id, host_id, Beside.SEASONED_HOST, by=coordinator, now=now - 30 * DAY)
    await may_be_called(host_id, True, by=coordinator, now=now - 30 * DAY)


async def look_together(one: Together, keeper: Actor, team_ids: Mapping[str, int], *, now: datetime.datetime) -> int:
    """These teams are looked at together; its id."""
    began = now - one.weeks * teams.WEEK
    place_id = await fetchval('select id from place where name = $1', one.place)
    cohort_id = await cohorts.make(
        one.name, CohortKind(one.kind), place_id=place_id, grant_words=one.grant, began_on=await network_day(began), by=keeper, now=began
    )
    await cohorts.add_teams(cohort_id, [team_ids[name] for name in one.teams], by=keeper, now=now)
    return cohort_id
