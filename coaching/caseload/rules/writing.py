"""Letters by hand and by themselves: who gets one, on which mornings, and what cannot wait until Monday.

One letter at most goes to one person on one day; what it says is found out again when it is written, and without a reason none goes.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from coaching.caseload.values import Kind, Need
from coaching.kit.dates import zone as zone_called
from coaching.kit.refusal import Reason

MORNING, NOON = datetime.time(8), datetime.time(12)
MONDAY, SATURDAY = 0, 5
SIGN_OFF_WORKING_DAYS = 5
HELP_HOURS = 4
MOST_LINES = 20


class NoLetter(Reason):
    """Why a letter to a cohort is not sent."""

    NOBODY = 'Nobody of these teams can be written to. Call them.'


def why_not_write(people: int) -> NoLetter | None:
    """A letter has readers."""
    return NoLetter.NOBODY if people == 0 else None


def morning(now: datetime.datetime, zone: str) -> datetime.date | None:
    """The day whose morning it is there, from eight by the wall clock until noon; None at any other hour and on weekends."""
    local = now.astimezone(zone_called(zone))
    return local.date() if MORNING <= local.time() < NOON and local.weekday() < SATURDAY else None


def is_monday(day: datetime.date) -> bool:
    return day.weekday() == MONDAY


def midnight_after(day: datetime.date, zone: str) -> datetime.datetime:
    """The end of a day there, in UTC."""
    return datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), zone_called(zone)).astimezone(datetime.UTC)


def working_days(since: datetime.date, today: datetime.date) -> int:
    """Mondays to Fridays after one day and up to another; holidays are not known."""
    days = max(0, (today - since).days)
    weeks, rest = divmod(days, 7)
    return weeks * 5 + sum((since.weekday() + one) % 7 < SATURDAY for one in range(1, rest + 1))


def cannot_wait(found: Iterable[Need], today: datetime.date) -> tuple[Need, ...]:
    """Of what a team needs of its coach: a sign-off on the day on which it begins to have waited for too long, and on no other."""
    return tuple(need for need in found if need.kind is Kind.SIGN_OFF and _becomes_late(need, today))


def _becomes_late(need: Need, today: datetime.date) -> bool:
    since = today - datetime.timedelta(days=need.days)
    yesterday = today - datetime.timedelta(days=1)
    return working_days(since, today) > SIGN_OFF_WORKING_DAYS >= working_days(since, yesterday)
