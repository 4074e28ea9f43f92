"""Find persons: by id, by name and address, by what somebody types into a search field."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable
from typing import Any

from coaching.kit.database import fetch, fetchrow, fetchval
from coaching.people.rules import UNDO_DAYS, folded, tidy_email, tidy_name, tidy_phone
from coaching.people.values import Likeness, MergingFacts, PeoplePage, Person, PersonCard

FEW = 20
MOST_NAMED = 300
CARD = 'id, name, email, email_refused_at is not null as email_refused, phone, language, place_id, made_at, seen_at'
LIVE = 'erased_at is null and merged_into_id is null'
WITHIN = '($1::bigint[] is null or place_id = any($1))'

PERSON = """
select id, name, email, email_refused_at, phone, language, zone, how_heard, place_id, source, made_at, seen_at, erased_at,
       merged_into_id, version
from person where id = $1
"""
BY_START = f"""
select {CARD}, folded_name from person
where {LIVE} and {WITHIN} and folded_name like $2 and folded_name >= $3 and (folded_name, id) > ($3, $4)
order by folded_name, id limit $5
"""
BY_WORDS = f"""
select {CARD}, folded_name from person where id in (select people_named(to_tsquery('simple', $2), $1, {MOST_NAMED}))
order by folded_name, id limit $3
"""
BY_EMAIL = f'select {CARD} from person where {LIVE} and {WITHIN} and email like $2 order by email, id limit $3'
BY_PHONE = f'select {CARD} from person where {LIVE} and {WITHIN} and phone like any($2) order by phone, id limit $3'
NEWEST = f'select {CARD} from person where {LIVE} and {WITHIN} and ($2::bigint is null or id < $2) order by id desc limit $3'
FIND_BY_EMAIL = f"""
select id from person where email = $1 and folded_name = $2 and {LIVE}
union all select merged_into_id from person where email = $1 and folded_name = $2 and merged_into_id is not null limit 1
"""
FIND_BY_PHONE = f'select id from person where phone = $1 and folded_name = $2 and {LIVE} order by email is not null, id limit 1'
MERGING = """
select m.id, m.kept_id, k.name as kept_name, m.merged_id, o.name as merged_name, coalesce(b.name, '') as by_name, m.merged_at, m.undone_at
from merging m join person k on k.id = m.kept_id join person o on o.id = m.merged_id left join person b on b.id = m.by_person_id
"""


async def person(person_id: int) -> Person | None:
    """The person's own row, also an erased or merged one."""
    row = await fetchrow(PERSON, person_id)
    return Person(**row) if row else None


async def standing_id(person_id: int) -> int | None:
    """Whom this id stands for now: the kept person where it was merged; None for nobody."""
    return await fetchval('select coalesce(merged_into_id, id) from person where id = $1', person_id)


async def cards(person_ids: Iterable[int]) -> dict[int, PersonCard]:
    """Persons of a list, by id."""
    rows = await fetch(f'select {CARD} from person where id = any($1)', list(person_ids))
    return {row['id']: PersonCard(**row) for row in rows}


async def find(name: str, email: str | None = None, phone: str | None = None) -> int | None:
    """The person with this e-mail and name, or, without an e-mail, with this phone number and name."""
    compared = folded(tidy_name(name))
    if address := tidy_email(email):
        return await fetchval(FIND_BY_EMAIL, address, compared)
    if number := tidy_phone(phone):
        return await fetchval(FIND_BY_PHONE, number, compared)
    return None


async def search(
    typed: str, *, place_ids: Collection[int] | None = None, after: str = '', limit: int = FEW
) -> PeoplePage:
    """People whose name, e-mail or phone begins so, accents ignored; `place_ids` None means everywhere.

    Nothing typed gives the newest. Names that begin so come first and page on; words inside names fill what is left of the first page.
    """
    places = None if place_ids is None else list(place_ids)
    words = typed.strip()
    if not words:
        return await _newest(places, after, limit)
    if '@' in words:
        return _only(await fetch(BY_EMAIL, places, f'{_plain(words.lower())}%', limit))
    if re.fullmatch(r'[\d\s().+-]{3,}', words):
        return _only(await fetch(BY_PHONE, places, _numbers(words), limit))
    return await _named(folded(tidy_name(words)), places, after, limit)


async def _newest(places: list[int] | None, after: str, limit: int) -> PeoplePage:
    before = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else None
    rows = await fetch(NEWEST, places, before, limit + 1)
    return PeoplePage(_cards(rows[:limit]), str(rows[limit - 1]['id']) if len(rows) > limit else '')


async def _named(compared: str, places: list[int] | None, after: str, limit: int) -> PeoplePage:
    name, _, number = after.rpartition('~')
    from_name, from_id = (name, int(number)) if number.isascii() and number.isdigit() and len(number) < 19 else (compared, 0)
    rows = await fetch(BY_START, places, f'{_plain(compared)}%', from_name, from_id, limit + 1)
    if len(rows) > limit:
        last = rows[limit - 1]
        return PeoplePage(_cards(rows[:limit]), f'{last["folded_name"]}~{last["id"]}')
    if not after and (query := _query(compared)):
        seen = {row['id'] for row in rows}
        more = await fetch(BY_WORDS, places, query, limit + 1)
        rows += [row for row in more if row['id'] not in seen]
    return PeoplePage(_cards(rows[:limit]))


def _query(compared: str) -> str:
    """Every word as the beginning of a word; '' where a word is too short to look for inside names."""
    words = re.findall(r'\w+', compared)
    return ' & '.join(f"'{word}':*" for word in words) if words and max(map(len, words)) > 1 else ''


def _numbers(typed: str) -> list[str]:
    figures = re.sub(r'\D', '', typed)
    return [f'{start}%' for start in {tidy_phone(typed), figures, f'+{figures}', f'+1{figures}'} if start]


def _plain(text: str) -> str:
    """Text in which LIKE sees no pattern."""
    return re.sub(r'([\\%_])', r'\\\1', text)


def _cards(rows: Iterable[Any]) -> tuple[PersonCard, ...]:
    return tuple(PersonCard(**{name: row[name] for name in PersonCard.__slots__}) for row in rows)


def _only(rows: Iterable[Any]) -> PeoplePage:
    return PeoplePage(_cards(rows))


async def likenesses(person_ids: Iterable[int]) -> dict[int, Likeness]:
    """What the rule of duplicates compares, without groups."""
    rows = await fetch(f'select id, folded_name, email, phone from person where id = any($1) and {LIVE}', list(person_ids))
    return {row['id']: Likeness(**row) for row in rows}


async def merging(merging_id: int) -> MergingFacts | None:
    row = await fetchrow(f'{MERGING} where m.id = $1', merging_id)
    return MergingFacts(**row) if row else None


async def mergings(now: datetime.datetime, kept_id: int | None = None) -> list[MergingFacts]:
    """What was merged in the last 30 days and not taken apart since, newest first; at most 100."""
    rows = await fetch(
        f"""{MERGING} where m.undone_at is null and m.merged_at >= $1 and ($2::bigint is null or m.kept_id = $2)
            and k.erased_at is null and k.merged_into_id is null order by m.merged_at desc, m.id desc limit 100""",
        now - datetime.timedelta(days=UNDO_DAYS),
        kept_id,
    )
    return [MergingFacts(**row) for row in rows]
