"""The demo network has something of everything that a coordinator looks after."""

import datetime
import re
from zoneinfo import ZoneInfo

import pytest

from coaching.accounts.queries import actor_for
from coaching.coaches.queries.assignments import watched
from coaching.demo import plant
from coaching.demo.cast import cast
from coaching.funnel.commands.inviting import invite
from coaching.funnel.queries import groups
from coaching.funnel.queries.ready import ready
from coaching.funnel.values import Kind
from coaching.kit import words
from coaching.kit.database import execute, fetch, fetchval
from coaching.path.queries import journey, steps
from coaching.path.rules.progress import step_now
from coaching.teams.policy import teams_of
from coaching.teams.queries import duplicates, likely_many, memberships_of, places
from coaching.teams.queries.cohorts import cohorts
from coaching.teams.queries.teams import open_starts
from coaching.teams.rules import KINDS, SECTORS

DAY = datetime.timedelta(days=1)
ZONE = ZoneInfo('America/Chicago')
NOW = datetime.datetime(2026, 11, 18, 15, 0, tzinfo=datetime.UTC)
TRAINERS = """
select count(*) from session_trainer t join session s on s.id = t.session_id join offering o on o.id = s.offering_id
where s.starts_at > $1 and o.kind = 'training'
"""


async def test_there_are_places_groups_of_many_kinds_words_to_settle_and_a_double(database):
    await execute('delete from network')
    links = await plant(now=NOW)
    assert list(links) == list(cast().staff) and len(links) == 10
    assert [place.depth for place in await places()] == [0, 1, 1, 0, 1]
    assert await fetchval('select count(distinct kind) from organisation') == 10
    waiting = [group.words for group in (await groups.waiting()).groups]
    assert sorted(waiting) == ['Harbor Point Schools', 'Maple Library', 'Westgate Early Learning', 'just a mom']
    guesses = await likely_many(waiting)
    assert {words: [one.name for one in found][:1] for words, found in guesses.items()} == {
        'Harbor Point Schools': ['Harbor Point Elementary School'], 'Maple Library': ['Maple Street Library'],
        'Westgate Early Learning': ['Westgate Early Learning Center'], 'just a mom': [],
    }  # fmt: skip
    assert sorted(one.words for one in await groups.answered(NOW)) == sorted(cast().meant)
    assert [pair.why for pair in (await duplicates()).pairs] == ['Same name, and one of them has no email and no phone']
    principals = await fetch("select person_id from membership where title = 'Principal'")
    assert len(await memberships_of([row['person_id'] for row in principals])) >= 1


@pytest.mark.parametrize('hour', [5, 13, 21])
async def test_whoever_is_ready_for_training_can_be_invited_and_an_offer_ends_by_day(database, hour):
    await execute('delete from network')
    now = datetime.datetime(2026, 11, 18, hour, 20, tzinfo=ZONE)
    await plant(now=now)
    people, _more = await ready(Kind.TRAINING, now=now)
    ellen = await actor_for(await fetchval('select id from account where email = $1', cast().staff['coordinator'].email))
    done = await invite([one.person_id for one in people], Kind.TRAINING, by=ellen, now=now)
    assert len(done.now) > 2 and len(done.now) + len(done.why_not) == len(people)
    assert await fetchval(TRAINERS, now) == 1
    [offer] = await fetch("select offered_until from registration where state = 'offered'")
    assert now < offer['offered_until'] and 9 <= offer['offered_until'].astimezone(ZONE).hour <= 18
    assert not re.search('[a-z]', await fetchval('select max(join_by_phone) from session'))


async def test_there_is_a_team_at_each_step_one_rests_one_is_alone_and_one_goes_on_by_itself(database):
    await execute('delete from network')
    await plant(now=NOW)
    found = {}
    for row in await fetch('select t.id, t.name, s.state from team t join team_state s on s.team_id = t.id and s.ended_at is null'):
        walk = await journey(row['id'])
        every = await steps(walk, on=datetime.date.max)
        watch = (await watched([row['id']], NOW.date()))[row['id']]
        found[row['name']] = walk.path_key, step_now(every), row['state'], watch.lead, watch.without_since
    assert {name: told[:3] for name, told in found.items()} == {
        'Nueva Vida mothers': ('community-cafe', 1, 'forming'), 'Maple Street readers': ('community-cafe', 2, 'forming'),
        'Westgate families': ('community-cafe', 3, 'active'), 'Willow Street School team': ('community-cafe', 4, 'active'),
        'Casa Familia neighbors': ('community-cafe', 5, 'active'), 'Riverbend parents': ('parent-cafe', 6, 'active'),
        'Bluestem health circle': ('community-cafe', 7, 'sustaining'), 'Harbor Point Elementary': ('school-cafe', 3, 'resting'),
        'Rotary fathers': ('community-cafe', 3, 'active'),
    }  # fmt: skip
    assert found['Willow Street School team'][3:] == ('Rosa Delgado', None)
    assert found['Rotary fathers'][3:] == ('', NOW.date() - datetime.timedelta(days=9))
    assert [one.name for one in await open_starts()] == ['Ellis Monroe', 'Consuelo Vega']
    alma = await actor_for(await fetchval('select id from account where email = $1', cast().staff['team lead'].email))
    assert teams_of(alma, 'lead')
    teams_letters = "due_at < $1 and sent_at is null and cancelled_at is null and subject_kind not in ('registration', 'session')"
    assert await fetchval(f'select count(*) from promise where {teams_letters}', NOW - DAY) == 0


def test_the_names_in_the_cast_fit_together():
    whole = cast()
    assert {one.inside for one in whole.places} - {place.name for place in whole.places} == {''}
    assert {one.place for one in whole.organisations} - {place.name for place in whole.places} == {''}
    assert set(whole.meant) <= set(whole.groups)
    assert set(whole.meant.values()) <= {one.name for one in whole.organisations}
    assert {one.kind for one in whole.organisations} <= set(KINDS)
    assert {one.sector for one in whole.organisations} <= {'', *SECTORS}
    assert set(whole.help_lines) == set(words.LANGUAGES)
    for team in whole.teams:
        assert {team.place} <= {place.name for place in whole.places} and {*team.people, *team.parents} <= set(whole.people)
        assert {team.coach, team.apprentice} <= {'', *whole.staff} and set(team.groups) <= {one.name for one in whole.organisations}


async def test_a_coach_and_the_coordinator_each_keep_teams_that_are_looked_at_together(database):
    await execute('delete from network')
    await plant(now=NOW)
    kept = {one.name: (one.owner, one.teams) for one in await cohorts()}
    assert kept == {'The first Bluestem teams': ('Rosa Delgado', 6), 'Prairie Children Fund teams': ('Ellen Marsh', 4)}
