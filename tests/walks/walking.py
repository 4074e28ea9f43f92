"""A team in the database and the same team in the reference model, side by side, deed after deed."""

from __future__ import annotations

import collections
import dataclasses
import datetime
import random
from collections.abc import Awaitable

from coaching.accounts.commands.roles import open_account
from coaching.accounts.queries import actor_for
from coaching.coaches.commands.assigning import assign
from coaching.coaches.queries.assignments import watched
from coaching.coaches.values import Beside as Role
from coaching.kit.access import SYSTEM, Actor
from coaching.kit.database import atomic
from coaching.kit.refusal import Refused
from coaching.path.commands import bold_steps, telling, walking
from coaching.path.queries import journey, steps
from coaching.path.rules.steps import state_of
from coaching.path.values import Marked
from coaching.people.commands import find_or_add
from coaching.teams.commands.teams import form, join
from coaching.teams.policy import holds
from tests.conftest import RollBack
from tests.walks import coaching
from tests.walks.beside import Stand
from tests.walks.coaching import Coaching
from tests.walks.reference import CODES, LIVING, Reference

NOW = datetime.datetime(2026, 11, 18, 15, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
BEGAN = (NOW - 9 * DAY).date()
MEMBERS, PEOPLE = ('Alma', 'Grace', 'Cleo'), ('Alma', 'Ben', 'Cleo', 'Grace', 'Iris', 'Rosa')
OF_COACHES = ('confirmed', 'returned', 'reopened', 'set_aside', 'taken_up')
OF_TODAY = ('withdrawn', 'returned', 'reopened', 'set_aside', 'taken_up')
LENGTH = 250
DEEDS = {
    'mark': 90, 'show': 30, 'hide': 7, 'claimed': 60, 'confirmed': 60, 'withdrawn': 8, 'returned': 8, 'reopened': 8, 'set_aside': 4,
    'taken_up': 8, 'bold': 10, 'end_bold': 10, **coaching.DEEDS,
}  # fmt: skip


class Differs(AssertionError):
    """The product and the reference do not agree."""


@dataclasses.dataclass(slots=True)
class Walk:
    """One team; `trace` is all that was tried, to be read where something differs."""

    team_id: int
    accounts: dict[str, int]
    coaching: Coaching
    reference: Reference
    chance: random.Random
    nights: int = 0
    trace: list[str] = dataclasses.field(default_factory=list)
    done: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)

    async def step_on(self) -> None:
        """One deed at random, done on both sides."""
        chance = self.chance
        deed = chance.choices(list(DEEDS), list(DEEDS.values()))[0]
        if deed in coaching.DEEDS:
            await self._beside(deed)
            return
        likely = sorted(self.reference.coaches) if deed in OF_COACHES else MEMBERS
        who = chance.choice(likely if likely and chance.random() < 0.7 else PEOPLE)
        furthest = 1 + sum(self.reference.state(step) in ('confirmed', 'not_applicable') for step in range(1, LIVING))
        before = (max(1, furthest - 1),) if deed == 'reopened' else ()
        step = chance.choice((*(furthest,) * 4, *(min(LIVING, furthest + 1),) * 2, *before, chance.randint(1, LIVING)))
        day = self.today if deed in OF_TODAY else self.today - chance.choice((0, 0, 1, 3, 9)) * DAY
        more = self._more(deed, who, step)
        self.trace.append(f'{who} {deed} {step} {day} {more}')
        may = self.reference.does(deed, who, step, day, **more)
        try:
            done = await self._really(deed, await self._actor(who), step, day, **more)
        except Refused as refused:
            if may:
                raise Differs(f'refused: {refused.reason}') from refused
            return
        if not may:
            raise Differs('was done, and should not have been')
        self.done[deed] += 1
        if deed == 'show':
            self.reference.shown[done] = (step, day)
        elif deed in ('bold', 'end_bold'):
            self.reference.bold = done

    @property
    def now(self) -> datetime.datetime:
        return NOW + self.nights * DAY

    @property
    def today(self) -> datetime.date:
        return self.now.date()

    async def _actor(self, who: str) -> Actor:
        found = await actor_for(self.accounts[who], self.now)
        assert found
        return found

    async def _beside(self, deed: str) -> None:
        """Somebody comes to stand beside the team, or stops; or a night passes."""
        if deed == 'night':
            self.nights += 1
            self.done[deed] += 1
        else:
            words, may, doing, then = self.coaching.deed(deed, self.nights, self.now)
            self.trace.append(words)
            try:
                async with atomic():
                    done = await doing
            except Refused as refused:
                if may:
                    raise Differs(f'refused: {refused.reason}') from refused
                return
            if not may:
                raise Differs('was done, and should not have been')
            self.done[deed] += 1
            then(done)
        self.reference.coaches = self.coaching.beside.coaches(self.nights)

    def _more(self, deed: str, who: str, step: int) -> dict:
        chance = self.chance
        match deed:
            case 'mark':
                side = 'team' if who in MEMBERS else 'coach'
                open_codes = [letter for letter in CODES[step] if self.reference.level(f'{step}.{letter}') < 2]
                code = f'{step}.{chance.choice(open_codes or CODES[step])}'
                seen = len(self.reference.marks.get((side, code), [])) - (chance.random() < 0.1)
                level = chance.choice((2, 2, 2, 2, 2, 2, 1, 0))
                return {'code': code, 'level': level, 'excepted': chance.random() < 0.15, 'seen': max(0, seen)}
            case 'hide':
                near = [one for one, (at, _day) in self.reference.shown.items() if at == step or chance.random() < 0.1]
                return {'evidence': chance.choice(near or [0])}
            case 'end_bold':
                return {'bold': chance.choice((self.reference.bold, 0))}
        return {}

    def _really(self, deed: str, by: Actor, step: int, day: datetime.date, **more) -> Awaitable:
        team, told = self.team_id, {'by': by, 'now': self.now}
        match deed:
            case 'mark':
                level, seen, excepted = Marked(more['level']), more['seen'], more['excepted']
                return telling.mark(team, more['code'], level, seen=seen, is_excepted=excepted, why='Because.', on=day, **told)
            case 'show':
                return telling.show(team, step, 'We met.', on=day, **told)
            case 'hide':
                return telling.take_away(team, step, more['evidence'], **told)
            case 'bold':
                return bold_steps.set_bold_step(team, f'Invite {self.done[deed]} mothers.', **told)
            case 'end_bold':
                return bold_steps.end_bold_step(team, more['bold'] or 0, is_done=True, **told)
            case 'claimed':
                return walking.claim(team, step, on=day, **told)
            case 'confirmed':
                return walking.confirm(team, step, on=day, **told)
            case _:
                return self._without_a_day(deed, step, told)

    def _without_a_day(self, deed: str, step: int, told: dict) -> Awaitable:
        if deed == 'withdrawn':
            return walking.withdraw(self.team_id, step, **told)
        if deed == 'taken_up':
            return walking.take_up(self.team_id, step, **told)
        doing = {'returned': walking.give_back, 'reopened': walking.reopen, 'set_aside': walking.set_aside}[deed]
        return doing(self.team_id, step, why='Because.', **told)

    async def look(self) -> None:
        """Every step stands alike, now and at the end of a day in the past."""
        for on in (datetime.date.max, self.today - self.chance.randint(0, 9) * DAY):
            walk = await journey(self.team_id)
            stood = [str(state_of(step)) for step in await steps(walk, on=on)]
            wanted = [self.reference.state(step, on) for step in CODES]
            if stood != wanted:
                raise Differs(f'on {on}: {stood}, not {wanted}')
        held = {who for who in PEOPLE if holds(await self._actor(who), self.team_id, 'coach')}
        if held != self.reference.coaches:
            raise Differs(f'{sorted(held)} may sign off, not {sorted(self.reference.coaches)}')
        watch = (await watched([self.team_id], self.today))[self.team_id]
        leads = [self.coaching.ids[who] for who in self.coaching.beside.leads(self.nights)]
        if leads != ([watch.lead_id] if watch.lead_id else []):
            raise Differs(f'{watch.lead} leads, not {leads}')


