"""How what was answered and agreed is read: far apart first, the weakest part sets the band, and only the same point makes a line."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from coaching.readiness.definition import NO_FIT, UNSURE, Instrument, Item
from coaching.readiness.values import Agreed, Component, Draft, Moved, Role, Spread, Tally

ENOUGH_TO_SHOW = 4
FAR_APART = 2
ENOUGH_AGREED = Fraction(3, 4)
HALF_A_YEAR, A_YEAR = datetime.timedelta(days=182), datetime.timedelta(days=365)
TIMES_ROOTED = 3


class Due(enum.StrEnum):
    """Why a team may look at its readiness now."""

    FIRST = 'first'
    SECOND_CAFE = 'second_cafe'
    HALF_A_YEAR = 'half_a_year'
    A_YEAR = 'a_year'


def spreads_of(one: Instrument, items: Iterable[str], drafts: Sequence[Draft], tally: Tally) -> dict[str, Spread]:
    """What is kept of all the answers: by point, how many, and from four on how far apart."""
    return {item: _spread(one, _given(one, item, drafts, tally)) for item in items}


def _given(one: Instrument, item: str, drafts: Sequence[Draft], tally: Tally) -> dict[str, int]:
    on_paper = tally.answers.get(item, {})
    return {answer: on_paper.get(answer, 0) + sum(draft.answers.get(item) == answer for draft in drafts) for answer in one.answers}


def _spread(one: Instrument, given: Mapping[str, int]) -> Spread:
    answered = sum(given.values())
    if answered < ENOUGH_TO_SHOW:
        return Spread(answered)
    unsure, no_fit = given.get(UNSURE, 0), given.get(NO_FIT, 0)
    raters = answered - unsure - no_fit
    values = [value for answer, value in one.values.items() if given[answer]] if raters >= ENOUGH_TO_SHOW else []
    return Spread(answered, raters, unsure, no_fit, min(values, default=None), max(values, default=None))


def roles_of(drafts: Iterable[Draft], tally: Tally) -> dict[Role, int]:
    """How many answered as parents, staff and partners."""
    sent = [draft.role for draft in drafts]
    counts = {role: sent.count(role) + tally.roles.get(role, 0) for role in Role}
    return {role: count for role, count in counts.items() if count}


def in_order_of_talk(items: Sequence[Item], spreads: Mapping[str, Spread]) -> tuple[list[Item], list[Item]]:
    """The points to begin with, where answers lie two or more apart, the farthest first; then all others in their order."""
    far = [item for item in items if item.key in spreads and spreads[item.key].apart >= FAR_APART]
    return sorted(far, key=lambda item: -spreads[item.key].apart), [item for item in items if item not in far]


def components(one: Instrument, agreed: Mapping[str, Agreed]) -> tuple[Component, ...]:
    """The parts side by side; a part without answers to three quarters of its points has no share and no band (R3)."""
    if not one.head.scored:
        return ()
    values, found = one.values, []
    for part in one.head.parts:
        said = [agreed[item.key].answer if item.key in agreed else '' for item in part.items]
        fitting = [answer for answer in said if answer != NO_FIT]
        counted = [values[answer] for answer in fitting if answer in values]
        share = None
        if counted and Fraction(len(counted), len(fitting)) >= ENOUGH_AGREED:
            share = Fraction(sum(counted), len(counted) * max(values.values()))
        found.append(Component(part.key, part.title, len(fitting), len(counted), _number(share), _band(one, share)))
    return tuple(found)


def _number(share: Fraction | None) -> float | None:
    return None if share is None else float(share)


def _band(one: Instrument, share: Fraction | None) -> str | None:
    if share is None:
        return None
    return [band.key for band in one.head.bands if share >= Fraction(str(band.share))][-1]


def weakest(found: Sequence[Component]) -> Component | None:
    """The part that sets the band of the whole; None while one of them has no share."""
    shares = [component.share for component in found if component.share is not None]
    if not found or len(shares) < len(found):
        return None
    return next(component for component in found if component.share == min(shares))


def must_haves_low(one: Instrument, agreed: Mapping[str, Agreed]) -> tuple[Item, ...]:
    """What should be there before the first café and is not yet, or is not known to be; a warning, never a lock."""
    enough = one.head.enough
    if enough is None:
        return ()
    reached = {key for key, said in agreed.items() if one.values.get(said.answer, -1) >= enough}
    return tuple(item for item in one.items if item.must_have and item.key not in reached)


def moved(one: Instrument, before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Moved, ...]:
    """The points that have an answer both times and do not stand where they stood; both by the keys of this version (R2)."""
    values = one.values
    both = [item.key for item in one.items if before.get(item.key) in values and after.get(item.key) in values]
    steps = (Moved(key, before[key], after[key], values[after[key]] - values[before[key]]) for key in both)
    return tuple(step for step in steps if step.by)


def due(
    closed: Sequence[tuple[datetime.date, bool]], *, step: int, second_cafe_on: datetime.date | None = None, today: datetime.date
) -> Due | None:
    """Whether a team should look again; `closed` are the days of its full rounds and whether all was in the highest band, newest first.

    First in step 3; once more after the second café; then each half year, and once a year for who was rooted three times in a row.
    """
    if not closed:
        return Due.FIRST if step >= 3 else None
    last_on = closed[0][0]
    if second_cafe_on is not None and last_on < second_cafe_on <= today:
        return Due.SECOND_CAFE
    is_rooted = len(closed) >= TIMES_ROOTED and all(is_highest for _on, is_highest in closed[:TIMES_ROOTED])
    if today - last_on < (A_YEAR if is_rooted else HALF_A_YEAR):
        return None
    return Due.A_YEAR if is_rooted else Due.HALF_A_YEAR
