"""Past talks come in from a file: minutes and days for the counts, words for those who may read them, and out again untouched."""

from __future__ import annotations

import io

import xlsxwriter

from coaching.coaches.commands import logging
from coaching.coaches.queries import contacts
from coaching.funnel.queries import imports
from coaching.kit.database import execute, fetch, fetchval
from coaching.people.commands import find_or_add
from coaching.people.queries import find
from coaching.sheets import commands
from coaching.sheets.queries import files
from coaching.sheets.reading.columns import guess
from coaching.sheets.values import Kind
from tests.conftest import NOW
from tests.queries import counted
from tests.sheets.world import (
    CEDAR,
    ELLEN,
    HOUR,
    TALKS,
    WILLOW,
    brought_in,
    everything,
    fates,
    planned,
    undone,
    uploaded,
)

TALK_HEAD = 'Team,Coach,Coach email,Date,Type,Minutes,Notes\n'


async def team_id(name: str = WILLOW) -> int:
    return await fetchval('select id from team where name = $1', name)


async def test_talks_come_in_with_their_length_and_their_words_for_those_who_may_read_them(database):
    await brought_in()
    await brought_in(TALKS)
    shared, tried = sorted(await contacts.talks_of(await team_id(), also_coaches_only=True), key=lambda talk: talk.happened_on)
    assert (shared.mode, shared.minutes, shared.how, shared.visibility, shared.author) == ('video', 45, 'held', 'shared', 'Dana Whitfield')
    assert [line.words for line in shared.addenda] == ['They want a café in spring.']
    assert (tried.mode, tried.minutes, tried.how) == ('phone', 0, 'attempted')
    assert await contacts.talks_of(await team_id(CEDAR), also_coaches_only=False) == []
    (hard,) = await contacts.talks_of(await team_id(CEDAR), also_coaches_only=True)
    assert (hard.mode, hard.minutes, hard.travel_minutes, hard.visibility) == ('at_their_place', 75, 40, 'coaches')


async def test_a_talk_that_was_held_has_a_length_and_one_may_hold_for_the_whole_file(database):
    await brought_in()
    text = f'Team,Coach,Date\n{WILLOW},Dana Whitfield,2025-10-03\n{WILLOW},,2025-10-03\n{WILLOW},Omar Diaz,2025-11-03\n'
    assert [why for _number, _fate, why in await fates(await uploaded(text))] == ['NO_LENGTH', 'NO_COACH', 'NO_LENGTH']
    await brought_in(text + '\n', every={'minutes': 30, 'mode': 'video', 'visibility': 'shared'})
    found = await fetch('select p.name, c.mode, c.minutes from contact c join person p on p.id = c.author_id order by c.id')
    assert [tuple(row) for row in found] == [('Dana Whitfield', 'video', 30), ('Omar Diaz', 'video', 30)]


async def test_a_coach_who_is_named_without_an_address_is_the_one_coach_of_that_name(database):
    await brought_in()
    await find_or_add('Dana Whitfield', 'other@example.org', by=ELLEN, now=NOW)
    await brought_in(TALKS)
    dana = await find('Dana Whitfield', 'dana@example.org')
    assert {row['author_id'] for row in await fetch('select author_id from contact')} == {dana}


async def test_the_same_talks_again_change_nothing_and_new_ones_come_in(database):
    await brought_in()
    await brought_in(TALKS)
    before = await everything()
    again = await brought_in(TALKS + f'{WILLOW},Dana Whitfield,2025-12-01,phone,20,,held,,\n')
    assert [str(row.fate) for row in await files.done_rows(again)] == ['changes nothing'] * 3 + ['new']
    assert await everything() == before | {'contact': 4, 'contact_team': 4}


async def test_no_word_of_a_note_stands_in_the_dry_run_or_in_what_is_kept_of_a_file(database):
    await brought_in()
    batch_id = await uploaded(TALKS)
    assert all('money' not in str(one.notes) for one in await planned(batch_id))
    await commands.make(batch_id, by=ELLEN, now=NOW)
    kept = await fetch('select r.made::text, b.counts::text from sheet_row r join import_batch b on b.id = r.batch_id')
    assert 'money' not in str([tuple(row) for row in kept]) and (await imports.batch(batch_id)).has_content is False
    assert 'money' not in str([tuple(row) for row in await fetch('select facts::text from entry')])


async def test_talks_go_again_but_for_those_that_were_touched(database):
    await brought_in()
    before = await everything()
    batch_id = await brought_in(TALKS)
    assert await undone(batch_id) == {'taken_back': 0, 'teams_taken_back': 0, 'stayed': 0}
    assert await everything() == before
    batch_id = await brought_in(TALKS)
    first, second, third = [row['id'] for row in await fetch('select id from contact order by happened_on')]
    await logging.add_line(first, 'They have begun.', by=ELLEN, now=NOW + HOUR)
    await execute('update contact set version = 2 where id = $1', second)
    await execute(
        """insert into next_step (team_id, what, contact_id, made_at) select team_id, 'Ask two parents.', contact_id, $2
           from contact_team where contact_id = $1""",
        third, NOW,
    )  # fmt: skip
    assert await undone(batch_id, now=NOW + 2 * HOUR) == {'taken_back': 0, 'teams_taken_back': 0, 'stayed': 3}
    assert await files.stayed(batch_id) == [('talk', CEDAR, 'Dana Whitfield'), ('talk', WILLOW, 'Dana Whitfield')]
    assert await fetchval('select count(*) from contact') == 3


async def test_a_team_with_talks_of_another_file_stays(database):
    teams = await brought_in()
    talks = await brought_in(TALKS)
    assert (await undone(teams))['teams_taken_back'] == 0
    await undone(talks)
    assert await fetchval('select count(*) from contact') == 0


def a_book(talks: int) -> bytes:
    """As many talks of one coach with two teams."""
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as written:
        sheet = written.add_worksheet()
        sheet.write_row(0, 0, TALK_HEAD.strip().split(','))
        for n in range(talks):
            day = f'20{21 + n % 5}-{n // 28 % 12 + 1:02d}-{n % 28 + 1:02d}'
            row = ((WILLOW, CEDAR)[n % 2], 'Dana Whitfield', 'dana@example.org', day, 'phone', n % 90 + 1, f'Talk {n}')
            sheet.write_row(n + 1, 0, row)
    return book.getvalue()


async def test_a_thousand_talks_ask_no_more_of_the_database_than_ten(database):
    await brought_in()
    asked = []
    for talks in (10, 1000):
        kept = await commands.upload(a_book(talks), 'talks.xlsx', by=ELLEN, now=NOW)
        await commands.choose(kept.batch_id, guess(Kind(kept.tool), await imports.sheet(kept.batch_id)), by=ELLEN, now=NOW)
        async with counted() as making:
            await commands.make(kept.batch_id, by=ELLEN, now=NOW)
        assert await fetchval('select count(*) from contact') == talks
        async with counted() as undoing:
            await undone(kept.batch_id)
        assert await fetchval('select count(*) from contact') == 0
        asked.append((len(making), len(undoing)))
    assert asked[0] == asked[1]
