"""Reasons in words, and the rule from the numbers by which is decided."""

import datetime

import pytest

from coaching.caseload.rules import needs as numbers
from coaching.caseload.rules.saying import answered_in, fix_of, next_monday, said, the_rule
from coaching.caseload.values import Kind, Need
from coaching.kit.words import speaking


@pytest.mark.parametrize(
    ('need', 'words'),
    [
        (Need(Kind.HELP, 0, words='Nobody can\nhost Thursday'), 'Asked for help today: “Nobody can host Thursday”'),
        (Need(Kind.HELP, 1), 'Asked for help 1 day ago'),
        (Need(Kind.SIGN_OFF, 6, step=3), 'Sign-off of step 3 has waited 6 days'),
        (Need(Kind.SIGN_OFF, 0, step=3), 'Step 3 waits for your sign-off since today'),
        (Need(Kind.OVERDUE, 8, words='Call the library'), '“Call the library” was due 8 days ago'),
        (Need(Kind.OVERDUE, 8), 'A next step was due 8 days ago'),
        (Need(Kind.OVERDUE, 8, count=3, words='Call the library'), '3 next steps are past their day'),
        (Need(Kind.PACE, 60, step=3, usual=40), 'Step 3 has taken 60 days; half of the teams that began together took 40 or less'),
        (Need(Kind.QUIET, 34), 'No talk for 34 days, and none is planned'),
        (Need(Kind.QUIET, 70, is_first_talk=True), 'No talk yet, for 70 days'),
        (Need(Kind.NO_COACH, 9), 'No coach for 9 days'),
    ],
)
def test_each_reason_has_words_with_its_numbers(need: Need, words: str):
    assert said(need) == words


@pytest.mark.parametrize('kind', [Kind.HELP, Kind.OVERDUE])
def test_without_quoting_no_word_of_a_team_is_told(kind: Kind):
    assert 'canary' not in said(Need(kind, 3, words='canary'), quoting=False)
    assert 'canary' in said(Need(kind, 3, words='canary'))


@pytest.mark.parametrize('language', ['en', 'es'])
def test_the_rule_says_each_number_by_which_is_decided(language: str):
    with speaking(language):
        rule = the_rule()
    for number in (numbers.PACE_DAYS, numbers.QUIET_DAYS, numbers.QUIET_DAYS_ELSEWHERE, numbers.QUIET_DAYS_SUSTAINING):
        assert f' {number}' in rule.replace('(', ' ')


@pytest.mark.parametrize(
    ('need', 'words', 'path'),
    [
        (Need(Kind.HELP, 0), 'Read and reply', '/team/{team_id}/coach/help'),
        (Need(Kind.SIGN_OFF, 0, step=4), 'Review step 4', '/team/{team_id}/steps/4'),
        (Need(Kind.OVERDUE, 0), 'Log a talk', '/coach/teams/{team_id}/log'),
        (Need(Kind.PACE, 0), 'Log a talk', '/coach/teams/{team_id}/log'),
        (Need(Kind.QUIET, 0), 'Log a talk', '/coach/teams/{team_id}/log'),
        (Need(Kind.NO_COACH, 0), 'Choose a coach', '/setup/teams/{team_id}'),
    ],
)
def test_each_reason_has_one_fix(need: Need, words: str, path: str):
    assert fix_of(need) == (words, path)


@pytest.mark.parametrize(('day', 'monday'), [(15, 16), (16, 23), (17, 23), (22, 23)])
def test_monday_is_the_next_one(day: int, monday: int):
    assert next_monday(datetime.date(2026, 11, day)) == datetime.date(2026, 11, monday)


def test_a_middle_of_answers_is_said_in_minutes_and_from_ninety_on_in_hours():
    said = [answered_in(minutes) for minutes in (None, 0, 1, 89, 90, 120, 121)]
    assert [one.partition('within ')[2].partition(' (')[0] for one in said] == [
        '', '1 minute', '1 minute', '89 minutes', '2 hours', '2 hours', '3 hours',
    ]  # fmt: skip
