"""Every file that was brought in, and the one way in for the next, whatever it is a list of."""

from __future__ import annotations

from litestar import Request, Response, get, post

from coaching.funnel.forms.imports import File
from coaching.funnel.queries import imports
from coaching.funnel.rules.imports import NoImport, why_not_undo
from coaching.kit import clock, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _
from coaching.sheets import commands
from coaching.sheets.pages.reach import COORDINATORS, ROOT, everywhere, path_of
from coaching.sheets.pages.words import LISTS, outcome
from coaching.sheets.values import Kind

FEW = 25


@get('/setup/imports', opt=COORDINATORS)
async def index(request: Request) -> Response:
    """What came in, newest first, with what it did and the way to undo it."""
    return await _page(request, File())


async def _page(request: Request, form: File, *, status: int = 200) -> Response:
    asked = request.query_params.get('before', '')
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    whose = None if everywhere(request) else request.user.person_id or 0
    batches = await imports.batches(before, FEW + 1, by_id=whose)
    older = f'/setup/imports?before={batches[FEW - 1].id}' if len(batches) > FEW else ''
    now = clock.now()
    shown = [
        (batch, path_of(batch), LISTS[batch.tool], outcome(batch), batch.made_at and why_not_undo(batch, now) is None)
        for batch in batches[:FEW]
    ]
    return page(request, 'sheets/index.html', status=status, form=form, batches=shown, older=older, everywhere=everywhere(request))


@post('/setup/imports', opt={**COORDINATORS, **forms.FILES})
async def upload(request: Request) -> Response:
    """Keep the file and go on to its columns; where they are remembered, to its rows."""
    form = await forms.read(File, request)
    if not form.validate():
        return await _page(request, form, status=422)
    try:
        kept = await commands.upload(form.file.data.content, form.file.data.name, by=request.user, now=clock.now())
    except Refused as refused:
        form.file.errors = [_(refused.reason.value, **refused.facts)]
        return await _page(request, form, status=422)
    here = f'{ROOT}/{kept.batch_id}' if kept.tool in list(Kind) else f'/setup/imports/{kept.batch_id}'
    if kept.is_made:
        return go(request, here, say=_(NoImport.AGAIN.value))
    if kept.is_mapped:
        return go(request, here, say=_('Your columns have the names of another time, so we know what they hold.'))
    return go(request, f'{here}/columns')


ROUTES = [index, upload]
