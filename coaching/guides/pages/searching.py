"""Looking for words in the guides, in the language of whoever looks."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from litestar import Request, Response, get
from markupsafe import Markup

from coaching.guides.commands.shelving import shelve
from coaching.guides.queries import searching
from coaching.guides.rules.highlighting import alike, best, marked
from coaching.guides.values import Found
from coaching.kit import access
from coaching.kit.database import one_connection
from coaching.kit.pages import page
from coaching.kit.words import language, later

LONGEST = 200
SUGGESTED = (later('food'), later('questions'), later('children'), later('agreements'))


@dataclasses.dataclass(frozen=True, slots=True)
class Hit:
    """A guide as the list of results shows it; `anchor` leads to the section whose words stand there."""

    slug: str
    language: str
    title: Markup
    summary: Markup
    anchor: str = ''
    heading: Markup = Markup('')
    passage: Markup = Markup('')


@get('/guides/search', opt=access.ANYONE)
async def search(request: Request) -> Response:
    """What has all the words that were typed; where nothing has, other words to try."""
    typed = ' '.join(request.query_params.get('q', '').split())[:LONGEST]
    async with one_connection():
        hits = await hits_of(await look(typed), typed) if typed else []
    return page(request, 'guides/search.html', typed=typed, hits=hits, suggested=SUGGESTED, wished=language())


async def look(typed: str) -> list[Found]:
    """What is found; an index that is not what the guides say is made anew before nothing is said to be found."""
    found = await searching.search(typed, language())
    return found or (await searching.search(typed, language()) if await shelve() else [])


async def hits_of(found: Sequence[Found], typed: str) -> list[Hit]:
    """The results with what was looked for marked in them; the stems are asked for once for each language."""
    hits: dict[str, Hit] = {}
    for code in {one.language for one in found}:
        them = [one for one in found if one.language == code]
        stems = await searching.stems(typed, code)
        texts = [text for one in them for text in _texts(one)]
        meant = await searching.meant(alike(texts, stems), stems, code)
        hits |= {one.slug: _hit(one, meant) for one in them}
    return [hits[one.slug] for one in found]


def _texts(one: Found) -> list[str]:
    return [one.title, one.summary, *(text for each in one.passages for text in (each.heading, each.text))]


def _hit(one: Found, meant: set[str]) -> Hit:
    shown = best(one.passages, meant)
    title, summary = marked(one.title, meant), marked(one.summary, meant)
    if shown is None:
        return Hit(one.slug, one.language, title, summary)
    return Hit(one.slug, one.language, title, summary, shown.anchor, marked(shown.heading, meant), marked(shown.text, meant))


ROUTES = [search]
