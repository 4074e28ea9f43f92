""""This and all following": the new rule that follows from one date, and the first day that it may have."""

from __future__ import annotations

import datetime

from coaching.funnel.rules.recurrence import Pattern

WEEK = datetime.timedelta(days=7)


def first_day(rule: str, from_on: datetime.date) -> datetime.date:
    """The first day of a new rule: its week or month begins before the first old date, which may then move forward in it too."""
    pattern = Pattern.read(rule)
    if pattern is None:
        return from_on
    if pattern.nth is None:
        return from_on - datetime.timedelta(days=from_on.weekday())
    return from_on.replace(day=1)


def moved_rule(rule: str, old_on: datetime.date, new_on: datetime.date) -> str | None:
    """The rule whose date `old_on` is on `new_on` from now on.

    None where the new day is in another week (or month), or is one of the rule's days already.
    """
    pattern = Pattern.read(rule)
    if pattern is None or pattern.period(old_on) != pattern.period(new_on) or old_on.weekday() not in pattern.weekdays:
        return None
    if old_on == new_on:
        return rule
    if pattern.nth is None:
        if new_on.weekday() in pattern.weekdays:
            return None
        days = sorted({*pattern.weekdays, new_on.weekday()} - {old_on.weekday()})
        return Pattern(tuple(days), None, pattern.interval).rule
    is_last = pattern.nth == -1 and (new_on + WEEK).month != new_on.month
    return Pattern((new_on.weekday(),), -1 if is_last else (new_on.day - 1) // 7 + 1, pattern.interval).rule
