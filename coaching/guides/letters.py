"""What is written to a team about a guide that a coach sends: its name and its address, in the reader's language."""

from __future__ import annotations

import datetime

from coaching.guides.queries.teams import sending
from coaching.guides.reading import reading
from coaching.kit.links import address
from coaching.kit.words import speaking
from coaching.outbox.letters import Letter
from coaching.outbox.values import Promise
from coaching.people.queries import person
from coaching.teams.queries.teams import members


async def guide_sent(promise: Promise, _now: datetime.datetime) -> Letter | None:
    """The guide; nothing where the reader has left the team, or the guide is no longer on the shelf."""
    found, to = await sending(promise.subject_id), await person(promise.person_id or 0)
    if found is None or to is None or to.erased_at or to.email is None:
        return None
    team_id, slug, team = found
    if to.id not in {one.person_id for one in await members(team_id)}:
        return None
    with speaking(to.language):
        one = reading(slug)
        if one is None:
            return None
        return Letter(
            kind=promise.kind, language=to.language, to_name=to.name, to_address=to.email, message_id=promise.message_id,
            facts={'team': team, 'guide': one.page.head.title, 'about': one.page.head.summary}, button=address(f'/guides/{slug}'),
        )  # fmt: skip


WRITERS = {'guide-sent': guide_sent}
