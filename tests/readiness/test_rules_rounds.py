"""What may happen to a round and who may do it, as tables."""

from __future__ import annotations

import pytest

from coaching.readiness.rules.rounds import (
    NoRound,
    may_work,
    why_not_agree,
    why_not_answer,
    why_not_build,
    why_not_close,
    why_not_discard,
    why_not_end_answering,
    why_not_open,
    why_not_send,
    why_not_talk,
    why_not_tally,
)
from coaching.readiness.values import Agreed, Form, Phase, Progress, Role, Stood, Tally
from tests.readiness.world import CHECK, HOST, LEVER, a_round_in

MEMBER, COACH, BOTH = Stood(is_member=True), Stood(is_coach=True), Stood(is_member=True, is_coach=True)
NETWORK, NOBODY = Stood(is_of_network=True), Stood()
FULL, PULSE = Form.FULL, Form.PULSE
ANSWERING, TALKING, CLOSED = (a_round_in(phase) for phase in Phase)


@pytest.mark.parametrize(
    ('who', 'head', 'may'),
    [
        (MEMBER, CHECK, True), (COACH, CHECK, True), (NETWORK, CHECK, False), (NOBODY, CHECK, False),
        (MEMBER, LEVER, False), (COACH, LEVER, False), (NETWORK, LEVER, True),
    ],
)  # fmt: skip
def test_a_team_and_its_coach_work_on_the_teams_and_the_network_on_its_own(who, head, may):
    assert may_work(who, head.head) is may


@pytest.mark.parametrize(
    ('who', 'one', 'is_of_team', 'asked', 'occasion', 'running', 'said'),
    [
        (MEMBER, CHECK, True, FULL, 'baseline', (), None),
        (COACH, CHECK, True, PULSE, 'other', ('host-check',), None),
        (NETWORK, LEVER, False, FULL, 'six_monthly', (), None),
        (MEMBER, LEVER, True, FULL, 'other', (), NoRound.NOT_FOR_A_TEAM),
        (NETWORK, CHECK, False, FULL, 'baseline', (), NoRound.NOT_FOR_THE_NETWORK),
        (NOBODY, CHECK, True, FULL, 'baseline', (), NoRound.NOT_YOURS),
        (NETWORK, CHECK, True, FULL, 'baseline', (), NoRound.NOT_YOURS),
        (MEMBER, CHECK, True, FULL, 'after_cafe', (), NoRound.OTHER_OCCASION),
        (MEMBER, HOST, True, PULSE, 'after_cafe', (), NoRound.NO_PULSE),
        (MEMBER, CHECK, True, FULL, 'baseline', ('readiness-check',), NoRound.ONE_IS_OPEN),
    ],
)
def test_a_round_is_opened_once_for_whom_it_is_made(who, one, is_of_team, asked, occasion, running, said):
    assert why_not_open(who, one, is_of_team=is_of_team, form=asked, occasion=occasion, running=running) is said


@pytest.mark.parametrize(
    ('who', 'of', 'told', 'said'),
    [
        (MEMBER, ANSWERING, {'A1': 'strong', 'B7': 'does-not-fit', 'C5': 'not-sure'}, None),
        (MEMBER, a_round_in(Phase.ANSWERING, PULSE), {'A2': 'strong'}, None),
        (COACH, ANSWERING, {'A1': 'strong'}, NoRound.NOT_A_MEMBER),
        (BOTH, ANSWERING, {'A1': 'strong'}, NoRound.NOT_A_MEMBER),
        (NOBODY, ANSWERING, {}, NoRound.NOT_A_MEMBER),
        (MEMBER, TALKING, {'A1': 'strong'}, NoRound.ENDED),
        (MEMBER, CLOSED, {'A1': 'strong'}, NoRound.ENDED),
        (MEMBER, ANSWERING, {'Z9': 'strong'}, NoRound.NO_POINT),
        (MEMBER, ANSWERING, {'A1': 'five'}, NoRound.NO_POINT),
        (MEMBER, a_round_in(Phase.ANSWERING, PULSE), {'A1': 'strong'}, NoRound.NO_POINT),
    ],
)
def test_members_answer_what_is_asked_while_answering_goes_on_and_the_coach_never(who, of, told, said):
    assert why_not_answer(who, of, CHECK, told) is said


@pytest.mark.parametrize(
    ('told', 'role', 'said'),
    [(['A1'], Role.PARENT, None), ([], Role.PARENT, NoRound.NOTHING_ANSWERED), (['A1'], None, NoRound.NO_ROLE)],
)
def test_one_point_is_enough_to_send_and_who_sends_says_as_whom(told, role, said):
    assert why_not_send(told, role) is said


def counted(sheets: int, **points: dict[str, int]) -> Tally:
    return Tally({Role.PARENT: sheets} if sheets else {}, points)


