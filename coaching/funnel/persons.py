"""What becomes of registrations, marks and credits when a person is exported, merged or erased."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from itertools import groupby
from typing import Any

from asyncpg import Record

from coaching.funnel.commands import writing
from coaching.funnel.commands.importing.leaving_out import leave_out
from coaching.funnel.commands.locking import lock_place, lock_places
from coaching.funnel.commands.progress import follow
from coaching.funnel.commands.reminding import remind
from coaching.funnel.commands.waiting import fill_seats
from coaching.funnel.queries.persons import Visit, credits_of, visits
from coaching.funnel.queries.standing import standing
from coaching.funnel.rules.places import seat_for, weight
from coaching.funnel.values import Mark, Place, RegistrationState
from coaching.journal.commands import forget_whys_about
from coaching.kit.database import execute, fetch, fetchval
from coaching.kit.words import Later, _, language, later, n_
from coaching.people.values import Happening, Keeper, Reference

ACTIVE = "{row}.state in ('registered', 'offered', 'waiting', 'walk_in')"
REFERENCES = (
    Reference('offering_trainer', 'person_id', on_erase='delete', rivals=('offering_id',)),
    Reference('session_trainer', 'person_id', on_erase='delete', rivals=('session_id',)),
    Reference('session', 'closed_by_id', on_merge='stay'),
    Reference('session_letter', 'by_person_id', on_erase='delete'),
    Reference('import_mapping', 'by_person_id', on_merge='stay'),
    Reference('import_batch', 'by_person_id', on_merge='stay'),
    Reference('import_row', 'person_id', on_erase='delete', on_merge='stay'),
    Reference('group_answer', 'by_person_id', on_merge='stay'),
    Reference('registration', 'person_id', rivals=('session_id',), rivals_while=ACTIVE),
    Reference('registration', 'by_person_id', on_merge='stay'),
    Reference('attendance', 'by_person_id', on_merge='stay'),
    Reference('attendance_report', 'by_person_id', on_merge='stay'),
    Reference('prior_credit', 'person_id', rivals=('stage', 'attended_on')),
    Reference('prior_credit', 'by_person_id', on_merge='stay'),
    Reference('progress', 'person_id', on_merge='stay', key='person_id'),
)
TWICE = f"""
select r.id, r.session_id, r.state, r.offered_until, array(select mark from attendance where registration_id = r.id) as marks
from registration r where r.person_id in ($1, $2) and {ACTIVE.format(row='r')}
and exists (select from registration o where o.session_id = r.session_id and o.person_id in ($1, $2) and o.id <> r.id
            and {ACTIVE.format(row='o')})
order by r.session_id, r.id for update of r
"""
LET_GO = """
update registration set state = 'cancelled_by_us', cancelled_from = state, cancelled_at = $2, offered_until = null, version = version + 1
where id = $1
"""
WERE_LET_GO = "select id, session_id, person_id from registration where id = any($1) and state = 'cancelled_by_us' order by session_id, id"
GIVE_BACK = """
update registration set state = $2, cancelled_from = '', cancelled_at = null, version = version + 1 where id = $1 returning version
"""
HELD = """
select r.registered_at, r.state, r.group_words, r.access_needs, r.intro_question, s.starts_at,
       coalesce(w.title, e.title, o.slug) as title, m.session_id <> r.session_id as has_other_date,
       (select array_agg(mark order by part) from attendance where registration_id = r.id) as marks,
       (select string_agg(words, '; ' order by id) from answer where registration_id = r.id) as answers
