"""What a journey and its coaches should do, said once more in the plainest way; it knows no table, no page and none of our rules."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

Day = datetime.date
LIVING = 7
CODES = {1: 'abc', 2: 'abc', 3: 'abcd', 4: 'ab', 5: 'abcd', 6: 'abc', 7: 'abcdef'}
OPEN = ('working', 'not_started')


@dataclasses.dataclass(slots=True)
class Reference:
    """`facts` are (day, did, who) by step, `marks` (day, mark, is_excepted) by (side, code), `shown` days of evidence by its id."""

    members: set[str]
    coaches: set[str]
    facts: dict[int, list[tuple[Day, str, str]]] = dataclasses.field(default_factory=lambda: {n: [] for n in CODES})
    marks: dict[tuple[str, str], list[tuple[Day, int, bool]]] = dataclasses.field(default_factory=dict)
    shown: dict[int, tuple[int, Day]] = dataclasses.field(default_factory=dict)
    bold: int | None = None

    def state(self, step: int, on: Day = Day.max) -> str:
        """Where a step stood at the end of a day."""
        seen = [did for day, did, _who in self.facts[step] if day <= on]
        shown = any(number == step and day <= on for number, day in self.shown.values())
        marked = any(self.marked(side, f'{step}.{letter}', on) for side in ('team', 'coach') for letter in CODES[step])
        if step == LIVING:
            return 'living' if seen or shown or marked else 'not_started'
        if not seen:
            return 'working' if shown or marked else 'not_started'
        return {'claimed': 'claimed', 'confirmed': 'confirmed', 'set_aside': 'not_applicable'}.get(seen[-1], 'working')

    def marked(self, side: str, code: str, on: Day = Day.max) -> tuple[int, bool] | None:
        """The last mark that had been given by then."""
        given = [(mark, excepted) for day, mark, excepted in self.marks.get((side, code), []) if day <= on]
        return given[-1] if given else None

    def level(self, code: str) -> int:
        return (self.marked('team', code) or (0, False))[0]

    def does(self, deed: str, who: str, step: int, day: Day, **more: Any) -> bool:
        """Whether this may be; if so it has been done."""
        may = getattr(self, f'_may_{deed}')(who, step, **more)
        if may and deed in ('mark', 'show') and not self.facts[step]:
            self.facts[step].append((day, 'entered', who))
        if may and deed == 'mark':
            side = 'team' if who in self.members else 'coach'
            self.marks.setdefault((side, more['code']), []).append((day, more['level'], more['excepted']))
        elif may and deed == 'hide':
            del self.shown[more['evidence']]
        elif may and deed not in ('show', 'bold', 'end_bold'):
            self.facts[step].append((day, deed, who))
        return may

    def _may_mark(self, who: str, step: int, code: str, level: int, excepted: bool, seen: int) -> bool:
        side = 'team' if who in self.members else 'coach' if who in self.coaches else None
        return side is not None and (not excepted or side == 'coach') and seen == len(self.marks.get((side, code), []))

    def _may_show(self, who: str, step: int) -> bool:
        return who in self.members | self.coaches

    def _may_hide(self, who: str, step: int, evidence: int) -> bool:
        return who in self.members | self.coaches and self.shown.get(evidence, (0, None))[0] == step

    def _may_claimed(self, who: str, step: int) -> bool:
        begun = all(self.level(f'{step}.{letter}') >= 1 for letter in CODES[step])
        shown = any(number == step for number, _day in self.shown.values())
        return who in self.members and self.state(step) in OPEN and step != LIVING and begun and shown

    def _may_withdrawn(self, who: str, step: int) -> bool:
        return who in self.members and self.state(step) == 'claimed'

    def _may_returned(self, who: str, step: int) -> bool:
        return who in self.coaches and self.state(step) == 'claimed'

    def _may_confirmed(self, who: str, step: int) -> bool:
        if who not in self.coaches or self.state(step) != 'claimed' or self.facts[step][-1][2] == who:
            return False
        codes = [f'{step}.{letter}' for letter in CODES[step]]
        reached = all(self.level(code) == 2 or (self.marked('coach', code) or (0, False))[1] for code in codes)
        return reached and all(self.state(earlier) in ('confirmed', 'not_applicable') for earlier in range(1, step))

    def _may_reopened(self, who: str, step: int) -> bool:
        return who in self.coaches and self.state(step) == 'confirmed'

    def _may_set_aside(self, who: str, step: int) -> bool:
        return who in self.coaches and step != LIVING and self.state(step) not in ('confirmed', 'not_applicable')

    def _may_taken_up(self, who: str, step: int) -> bool:
        return who in self.coaches and self.state(step) == 'not_applicable'

    def _may_bold(self, who: str, step: int) -> bool:
        return who in self.members and self.bold is None

    def _may_end_bold(self, who: str, step: int, bold: int | None) -> bool:
        return who in self.members and self.bold is not None and bold == self.bold
