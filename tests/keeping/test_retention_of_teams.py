"""What is kept of teams: words of coaches for coaches go in time, and nobody who is of a team or helps one is forgotten."""

import datetime

from coaching.accounts.commands.roles import open_account
from coaching.coaches.commands.assigning import assign
from coaching.coaches.commands.forgetting import forget_words
from coaching.coaches.values import Beside
from coaching.funnel.queries.unconverted import never_came
from coaching.keeping import retention
from coaching.kit.access import PUBLIC, SYSTEM
from coaching.kit.database import execute, fetchval
from coaching.people.commands import find_or_add
from coaching.teams.commands.starting import ask
from coaching.teams.commands.teams import form, join, stand
from coaching.teams.values import TeamStanding
from tests.conftest import NOW

DAY = datetime.timedelta(days=1)
TWO_YEARS = NOW.replace(year=2028) + DAY
LOG = """
with talk as (
    insert into contact (author_id, draft_key, happened_on, how, mode, minutes, visibility, going_well, in_the_way, purposes, recorded_at)
    values ($1, $2, $3, 'held', 'phone', 25, $4, 'The mothers lead.', 'The school is slow.', '{getting_to_know}', now()) returning *
)
insert into contact_team (contact_id, team_id, happened_on, how) select talk.id, team, happened_on, how from talk, unnest($5::bigint[]) team
returning contact_id
"""
WORDS = "select count(*) from contact where going_well <> ''"


async def person(name: str) -> int:
    found, _ = await find_or_add(name, f'{name.split()[0].lower()}@example.org', by=PUBLIC, now=NOW)
    return found


async def a_team(name: str, lead: str) -> int:
    return await form(name, lead_id=await person(lead), by=SYSTEM, now=NOW)


async def closed(team_id: int) -> None:
    await stand(team_id, TeamStanding.CLOSED, why='The center closed.', by=SYSTEM, now=NOW)


async def test_words_for_coaches_alone_go_two_years_after_the_team_closed_and_the_minutes_stay(database):
    rosa, willow, maple = await person('Rosa Delgado'), await a_team('Willow', 'Alma Cruz'), await a_team('Maple', 'Judith Abara')
    for key, visibility, teams in (
        ('only-coaches', 'coaches', [willow]), ('with-the-team', 'shared', [willow]), ('with-another', 'coaches', [willow, maple]),
    ):  # fmt: skip
        await fetchval(LOG, rosa, key, NOW.date(), visibility, teams)
    await closed(willow)
    assert await forget_words(now=NOW.replace(year=2028)) == 0
    assert await forget_words(now=TWO_YEARS) == 1
    assert (await fetchval(WORDS), await fetchval('select sum(minutes) from contact')) == (2, 75)
    await closed(maple)
    assert await retention.run(only='talks', by=SYSTEM, now=TWO_YEARS) == {'words_of_coaches': 1}
    assert await fetchval("select visibility from contact where going_well <> ''") == 'shared'
    assert await forget_words(now=TWO_YEARS) == 0


async def test_the_box_for_coaches_goes_and_what_the_team_reads_of_the_same_talk_stays(database):
    rosa, willow = await person('Rosa Delgado'), await a_team('Willow', 'Alma Cruz')
    contact_id = await fetchval(LOG, rosa, 'with-the-team', NOW.date(), 'shared', [willow])
    await execute("update contact set for_coaches = 'Alma is tired.'")
    for words, alone in (('Very tired.', True), ('They found a room.', False)):
        line = 'insert into contact_addendum (contact_id, by_id, words, for_coaches, written_at) values ($1, $2, $3, $4, $5)'
        await execute(line, contact_id, rosa, words, alone, NOW)
    await closed(willow)
    assert (await forget_words(now=TWO_YEARS), await forget_words(now=TWO_YEARS)) == (1, 0)
    kept = await fetchval("select going_well || for_coaches || (select string_agg(words, '') from contact_addendum) from contact")
    assert kept == 'The mothers lead.They found a room.'


async def test_a_note_of_a_hand_over_goes_too(database):
    willow, rosa = await a_team('Willow', 'Alma Cruz'), await person('Rosa Delgado')
    await assign(willow, rosa, note='Alma is shy on the phone.', by=SYSTEM, now=NOW)
    await closed(willow)
    assert await forget_words(now=TWO_YEARS) == 1
    assert await fetchval('select note from assignment') == ''


async def test_whoever_is_of_a_team_helps_one_or_waits_for_a_call_is_not_forgotten(database):
    team_id = await a_team('Willow', 'Alma Cruz')
    await join(team_id, await person('Grace Lee'), by=SYSTEM, now=NOW)
    seasoned = await person('Nora Whitehorse')
    await assign(team_id, seasoned, Beside.SEASONED_HOST, by=SYSTEM, now=NOW)
    await execute('delete from role_grant')
    await execute('delete from account')
    await ask(name='Sam Bell', email='sam@example.org', place='Riverbend', who='', hope='', language='en', by=PUBLIC, now=NOW)
    gone = await person('Omar Farouk')
    assert await never_came(TWO_YEARS, 10) == [seasoned, gone]
    assert await retention.run(only='persons', by=SYSTEM, now=TWO_YEARS) == {'persons': 1}
    assert await fetchval('select name from person where id = $1', seasoned) == 'Nora Whitehorse'
    assert await open_account(seasoned, 'nora@example.org', by=SYSTEM, now=NOW)