from registration r join session s on s.id = r.session_id join offering o on o.id = s.offering_id
left join offering_words w on w.offering_id = o.id and w.language = $2
left join lateral (select title from offering_words where offering_id = o.id order by language <> 'en', id limit 1) as e on true
left join registration m on m.id = r.moved_to_id where r.person_id = $1 order by r.id
"""
WORDS_OF = """
update registration set group_words = '', access_needs = null, intro_question = null where person_id = $1
"""
NAMES_OF = """
update attendance_row set name = '', email = '', state = case when registration_id is null then 'discarded' else state end
where registration_id in (select id from registration where person_id = $1)
or registration_id is null and (email = $2 and $2 <> '' or lower(name) = any($3) and name <> '')
"""
STANDING = """
select r.id, r.session_id from registration r join session s on s.id = r.session_id
where r.person_id = $1 and r.state in ('registered', 'offered', 'waiting') and s.starts_at > $2 order by r.session_id
"""
CAME = {
    Mark.HERE: later('came'),
    Mark.PARTLY: later('came for a part'),
    Mark.NOT_HERE: later('was not here'),
    Mark.EXCUSED: later('excused'),
}
STANDS = {
    RegistrationState.REGISTERED: later('has a spot'),
    RegistrationState.WALK_IN: later('walked in'),
    RegistrationState.WAITING: later('waits in line'),
    RegistrationState.OFFERED: later('was offered a spot'),
    RegistrationState.CANCELLED_BY_PERSON: later('let the spot go'),
    RegistrationState.CANCELLED_BY_US: later('taken off the list'),
}
STAGES = {'taste': later('Taste'), 'intro': later('Intro'), 'training': later('Training')}
NOON = datetime.time(12, tzinfo=datetime.UTC)


async def export(person_id: int) -> dict[str, Any]:
    """Every sign-up with what was said and marked, and what was credited from before."""
    rows = await fetch(HELD, person_id, language())
    credited = await fetch('select stage, attended_on, source from prior_credit where person_id = $1 order by id', person_id)
    held: dict[str, Any] = {}
    if rows:
        held[later('Sessions')] = [
            {
                later('Session'): row['title'],
                later('When'): row['starts_at'],
                later('Signed up on'): row['registered_at'],
                later('Stands'): _stands(row),
                later('School, agency or group'): row['group_words'],
                later('What would help you take part?'): row['access_needs'],
                later('What do you want to ask or see?'): row['intro_question'],
                later('Answers'): row['answers'],
                later('Marks'): [CAME[Mark(one)] for one in row['marks'] or ()],
            }
            for row in rows
        ]
    if credited:
        held[later('From before or elsewhere')] = [
            {later('What was it?'): STAGES[row['stage']], later('On which day?'): row['attended_on'], later('Source'): row['source']}
            for row in credited
        ]
    return held


def _stands(row: Record) -> Later:
    """How the spot stands; one that moved was not let go."""
    if row['has_other_date'] is None:
        return STANDS[RegistrationState(row['state'])]
    return later('moved to another date') if row['has_other_date'] else later('moved to the end of the line')


async def before_merge(kept_id: int, merged_id: int, now: datetime.datetime) -> dict[str, Any]:
    """Whoever holds two spots at one session keeps the better one; the other seat goes to the next in line."""
    let_go = []
    await fetch('select id from session where id in (select session_id from registration where person_id = $1) order by id '
                'for no key update', merged_id)  # fmt: skip
    for session_id, both in groupby(await fetch(TWICE, kept_id, merged_id), lambda row: int(row['session_id'])):
        row = min(both, key=lambda spot: (weight(RegistrationState(spot['state']), [Mark(mark) for mark in spot['marks']]), -spot['id']))
        await execute(LET_GO, row['id'], now)
        await writing.withdraw(row['id'], now=now)
        await fill_seats(session_id, now=now)
        let_go.append([row['id'], row['state'], row['offered_until'] and row['offered_until'].isoformat()])
    return {'let_go': let_go}


async def after_merge(kept_id: int, merged_id: int) -> None:
    await follow([kept_id, merged_id])


async def after_unmerge(kept_id: int, merged_id: int, recorded: Mapping[str, Any], now: datetime.datetime) -> None:
    """The spots that were let go stand again, each on its own person, where their sessions have not begun."""
    before = {registration_id: RegistrationState(state) for registration_id, state, _until in recorded.get('let_go', ())}
    rows = await fetch(WERE_LET_GO, list(before))
    await lock_places(*(row['session_id'] for row in rows))
    for row in rows:
        await _give_back(row['id'], row['person_id'], await lock_place(row['session_id']), before[row['id']], now=now)
    await follow([kept_id, merged_id])


async def _give_back(registration_id: int, person_id: int, place: Place, before: RegistrationState, *, now: datetime.datetime) -> None:
    """The seat where one is free, else the old place in line; nothing for whoever has another spot there by now."""
    if now >= place.starts_at or (await standing(person_id, place.session_id)).state:
        return
    state = seat_for(place) if before is RegistrationState.REGISTERED else RegistrationState.WAITING
    version = await fetchval(GIVE_BACK, registration_id, state)
    if state is RegistrationState.REGISTERED:
        await remind(registration_id, now=now)
        return
    await writing.promise_in_line(registration_id, version, person_id, place, now=now)
    await fill_seats(place.session_id, now=now)


async def erase(person_id: int, now: datetime.datetime) -> None:
    """Counts stay, words go; a spot that is still to come is let go, and its seat with it."""
    row = await fetch("select coalesce(email, '') as email, phone, lower(name) as name, folded_name from person where id = $1", person_id)
    for spot in await fetch(STANDING, person_id, now):
        await fetch('select id from session where id = $1 for no key update', spot['session_id'])
        await execute(LET_GO, spot['id'], now)
        await fill_seats(spot['session_id'], now=now)
    await execute(WORDS_OF, person_id)
    await execute('delete from answer where registration_id in (select id from registration where person_id = $1)', person_id)
    await execute("update prior_credit set source = '-' where person_id = $1", person_id)
    if row:
        await execute(NAMES_OF, person_id, row[0]['email'], [row[0]['name'], row[0]['folded_name']])
        await leave_out(email=row[0]['email'], phone=row[0]['phone'], folded_name=row[0]['folded_name'])
    about = await fetch('select id from registration where person_id = $1', person_id)
    await forget_whys_about('registration', [one['id'] for one in about])


async def story(person_id: int) -> list[Happening]:
    """Each session with what became of it, and what counts from before; in the language of whoever reads."""
    told = [
        Happening(
            visit.starts_at, _('%(session)s: %(what)s', session=visit.title, what=_became(visit)), f'/train/sessions/{visit.session_id}'
        )
        for visit in await visits(person_id, language())
    ]
    return told + [
        Happening(
            datetime.datetime.combine(one.attended_on, NOON),
            _('%(session)s, from before: %(what)s', session=STAGES[one.stage], what=one.source),
        )
        for one in await credits_of(person_id)
    ]


def _became(visit: Visit) -> str:
    """What was seen, and where nothing was, how the spot stands."""
    if visit.session_state in ('cancelled', 'skipped'):
        return _('did not take place')
    if len(visit.marks) == 1:
        return str(CAME[next(iter(visit.marks.values()))])
    if visit.marks:
        here = sum(mark in (Mark.HERE, Mark.PARTLY) for mark in visit.marks.values())
        return n_('came to %(n)s part of %(all)s', 'came to %(n)s parts of %(all)s', here, all=len(visit.marks))
    if visit.session_state == 'closed' and visit.state in (RegistrationState.REGISTERED, RegistrationState.WALK_IN):
        return _('no mark')
    return str(STANDS[visit.state])


KEEPER = Keeper(
    references=REFERENCES, export=export, erase=erase, before_merge=before_merge, after_merge=after_merge, after_unmerge=after_unmerge,
    story=story,
)  # fmt: skip