async def a_walk(seed: int) -> Walk:
    """A team at the beginning of its path."""
    found = {}
    for name in PEOPLE:
        email = f'{name.lower()}@example.org'
        person_id, _ = await find_or_add(f'{name} Cruz', email, source='account', by=SYSTEM, now=NOW)
        found[name] = (person_id, await open_account(person_id, email, by=SYSTEM, now=NOW))
    team_id = await form('Willow Street', lead_id=found['Alma'][0], by=SYSTEM, now=NOW)
    for name in MEMBERS[1:]:
        await join(team_id, found[name][0], by=SYSTEM, now=NOW)
    await walking.begin(team_id, 'community-cafe', 1, on=BEGAN, by=SYSTEM, now=NOW)
    chance = random.Random(seed)
    beside = Coaching(team_id, {name: person for name, (person, _account) in found.items()}, set(MEMBERS), chance)
    for name, role in (('Rosa', 'lead'), ('Iris', 'co_coach')):
        key = await assign(team_id, found[name][0], Role(role), by=SYSTEM, now=NOW)
        beside.beside.stands[key] = Stand(name, role, 0)
    accounts = {name: account for name, (_person, account) in found.items()}
    return Walk(team_id, accounts, beside, Reference(set(MEMBERS), beside.beside.coaches(0)), chance)


async def walked(seed: int, length: int = LENGTH) -> collections.Counter[str]:
    """One team's deeds in a transaction that leaves nothing; how often each was done.

    :raises Differs: the two sides do not agree
    """
    try:
        async with atomic():
            walk = await a_walk(seed)
            try:
                for _number in range(length):
                    await walk.step_on()
                    if walk.chance.random() < 0.1:
                        await walk.look()
                await walk.look()
            except Differs as differs:
                raise Differs(f'seed {seed}: {differs}\n' + '\n'.join(walk.trace[-12:])) from differs
            raise RollBack
    except RollBack:
        return walk.done
