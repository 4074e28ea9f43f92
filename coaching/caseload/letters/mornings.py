"""The list of a morning: which teams need somebody and why, each with a link; no word of a note, of a call for help or of a step."""

from __future__ import annotations

import datetime

from coaching.accounts.queries import network
from coaching.caseload.commands.mornings import DAILY, WEEKLY
from coaching.caseload.queries.lists import Waits, cannot_wait_for, waits_for
from coaching.caseload.queries.mornings import desks
from coaching.caseload.rules.saying import said
from coaching.caseload.rules.writing import MOST_LINES
from coaching.kit import dates
from coaching.kit.links import address
from coaching.kit.words import _, n_, speaking
from coaching.outbox.letters import Letter, Row
from coaching.outbox.values import Promise
from coaching.people.queries import person


async def morning(promise: Promise, now: datetime.datetime) -> Letter | None:
    """The list as it is now; nothing where nothing waits any more, or for somebody who can no longer act."""
    to, house = await person(promise.person_id or 0), await network()
    mine = await desks(now, person_id=to.id) if to else []
    if to is None or to.email is None or house is None or not mine:
        return None
    read = waits_for if promise.kind == WEEKLY else cannot_wait_for
    found = await read(mine[0], today=dates.local(now, house.zone).date(), now=now, zone=house.zone)
    if found.is_nothing:
        return None
    with speaking(to.language):
        return Letter(
            kind=promise.kind, language=to.language, to_name=to.name, to_address=to.email, message_id=promise.message_id,
            facts={'summary': summary(found)}, rows=rows(found), button=address('/coach' if mine[0].team_ids else '/setup/teams'),
        )  # fmt: skip


def summary(found: Waits) -> str:
    """How much there is, as a subject says it."""
    parts = []
    if found.needy and found.counted == 1:
        parts.append(_('Your team needs you'))
    elif found.needy:
        parts.append(
            n_('%(n)s of your %(all)s teams needs you', '%(n)s of your %(all)s teams need you', len(found.needy), all=found.counted)
        )
    if found.uncoached:
        parts.append(n_('%(n)s team waits for somebody', '%(n)s teams wait for somebody', len(found.uncoached)))
    if found.late:
        parts.append(n_('%(n)s request waits for a call', '%(n)s requests wait for a call', len(found.late)))
    return ', '.join(parts)


def rows(found: Waits) -> tuple[Row, ...]:
    """Each team with its reasons; of very many the first."""
    lines = [
        Row(_('%(name)s: %(why)s', name=team.name, why='; '.join(said(need, quoting=False) for need in needs)),
            address(f'/coach/teams/{team.team_id}'))
        for team, needs in found.needy
    ]  # fmt: skip
    lines += [
        Row(_('%(name)s: %(why)s', name=name, why=said(need, quoting=False)), address(f'/setup/teams/{team_id}'))
        for team_id, name, need in found.uncoached
    ]  # fmt: skip
    lines += [
        Row(_('%(name)s asked for cafés and waits for a call', name=one.name), address(f'/setup/starts/{one.id}')) for one in found.late
    ]  # fmt: skip
    more = len(lines) - MOST_LINES
    if more <= 0:
        return tuple(lines)
    page = '/coach' if found.needy else '/setup/teams'
    return (*lines[:MOST_LINES], Row(n_('And %(n)s more', 'And %(n)s more', more), address(page)))


WRITERS = {WEEKLY: morning, DAILY: morning}
