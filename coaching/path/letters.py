"""What is written to a team about its steps; why something is not yet done stands on the page behind a sign-in."""

from __future__ import annotations

import datetime

from coaching.kit.links import address
from coaching.kit.words import _, speaking
from coaching.outbox.letters import Letter
from coaching.outbox.values import Promise
from coaching.path.definition import path
from coaching.path.queries.answers import answer_that_stands
from coaching.people.queries import person
from coaching.teams.queries.teams import members


async def answered(promise: Promise, _now: datetime.datetime) -> Letter | None:
    """Which step it is and who answered; nothing where something else happened to the step since, or the reader has left the team."""
    told, to = await answer_that_stands(promise.subject_id), await person(promise.person_id or 0)
    if told is None or to is None or to.erased_at or to.email is None:
        return None
    if to.id not in {one.person_id for one in await members(told['team_id'])}:
        return None
    with speaking(to.language):
        step = path(told['path_key'], told['path_version']).step(told['step'])
        facts = {
            'team': told['team'], 'coach': told['coach'] or _('Your coach'), 'number': str(told['step']),
            'step': step.head.label if step else '',
        }  # fmt: skip
        return Letter(
            kind=promise.kind, language=to.language, to_name=to.name, to_address=to.email, message_id=promise.message_id, facts=facts,
            button=address(f'/team/{told["team_id"]}/steps/{told["step"]}'),
        )  # fmt: skip


WRITERS = {'step-signed-off': answered, 'step-not-yet': answered}
