"""Reasons and the rule itself in words, in the language that is spoken now, from the same numbers by which is decided."""

from __future__ import annotations

import datetime

from coaching.caseload.rules.needs import FIX, PACE_DAYS, QUIET_DAYS, QUIET_DAYS_ELSEWHERE, QUIET_DAYS_SUSTAINING
from coaching.caseload.values import Fix, Kind, Need
from coaching.coaches.rules.suggesting import HEAVY_STEPS
from coaching.kit.words import _, n_

MONDAY = 0
MANY_MINUTES = 90


def said(need: Need, *, quoting: bool = True) -> str:
    """One reason in a few words; without `quoting` no word of the team is in it, as letters need it."""
    match need.kind:
        case Kind.HELP:
            return _help(need, quoting)
        case Kind.SIGN_OFF:
            return _sign_off(need)
        case Kind.OVERDUE:
            return _overdue(need, quoting)
        case Kind.PACE:
            return _(
                'Step %(step)s has taken %(n)s days; half of the teams that began together took %(usual)s or less',
                step=need.step, n=need.days, usual=need.usual,
            )  # fmt: skip
        case Kind.QUIET:
            if need.is_first_talk:
                return n_('No talk yet, for %(n)s day', 'No talk yet, for %(n)s days', need.days)
            return n_('No talk for %(n)s day, and none is planned', 'No talk for %(n)s days, and none is planned', need.days)
    return n_('No coach for %(n)s day', 'No coach for %(n)s days', need.days)


def _help(need: Need, quoting: bool) -> str:
    words = ' '.join(need.words.split())
    since = (
        _('Asked for help today')
        if need.days == 0
        else n_('Asked for help %(n)s day ago', 'Asked for help %(n)s days ago', need.days)
    )
    return _('%(since)s: “%(words)s”', since=since, words=words) if quoting and words else since


def _sign_off(need: Need) -> str:
    if need.days == 0:
        return _('Step %(step)s waits for your sign-off since today', step=need.step)
    return n_(
        'Sign-off of step %(step)s has waited %(n)s day', 'Sign-off of step %(step)s has waited %(n)s days', need.days, step=need.step
    )


def _overdue(need: Need, quoting: bool) -> str:
    if need.count > 1:
        return n_('%(n)s next step is past its day', '%(n)s next steps are past their day', need.count)
    if quoting and need.words:
        return n_('“%(words)s” was due %(n)s day ago', '“%(words)s” was due %(n)s days ago', need.days, words=need.words)
    return n_('A next step was due %(n)s day ago', 'A next step was due %(n)s days ago', need.days)


def the_rule_in_short() -> str:
    """The same in a line, for the head of the page."""
    return _(
        'A team is here when it asked for help, a sign-off is waiting, a step is late, or %(quiet)s days pass with no talk and none is '
        'planned.',
        quiet=QUIET_DAYS,
    )  # fmt: skip


def the_rule() -> str:
    """When a team stands on the page, from the numbers by which that is decided."""
    return _(
        'A team is here when it asked for help, a sign-off is waiting, a next step is past its day, or its step takes %(pace)s days '
        'longer than half of the teams took that began with it. It is here, too, when no talk took place for %(quiet)s days in steps '
        '%(first)s to %(last)s (%(elsewhere)s in other steps, %(sustaining)s when it goes on by itself) and none is planned. '
        'Teams at rest are here only when they ask for help.',
        pace=PACE_DAYS, quiet=QUIET_DAYS, first=HEAVY_STEPS[0], last=HEAVY_STEPS[-1], elsewhere=QUIET_DAYS_ELSEWHERE,
        sustaining=QUIET_DAYS_SUSTAINING,
    )  # fmt: skip


def fix_of(need: Need) -> tuple[str, str]:
    """The words of the one button, and the page to which it leads, with the team's id still to be filled in as {team_id}."""
    match FIX[need.kind]:
        case Fix.REPLY:
            return _('Read and reply'), '/team/{team_id}/coach/help'
        case Fix.REVIEW:
            return _('Review step %(step)s', step=need.step), f'/team/{{team_id}}/steps/{need.step}'
        case Fix.LOG:
            return _('Log a talk'), '/coach/teams/{team_id}/log'
    return _('Choose a coach'), '/setup/teams/{team_id}'


def answered_in(minutes: int | None) -> str:
    """How soon half of the calls for help had a first answer, '' where that is not known; from 90 minutes on in hours."""
    if minutes is None:
        return ''
    if minutes < MANY_MINUTES:
        return n_(
            'Half of the calls for help had a first answer within %(n)s minute (last 90 days).',
            'Half of the calls for help had a first answer within %(n)s minutes (last 90 days).', max(1, minutes),
        )  # fmt: skip
    return n_(
        'Half of the calls for help had a first answer within %(n)s hour (last 90 days).',
        'Half of the calls for help had a first answer within %(n)s hours (last 90 days).', -(-minutes // 60),
    )  # fmt: skip


def next_monday(today: datetime.date) -> datetime.date:
    """The Monday after this day; on a Monday, the one in a week."""
    return today + datetime.timedelta(days=7 - (today.weekday() - MONDAY) % 7)
