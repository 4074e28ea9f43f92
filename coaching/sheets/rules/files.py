"""Which files are whose to bring in."""

from __future__ import annotations

from coaching.kit.refusal import Reason


class NoFile(Reason):
    """Why somebody cannot bring a file in."""

    PEOPLE = 'This is a list of people. Whoever looks after the whole network brings it in. You can bring in lists of your teams.'


def may_see(by_id: int | None, person_id: int | None, *, everywhere: bool) -> bool:
    """Whoever looks after the whole network sees every file, whoever looks after some places those that they chose themselves."""
    return everywhere or (by_id is not None and by_id == person_id)
