"""What a team needs, as truth tables."""

import dataclasses

import pytest

from coaching.caseload.rules.needs import (
    PACE_DAYS,
    QUIET_DAYS,
    QUIET_DAYS_ELSEWHERE,
    QUIET_DAYS_SUSTAINING,
    Sorted,
    for_coach,
    for_coordinator,
    needs,
    sorted_out,
)
from coaching.caseload.rules.snoozing import AT_MOST_DAYS, NoSnooze, why_not_snooze
from coaching.caseload.values import Kind, Need
from coaching.teams.values import TeamStanding
from tests.caseload.facts import ALMA, DAY, EFRAIN, ROSA, SOON, TODAY, a_team, before

CALL = {'helped_since': TODAY, 'help_words': 'Nobody can host Thursday'}
WAITS = {'claimed': ((3, before(6), ALMA),)}
LATE = {'late': 1, 'late_since': before(8), 'late_words': 'Call the library'}
SLOW = {'step_days': 60, 'usual_days': 40}
SILENT = {'last_talk_on': before(34)}
ALONE = {'lead_id': None, 'lead': '', 'without_since': before(9)}


def test_a_team_of_which_nothing_is_open_needs_nobody():
    assert needs(a_team(), TODAY) == ()


@pytest.mark.parametrize(
    ('facts', 'need'),
    [
        (CALL, Need(Kind.HELP, 0, words='Nobody can host Thursday')),
        ({**CALL, 'helped_since': before(2)}, Need(Kind.HELP, 2, words='Nobody can host Thursday')),
        (WAITS, Need(Kind.SIGN_OFF, 6, step=3)),
        ({'claimed': ((3, TODAY, ALMA),)}, Need(Kind.SIGN_OFF, 0, step=3)),
        ({'claimed': ((4, before(2), ALMA), (3, before(2), ALMA))}, Need(Kind.SIGN_OFF, 2, count=2, step=3)),
        (LATE, Need(Kind.OVERDUE, 8, words='Call the library')),
        ({**LATE, 'late': 3}, Need(Kind.OVERDUE, 8, count=3, words='Call the library')),
        (SLOW, Need(Kind.PACE, 60, step=3, usual=40)),
        (SILENT, Need(Kind.QUIET, 34)),
        ({'last_talk_on': None, 'began_on': before(40)}, Need(Kind.QUIET, 40, is_first_talk=True)),
        (ALONE, Need(Kind.NO_COACH, 9)),
    ],
)
def test_each_reason_is_told_with_its_numbers(facts: dict, need: Need):
    assert needs(a_team(**facts), TODAY) == (need,)


@pytest.mark.parametrize(
    ('facts', 'days'),
    [
        *(({'step': step}, QUIET_DAYS) for step in (3, 4, 5, 6)),
        *(({'step': step}, QUIET_DAYS_ELSEWHERE) for step in (0, 1, 2, 7)),
        *(({'step': step, 'standing': TeamStanding.SUSTAINING}, QUIET_DAYS_SUSTAINING) for step in (5, 7)),
        ({'step': 2, 'standing': TeamStanding.FORMING}, QUIET_DAYS_ELSEWHERE),
    ],
)
def test_silence_counts_after_28_days_where_most_is_built_60_elsewhere_and_a_quarter_when_a_team_goes_on_by_itself(
    facts: dict, days: int
):
    assert needs(a_team(**facts, last_talk_on=before(days - 1)), TODAY) == ()
    assert needs(a_team(**facts, last_talk_on=before(days)), TODAY) == (Need(Kind.QUIET, days),)


def test_a_talk_that_is_planned_or_a_day_that_was_named_is_enough():
    assert needs(a_team(**SILENT, next_talk_at=SOON), TODAY) == ()
    assert needs(a_team(**SILENT, agreed_on=TODAY), TODAY) == ()
    assert [need.kind for need in needs(a_team(**SILENT, agreed_on=before(1)), TODAY)] == [Kind.QUIET]


def test_a_team_that_wakes_from_a_long_rest_was_not_silent_meanwhile():
    assert needs(a_team(**SILENT, woke_on=before(QUIET_DAYS - 1)), TODAY) == ()
    assert needs(a_team(**SILENT, woke_on=before(QUIET_DAYS)), TODAY) == (Need(Kind.QUIET, QUIET_DAYS),)


@pytest.mark.parametrize(
    ('facts', 'is_slow'),
    [
        ({'usual_days': None}, False),
        ({'step_days': None}, False),
        ({'step_days': 40 + PACE_DAYS}, False),
        ({'step_days': 41 + PACE_DAYS}, True),
        ({'claimed': ((3, TODAY, ALMA),)}, False),
        ({'claimed': ((2, TODAY, ALMA),)}, True),
        ({'standing': TeamStanding.SUSTAINING}, False),
    ],
)
def test_a_step_is_slow_only_beside_others_and_never_while_it_waits_for_a_coach(facts: dict, is_slow: bool):
    found = needs(a_team(**{**SLOW, **facts}), TODAY)
    assert (Kind.PACE in [need.kind for need in found]) is is_slow


