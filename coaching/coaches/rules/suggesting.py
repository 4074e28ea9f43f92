"""Who could coach a team, and why in words; a person decides."""

from __future__ import annotations

import dataclasses
import datetime
import enum
from collections.abc import Collection, Mapping

from coaching.coaches.values import Load, Steps
from coaching.kit.words import Later, later

HEAVY_STEPS = range(3, 7)
HEAVIER = 1.5


class Speaks(enum.StrEnum):
    """What speaks for somebody, or against."""

    HAS_ROOM = 'has_room'
    IS_FULL = 'is_full'
    HEAVY = 'heavy'
    SAME_LANGUAGE = 'same_language'
    OTHER_LANGUAGE = 'other_language'
    HERE = 'here'
    EVERYWHERE = 'everywhere'
    ELSEWHERE = 'elsewhere'
    KNOWS_MODEL = 'knows_model'
    OTHER_MODEL = 'other_model'
    AWAY = 'away'


AGAINST = frozenset({Speaks.IS_FULL, Speaks.OTHER_LANGUAGE, Speaks.ELSEWHERE, Speaks.OTHER_MODEL, Speaks.AWAY})
SENTENCES: Mapping[Speaks, Later] = {
    Speaks.HAS_ROOM: later('Coaches %(count)s of %(most)s teams.'),
    Speaks.IS_FULL: later('Coaches %(count)s of %(most)s teams, which is as many as they can.'),
    Speaks.HEAVY: later('In the busy steps (3 to 6): %(heavy)s.'),
    Speaks.SAME_LANGUAGE: later('Speaks the language of the team.'),
    Speaks.OTHER_LANGUAGE: later('Does not speak the language of the team.'),
    Speaks.HERE: later('Coaches in this region.'),
    Speaks.EVERYWHERE: later('Coaches everywhere.'),
    Speaks.ELSEWHERE: later('Coaches in another region.'),
    Speaks.KNOWS_MODEL: later('Knows the kind of café.'),
    Speaks.OTHER_MODEL: later('Has not coached this kind of café.'),
    Speaks.AWAY: later('Is away now.'),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Sought:
    """What a team needs of its coach; `region` is its place with all places around it, the ids of the tree from there to its top."""

    languages: tuple[str, ...]
    models: tuple[str, ...]
    region: frozenset[int] = frozenset()


@dataclasses.dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody who could coach, with what speaks for it and against."""

    load: Load
    weight: float
    heavy: int
    reasons: tuple[Speaks, ...]

    @property
    def fits(self) -> bool:
        return not AGAINST.intersection(self.reasons)

    @property
    def count(self) -> int:
        return len(self.load.team_ids)


def heavy(team_ids: Collection[int], steps: Steps) -> int:
    """How many of these teams are in steps 3 to 6, in which a coach does the most."""
    return sum(steps.get(team_id) in HEAVY_STEPS for team_id in team_ids)


def weight(team_ids: Collection[int], steps: Steps) -> float:
    """How much these teams weigh: in steps 3 to 6 each is one and a half, elsewhere and where no step is known one."""
    return len(team_ids) + (HEAVIER - 1) * heavy(team_ids, steps)


def is_full(load: Load, steps: Steps) -> bool:
    """Whether a coach has as many teams as they can take on, weighed by their steps."""
    return weight(load.team_ids, steps) >= load.most_teams


def suggestions(
    loads: Collection[Load], sought: Sought, *, steps: Steps, but: Collection[int] = (), today: datetime.date
) -> list[Suggestion]:
    """Everybody who could, those first against whom nothing speaks, then by the room that is left; `but` are left out."""
    found = [_suggestion(load, sought, steps, today) for load in loads if load.person_id not in but]
    return sorted(found, key=lambda one: (len(AGAINST.intersection(one.reasons)), one.weight - one.load.most_teams, one.load.name))


def _suggestion(load: Load, sought: Sought, steps: Steps, today: datetime.date) -> Suggestion:
    many = heavy(load.team_ids, steps)
    reasons = [
        Speaks.IS_FULL if is_full(load, steps) else Speaks.HAS_ROOM,
        *([Speaks.HEAVY] if many else []),
        Speaks.SAME_LANGUAGE if set(load.languages) & set(sought.languages) else Speaks.OTHER_LANGUAGE,
        _region(load, sought),
        Speaks.KNOWS_MODEL if set(sought.models) <= set(load.models) else Speaks.OTHER_MODEL,
    ]
    if load.away_until is not None and load.away_until > today:
        reasons.append(Speaks.AWAY)
    return Suggestion(load, weight(load.team_ids, steps), many, tuple(reasons))


def _region(load: Load, sought: Sought) -> Speaks:
    if load.place_ids is None:
        return Speaks.EVERYWHERE
    return Speaks.HERE if load.place_ids & sought.region else Speaks.ELSEWHERE
