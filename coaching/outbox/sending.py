"""Send what is due: claim a few, then one after the other: take up, write, hand over, mark.

A letter leaves at least once. Only a kill between handing over and marking repeats it, under the same Message-ID; since there is
one letter in that gap at any time, a kill repeats at most one.
"""

from __future__ import annotations

import asyncio
import dataclasses
import datetime
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from email.message import EmailMessage

import structlog

from coaching.kit import clock
from coaching.kit.absence import is_database_away
from coaching.kit.database import atomic
from coaching.kit.jobs import rest
from coaching.kit.words import known, speaking
from coaching.outbox import claims
from coaching.outbox.frames import frames
from coaching.outbox.letters import Frame, Letter, render
from coaching.outbox.post import Post
from coaching.outbox.rules import LADDER, fate, next_try_at
from coaching.outbox.stopping import stop_url
from coaching.outbox.values import Fate, Promise, Trouble

log = structlog.get_logger(__name__)

BATCH = 20
SWEEP_SECONDS = 15.0
AWAY_SECONDS, LONGEST_AWAY_SECONDS = 2.0, 60.0
ASIDE = datetime.timedelta(seconds=30)
MUTE = 3
MARK_PAUSES = (0.1, 0.3, 1.0, 3.0, 5.0, 10.0)

Writer = Callable[[Promise, datetime.datetime], Awaitable[Letter | None]]
OnRefused = Callable[[int, str, datetime.datetime], Awaitable[object]]


class Postman:
    """Sends letters one after the other for as long as its process lives.

    `writers` say what stands in each kind of letter, or None where it should not exist now. `on_refused` hears of every person
    whose address the mail server will never take, with that address.
    """

    def __init__(
        self,
        post: Post,
        writers: Mapping[str, Writer],
        on_refused: OnRefused | None = None,
        lease: datetime.timedelta | None = None,
    ) -> None:
        self._post = post
        self._writers = writers
        self._on_refused = on_refused
        self._lease = lease or claims.LEASE
        self._mute = 0
        self._pause = AWAY_SECONDS
        self._away_until = 0.0

    async def work(self, stop: asyncio.Event, rung: asyncio.Event) -> None:
        """Until `stop`: look every 15 seconds, and whenever the bell is rung."""
        while not stop.is_set():
            try:
                await self.send_due(stop)
            except Exception as error:
                if is_database_away(error):
                    log.warning('letters wait until the database is back', why=type(error).__name__)
                    self._rest(AWAY_SECONDS)
                else:
                    log.exception('letters could not be sent; the worker goes on')
            away = self._away_until - time.monotonic()
            await (rest(stop, away) if away > 0 else rest(stop, SWEEP_SECONDS, rung))

    async def send_due(self, stop: asyncio.Event | None = None) -> None:
        """Send until nothing is due, the server is away, or `stop`."""
        try:
            while not self._should_rest(stop):
                waiting, looked_at = await claims.claim(BATCH, clock.now(), self._lease)
                if not looked_at:
                    return
                await self._deliver_all(deque(waiting), stop)
        finally:
            await self._post.close()

    def _should_rest(self, stop: asyncio.Event | None) -> bool:
        return bool(stop and stop.is_set()) or time.monotonic() < self._away_until

    async def _deliver_all(self, waiting: deque[Promise], stop: asyncio.Event | None) -> None:
        house = await frames()
        try:
            while waiting and not self._should_rest(stop):
                await self._deliver(waiting.popleft(), house)
        finally:
            if waiting:
                await asyncio.shield(claims.give_back(waiting))

    async def _deliver(self, claimed: Promise, house: Mapping[str, Frame]) -> None:
        now = clock.now()
        promise = await claims.take_up(claimed, now, self._lease)
        if promise is None:
            return
        if promise.tries > len(LADDER) + 1:
            await claims.mark_failed(promise, now, 'every try ended in a crash')
            return
        try:
            message = await self._write(promise, house, now)
        except Exception as error:
            if is_database_away(error):
                raise
            log.exception('a letter could not be written', kind=promise.kind, promise=promise.id)
            await self._later(promise, f'writing {type(error).__name__}', now)
            return
        if message is None:
            await claims.mark_not_needed(promise, now)
            return
        try:
            await self._post.hand_over(message, promise.id, promise.person_id)
        except Trouble as trouble:
            await self._settle(promise, trouble, message, now)
        else:
            self._mute, self._pause = 0, AWAY_SECONDS
            if not await _mark_sent(promise) and await claims.is_cancelled(promise):
                await self._post.take_back(promise.id)

    async def _write(self, promise: Promise, house: Mapping[str, Frame], now: datetime.datetime) -> EmailMessage | None:
        letter = await self._writers[promise.kind](promise, now)
        if letter is None:
            return None
        with speaking(letter.language):
            stop_here = letter.stop_url or stop_url(promise.person_id, promise.kind)
        whole = dataclasses.replace(letter, message_id=promise.message_id, stop_url=stop_here)
        return render(whole, house[known(letter.language)], now)

    async def _settle(self, promise: Promise, trouble: Trouble, message: EmailMessage, now: datetime.datetime) -> None:
        """Decide what becomes of a letter that was not taken."""
        decided = fate(trouble)
        log.warning('a letter was not taken', kind=promise.kind, promise=promise.id, why=trouble.words, then=decided.name)
        self._mute = self._mute + 1 if trouble.code == 0 else 0
        if decided is Fate.AWAY:
            self._rest(self._pause)
            self._pause = min(self._pause * 2, LONGEST_AWAY_SECONDS)
        elif self._mute >= MUTE:  # perhaps the server, perhaps only some addresses: the next letter will show
            self._rest(AWAY_SECONDS)
        if decided is Fate.AWAY:
            await claims.set_aside(promise, ASIDE, trouble.words)
        elif decided is Fate.LATER:
            await self._later(promise, trouble.words, now)
        else:
            async with atomic():
                ours = await claims.mark_failed(promise, now, trouble.words)
                if ours and decided is Fate.REFUSED and self._on_refused and promise.person_id is not None:
                    await self._on_refused(promise.person_id, message['To'].addresses[0].addr_spec, now)

    def _rest(self, seconds: float) -> None:
        self._away_until = time.monotonic() + seconds * random.uniform(0.8, 1.2)

    async def _later(self, promise: Promise, failure: str, now: datetime.datetime) -> None:
        again = next_try_at(promise.tries, now, random.random())
        if again is None:
            await claims.mark_failed(promise, now, f'tried for days: {failure}')
        else:
            await claims.put_off(promise, again, failure)


async def _mark_sent(promise: Promise) -> bool:
    """The letter is out, and only this mark keeps it from going out again: it is tried again, whatever hinders it."""
    for pause in MARK_PAUSES:
        try:
            return await _mark(promise)
        except Exception as error:
            log.warning('a letter that went out could not be marked yet', promise=promise.id, why=type(error).__name__)
            await asyncio.sleep(pause)
    return await _mark(promise)


async def _mark(promise: Promise) -> bool:
    ours = await claims.mark_sent(promise, clock.now())
    if not ours:
        log.warning('a letter went out that was no longer ours', kind=promise.kind, promise=promise.id)
    return ours
