"""The life of one team: its people, its way, its talks and what came of them, as rows; the same for the same number, in any world."""

from __future__ import annotations

import datetime
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from coaching.coaches.rules import taxonomy
from coaching.path import definition
from tests.benchmarks.world import DAY, FIRST, HOUR, LAST

Row = tuple[Any, ...]
Rows = Iterator[tuple[str, Row]]  # a table and a row of it, without its id
PATHS = ('community-cafe',) * 7 + ('parent-cafe',) * 2 + ('school-cafe',)
STEPS = (1,) * 2 + (2,) * 5 + (3,) * 12 + (4,) * 9 + (5,) * 8 + (6,) * 8 + (7,) * 6  # where fifty teams are
DAYS_BETWEEN_TALKS, DAYS_BETWEEN_MEETINGS = 14.5, 75
MODES = ('video',) * 6 + ('phone',) * 6 + ('at_their_place',) * 4 + ('elsewhere', 'messages', 'cafe_visit', 'with_other_teams')
PURPOSES, METHODS, TAGS = (tuple(words) for words in (taxonomy.PURPOSES, taxonomy.METHODS, taxonomy.TAGS))
HERE = json.dumps(dict.fromkeys(tuple(taxonomy.PRESENT)[:2], 2))
SENTENCES = (
    'Two parents from the second grade came and want to host a table of their own.',
    'The library gives us the large room on the first Thursday of each month.',
    'We tried the opening question with each other; it was quiet first, then nobody wanted to stop.',
    'The principal said yes to an hour on the calendar and to coffee for everybody.',
    'Child care is still open. The church next door may know somebody.',
    'Grace brought three friends. One of them asked what she could do next time.',
    'We read the guide aloud and changed two words that sounded like an office.',
    'The flyer is ready in both languages, and the bakery gives bread.',
)
ABOUT_THE_REST = 6  # of a hundred teams so many rest, and as many have ended


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is in it. `number` says which life it is; `others` are teams of the same coach with whom talks are shared."""

    team_id: int
    number: int
    person_ids: tuple[int, ...]
    coach_id: int
    co_coach_id: int
    others: tuple[int, ...]
    now: datetime.datetime

    @property
    def is_great(self) -> bool:
        """Whether it is one of the coach's with sixty."""
        return self.number < 60


