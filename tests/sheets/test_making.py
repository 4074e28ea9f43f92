"""Teams, their people and whoever stands beside them come in from files: looked at first, then all at once."""

from __future__ import annotations

import asyncio
import datetime

import pytest

from coaching.accounts.queries import account_of, actor_for
from coaching.funnel.queries import imports
from coaching.funnel.rules.imports import NoImport
from coaching.journal.queries import history
from coaching.kit.access import Grant
from coaching.kit.database import atomic, fetch, fetchrow, fetchval
from coaching.kit.refusal import Refused
from coaching.kit.words import speaking
from coaching.path.commands import telling
from coaching.path.values import Marked
from coaching.people.commands import find_or_add
from coaching.people.queries import find
from coaching.sheets import commands
from coaching.sheets.commands import making, rows
from coaching.sheets.queries import files
from coaching.sheets.rules.files import NoFile
from coaching.sheets.values import Kind
from tests.conftest import NOW
from tests.sheets.world import (
    ASSIGNMENTS,
    CEDAR,
    ELLEN,
    HOUR,
    MEMBERS,
    TEAMS,
    WILLOW,
    brought_in,
    everything,
    fates,
    planned,
    teams,
    uploaded,
)
from tests.teams.world import a_place, luz

DAY = datetime.date


async def test_every_row_says_what_would_become_of_it_and_nothing_is_written(database):
    before = await everything()
    assert await fates(await uploaded()) == [(2, 'new', ''), (3, 'new', '')]
    assert await everything() == before


async def test_teams_come_in_with_who_leads_and_who_coaches_them(database):
    batch_id = await brought_in()
    assert await teams() == {
        CEDAR: ('', ['parent'], ['en'], DAY(2026, 1, 15), 'resting', 'From an older list.', ['Ben Ito lead'], []),
        WILLOW: (
            'Café Sauce', ['community'], ['en', 'es'], DAY(2025, 9, 1), 'active', '', ['Alma Cruz lead'],
            ['Dana Whitfield lead 2025-09-01'],
        ),
    }  # fmt: skip
    batch = await imports.batch(batch_id)
    assert (batch.tool, batch.counts['new'], batch.counts['people'], batch.has_content) == (Kind.TEAMS, 2, 3, False)
    told = [entry.said('America/Chicago') for entry in await history(('import_batch', batch_id))]
    assert told[0] == 'Imported from a list of teams. Rows: 2. New people: 3.'


async def test_whoever_leads_or_coaches_can_sign_in_for_their_team_and_nobody_gets_a_letter(database):
    await brought_in()
    team_id = await fetchval('select id from team where name = $1', WILLOW)
    for name, email, role in (('Alma Cruz', 'alma@example.org', 'lead'), ('Dana Whitfield', 'dana@example.org', 'coach')):
        account = await account_of(await find(name, email))
        assert (await actor_for(account.id)).grants == (Grant(role, 'team', team_id),)
    assert await fetchval('select count(*) from promise') == 0


async def test_a_step_that_a_list_names_is_told_with_its_day_and_never_signed_off(database):
    await brought_in(TEAMS.replace('Step,State', 'Step,State,Step on').replace(',4,active', ',4,active,2026-03-05'))
    facts = await fetch('select step, did, happened_on from step_fact')
    assert [tuple(row) for row in facts] == [(4, 'entered', DAY(2026, 3, 5))]
    shown = await fetchrow('select step, happened_on, words from evidence')
    assert tuple(shown) == (4, DAY(2026, 3, 5), 'From an older list: the team had come to this step.')
    walks = await fetch('select t.name, j.path_key, j.began_on from journey j join team t on t.id = j.team_id order by 1')
    assert [tuple(row) for row in walks] == [(CEDAR, 'parent-cafe', DAY(2026, 1, 15)), (WILLOW, 'community-cafe', DAY(2025, 9, 1))]


async def test_the_same_file_twice_is_told_and_a_mended_one_adds_only_what_is_new(database):
    batch_id = await brought_in()
    before = await everything()
    again = await commands.upload(TEAMS.encode(), 'copy.csv', by=ELLEN, now=NOW + HOUR)
    assert (again.batch_id, again.is_made) == (batch_id, True)
    with pytest.raises(Refused) as refused:
        await commands.make(batch_id, by=ELLEN, now=NOW + HOUR)
    assert refused.value.reason is NoImport.AGAIN
    assert await fates(await uploaded(TEAMS + '\n')) == [(2, 'changes nothing', ''), (3, 'changes nothing', '')]
    await brought_in(TEAMS + 'Birch team,,,,,,,,,,\n')
    assert await everything() == before | {'team': 3, 'team_state': before['team_state'] + 1, 'journey': 3}


