"""Where a team stands as a whole, and what may follow: forming → active ⇄ resting, → sustaining, → closed; who leads it."""

from __future__ import annotations

from collections.abc import Collection

from coaching.kit.refusal import Reason
from coaching.teams.values import MemberFacts, TeamStanding

FORMING, ACTIVE, RESTING, SUSTAINING, CLOSED = TeamStanding
MAY_FOLLOW = {
    FORMING: (ACTIVE, RESTING, CLOSED),
    ACTIVE: (RESTING, SUSTAINING, CLOSED),
    RESTING: (ACTIVE, CLOSED),
    SUSTAINING: (ACTIVE, RESTING, CLOSED),
    CLOSED: (ACTIVE,),
}
SAY_WHY = (RESTING, CLOSED)


class NoStanding(Reason):
    """Why a team cannot be said to stand so."""

    THE_SAME = 'The team stands so already.'
    NOT_FROM_HERE = 'A team cannot go from where it stands to there.'
    WHY_IS_MISSING = 'Say why in a few words. It stays beside this choice.'
    NOT_SHOWN = 'Not everything that makes a team sustaining is shown yet.'
    CHANGED_MEANWHILE = 'Somebody else changed this while you were writing. Look at it again.'


class NoMember(Reason):
    """Why somebody cannot be of a team, lead it, or leave."""

    HERE_ALREADY = 'This person is in the team already.'
    GONE = 'This person is not in the team any more.'
    NOT_HERE = 'Only somebody of this team can lead it. Add the person first.'
    LEADS = 'This person leads the team. Let somebody else lead it first.'
    CLOSED = 'This team is closed. Open it again first.'
    BESIDE = 'This person coaches your team. Ask your coordinator, who can add them.'
    NOT_THE_LEAD = 'Somebody else leads the team by now.'


def why_not_stand(now: TeamStanding, then: TeamStanding, *, why: str, missing: Collection[str] = ()) -> NoStanding | None:
    """`missing` are facts that the entry test for sustaining does not find; what is not shown counts as not so."""
    if now is then:
        return NoStanding.THE_SAME
    if then not in MAY_FOLLOW[now]:
        return NoStanding.NOT_FROM_HERE
    if then in SAY_WHY and not why.strip():
        return NoStanding.WHY_IS_MISSING
    return NoStanding.NOT_SHOWN if then is SUSTAINING and missing else None


def why_not_leave(member: MemberFacts | None, others: Collection[MemberFacts]) -> NoMember | None:
    """A lead hands over before leaving, unless nobody else is there."""
    if member is None or member.ended_on:
        return NoMember.GONE
    return NoMember.LEADS if member.role == 'lead' and any(one.id != member.id for one in others) else None


def lacks_parent_leader(step: int, members: Collection[MemberFacts]) -> bool:
    """From step 4 on a team without a parent leader carries a flag: seen, kind, and in nobody's way."""
    return step >= 4 and not any(one.is_parent_leader and one.ended_on is None for one in members)
