"""Which teams are looked at together."""

from __future__ import annotations

import datetime

from coaching.kit.refusal import Reason
from coaching.kit.words import Later, later
from coaching.teams.values import CohortFacts, CohortKind

COHORT_KINDS: dict[CohortKind, Later] = {
    CohortKind.START: later('Began together'),
    CohortKind.GRANT: later('Paid by one grant'),
    CohortKind.PLACE: later('In one place'),
}


class NoCohort(Reason):
    """Why a cohort cannot be made or changed."""

    GONE = 'This cohort is not here.'
    NAME_IS_MISSING = 'Give the cohort a name.'
    PLACE_IS_MISSING = 'Choose the place of these teams.'
    ENDED = 'This cohort has ended.'
    ENDS_TOO_EARLY = 'Choose a day after the cohort began.'
    HERE_ALREADY = 'This team is in the cohort already.'
    NO_TEAM = 'Choose a team.'
    CHANGED_MEANWHILE = 'Somebody else changed this while you were writing. Look at it again.'


def why_not_make(name: str, kind: CohortKind, *, place_id: int | None) -> NoCohort | None:
    """A cohort has a name; one of a place says which."""
    if not name.strip():
        return NoCohort.NAME_IS_MISSING
    return NoCohort.PLACE_IS_MISSING if kind is CohortKind.PLACE and place_id is None else None


def why_not_add_to(cohort: CohortFacts | None, today: datetime.date) -> NoCohort | None:
    """What has ended takes nobody in."""
    if cohort is None:
        return NoCohort.GONE
    return NoCohort.ENDED if cohort.ended_on is not None and cohort.ended_on <= today else None


def why_not_change_cohort(
    cohort: CohortFacts | None, *, version: int, began_on: datetime.date, ended_on: datetime.date | None
) -> NoCohort | None:
    """Of two who write, the second is told; an end comes after the beginning."""
    if cohort is None:
        return NoCohort.GONE
    if cohort.version != version:
        return NoCohort.CHANGED_MEANWHILE
    return NoCohort.ENDS_TOO_EARLY if ended_on is not None and ended_on < began_on else None