async def test_what_is_known_of_a_team_is_filled_and_what_was_said_here_stays(database):
    await brought_in()
    filled = f'{CEDAR},Café Cedro,Rosa Paz,rosa@example.org,Tess Moreno,Families'
    text = f'Team,Café,Lead,Lead email,Coach,Serves\n{filled}\n{WILLOW},Other,,,,\n'
    batch_id = await uploaded(text)
    first, second = await planned(batch_id)
    assert (first.does['fill'], [note.facts['text'] for note in first.notes]) == (
        {'cafe_name': 'Café Cedro', 'serves': 'Families'}, ['Ben Ito'],
    )  # fmt: skip
    assert (first.fate, second.fate) == ('known, more comes in', 'changes nothing')
    await commands.make(batch_id, by=ELLEN, now=NOW)
    found = await teams()
    assert (found[CEDAR][0], found[CEDAR][6], found[CEDAR][7]) == ('Café Cedro', ['Ben Ito lead'], ['Tess Moreno lead 2026-11-18'])
    assert found[WILLOW][0] == 'Café Sauce'
    assert await find('Rosa Paz', 'rosa@example.org') is None


async def test_two_rows_about_one_team_meet(database):
    first = f'{WILLOW},,Alma Cruz,,\n'
    text = f'Team,Café,Lead,Coach,Step\n{first}WILLOW street  school TEAM,Café Sauce,,Dana Whitfield,2\n{first}'
    batch_id = await brought_in(text)
    assert [(row.number, str(row.fate), row.earlier) for row in await files.done_rows(batch_id)] == [
        (2, 'new', None), (3, 'known, more comes in', None), (4, 'left out', 2),
    ]  # fmt: skip
    ((name, told),) = (await teams()).items()
    assert (name, told[0], told[6], told[7]) == (WILLOW, 'Café Sauce', ['Alma Cruz lead'], ['Dana Whitfield lead 2026-11-18'])


async def test_members_join_the_teams_that_are_here(database):
    await brought_in()
    batch_id = await brought_in(MEMBERS)
    found = await teams()
    assert found[WILLOW][6] == ['Alma Cruz lead', 'Grace Lee member', 'Rosa Paz member parent']
    assert found[CEDAR][6] == ['Ben Ito lead parent']
    assert [(row.number, str(row.fate), row.why) for row in await files.done_rows(batch_id)] == [
        (2, 'new', ''), (3, 'new', ''), (4, 'known, more comes in', ''), (5, 'faulty', 'UNKNOWN_TEAM'),
    ]  # fmt: skip
    assert await find('Omar Diaz', 'omar@example.org') is None
    assert [fate for _number, fate, _why in await fates(await uploaded(MEMBERS + '\n'))] == ['changes nothing'] * 3 + ['faulty']


async def test_a_second_lead_comes_in_as_a_member_and_a_member_may_come_to_lead(database):
    await brought_in(f'Team,State\n{WILLOW},\n')
    await brought_in(f'Team,Name,Email,Role\n{WILLOW},Alma Cruz,alma@example.org,member\n')
    batch_id = await uploaded(f'Team,Name,Email,Role\n{WILLOW},Alma Cruz,,lead\n{WILLOW},Grace Lee,grace@example.org,lead\n')
    assert [[note.reason.name for note in one.notes] for one in await planned(batch_id)] == [[], ['AS_MEMBER']]
    await commands.make(batch_id, by=ELLEN, now=NOW)
    assert (await teams())[WILLOW][6] == ['Alma Cruz lead', 'Grace Lee member']


async def test_whoever_stands_beside_a_team_does_so_for_the_days_of_the_list(database):
    await brought_in()
    batch_id = await brought_in(ASSIGNMENTS)
    found = await teams()
    assert found[CEDAR][7] == ['Dana Whitfield lead 2026-01-15', 'Tess Moreno lead 2026-06-01']
    assert found[WILLOW][7] == ['Dana Whitfield lead 2025-09-01', 'Tess Moreno apprentice 2026-02-01']
    assert [(row.number, row.why) for row in await files.done_rows(batch_id)] == [(2, ''), (3, ''), (4, ''), (5, 'HERE_IN_THESE_DAYS')]
    again = await uploaded(ASSIGNMENTS + f'{WILLOW},Omar Diaz,,lead,2026-04-01,\n{WILLOW},Alma Cruz,alma@example.org,co-coach,,\n')
    assert [why for _number, _fate, why in await fates(again)] == ['', '', '', 'HERE_IN_THESE_DAYS', 'ANOTHER_LEADS', 'OF_THE_TEAM']


