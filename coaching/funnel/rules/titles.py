"""The sentence that stands above the report: its answer, chosen by the numbers that the table shows."""

from __future__ import annotations

from coaching.funnel.rules.funnel import PERCENT_FROM, Share, ShowRate, Timed
from coaching.kit.words import Later, later

NEAR = 0.02
FRACTIONS = ((1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 5), (2, 5), (3, 5), (4, 5), *((tenths, 10) for tenths in (1, 3, 7, 9)))


def title(introduced: Timed, trained: Timed) -> Later:
    """What became of those who came to a first Taste; both conversions are of the same people and the same window.

    Speaks of training once somebody finished one, else of the Intro; in few people by their number, in many by a share.
    """
    if not trained.share.y:
        return later('It is too early to tell') if trained.too_early else later('Nobody came to a first Taste in this time')
    if trained.share.x:
        return _of_training(trained.share)
    return _of_intro(introduced.share)


def _of_training(share: Share) -> Later:
    if share.x == share.y:
        return later('Everyone who came to a Taste finished training')
    if fraction := near(share):
        return later('%(a)s in %(b)s people who came to a Taste finished training', a=fraction[0], b=fraction[1])
    return later('%(x)s of %(y)s people who came to a Taste finished training', x=share.x, y=share.y)


def _of_intro(share: Share) -> Later:
    if not share.x:
        return later('Nobody who came to a Taste has come to an Intro yet')
    if share.x == share.y:
        return later('Everyone who came to a Taste came to an Intro')
    if fraction := near(share):
        return later('%(a)s in %(b)s people who came to a Taste came to an Intro', a=fraction[0], b=fraction[1])
    return later('%(x)s of %(y)s people who came to a Taste came to an Intro', x=share.x, y=share.y)


def title_of_turnout(rate: ShowRate) -> Later:
    """How many came of those who had a spot."""
    share = rate.share
    if not share.y:
        return later('Nobody is marked yet')
    if not share.x:
        return later('Nobody with a spot came')
    if share.x == share.y:
        return later('Everyone with a spot came')
    if fraction := near(share):
        return later('%(a)s in %(b)s people with a spot came', a=fraction[0], b=fraction[1])
    return later('%(x)s of %(y)s people with a spot came', x=share.x, y=share.y)


def near(share: Share) -> tuple[int, int] | None:
    """The plainest fraction within two points of a share of 20 people or more; none where there is none so near."""
    if share.y < PERCENT_FROM:
        return None
    return next((fraction for fraction in FRACTIONS if abs(share.x / share.y - fraction[0] / fraction[1]) <= NEAR), None)
