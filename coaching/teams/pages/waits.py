"""What waits for a coordinator, said where they land; domains above know of it and are asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from coaching.kit.access import Actor

Wait = tuple[str, str]
"""Where to go, and who or what waits there."""
Ask = Callable[[Actor], Awaitable[Wait | None]]
_asks: list[Ask] = []


def told_by(*asks: Ask) -> None:
    """Who knows of something that may wait; what they say stands in this order."""
    _asks[:] = asks


async def waiting(actor: Actor) -> list[Wait]:
    """All that waits for this coordinator; nothing where all is done, and for nobody else."""
    if not actor.has('coordinator'):
        return []
    return [found for ask in _asks if (found := await ask(actor))]
