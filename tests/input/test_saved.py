"""What somebody wrote into every field is read by others as text: on every page, in every letter and in every calendar."""

from __future__ import annotations

import functools
import itertools
import re

from tests.access.asking import taken_back
from tests.input.scene import Seen, Somebody
from tests.input.structure import Structure, difference
from tests.input.texts import TURNS, payload, plain

MARKS: dict[str, str] = {}
WALKED: list[Seen] = []
# What stands there depends on how alike two texts are, or on what a column is called.
GUESSES = re.compile(r'/setup/(groups|imports)|/train/sessions/\d+/reports')


def mark(where: str) -> str:
    """A short word of its own for each field of each form."""
    return MARKS.setdefault(re.sub(r'\d+', '0', where), f'Zk{len(MARKS):03d}')


async def seen(client, house, write) -> Seen:
    """Everything that is read after `write(where)` was written everywhere; the house is as before."""
    read = Seen()
    async with taken_back():
        ellen = Somebody(client, house, lambda where: f'{mark(where)} {write(where)}')
        await ellen.writes_everywhere()
        read = await ellen.reads_everything()
    return read


async def all_seen(client, house) -> tuple[Seen, ...]:
    """What is read with plain texts, and in each turn with others; walked once, for whoever else looks at it."""
    if not WALKED:
        WALKED.append(await seen(client, house, lambda where: plain(payload(0, where))))
        WALKED.extend([await seen(client, house, functools.partial(payload, turn)) for turn in range(TURNS)])
    return tuple(WALKED)


async def test_what_is_written_everywhere_stays_text_everywhere(client, house):
    usual, *turns = await all_seen(client, house)
    for attacked in turns:
        assert (usual.refused, attacked.refused) == ({}, {})
        assert faults(attacked, usual) == []
        everything = attacked.everything()
        assert [where for where, word in MARKS.items() if word not in everything] == []


def faults(attacked: Seen, usual: Seen) -> list[str]:
    """Where the same pages and letters with other texts in them are built in another way."""
    found = [f'{kind}: {len(pages)} pages' for kind, pages in attacked.pages.items() if len(pages) != len(usual.pages[kind])]
    known = {part for _path, page in itertools.chain(*usual.pages.values()) for part in elements(page)}
    for kind, pages in usual.pages.items():
        for (path, page), (_path, other) in zip(attacked.pages[kind], pages, strict=False):
            found += [f'{path}: {fault}' for fault in Structure(page, is_letter=kind.endswith('/page')).faults]
            if not GUESSES.match(path) and (differs := difference(page, other)):
                found.append(f'{path}: {differs}')
            found += [f'{path}: {part}' for part in elements(page) - known]
    for letter, other in zip(attacked.letters, usual.letters, strict=True):
        (page, its_page) = (one.get_body(('html',)).get_content() for one in (letter, other))
        wrong = [*Structure(page, is_letter=True).faults, difference(page, its_page)]
        found += [f'{letter["subject"]}: {fault}' for fault in wrong if fault]
        found += [f'{letter["subject"]}: {letter.keys()}'] if letter.keys() != other.keys() else []
    for path, file in usual.files.items():
        found += [f'{path}: other lines'] if names(attacked.files[path]) != names(file) else []
    return found


def elements(page: str) -> set[str]:
    """Which elements with which attributes a page has anywhere; what is chosen or open counts as what is not."""
    return {re.sub(r' (open|selected|checked)\b', '', part.partition('<')[2]) for part in Structure(page).parts}


def names(file: str) -> list[str]:
    """What stands at the beginning of each line of a calendar, its folded lines put together."""
    lines = file.replace('\r\n ', '').split('\r\n')
    return [line.partition(':')[0].partition(';')[0] for line in lines] if file.startswith('BEGIN:') else []
