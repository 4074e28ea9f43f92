"""What does each column hold? Guessed, or remembered from another time, and always somebody's to say."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.params import FromPath

from coaching.funnel.commands import importing
from coaching.funnel.forms.imports import Columns, columns_data, columns_of
from coaching.funnel.pages.imports.reach import COORDINATORS, found
from coaching.funnel.queries import imports
from coaching.funnel.reading.columns import ColumnMap
from coaching.funnel.reading.labels import is_spanish
from coaching.funnel.reading.values import Sheet
from coaching.funnel.values.imports import Batch
from coaching.kit import clock, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import ENGLISH, _


@get('/setup/imports/{batch_id:int}/columns', opt=COORDINATORS)
async def edit(request: Request, batch_id: FromPath[int]) -> Response:
    """Each column with its first rows and what it seems to hold."""
    batch = await found(request, batch_id)
    try:
        sheet = await imports.sheet(batch_id)
    except Refused as refused:
        return go(request, f'/setup/imports/{batch_id}', say=_(refused.reason.value))
    known = batch.mapping or {}
    mapping = ColumnMap.from_json(known) if known else imports.guess(batch.tool, sheet)
    language = str(known.get(imports.LANGUAGE) or ('es' if is_spanish(sheet.header) else ENGLISH))
    return _page(request, batch, sheet, columns_of(sheet)(data=columns_data(mapping, language)))


def _page(request: Request, batch: Batch, sheet: Sheet, form: Columns, *, status: int = 200) -> Response:
    return page(request, 'funnel/imports/columns.html', status=status, batch=batch, sheet=sheet, form=form)


@post('/setup/imports/{batch_id:int}/columns', opt=COORDINATORS)
async def save(request: Request, batch_id: FromPath[int]) -> Response:
    """Keep what was said, for this file and for others with such columns, and go on to the rows."""
    batch = await found(request, batch_id)
    try:
        sheet = await imports.sheet(batch_id)
        form = await forms.read(columns_of(sheet), request)
        if not form.validate():
            return _page(request, batch, sheet, form, status=422)
        await importing.choose(batch_id, form.chosen(), language=form.every_language.data, by=request.user, now=clock.now())
    except Refused as refused:
        return go(request, f'/setup/imports/{batch_id}', say=_(refused.reason.value))
    return go(request, f'/setup/imports/{batch_id}')


ROUTES = [edit, save]
