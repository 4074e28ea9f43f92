"""Looking for words in the guides: PostgreSQL knows the stems of each language; accents and capitals are folded before it is asked."""

from __future__ import annotations

import json
from collections.abc import Collection

import asyncpg

from coaching.guides.values import Found, Passage
from coaching.kit.database import fetch, fetchrow, fetchval
from coaching.kit.words import ENGLISH, fold

DICTIONARIES = {'en': 'english', 'es': 'spanish'}
FEW = 10
KNOWN = 'select slug, language, digest from guide_page'
# a guide that is not told in a language is looked for in its English words
LOOK = """
with found as (
    select p.slug, p.language, ts_rank(p.words, $3::tsquery) as rank from guide_page p where p.language = $1 and p.words @@ $3::tsquery
    union all
    select p.slug, p.language, ts_rank(p.words, $4::tsquery) from guide_page p
    where $1 <> $2 and p.language = $2 and p.words @@ $4::tsquery
      and not exists (select from guide_page own where own.slug = p.slug and own.language = $1)
    order by rank desc, slug limit $5
)
select p.slug, p.language, p.title, p.summary, p.passages::text as passages from found join guide_page p using (slug, language)
order by found.rank desc, p.slug
"""
ASKED = 'select websearch_to_tsquery($1::text::regconfig, $3)::text as own, websearch_to_tsquery($2::text::regconfig, $3)::text as english'
STEMS = "select coalesce(tsvector_to_array(to_tsvector($1::text::regconfig, regexp_replace($2, '-\\S+', ' ', 'g'))), '{}')"
MEANT = """
select word from unnest($2::text[]) as word where to_tsvector($1::text::regconfig, word) @@ any(
    select plainto_tsquery('simple', stem) from unnest($3::text[]) as stem)
"""


def dictionary(language: str) -> str:
    """The dictionary of a language; one that PostgreSQL does not know is looked through word by word."""
    return DICTIONARIES.get(language, 'simple')


async def known() -> dict[tuple[str, str], str]:
    """What stands in the index: the digest of each guide by slug and language."""
    return {(row['slug'], row['language']): row['digest'] for row in await fetch(KNOWN)}


async def search(typed: str, language: str) -> list[Found]:
    """The guides that have all these words, those that have them in their title first."""
    asked = await fetchrow(ASKED, dictionary(language), dictionary(ENGLISH), fold(typed))
    assert asked
    if not asked['own'] and not asked['english']:
        return []
    return [_found(row) for row in await fetch(LOOK, language, ENGLISH, asked['own'], asked['english'], FEW)]


async def stems(typed: str, language: str) -> list[str]:
    """The stems of the words that are looked for, without those that stand behind a minus."""
    found: list[str] = await fetchval(STEMS, dictionary(language), fold(typed))
    return found


async def meant(words: Collection[str], of: Collection[str], language: str) -> set[str]:
    """Those of these folded words that have one of the stems."""
    return {row['word'] for row in await fetch(MEANT, dictionary(language), list(words), list(of))}


def _found(row: asyncpg.Record) -> Found:
    passages = tuple(Passage(*each) for each in json.loads(row['passages']))
    return Found(row['slug'], row['language'], row['title'], row['summary'], passages)
