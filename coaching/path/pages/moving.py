"""What a talk with a coach can move on a team's path: its step of now, and the parts of it."""

from __future__ import annotations

import datetime

from coaching.coaches.pages.reaching import Moves
from coaching.kit.words import _
from coaching.path.definition import path
from coaching.path.queries import journey, steps
from coaching.path.rules.progress import step_now


async def moves(team_id: int) -> Moves:
    """The step at which the team is, with its parts; nothing for a team that walks by no path."""
    walk = await journey(team_id)
    if walk is None:
        return Moves()
    here = step_now(await steps(walk, on=datetime.date.max))
    step = path(walk.path_key, walk.path_version).steps[here - 1]
    whole = str(here), _('Step %(n)s: %(label)s', n=here, label=step.head.label)
    return Moves(here, (whole, *((purpose.code, purpose.words) for purpose in step.head.purposes)))
