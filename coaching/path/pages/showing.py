"""How a team's way looks on a page: each step with the words for where it stands."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence

from coaching.kit import dates
from coaching.kit.words import _
from coaching.path.definition import Path, Step
from coaching.path.rules.steps import state_of
from coaching.path.values import Did, StepFact, StepFacts, StepState

FRESH_DAYS = 14


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """A step on the road; `words` say where it stands, `kind` is the look of these words."""

    number: int
    label: str
    summary: str
    state: StepState
    words: str
    kind: str
    is_now: bool

    @property
    def is_done(self) -> bool:
        return self.state is StepState.CONFIRMED


def state_words(step: StepFacts, coach: str) -> tuple[str, str]:
    """Where a step stands, in words, and how these look; `coach` is a name, '' where nobody coaches."""
    state = state_of(step)
    if state is StepState.CONFIRMED:
        return _('Done %(day)s', day=dates.day(step.history[-1].happened_on, dates.DAY_OF_YEAR)), 'done'
    if state is StepState.CLAIMED:
        return (_('Waiting for %(coach)s', coach=coach) if coach else _('Waiting for your coach')), 'info'
    return {
        StepState.NOT_STARTED: (_('Not started'), 'later'),
        StepState.WORKING: (_('Working on it'), 'now'),
        StepState.NOT_APPLICABLE: (_('Set aside'), 'later'),
        StepState.LIVING: (_('It goes on'), 'now'),
    }[state]


def road(path: Path, steps: Sequence[StepFacts], *, now: int, coach: str) -> list[Shown]:
    """Every step in its order."""
    return [_shown(words, facts, now=now, coach=coach) for words, facts in zip(path.steps, steps, strict=True)]


def _shown(step: Step, facts: StepFacts, *, now: int, coach: str) -> Shown:
    words, kind = state_words(facts, coach)
    return Shown(step.number, step.head.label, step.head.summary, state_of(facts), words, kind, step.number == now)


def asked_of(step: StepFacts) -> StepFact | None:
    """What a coach asks before the step is done, until the team says once more that it is."""
    last = step.history[-1] if step.history else None
    return last if last and last.why and last.did in (Did.RETURNED, Did.REOPENED) else None


def signed_off(steps: Sequence[StepFacts], *, today: datetime.date) -> list[tuple[int, StepFact]]:
    """The sign-offs of the last 14 days that stand, as (number of the step, fact)."""
    last = [(step.number, step.history[-1]) for step in steps if step.history]
    return [(number, fact) for number, fact in last if fact.did is Did.CONFIRMED and (today - fact.happened_on).days <= FRESH_DAYS]
