"""Everything that changes seats, all at once on five dates, with somebody who looks: python -m tests.races.chaos --seconds 300."""

from __future__ import annotations

import asyncio
import collections
import dataclasses
import datetime
import itertools
import random
import time
from collections.abc import Awaitable, Callable

import asyncpg
import click

from coaching.funnel.commands import dates, waiting
from coaching.kit import clock
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetch, fetchrow
from coaching.kit.refusal import Refused
from coaching.kit.tokens import link_token
from tests.races import watching
from tests.races.contest import contest
from tests.races.figures import Line, spread
from tests.races.sockets import Answer, ask, form, household
from tests.races.town import Web, in_a_month
from tests.races.world import TRAINER, a_session, address, cookie_of, somebody

SESSIONS, CALM, PEOPLE, SEATS, HANDS = 5, 2, 30, 8, 14
DAY = datetime.timedelta(days=1)
SPOTS = 'select id, session_id, nonce, state from registration where session_id = any($1) order by id desc limit 600'
REFRESH_SECONDS = 0.15
ENOUGH = 1500  # operations after which every kind of deed must have come up


@dataclasses.dataclass(slots=True)
class Chaos:
    """Who does what at random: `spots` is what every hand believes there is, a moment old."""

    web: Web
    sessions: list[int]
    trainer: Actor
    cookie: str
    chance: random.Random
    name: str
    spots: list[dict] = dataclasses.field(default_factory=list)
    done: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    fell: list[str] = dataclasses.field(default_factory=list)
    answers: list[tuple[str, Answer]] = dataclasses.field(default_factory=list)

    async def sign_up(self) -> None:
        name = f'{self.name} {self.chance.randrange(PEOPLE)}'
        fields = {'name': name, 'email': address(name), 'language': 'en'}
        await self._send(f'/sessions/{self.chance.choice(self.sessions)}/sign-up', fields)

    async def cancel(self) -> None:
        await self._with_link('cancellation', 'registered', 'waiting', 'offered')

    async def undo(self) -> None:
        await self._with_link('cancellation/undo', 'cancelled_by_person')

    async def accept(self) -> None:
        await self._with_link('offer', 'offered')

    async def move(self) -> None:
        await self._with_link(f'move/{self.chance.choice(self.sessions)}', 'registered', 'waiting', 'offered')

    async def promote(self) -> None:
        if spot := self._one_of('waiting', 'offered', among=self.sessions[CALM:]):
            path = f'/train/sessions/{spot["session_id"]}/people/{spot["id"]}/seat'
            await self._send(path, {'why': 'She translates for two others.'}, self.cookie)

    async def take_off(self) -> None:
        if spot := self._one_of('registered', 'waiting'):
            await self._send(f'/train/sessions/{spot["session_id"]}/people/{spot["id"]}/cancellation', {}, self.cookie)

    async def resize(self) -> None:
        """Another number of seats, written down beside the journal, which names the field only."""
        session_id = self.chance.choice(self.sessions)
        before = await fetchrow('select capacity, version from session where id = $1', session_id)
        assert before
        smallest = before['capacity'] if session_id in self.sessions[:CALM] else 2
        seats = self.chance.choice([seats for seats in range(smallest, SEATS + 6) if seats != before['capacity']] or [smallest + 1])
        try:
            async with atomic():
                await dates.change(
                    session_id, {'capacity': seats}, (), version=before['version'], by=self.trainer, now=clock.now()
                )
                await execute(watching.WRITE_DOWN, session_id, seats)
        except Refused:
            self.done['refused'] += 1

    async def run_out(self) -> None:
        """The worker's tick, as it will be when every offer of today is too old."""
        await waiting.pass_on_run_out_offers(now=clock.now() + DAY + datetime.timedelta(minutes=1))

    def _one_of(self, *states: str, among: list[int] | None = None) -> dict | None:
        found = [spot for spot in self.spots if spot['state'] in states and (among is None or spot['session_id'] in among)]
        return self.chance.choice(found) if found else None

    async def _with_link(self, what: str, *states: str) -> None:
        if spot := self._one_of(*states):
            await self._send(f'/sign-ups/{link_token("registration", spot["id"], spot["nonce"])}/{what}', {})

    async def _send(self, path: str, fields: dict[str, str], cookie: str = '') -> None:
        caller = household(self.chance.randrange(5000))
        answer = await ask(self.web.address, form(path, fields, caller=caller, cookie=cookie))
        self.answers.append(('trainer' if cookie else 'link', answer))

    async def keep_looking(self, end: float) -> None:
        while time.monotonic() < end:
            self.spots = [dict(row) for row in await fetch(SPOTS, self.sessions)]
            await execute("delete from rate_window where name = 'sign-up to'")  # these few people sign up for hours
            await asyncio.sleep(REFRESH_SECONDS)

    async def keep_busy(self, end: float) -> None:
        acts: dict[Callable[[], Awaitable[None]], int] = {
            self.sign_up: 34, self.cancel: 26, self.accept: 16, self.undo: 10, self.move: 7, self.promote: 2, self.take_off: 3,
            self.resize: 3, self.run_out: 1,
        }  # fmt: skip
        while time.monotonic() < end:
            act = self.chance.choices(list(acts), list(acts.values()))[0]
            try:
                await act()
            except asyncpg.PostgresError as error:
                self.fell.append(type(error).__name__)
            self.done[act.__name__] += 1


