"""Teams form, grow, hand over, rest and close; whoever is of one can do what its people can, and nobody else."""

import datetime

import pytest

from coaching import domains
from coaching.accounts.commands.signing_in import begin_sign_in
from coaching.accounts.queries import account_of, actor_for, held, staff
from coaching.accounts.rules import EVERYONE
from coaching.journal.queries import history
from coaching.kit.access import Grant
from coaching.kit.database import execute, fetchval
from coaching.kit.refusal import Refused
from coaching.people.commands import erase, find_or_add, merge, undo_merging
from coaching.people.queries import export
from coaching.teams.commands import teams as commands
from coaching.teams.policy import may_close
from coaching.teams.queries import teams as queries
from coaching.teams.rules.standing import NoMember, NoStanding
from coaching.teams.values import TeamStanding
from tests.conftest import NOW
from tests.people.world import ellen
from tests.signing import COORDINATOR, sign_in
from tests.teams.world import a_place, luz

assert domains.KEEPERS
BY = {'by': ellen(), 'now': NOW}
TODAY = datetime.date(2026, 11, 18)


async def somebody(name: str, email: str | None = '') -> int:
    address = f'{name.split()[0].lower()}@example.org' if email == '' else email
    person_id, _ = await find_or_add(name, address, None if address else '303 555 0142', source='trainer', **BY)
    return person_id


async def a_team(name: str = 'Willow Street School team', lead: str = 'Alma Cruz', **more) -> int:
    return await commands.form(name, lead_id=await somebody(lead), **more, **BY)


async def refusal(doing):
    with pytest.raises(Refused) as refused:
        await doing
    return refused.value.reason


async def roles_of(person_id: int) -> tuple[Grant, ...]:
    account = await account_of(person_id)
    return (await actor_for(account.id)).grants if account else ()


async def names(team_id: int, *, also_ended: bool = False) -> list[tuple[str, str]]:
    return [(one.name, one.role) for one in await queries.members(team_id, also_ended=also_ended)]


async def test_a_team_begins_with_its_lead_who_can_sign_in_for_it(database):
    place_id = await a_place()
    team_id = await a_team(place_id=place_id, models=('community', 'parent'), languages=('en', 'es'))
    team = await queries.team(team_id)
    assert (team.name, team.place, team.models, team.languages, team.began_on) == (
        'Willow Street School team', 'Prairie County', ('community', 'parent'), ('en', 'es'), TODAY,
    )  # fmt: skip
    assert (team.standing, team.standing_since, await names(team_id)) == (TeamStanding.FORMING, TODAY, [('Alma Cruz', 'lead')])
    (alma,) = await queries.members(team_id)
    assert await roles_of(alma.person_id) == (Grant('lead', 'team', team_id),)
    assert sorted(entry.kind for entry in await history(('team', team_id))) == ['team_formed', 'team_joined']


async def test_people_join_once_with_or_without_an_address(database):
    team_id = await a_team()
    grace, rosa = await somebody('Grace Lee'), await somebody('Rosa Paz', None)
    for person_id in (grace, rosa):
        await commands.join(team_id, person_id, **BY)
    assert await refusal(commands.join(team_id, grace, **BY)) is NoMember.HERE_ALREADY
    assert await names(team_id) == [('Alma Cruz', 'lead'), ('Grace Lee', 'member'), ('Rosa Paz', 'member')]
    assert (await roles_of(grace), await roles_of(rosa)) == ((Grant('member', 'team', team_id),), ())


async def test_whoever_shares_the_address_of_somebody_who_signs_in_is_of_the_team_without_signing_in(database):
    team_id = await a_team()
    luis = await somebody('Luis Cruz', 'alma@example.org')
    await commands.join(team_id, luis, **BY)
    assert (await names(team_id))[1:] == [('Luis Cruz', 'member')]
    assert await roles_of(luis) == ()


async def test_whoever_leaves_can_do_nothing_for_the_team_from_that_moment_and_may_come_back(database):
    team_id, grace = await a_team(), await somebody('Grace Lee')
    member_id = await commands.join(team_id, grace, **BY)
    await commands.leave(member_id, why='Moved away.', **BY)
    assert (await names(team_id), await roles_of(grace)) == ([('Alma Cruz', 'lead')], ())
    assert await names(team_id, also_ended=True) == [('Alma Cruz', 'lead'), ('Grace Lee', 'member')]
    assert await refusal(commands.leave(member_id, **BY)) is NoMember.GONE
    assert await commands.join(team_id, grace, **BY) != member_id


async def test_a_lead_hands_over_before_leaving_and_stays_a_member(database):
    team_id, grace = await a_team(), await somebody('Grace Lee')
    (alma,) = await queries.members(team_id)
    member_id = await commands.join(team_id, grace, **BY)
    assert await refusal(commands.leave(alma.id, **BY)) is NoMember.LEADS
    await commands.hand_over(member_id, **BY)
    await commands.hand_over(member_id, **BY)
    assert await names(team_id) == [('Grace Lee', 'lead'), ('Alma Cruz', 'member')]
    assert [await roles_of(one) for one in (grace, alma.person_id)] == [(Grant(role, 'team', team_id),) for role in ('lead', 'member')]
    await commands.leave(alma.id, **BY)
    assert await refusal(commands.hand_over(alma.id, **BY)) is NoMember.NOT_HERE
    assert await refusal(commands.hand_over(0, **BY)) is NoMember.NOT_HERE


async def test_the_last_one_may_leave_an_empty_team(database):
    team_id = await a_team()
    (alma,) = await queries.members(team_id)
    await commands.leave(alma.id, **BY)
    assert await names(team_id) == []


