"""A world of teams in a folder that is kept between runs, and what is written while it is measured taken out of it again."""

from __future__ import annotations

import datetime
import pathlib
from collections.abc import Callable
from typing import Any

from tests.benchmarks.kept import HOME, Kept
from tests.benchmarks.teams import world

TEAMS = HOME / 'teams'


class KeptTeams(Kept):
    """`born` is when a larger world began, so that both are as old."""

    def __init__(self, size: int, home: pathlib.Path = TEAMS, born: datetime.datetime | None = None) -> None:
        home.mkdir(parents=True, exist_ok=True)
        home.parent.chmod(0o755)
        super().__init__(size, home)
        self.born = born

    def stamp(self) -> str:
        return f'{world.stamp()} {self.born or ""}'.strip()

    async def load(self, now: datetime.datetime, say: Callable[[str], None]) -> Any:
        return await world.load(self.size, now=self.born or now, say=say)

    async def again(self, now: datetime.datetime) -> Any:
        found = world.World(self.size, self.born or now)
        await world.sign_in_anew(found)
        return found
