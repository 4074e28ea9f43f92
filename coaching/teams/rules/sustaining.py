"""When a team goes on by itself: the entry test of the domain's chapter 2.9. What is not known yet counts as not shown."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from coaching.kit.words import Later, later

CAFES = 6
OUTCOMES = 3


class Lacking(enum.StrEnum):
    """One of the facts that make a team sustaining."""

    CAFES = 'cafes'
    PARENT_HOSTS = 'parent_hosts'
    PREPARED = 'prepared'
    FEEDBACK = 'feedback'
    TOLD_BACK = 'told_back'
    CONDITIONS = 'conditions'
    OUTCOMES = 'outcomes'


SAID: dict[Lacking, Later] = {
    Lacking.CAFES: later('Six cafés in the last 12 months, each talked through afterwards'),
    Lacking.PARENT_HOSTS: later('At least half of the table hosts are parents'),
    Lacking.PREPARED: later('Every host is prepared'),
    Lacking.FEEDBACK: later('Feedback from at least two of three cafés'),
    Lacking.TOLD_BACK: later('Parents heard back what came of their words, at least once'),
    Lacking.CONDITIONS: later('Training goes on, the place supports it, parents lead: all three are fully there'),
    Lacking.OUTCOMES: later('Three of the six signs of the last step were seen in the last year'),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of a team; None is not known. Pairs are how many of how many."""

    cafes: int | None = None
    parent_hosts: tuple[int, int] | None = None
    is_prepared: bool | None = None
    feedback: tuple[int, int] | None = None
    told_back: int | None = None
    has_conditions: bool | None = None
    outcomes: int | None = None


def missing(shown: Shown) -> tuple[Lacking, ...]:
    """Each fact of the test that is not shown, in its order; nothing where a team goes on by itself."""
    is_there = {
        Lacking.CAFES: (shown.cafes or 0) >= CAFES,
        Lacking.PARENT_HOSTS: _share(shown.parent_hosts, 1, 2),
        Lacking.PREPARED: bool(shown.is_prepared),
        Lacking.FEEDBACK: _share(shown.feedback, 2, 3),
        Lacking.TOLD_BACK: (shown.told_back or 0) >= 1,
        Lacking.CONDITIONS: bool(shown.has_conditions),
        Lacking.OUTCOMES: (shown.outcomes or 0) >= OUTCOMES,
    }
    return tuple(one for one, is_so in is_there.items() if not is_so)


def _share(found: tuple[int, int] | None, part: int, whole: int) -> bool:
    """At least so many of so many; of none there is no share."""
    return found is not None and found[1] > 0 and found[0] * whole >= found[1] * part
