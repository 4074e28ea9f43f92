"""The demo network's teams: each walked to its step as teams do, week after week, and told it what time it was."""

from __future__ import annotations

import datetime
import functools
from pathlib import Path

import msgspec
import yaml

from coaching.accounts.commands.roles import give_role, open_account
from coaching.accounts.queries import account_of, actor_for, network_day
from coaching.demo.cast import Walkers, cast
from coaching.kit.access import PUBLIC, Actor, Grant
from coaching.kit.database import execute, fetchval
from coaching.kit.words import fold
from coaching.path.commands import bold_steps, telling, walking
from coaching.path.definition import Path as Way
from coaching.path.definition import paths
from coaching.path.values import Marked
from coaching.people.commands import correct, find_or_add
from coaching.teams.commands import starting
from coaching.teams.commands.teams import change, form, join, say_parent_leader, stand
from coaching.teams.queries.teams import members, team
from coaching.teams.values import TeamStanding

FILE = Path(__file__).parents[2] / 'content' / 'demo' / 'walking.yaml'
DAY = datetime.timedelta(days=1)
WEEK = 7 * DAY
ACTIVE_FROM = 3


class Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was written down, by language: at each step what a team did and does next; what talks said, and a plan."""

    did: dict[str, list[str]]
    next: dict[str, list[str]]
    well: dict[str, str]
    hard: dict[str, str]
    agreed: dict[str, str]
    plan: dict[str, dict[str, str]]


@functools.cache
def told() -> Told:
    return msgspec.convert(yaml.safe_load(FILE.read_text(encoding='utf-8')), Told)


async def coaches(by: Actor, *, now: datetime.datetime) -> dict[str, Actor]:
    """Whoever coaches or learns to, by the part in the cast; `coach` is an office, an apprentice has none."""
    found = {}
    for part, member in cast().staff.items():
        if 'coach' not in part and part != 'apprentice':
            continue
        person_id, _ = await find_or_add(member.name, member.email, source='account', by=PUBLIC, now=now)
        account_id = await open_account(person_id, member.email, by=by, now=now)
        if 'coach' in part:
            await give_role(account_id, Grant('coach', 'network', None), by=by, now=now)
        found[part] = await _again(account_id, now)
    return found


async def _again(account_id: int, now: datetime.datetime) -> Actor:
    actor = await actor_for(account_id, now)
    assert actor
    return actor


async def person_of(name: str, language: str, *, now: datetime.datetime) -> int:
    """Somebody of the cast's people, who speaks the team's language; who came to sessions is the same person here."""
    first, *_others, last = fold(name).split()
    person_id, _ = await find_or_add(name, f'{first}.{last}@mail.example', language=language, source='self', by=PUBLIC, now=now)
    await correct(person_id, language=language, by=PUBLIC, now=now)
    return person_id


async def gather(walkers: Walkers, by: Actor, *, now: datetime.datetime) -> int:
    """The team with its people; its id."""
    began = now - walkers.weeks * WEEK
    people = {name: await person_of(name, walkers.languages[0], now=began) for name in walkers.people}
    place_id = await fetchval('select id from place where name = $1', walkers.place)
    first, *others = walkers.people
    way = {'models': (walkers.model,), 'place_id': place_id, 'languages': walkers.languages}
    team_id = await form(walkers.name, lead_id=people[first], by=by, now=began, **way)
    await change(team_id, version=1, cafe_name=walkers.cafe, serves=walkers.serves, by=by, now=began)
    for name in others:
        await join(team_id, people[name], by=by, now=began + WEEK)
    for member in await members(team_id):
        if member.name in walkers.parents:
            await say_parent_leader(member.id, is_parent_leader=True, by=by, now=began + WEEK)
    for name in walkers.groups:
        organisation = 'select id from organisation where name = $2'
        await execute(f'insert into team_organisation (team_id, organisation_id) select $1, ({organisation})', team_id, name)
    return team_id


async def walk(team_id: int, walkers: Walkers, coach: Actor, *, now: datetime.datetime) -> None:
    """From its first day to where it is now; the steps took it about equally long."""
    way = next(one for one in paths() if one.head.model == walkers.model)
    began, pace = now - walkers.weeks * WEEK, walkers.weeks * WEEK / walkers.step
    await walking.begin(team_id, way.key, way.version, by=coach, now=began)
    lead, second = [await _of_the_team(team_id, number, now) for number in (0, 1)]
    for number in range(1, walkers.step):
        await _whole_step(team_id, way, number, (lead, second, coach), walkers, now=began + (number - 1) * pace + 3 * DAY)
    if walkers.claimed:
        said = now - walkers.claimed * DAY
        await _reached(team_id, way, walkers.step, (lead, second), walkers, now=said - 3 * DAY)
        await walking.claim(team_id, walkers.step, by=lead, now=said)
    else:
        await _begun_step(team_id, way, lead, walkers, now=max(began + (walkers.step - 1) * pace + 3 * DAY, now - 60 * DAY))
    if walkers.step >= ACTIVE_FROM:
        await stand(team_id, TeamStanding.ACTIVE, by=coach, on=(began + 2 * pace).date(), now=began + 2 * pace)
    if walkers.standing:
        await stand(team_id, TeamStanding(walkers.standing), why=walkers.why, by=coach, now=now - 3 * WEEK)


async def _of_the_team(team_id: int, number: int, now: datetime.datetime) -> Actor:
    people = await members(team_id)
    account = await account_of(people[number % len(people)].person_id)
    assert account
    return await _again(account.id, now)


def _words(walkers: Walkers, kind: str, number: int) -> str:
    written = getattr(told(), kind)[walkers.languages[0]]
    return written[(number - 1) % len(written)]


async def _whole_step(
    team_id: int, way: Way, number: int, who: tuple[Actor, Actor, Actor], walkers: Walkers, *, now: datetime.datetime
) -> None:
    lead, second, coach = who
    await _reached(team_id, way, number, (lead, second), walkers, now=now)
    await walking.claim(team_id, number, by=lead, now=now + 3 * DAY)
    await walking.confirm(team_id, number, by=coach, now=now + 5 * DAY)
    bold = await bold_steps.set_bold_step(team_id, _words(walkers, 'next', number), who=lead.name.split()[0], by=lead, now=now)
    await bold_steps.end_bold_step(team_id, bold, is_done=True, by=second, now=now + 4 * DAY)


async def _reached(
    team_id: int, way: Way, number: int, who: tuple[Actor, Actor], walkers: Walkers, *, now: datetime.datetime
) -> None:
    lead, second = who
    step = way.steps[number - 1]
    if number == 1 and step.head.questions_private:
        for writer in (lead, second):
            await telling.wrote_for_oneself(team_id, by=writer, now=now)
    for code in step.codes:
        await telling.mark(team_id, code, Marked.FULLY, seen=0, on=await network_day(now), by=second, now=now)
    await telling.show(team_id, number, _words(walkers, 'did', number), on=await network_day(now), by=lead, now=now)


async def _begun_step(team_id: int, way: Way, lead: Actor, walkers: Walkers, *, now: datetime.datetime) -> None:
    """Where it is now: one part is reached, one partly, and the next thing to do has a day."""
    step = way.steps[walkers.step - 1]
    for code, marked in zip(step.codes, (Marked.FULLY, Marked.PARTLY), strict=False):
        await telling.mark(team_id, code, marked, seen=0, by=lead, now=now)
    await telling.show(team_id, walkers.step, _words(walkers, 'did', walkers.step), by=lead, now=now)
    due_on, what = await network_day(now) + 75 * DAY, _words(walkers, 'next', walkers.step)
    await bold_steps.set_bold_step(team_id, what, who=lead.name.split()[0], due_on=due_on, by=lead, now=now)


async def ask_for_cafes(*, now: datetime.datetime) -> None:
    """Those who asked for cafés and wait for a call."""
    for asker in cast().starts:
        first, *_others, last = fold(asker.name).split()
        await starting.ask(
            name=asker.name, email=f'{first}.{last}@mail.example', place=asker.place, who='', hope=asker.hope, language=asker.language,
            by=PUBLIC, now=now - asker.days * DAY,
        )  # fmt: skip


async def name_of(team_id: int) -> str:
    """What the team is called."""
    found = await team(team_id)
    assert found
    return found.name