async def test_spanish_headers_and_values_are_read_and_the_path_is_told_in_the_language_of_whoever_brings_them(database):
    text = (
        'Equipo,Nombre del café,Modelo,Idiomas,Líder,Correo del líder,Acompañante,Desde,Paso,Estado\n'
        'Equipo Sauce,Café Sauce,Comunidad y Padres,español e inglés,Alma Cruz,alma@example.org,Dana Vela,01/09/2025,Paso 2,en pausa\n'
    )
    with speaking('es'):
        await brought_in(text)
    assert (await teams())['Equipo Sauce'] == (
        'Café Sauce', ['community', 'parent'], ['es', 'en'], DAY(2025, 9, 1), 'resting', 'De una lista anterior.', ['Alma Cruz lead'],
        ['Dana Vela lead 2025-09-01'],
    )  # fmt: skip


async def test_whoever_looks_after_a_place_brings_in_teams_of_that_place_alone(database):
    prairie, lakes = await a_place(), await a_place('Lakes County')
    await brought_in('Team,Place,State\nLake team,Lakes County,\nPrairie team,Prairie County,\n')
    text = 'Team,Place,Café,State\nLake team,Lakes County,Café Lago,\nPrairie team,,Café Llano,\nNew team,,,\n'
    batch_id = await uploaded(text, by=luz(prairie))
    assert await fates(batch_id, by=luz(prairie)) == [
        (2, 'faulty', 'UNKNOWN_PLACE'), (3, 'known, more comes in', ''), (4, 'faulty', 'NO_PLACE'),
    ]  # fmt: skip
    other = await uploaded(text + '\n', by=luz(prairie), every={'place_id': prairie})
    assert [fate for _number, fate, _why in await fates(other, by=luz(prairie))] == ['faulty', 'known, more comes in', 'new']
    forged = await uploaded(text + '\n\n', by=luz(prairie), every={'place_id': lakes})
    assert (await fates(forged, by=luz(prairie)))[2] == (4, 'faulty', 'NO_PLACE')
    members = await uploaded('Team,Name\nLake team,Rosa Paz\n', by=luz(prairie))
    assert await fates(members, by=luz(prairie)) == [(2, 'faulty', 'UNKNOWN_TEAM')]
    with pytest.raises(Refused) as refused:
        await commands.upload(b'Name,Email\nRosa Paz,rosa@example.org\n', 'a.csv', by=luz(prairie), now=NOW)
    assert refused.value.reason is NoFile.PEOPLE


async def test_a_record_of_somebody_elses_place_is_not_filled(database):
    prairie = await a_place()
    await brought_in('Team,Place,State\nPrairie team,Prairie County,\n')
    rosa, _ = await find_or_add('Rosa Paz', 'rosa@example.org', by=ELLEN, now=NOW)
    text = 'Team,Name,Email,Phone\nPrairie team,Rosa Paz,rosa@example.org,602 555 0142\n'
    await brought_in(text, by=luz(prairie))
    assert await fetchval('select phone from person where id = $1', rosa) is None
    await brought_in(text)
    assert await fetchval('select phone from person where id = $1', rosa) == '+16025550142'


async def test_a_file_that_breaks_off_half_way_leaves_nothing_and_waits(database, monkeypatch):
    batch_id, before = await uploaded(), await everything()
    plain = rows.commands.stand

    async def breaks(team_id, *others, **more):
        await plain(team_id, *others, **more)
        raise asyncio.CancelledError

    monkeypatch.setattr(rows.commands, 'stand', breaks)
    with pytest.raises(asyncio.CancelledError):
        await commands.make(batch_id, by=ELLEN, now=NOW)
    assert await everything() == before
    monkeypatch.undo()
    await commands.make(batch_id, by=ELLEN, now=NOW)
    assert len(await teams()) == 2


