"""Find a person or add one, in one step that two at once cannot double."""

from __future__ import annotations

import datetime

import asyncpg

from coaching.journal.commands import record
from coaching.kit.access import SYSTEM, Actor, How
from coaching.kit.database import atomic, fetchrow, joined
from coaching.people.rules import folded, tidy_email, tidy_name, tidy_phone

SEEN_EVERY = datetime.timedelta(days=1)

NEW = """
    insert into person (name, folded_name, email, phone, language, how_heard, place_id, source, made_at, seen_at)
    select $1, $2, $3::text, $4::text, $5, $6, $7::bigint, $8, $9, $9 where not exists (select from known)
"""
BY_EMAIL = f"""
with known as (
    select id from person where email = $3 and folded_name = $2 and erased_at is null and merged_into_id is null
    union all select k.id from person p join person k on k.id = p.merged_into_id and k.erased_at is null
    where p.email = $3 and p.folded_name = $2 limit 1
), added as ({NEW}
    on conflict (email, folded_name) where erased_at is null and merged_into_id is null do nothing returning id
) select id, true as is_new from added union all select id, false from known
"""
BY_PHONE = f"""
with known as (
    select id from person where phone = $4 and folded_name = $2 and erased_at is null and merged_into_id is null
    order by email is not null, id limit 1
), added as ({NEW}
    on conflict (phone, folded_name) where email is null and phone is not null and erased_at is null and merged_into_id is null
    do nothing returning id
) select id, true as is_new from added union all select id, false from known
"""
BY_NAME = f'with known as (select 1 where false), added as ({NEW} returning id) select id, true as is_new from added'
# Whoever merges or erases holds the record for update: this waits for them, and sees what they did.
HOLD = 'select id, coalesce(merged_into_id, id) as stands_for, erased_at, phone, seen_at from person where id = $1 for key share'
SEEN = """
update person set seen_at = greatest(seen_at, $2), phone = case when $4 then coalesce(phone, $3) else phone end
where id = $1 and (seen_at < $5 or $4 and phone is null and $3::text is not null)
"""


async def find_or_add(
    name: str,
    email: str | None = None,
    phone: str | None = None,
    language: str = 'en',
    how_heard: str = '',
    source: str = 'self',
    *,
    place_id: int | None = None,
    by: Actor,
    now: datetime.datetime,
) -> tuple[int, bool]:
    """The person with this e-mail and name, or, without an e-mail, with this phone number and name; else a new one.

    Whoever has neither is always new. A known person keeps all that is known; only a missing phone number is filled in, and only by
    somebody who is signed in. Also answers with whether the person is new.
    """
    own_name, address, number = tidy_name(name), tidy_email(email), tidy_phone(phone)
    statement = BY_EMAIL if address else BY_PHONE if number else BY_NAME
    facts = (own_name, folded(own_name), address, number, language, how_heard.strip()[:200], place_id, source, now)
    async with joined():
        while True:
            # somebody else's insert of the same person is seen only by the next statement: then, and only then, it is asked again
            found = await fetchrow(statement, *facts) or await fetchrow(statement, *facts)
            if found['is_new']:
                if by.how is not How.PUBLIC:
                    await record('added', by=by, subject=('person', found['id']), now=now, source=source)
                return found['id'], True
            if held := await _hold(found['id']):
                break
        if held['seen_at'] < now - SEEN_EVERY or by.signed_in and number and held['phone'] is None:
            await fetchrow(SEEN, held['id'], now, number, by.signed_in, now - SEEN_EVERY)
    return held['id'], False


async def hold_standing(person_id: int) -> int | None:
    """Whom this id stands for, held until the transaction ends, so that nobody merges or erases the record; None once it is erased."""
    held = await _hold(person_id)
    return held['id'] if held else None


async def _hold(person_id: int) -> asyncpg.Record | None:
    held = await fetchrow(HOLD, person_id)
    while held and held['stands_for'] != held['id']:
        held = await fetchrow(HOLD, held['stands_for'])
    return None if held is None or held['erased_at'] else held


async def refuse_email(person_id: int, *, email: str, now: datetime.datetime) -> None:
    """The mail server says for good that this address takes no letters; a corrected one starts afresh."""
    async with atomic():
        refused = await fetchrow(
            'update person set email_refused_at = $3 where id = $1 and email = $2 and email_refused_at is null returning id',
            person_id,
            tidy_email(email),
            now,
        )
        if refused:
            await record('email_refused', by=SYSTEM, subject=('person', person_id), now=now)
