"""What is measured of teams and coaches."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from coaching.kit.database import fetch
from tests.benchmarks.figures import Figure, household, request
from tests.benchmarks.teams.world import GREAT_COACH, World, token

READING, WRITING = 400, 200  # a second


@dataclasses.dataclass(frozen=True, slots=True)
class Town:
    """The great coach's teams with who leads them, and the step where each is."""

    world: World
    teams: tuple[tuple[int, int, int], ...]


Pages = Callable[[Town], list[tuple[str, str]]]
"""Paths, each with the sign-in of whoever opens it."""

STEPS = 'select journey_id, max(step) as step from step_fact where journey_id = any($1) group by 1'


async def town(found: World) -> Town:
    steps = {row['journey_id']: row['step'] for row in await fetch(STEPS, found.hers)}
    return Town(found, tuple((team_id, lead, steps[team_id]) for team_id, lead in zip(found.hers, found.lead_ids, strict=True)))


def homes(town: Town) -> list[tuple[str, str]]:
    """Each team's home, opened by whoever leads it."""
    return [(f'/team/{team_id}', token(lead)) for team_id, lead, _step in town.teams]


def steps(town: Town) -> list[tuple[str, str]]:
    """The page of the step where each team is."""
    return [(f'/team/{team_id}/steps/{step}', token(lead)) for team_id, lead, step in town.teams]


def caseload(_town: Town) -> list[tuple[str, str]]:
    return [('/coach', token(GREAT_COACH))]


READ: dict[str, Pages] = {'home': homes, 'step': steps}


def visits(pages: Pages) -> Callable[[Town, int], list[bytes]]:
    return lambda town, _many: [
        request('GET', path, X_Forwarded_For=household(), Cookie=f'sign-in={signed}') for path, signed in pages(town)
    ]


def again(name: str, pages: Pages) -> Callable[[str, Town, int], Sequence[bytes]]:
    return lambda kind, town, _many: [request('GET', f'/{kind}/again/{name}/{number}') for number in range(len(pages(town)))]


FIGURES = (
    Figure('team home', visits(homes), again('home', homes), aim=READING),
    Figure('step page', visits(steps), again('step', steps), aim=READING),
)  # fmt: skip
