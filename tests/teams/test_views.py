"""Whoever stands beside a team finds its pages from each of them; its own people have theirs at the head of the page."""

import pytest

from coaching.domains import NAV, VIEWS
from coaching.kit.access import Actor, Grant, How

PAGES = ['/coach/teams/7', '/team/7', '/team/7/people', '/team/7/meetings', '/team/7/readiness', '/team/7/coach', '/coach/teams/7/log']


def of_team(*roles: str, team_id: int = 7) -> Actor:
    return Actor(how=How.ACCOUNT, person_id=1, grants=tuple(Grant(role, 'team', team_id) for role in roles))


@pytest.mark.parametrize(
    ('path', 'here'),
    [('/team/7', '/team/7'), ('/team/7/steps/2', '/team/7'), ('/team/7/people', '/team/7/people'),
     ('/team/7/coach/plan', '/team/7/coach'), ('/coach/teams/7/log', '/coach/teams/7/log'), ('/coach/teams/7', '/coach/teams/7')],
)  # fmt: skip
@pytest.mark.parametrize('role', ['coach', 'apprentice'])
def test_a_coach_finds_every_page_of_the_team_from_each_of_them(role, path, here):
    found = VIEWS(of_team(role), path)
    assert [href for _words, href, _here in found] == PAGES
    assert [href for _words, href, is_here in found if is_here] == [here]


@pytest.mark.parametrize(
    ('actor', 'path'),
    [(of_team('coach'), '/coach'), (of_team('coach'), '/team/8'), (of_team('coach'), '/teams/7'), (of_team('coach'), '/coach/talks'),
     (of_team('coach'), '/team/'), (of_team('coach'), '/team/x'), (of_team('seasoned_host'), '/team/7'), (of_team('member'), '/team/7'),
     (of_team('lead', 'coach'), '/team/7')],
)  # fmt: skip
def test_nobody_else_is_shown_them(actor, path):
    assert VIEWS(actor, path) == []


def test_the_people_of_a_team_have_its_pages_at_the_head():
    both = Actor(how=How.ACCOUNT, person_id=1, grants=(Grant('member', 'team', 5), Grant('lead', 'team', 7)))
    assert [href for _words, href, _here in NAV(both, '/team/7/people')] == [*PAGES[1:4], PAGES[5]]
    assert [href for _words, href, _here in NAV(both, '/sessions')][0] == '/team/5'
