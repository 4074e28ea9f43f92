"""Every row with its fate: before anything is written, and after it was brought in."""

from __future__ import annotations

from collections import Counter
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from coaching.funnel.commands import importing
from coaching.funnel.pages.groups import settled
from coaching.funnel.pages.imports.paging import FEW, asked, most_often, next_rows, pressed, shown, views
from coaching.funnel.pages.imports.reach import COORDINATORS, found
from coaching.funnel.pages.imports.words import FATES, TAGS, what_happened, what_happens
from coaching.funnel.queries import imports
from coaching.funnel.reading.fates import Planned
from coaching.funnel.rules.imports import why_not_undo
from coaching.funnel.values.imports import Batch, Fate
from coaching.kit import clock
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _, n_
from coaching.people.rules import shown_phone
from coaching.teams.queries import likely_many
from coaching.teams.rules import KINDS, likely_kind

FEW_GROUPS = 8


@get('/setup/imports/{batch_id:int}', opt=COORDINATORS)
async def show(request: Request, batch_id: FromPath[int]) -> Response:
    """What would happen to each row, or what happened."""
    batch = await found(request, batch_id, also_others=True)
    if batch.tool not in imports.TOOLS:
        return go(request, f'/setup/imports/teams/{batch_id}')
    return await shown(request, batch, f'/setup/imports/{batch_id}', undone=_undone, done=_done, dry_run=_dry_run)


async def _undone(request: Request, batch: Batch) -> Response:
    return page(request, 'funnel/imports/undone.html', batch=batch, stayed=await imports.stayed(batch.id))


async def _dry_run(request: Request, batch: Batch) -> Response:
    (fate, after), here = asked(request, Fate), f'/setup/imports/{batch.id}'
    try:
        planned = await imports.planned(batch, await imports.rows(batch, now=clock.now()))
        unread = (await imports.sheet(batch.id)).unread
    except Refused as refused:
        return go(request, '/setup/imports', say=_(refused.reason.value))
    counts = Counter(one.fate for one in planned)
    some = [one for one in planned if one.row.number > after and fate in (None, one.fate)][: FEW + 1]
    facts: dict[str, Any] = {
        'batch': batch, 'rows': [_said(one) for one in some[:FEW]], 'counts': _counts(counts), 'unread': unread,
        'good': sum(one.fault is None for one in planned), 'all': len(planned),
        'views': views(here, FATES, counts, fate), 'older': next_rows(here, fate, [one.row.number for one in some]),
        'credits': sum(len(one.credits) for one in planned), 'is_first': not after and fate is None,
        'most_often': most_often(one.fault for one in planned if one.fate is Fate.FAULTY),
    }  # fmt: skip
    return page(request, 'funnel/imports/rows.html', **facts)


def _said(one: Planned) -> tuple[Any, ...]:
    """A row as the table shows it: number, name, where we write or call, fate, its tag, what happens."""
    where = one.row.email or shown_phone(one.row.phone)
    return one.row.number, one.row.name, where, FATES[one.fate], TAGS.get(one.fate, ''), what_happens(one)


def _counts(counts: Counter[Fate]) -> list[tuple[int, str]]:
    said = {
        Fate.NEW: n_('new person', 'new people', counts[Fate.NEW]),
        Fate.KNOWN: n_('known person', 'known people', counts[Fate.KNOWN]),
        Fate.FILLED: _('known, more filled in'),
        Fate.SAME: n_('changes nothing', 'change nothing', counts[Fate.SAME]),
        Fate.FAULTY: n_('faulty row', 'faulty rows', counts[Fate.FAULTY]),
        Fate.LEFT_OUT: n_('row left out', 'rows left out', counts[Fate.LEFT_OUT]),
    }
    return [(counts[fate], words) for fate, words in said.items() if counts[fate]]


async def _done(request: Request, batch: Batch) -> Response:
    (fate, after), here = asked(request, Fate), f'/setup/imports/{batch.id}'
    rows = await imports.done_rows(batch.id, fate=fate, after=after, limit=FEW + 1)
    groups = (await imports.groups(batch.id))[:FEW_GROUPS]
    guesses = await likely_many([group.words for group in groups])
    counts = Counter({one: batch.counts.get(one.name.lower(), 0) for one in Fate})
    facts: dict[str, Any] = {
        'batch': batch, 'counts': _counts(counts), 'views': views(here, FATES, counts, fate),
        'rows': [(row, FATES[row.fate], TAGS.get(row.fate, ''), what_happened(row)) for row in rows[:FEW]],
        'older': next_rows(here, fate, [row.number for row in rows]), 'is_first': not after and fate is None,
        'groups': [(group, guesses[group.words], likely_kind(group.words)) for group in groups], 'kinds': KINDS,
        'may_undo': why_not_undo(batch, clock.now()) is None,
    }  # fmt: skip
    return page(request, 'funnel/imports/done.html', **facts)


@post('/setup/imports/{batch_id:int}/making', opt=COORDINATORS)
async def make(request: Request, batch_id: FromPath[int]) -> Response:
    """Bring all of it in."""
    await found(request, batch_id)
    making = importing.make(batch_id, by=request.user, now=clock.now())
    return await pressed(request, making, f'/setup/imports/{batch_id}', _('Everything is in.'))


@post('/setup/imports/{batch_id:int}/groups', opt=COORDINATORS)
async def settle_group(request: Request, batch_id: FromPath[int]) -> Response:
    """Say which organisation these words mean, for everybody who wrote them, in this file or elsewhere."""
    await found(request, batch_id)
    return go(request, f'/setup/imports/{batch_id}', say=await settled(request))


ROUTES = [show, make, settle_group]