async def test_a_parent_who_leads_is_said_once(database):
    team_id = await a_team()
    (alma,) = await queries.members(team_id)
    assert [await commands.say_parent_leader(alma.id, is_parent_leader=True, **BY) for _ in range(2)] == [True, False]
    assert (await queries.members(team_id))[0].is_parent_leader


async def test_a_team_rests_goes_on_and_closes_with_a_reason_and_its_history_stays(database):
    team_id = await a_team()
    assert await refusal(commands.stand(team_id, TeamStanding.RESTING, **BY)) is NoStanding.WHY_IS_MISSING
    await commands.stand(team_id, TeamStanding.RESTING, why='Summer.', **BY)
    await commands.stand(team_id, TeamStanding.ACTIVE, on=TODAY, **BY)
    assert await refusal(commands.stand(team_id, TeamStanding.SUSTAINING, missing={'cafes'}, **BY)) is NoStanding.NOT_SHOWN
    await commands.stand(team_id, TeamStanding.CLOSED, why='All moved.', **BY)
    team = await queries.team(team_id)
    assert (team.standing, team.standing_why) == (TeamStanding.CLOSED, 'All moved.')
    assert await refusal(commands.join(team_id, await somebody('Grace Lee'), **BY)) is NoMember.CLOSED
    told = [entry.said('America/Chicago') for entry in await history(('team', team_id)) if entry.kind == 'team_stands']
    assert sorted(told) == ['The team is active.', 'The team is closed.', 'The team is resting.']
    assert await fetchval('select count(*) from team_state where team_id = $1', team_id) == 4


async def test_what_is_changed_is_written_down_and_the_second_who_writes_is_told(database):
    team_id = await a_team()
    assert await commands.change(team_id, version=1, name='Willow team', cafe_name='Café Sauce', **BY) == ('cafe_name', 'name')
    assert await refusal(commands.change(team_id, version=1, name='Other', **BY)) is NoStanding.CHANGED_MEANWHILE
    assert await commands.change(team_id, version=2, name='Willow team', **BY) == ()
    with pytest.raises(ValueError, match="no such fields: \\['leads'\\]"):
        await commands.change(team_id, version=2, leads=1, **BY)


async def test_nobody_joins_who_was_erased_and_no_team_that_is_none(database):
    team_id, grace = await a_team(), await somebody('Grace Lee')
    assert await refusal(commands.join(0, grace, **BY)) is NoMember.CLOSED
    await erase(grace, asked_by='the person', **BY)
    assert await refusal(commands.join(team_id, grace, **BY)) is NoMember.GONE


async def test_teams_are_listed_by_name_with_their_lead_and_within_a_place(database):
    place_id = await a_place()
    first, second = await a_team('Alder team', place_id=place_id), await a_team('Birch team', 'Ben Ito')
    page = await queries.teams(limit=1)
    assert [(one.id, one.lead, one.members) for one in page.teams] == [(first, 'Alma Cruz', 1)]
    assert [one.id for one in (await queries.teams(after=page.after, limit=1)).teams] == [second]
    assert [one.id for one in (await queries.teams(place_ids=[place_id], after='junk')).teams] == [first]


async def test_two_records_of_one_person_are_one_member_and_the_lead_stays_the_lead(database):
    team_id, twin = await a_team(), await somebody('Alma C. Cruz', None)
    (alma,) = await queries.members(team_id)
    await commands.join(team_id, twin, **BY)
    merging = await merge(twin, alma.person_id, **BY)
    assert [(one.person_id, one.role) for one in await queries.members(team_id)] == [(twin, 'lead')]
    assert (await queries.teams()).teams[0].members == 1
    await undo_merging(merging, **BY)
    assert [(one.person_id, one.role) for one in await queries.members(team_id)] == [(alma.person_id, 'lead'), (twin, 'member')]


async def test_a_person_sees_the_teams_and_an_erasure_leaves_the_count(database):
    team_id, grace = await a_team(), await somebody('Grace Lee')
    await commands.join(team_id, grace, is_parent_leader=True, **BY)
    (team,) = (await export(grace))['teams']['Teams']
    assert (team['Name'], team['Leads the team'], team['Is a parent leader']) == ('Willow Street School team', False, True)
    await erase(grace, asked_by='the person', **BY)
    assert await names(team_id) == [('Alma Cruz', 'lead')]
    assert await fetchval('select count(*) from team_member where team_id = $1', team_id) == 2


async def test_one_lead_only_whatever_anybody_writes(database):
    team_id, grace = await a_team(), await somebody('Grace Lee')
    member_id = await commands.join(team_id, grace, **BY)
    with pytest.raises(Exception, match='team_member_one_lead'):
        await execute("update team_member set role = 'lead' where id = $1", member_id)


async def test_being_of_a_team_is_no_office(database):
    team_id = await a_team()
    (alma,) = await queries.members(team_id)
    account = await account_of(alma.person_id)
    signed = await begin_sign_in(account.id, device='', now=NOW)
    assert (await staff(), signed.lasts) == ([], EVERYONE.absolute)
    await commands.join(await a_team('Other team', 'Ben Ito'), alma.person_id, **BY)
    assert await fetchval('select idle_days from sign_in') == EVERYONE.idle.days
    assert may_close(luz(1), frozenset({1}), await held(account.id))
    assert not may_close(luz(1), frozenset({1}), [Grant('trainer', 'network', None)])


async def test_the_pages_of_people_say_who_is_of_a_team(client, database):
    await sign_in(client, 'Ellen Hart', COORDINATOR, now=NOW)
    team_id = await a_team()
    (alma,) = await queries.members(team_id)
    assert 'team lead' in (await client.get('/setup/people')).text
    assert 'team lead · one team' in (await client.get(f'/setup/people/{alma.person_id}')).text
