"""The rules of coming to a team by a code or a card, and of coming back, as tables."""

import dataclasses
import datetime

import pytest

from coaching.accounts.rules.cards import CARD_LASTS, NoCard, why_not_come_in, why_not_hold, why_not_print
from coaching.accounts.values import CardFacts
from coaching.kit.access import Grant
from coaching.teams.rules.joining import DOOR_LASTS, NoDoor, NoReturn, is_double, why_not_enter, why_not_return
from coaching.teams.values import DoorFacts, MemberFacts, TeamStanding
from tests.conftest import NOW

TODAY = datetime.date(2026, 11, 18)
DOOR = DoorFacts(1, 7, 'Willow', TeamStanding.ACTIVE, b'', 'Alma Cruz', NOW, NOW + DOOR_LASTS, None)
CARD = CardFacts(1, 2, 3, 'Rosa Paz', 'es', '', b'', NOW, NOW + CARD_LASTS, None)
ROSA = MemberFacts(5, 7, 3, 'Rosa Paz', None, None, 'member', False, TODAY, None)
MEMBER, OTHER, COACH = Grant('member', 'team', 7), Grant('member', 'team', 8), Grant('coach', 'network', None)


@pytest.mark.parametrize(('door', 'now', 'reason'), [
    (DOOR, NOW, None),
    (DOOR, NOW + DOOR_LASTS, NoDoor.TOO_OLD),
    (dataclasses.replace(DOOR, revoked_at=NOW), NOW, NoDoor.CLOSED),
    (dataclasses.replace(DOOR, standing=TeamStanding.CLOSED), NOW, NoDoor.TEAM_CLOSED),
])  # fmt: skip
def test_a_code_is_good_for_a_week_unless_it_is_taken_back_or_the_team_closed(door, now, reason):
    assert why_not_enter(door, now) is reason


def test_a_name_is_the_same_however_it_is_written_and_who_left_is_nobodys_double():
    gone = dataclasses.replace(ROSA, ended_on=TODAY)
    assert [is_double(' ROSA  páz', [ROSA]), is_double('Rosa', [ROSA]), is_double('Rosa Paz', [gone])] == [True, False, False]


@pytest.mark.parametrize(('ended_on', 'here', 'reason'), [
    (TODAY, [], None),
    (None, [ROSA], NoReturn.HERE),
    (TODAY, [ROSA], NoReturn.HERE),
    (TODAY - datetime.timedelta(days=30), [], None),
    (TODAY - datetime.timedelta(days=31), [], NoReturn.TOO_LONG_AGO),
])  # fmt: skip
def test_a_leaving_is_undone_within_a_month(ended_on, here, reason):
    assert why_not_return(dataclasses.replace(ROSA, ended_on=ended_on), here, TODAY) is reason


@pytest.mark.parametrize(('email', 'held', 'reason'), [
    ('', [MEMBER], None), ('', [], None), ('rosa@example.org', [MEMBER], NoCard.HAS_ADDRESS), ('', [MEMBER, COACH], NoCard.HAS_OFFICE),
])  # fmt: skip
def test_a_paper_opens_no_account_with_an_address_or_an_office(email, held, reason):
    assert why_not_hold(email, held) is reason


@pytest.mark.parametrize(('email', 'held', 'reason'), [
    ('', [MEMBER], None), ('', [MEMBER, OTHER], NoCard.OF_ANOTHER_TEAM), ('rosa@example.org', [], NoCard.HAS_ADDRESS),
])  # fmt: skip
def test_who_prints_a_card_could_come_in_with_it_and_so_it_opens_their_own_team_alone(email, held, reason):
    assert why_not_print(email, held, team_id=7) is reason


@pytest.mark.parametrize(('card', 'now', 'reason'), [
    (CARD, NOW, None),
    (CARD, NOW + CARD_LASTS, NoCard.TOO_OLD),
    (dataclasses.replace(CARD, revoked_at=NOW), NOW, NoCard.REVOKED),
    (dataclasses.replace(CARD, email='rosa@example.org'), NOW, NoCard.HAS_ADDRESS),
])  # fmt: skip
def test_the_newest_card_alone_opens_while_it_is_young(card, now, reason):
    assert why_not_come_in(card, [MEMBER], now) is reason
