"""How far a team has come: purposes that are reached, days, and the step where it is; told beside others, never against a deadline.

Proportion and duration are those of the Stages of Implementation Completion, as the domain's chapter 2.5 takes them over.
"""

from __future__ import annotations

import datetime
import statistics
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from coaching.path.rules.steps import state_of
from coaching.path.values import Marked, StepFacts, StepState

FEW = 3  # fewer teams have no middle that could be told without naming one of them


@dataclass(frozen=True, slots=True)
class Progress:
    """`reached` of `purposes` that count; `days` from the first evidence to the sign-off, or to today while it is open."""

    reached: int
    purposes: int
    days: int | None


def progress(step: StepFacts, *, today: datetime.date) -> Progress:
    """How far one step is."""
    if state_of(step) is StepState.NOT_APPLICABLE:
        return Progress(0, 0, None)
    counted = [code for code in step.codes if code not in step.excepted]
    reached = sum(step.marks.get(code, Marked.NOT_YET) is Marked.FULLY for code in counted)
    return Progress(reached, len(counted), _days(step, today))


def _days(step: StepFacts, today: datetime.date) -> int | None:
    if not step.evidence_on:
        return None
    until = step.history[-1].happened_on if state_of(step) is StepState.CONFIRMED else today
    return max(0, (until - min(step.evidence_on)).days)


def step_now(steps: Sequence[StepFacts]) -> int:
    """The step where the team is: the first that is neither signed off nor set aside; the last one lives."""
    open_ones = (step.number for step in steps if state_of(step) not in (StepState.CONFIRMED, StepState.NOT_APPLICABLE))
    return next(open_ones, steps[-1].number)


def middle(days: Collection[int]) -> float | None:
    """The cohort's own middle of the days that a step took; None where too few teams have taken it."""
    return statistics.median(days) if len(days) >= FEW else None

