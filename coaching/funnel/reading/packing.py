"""A sheet that was read once, kept small until it is brought in."""

from __future__ import annotations

import json
import zlib

from coaching.funnel.reading.values import Sheet, SheetRow


def packed(sheet: Sheet) -> bytes:
    """The sheet as bytes."""
    told = [sheet.header, [[row.number, row.cells] for row in sheet.rows], sheet.unread]
    return zlib.compress(json.dumps(told, ensure_ascii=False).encode(errors='replace'), 6)


def unpacked(kept: bytes) -> Sheet:
    """The sheet as it was."""
    header, rows, unread = json.loads(zlib.decompress(kept))
    return Sheet(tuple(header), tuple(SheetRow(number, tuple(cells)) for number, cells in rows), tuple(unread))