@pytest.mark.parametrize(('days', 'told'), [(6, False), (7, True)])
def test_a_team_without_a_coach_is_told_after_seven_days(days: int, told: bool):
    found = needs(a_team(**{**ALONE, 'without_since': before(days)}), TODAY)
    assert bool(found) is told


def test_a_team_that_goes_on_by_itself_needs_no_lead_coach():
    assert needs(a_team(**ALONE, standing=TeamStanding.SUSTAINING), TODAY) == ()


EVERYTHING = {**CALL, **WAITS, **LATE, 'step': 4, **SLOW, **SILENT, **ALONE}


def test_help_comes_first_then_what_waits_then_what_is_late_then_silence():
    found = needs(a_team(**EVERYTHING), TODAY)
    assert [need.kind for need in found] == list(Kind)


def test_of_a_team_at_rest_only_its_own_call_counts_and_of_a_closed_one_nothing():
    assert [need.kind for need in needs(a_team(**EVERYTHING, standing=TeamStanding.RESTING), TODAY)] == [Kind.HELP]
    assert needs(a_team(**EVERYTHING, standing=TeamStanding.CLOSED), TODAY) == ()


def test_a_coach_hears_of_what_a_coach_can_mend_and_a_coordinator_of_the_rest():
    found = needs(a_team(**EVERYTHING), TODAY)
    assert [need.kind for need in for_coach(found)] == [kind for kind in Kind if kind is not Kind.NO_COACH]
    assert [need.kind for need in for_coordinator(found)] == [Kind.HELP, Kind.NO_COACH]


def names(found: Sorted) -> list[str]:
    return [team.name for team, _needs in found.needy]


def test_teams_are_sorted_by_their_most_pressing_reason_then_by_days_then_by_name():
    teams = [
        a_team('Silent', **SILENT), a_team('Good'), a_team('Waits long', **WAITS, **SILENT), a_team('Late', **LATE),
        a_team('Also silent', **SILENT), a_team('Calls', **CALL), a_team('Waits', claimed=((3, before(1), ALMA),)),
        a_team('Slow', **SLOW), a_team('Longer silent', last_talk_on=before(50)),
    ]  # fmt: skip
    found = sorted_out(teams, person_id=ROSA, today=TODAY)
    assert names(found) == ['Calls', 'Waits long', 'Waits', 'Late', 'Slow', 'Longer silent', 'Also silent', 'Silent']
    assert [team.name for team in found.on_track] == ['Good']
    assert found.counted == 9


def test_a_paused_team_is_on_track_until_its_day_and_a_call_for_help_breaks_through():
    tomorrow = TODAY + DAY
    assert names(sorted_out([a_team(**SILENT, paused_until=tomorrow)], person_id=ROSA, today=TODAY)) == []
    assert names(sorted_out([a_team(**SILENT, paused_until=tomorrow)], person_id=ROSA, today=tomorrow)) == ['Westgate Early Learning']
    assert names(sorted_out([a_team(**SILENT, **CALL, paused_until=tomorrow)], person_id=ROSA, today=TODAY))


def test_the_teams_of_whoever_is_away_stand_on_the_page_of_whoever_stands_in_and_only_there():
    team = a_team(**SILENT, cover_id=EFRAIN, cover='Efraín Soto', cover_until=TODAY + 7 * DAY)
    rosas, efrains = (sorted_out([team], person_id=person_id, today=TODAY) for person_id in (ROSA, EFRAIN))
    assert (names(rosas), rosas.away, rosas.counted) == ([], (team,), 0)
    assert names(efrains) == ['Westgate Early Learning']


def test_teams_at_rest_are_not_counted_until_they_call():
    team = a_team(**SILENT, standing=TeamStanding.RESTING)
    found = sorted_out([team], person_id=ROSA, today=TODAY)
    assert (found.at_rest, found.counted) == ((team,), 0)
    assert names(sorted_out([dataclasses.replace(team, helped_since=TODAY)], person_id=ROSA, today=TODAY))


def test_whoever_said_that_a_step_is_done_is_not_asked_to_sign_it_off():
    team = a_team(claimed=((3, before(6), ROSA),))
    assert names(sorted_out([team], person_id=ROSA, today=TODAY)) == []
    assert names(sorted_out([team], person_id=EFRAIN, today=TODAY)) == ['Westgate Early Learning']


@pytest.mark.parametrize(
    ('days', 'reason'),
    [
        (-1, NoSnooze.NOT_LATER), (0, NoSnooze.NOT_LATER), (1, None), (AT_MOST_DAYS, None), (AT_MOST_DAYS + 1, NoSnooze.TOO_LATE),
    ],
)  # fmt: skip
def test_a_pause_has_a_day_that_comes_within_four_weeks(days: int, reason: NoSnooze | None):
    assert why_not_snooze(TODAY + days * DAY, TODAY) is reason
