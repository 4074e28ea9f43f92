"""What people of a team came to before they were one."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from coaching.funnel.queries.stages import histories
from coaching.funnel.values import Kind
from coaching.kit import clock
from coaching.kit.words import _, later

SAID = {Kind.TRAINING: later('came to a Training'), Kind.INTRO: later('came to an Intro'), Kind.TASTE: later('came to a Taste')}


async def came_to(person_ids: Collection[int]) -> Mapping[int, str]:
    """The furthest of what each of these persons came to, in words; whoever came to nothing is not in it."""
    found = {}
    for person_id, history in (await histories(person_ids, now=clock.now())).items():
        kinds = {came.kind for came in history.came}
        if furthest := next((kind for kind in SAID if kind in kinds), None):
            found[person_id] = _(SAID[furthest])
    return found