async def test_a_file_without_a_good_row_and_one_that_is_gone_do_nothing(database, monkeypatch):
    batch_id = await uploaded('Team,State\nWillow team,sleeping\n')
    for number, reason in ((batch_id, NoImport.NO_ROWS), (99, NoImport.GONE)):
        with pytest.raises(Refused) as refused:
            await commands.make(number, by=ELLEN, now=NOW)
        assert refused.value.reason is reason

    async def busy(*_others, **_more):
        async with atomic():
            await fetch("insert into network (name, set_up_nonce, set_up_at) values ('', decode('00', 'hex'), now())")

    monkeypatch.setattr(making, '_make', busy)
    with pytest.raises(Refused) as refused:
        await commands.make(batch_id, by=ELLEN, now=NOW)
    assert refused.value.reason is NoImport.BUSY


async def test_what_stands_here_already_is_told_and_nobody_comes_in_for_it(database):
    await brought_in()
    people = (await everything())['person']
    text = (
        'Team,Lead,Lead email,Coach,Coach email,Step,State\n'
        f'{WILLOW},Alma Cruz,,Tess Moreno,,4,\n{WILLOW},Rosa Paz,,,,,\n{CEDAR},,,Ben Ito,ben@example.org,,\n'
        'Birch team,,,,,,sustaining\nAsh team,Omar Diaz,,,,,closed\n'
    )
    batch_id = await uploaded(text)
    told = [[note.reason.name for note in one.notes] for one in await planned(batch_id)]
    assert told == [['COACH_STAYS'], ['LEAD_STAYS'], ['OF_THE_TEAM'], ['NOT_YET_SUSTAINING'], []]
    await commands.make(batch_id, by=ELLEN, now=NOW)
    found = await teams()
    assert (found['Birch team'][4], found['Ash team'][4:7]) == ('active', ('closed', 'From an older list.', ['Omar Diaz lead']))
    assert (await everything())['person'] == people + 1
    more = await uploaded('Team,Name\nAsh team,Rosa Paz\nBirch team,TBD\n')
    assert [why for _number, _fate, why in await fates(more)] == ['CLOSED_TEAM', 'NO_PERSON']
    beside = await uploaded(f'Team,Coach,From,To\nAsh team,Dana,,\n{CEDAR},TBD,,\n{CEDAR},Dana,2026-02-01,2026-02-01\n')
    assert [why for _number, _fate, why in await fates(beside)] == ['CLOSED_TEAM', 'NO_COACH', '']
    assert (await planned(beside))[2].does['assign'].ended_on == DAY(2026, 2, 2)
    talks = await uploaded(f'Team,Coach,Date,Minutes\n{CEDAR},TBD,2026-02-01,30\n')
    assert await fates(talks) == [(2, 'faulty', 'NO_COACH')]
    closed = await uploaded('Team,Lead,Coach\nAsh team,Rosa Paz,Dana Whitfield\n')
    assert await fates(closed) == [(2, 'changes nothing', '')]


async def test_a_step_that_has_begun_here_gets_the_words_alone(database):
    await brought_in(f'Team,State,Lead,Lead email\n{WILLOW},active,Alma Cruz,alma@example.org\n')
    team_id = await fetchval('select id from team')
    account = await account_of(await find('Alma Cruz', 'alma@example.org'))
    await telling.mark(team_id, '3.a', Marked.PARTLY, seen=0, by=await actor_for(account.id), now=NOW)
    await brought_in(f'Team,Step\n{WILLOW},3\n')
    assert [row['did'] for row in await fetch('select did from step_fact')] == ['entered']
    assert await fetchval('select count(*) from evidence') == 1


async def test_a_name_that_two_teams_or_two_places_have_is_a_persons_to_settle(database):
    prairie, lakes = await a_place(), await a_place('Lakes County')
    await a_place('Town', prairie)
    await a_place('Town', lakes)
    await brought_in('Team,Place\nSun team,Prairie County\nSun team,Lakes County\n')
    assert await fates(await uploaded('Team,Name\nSun team,Rosa Paz\n')) == [(2, 'faulty', 'TWO_TEAMS')]
    assert await fates(await uploaded('Team,Place\nMoon team,Town\n')) == [(2, 'faulty', 'TWO_PLACES')]
    with pytest.raises(Refused) as refused:
        await commands.say_kind(await uploaded('Team,Name\nSun team,Omar\n'), None, by=luz(prairie))
    assert refused.value.reason is NoFile.PEOPLE
