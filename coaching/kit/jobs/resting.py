"""How a loop waits: not longer than it may, and not at all when it is called or told to stop."""

from __future__ import annotations

import asyncio


async def rest(stop: asyncio.Event, seconds: float, called: asyncio.Event | None = None) -> None:
    """Wait so many seconds, until `called` is set (which is taken back), or until `stop` is set."""
    waiting = [asyncio.ensure_future(event.wait()) for event in (stop, called) if event]
    try:
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in waiting:
            one.cancel()
    if called:
        called.clear()
