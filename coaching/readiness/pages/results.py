"""What a closed round found out: on a page, on one sheet of paper, and as a table that leaves the house."""

from __future__ import annotations

from litestar import Request, Response, get

from coaching.kit import access
from coaching.kit.exports import Cell, csv_bytes
from coaching.kit.pages import go, page
from coaching.kit.words import _
from coaching.readiness.pages.found import Line, found_out
from coaching.readiness.pages.reaching import OCCASIONS, OF_NETWORK, OF_ROUND, ROLES, reached
from coaching.readiness.queries.rounds import agreed, priorities
from coaching.readiness.values import Phase


@get([f'{OF_ROUND}/results', f'{OF_NETWORK}/results'], opt=access.SIGNED_IN)
async def results(request: Request) -> Response:
    """What moved, as a table with dots; it prints on one sheet."""
    found = await reached(request)
    if found.round.phase is not Phase.CLOSED:
        return go(request, found.start)
    return page(
        request, 'readiness/results.html', found=found, told=await found_out(found.round, found.one), occasions=OCCASIONS, roles=ROLES,
        built=await priorities(found.round.id), agreed=await agreed(found.round.id),
    )  # fmt: skip


@get([f'{OF_ROUND}/results.csv', f'{OF_NETWORK}/results.csv'], opt=access.SIGNED_IN)
async def as_csv(request: Request) -> Response:
    """The same as a table, a row for each point; of a round that goes on, what is agreed so far."""
    found = await reached(request)
    told, words = await found_out(found.round, found.one), found.words
    header = [
        _('Area'), _('Point'), _('What it says'), _('Before'), _('Now'), _('Up or down'), _('What shows it'), _('How many answered'),
        _('Lowest'), _('Highest'),
    ]  # fmt: skip
    names = {value: words[key] for key, value in found.one.values.items()}
    rows = [_row(title, line, words, names) for title, lines in told.parts for line in lines]
    name = f'{found.round.instrument}-{found.round.closed_on or found.round.opened_on}.csv'
    headers = {'content-disposition': f'attachment; filename="{name}"', 'cache-control': 'no-store'}
    return Response(csv_bytes(header, rows), media_type='text/csv', headers=headers)


def _row(title: str, line: Line, words: dict[str, str], names: dict[int, str]) -> list[Cell]:
    now, spread = line.now, line.spread
    told = (words.get(now.answer, ''), line.by if line.before else None, now.evidence) if now else ('', None, '')
    lowest, highest = (names[at] if at is not None else '' for at in ((spread.low, spread.high) if spread else (None, None)))
    answered = spread.answered if spread else None
    return [title, line.item.key, line.item.words, words.get(line.before, ''), *told, answered, lowest, highest]


ROUTES = [results, as_csv]
