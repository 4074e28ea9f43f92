"""The keepers of all domains. Persons stand below the domains that refer to them, so those are handed in from above, once."""

from __future__ import annotations

from collections.abc import Iterable

from coaching.people.values import Keeper

_known: tuple[Keeper, ...] = ()


def know(keepers: Iterable[Keeper]) -> None:
    """Called where the domains are gathered, before anybody is merged, exported or erased."""
    global _known
    _known = tuple(keepers)


def all_keepers() -> tuple[Keeper, ...]:
    """Every domain's keeper, lowest domain first.

    :raises RuntimeError: before the domains were gathered, because half an erasure is none
    """
    if not _known:
        raise RuntimeError('nobody said yet which domains hold something about persons: import coaching.domains')
    return _known
