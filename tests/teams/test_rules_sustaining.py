"""When a team goes on by itself, as a table: what is not known counts as not shown."""

import dataclasses

import pytest

from coaching.teams.rules.sustaining import SAID, Lacking, Shown, missing

ALL = Shown(cafes=6, parent_hosts=(4, 8), is_prepared=True, feedback=(4, 6), told_back=1, has_conditions=True, outcomes=3)


def test_of_a_team_of_which_nothing_is_known_nothing_is_shown_and_each_fact_has_its_words():
    assert (missing(Shown()), set(SAID)) == (tuple(Lacking), set(Lacking))


def test_a_team_that_shows_all_of_it_goes_on_by_itself():
    assert missing(ALL) == ()


@pytest.mark.parametrize(('changed', 'lacking'), [
    ({'cafes': 5}, Lacking.CAFES),
    ({'parent_hosts': (3, 8)}, Lacking.PARENT_HOSTS),
    ({'parent_hosts': (0, 0)}, Lacking.PARENT_HOSTS),
    ({'is_prepared': False}, Lacking.PREPARED),
    ({'feedback': (3, 5)}, Lacking.FEEDBACK),
    ({'told_back': 0}, Lacking.TOLD_BACK),
    ({'has_conditions': None}, Lacking.CONDITIONS),
    ({'outcomes': 2}, Lacking.OUTCOMES),
])  # fmt: skip
def test_one_fact_that_is_not_there_is_the_one_that_lacks(changed, lacking):
    assert missing(dataclasses.replace(ALL, **changed)) == (lacking,)
