"""The deeds by which people come to stand beside the team, done in the database and in the reference."""

from __future__ import annotations

import datetime
import random
from collections.abc import Awaitable, Callable

from coaching.coaches.commands.assigning import assign, end, hand_over
from coaching.coaches.commands.covering import cover, end_cover
from coaching.coaches.values import Beside as Role
from coaching.kit.access import Actor, How
from tests.walks.beside import COACHING, EVER, Beside

ZERO = datetime.date(2026, 11, 18)
DEEDS = {'assign': 12, 'hand_over': 12, 'end': 6, 'cover': 10, 'end_cover': 3, 'night': 8}
ROLES = (*COACHING, 'co_coach', 'apprentice', 'seasoned_host')

Done = Callable[[int], None]
"""Tells the reference the id of what was made."""


def date_of(day: int) -> datetime.date | None:
    return None if day == EVER else ZERO + datetime.timedelta(days=day)


class Coaching:
    """One team's people beside it; `ids` are persons by name."""

    def __init__(self, team_id: int, ids: dict[str, int], members: set[str], chance: random.Random) -> None:
        self.team_id, self.ids, self.chance, self.beside = team_id, ids, chance, Beside(members)
        self.coordinator = Actor(how=How.ACCOUNT, person_id=min(ids.values()))  # whose yes is written down; any person will do

    def deed(self, deed: str, today: int, now: datetime.datetime) -> tuple[str, bool, Awaitable, Done]:
        """What is tried, in words; whether it may be; the product's doing, and what it means for the reference."""
        chance, told = self.chance, {'by': self.coordinator, 'now': now}
        who, on = chance.choice(sorted(self.ids)), today + chance.choice((0, 0, 0, 0, -4, 3))
        match deed:
            case 'assign':
                role, until, approved = chance.choice(ROLES), chance.choice((EVER, EVER, on + 6, on)), chance.random() < 0.5
                new = self.beside.may_assign(who, role, on, until, approved)
                doing = assign(self.team_id, self.ids[who], Role(role), on=date_of(on), until=date_of(until), approved=approved, **told)
                return f'assign {who} {role} {on}-{until} {approved}', new is not None, doing, lambda key: self._stand(key, new)
            case 'hand_over':
                approved = chance.random() < 0.5
                found = self.beside.may_hand_over(who, on, approved)
                doing = hand_over(self.team_id, self.ids[who], on=date_of(on), note='We parked at step 3.', approved=approved, **told)
                return f'hand over to {who} {on}', found is not None, doing, lambda key: self._handed(key, found)
            case 'end':
                key = chance.choice([*self.beside.stands, 0])
                stopped, doing = self.beside.called_off(key, on, today), end(key, on=date_of(on), why='other', **told)
                if stopped is not None:
                    return f'call off {key}', self.beside.may_call_off(key, stopped), doing, lambda _key: self._called_off(key, stopped)
                return f'end {key} {on}', self.beside.may_end(key, on, today), doing, lambda _key: self._ended(key, on)
            case 'cover':
                coach = chance.choice([*(one.person for one in self.beside.stands.values() if one.role in COACHING), who])
                by, until = chance.choice(sorted(self.ids)), on + chance.choice((0, 2, 5))
                may = self.beside.may_cover(coach, by, on, until, today)
                doing = cover(self.ids[coach], self.ids[by], date_of(on) or ZERO, date_of(until) or ZERO, **told)
                return f'{by} covers {coach} {on}-{until}', may, doing, lambda key: self._covers(key, (coach, by, on, until))
            case _:
                key = chance.choice([*self.beside.covers, 0])
                return f'end cover {key}', key != 0, end_cover(key, **told), lambda _key: self._uncovered(key)

    def _stand(self, key, new) -> None:
        self.beside.stands[key] = new

    def _handed(self, key, found) -> None:
        new, ends = found
        for other, on in ends.items():
            self._ended(other, on, 'changed_role' if self.beside.stands[other].person == new.person else 'handed_over')
        self.beside.stands[key] = new

    def _called_off(self, key, stopped) -> None:
        self._ended(key, self.beside.stands[key].began)
        for other in stopped:
            self._ended(other, EVER, '')

    def _ended(self, key, on, why='other') -> None:
        self.beside.stands[key].ended, self.beside.stands[key].why = on, why

    def _covers(self, key, one) -> None:
        self.beside.covers[key] = one

    def _uncovered(self, key) -> None:
        del self.beside.covers[key]
