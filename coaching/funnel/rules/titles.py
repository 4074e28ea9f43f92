"""The sentence that stands above the report: its answer, chosen by the numbers that the table shows."""

from __future__ import annotations

from coaching.funnel.rules.funnel import PERCENT_FROM, WINDOW, Share, ShowRate, Timed
from coaching.kit.words import _, n_

NEAR = 0.02
FRACTIONS = ((1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 5), (2, 5), (3, 5), (4, 5), *((tenths, 10) for tenths in (1, 3, 7, 9)))


def title(introduced: Timed, trained: Timed) -> str:
    """What became of those who came to a first Taste long enough ago; both conversions are of the same people and window.

    Speaks of training once somebody finished one, else of the Intro; in few people by their number, in many by a share.
    """
    if not trained.share.y:
        return _('It is too early to tell') if trained.too_early else _('Nobody came to a first Taste in this time')
    if trained.share.x:
        return _of_training(trained.share)
    return _of_intro(introduced.share)


def _of_training(share: Share) -> str:
    if share.x == share.y:
        return _('Everyone who came to a Taste %(days)s or more days ago finished training', days=WINDOW.days)
    if fraction := near(share):
        a, b = fraction
        return n_(
            '%(n)s in %(b)s people who came to a Taste %(days)s or more days ago finished training',
            '%(n)s in %(b)s people who came to a Taste %(days)s or more days ago finished training',
            a, b=b, days=WINDOW.days,
        )  # fmt: skip
    return n_(
        '%(n)s of %(y)s people who came to a Taste %(days)s or more days ago finished training',
        '%(n)s of %(y)s people who came to a Taste %(days)s or more days ago finished training',
        share.x, y=share.y, days=WINDOW.days,
    )  # fmt: skip


def _of_intro(share: Share) -> str:
    if not share.x:
        return _('Nobody who came to a Taste %(days)s or more days ago has come to an Intro yet', days=WINDOW.days)
    if share.x == share.y:
        return _('Everyone who came to a Taste %(days)s or more days ago came to an Intro', days=WINDOW.days)
    if fraction := near(share):
        a, b = fraction
        return n_(
            '%(n)s in %(b)s people who came to a Taste %(days)s or more days ago came to an Intro',
            '%(n)s in %(b)s people who came to a Taste %(days)s or more days ago came to an Intro',
            a, b=b, days=WINDOW.days,
        )  # fmt: skip
    return n_(
        '%(n)s of %(y)s people who came to a Taste %(days)s or more days ago came to an Intro',
        '%(n)s of %(y)s people who came to a Taste %(days)s or more days ago came to an Intro',
        share.x, y=share.y, days=WINDOW.days,
    )  # fmt: skip


def title_of_turnout(rate: ShowRate) -> str:
    """How many came of those who had a spot."""
    share = rate.share
    if not share.y:
        return _('Nobody is marked yet')
    if not share.x:
        return _('Nobody with a spot came')
    if share.x == share.y:
        return _('Everyone with a spot came')
    if fraction := near(share):
        a, b = fraction
        return n_('%(n)s in %(b)s people with a spot came', '%(n)s in %(b)s people with a spot came', a, b=b)
    return n_('%(n)s of %(y)s people with a spot came', '%(n)s of %(y)s people with a spot came', share.x, y=share.y)


def near(share: Share) -> tuple[int, int] | None:
    """The plainest fraction within two points of a share of 20 people or more; none where there is none so near."""
    if share.y < PERCENT_FROM:
        return None
    return next((fraction for fraction in FRACTIONS if abs(share.x / share.y - fraction[0] / fraction[1]) <= NEAR), None)
