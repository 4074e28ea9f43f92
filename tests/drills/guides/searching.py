"""How long it takes to look for words in many guides, those of the ranking and of the marks with it."""

from __future__ import annotations

import dataclasses
import random
import statistics
import time

import msgspec

from coaching.guides.commands.shelving import put
from coaching.guides.definition import FOLDER, Guide, GuideHead
from coaching.guides.pages.searching import hits_of
from coaching.guides.queries.searching import search
from coaching.kit import content, markdown
from coaching.kit.database import execute
from coaching.kit.words import LANGUAGES, speaking

MOST_MS = 30.0
TYPED = {
    'en': ['table', 'questions', 'food children rides', 'agreements', 'parents', 'zzyzx', '"the table"', 'host -school', 'coffee'],
    'es': ['mesa', 'preguntas', 'comida niños', 'acuerdos', 'familias', 'zzyzx', 'recibir', 'platica -escuela', 'café'],
}


@dataclasses.dataclass(frozen=True, slots=True)
class Searched:
    """Milliseconds of one search. The quickest round is judged: what the others take longer is taken by whoever else works here."""

    language: str
    typed: str
    found: int
    quickest: float
    middle: float


def many(count: int, seed: int = 7) -> list[Guide]:
    """So many guides in each language: each has the sections of several of ours, shuffled, under a title of its own."""
    choose, made = random.Random(seed), []
    for code in LANGUAGES:
        ours = [pages[code] for pages in content.load(FOLDER, GuideHead).values()]
        sections = [f'## {part}' for page in ours for part in page.body.split('\n## ')[1:]]
        for number in range(count):
            page = choose.choice(ours)
            parts = dict.fromkeys(part.partition('\n')[0] for part in choose.sample(sections, 7))
            body = '\n\n'.join(next(part for part in sections if part.startswith(f'{heading}\n')) for heading in parts)
            head = msgspec.structs.replace(page.head, title=f'{page.head.title} {number}')
            made.append(dataclasses.replace(page, slug=f'guide-{number}', head=head, body=body + '\n'))
    return made


async def measured(count: int, rounds: int = 15) -> list[Searched]:
    """Every search, some rounds each, over so many guides."""
    markdown.headings('')
    await put(many(count))
    await execute('analyze guide_page')
    found: list[Searched] = []
    for code, words in TYPED.items():
        with speaking(code):
            for typed in words:
                times, hits = [], []
                for _round in range(rounds):
                    began = time.perf_counter()
                    hits = await hits_of(await search(typed, code), typed)
                    times.append((time.perf_counter() - began) * 1000)
                found.append(Searched(code, typed, len(hits), min(times), statistics.median(times)))
    return found
