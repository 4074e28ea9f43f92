"""How far a team is, for whoever looks after its place: days and numbers, and no words of the team."""

from __future__ import annotations

import datetime

from coaching.kit.words import Later, later
from coaching.path import definition, queries
from coaching.path.rules.progress import progress
from coaching.path.rules.steps import SETTLED, state_of
from coaching.path.values import Did, StepFacts, StepState
from coaching.teams.pages.beside import StepDates

STANDING: dict[StepState, Later] = {
    StepState.NOT_STARTED: later('not begun'),
    StepState.WORKING: later('under way'),
    StepState.CLAIMED: later('said to be done'),
    StepState.CONFIRMED: later('signed off'),
    StepState.NOT_APPLICABLE: later('set aside'),
    StepState.LIVING: later('goes on'),
}


async def walked(team_id: int, today: datetime.date) -> list[StepDates]:
    """Each step of the team's way, as it stands today; nothing where it walks by no path."""
    walk = await queries.journey(team_id)
    if walk is None:
        return []
    titles = {step.number: step.head.title for step in definition.path(walk.path_key, walk.path_version).steps}
    return [_dates(facts, titles[facts.number], today) for facts in await queries.steps(walk, on=today)]


def _dates(facts: StepFacts, title: str, today: datetime.date) -> StepDates:
    state, far = state_of(facts), progress(facts, today=today)
    days = [*facts.evidence_on, *(fact.happened_on for fact in facts.history)]
    last = facts.history[-1] if facts.history else None
    signed_off_on = last.happened_on if last and last.did is Did.CONFIRMED else None
    return StepDates(
        facts.number, title, state in SETTLED, STANDING[state], min(days, default=None), signed_off_on, far.reached, far.purposes, far.days,
    )  # fmt: skip
