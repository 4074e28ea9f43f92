"""Finish after Finish: what was said once is not said again, and what was said wrong is put right once."""

import datetime

import pytest

from coaching.funnel.commands import finishing, marking
from coaching.funnel.values import Mark
from coaching.kit import clock
from coaching.kit.database import execute, fetchval
from tests.funnel.test_offerings_pages import main, said_after
from tests.funnel.test_reporting import follow_ups, goes
from tests.funnel.test_room import AFTER
from tests.funnel.world import HOUR, NOON, a_session, a_trainer, came, signs_up
from tests.signing import TRAINER, sign_in

LATER = AFTER + HOUR


@pytest.fixture
async def finished(database):
    """Dana, a Taste that she finished and opened again after its letters went, and Ana who came and Ben who did not."""
    dana, taste = await a_trainer(), await a_session()
    ana, ben = await signs_up('Ana Reyes', taste), await signs_up('Ben Ito', taste)
    await came(ana.registration_id, dana)
    await finishing.finish(taste, rest_not_here=True, by=dana, now=AFTER)
    for kind in finishing.FOLLOW_UPS:
        await goes(kind)
    await finishing.reopen(taste, why='One mark was wrong', by=dana, now=AFTER)
    return dana, taste, ana.registration_id, ben.registration_id


async def finish_again(dana, taste, *, now=LATER) -> dict[str, int]:
    seen = await finishing.preview(taste, rest_not_here=True, now=now)
    done = await finishing.finish(taste, rest_not_here=True, by=dana, now=now)
    assert dict(seen.letters) == dict(done.letters)
    return dict(done.letters)


async def test_nobody_is_told_again_what_they_were_told(finished):
    dana, taste, ana, ben = finished
    assert await finish_again(dana, taste) == {}
    assert (await follow_ups(ana), await follow_ups(ben)) == (['thank-you-taste'], ['missed'])


async def test_whoever_was_told_the_wrong_thing_gets_a_correction_and_not_the_opposite(finished):
    dana, taste, ana, ben = finished
    await marking.mark(ben, Mark.HERE, by=dana, now=LATER)
    assert await finish_again(dana, taste) == {'correction': 1}
    assert (await follow_ups(ana), await follow_ups(ben)) == (['thank-you-taste'], ['missed', 'correction'])


async def test_a_correction_that_went_is_not_announced_again(finished):
    dana, taste, _ana, ben = finished
    await marking.mark(ben, Mark.HERE, by=dana, now=LATER)
    await finish_again(dana, taste)
    await goes('correction')
    await finishing.reopen(taste, why='Once more', by=dana, now=LATER)
    assert await finish_again(dana, taste) == {}
    assert await follow_ups(ben) == ['missed', 'correction']


async def test_letters_that_were_taken_back_before_they_went_go_now_and_are_counted(database):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    await came(ana.registration_id, dana)
    await finishing.finish(taste, by=dana, now=AFTER)
    await finishing.reopen(taste, why='One mark was wrong', by=dana, now=AFTER)
    assert await finish_again(dana, taste) == {'thank-you-taste': 1}
    assert await follow_ups(ana.registration_id) == ['thank-you-taste']


async def test_a_letter_that_could_not_be_sent_is_not_announced_again(database):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    await came(ana.registration_id, dana)
    await finishing.finish(taste, by=dana, now=AFTER)
    await execute("update promise set failed_at = $1 where kind = 'thank-you-taste'", AFTER)
    await finishing.reopen(taste, why='One mark was wrong', by=dana, now=AFTER)
    assert await finish_again(dana, taste) == {}


async def test_the_page_says_that_a_correction_goes_and_that_nothing_goes(client, monkeypatch, finished):
    _dana, taste, _ana, ben = finished
    await sign_in(client, 'Dana Whitaker', TRAINER, now=NOON)
    monkeypatch.setattr(clock, 'now', lambda: LATER)
    path = f'/train/sessions/{taste}/finish'
    assert 'These emails go out' not in main(await client.get(path))
    await client.post(f'/train/sessions/{taste}/marks', data={'registration': ben, 'mark': 'none'})
    await client.post(f'/train/sessions/{taste}/marks', data={'registration': ben, 'mark': 'here'})
    assert 'We put a mistake right: 1 email' in main(await client.get(path))
    said = await said_after(client, await client.post(path, data={'rest': 'not_here'}))
    assert 'Finished. 1 email is on its way.' in said


async def test_a_part_that_is_marked_here_already_can_be_said_to_be_made_up(database):
    dana, week = await a_trainer(), datetime.timedelta(weeks=1)
    training = await a_session('training', parts=2, min_parts=2, prerequisite='')
    other = await a_session('training', parts=2, starts_at=NOON + 2 * week)
    ana = (await signs_up('Ana Reyes', training)).registration_id
    await came(ana, dana, part=1)
    await came(ana, dana, part=2, at=NOON + week + HOUR)
    for _again in range(2):
        why = 'With the next group'
        await finishing.correct(ana, Mark.HERE, part=2, made_up_in=other, why=why, by=dana, now=NOON + 4 * week)
    assert await fetchval('select trained_at from progress') == NOON + 2 * week
    assert await fetchval("select count(*) from entry where kind in ('marked', 'mark_corrected')") == 3
    assert await marking.mark(ana, Mark.HERE, part=2, by=dana, now=NOON + 4 * week) is Mark.HERE
    assert await fetchval('select made_up_in_id from attendance where part = 2') == other
