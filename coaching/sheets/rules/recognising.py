"""What is a file a list of? Its columns say it."""

from __future__ import annotations

from collections.abc import Collection

from coaching.sheets.values import Kind

OF_A_TEAM = frozenset({'cafe_name', 'models', 'lead', 'lead_email', 'step', 'state', 'serves'})
OF_A_TALK = frozenset({'mode', 'minutes', 'travel', 'how', 'note', 'going_well', 'in_the_way', 'visibility'})
OF_A_PERSON = frozenset({'name', 'first_name', 'last_name'})
OF_A_MEMBER = OF_A_PERSON | {'email', 'phone', 'is_parent_leader', 'role'}
OF_AN_INTERVAL = frozenset({'role', 'began_on', 'ended_on'})


def kind_of(named: Collection[str]) -> Kind | None:
    """The kind of a file whose columns hold these, by all names that any kind gives them; None where it is about people alone."""
    told = frozenset(named)
    if 'team' not in told:
        return Kind.TEAMS if len(told & (OF_A_TEAM | {'coach'})) > 1 else None
    if 'happened_on' in told and told & (OF_A_TALK | {'coach'}):
        return Kind.TALKS
    if told & OF_A_PERSON and 'lead' not in told:
        return Kind.MEMBERS
    if told & (OF_A_TEAM - {'lead_email'}):
        return Kind.TEAMS
    if 'coach' in told:
        return Kind.ASSIGNMENTS if told & OF_AN_INTERVAL or 'place' not in told else Kind.TEAMS
    return Kind.MEMBERS if told & OF_A_MEMBER else Kind.TEAMS
