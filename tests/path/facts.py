"""Steps as facts, for the rules."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from coaching.path.values import Did, Marked, StepFact, StepFacts, Stood

TODAY = datetime.date(2026, 11, 20)
DAY = datetime.timedelta(days=1)
ALMA, GRACE, ROSA, EFRAIN = 1, 2, 3, 4
"""Alma and Grace are of the team; Rosa and Efraín coach."""
MEMBER, COACH, STRANGER = Stood(ALMA, is_member=True), Stood(ROSA, is_coach=True), Stood(EFRAIN)
CODES = ('3.a', '3.b')
ALL = dict.fromkeys(CODES, Marked.FULLY)
BEGUN = dict.fromkeys(CODES, Marked.PARTLY)


def what_happened(*did: Did, by: int = ALMA, on: datetime.date = TODAY) -> tuple[StepFact, ...]:
    return tuple(StepFact(one, on, datetime.datetime(2026, 11, 20, 18, tzinfo=datetime.UTC), by) for one in did)


def a_step(
    *did: Did, number: int = 3, marks: Mapping[str, Marked] | None = None, evidence: int = 1, by: int = ALMA, **more: object
) -> StepFacts:
    """A step in which all that was said is reached, with that many pieces of evidence, one each day until today."""
    facts: dict[str, object] = {'codes': CODES, 'evidence_on': tuple(TODAY - DAY * one for one in range(evidence)), **more}
    return StepFacts(number, history=what_happened(*did, by=by), marks=ALL if marks is None else marks, **facts)  # type: ignore[arg-type]
