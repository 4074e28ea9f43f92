"""Stages move by themselves: what attendance says now is what stands in `progress`, whatever was tapped, corrected or credited."""

import datetime

import pytest

from coaching.accounts.commands.setting_up import change_network, when_zone_changes
from coaching.funnel.commands import credits, dates, marking, offerings
from coaching.funnel.commands.progress import follow, follow_credits, rebuild
from coaching.funnel.queries.stages import histories, stage
from coaching.funnel.rules import stages as rules
from coaching.funnel.rules.stages import Progress
from coaching.funnel.values import Mark, Stage
from coaching.kit.access import SYSTEM
from coaching.kit.database import fetch, fetchval
from tests.funnel.crowds import NOW as AFTERWARDS
from tests.funnel.crowds import a_crowd
from tests.funnel.world import HOUR, MONDAY, NOON, a_session, a_trainer, an_offering, came, signs_up

DAY = datetime.timedelta(days=1)
WEEK = 7 * DAY
NOBODY = Progress(None, None, None)


async def progress_of(person_id: int) -> Progress:
    return (await everybodys()).get(person_id, NOBODY)


async def everybodys() -> dict[int, Progress]:
    rows = await fetch('select * from progress')
    found = {row['person_id']: Progress(row['tasted_at'], row['introduced_at'], row['trained_at']) for row in rows}
    return {person_id: one for person_id, one in found.items() if one != NOBODY}


async def worked_out_anew(person_ids: list[int]) -> dict[int, Progress]:
    found = {person_id: rules.progress(history) for person_id, history in (await histories(person_ids, now=AFTERWARDS)).items()}
    return {person_id: one for person_id, one in found.items() if one != NOBODY}


async def test_ana_signs_up_and_comes_and_her_stage_moves_by_itself(database):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    assert (await stage(ana.person_id, now=MONDAY), await progress_of(ana.person_id)) == (Stage.SIGNED_UP_TASTE, NOBODY)
    await came(ana.registration_id, dana)
    assert (await stage(ana.person_id, now=NOON + HOUR), await progress_of(ana.person_id)) == (Stage.TASTED, Progress(NOON))


async def test_a_second_taste_does_not_move_the_first(database):
    dana, first, second = await a_trainer(), await a_session(), await a_session(starts_at=NOON + WEEK)
    for taste, at in ((second, NOON + WEEK + HOUR), (first, NOON + WEEK + HOUR)):
        await came((await signs_up('Ana Reyes', taste)).registration_id, dana, at=at)
    person_id = await fetchval("select id from person where name = 'Ana Reyes'")
    assert await progress_of(person_id) == Progress(NOON)


async def test_a_correction_takes_the_first_taste_away_and_the_second_stands_for_it(database):
    dana, first, second = await a_trainer(), await a_session(), await a_session(starts_at=NOON + WEEK)
    one, two = await signs_up('Ana Reyes', first), await signs_up('Ana Reyes', second)
    await came(one.registration_id, dana)
    await came(two.registration_id, dana, at=NOON + WEEK + HOUR)
    await marking.mark(one.registration_id, Mark.NOT_HERE, by=dana, now=NOON + 60 * DAY)
    assert await progress_of(one.person_id) == Progress(NOON + WEEK)
    await marking.mark(two.registration_id, None, by=dana, now=NOON + 60 * DAY)
    assert (await progress_of(one.person_id), await stage(one.person_id, now=NOON + 60 * DAY)) == (NOBODY, Stage.SIGNED_UP_TASTE)


async def test_a_training_is_finished_by_the_part_that_makes_enough_of_them(database):
    dana = await a_trainer()
    training = await a_session('training', parts=3, min_parts=2, prerequisite='')
    ana = await signs_up('Ana Reyes', training)
    await came(ana.registration_id, dana, part=1)
    assert await progress_of(ana.person_id) == NOBODY
    await came(ana.registration_id, dana, part=3, at=NOON + 2 * WEEK + HOUR)
    assert await progress_of(ana.person_id) == Progress(trained_at=NOON + 2 * WEEK)
    await came(ana.registration_id, dana, part=2, at=NOON + 2 * WEEK + HOUR)
    assert await progress_of(ana.person_id) == Progress(trained_at=NOON + WEEK)


