"""A world of teams with the ids that requests name: the great coach's teams, who leads them, and how far they are."""

from __future__ import annotations

import dataclasses
import datetime

from coaching.kit.database import fetchval
from coaching.path.queries import journey, numbers, steps
from coaching.path.rules.progress import step_now
from coaching.path.rules.steps import why_not_claim
from coaching.path.values import Stood
from tests.benchmarks.teams.world import World

WRITTEN = (
    'contact_team', 'contact_coach', 'appointment', 'next_step', 'contact', 'purpose_mark', 'step_why', 'step_fact', 'promise', 'entry',
)  # fmt: skip
"""Tables in which something is written while it is measured, those first that name another."""


@dataclasses.dataclass(frozen=True, slots=True)
class Home:
    """A team with its lead and the step where it is; `marks` are the parts of that step, each with how often the team marked it."""

    team_id: int
    lead_id: int
    step: int
    marks: tuple[tuple[str, int], ...]
    may_claim: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Town:
    """`ends` are the last rows of tables before anything was written while it is measured."""

    world: World
    teams: tuple[Home, ...]
    ends: dict[str, int]


async def town(found: World) -> Town:
    homes = [await _home(team_id, lead_id) for team_id, lead_id in zip(found.hers, found.lead_ids, strict=True)]
    return Town(found, tuple(homes), {table: await fetchval(f'select coalesce(max(id), 0) from {table}') for table in WRITTEN})


async def _home(team_id: int, lead_id: int) -> Home:
    walk = await journey(team_id)
    assert walk
    every, counted = await steps(walk, on=datetime.date.max), await numbers(walk.id, 'team')
    facts = every[step_now(every) - 1]
    marks = tuple((code, counted.get(code, 0)) for code in facts.codes)
    return Home(team_id, lead_id, facts.number, marks, why_not_claim(facts, by=Stood(lead_id, is_member=True)) is None)

