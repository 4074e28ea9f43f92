"""Every row of a file about teams with its fate: before anything is written, and after it was brought in."""

from __future__ import annotations

from collections import Counter
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from coaching.funnel.commands import importing
from coaching.funnel.pages.imports.paging import FEW, asked, most_often, next_rows, pressed, shown, views
from coaching.funnel.queries import imports
from coaching.funnel.rules.imports import why_not_undo
from coaching.funnel.values.imports import Batch
from coaching.kit import clock
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _
from coaching.sheets import commands
from coaching.sheets.pages.reach import COORDINATORS, ROOT, everywhere, found
from coaching.sheets.pages.words import FATES, LISTS, TAGS, counted, made, what_happened, what_happens, who_said
from coaching.sheets.queries import files
from coaching.sheets.values import Fate


@get('/setup/imports/teams/{sheet_id:int}', opt=COORDINATORS)
async def show(request: Request, sheet_id: FromPath[int]) -> Response:
    """What would happen to each row, or what happened."""
    batch = await found(request, sheet_id)
    return await shown(request, batch, f'{ROOT}/{sheet_id}', undone=_undone, done=_done, dry_run=_dry_run)


async def _undone(request: Request, batch: Batch) -> Response:
    return page(request, 'sheets/undone.html', batch=batch, stayed=await files.stayed(batch.id))


async def _dry_run(request: Request, batch: Batch) -> Response:
    (fate, after), here = asked(request, Fate), f'{ROOT}/{batch.id}'
    try:
        planned = await files.planned(batch, by=request.user, now=clock.now())
        unread = (await imports.sheet(batch.id)).unread
    except Refused as refused:
        return go(request, '/setup/imports', say=_(refused.reason.value))
    counts = Counter(one.fate for one in planned)
    some = [one for one in planned if one.row.number > after and fate in (None, one.fate)][: FEW + 1]
    facts: dict[str, Any] = {
        'batch': batch, 'counts': counted(counts), 'unread': unread, 'list': LISTS[batch.tool], 'root': ROOT,
        'rows': [(one.row.number, one.row.team, who_said(one), FATES[one.fate], TAGS.get(one.fate, ''), what_happens(one))
                 for one in some[:FEW]],
        'good': sum(one.fault is None and one.fate is not Fate.SAME for one in planned), 'same': counts[Fate.SAME],
        'all': len(planned), 'is_first': not after and fate is None,
        'views': views(here, FATES, counts, fate), 'older': next_rows(here, fate, [one.row.number for one in some]),
        'most_often': most_often(one.fault for one in planned if one.fate is Fate.FAULTY),
    }  # fmt: skip
    return page(request, 'sheets/rows.html', **facts)


async def _done(request: Request, batch: Batch) -> Response:
    (fate, after), here = asked(request, Fate), f'{ROOT}/{batch.id}'
    rows = await files.done_rows(batch.id, fate=fate, after=after, limit=FEW + 1)
    counts = Counter({one: batch.counts.get(one.name.lower(), 0) for one in Fate})
    facts: dict[str, Any] = {
        'batch': batch, 'counts': counted(counts), 'list': LISTS[batch.tool], 'made': made(batch), 'root': ROOT,
        'rows': [(row, FATES[row.fate], TAGS.get(row.fate, ''), what_happened(row)) for row in rows[:FEW]],
        'views': views(here, FATES, counts, fate), 'older': next_rows(here, fate, [row.number for row in rows]),
        'is_first': not after and fate is None, 'may_undo': why_not_undo(batch, clock.now()) is None, 'everywhere': everywhere(request),
    }  # fmt: skip
    return page(request, 'sheets/done.html', **facts)


@post('/setup/imports/teams/{sheet_id:int}/making', opt=COORDINATORS)
async def make(request: Request, sheet_id: FromPath[int]) -> Response:
    """Bring all of it in."""
    await found(request, sheet_id)
    making = commands.make(sheet_id, by=request.user, now=clock.now())
    return await pressed(request, making, f'{ROOT}/{sheet_id}', _('Everything is in.'))


@post('/setup/imports/teams/{sheet_id:int}/undoing', opt=COORDINATORS)
async def undo(request: Request, sheet_id: FromPath[int]) -> Response:
    """Take back all that came by this file."""
    await found(request, sheet_id)
    undoing = commands.undo(sheet_id, by=request.user, now=clock.now())
    return await pressed(request, undoing, f'{ROOT}/{sheet_id}', _('The import is undone.'))


@post('/setup/imports/teams/{sheet_id:int}/removal', opt=COORDINATORS)
async def remove(request: Request, sheet_id: FromPath[int]) -> Response:
    """Take away a file that shall not come in."""
    await found(request, sheet_id)
    await importing.forget(sheet_id)
    return go(request, '/setup/imports', say=_('The file is gone. Nothing of it was kept.'))


ROUTES = [show, make, undo, remove]
