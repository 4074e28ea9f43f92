"""Talks to come, calls for help, and the plan to which both sides say yes."""

from __future__ import annotations

import calendar
import datetime
import enum
from collections.abc import Mapping

from coaching.coaches.values import HelpThread, PlanFacts
from coaching.kit.refusal import Reason
from coaching.kit.words import Later, later

PASS_ON_AFTER = datetime.timedelta(hours=4)
REVIEW_MONTHS = 3
PLAN_PARTS: Mapping[str, Later] = {
    'hope': later('What do we hope that parents, families and we will see?'),
    'have': later('What do we have already?'),
    'help': later('What help do we want: how often, how, and from whom?'),
    'ready': later('Who will be ready to host, and by when?'),
    'guides': later('Which guides do we use?'),
    'families': later('How are families supported: food, children, rides, language, pay for hosts?'),
    'notice': later('How will we notice that something changes?'),
    'tell_back': later('How will we tell people what came of it?'),
    'pause': later('What would make us pause?'),
}


class Side(enum.StrEnum):
    """Who says yes."""

    TEAM = 'team'
    COACH = 'coach'


class NoTalk(Reason):
    """Why a talk cannot be planned or taken off."""

    PAST = 'Choose a time that is still to come.'
    GONE = 'This talk is not planned any more.'
    NO_SUCH_HOUR = 'On that day the clocks jump over this hour. Choose another one.'
    CLOSED = 'This team has closed, so no talk is planned with it.'


class NoHelp(Reason):
    """Why a call for help stands as it is."""

    EMPTY = 'Write a few words.'
    CLOSED = 'This is closed. Ask again if you need help.'
    TEAM_CLOSED = 'This team has closed. A coordinator can open it again.'
    UNANSWERED = 'Answer first. Until somebody has answered, only the team can say that it is settled.'


class NoPlan(Reason):
    """Why a plan cannot be written or agreed to so."""

    EMPTY = 'Write at least one part.'
    GONE = 'There is a newer version of this plan. Look at it again.'
    NO_REVIEW = 'Choose a day on which you look at the plan again. Then say yes.'
    TWICE = 'You have said yes already.'
    BOTH_SIDES = 'Somebody of the team and its coach each say yes. Nobody says it for both.'
    OTHER_DAY = 'Somebody has said yes to another day meanwhile. Look at it again.'
    REVIEW_PAST = 'Choose a day that is still to come.'


def why_not_plan_talk(starts_at: datetime.datetime, *, now: datetime.datetime) -> NoTalk | None:
    """A talk is planned for later."""
    return NoTalk.PAST if starts_at <= now else None


def why_not_write_plan(parts: Mapping[str, str], review_on: datetime.date | None, *, today: datetime.date) -> NoPlan | None:
    """A plan has at least one part, and is looked at again on a day to come."""
    if not any(words.strip() for words in parts.values()):
        return NoPlan.EMPTY
    return NoPlan.REVIEW_PAST if review_on is not None and review_on <= today else None


def usual_review(today: datetime.date) -> datetime.date:
    """The day three months on, or the last of that month."""
    years, month = divmod(today.month - 1 + REVIEW_MONTHS, 12)
    year, month = today.year + years, month + 1
    return datetime.date(year, month, min(today.day, calendar.monthrange(year, month)[1]))


def why_not_another_day(plan: PlanFacts) -> NoPlan | None:
    """Whoever says yes first may choose another day; what somebody said yes to stays."""
    return None if plan.agreed_by_team_on is plan.agreed_by_coach_on is None else NoPlan.OTHER_DAY


def why_not_agree(plan: PlanFacts | None, number: int, side: Side, by_id: int | None) -> NoPlan | None:
    """Each side says yes to this very version, once, and never one person for both."""
    if plan is None or plan.number != number:
        return NoPlan.GONE
    if plan.review_on is None:
        return NoPlan.NO_REVIEW
    said = {Side.TEAM: plan.agreed_by_team_id, Side.COACH: plan.agreed_by_coach_id}
    if said.pop(side) is not None:
        return NoPlan.TWICE
    return NoPlan.BOTH_SIDES if by_id is not None and by_id in said.values() else None


def why_not_write(call: HelpThread | None, words: str) -> NoHelp | None:
    """A line stands in a call that is open."""
    if call is None or call.closed_at is not None:
        return NoHelp.CLOSED
    return None if words.strip() else NoHelp.EMPTY


def why_not_close(call: HelpThread | None, *, is_of_team: bool) -> NoHelp | None:
    """Whoever is beside the team settles nothing without an answer; the team itself may need none any more."""
    if call is None or call.closed_at is not None:
        return NoHelp.CLOSED
    return None if is_of_team or call.answered_at is not None else NoHelp.UNANSWERED