async def test_a_part_that_was_made_up_counts_from_where_it_was_made_up(database):
    dana = await a_trainer()
    winter = await a_session('training', parts=2, min_parts=2, prerequisite='')
    spring = await a_session('training', parts=2, starts_at=NOON + 10 * WEEK)
    ana = await signs_up('Ana Reyes', winter)
    await came(ana.registration_id, dana)
    await marking.mark(
        ana.registration_id, Mark.HERE, part=2, how='make_up', made_up_in=spring, by=dana, now=NOON + 10 * WEEK + HOUR
    )
    assert await progress_of(ana.person_id) == Progress(trained_at=NOON + 10 * WEEK)


async def test_what_was_attended_before_counts_from_the_beginning_of_its_day_and_no_longer_when_it_is_taken_away(database):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    await came(ana.registration_id, dana)
    credit_id = await credits.add(ana.person_id, 'taste', datetime.date(2026, 3, 5), 'a list of ours', by=dana, now=NOON)
    assert await progress_of(ana.person_id) == Progress(datetime.datetime(2026, 3, 5, 6, tzinfo=datetime.UTC))
    await credits.remove(credit_id, by=dana, now=NOON)
    assert await progress_of(ana.person_id) == Progress(NOON)


async def test_days_from_before_begin_anew_when_the_network_moves_to_another_zone(database):
    dana = await a_trainer()
    await credits.add(dana.person_id, 'intro', datetime.date(2026, 3, 5), 'a list of ours', by=dana, now=NOON)
    when_zone_changes(follow_credits)
    words = {'name': 'Prairie Café Network', 'languages': ['en', 'es'], 'help_lines': {}}
    await change_network(zone='America/Denver', **words, version=1, by=dana, now=NOON)
    assert await progress_of(dana.person_id) == Progress(introduced_at=datetime.datetime(2026, 3, 5, 7, tzinfo=datetime.UTC))


async def test_marks_of_a_session_that_was_called_off_count_no_more(database):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    await came(ana.registration_id, dana, at=NOON + HOUR / 2)
    await dates.cancel(taste, why='The power went out', by=dana, now=NOON + HOUR / 2)
    assert await progress_of(ana.person_id) == NOBODY


async def test_a_school_evening_moves_nobody(database):
    dana, evening = await a_trainer(), await a_session('other')
    ana = await signs_up('Ana Reyes', evening)
    await came(ana.registration_id, dana)
    assert await progress_of(ana.person_id) == NOBODY


async def test_everybody_follows_when_an_offering_says_anew_how_many_parts_count(database):
    dana, offering_id = await a_trainer(), await an_offering('training', parts=2, min_parts=2, prerequisite='')
    training = await a_session(offering_id=offering_id, parts=2)
    ana = await signs_up('Ana Reyes', training)
    await came(ana.registration_id, dana)
    await offerings.change(offering_id, {'min_parts': 1}, {}, (), (), version=1, by=dana, now=NOON + HOUR)
    assert await progress_of(ana.person_id) == Progress(trained_at=NOON)


async def test_nobody_follows_nothing(database):
    await follow([])
    assert await everybodys() == {}


@pytest.mark.parametrize('seed', range(6))
async def test_progress_is_what_the_rules_make_of_every_history(database, seed):
    crowd = await a_crowd(seed)
    await follow(crowd.people)
    followed = await everybodys()
    assert followed == await worked_out_anew(crowd.people)
    assert len(followed) > 15
    await rebuild()
    assert await everybodys() == followed


async def test_a_mark_that_is_corrected_anywhere_leaves_progress_equal_to_the_rules(database):
    crowd = await a_crowd(7)
    await follow(crowd.people)
    rows = await fetch(
        """select a.registration_id, a.part from attendance a join registration r on r.id = a.registration_id
        join session s on s.id = r.session_id where s.state in ('open', 'closed') order by a.id"""
    )
    for row in crowd.chance.sample(rows, 20):
        wished = crowd.chance.choice([Mark.HERE, Mark.PARTLY, None])
        await marking.mark(row['registration_id'], wished, part=row['part'], why='Found out later', by=SYSTEM, now=AFTERWARDS)
    assert await everybodys() == await worked_out_anew(crowd.people)
