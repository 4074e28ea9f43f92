"""Somebody signs up, is settled or asks to be forgotten while the same person is merged or erased: nothing lands on an empty record."""

import asyncpg
import pytest

from coaching import domains
from coaching.funnel.commands import grouping, importing
from coaching.funnel.commands.locking import Gone
from coaching.funnel.commands.registering import register
from coaching.funnel.queries import imports
from coaching.funnel.values import Source
from coaching.kit.access import SYSTEM, Actor
from coaching.kit.database import execute, fetch, fetchval
from coaching.kit.refusal import Refused
from coaching.people.commands import adding, erase, erasing, merge
from coaching.people.queries import recognising
from coaching.teams.commands import find_or_add_organisation
from tests.another_database import another_database
from tests.at_once import beside
from tests.funnel.files_of_people import ELLEN, uploaded
from tests.funnel.world import HOUR, MONDAY, NOON, a_session, signs_up

assert domains.KEEPERS
ASKED = {'asked_by': 'the person', 'by': SYSTEM, 'now': MONDAY}
SPOTS = 'select p.name, r.state from registration r join person p on p.id = r.person_id where r.session_id = $1 order by r.id'
NAMES = 'select name from person order by id'


@pytest.fixture(autouse=True)
async def town(pool, postgres):
    """A database in which others see what is committed."""
    async with another_database(postgres):
        yield


async def spots(session_id: int) -> list[tuple[str, str]]:
    return [tuple(row) for row in await fetch(SPOTS, session_id)]


async def a_sign_up_while_merged() -> list[tuple[str, str]]:
    """Ana has two records; while they become one, she saves a spot by the name of the one that goes."""
    before, taste = await a_session(starts_at=NOON - 200 * HOUR), await a_session()
    kept = await signs_up('Ana Reyes', before, now=MONDAY - 200 * HOUR)
    gone = await signs_up('Anita Reyes', before, now=MONDAY - 200 * HOUR)
    await beside(lambda: merge(kept.person_id, gone.person_id, by=ELLEN, now=MONDAY), lambda: signs_up('Anita Reyes', taste))
    return await spots(taste)


async def a_sign_up_while_erased() -> list[tuple[str, str]]:
    before, taste = await a_session(starts_at=NOON - 200 * HOUR), await a_session()
    ana = await signs_up('Ana Reyes', before, now=MONDAY - 200 * HOUR)
    await beside(lambda: erase(ana.person_id, **ASKED), lambda: signs_up('Ana Reyes', taste))
    return await spots(taste)


async def a_next_step_while_merged() -> list[tuple[str, str]]:
    """The same, and she takes the next step behind the link of the record that goes."""
    before, taste = await a_session(starts_at=NOON - 200 * HOUR), await a_session()
    kept = await signs_up('Ana Reyes', before, now=MONDAY - 200 * HOUR)
    gone = await signs_up('Anita Reyes', before, now=MONDAY - 200 * HOUR)
    link = {'source': Source.NEXT, 'by': Actor.by_link(gone.person_id), 'now': MONDAY}
    await beside(
        lambda: merge(kept.person_id, gone.person_id, by=ELLEN, now=MONDAY), lambda: register(taste, gone.person_id, **link)
    )
    return await spots(taste)


async def an_erasure_while_merged() -> list[str]:
    kept, gone = await signs_up('Ana Reyes', await a_session()), await signs_up('Anita Reyes', await a_session(starts_at=NOON + 24 * HOUR))
    await beside(lambda: merge(kept.person_id, gone.person_id, by=ELLEN, now=MONDAY), lambda: erase(gone.person_id, **ASKED))
    return [row['name'] for row in await fetch(NAMES)]