async def race(web: Web, seconds: float, seed: int) -> list[Line]:
    """So many seconds of it, with one connection that looks at everything all the time, and the journal told again at the end."""
    sessions = [await a_session(capacity=SEATS, starts_at=in_a_month() + number * DAY) for number in range(SESSIONS)]
    await execute(watching.NOTEBOOK)
    trainer = await somebody(f'Trainer {web.running.port} {seed}', TRAINER)
    chaos = Chaos(web, sessions, trainer, await cookie_of(trainer), random.Random(seed), f'Guest {web.running.port} {seed}')
    end = time.monotonic() + seconds
    watcher = watching.Watcher(sessions, sessions[:CALM])
    await asyncio.gather(watcher.watch(end), chaos.keep_looking(end), *(chaos.keep_busy(end) for _ in range(HANDS)))
    retold = await watching.retold(dict.fromkeys(sessions, SEATS))
    # whom a trainer taps may have left the list a moment ago
    strange = [answer.status for who, answer in chaos.answers if answer.status not in (303, 409, 404 if who == 'trainer' else 303)]
    return [
        Line('breaks that the watcher saw', _few(watcher.breaks), 'none'),
        Line('breaks in the journal told again', _few(retold.breaks), 'none'),
        Line('registrations whose state the journal does not tell', _few(retold.different), 'none'),
        Line('answers other than done or refused', dict(collections.Counter(strange)), {}),
        Line('commands that fell over', _few(chaos.fell), 'none'),
        Line('people who stand twice at one date', await watching.doubles(sessions), 0),
        Line('seats without their letter', await watching.without_letter(sessions), 0),
        Line('faults in the log', _few(web.faults), 'none'),
        Line('kinds of deeds that happened', len(retold.deeds), len(watching.DEEDS) if sum(chaos.done.values()) > ENOUGH else None),
        Line('operations', sum(chaos.done.values())),
        Line('snapshots', watcher.snapshots),
        Line('entries told again', sum(retold.deeds.values())),
        Line('deeds', ', '.join(f'{count} {deed}' for deed, count in retold.deeds.most_common())),
        Line('answer after: median / 99 % / longest', spread([answer.seconds for _, answer in chaos.answers])),
    ]


def _few(breaks: list[str]) -> str:
    """How many, and the first of them."""
    return f'{len(breaks)}, such as {breaks[0][:300]}' if breaks else 'none'


@click.command()
@click.option('--seconds', default=300.0, show_default=True)
@click.option('--seed', default=lambda: int(time.time()), type=int, help='Chooses who does what; not when.')
def main(seconds: float, seed: int) -> None:
    """Change seats in every way at once."""
    lengths = itertools.chain([seconds], itertools.repeat(min(20.0, seconds)))  # the control breaks soon
    contest(f'{seconds:.0f} s of chaos on {SESSIONS} dates, seed {seed}', lambda web: race(web, next(lengths), seed))


if __name__ == '__main__':
    main()
