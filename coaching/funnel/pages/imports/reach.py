"""Who may bring people in: whoever looks after the whole network."""

from __future__ import annotations

from litestar import Request
from litestar.exceptions import NotFoundException

from coaching.funnel.policy import may_set_up
from coaching.funnel.queries import imports
from coaching.funnel.values.imports import Batch
from coaching.kit import access

COORDINATORS = access.roles('coordinator')


def whole_network(request: Request) -> None:
    """Let through whoever looks after all of it.

    :raises NotFoundException: everybody else
    """
    if not may_set_up(request.user):
        raise NotFoundException


async def found(request: Request, batch_id: int, *, also_others: bool = False) -> Batch:
    """One file of people; on demand also one that is about something else.

    :raises NotFoundException: there is none, or it is not theirs to see
    """
    whole_network(request)
    batch = await imports.batch(batch_id)
    if batch is None or (batch.tool not in imports.TOOLS and not also_others):
        raise NotFoundException
    return batch
