"""What domains above know of a team and its people, asked through here because nothing below may import them."""

from __future__ import annotations

import datetime
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass

from coaching.kit.words import Later
from coaching.teams.rules.sustaining import Shown


@dataclass(frozen=True, slots=True)
class StepDates:
    """How far a step is, in days and numbers and in no words of the team."""

    number: int
    title: str
    is_settled: bool
    standing: Later
    since: datetime.date | None
    signed_off_on: datetime.date | None
    reached: int
    purposes: int
    days: int | None


Walked = Callable[[int, datetime.date], Awaitable[list[StepDates]]]
Known = Callable[[int], Awaitable[Shown]]
Stages = Callable[[Collection[int]], Awaitable[Mapping[int, str]]]


@dataclass(slots=True)
class Beside:
    """Who answers: the dates of a team's way, what is shown of a team that goes on by itself, what its people came to before."""

    walked: Walked | None = None
    known: Known | None = None
    stages: Stages | None = None


_beside = Beside()


def told_by(*, walked: Walked | None = None, known: Known | None = None, stages: Stages | None = None) -> None:
    """Who knows from now on; what is not said stays as it was."""
    _beside.walked, _beside.known, _beside.stages = walked or _beside.walked, known or _beside.known, stages or _beside.stages


async def walk(team_id: int, today: datetime.date) -> list[StepDates]:
    """The steps of a team's way as they stand today."""
    return await _beside.walked(team_id, today) if _beside.walked else []


async def shown(team_id: int) -> Shown:
    """What is known of a team that may go on by itself."""
    return await _beside.known(team_id) if _beside.known else Shown()


async def stages(person_ids: Collection[int]) -> Mapping[int, str]:
    """What these persons came to before, by their ids, in one word each; whoever came to nothing is not in it."""
    return await _beside.stages(person_ids) if _beside.stages else {}
