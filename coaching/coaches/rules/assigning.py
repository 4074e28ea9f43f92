"""Who may stand beside a team, as what, and until when. CO1 to CO3 are those of the domain's chapter 2.6."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping

from coaching.coaches.values import Beside, CoverFacts, Stand
from coaching.kit.refusal import Reason
from coaching.kit.words import Later, later

PARTS: Mapping[Beside, Later] = {
    Beside.LEAD: later('coach'),
    Beside.CO_COACH: later('co-coach'),
    Beside.APPRENTICE: later('apprentice coach'),
    Beside.SEASONED_HOST: later('seasoned host'),
}
"""As what somebody stands beside a team, after a name."""


class NoAssignment(Reason):
    """Why somebody cannot stand beside a team so, or stop."""

    CLOSED = 'This team is closed. Open it again first.'
    GONE = 'This person is not here any more.'
    LEAD_TAKEN = 'This team has a coach in that time. Hand over instead, or let this person be a co-coach.'
    BESIDE_IT = 'This person stands beside this team in that time already.'
    OF_THE_TEAM = 'This person is of the team. Say yes to that below if it is right here.'
    STANDS_IN = 'Whoever stands in for this person is of the team. Say yes to that below if it is right here.'
    ENDS_TOO_EARLY = 'Choose a day that is not before the first day.'
    NO_LEAD = 'This team has no coach who could hand over. Choose a coach instead.'
    THE_SAME = 'This person coaches the team already.'
    ENDED = 'This has ended already.'
    BOTH_BESIDE_IT = 'Both stand beside the same team. End one of the two first.'


class NoCover(Reason):
    """Why nobody can stand in so."""

    THE_SAME = 'Choose somebody else to stand in.'
    ENDS_TOO_EARLY = 'Choose a day after the first day.'
    IN_THE_PAST = 'That time is over.'
    TWICE = 'Somebody stands in for this coach in that time already. End that first.'
    NO_TEAMS = 'This coach has no team to look after.'
    OF_THE_TEAM = 'Somebody of a team cannot stand in for its coach without your yes.'


def overlap(one: Stand, other: Stand) -> bool:
    """Whether there is a day on which both are so; the last days are exclusive."""
    began, ended = max(one.began_on, other.began_on), min(one.ended_on or datetime.date.max, other.ended_on or datetime.date.max)
    return began < ended


def why_not_assign(
    new: Stand, standing: Collection[Stand], *, is_of_team: bool = False, approved: bool = False, is_closed: bool = False
) -> NoAssignment | None:
    """`standing` are all who stand, stood or shall stand beside the team; `approved` is a coordinator's yes to one of the team's own."""
    if is_closed:
        return NoAssignment.CLOSED
    if new.ended_on is not None and new.ended_on <= new.began_on:
        return NoAssignment.ENDS_TOO_EARLY
    at_once = [one for one in standing if overlap(one, new)]
    if any(one.person_id == new.person_id for one in at_once):
        return NoAssignment.BESIDE_IT
    if new.role is Beside.LEAD and any(one.role is Beside.LEAD for one in at_once):
        return NoAssignment.LEAD_TAKEN
    return NoAssignment.OF_THE_TEAM if is_of_team and not approved else None


def why_not_end(stand: Stand | None, on: datetime.date, others: Collection[Stand] = (), *, today: datetime.date) -> NoAssignment | None:
    """What has ended is history and stays; an end that is still to come may be moved, but not into somebody else's time."""
    if stand is None:
        return NoAssignment.GONE
    if stand.ended_on is not None and stand.ended_on <= today:
        return NoAssignment.ENDED
    if on < stand.began_on:
        return NoAssignment.ENDS_TOO_EARLY
    return why_not_assign(Stand(stand.team_id, stand.person_id, stand.role, stand.began_on, on), others) if on > stand.began_on else None


def why_not_hand_over(
    lead: Stand | None, to_id: int, on: datetime.date, standing: Collection[Stand], *, is_of_team: bool = False, approved: bool = False,
    is_closed: bool = False,
) -> NoAssignment | None:  # fmt: skip
    """CO3: one action, in which the lead's time ends and the next one's begins; a co-coach of the team may become its lead."""
    if lead is None:
        return NoAssignment.NO_LEAD
    if lead.person_id == to_id:
        return NoAssignment.THE_SAME
    if on < lead.began_on:
        return NoAssignment.ENDS_TOO_EARLY
    new = Stand(lead.team_id, to_id, Beside.LEAD, on)
    others = [one for one in standing if one != lead and not (one.person_id == to_id and one.ended_on is None and one.began_on <= on)]
    return why_not_assign(new, others, is_of_team=is_of_team, approved=approved, is_closed=is_closed)


def why_not_cover(
    coach_id: int,
    by_id: int,
    from_on: datetime.date,
    until_on: datetime.date,
    *,
    covers: Collection[CoverFacts],
    team_ids: Collection[int],
    own_team_ids: Collection[int] = (),
    approved: bool = False,
    today: datetime.date,
) -> NoCover | None:
    """`covers` are those of this coach; `team_ids` the coach's teams, `own_team_ids` those to which whoever stands in belongs."""
    if coach_id == by_id:
        return NoCover.THE_SAME
    if until_on <= from_on:
        return NoCover.ENDS_TOO_EARLY
    if until_on <= today:
        return NoCover.IN_THE_PAST
    if any(one.coach_id == coach_id and one.from_on < until_on and from_on < one.until_on for one in covers):
        return NoCover.TWICE
    if not team_ids:
        return NoCover.NO_TEAMS
    return NoCover.OF_THE_TEAM if set(team_ids) & set(own_team_ids) and not approved else None
