"""What the network knows of a team by itself, offered in words; it moves nothing until somebody uses it."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

from babel.lists import format_list

from coaching.kit import dates
from coaching.kit.words import _, n_, spoken
from coaching.path.queries import known_by_itself
from coaching.path.rules.steps import SETTLED, state_of
from coaching.path.values import JourneyFacts, StepFacts
from coaching.people.rules import first_name

SHOWN_BY = {
    ('community-cafe', 2): 'taste', ('community-cafe', 3): 'intro', ('community-cafe', 5): 'training', ('parent-cafe', 1): 'taste',
    ('parent-cafe', 2): 'intro', ('parent-cafe', 3): 'training', ('parent-cafe', 6): 'training', ('school-cafe', 5): 'training',
}  # fmt: skip
"""Which kind of session shows a step, by the path's key and the step's number."""


@dataclasses.dataclass(frozen=True, slots=True)
class Known:
    """A session, a talk or a meeting, as `what` says, and what it shows in words."""

    what: str
    id: int
    held_on: datetime.date
    words: str


async def known(walk: JourneyFacts, facts: StepFacts) -> list[Known]:
    """What may be used for this step and is not yet; nothing more is offered for a step that is settled."""
    if state_of(facts) in SETTLED:
        return []
    kind = SHOWN_BY.get((walk.path_key, facts.number))
    since = facts.history[0].happened_on if facts.history else None
    rows = await known_by_itself(walk, facts.number, kind, since=since)
    return [Known(row['what'], row['id'], row['held_on'], _said(row, kind)) for row in rows]


def _said(row: dict[str, Any], kind: str | None) -> str:
    names = [first_name(name) for name in row['names']]
    who, day = format_list(names, locale=spoken().locale), dates.day(row['held_on'], dates.DAY_OF_YEAR)
    if row['what'] == 'contact':
        return _('We talked with %(who)s on %(day)s.', who=who, day=day)
    if row['what'] == 'meeting':
        about = row['title']
        return _('We met on %(day)s: %(title)s', day=day, title=about) if about else _('We met on %(day)s.', day=day)
    what = {'taste': _('the Taste'), 'intro': _('the Intro'), 'training': _('the Training')}[kind or '']
    return n_('%(who)s came to %(what)s on %(day)s.', '%(who)s came to %(what)s on %(day)s.', len(names), who=who, what=what, day=day)
