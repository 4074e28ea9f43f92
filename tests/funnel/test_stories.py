"""What a person's page tells of sessions: which, and whether somebody came, in the reader's language."""

import datetime

from coaching import domains
from coaching.funnel.commands import credits, dates, finishing, spots
from coaching.funnel.commands.marking import mark
from coaching.funnel.values import Mark
from coaching.kit.access import SYSTEM
from coaching.kit.words import speaking
from coaching.people.queries import story
from tests.funnel.world import HOUR, MONDAY, NOON, a_session, a_trainer, came, signs_up
from tests.queries import counted

assert domains.KEEPERS
WEEK = datetime.timedelta(days=7)


async def told(person_id: int) -> list[str]:
    return [line.sentence for line in await story(person_id)]


async def test_each_session_is_told_with_what_became_of_it_newest_first(database):
    dana, first, second = await a_trainer(), await a_session(), await a_session(starts_at=NOON + WEEK)
    ana = await signs_up('Ana Reyes', first)
    await came(ana.registration_id, dana, at=NOON + HOUR)
    later = await signs_up('Ana Reyes', second)
    await mark(later.registration_id, Mark.NOT_HERE, by=dana, now=NOON + WEEK + HOUR)
    assert await told(ana.person_id) == ['Taste of Cafés: was not here', 'Taste of Cafés: came']
    with speaking('es'):
        assert await told(ana.person_id) == ['Taste de Cafés: no estuvo', 'Taste de Cafés: vino']
    assert [line.path for line in await story(ana.person_id)] == [f'/train/sessions/{second}', f'/train/sessions/{first}']


async def test_a_spot_without_a_mark_is_told_as_it_stands(database):
    dana, soon, off = await a_trainer(), await a_session(capacity=1), await a_session(starts_at=NOON + WEEK)
    ana, ben = await signs_up('Ana Reyes', soon), await signs_up('Ben Ito', soon)
    assert (await told(ana.person_id), await told(ben.person_id)) == (['Taste of Cafés: has a spot'], ['Taste of Cafés: waits in line'])
    await signs_up('Ben Ito', off)
    await dates.cancel(off, why='', by=dana, now=MONDAY)
    assert (await told(ben.person_id))[0] == 'Taste of Cafés: did not take place'
    await spots.cancel(ben.registration_id, by=SYSTEM, now=MONDAY)
    assert (await told(ben.person_id))[1] == 'Taste of Cafés: let the spot go'
    await finishing.finish(soon, leave_unknown=True, by=dana, now=NOON + 2 * HOUR)
    assert await told(ana.person_id) == ['Taste of Cafés: no mark']


async def test_parts_are_counted_and_what_was_before_is_told_with_its_source(database):
    dana, training = await a_trainer(), await a_session('training', parts=4, prerequisite='')
    ana = await signs_up('Ana Reyes', training)
    for part, seen in ((1, Mark.HERE), (2, Mark.PARTLY), (3, Mark.NOT_HERE)):
        await mark(ana.registration_id, seen, part=part, by=dana, now=NOON + WEEK * (part - 1) + HOUR)
    await credits.add(ana.person_id, 'taste', datetime.date(2024, 1, 5), 'A Taste in Ames', by=dana, now=MONDAY)
    assert await told(ana.person_id) == ['Training of Cafés: came to 2 parts of 3', 'Taste, from before: A Taste in Ames']
    [_spot, before] = await story(ana.person_id)
    assert (before.at.date(), before.path) == (datetime.date(2024, 1, 5), '')


async def test_a_long_story_costs_two_statements(database):
    await a_trainer()
    for week in range(6):
        ana = await signs_up('Ana Reyes', await a_session(starts_at=NOON + WEEK * week))
    async with counted() as asked:
        assert len(await told(ana.person_id)) == 6
    assert len(asked) == 2
