"""How people come to a team by the code on its table, and how somebody comes back."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from coaching.kit.refusal import Reason
from coaching.kit.words import fold
from coaching.teams.values import DoorFacts, MemberFacts, TeamStanding

DOOR_LASTS = datetime.timedelta(days=7)
UNDO_WITHIN = datetime.timedelta(days=30)
JOINS_AN_HOUR = 30
LETTERS_AN_HOUR = 5


class NoDoor(Reason):
    """Why the code on the table lets nobody in."""

    CLOSED = 'This code is not good any more. Ask your team for a new one.'
    TOO_OLD = 'This code is over a week old. Ask your team for a new one.'
    TEAM_CLOSED = 'This team has closed.'
    SAME_NAME = 'Somebody with this name is in the team already. If that is you, all is done. If not, tick the box.'


class NoReturn(Reason):
    """Why somebody who left cannot simply be put back."""

    HERE = 'This person is in the team.'
    TOO_LONG_AGO = 'That was over a month ago. Add the person again.'


def why_not_enter(door: DoorFacts, now: datetime.datetime) -> NoDoor | None:
    """The newest code is good for a week, unless it was taken back or the team has closed."""
    if door.revoked_at:
        return NoDoor.CLOSED
    if now >= door.expires_at:
        return NoDoor.TOO_OLD
    return NoDoor.TEAM_CLOSED if door.standing is TeamStanding.CLOSED else None


def is_double(name: str, members: Collection[MemberFacts]) -> bool:
    """Whether somebody of the team is called so, however it is written."""
    return fold(name) in {fold(one.name) for one in members if one.ended_on is None}


def why_not_return(member: MemberFacts, here: Collection[MemberFacts], today: datetime.date) -> NoReturn | None:
    """A leaving by mistake is undone within a month."""
    if member.ended_on is None or member.person_id in {one.person_id for one in here}:
        return NoReturn.HERE
    return NoReturn.TOO_LONG_AGO if today - member.ended_on > UNDO_WITHIN else None