@pytest.mark.parametrize(
    ('who', 'of', 'tally', 'said'),
    [
        (MEMBER, ANSWERING, counted(3, A1={'strong': 2, 'not-sure': 1}), None),
        (COACH, ANSWERING, counted(0), None),
        (NOBODY, ANSWERING, counted(0), NoRound.NOT_YOURS),
        (MEMBER, TALKING, counted(0), NoRound.ENDED),
        (MEMBER, ANSWERING, counted(1, Z9={'strong': 1}), NoRound.NO_POINT),
        (MEMBER, ANSWERING, counted(1, A1={'five': 1}), NoRound.NO_POINT),
        (MEMBER, ANSWERING, counted(0, A1={'strong': 1}), NoRound.NO_SHEETS),
        (MEMBER, ANSWERING, counted(201, A1={'strong': 1}), NoRound.NO_SHEETS),
        (MEMBER, ANSWERING, counted(2, A1={'strong': 2, 'rooted': 1}), NoRound.TOO_MANY),
    ],
)
def test_paper_is_counted_while_answering_goes_on_and_never_more_than_there_is(who, of, tally, said):
    assert why_not_tally(who, of, CHECK, tally) is said


@pytest.mark.parametrize(
    ('who', 'of', 'progress', 'said'),
    [
        (MEMBER, ANSWERING, Progress(2, 1, 0), None),
        (COACH, ANSWERING, Progress(0, 0, 1), None),
        (NETWORK, ANSWERING, Progress(2, 1, 0), NoRound.NOT_YOURS),
        (MEMBER, TALKING, Progress(), NoRound.ENDED),
        (MEMBER, ANSWERING, Progress(3, 0, 0), NoRound.NOBODY_ANSWERED),
    ],
)
def test_answering_ends_when_somebody_has_answered(who, of, progress, said):
    assert why_not_end_answering(who, of, CHECK.head, progress) is said


@pytest.mark.parametrize(
    ('who', 'of', 'one', 'progress', 'agreed', 'said'),
    [
        (MEMBER, ANSWERING, CHECK, Progress(2, 0, 0), 0, None),
        (COACH, a_round_in(Phase.TALKING, key='host-check'), HOST, Progress(), 0, None),
        (NOBODY, ANSWERING, CHECK, Progress(), 0, NoRound.NOT_YOURS),
        (MEMBER, CLOSED, CHECK, Progress(), 0, NoRound.CLOSED),
        (MEMBER, ANSWERING, CHECK, Progress(2, 1, 0), 0, NoRound.SOMEBODY_ANSWERED),
        (MEMBER, ANSWERING, CHECK, Progress(0, 0, 1), 0, NoRound.SOMEBODY_ANSWERED),
        (MEMBER, TALKING, CHECK, Progress(), 0, NoRound.SOMEBODY_ANSWERED),
        (MEMBER, a_round_in(Phase.TALKING, key='host-check'), HOST, Progress(), 1, NoRound.SOMEBODY_ANSWERED),
    ],
)
def test_a_round_is_taken_back_while_nobody_told_anything(who, of, one, progress, agreed, said):
    assert why_not_discard(who, of, one.head, progress, agreed) is said


@pytest.mark.parametrize(
    ('who', 'of', 'said'),
    [
        (MEMBER, TALKING, None), (COACH, TALKING, None), (NOBODY, TALKING, NoRound.NOT_YOURS),
        (MEMBER, ANSWERING, NoRound.NOT_ENDED), (MEMBER, CLOSED, NoRound.CLOSED),
    ],
)  # fmt: skip
def test_a_group_agrees_after_answering_and_before_the_round_is_closed(who, of, said):
    assert why_not_talk(who, of, CHECK.head) is said


@pytest.mark.parametrize(
    ('item', 'answer', 'before', 'seen', 'said'),
    [
        ('A1', 'strong', None, 0, None),
        ('A1', 'not-sure', Agreed('A1', 'strong', number=2), 2, None),
        ('A1', 'strong', Agreed('A1', 'rooted', number=2), 1, NoRound.CHANGED_MEANWHILE),
        ('A1', 'strong', Agreed('A1', 'rooted'), 0, NoRound.CHANGED_MEANWHILE),
        ('A1', 'strong', None, 1, NoRound.CHANGED_MEANWHILE),
        ('Z9', 'strong', None, 0, NoRound.NO_POINT),
        ('A1', 'five', None, 0, NoRound.NO_POINT),
    ],
)
def test_whoever_agrees_second_without_having_seen_the_first_is_told(item, answer, before, seen, said):
    assert why_not_agree(TALKING, CHECK, item=item, answer=answer, before=before, seen=seen) is said


@pytest.mark.parametrize(
    ('items', 'said'),
    [
        ([], None), (['A1'], None), (['A1', 'B2', 'C5'], None), (['A1', 'B2', 'C5', 'C6'], NoRound.TOO_MANY_BUILT),
        (['A1', 'A1'], NoRound.TWICE), (['A1', 'Z9'], NoRound.NO_POINT),
    ],
)  # fmt: skip
def test_at_most_three_points_are_built_each_once(items, said):
    assert why_not_build(TALKING, CHECK, items) is said


def test_a_round_is_closed_when_one_point_is_agreed_on():
    assert (why_not_close(0), why_not_close(1)) == (NoRound.NOTHING_AGREED, None)
