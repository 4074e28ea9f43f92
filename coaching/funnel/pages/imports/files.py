"""A file of people that was brought in goes out again, or is taken away before."""

from __future__ import annotations

from litestar import Request, Response, post
from litestar.params import FromPath

from coaching.funnel.commands import importing
from coaching.funnel.pages.imports.paging import pressed
from coaching.funnel.pages.imports.reach import COORDINATORS, found
from coaching.kit import clock
from coaching.kit.pages import go
from coaching.kit.words import _


@post('/setup/imports/{batch_id:int}/undoing', opt=COORDINATORS)
async def undo(request: Request, batch_id: FromPath[int]) -> Response:
    """Take back all that came by this file."""
    await found(request, batch_id)
    undoing = importing.undo(batch_id, by=request.user, now=clock.now())
    return await pressed(request, undoing, f'/setup/imports/{batch_id}', _('The import is undone.'))


@post('/setup/imports/{batch_id:int}/removal', opt=COORDINATORS)
async def remove(request: Request, batch_id: FromPath[int]) -> Response:
    """Take away a file that shall not come in."""
    await found(request, batch_id)
    await importing.forget(batch_id)
    return go(request, '/setup/imports', say=_('The file is gone. Nothing of it was kept.'))


ROUTES = [undo, remove]
