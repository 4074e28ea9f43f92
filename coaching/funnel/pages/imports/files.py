"""Every file that was brought in, and the way in for the next one."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.params import FromPath

from coaching.funnel.commands import importing
from coaching.funnel.forms.imports import File
from coaching.funnel.pages.imports.reach import COORDINATORS, found, whole_network
from coaching.funnel.queries import imports
from coaching.funnel.rules.imports import NoImport, why_not_undo
from coaching.kit import clock, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _

FEW = 25


@get('/setup/imports', opt=COORDINATORS)
async def index(request: Request) -> Response:
    """What came in, newest first, with what it did and the way to undo it."""
    return await _page(request, File())


async def _page(request: Request, form: File, *, status: int = 200) -> Response:
    whole_network(request)
    asked = request.query_params.get('before', '')
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    batches = await imports.batches(before, FEW + 1)
    older = f'/setup/imports?before={batches[FEW - 1].id}' if len(batches) > FEW else ''
    now = clock.now()
    undoable = {batch.id for batch in batches if why_not_undo(batch, now) is None}
    return page(request, 'funnel/imports/index.html', status=status, form=form, batches=batches[:FEW], older=older, undoable=undoable)


@post('/setup/imports', opt={**COORDINATORS, **forms.FILES})
async def upload(request: Request) -> Response:
    """Keep the file and go on to its columns; where they are remembered, to its rows."""
    whole_network(request)
    form = await forms.read(File, request)
    if not form.validate():
        return await _page(request, form, status=422)
    try:
        kept = await importing.upload(form.file.data.content, form.file.data.name, by=request.user, now=clock.now())
    except Refused as refused:
        form.file.errors = [_(refused.reason.value, **refused.facts)]
        return await _page(request, form, status=422)
    if kept.is_made:
        return go(request, f'/setup/imports/{kept.batch_id}', say=_(NoImport.AGAIN.value))
    if kept.is_mapped:
        said = _('Your columns have the names of another time, so we know what they hold.')
        return go(request, f'/setup/imports/{kept.batch_id}', say=said)
    return go(request, f'/setup/imports/{kept.batch_id}/columns')


@post('/setup/imports/{batch_id:int}/undoing', opt=COORDINATORS)
async def undo(request: Request, batch_id: FromPath[int]) -> Response:
    """Take back all that came by this file."""
    await found(request, batch_id)
    try:
        await importing.undo(batch_id, by=request.user, now=clock.now())
    except Refused as refused:
        return go(request, f'/setup/imports/{batch_id}', say=_(refused.reason.value))
    return go(request, f'/setup/imports/{batch_id}', say=_('The import is undone.'))


@post('/setup/imports/{batch_id:int}/removal', opt=COORDINATORS)
async def remove(request: Request, batch_id: FromPath[int]) -> Response:
    """Take away a file that shall not come in."""
    await found(request, batch_id)
    await importing.forget(batch_id)
    return go(request, '/setup/imports', say=_('The file is gone. Nothing of it was kept.'))


ROUTES = [index, upload, undo, remove]
