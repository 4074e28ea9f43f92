"""The trainer's room: who is here, who walks in, what finishing does, and what is put right later."""

import datetime

import pytest

from coaching.funnel.commands import adding, credits, finishing, marking, notes, reporting, spots
from coaching.funnel.queries.persons import stage_now
from coaching.funnel.queries.reports_in import reports, unmatched
from coaching.funnel.queries.rooms import room, roster
from coaching.funnel.reading.values import Report, ReportRow
from coaching.funnel.rules.attendance import NoFinish, NoMark
from coaching.funnel.values import FeeMark, Mark, Stage
from coaching.kit.database import fetchval
from coaching.kit.refusal import Refused
from tests.funnel.world import HOUR, MONDAY, NOON, a_session, a_trainer, came, letters, signs_up

DAY = datetime.timedelta(days=1)
DURING, AFTER = NOON + HOUR / 2, NOON + 2 * HOUR


async def marks_of(session_id: int) -> dict[str, dict[int, Mark]]:
    found = await room(session_id, 'en')
    assert found
    return {row.name: row.marks for row in await roster(found)}


async def test_one_tap_marks_and_a_second_takes_it_off(database):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    assert await marking.mark(ana.registration_id, Mark.HERE, by=dana, now=DURING) is None
    assert (await marks_of(taste), await stage_now(ana.person_id)) == ({'Ana Reyes': {1: Mark.HERE}}, Stage.TASTED)
    assert await marking.mark(ana.registration_id, None, by=dana, now=DURING) is Mark.HERE
    assert (await marks_of(taste), await stage_now(ana.person_id)) == ({'Ana Reyes': {}}, Stage.HEARD)


async def test_two_trainers_who_tap_the_same_name_agree(database):
    dana, efrain, taste = await a_trainer(), await a_trainer('Efraín Solís'), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    await marking.mark(ana.registration_id, Mark.HERE, by=dana, now=DURING)
    await marking.mark(ana.registration_id, Mark.HERE, by=efrain, now=DURING)
    assert await marks_of(taste) == {'Ana Reyes': {1: Mark.HERE}}


async def test_nobody_is_marked_before_the_session_begins(database):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    with pytest.raises(Refused) as refused:
        await marking.mark(ana.registration_id, Mark.HERE, by=dana, now=MONDAY)
    assert refused.value.reason is NoMark.NOT_BEGUN


async def test_a_mark_of_a_registration_that_is_not_there_is_refused(database):
    dana = await a_trainer()
    with pytest.raises(Refused):
        await marking.mark(10**9, Mark.HERE, by=dana, now=DURING)


async def test_all_who_opened_the_link_are_marked_at_once_and_unmarked_at_once(database):
    dana, taste = await a_trainer(), await a_session()
    people = [await signs_up(name, taste) for name in ('Ana Reyes', 'Ben Ito', 'Cleo Marsh')]
    for one in people[:2]:
        await spots.open_door(one.registration_id, now=NOON)
    marked = await marking.mark_all_who_opened(taste, by=dana, now=DURING)
    assert marked == [one.registration_id for one in people[:2]]
    await marking.mark(people[1].registration_id, Mark.PARTLY, by=dana, now=DURING + HOUR / 60)
    assert await marking.take_back(taste, DURING, by=dana, now=DURING + HOUR / 60) == [people[0].registration_id]
    assert await marks_of(taste) == {'Ana Reyes': {}, 'Ben Ito': {1: Mark.PARTLY}, 'Cleo Marsh': {}}
    assert await marking.take_back(taste, DURING, by=dana, now=DURING + HOUR / 60) == []


async def test_a_neighbor_walks_in_with_one_field_and_is_here(database):
    dana, taste = await a_trainer(), await a_session()
    await adding.walk_in(taste, name='Grace Okafor', by=dana, now=DURING)
    assert await marks_of(taste) == {'Grace Okafor': {1: Mark.HERE}}


async def test_a_walk_in_who_is_on_the_list_is_only_marked(database):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    assert await adding.walk_in(taste, name='Ana Reyes', email='ana@example.org', by=dana, now=DURING) == ana.registration_id
    assert await marks_of(taste) == {'Ana Reyes': {1: Mark.HERE}}


async def test_nobody_walks_in_before_the_start(database):
    dana, taste = await a_trainer(), await a_session()
    with pytest.raises(Refused):
        await adding.walk_in(taste, name='Grace Okafor', by=dana, now=MONDAY)


async def test_somebody_with_a_phone_only_gets_a_spot(database):
    dana, taste = await a_trainer(), await a_session()
    await adding.add(taste, name='Wanda Kowalski', phone='+13035550142', by=dana, now=MONDAY)
    found = await room(taste, 'en')
    assert found
    assert [(row.name, row.email, row.phone) for row in await roster(found)] == [('Wanda Kowalski', None, '+13035550142')]