async def an_answer_while_erased() -> int:
    """Ana is held, as whoever erases her does first; then somebody says what her group means; then she is erased."""
    taste, people = await a_session(capacity=None), {}
    for name in ('Ana Reyes', 'Ben Ito'):
        people[name] = (await signs_up(name, taste)).person_id
    await execute("update registration set group_words = 'Maple'")
    maple, _ = await find_or_add_organisation('Maple Library', by=ELLEN, now=MONDAY)
    ana = people['Ana Reyes']
    return await beside(
        lambda: fetch('select id from person where id = $1 for update', ana),
        lambda: grouping.answer('Maple', organisation_id=maple, by=ELLEN, now=MONDAY),
        lambda: erase(ana, **ASKED),
    )


async def a_file_brought_in_while_merged() -> list[tuple[str, str]]:
    """The file names the record that goes; who is in the house afterwards, with where it comes from."""
    kept, gone = await signs_up('Ana Reyes', await a_session()), await signs_up('Anita Reyes', await a_session(starts_at=NOON + 24 * HOUR))
    email = await fetchval('select email from person where id = $1', gone.person_id)
    batch_id = await uploaded(f'Name,Email,Taste\nAnita Reyes,{email},2025-03-07')
    await beside(
        lambda: merge(kept.person_id, gone.person_id, by=ELLEN, now=MONDAY), lambda: importing.make(batch_id, by=ELLEN, now=MONDAY)
    )
    return [tuple(row) for row in await fetch('select person_id = $1, attended_on::text from prior_credit', kept.person_id)]


async def test_whom_a_file_names_during_a_merging_is_the_kept_person():
    assert await a_file_brought_in_while_merged() == [(True, '2025-03-07')]
    assert await fetchval('select count(*) from person where merged_into_id is null') == 1


async def test_without_looking_again_the_file_makes_the_person_twice(monkeypatch):
    monkeypatch.setattr(imports, 'recognised', recognising._recognised)
    assert await a_file_brought_in_while_merged() == [(False, '2025-03-07')]


async def test_a_sign_up_during_a_merging_is_the_kept_persons():
    assert await a_sign_up_while_merged() == [('Ana Reyes', 'registered')]


async def test_a_next_step_during_a_merging_is_the_kept_persons():
    assert await a_next_step_while_merged() == [('Ana Reyes', 'registered')]


async def test_whoever_is_erased_before_the_next_step_takes_none():
    taste = await a_session()
    ana = await signs_up('Ana Reyes', await a_session(starts_at=NOON + 24 * HOUR))
    link = {'source': Source.NEXT, 'by': Actor.by_link(ana.person_id), 'now': MONDAY}
    with pytest.raises(Refused) as refused:
        await beside(lambda: erase(ana.person_id, **ASKED), lambda: register(taste, ana.person_id, **link))
    assert (refused.value.reason, await spots(taste)) == (Gone.NO_REGISTRATION, [])


async def test_a_sign_up_during_an_erasure_is_somebody_news():
    assert await a_sign_up_while_erased() == [('Ana Reyes', 'registered')]


async def test_an_erasure_during_a_merging_empties_both_records():
    assert await an_erasure_while_merged() == ['', '']


async def test_whoever_is_erased_while_the_group_is_settled_hinders_nobody():
    assert await an_answer_while_erased() == 1
    assert await fetchval('select count(*) from registration where organisation_id is not null') == 1


@pytest.mark.parametrize('race', [a_sign_up_while_merged, a_sign_up_while_erased, a_next_step_while_merged])
async def test_without_holding_who_was_found_a_spot_lands_on_an_empty_record(monkeypatch, race):
    monkeypatch.setattr(adding, 'HOLD', adding.HOLD.replace('for key share', ''))
    assert await race() != [('Ana Reyes', 'registered')]


async def test_without_holding_whom_is_erased_only_the_empty_record_is(monkeypatch):
    monkeypatch.setattr(erasing, 'HOLD', erasing.HOLD.replace('for update', ''))
    assert await an_erasure_while_merged() == ['Ana Reyes', '']


async def test_without_holding_people_first_the_two_wait_for_each_other(monkeypatch):
    monkeypatch.setattr(grouping, 'HOLD', grouping.HOLD.replace('for no key update', ''))
    with pytest.raises(asyncpg.DeadlockDetectedError):
        await an_answer_while_erased()
