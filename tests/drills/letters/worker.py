"""The product's worker as a process of its own, with writers that need no session; its name is what it says to mail servers."""

from __future__ import annotations

import asyncio
import datetime
import json
import logging
import socket
import sys

from coaching import worker
from coaching.kit import logs, migrating
from coaching.kit.database import close_pool, fetchval, open_pool
from coaching.kit.settings import Settings, adopt, read
from coaching.outbox import claims, post, rules, sending
from coaching.outbox.letters import Letter
from coaching.outbox.values import Promise
from tests.outbox.world import a_letter


async def write(promise: Promise, now: datetime.datetime) -> Letter | None:
    """As a domain's writer does: look once, then say what stands in the letter."""
    await fetchval('select count(*) from letter_stop where person_id = $1', promise.person_id)
    return a_letter(promise, to=promise.facts['to'], name='')


def hurry(times: float) -> None:
    """Let every wait of the worker pass so many times faster."""
    claims.LEASE /= times
    sending.ASIDE /= times
    sending.SWEEP_SECONDS /= times
    sending.AWAY_SECONDS /= times
    sending.LONGEST_AWAY_SECONDS /= times
    post.ANSWER_SECONDS /= times
    post.LETTER_SECONDS /= times
    rules.LADDER = tuple(step / times for step in rules.LADDER)


async def work(ours: Settings, migrate_only: bool) -> None:
    await open_pool({'dsn': ours.database_url}, size=4)
    try:
        if migrate_only:
            await migrating.migrate()
        else:
            print('ready', flush=True)
            await worker.run(ours, writers={'sign-in': write, 'reminder-day': write}, ticks=())
    finally:
        await close_pool()


def main() -> None:
    name, times, given = sys.argv[1], float(sys.argv[2]), json.loads(sys.argv[3])
    ours = read(given)
    adopt(ours)
    hurry(times)
    socket.getfqdn = lambda *_: name  # type: ignore[assignment]
    logs.set_up(logging.WARNING)
    asyncio.run(work(ours, migrate_only=name == 'migrate'))


if __name__ == '__main__':
    main()