async def test_a_session_is_not_finished_while_somebody_has_no_mark(database):
    dana, taste = await a_trainer(), await a_session()
    await signs_up('Ana Reyes', taste)
    with pytest.raises(Refused) as refused:
        await finishing.finish(taste, by=dana, now=AFTER)
    assert refused.value.reason is NoFinish.UNRESOLVED


async def test_finishing_thanks_those_who_came_and_misses_those_who_did_not(database):
    dana, taste = await a_trainer(), await a_session()
    ana, ben = await signs_up('Ana Reyes', taste), await signs_up('Ben Ito', taste)
    await came(ana.registration_id, dana)
    seen = await finishing.preview(taste, rest_not_here=True, now=AFTER)
    done = await finishing.finish(taste, rest_not_here=True, by=dana, now=AFTER)
    assert dict(seen.letters) == dict(done.letters) == {'thank-you-taste': 1, 'missed': 1}
    assert 'thank-you-taste' in await letters('registration', ana.registration_id)
    assert 'missed' in await letters('registration', ben.registration_id)


async def test_whoever_is_left_unknown_gets_no_letter(database):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    done = await finishing.finish(taste, leave_unknown=True, by=dana, now=AFTER)
    assert (dict(done.letters), done.counts.unresolved) == ({}, 1)
    assert 'missed' not in await letters('registration', ana.registration_id)


async def test_opening_again_takes_back_the_letters_that_have_not_gone(database):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    await came(ana.registration_id, dana)
    await finishing.finish(taste, by=dana, now=AFTER)
    await finishing.reopen(taste, why='One mark was wrong', by=dana, now=AFTER)
    assert 'thank-you-taste' not in await letters('registration', ana.registration_id)
    with pytest.raises(Refused):
        await finishing.reopen(taste, why='Again', by=dana, now=AFTER)


async def test_a_mark_put_right_before_the_letter_went_replaces_it(database):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    await finishing.finish(taste, rest_not_here=True, by=dana, now=AFTER)
    await finishing.correct(ana.registration_id, Mark.HERE, why='She was in the other room', by=dana, now=AFTER + HOUR)
    found = await letters('registration', ana.registration_id)
    assert ('thank-you-taste' in found, 'missed' in found, 'correction' in found) == (True, False, False)


async def test_a_mark_put_right_after_the_letter_went_sends_one_honest_correction(database):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    await finishing.finish(taste, rest_not_here=True, by=dana, now=AFTER)
    await fetchval("update promise set sent_at = $1 where kind = 'missed' returning id", AFTER)
    await finishing.correct(ana.registration_id, Mark.HERE, why='She was in the other room', by=dana, now=AFTER + HOUR)
    await finishing.correct(ana.registration_id, Mark.HERE, why='Said twice', by=dana, now=AFTER + HOUR)
    assert (await letters('registration', ana.registration_id)).count('correction') == 1


async def test_a_finished_session_is_corrected_only_with_a_reason(database):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    await finishing.finish(taste, rest_not_here=True, by=dana, now=AFTER)
    with pytest.raises(Refused) as refused:
        await finishing.correct(ana.registration_id, Mark.HERE, why=' ', by=dana, now=AFTER)
    assert refused.value.reason is NoMark.WHY_IS_MISSING


def a_report(*rows: tuple[str, str | None, int]) -> Report:
    return Report('zoom', tuple(ReportRow(name, email, minutes) for name, email, minutes in rows))


async def test_a_report_marks_whom_it_finds_and_leaves_the_rest_to_a_click(database):
    dana, taste = await a_trainer(), await a_session(min_minutes=30)
    await signs_up('Ana Reyes', taste)
    ben = await signs_up('Ben Ito', taste)
    report = a_report(('iPad', None, 50), ('Ana R', 'ana@example.org', 55), ('Ben Ito', None, 10))
    assert await reporting.read(taste, report, b'one', part=1, by=dana, now=AFTER) == 2
    assert await marks_of(taste) == {'Ana Reyes': {1: Mark.HERE}, 'Ben Ito': {1: Mark.PARTLY}}
    [unknown] = await unmatched(taste)
    assert unknown.name == 'iPad'
    await reporting.match_row(unknown.id, ben.registration_id, by=dana, now=AFTER)
    assert (await marks_of(taste))['Ben Ito'] == {1: Mark.HERE}


async def test_the_same_report_twice_changes_nothing(database):
    dana, taste = await a_trainer(), await a_session()
    report = a_report(('Ana Reyes', None, 55))
    await reporting.read(taste, report, b'one', part=1, by=dana, now=AFTER)
    assert await reporting.read(taste, report, b'one', part=1, by=dana, now=AFTER) is None
    assert [(one.matched, one.unmatched) for one in await reports(taste)] == [(0, 1)]


