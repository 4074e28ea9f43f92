"""Make the index to search in what the guides say now. It is made from their words alone, so whoever starts may make it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from coaching.guides.definition import FOLDER, Guide, GuideHead
from coaching.guides.queries.searching import dictionary, known
from coaching.guides.reading import digest_of, passages
from coaching.kit import content
from coaching.kit.database import atomic, execute, executemany
from coaching.kit.words import fold

LOCK = 0x0CAFE_0028
GONE = 'delete from guide_page where (slug, language) in (select * from unnest($1::text[], $2::text[]))'
WORDS = """
setweight(to_tsvector($8::text::regconfig, $9), 'A') || setweight(to_tsvector($8::text::regconfig, $10), 'B')
|| setweight(to_tsvector($8::text::regconfig, $11), 'B') || setweight(to_tsvector($8::text::regconfig, $7), 'D')
"""
PUT = f"""
insert into guide_page (slug, language, digest, title, summary, passages, words)
values ($1, $2, $3, $4, $5, $6::jsonb, {WORDS})
on conflict (slug, language) do update set digest = excluded.digest, title = excluded.title, summary = excluded.summary,
    passages = excluded.passages, words = excluded.words
"""


async def shelve() -> bool:
    """Bring the index to what the guides say; whether anything had to be done. Starters that come meanwhile wait, and find it done."""
    pages = [page for languages in content.load(FOLDER, GuideHead).values() for page in languages.values()]
    return await put(pages)


async def put(pages: Iterable[Guide]) -> bool:
    """The index holds these pages and no others; only what is new or says something else is written."""
    wanted = {(page.slug, page.language): page for page in pages}
    digests = {key: digest_of(page) for key, page in wanted.items()}
    if await known() == digests:
        return False
    async with atomic():
        await execute('select pg_advisory_xact_lock($1)', LOCK)
        held = await known()
        gone = [key for key in held if key not in digests]
        await execute(GONE, [slug for slug, _code in gone], [code for _slug, code in gone])
        await executemany(PUT, [_row(wanted[key], digest) for key, digest in digests.items() if held.get(key) != digest])
        return held != digests


def _row(page: Guide, digest: str) -> tuple[str, ...]:
    parts, head = passages(page.body), page.head
    told = json.dumps([[each.anchor, each.heading, each.text] for each in parts], ensure_ascii=False)
    body, headings = fold(' '.join(each.text for each in parts)), fold(' '.join(each.heading for each in parts))
    return (
        page.slug, page.language, digest, head.title, head.summary, told, body, dictionary(page.language), fold(head.title),
        fold(head.summary), headings,
    )  # fmt: skip
