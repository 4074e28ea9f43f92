"""What happened is written once, read by people, and never changed."""

import datetime

import asyncpg
import pytest

from coaching.journal.catalogue import CatalogueError
from coaching.journal.commands import forget_whys, forget_whys_about, record, record_each
from coaching.journal.queries import history
from coaching.kit.access import PUBLIC, SYSTEM, Actor
from coaching.kit.database import atomic, execute, fetchval
from coaching.kit.words import speaking
from tests.conftest import NOW
from tests.journal.world import a_person, signed_in

CHICAGO = 'America/Chicago'


async def test_an_entry_says_what_happened_who_did_it_when_and_why(database):
    rosa = await a_person('Rosa Ibarra')
    entry_id = await record(
        'waived', by=signed_in(rosa), subject=('registration', 41), now=NOW, why=' Her team trains next week. '
    )
    (entry,) = await history(('registration', 41))
    assert (entry.id, entry.happened_at, entry.said(CHICAGO), entry.who(), entry.why) == (
        entry_id, NOW, 'May come without the step before.', 'Rosa Ibarra', 'Her team trains next week.',
    )  # fmt: skip


async def test_facts_are_said_in_the_readers_words(database):
    rosa = await a_person('Rosa Ibarra')
    before = datetime.datetime(2026, 12, 4, 18, 0, tzinfo=datetime.UTC)
    await record('session_moved', by=signed_in(rosa), subject=('session', 7), now=NOW, before=before, after=before.date(), following=False)
    await record('corrected', by=signed_in(rosa), subject=('person', rosa), now=NOW, fields=['name', 'email'])
    await record('retention_ran', by=SYSTEM, subject=('network', 1), now=NOW, counts={'letters': 3, 'odd_things': 1})
    await record('organisation_linked', by=SYSTEM, subject=('registration', 1), now=NOW, organisation_id=None)
    (moved,) = await history(('session', 7))
    (corrected,) = await history(('person', rosa))
    (ran,) = await history(('network', 1))
    (linked,) = await history(('registration', 1))
    assert [entry.said(CHICAGO) for entry in (moved, corrected, ran, linked)] == [
        'Moved from Fri, Dec 4, 12:00 pm to Dec 4, 2026.',
        'Corrected: name and email address.',
        'Deleted because its time was up: old emails (3), odd things (1).',
        'Linked to an organization.',
    ]
    with speaking('es'):
        assert corrected.said(CHICAGO) == 'Se corrigió: nombre y dirección de correo.'


async def test_who_did_it_may_be_the_bearer_of_a_letter_the_public_or_the_clock(database):
    ana = await a_person('Ana Duarte')
    for by in (Actor.by_link(ana), PUBLIC, SYSTEM):
        await record('cancelled', by=by, subject=('registration', 5), now=NOW, session_id=1)
    assert [entry.who() for entry in await history(('registration', 5))] == [
        'by itself',
        'somebody who was not signed in',
        'Ana Duarte, by the link in an email',
    ]


async def test_the_name_of_somebody_erased_is_gone_from_what_she_did(database):
    ana = await a_person('Ana Duarte')
    await record('exported', by=signed_in(ana), subject=('person', ana), now=NOW)
    await execute("update person set name = '', folded_name = '', erased_at = $2 where id = $1", ana, NOW)
    (entry,) = await history(('person', ana))
    assert (entry.who(), entry.by_name) == ('somebody whose name was deleted', '')


async def test_history_comes_newest_first_and_page_by_page(database):
    ids = [await record('signed_in', by=SYSTEM, subject=('account', 3), now=NOW) for _ in range(5)]
    first = await history(('account', 3), limit=3)
    second = await history(('account', 3), limit=3, before_id=first[-1].id)
    assert [entry.id for entry in first + second] == ids[::-1]


async def test_what_happened_to_others_is_not_in_it(database):
    await record('signed_in', by=SYSTEM, subject=('account', 3), now=NOW)
    await record('set_up', by=SYSTEM, subject=('network', 3), now=NOW)
    assert [entry.kind for entry in await history(('network', 3))] == ['set_up']


async def test_an_entry_cannot_be_changed_or_deleted(database):
    entry_id = await record('set_up', by=SYSTEM, subject=('network', 1), now=NOW)
    for sql in ("update entry set kind = 'exported' where id = $1", 'delete from entry where id = $1'):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with atomic():
                await execute(sql, entry_id)
    with pytest.raises(asyncpg.PostgresError):
        async with atomic():
            await execute('truncate entry cascade')
    assert await fetchval('select kind from entry where id = $1', entry_id) == 'set_up'


async def test_an_entry_goes_when_its_transaction_does(database):
    with pytest.raises(RuntimeError):
        async with atomic():
            await record('set_up', by=SYSTEM, subject=('network', 1), now=NOW, why='A trial.')
            raise RuntimeError
    assert await history(('network', 1)) == []


async def test_reasons_about_a_person_are_forgotten_and_all_others_stay(database):
    ana, rosa = await a_person('Ana Duarte'), await a_person('Rosa Ibarra')
    await record('merged', by=signed_in(rosa), subject=('person', ana), now=NOW, why='Ana wrote it twice.', merged_id=9)
    await record('cancelled', by=Actor.by_link(ana), subject=('registration', 5), now=NOW, why='My mother is ill.', session_id=1)
    await record('waived', by=signed_in(rosa), subject=('registration', 6), now=NOW, why='Ana trains next week.')
    await record('waived', by=signed_in(ana), subject=('registration', 7), now=NOW, why='Rosa knows her.')
    await forget_whys(ana)
    assert [(await history(('registration', n)))[0].why for n in (5, 6, 7)] == ['', 'Ana trains next week.', 'Rosa knows her.']
    assert [entry.why for entry in await history(('person', ana))] == ['']
    await forget_whys_about('registration', [5, 6])
    assert [(await history(('registration', n)))[0].why for n in (6, 7)] == ['', 'Rosa knows her.']


async def test_many_things_are_written_at_once_each_as_if_alone(database):
    rosa = await a_person('Rosa Ibarra')
    ana, ben = await a_person('Ana Duarte'), await a_person('Ben Okafor')
    pairs = [(ana, {'fields': ['phone']}), (ben, {'fields': ['email', 'phone']})]
    last = await record_each('corrected', 'person', pairs, by=signed_in(rosa), now=NOW)
    assert last == await fetchval('select max(id) from entry')
    assert await record_each('corrected', 'person', [], by=signed_in(rosa), now=NOW) is None
    told = [entry for person_id in (ana, ben) for entry in await history(('person', person_id))]
    assert [(entry.said(CHICAGO), entry.who()) for entry in told] == [
        ('Corrected: phone number.', 'Rosa Ibarra'), ('Corrected: email address and phone number.', 'Rosa Ibarra'),
    ]  # fmt: skip
    with pytest.raises(CatalogueError):
        await record_each('corrected', 'person', [(ana, {'fields': ['Ana moved to Tulsa']})], by=SYSTEM, now=NOW)