async def test_a_stranger_in_a_report_is_added_or_left_out(database):
    dana, taste = await a_trainer(), await a_session()
    await reporting.read(taste, a_report(('Grace Okafor', None, 55), ('Notetaker', None, 60)), b'one', part=1, by=dana, now=AFTER)
    grace, notetaker = await unmatched(taste)
    await reporting.add_row(grace.id, by=dana, now=AFTER)
    await reporting.discard_row(notetaker.id, by=dana, now=AFTER)
    assert (await marks_of(taste), await unmatched(taste)) == ({'Grace Okafor': {1: Mark.HERE}}, [])
    for act in (reporting.discard_row, reporting.add_row):
        with pytest.raises(Refused):
            await act(10**9, by=dana, now=AFTER)
    with pytest.raises(Refused):
        await reporting.match_row(grace.id, 10**9, by=dana, now=AFTER)
    with pytest.raises(Refused):
        await reporting.match_row(10**9, 1, by=dana, now=AFTER)


async def test_a_trainers_letter_goes_to_one_group_and_not_to_the_others(database):
    dana, taste = await a_trainer(), await a_session()
    ana, ben = await signs_up('Ana Reyes', taste), await signs_up('Ben Ito', taste)
    await came(ana.registration_id, dana)
    sent = await notes.write(taste, to_group='here', subject='The slides', body='Here they are.', by=dana, now=AFTER)
    assert sent == 1
    assert 'trainer-note' in await letters('registration', ana.registration_id)
    assert 'trainer-note' not in await letters('registration', ben.registration_id)
    with pytest.raises(Refused) as refused:
        await notes.write(taste, to_group='waiting', subject='A spot', body='Soon.', by=dana, now=AFTER)
    assert refused.value.reason is notes.NoLetter.NOBODY


async def test_what_was_attended_elsewhere_counts_once_and_can_be_taken_away(database):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    on = datetime.date(2024, 3, 1)
    credit = await credits.add(ana.person_id, 'taste', on, 'Another county', by=dana, now=MONDAY)
    assert credit
    assert await credits.add(ana.person_id, 'taste', on, 'Another county', by=dana, now=MONDAY) is None
    assert await stage_now(ana.person_id) is Stage.TASTED
    await credits.remove(credit, by=dana, now=MONDAY)
    await credits.remove(credit, by=dana, now=MONDAY)
    assert await stage_now(ana.person_id) is Stage.HEARD


@pytest.mark.parametrize(
    ('on', 'source', 'reason'),
    [
        (datetime.date(2030, 1, 1), 'An email', credits.NoCredit.IN_THE_FUTURE),
        (datetime.date(2024, 1, 1), ' ', credits.NoCredit.SOURCE_IS_MISSING),
    ],
)
async def test_a_credit_needs_a_day_that_was_and_a_source(database, on, source, reason):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    with pytest.raises(Refused) as refused:
        await credits.add(ana.person_id, 'taste', on, source, by=dana, now=MONDAY)
    assert refused.value.reason is reason


async def test_a_day_is_over_by_the_calendar_of_the_network_and_not_by_utc(database):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    seven_in_chicago = datetime.datetime(2026, 11, 17, 1, 0, tzinfo=datetime.UTC)
    with pytest.raises(Refused) as refused:
        await credits.add(ana.person_id, 'taste', datetime.date(2026, 11, 17), 'An email', by=dana, now=seven_in_chicago)
    assert refused.value.reason is credits.NoCredit.IN_THE_FUTURE
    assert await credits.add(ana.person_id, 'taste', datetime.date(2026, 11, 16), 'An email', by=dana, now=seven_in_chicago)


async def test_a_fee_is_a_plain_word_and_a_waiver_is_written_down_once(database):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    await credits.mark_fee(ana.registration_id, FeeMark.PAID, by=dana, now=MONDAY)
    await credits.waive(ana.registration_id, why='Known to us', by=dana, now=MONDAY)
    await credits.waive(ana.registration_id, why='Known to us', by=dana, now=MONDAY)
    row = await fetchval('select fee_mark from registration where id = $1', ana.registration_id)
    assert (row, await fetchval("select count(*) from entry where kind = 'waived'")) == ('paid', 1)
    with pytest.raises(Refused):
        await credits.mark_fee(10**9, FeeMark.PAID, by=dana, now=MONDAY)


async def test_a_missed_day_of_a_training_is_made_up_at_another_date(database):
    dana = await a_trainer()
    training = await a_session('training', parts=2, min_parts=2, prerequisite='')
    other = await a_session('training', parts=2, starts_at=NOON + 14 * DAY)
    ana = await signs_up('Ana Reyes', training)
    await came(ana.registration_id, dana, part=1)
    late = NOON + 22 * DAY
    assert await stage_now(ana.person_id) is Stage.HEARD
    await finishing.correct(ana.registration_id, Mark.HERE, part=2, made_up_in=other, why='With the next group', by=dana, now=late)
    assert await stage_now(ana.person_id) is Stage.TRAINED
    assert await fetchval('select trained_at from progress where person_id = $1', ana.person_id) == NOON + 14 * DAY
