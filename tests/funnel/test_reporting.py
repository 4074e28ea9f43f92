"""A meeting's report after Finish, with people in line in it, and two trainers who say who a name is."""

import pytest

from coaching.funnel.commands import finishing, reporting, waiting
from coaching.funnel.queries.reports_in import unmatched
from coaching.funnel.rules.attendance import NoMark
from coaching.funnel.values import Mark
from coaching.journal.queries import history
from coaching.kit.database import execute, fetchval
from coaching.kit.refusal import Refused
from tests.funnel.test_room import AFTER, a_report, marks_of
from tests.funnel.world import HOUR, MONDAY, NOON, a_session, a_trainer, letters, signs_up, states

LATER = AFTER + HOUR
HERE, PARTLY, NOT_HERE = {1: Mark.HERE}, {1: Mark.PARTLY}, {1: Mark.NOT_HERE}
FOLLOW_UPS = set(finishing.FOLLOW_UPS)


async def follow_ups(registration_id: int) -> list[str]:
    return [kind for kind in await letters('registration', registration_id) if kind in FOLLOW_UPS]


async def goes(kind: str) -> None:
    """The letters of this kind leave the house."""
    await execute('update promise set sent_at = $2 where kind = $1 and cancelled_at is null', kind, AFTER)


async def last_why(registration_id: int) -> str:
    """The reason of the latest entry about somebody's mark that has one."""
    entries = await history(('registration', registration_id))
    return next(entry.why for entry in entries if entry.why)


async def test_a_report_that_is_read_after_finish_replaces_a_letter_that_has_not_gone(database):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    await finishing.finish(taste, rest_not_here=True, by=dana, now=AFTER)
    await reporting.read(taste, a_report(('Ana Reyes', None, 55)), b'one', part=1, by=dana, now=LATER)
    assert (await marks_of(taste), await follow_ups(ana.registration_id)) == ({'Ana Reyes': HERE}, ['thank-you-taste'])


async def test_a_report_that_is_read_after_the_letter_went_puts_it_right_with_one_correction(database):
    dana, taste = await a_trainer(), await a_session()
    ana, ben = await signs_up('Ana Reyes', taste), await signs_up('Ben Ito', taste)
    await finishing.finish(taste, rest_not_here=True, by=dana, now=AFTER)
    await goes('missed')
    for digest in (b'one', b'two'):
        await reporting.read(taste, a_report(('Ana Reyes', None, 55), ('iPad', None, 50)), digest, part=1, by=dana, now=LATER)
    assert await follow_ups(ana.registration_id) == ['missed', 'correction']
    assert await follow_ups(ben.registration_id) == ['missed']


async def test_a_name_that_is_known_after_finish_puts_the_letter_right_and_says_why(database):
    dana, taste = await a_trainer(), await a_session()
    ben = await signs_up('Ben Ito', taste)
    await finishing.finish(taste, rest_not_here=True, by=dana, now=AFTER)
    await goes('missed')
    await reporting.read(taste, a_report(('iPad', None, 50)), b'one', part=1, by=dana, now=LATER)
    [ipad] = await unmatched(taste)
    await reporting.match_row(ipad.id, ben.registration_id, by=dana, now=LATER)
    assert await follow_ups(ben.registration_id) == ['missed', 'correction']
    assert await last_why(ben.registration_id) == 'The report of the meeting says so'


async def test_somebody_new_in_a_report_is_added_after_finish_and_thanked(database):
    dana, taste = await a_trainer(), await a_session()
    await signs_up('Ana Reyes', taste)
    await finishing.finish(taste, rest_not_here=True, by=dana, now=AFTER)
    await reporting.read(taste, a_report(('Grace Okafor', 'grace@example.org', 55)), b'one', part=1, by=dana, now=LATER)
    [grace] = await unmatched(taste)
    await reporting.add_row(grace.id, by=dana, now=LATER)
    assert (await marks_of(taste))['Grace Okafor'] == HERE
    registration_id = await fetchval("select id from registration where state = 'walk_in'")
    assert await follow_ups(registration_id) == ['thank-you-taste']
    assert await last_why(registration_id) == 'The report of the meeting says so'


async def test_somebody_in_line_with_no_minutes_hinders_nobody_and_gets_no_mark(database):
    dana, taste = await a_trainer(), await a_session(capacity=1)
    for name in ('Ana Reyes', 'Ben Ito', 'Cleo Marsh'):
        await signs_up(name, taste)
    await waiting.fill_seats(taste, now=MONDAY)
    report = a_report(('Ben Ito', None, 0), ('Ana Reyes', None, 0), ('Cleo Marsh', None, 20))
    assert await reporting.read(taste, report, b'one', part=1, by=dana, now=AFTER) == 3
    assert await states(taste) == {'Ana Reyes': 'registered', 'Ben Ito': 'waiting', 'Cleo Marsh': 'waiting'}
    assert await marks_of(taste) == {'Ana Reyes': NOT_HERE, 'Ben Ito': {}, 'Cleo Marsh': HERE}
    assert await unmatched(taste) == []


