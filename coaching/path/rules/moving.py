"""A team goes on by a newer version of its path: what each step and each part becomes is said one by one (W5, domain 2.5)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from coaching.kit.refusal import Reason

Steps = Mapping[int, Collection[str]]
"""The codes of a version's purposes, by the number of their step."""


class NoMove(Reason):
    """Why a team does not go on by another version."""

    NOT_THE_COACH = 'Only a coach of this team, or whoever looks after its place, can do this.'
    NOT_NEWER = 'This team walks by the newest version of its path.'
    MISSING = 'Say of each step and each part what it becomes, or that it falls away.'
    UNKNOWN = 'The newer version has no such step or part.'
    TWICE = 'Two of them cannot become the same one.'


def why_not_move(old: Steps, new: Steps, *, steps: Mapping[int, int | None], codes: Mapping[str, str | None]) -> NoMove | None:
    """`steps` and `codes` say what each of the old ones becomes; None: it falls away."""
    if steps.keys() != old.keys() or codes.keys() != _codes(old):
        return NoMove.MISSING
    into, onto = [one for one in steps.values() if one is not None], [one for one in codes.values() if one is not None]
    if not set(into) <= new.keys() or not set(onto) <= _codes(new):
        return NoMove.UNKNOWN
    return NoMove.TWICE if len(set(into)) < len(into) or len(set(onto)) < len(onto) else None


def _codes(steps: Steps) -> set[str]:
    return {code for codes in steps.values() for code in codes}
