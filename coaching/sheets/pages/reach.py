"""Whose file is it? The whole network's coordinators reach all of them, those of a place what they chose themselves."""

from __future__ import annotations

from litestar import Request
from litestar.exceptions import NotFoundException

from coaching.funnel.queries import imports
from coaching.funnel.values.imports import Batch
from coaching.kit import access
from coaching.sheets.rules.files import may_see
from coaching.sheets.values import Kind
from coaching.teams.policy import Scope
from coaching.teams.queries import places, scope_of
from coaching.teams.values import PlaceFacts

COORDINATORS = access.roles('coordinator')
ROOT = '/setup/imports/teams'


def everywhere(request: Request) -> bool:
    return request.user.everywhere('coordinator')


async def found(request: Request, sheet_id: int) -> Batch:
    """One file about teams.

    :raises NotFoundException: there is none, or it is not theirs to see
    """
    batch = await imports.batch(sheet_id)
    if batch is None or batch.tool not in list(Kind) or not may_see(batch.by_id, request.user.person_id, everywhere=everywhere(request)):
        raise NotFoundException
    return batch


async def places_of(request: Request) -> list[PlaceFacts]:
    """The open places that somebody looks after."""
    scope: Scope = await scope_of(request.user)
    return [place for place in await places() if scope is None or place.id in scope]


def path_of(batch: Batch) -> str:
    """The page of a file of any kind."""
    return f'{ROOT}/{batch.id}' if batch.tool in list(Kind) else f'/setup/imports/{batch.id}'
