"""What the network knows of a team by itself, offered in words; it moves nothing until somebody uses it."""

from __future__ import annotations

import dataclasses
import datetime

from babel.lists import format_list

from coaching.kit import dates
from coaching.kit.words import _, n_, spoken
from coaching.path.pages.showing import first_name
from coaching.path.queries import known_by_itself
from coaching.path.values import JourneyFacts

SHOWN_BY = {
    ('community-cafe', 2): 'taste', ('community-cafe', 3): 'intro', ('community-cafe', 5): 'training', ('parent-cafe', 1): 'taste',
    ('parent-cafe', 2): 'intro', ('parent-cafe', 3): 'training', ('parent-cafe', 6): 'training', ('school-cafe', 5): 'training',
}  # fmt: skip
"""Which kind of session shows a step, by the path's key and the step's number."""


@dataclasses.dataclass(frozen=True, slots=True)
class Known:
    """Some of the team came to a session on that day."""

    session_id: int
    held_on: datetime.date
    words: str


async def known(walk: JourneyFacts, number: int) -> list[Known]:
    """What may be used for this step and is not yet."""
    kind = SHOWN_BY.get((walk.path_key, number))
    if kind is None:
        return []
    return [_said(row['session_id'], kind, row['held_on'], row['names']) for row in await known_by_itself(walk, number, kind)]


def _said(session_id: int, kind: str, held_on: datetime.date, names: list[str]) -> Known:
    who = format_list([first_name(name) for name in names], locale=spoken().locale)
    what = {'taste': _('the Taste'), 'intro': _('the Intro'), 'training': _('the Training')}[kind]
    day = dates.day(held_on, dates.DAY_OF_YEAR)
    words = n_('%(who)s came to %(what)s on %(day)s.', '%(who)s came to %(what)s on %(day)s.', len(names), who=who, what=what, day=day)
    return Known(session_id, held_on, words)
