"""How many groups that people wrote wait to be settled; a domain above knows and is asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from coaching.kit.access import Actor

Count = Callable[[Actor], Awaitable[int | None]]
_counts: list[Count] = []


def counted_by(count: Count) -> None:
    """Who knows how many wait; None where whoever asks may not settle them."""
    _counts[:] = [count]


async def that_wait(actor: Actor) -> int | None:
    """How many wait for this coordinator; None where there is no page for it."""
    return await _counts[0](actor) if _counts else None
