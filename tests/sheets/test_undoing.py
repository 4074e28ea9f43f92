"""A whole file is undone: what nobody has touched since goes as if it had never been, the rest stays and is told."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from coaching.accounts.commands.signing_in import begin_sign_in
from coaching.accounts.queries import account_of, actor_for
from coaching.coaches.commands import assigning
from coaching.funnel.commands import importing
from coaching.funnel.rules.imports import NoImport
from coaching.journal.queries import history
from coaching.kit.access import PUBLIC, Actor, Grant
from coaching.kit.database import execute, fetch, fetchval
from coaching.kit.refusal import Refused
from coaching.path.commands import bold_steps, telling
from coaching.people.commands import correct, erase, find_or_add
from coaching.people.queries import find
from coaching.sheets import commands
from coaching.sheets.queries import files
from coaching.teams.commands import teams as team_commands
from coaching.teams.queries import teams as queries
from tests.conftest import NOW
from tests.sheets.world import ASSIGNMENTS, CEDAR, ELLEN, HOUR, MEMBERS, TEAMS, WILLOW, brought_in, everything, teams, undone, uploaded

LATER: dict[str, Any] = {'by': ELLEN, 'now': NOW + HOUR}
NOTHING = {'taken_back': 0, 'teams_taken_back': 0, 'stayed': 0}


async def team_id(name: str) -> int:
    return await fetchval('select id from team where name = $1', name)


async def alma() -> Actor:
    account = await account_of(await find('Alma Cruz', 'alma@example.org'))
    return await actor_for(account.id)


async def test_what_nobody_touched_is_as_if_it_had_never_been(database):
    before = await everything()
    kinds = [await brought_in(text) for text in (TEAMS, MEMBERS, ASSIGNMENTS)]
    with_teams = [await undone(batch_id) for batch_id in reversed(kinds)]
    assert with_teams == [
        NOTHING | {'taken_back': 1}, NOTHING | {'taken_back': 2}, NOTHING | {'taken_back': 3, 'teams_taken_back': 2},
    ]  # fmt: skip
    assert await everything() == before
    assert await fetchval("select count(*) from sheet_row where team_id is not null or person_id is not null or made <> '{}'") == 0
    told = [entry.said('America/Chicago') for entry in await history(('import_batch', kinds[0]))]
    assert told[0] == 'The import was undone. People taken back: 3.'


async def test_the_same_file_comes_in_again_after_its_undoing(database):
    first = await brought_in()
    before = await teams()
    await undone(first)
    assert await brought_in() != first
    assert await teams() == before


@pytest.mark.parametrize('what', ['changed', 'joined', 'stands', 'wrote', 'told', 'taken away', 'assigned', 'handed over', 'bold step'])
async def test_a_team_with_which_something_was_done_stays_whole_and_is_told(database, what):
    batch_id = await brought_in()
    willow = await team_id(WILLOW)
    by_alma = LATER | {'by': await alma()}
    rosa, _ = await find_or_add('Rosa Paz', 'rosa@example.org', **LATER)
    match what:
        case 'changed':
            await team_commands.change(willow, version=1, serves='Families', **LATER)
        case 'joined':
            await team_commands.join(willow, rosa, **LATER)
        case 'stands':
            await team_commands.stand(willow, queries.TeamStanding.RESTING, why='Summer.', **LATER)
        case 'wrote':
            await telling.wrote_for_oneself(willow, **by_alma)
        case 'told':
            await telling.show(willow, 1, 'We met.', **by_alma)
        case 'taken away':
            await telling.take_away(willow, 4, await fetchval('select id from evidence'), **by_alma)
        case 'assigned':
            await assigning.assign(willow, rosa, assigning.Beside.CO_COACH, **LATER)
        case 'handed over':
            await assigning.hand_over(willow, rosa, **LATER)
        case 'bold step':
            await bold_steps.set_bold_step(willow, 'Ask two parents.', **by_alma)
    before = (await teams())[WILLOW]
    assert await undone(batch_id) == {'taken_back': 1, 'teams_taken_back': 1, 'stayed': 1}
    assert await teams() == {WILLOW: before}
    assert await files.stayed(batch_id) == [('team', WILLOW, 'Alma Cruz')]


async def test_a_team_that_a_later_file_named_stays_until_that_is_undone(database):
    first = await brought_in()
    second = await brought_in(f'Team,Name,Email\n{CEDAR},Grace Lee,grace@example.org\n')
    assert await undone(first) == {'taken_back': 2, 'teams_taken_back': 1, 'stayed': 1}
    assert await undone(second) == NOTHING | {'taken_back': 1}
    assert list(await teams()) == [CEDAR]


async def test_whoever_was_there_before_is_there_as_before(database):
    await brought_in(f'Team,State\n{WILLOW},active\n{CEDAR},\n')
    grace, _ = await find_or_add('Grace Lee', 'grace@example.org', by=PUBLIC, now=NOW)
    dana, _ = await find_or_add('Dana Whitfield', 'dana@example.org', by=PUBLIC, now=NOW)
    ben, _ = await find_or_add('Ben Ito', 'ben@example.org', by=PUBLIC, now=NOW)
    await team_commands.join(await team_id(CEDAR), ben, **LATER)
    before, stood = await everything(), await teams()
    three = [await brought_in(text) for text in (TEAMS, MEMBERS, ASSIGNMENTS)]
    assert (await teams())[CEDAR][6] == ['Ben Ito lead parent']
    for batch_id in reversed(three):
        await undone(batch_id, now=NOW + 2 * HOUR)
    ended = await fetchval('select count(*) from role_grant where ended_at is not null')
    after = await everything()
    assert await teams() == stood
    assert after | {'role_grant': after['role_grant'] - ended} == before | {'role_grant': before['role_grant']}
    assert [await account_of(one) for one in (grace, dana)] == [None, None]


async def test_what_was_filled_into_a_team_is_empty_again_unless_it_was_changed(database):
    await brought_in()
    text = f'Team,Café,Serves\n{CEDAR},Café Cedro,Families\n'
    batch_id = await brought_in(text)
    assert await undone(batch_id) == NOTHING
    assert (await teams())[CEDAR][0] == ''
    batch_id = await brought_in(text)
    found = await queries.team(await team_id(CEDAR))
    await team_commands.change(found.id, version=found.version, cafe_name='Café del Cedro', **LATER)
    assert await undone(batch_id) == NOTHING | {'stayed': 1}
    assert (await teams())[CEDAR][0] == 'Café del Cedro'


async def test_a_member_who_leads_by_now_or_left_stays_as_it_is(database):
    await brought_in()
    batch_id = await brought_in(MEMBERS)
    members = {one.name: one for one in await queries.members(await team_id(WILLOW))}
    await team_commands.hand_over(members['Grace Lee'].id, **LATER)
    await team_commands.leave(members['Rosa Paz'].id, **LATER)
    assert await undone(batch_id) == NOTHING | {'stayed': 2}
    assert await files.stayed(batch_id) == [('member', WILLOW, 'Grace Lee'), ('member', WILLOW, 'Rosa Paz')]


async def test_a_coach_whose_time_was_ended_since_stays_in_the_history(database):
    await brought_in()
    batch_id = await brought_in(f'Team,Coach,Coach email,From\n{CEDAR},Tess Moreno,tess@example.org,2026-02-01\n')
    await assigning.end(await fetchval("select id from assignment where began_on = '2026-02-01'"), **LATER)
    assert await undone(batch_id) == NOTHING | {'stayed': 1}
    assert await files.stayed(batch_id) == [('assignment', CEDAR, 'Tess Moreno')]


async def test_whoever_signed_in_or_was_corrected_since_stays_without_the_team(database):
    await brought_in()
    batch_id = await brought_in(MEMBERS)
    account = await account_of(await find('Grace Lee', 'grace@example.org'))
    await begin_sign_in(account.id, device='', now=NOW + HOUR)
    await correct(await find('Rosa Paz', phone='602 555 0142'), name='Rosa Paz Luna', **LATER)
    assert await undone(batch_id, now=NOW + 2 * HOUR) == NOTHING | {'stayed': 2}
    assert (await teams())[WILLOW][6] == ['Alma Cruz lead']
    assert (await actor_for(account.id)).grants == ()
    assert [person for _what, _team, person in await files.stayed(batch_id)] == ['Grace Lee', 'Rosa Paz Luna']


async def test_whoever_was_erased_or_merged_since_is_left_alone(database):
    await brought_in()
    batch_id = await brought_in(MEMBERS)
    await erase(await find('Grace Lee', 'grace@example.org'), asked_by='the person', **LATER)
    assert (await undone(batch_id, now=NOW + 2 * HOUR))['taken_back'] == 1
    assert await fetchval('select count(*) from person where erased_at is not null') == 1


async def test_a_person_whom_an_import_of_people_named_too_stays(database):
    await brought_in()
    batch_id = await brought_in(MEMBERS)
    people = (await importing.upload(b'Name,Email\nGrace Lee,grace@example.org\n', 'a.csv', **LATER)).batch_id
    await execute("update import_batch set mapping = '{\"name\": 0, \"email\": 1}' where id = $1", people)
    await importing.make(people, **LATER)
    assert await undone(batch_id, now=NOW + 2 * HOUR) == NOTHING | {'taken_back': 1, 'stayed': 1}
    await importing.undo(people, by=ELLEN, now=NOW + 3 * HOUR)
    assert await find('Grace Lee', 'grace@example.org')


async def test_a_file_is_undone_once_within_thirty_days_and_only_where_it_was_made(database):
    batch_id, waiting = await brought_in(), await uploaded(MEMBERS)
    late = NOW + datetime.timedelta(days=31)
    for number, now, reason in (
        (batch_id, late, NoImport.TOO_LATE), (waiting, NOW, NoImport.NOT_MADE), (batch_id, NOW + HOUR, None),
        (batch_id, NOW + HOUR, NoImport.UNDONE),
    ):  # fmt: skip
        if reason is None:
            await commands.undo(number, by=ELLEN, now=now)
            continue
        with pytest.raises(Refused) as refused:
            await commands.undo(number, by=ELLEN, now=now)
        assert refused.value.reason is reason


async def test_a_role_that_came_by_a_file_is_gone_with_it(database):
    await brought_in()
    ben = await account_of(await find('Ben Ito', 'ben@example.org'))
    batch_id = await brought_in(f'Team,Name,Email\n{WILLOW},Ben Ito,ben@example.org\n')
    assert (await actor_for(ben.id)).grants == (Grant('lead', 'team', await team_id(CEDAR)), Grant('member', 'team', await team_id(WILLOW)))
    await undone(batch_id)
    assert (await actor_for(ben.id)).grants == (Grant('lead', 'team', await team_id(CEDAR)),)
    grants = await fetch('select ended_at is null as stands from role_grant where account_id = $1 order by id', ben.id)
    assert [row['stands'] for row in grants] == [True, False]
