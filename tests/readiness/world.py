"""A team that looks at its readiness: Alma leads it, Grace, Tomás and Wanda are of it, Rosa coaches it, Ellen looks after the network."""

from __future__ import annotations

import dataclasses
import datetime

from coaching.accounts.commands.roles import give_role, open_account
from coaching.accounts.queries import actor_for
from coaching.kit.access import SYSTEM, Actor, Grant
from coaching.people.commands import find_or_add
from coaching.readiness.commands.answering import save_answers, send_answers
from coaching.readiness.commands.rounds import open_round
from coaching.readiness.definition import Instrument, instrument
from coaching.readiness.values import Agreed, Form, Phase, Role, RoundFacts
from coaching.teams.commands.teams import form, join
from tests.conftest import NOW

TODAY = datetime.date(2026, 11, 18)
CHECK, HOST, LEVER = (instrument(key, 1) for key in ('readiness-check', 'host-check', 'lever-check'))


@dataclasses.dataclass(frozen=True)
class Team:
    """A team and everybody around it."""

    id: int
    people: tuple[Actor, ...]
    coach: Actor

    @property
    def lead(self) -> Actor:
        return self.people[0]


async def somebody(name: str, *roles: Grant) -> Actor:
    email = f'{name.lower().replace(" ", ".")}@example.org'
    person_id, _ = await find_or_add(name, email, source='account', by=SYSTEM, now=NOW)
    account_id = await open_account(person_id, email, by=SYSTEM, now=NOW)
    for role in roles:
        await give_role(account_id, role, by=SYSTEM, now=NOW)
    return await actor_for(account_id)


async def ellen() -> Actor:
    return await somebody('Ellen Park', Grant('coordinator', 'network', None))


async def a_team(name: str = 'Willow Street', names: tuple[str, ...] = ('Alma', 'Grace', 'Tomás', 'Wanda')) -> Team:
    people = [await somebody(f'{one} of {name}') for one in names]
    team_id = await form(name, lead_id=people[0].person_id, by=SYSTEM, now=NOW)
    for one in people[1:]:
        await join(team_id, one.person_id, by=SYSTEM, now=NOW)
    coach = await somebody(f'Rosa for {name}', Grant('coach', 'team', team_id))
    return Team(team_id, tuple([await actor_for(one.account_id) for one in people]), coach)


async def a_round(team: Team, one: Instrument = CHECK, asked: Form = Form.FULL) -> int:
    occasion = one.head.occasions[0]
    return await open_round(team.id, one, form=asked, occasion=occasion, by=team.lead, now=NOW)


async def answers(round_id: int, who: Actor, said: dict[str, str], role: Role = Role.PARENT) -> None:
    await save_answers(round_id, said, by=who)
    await send_answers(round_id, role, by=who)


def every(answer: str, one: Instrument = CHECK) -> dict[str, str]:
    """The same answer to all points."""
    return {item.key: answer for item in one.items}


def agreed(**said: str) -> dict[str, Agreed]:
    return {item: Agreed(item, answer) for item, answer in said.items()}


def a_round_in(phase: Phase, asked: Form = Form.FULL, team_id: int | None = 1, key: str = 'readiness-check') -> RoundFacts:
    """A round as the rules see it."""
    answered = None if phase is Phase.ANSWERING else TODAY
    return RoundFacts(7, team_id, key, 1, asked, 'baseline', phase, TODAY, answered, TODAY if phase is Phase.CLOSED else None)
