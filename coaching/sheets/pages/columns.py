"""What is this a list of, and what does each column hold? Guessed, or remembered, and always somebody's to say."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.funnel.queries import imports
from coaching.funnel.reading.values import Sheet
from coaching.funnel.values.imports import Batch
from coaching.kit import clock, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _
from coaching.sheets import commands
from coaching.sheets.forms import PEOPLE, SayKind, TeamColumns, columns_data, columns_of
from coaching.sheets.pages.reach import COORDINATORS, ROOT, everywhere, found, path_of, places_of
from coaching.sheets.pages.words import LISTS
from coaching.sheets.reading.columns import guess
from coaching.sheets.rules.files import may_see
from coaching.sheets.values import Columns, Kind


@get('/setup/imports/teams/{sheet_id:int}/columns', opt=COORDINATORS)
async def edit(request: Request, sheet_id: FromPath[int]) -> Response:
    """Each column with its first rows and what it seems to hold."""
    batch = await found(request, sheet_id)
    try:
        sheet = await imports.sheet(sheet_id)
    except Refused as refused:
        return go(request, f'{ROOT}/{sheet_id}', say=_(refused.reason.value))
    known = _known(batch, sheet)
    form = columns_of(known, sheet)(data=columns_data(known)).offer(await places_of(request))
    return _page(request, batch, sheet, form)


def _known(batch: Batch, sheet: Sheet) -> Columns:
    return Columns.from_json(batch.mapping) if batch.mapping else guess(Kind(batch.tool), sheet)


def _page(request: Request, batch: Batch, sheet: Sheet, form: TeamColumns, *, status: int = 200) -> Response:
    every = [field.name for field in form if not field.name.startswith('column_')]
    told = LISTS[batch.tool]
    return page(request, 'sheets/columns.html', status=status, batch=batch, sheet=sheet, form=form, list=told, every=every)


@post('/setup/imports/teams/{sheet_id:int}/columns', opt=COORDINATORS)
async def save(request: Request, sheet_id: FromPath[int]) -> Response:
    """Keep what was said, for this file and for others with such columns, and go on to the rows."""
    batch = await found(request, sheet_id)
    try:
        sheet = await imports.sheet(sheet_id)
        form = (await forms.read(columns_of(_known(batch, sheet), sheet), request)).offer(await places_of(request))
        if not form.validate():
            return _page(request, batch, sheet, form, status=422)
        await commands.choose(sheet_id, form.chosen(), by=request.user, now=clock.now())
    except Refused as refused:
        return go(request, f'{ROOT}/{sheet_id}', say=_(refused.reason.value))
    return go(request, f'{ROOT}/{sheet_id}')


@get('/setup/imports/teams/{sheet_id:int}/kind', opt=COORDINATORS)
async def ask_kind(request: Request, sheet_id: FromPath[int]) -> Response:
    """A file of any kind may be a list of something else than we thought."""
    batch = await _of_any_kind(request, sheet_id)
    data = {'kind': batch.tool if batch.tool in list(Kind) else PEOPLE}
    return _kinds(request, batch, SayKind(data=data).offer(people=everywhere(request)))


async def _of_any_kind(request: Request, sheet_id: int) -> Batch:
    batch = await imports.batch(sheet_id)
    if batch is None or not may_see(batch.by_id, request.user.person_id, everywhere=everywhere(request)):
        raise NotFoundException
    return batch


def _kinds(request: Request, batch: Batch, form: SayKind, *, status: int = 200) -> Response:
    return page(request, 'sheets/kind.html', status=status, batch=batch, form=form, path=path_of(batch))


@post('/setup/imports/teams/{sheet_id:int}/kind', opt=COORDINATORS)
async def say_kind(request: Request, sheet_id: FromPath[int]) -> Response:
    """What it is a list of; its columns are said anew."""
    batch = await _of_any_kind(request, sheet_id)
    form = (await forms.read(SayKind, request)).offer(people=everywhere(request))
    if not form.validate():
        return _kinds(request, batch, form, status=422)
    kind = None if form.kind.data == PEOPLE else Kind(form.kind.data)
    try:
        await commands.say_kind(sheet_id, kind, by=request.user)
    except Refused as refused:
        return go(request, '/setup/imports', say=_(refused.reason.value))
    return go(request, f'{ROOT}/{sheet_id}/columns' if kind else f'/setup/imports/{sheet_id}/columns')


ROUTES = [edit, save, ask_kind, say_kind]
