"""What a network that begins still lacks, said where its coordinator lands; domains above add what they know of."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from coaching.accounts.queries import network, staff
from coaching.kit.words import _

Missing = list[tuple[str, str]]
"""Where to go, and what to do there."""
Ask = Callable[[], Awaitable[Missing]]
_asks: list[Ask] = []


def also(ask: Ask) -> None:
    """Who knows of something more that may be missing."""
    if ask not in _asks:
        _asks.append(ask)


async def missing() -> Missing:
    """What is to be done first; nothing once all of it stands."""
    house, found = await network(), []
    for ask in _asks:
        found += await ask()
    if house and not any(house.help_lines.values()):
        found.append(('/setup/network', _('Write whom people can call when they need help.')))
    if len({one.person_id for one in await staff(limit=50)}) < 2:
        found.append(('/setup/people/invite', _('Invite a trainer, or somebody who helps you.')))
    return found
