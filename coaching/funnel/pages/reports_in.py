"""Attendance from the meeting tool: upload or paste, see who was found, say who the others are."""

from __future__ import annotations

import asyncio

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.funnel.commands import reporting
from coaching.funnel.forms.room import Report
from coaching.funnel.pages.room import EVERY, led_room, number, part_asked
from coaching.funnel.queries.reports_in import report_row, reports, unmatched
from coaching.funnel.queries.rooms import roster
from coaching.funnel.reading.reports import digest, read_report
from coaching.funnel.rules.matching import Expected, Joined, match
from coaching.kit import clock, dates, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _, n_

WHOLE = 5


@get('/train/sessions/{session_id:int}/reports', opt=EVERY)
async def index(request: Request, session_id: FromPath[int]) -> Response:
    """What was read, and who is still unknown: the first few whole, the others folded; `row` is the one that comes first."""
    return await _page(request, session_id, Report(), status=200)


async def _page(request: Request, session_id: int, form: Report, *, status: int) -> Response:
    room = await led_room(request, session_id)
    chosen = number(request.query_params.get('row', ''))
    people, rows = await roster(room), sorted(await unmatched(session_id), key=lambda row: row.id != chosen)
    expected = [Expected(one.registration_id, one.name, one.email, one.phone) for one in people]
    names = {one.registration_id: one.name for one in people}
    guesses = {met.number: met.suggestions for met in match([Joined(row.id, row.name, row.email or None) for row in rows], expected)}
    return page(
        request, 'funnel/train/reports.html', status=status, room=room, form=form, rows=rows[:WHOLE], folded=rows[WHOLE:],
        chosen=chosen, guesses=guesses, names=names, people=people, read=await reports(session_id), part=part_asked(request, room),
    )  # fmt: skip


@post('/train/sessions/{session_id:int}/reports', opt={**EVERY, **forms.FILES})
async def read(request: Request, session_id: FromPath[int]) -> Response:
    """Read one; the same one twice changes nothing."""
    room = await led_room(request, session_id)
    form = await forms.read(Report, request)
    form.validate()
    content = form.report.data.content if form.report.data else (form.pasted.data or '').encode()
    if not form.mistakes and not content.strip():
        form.report.errors = [_('Choose a file, or paste the report')]
    if form.mistakes:
        return await _page(request, session_id, form, status=422)
    part = form.part.data or part_asked(request, room)
    day = dates.local(next((one.starts_at for one in room.parts if one.number == part), room.starts_at), room.zone).date()
    try:
        report = await asyncio.to_thread(read_report, content, zone=room.zone, on=day)
        mark = await asyncio.to_thread(digest, content)
        found = await reporting.read(session_id, report, mark, part=part, by=request.user, now=clock.now())
    except Refused as refused:
        given = form.report if form.report.data else form.pasted
        given.errors = [_(refused.reason.value, **refused.facts)]
        return await _page(request, session_id, form, status=422)
    said = _('This report was read before. Nothing has changed.')
    if found is not None:
        said = n_('%(n)s person was found.', '%(n)s people were found.', found) if found else _('Nobody on the list was found in it.')
    return go(request, f'/train/sessions/{session_id}/reports', say=said)


@post('/train/sessions/{session_id:int}/reports/rows/{row_id:int}', opt=EVERY)
async def settle(request: Request, session_id: FromPath[int], row_id: FromPath[int]) -> Response:
    """Say who a row is: somebody on the list, somebody new, or nobody of ours."""
    await led_room(request, session_id)
    row = await report_row(row_id)
    if row is None or row.session_id != session_id:
        raise NotFoundException
    who = (await forms.sent(request)).get('who', [''])[0]
    if who == '':
        return go(request, f'/train/sessions/{session_id}/reports', say=_('Nothing was saved. Choose a name first.'))
    if who == 'new':
        await reporting.add_row(row_id, by=request.user, now=clock.now())
    elif who == 'nobody':
        await reporting.discard_row(row_id, by=request.user, now=clock.now())
    elif isinstance(who, str) and who.isascii() and who.isdigit() and len(who) < 19:
        await reporting.match_row(row_id, int(who), by=request.user, now=clock.now())
    else:
        raise NotFoundException
    return go(request, f'/train/sessions/{session_id}/reports', say=_('Saved'))


ROUTES = [index, read, settle]
