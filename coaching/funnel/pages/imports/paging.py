"""The page of a file: where it stands, many rows of it at a time, and what comes of a button."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from litestar import Request, Response

from coaching.funnel.reading.values import Fault
from coaching.funnel.values.imports import Batch
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _

FEW = 50
Fate = TypeVar('Fate', bound=enum.StrEnum)
Page = Callable[[Request, Batch], Awaitable[Response]]


async def shown(request: Request, batch: Batch, here: str, *, undone: Page, done: Page, dry_run: Page) -> Response:
    """What would happen to each row, or what happened; `here` is the page of the file."""
    if batch.undone_at:
        return await undone(request, batch)
    if batch.made_at:
        return await done(request, batch)
    if not batch.has_content:
        return page(request, 'funnel/imports/gone.html', batch=batch)
    if not batch.mapping:
        return go(request, f'{here}/columns')
    return await dry_run(request, batch)


async def pressed(request: Request, doing: Awaitable[Any], here: str, words: str) -> Response:
    """Back to the page of the file, with these words or with the reason why not."""
    try:
        await doing
    except Refused as refused:
        return go(request, here, say=_(refused.reason.value, **refused.facts))
    return go(request, here, say=words)


def asked(request: Request, fates: type[Fate]) -> tuple[Fate | None, int]:
    """Rows of which fate, and after which number."""
    only = request.query_params.get('only', '')
    after = request.query_params.get('after', '')
    fate = fates[only.upper()] if only.upper() in fates.__members__ else None
    return fate, int(after) if after.isascii() and after.isdigit() and len(after) < 8 else 0


def views(here: str, labels: Mapping[Fate, str], counts: Counter[Fate], fate: Fate | None) -> list[tuple[str, str, bool]]:
    """All rows, and those of each fate that there is; `here` is the page of the file."""
    found = [(_('All rows'), here, fate is None)]
    return found + [(str(labels[one]), f'{here}?only={one.name.lower()}', fate is one) for one in labels if counts[one]]


def next_rows(here: str, fate: Fate | None, numbers: Sequence[int]) -> str:
    """Where the rows go on; empty on the last page. One more than a page holds was asked for."""
    if len(numbers) <= FEW:
        return ''
    return f'{here}?{f"only={fate.name.lower()}&" if fate else ""}after={numbers[FEW - 1]}'


def most_often(faults: Iterable[Fault | None]) -> tuple[str, int] | None:
    """What is wrong with several faulty rows alike, and with how many; the most frequent."""
    reasons = Counter(fault.reason for fault in faults if fault and not fault.facts)
    if not reasons:
        return None
    [(reason, rows)] = reasons.most_common(1)
    return (_(reason.value), rows) if rows > 1 else None
