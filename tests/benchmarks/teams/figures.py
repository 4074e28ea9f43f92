"""What is measured of teams and coaches."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.benchmarks.figures import Figure, household, request
from tests.benchmarks.teams.town import Town
from tests.benchmarks.teams.world import GREAT_COACH, token
from tests.benchmarks.teams.writing import claims, marks, talks

READING, WRITING = 400, 200  # a second

Pages = Callable[[Town], list[tuple[str, str]]]
"""Paths, each with the sign-in of whoever opens it."""


def homes(town: Town) -> list[tuple[str, str]]:
    """Each team's home, opened by whoever leads it."""
    return [(f'/team/{one.team_id}', token(one.lead_id)) for one in town.teams]


def steps(town: Town) -> list[tuple[str, str]]:
    """The page of the step where each team is."""
    return [(f'/team/{one.team_id}/steps/{one.step}', token(one.lead_id)) for one in town.teams]


def desks(_town: Town) -> list[tuple[str, str]]:
    """The page of all her sixty teams."""
    return [('/coach', token(GREAT_COACH))]


def logs(town: Town) -> list[tuple[str, str]]:
    """The form in which the great coach logs a talk, for each of her teams."""
    return [(f'/coach/teams/{one.team_id}/log', token(GREAT_COACH)) for one in town.teams]


READ: dict[str, Pages] = {'home': homes, 'step': steps, 'desk': desks, 'log': logs}


def visits(pages: Pages) -> Callable[[Town, int], list[bytes]]:
    return lambda town, _many: [
        request('GET', path, X_Forwarded_For=household(), Cookie=f'sign-in={signed}') for path, signed in pages(town)
    ]


def again(name: str) -> Callable[[str, Town, int], Sequence[bytes]]:
    return lambda kind, town, _many: [request('GET', f'/{kind}/again/{name}/{number}') for number in range(len(READ[name](town)))]


def below(name: str) -> Callable[[str, Town, int], Sequence[bytes]]:
    """What is written below, one team after the other: the team's number stands in the path."""
    return lambda kind, town, many: [request('POST', f'/{kind}/{name}/{number % len(town.teams)}/{number}') for number in range(many)]


FIGURES = (
    Figure('team home', visits(homes), again('home'), aim=READING),
    Figure('step page', visits(steps), again('step'), aim=READING),
    Figure('coach with 60 teams', visits(desks), again('desk'), aim=READING),
    Figure('form of a talk', visits(logs), again('log')),
    Figure('log a talk', talks, below('talk'), answer=303, once=True, aim=WRITING),
    Figure('mark a part', marks, below('mark'), answer=303, once=True, aim=WRITING),
    Figure('claim a step, or take it back', claims, below('claim'), answer=303, once=True, aim=WRITING),
)