class Life:
    """One team's, drawn by chance; `rows` gives everything that hangs on the team's id and on its walk's, which is the same."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.chance = random.Random(f'team {cast.number}')
        self.age = self.chance.randrange(100, 1_400)
        key = self.chance.choice(PATHS)
        self.path = next(one for one in definition.paths() if one.key == key)
        self.step = min(STEPS[cast.number * 7 % 50], len(self.path.steps))
        roll = self.chance.randrange(100)
        self.standing = 'resting' if roll < ABOUT_THE_REST else 'active'
        if roll > 99 - ABOUT_THE_REST and not cast.is_great:
            self.standing = 'closed'
        if self.step <= 2 and self.standing == 'active':
            self.standing = 'forming'
        if self.step == len(self.path.steps) and self.standing == 'active' and roll % 2:
            self.standing = 'sustaining'
        # When each step was entered; the last entry is today's.
        share = sorted(self.chance.random() for _ in range(self.step - 1))
        self.entered = [self.age, *(round(self.age * (1 - one)) for one in share)]

    @property
    def is_about_to_claim(self) -> bool:
        """Whether all of its step has begun and something shows it; so it is with every second of the great coach's teams."""
        return self.cast.is_great and self.cast.number % 2 == 0 and self.path.steps[self.step - 1].head.kind != 'living'

    @property
    def is_over(self) -> bool:
        return self.standing == 'closed'

    @property
    def today(self) -> datetime.date:
        return self.cast.now.date()

    def on(self, ago: int) -> datetime.date:
        return self.today - DAY * ago

    def at(self, ago: int) -> datetime.datetime:
        return self.cast.now - DAY * ago - HOUR * (ago % 7)

    def member(self) -> int:
        return self.chance.choice(self.cast.person_ids)

    def words(self, most: int = 3) -> str:
        return ' '.join(self.chance.sample(SENTENCES, self.chance.randint(1, most)))

    def rows(self) -> Rows:
        yield from self._team()
        yield from self._walk()
        yield from self._shown()
        yield from self._meetings()
        yield from self._plans_and_help()

    def _team(self) -> Rows:
        team_id, people = self.cast.team_id, self.cast.person_ids
        name = f'{FIRST[self.cast.number % 25]} Street {LAST[self.cast.number // 25 % 22]} team {self.cast.number}'
        model = {'community': 'community', 'parent': 'parent', 'school': 'school'}[self.path.head.model]
        yield 'team', (team_id, name, f'Café {LAST[self.cast.number % 22]}', [model], 1 + self.cast.number % 110, ['en'], '',
                       self.on(self.age), self.at(self.age))  # fmt: skip
        first = 'active' if self.standing == 'forming' else 'forming'
        ago = min(self.age, 40 + self.cast.number % 200)
        yield 'team_state', (team_id, first, self.on(self.age), '', self.at(self.age), self.at(ago))
        why = 'The school is being rebuilt.' if self.standing in ('resting', 'closed') else ''
        yield 'team_state', (team_id, self.standing, self.on(ago), why, self.at(ago), None)
        yield 'team_organisation', (team_id, 1 + self.cast.number % 20)
        for number, person_id in enumerate(people):
            left = self.is_over or number == 7
            yield 'team_member', (team_id, person_id, 'lead' if number == 0 else 'member', number % 3 == 1, self.on(self.age),
                                  self.on(ago) if left else None, 'Moved away' if left else '')  # fmt: skip

    def _walk(self) -> Rows:
        team_id, chance, coach = self.cast.team_id, self.chance, self.cast.coach_id
        yield 'journey', (team_id, team_id, self.path.key, self.path.version, self.on(self.age), self.at(self.age))
        for index in range(self.step):
            step, since = self.path.steps[index], self.entered[index]
            is_open = index == self.step - 1
            until = 0 if is_open else self.entered[index + 1]
            told = ['entered']
            if not is_open:
                told += ['claimed', 'returned'] * (chance.random() < 0.12) + ['claimed', 'confirmed']
                told += ['reopened', 'claimed', 'confirmed'] * (chance.random() < 0.05)
            elif step.head.kind != 'living' and not self.is_about_to_claim and chance.random() < 0.12:
                told += ['claimed']
            for number, did in enumerate(told):
                ago = since - (since - until) * number // max(1, len(told) - 1) if len(told) > 1 else since
                by = self.member() if did in ('entered', 'claimed') else coach
                yield 'step_fact', (team_id, step.number, number + 1, did, self.on(ago), self.at(ago), by)
                if did in ('returned', 'reopened'):
                    yield 'step_why', (team_id, step.number, number + 1, 'Let us look once more at who hosts.')
            for code in step.codes:
                if is_open and not self.is_about_to_claim and chance.random() < 0.5:
                    continue
                ago = chance.randint(until, since)
                marks = [1] if is_open else [1, 2] if chance.random() < 0.7 else [2]
                for number, mark in enumerate(marks):
                    yield 'purpose_mark', (team_id, code, 'team', number + 1, mark, self.on(ago), self.at(ago), self.member())
                if chance.random() < 0.5:
                    yield 'purpose_mark', (team_id, code, 'coach', 1, marks[-1], self.on(ago), self.at(ago), coach)
        for person_id in self.cast.person_ids:
            if chance.random() < 0.7:
                yield 'reflection', (team_id, person_id, self.on(self.age - 10))

    def _shown(self) -> Rows:
        team_id, chance = self.cast.team_id, self.chance
        for index in range(self.step):
            since, is_open = self.entered[index], index == self.step - 1
            until = 0 if is_open else self.entered[index + 1]
            codes = self.path.steps[index].codes
            for _ in range(chance.randint(0 if is_open and not self.is_about_to_claim else 2, 4)):
                ago = chance.randint(until, since)
                code = chance.choice(codes) if chance.random() < 0.6 else None
                url = 'https://library.example/room' if chance.random() < 0.05 else ''
                yield 'evidence', (team_id, index + 1, code, self.on(ago), self.words(2), url, self.at(ago), self.member())
            for question in range(1, 1 + len(self.path.steps[index].head.questions)):
                words, ago = self.words(2), chance.randint(until, since)
                if self.path.steps[index].head.questions_private:
                    if chance.random() < 0.1:
                        yield 'shared_answer', (team_id, self.member(), index + 1, question, words, self.at(ago))
                elif chance.random() < 0.6:
                    for number in range(1, chance.choice((2, 2, 3))):
                        yield 'step_note', (team_id, index + 1, question, number, words, self.at(ago), self.member())
        for number in range(6 if self.step >= 4 else 0):
            kind = ('strength', 'resource', 'commitment')[number % 3]
            yield 'resource', (team_id, kind, chance.choice(SENTENCES), self.at(self.age // 3), self.member())
        for number in range(self.age // 60, 0, -1):
            ago = number * 60 - chance.randrange(20)
            yield 'bold_step', (team_id, chance.choice(SENTENCES), 'Grace and Alma', self.on(ago), self.at(ago + 25), self.member(),
                                self.on(ago), chance.random() < 0.85)  # fmt: skip
        if chance.random() < 0.75 and not self.is_over:
            yield 'bold_step', (team_id, chance.choice(SENTENCES), 'Grace', self.on(-7), self.at(3), self.member(), None, None)

    def _meetings(self) -> Rows:
        team_id, chance = self.cast.team_id, self.chance
        for number in range(self.age // DAYS_BETWEEN_MEETINGS, 0, -1):
            ago = number * DAYS_BETWEEN_MEETINGS - chance.randrange(40)
            here = chance.sample(self.cast.person_ids, min(3, len(self.cast.person_ids)))
            yield 'meeting', (team_id, self.on(ago), 'Before the next café', self.words(), here[0], self.at(ago), here)
            if chance.random() < 0.4:
                yield 'next_step', self._next_step(ago, None)

    def _next_step(self, ago: int, contact: tuple[int, int] | None) -> Row:
        """What somebody said they would do; what was said lately is mostly open."""
        chance = self.chance
        is_open = not self.is_over and chance.random() < (0.7 if ago < 45 else 0.02)
        dropped = not is_open and chance.random() < 0.15
        mine = chance.random() < 0.8
        return (
            self.cast.team_id, chance.choice(SENTENCES), self.member() if mine else None, '' if mine else 'Somebody of the school',
            self.on(ago - 14) if chance.random() < 0.7 else None, 'open' if is_open else 'dropped' if dropped else 'done',
            'no_time' if dropped else None, contact, self.cast.coach_id, self.at(ago), None if is_open else self.on(max(0, ago - 20)),
        )  # fmt: skip

    def _plans_and_help(self) -> Rows:
        team_id, chance, coach = self.cast.team_id, self.chance, self.cast.coach_id
        if self.step >= 5:
            for number in range(1, 2 + (self.cast.number % 3 == 0)):
                ago = max(5, self.age // (2 * number))
                parts = json.dumps({'wanted': self.words(), 'rhythm': 'Every two weeks', 'hosts': self.words(1)})
                yield 'coaching_plan', (team_id, number, parts, self.on(ago - 180), coach, self.at(ago), self.on(ago),
                                        self.cast.person_ids[0], self.on(ago), coach)  # fmt: skip
        for _ in range(chance.choice((0, 0, 1, 2))):
            ago = chance.randint(20, self.age)
            at = self.at(ago)
            yield 'help_request', (team_id, self.member(), chance.choice(SENTENCES), at, at + HOUR * chance.randint(1, 9), coach, at + DAY)
        if not self.is_over and self.cast.number % 25 == 4:
            yield 'help_request', (team_id, self.member(), chance.choice(SENTENCES), self.at(1), None, None, None)
        if not self.is_over and chance.random() < 0.65:
            yield 'appointment', (team_id, coach, self.at(-chance.randint(1, 20)), 'planned', None)
        for number in range(chance.choice((0, 0, 1, 3))):
            yield 'pilot_site', (team_id, f'Room {number + 1}', self.member(), self.at(self.age // 2), chance.choice(('possible', 'pilot')))

    def talks(self) -> list[int]:
        """How many days ago each talk was, the first one first; a team that ended has none of the last weeks."""
        count = round(self.age / DAYS_BETWEEN_TALKS)
        least = 90 if self.is_over else self.chance.choice((0, 2, 5, 9, 16, 33))
        return sorted((self.chance.randint(least, max(self.age, least)) for _ in range(count)), reverse=True)

    def talk(self, number: int, ago: int) -> Rows:
        """One talk with what came of it."""
        cast, chance = self.cast, self.chance
        author = cast.co_coach_id if cast.co_coach_id and chance.random() < 0.15 else cast.coach_id
        held = chance.random() < 0.88
        joint = [other for other in cast.others[:1] if chance.random() < 0.02]
        touched = [str(self.step), *self.path.steps[self.step - 1].codes[:1]] if held else []
        key = (cast.team_id, number)
        yield 'contact', (
            key, author, self.on(ago), 'held' if held else 'attempted', chance.choice(MODES), chance.choice((15, 30, 30, 45, 60)),
            chance.choice((0, 0, 0, 40)), bool(joint), HERE if held else '{}', [chance.choice(PURPOSES)],
            [chance.choice(METHODS)] if held else [], touched, self.words(2) if held else '', self.words(1) if number % 3 else '',
            [chance.choice(TAGS)] if number % 4 == 0 else [], chance.randint(2, 5) if held else None,
            'coaches' if chance.random() < 0.12 else 'shared', self.on(ago - 14) if chance.random() < 0.5 else None, self.at(ago),
        )  # fmt: skip
        for team_id in (cast.team_id, *joint):
            yield 'contact_team', (key, team_id, self.on(ago), 'held' if held else 'attempted')
        for person_id in dict.fromkeys((author, *([cast.coach_id] if chance.random() < 0.1 else []))):
            yield 'contact_coach', (key, person_id)
        if chance.random() < 0.02:
            yield 'contact_addendum', (key, author, chance.choice(SENTENCES), self.at(max(0, ago - 20)))
        if held and chance.random() < 0.3:
            yield 'next_step', self._next_step(ago, key)
        if held and chance.random() < 0.25:
            yield 'appointment', (cast.team_id, author, self.at(ago), 'held', key)