async def test_somebody_new_with_no_minutes_was_here_all_the_same(database):
    dana, taste = await a_trainer(), await a_session()
    await reporting.read(taste, a_report(('Grace Okafor', None, 0)), b'one', part=1, by=dana, now=AFTER)
    [grace] = await unmatched(taste)
    await reporting.add_row(grace.id, by=dana, now=AFTER)
    assert await marks_of(taste) == {'Grace Okafor': HERE}


async def test_two_devices_of_one_person_are_one_mark_with_all_their_minutes(database):
    dana, taste = await a_trainer(), await a_session(min_minutes=45)
    await signs_up('Ana Reyes', taste)
    await reporting.read(taste, a_report(('Ana Reyes', None, 30), ('Ana Reyes', None, 25)), b'one', part=1, by=dana, now=AFTER)
    assert await marks_of(taste) == {'Ana Reyes': HERE}
    assert await fetchval('select minutes from attendance') == 55
    assert await fetchval("select count(*) from entry where kind in ('marked', 'mark_corrected')") == 1


async def test_a_name_that_somebody_was_found_for_is_not_given_to_somebody_else(database):
    dana, taste = await a_trainer(), await a_session()
    ana, ben = await signs_up('Ana Reyes', taste), await signs_up('Ben Ito', taste)
    await reporting.read(taste, a_report(('iPad', None, 50)), b'one', part=1, by=dana, now=AFTER)
    [ipad] = await unmatched(taste)
    await reporting.match_row(ipad.id, ana.registration_id, by=dana, now=AFTER)
    await reporting.match_row(ipad.id, ana.registration_id, by=dana, now=AFTER)
    for act in (
        reporting.match_row(ipad.id, ben.registration_id, by=dana, now=AFTER),
        reporting.add_row(ipad.id, by=dana, now=AFTER),
        reporting.discard_row(ipad.id, by=dana, now=AFTER),
    ):
        with pytest.raises(Refused) as refused:
            await act
        assert refused.value.reason is reporting.NoRow.SETTLED
    assert await marks_of(taste) == {'Ana Reyes': HERE, 'Ben Ito': {}}
    assert await fetchval("select count(*) from entry where kind = 'row_matched'") == 1


async def test_a_name_that_is_left_out_stays_out_and_may_be_left_out_twice(database):
    dana, taste = await a_trainer(), await a_session()
    await reporting.read(taste, a_report(('Notetaker', None, 60)), b'one', part=1, by=dana, now=AFTER)
    [notetaker] = await unmatched(taste)
    for _again in range(2):
        await reporting.discard_row(notetaker.id, by=dana, now=AFTER)
    with pytest.raises(Refused):
        await reporting.add_row(notetaker.id, by=dana, now=AFTER)
    assert await fetchval("select count(*) from entry where kind = 'row_discarded'") == 1
    assert await fetchval("select count(*) from person where name = 'Notetaker'") == 0


async def test_a_report_is_not_read_before_the_session_begins(database):
    dana, taste = await a_trainer(), await a_session()
    await signs_up('Ana Reyes', taste)
    with pytest.raises(Refused) as refused:
        await reporting.read(taste, a_report(('Ana Reyes', None, 55)), b'one', part=1, by=dana, now=NOON - HOUR)
    assert refused.value.reason is NoMark.NOT_BEGUN


async def test_a_name_is_given_to_nobody_of_another_session(database):
    dana, taste = await a_trainer(), await a_session()
    elsewhere = await signs_up('Ana Reyes', await a_session(starts_at=NOON + HOUR))
    await reporting.read(taste, a_report(('iPad', None, 50)), b'one', part=1, by=dana, now=AFTER)
    [ipad] = await unmatched(taste)
    with pytest.raises(Refused) as refused:
        await reporting.match_row(ipad.id, elsewhere.registration_id, by=dana, now=AFTER)
    assert refused.value.reason is reporting.NoRow.GONE


@pytest.mark.parametrize(('part', 'at', 'reason'), [(2, AFTER, NoMark.NO_SUCH_PART), (1, NOON - HOUR, NoMark.NOT_BEGUN)])
async def test_a_report_in_which_nobody_is_found_is_not_kept_where_nobody_may_be_marked(database, part, at, reason):
    dana, taste = await a_trainer(), await a_session()
    with pytest.raises(Refused) as refused:
        await reporting.read(taste, a_report(('iPad', None, 55)), b'one', part=part, by=dana, now=at)
    assert (refused.value.reason, await unmatched(taste)) == (reason, [])
