"""Where a team may go from where it stands, who may leave it, and when a parent leader is missed."""

import datetime
import itertools

import pytest

from coaching.teams.rules.standing import MAY_FOLLOW, NoMember, NoStanding, lacks_parent_leader, why_not_leave, why_not_stand
from coaching.teams.values import MemberFacts, TeamStanding

FORMING, ACTIVE, RESTING, SUSTAINING, CLOSED = TeamStanding
DAY = datetime.date(2026, 11, 18)
ALLOWED = {
    (FORMING, ACTIVE), (FORMING, RESTING), (FORMING, CLOSED), (ACTIVE, RESTING), (ACTIVE, SUSTAINING), (ACTIVE, CLOSED), (RESTING, ACTIVE),
    (RESTING, CLOSED), (SUSTAINING, ACTIVE), (SUSTAINING, RESTING), (SUSTAINING, CLOSED), (CLOSED, ACTIVE),
}  # fmt: skip


def a_member(number: int = 1, role: str = 'member', *, parent: bool = False, ended: datetime.date | None = None) -> MemberFacts:
    return MemberFacts(number, 7, number, f'Member {number}', None, None, role, parent, DAY, ended)


def test_every_standing_has_what_may_follow():
    assert set(MAY_FOLLOW) == set(TeamStanding)


@pytest.mark.parametrize(('now', 'then'), list(itertools.product(TeamStanding, TeamStanding)), ids=str)
def test_a_team_goes_only_where_it_may(now: TeamStanding, then: TeamStanding):
    wanted = None if (now, then) in ALLOWED else NoStanding.THE_SAME if now is then else NoStanding.NOT_FROM_HERE
    assert why_not_stand(now, then, why='Summer.') is wanted


def test_a_rest_and_an_end_say_why_and_what_is_not_shown_is_not_so():
    assert why_not_stand(ACTIVE, RESTING, why=' ') is NoStanding.WHY_IS_MISSING
    assert why_not_stand(ACTIVE, CLOSED, why='') is NoStanding.WHY_IS_MISSING
    assert why_not_stand(RESTING, ACTIVE, why='') is None
    assert why_not_stand(ACTIVE, SUSTAINING, why='', missing=['cafés']) is NoStanding.NOT_SHOWN


def test_a_lead_hands_over_before_leaving():
    lead, other = a_member(1, 'lead'), a_member(2)
    assert why_not_leave(lead, [lead, other]) is NoMember.LEADS
    assert why_not_leave(lead, [lead]) is None
    assert why_not_leave(other, [lead, other]) is None
    assert why_not_leave(a_member(ended=DAY), [lead]) is NoMember.GONE
    assert why_not_leave(None, []) is NoMember.GONE


@pytest.mark.parametrize(
    ('step', 'members', 'lacks'),
    [
        (3, [a_member()], False), (4, [a_member()], True), (4, [a_member(), a_member(2, parent=True)], False),
        (7, [a_member(parent=True, ended=DAY)], True), (4, [], True),
    ],
)  # fmt: skip
def test_from_step_4_on_a_parent_leader_is_missed(step, members, lacks):
    assert lacks_parent_leader(step, members) is lacks
