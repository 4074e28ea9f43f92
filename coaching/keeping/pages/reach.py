"""Who may look: whoever looks after the whole network."""

from __future__ import annotations

from litestar import Request
from litestar.exceptions import NotFoundException

from coaching.kit import access

COORDINATORS = access.roles('coordinator')


def whole_network(request: Request) -> None:
    """Let through whoever looks after all of it.

    :raises NotFoundException: everybody else
    """
    if not request.user.everywhere('coordinator'):
        raise NotFoundException


def number_asked(request: Request, name: str) -> int | None:
    """The number under this name in the address; None where there is none."""
    asked = request.query_params.get(name, '')
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
