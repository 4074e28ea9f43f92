"""The right guide at the right step, as a table of everything that decides, and what a team's page and its coach's page make of it."""

from __future__ import annotations

import datetime

import httpx
import pytest

from coaching.guides.commands.teams import open_guide, send
from coaching.guides.definition import guides_of
from coaching.guides.pages.teams import guides_for
from coaching.guides.queries.teams import known_to, read_by, sent_to
from coaching.guides.rules.offering import NoSending, offers, why_not_send
from coaching.guides.values import Offer, OnShelf, Why
from coaching.kit.database import execute, fetch, fetchval
from coaching.kit.refusal import Refused
from coaching.kit.words import speaking
from tests.conftest import NOW
from tests.guides.shelves import Shelf, our_shelf
from tests.path.world import a_team, as_somebody, somebody
from tests.teams.world import letters_about

assert our_shelf
DAY = datetime.date(2026, 11, 18)
STEP = 'community-cafe:5'
TABLE = 'hosting-a-table'


def on_shelf(slug: str = 'table', revision: int = 2, steps=(STEP,), models=('community',), is_translated: bool = True) -> OnShelf:
    return OnShelf(slug, revision, steps, models, is_translated)


@pytest.mark.parametrize(
    ('guide', 'read', 'why'),
    [
        (on_shelf(), None, Why.NEW),
        (on_shelf(), 1, Why.REVISED),
        (on_shelf(), 2, Why.READ),
        (on_shelf(), 3, Why.READ),  # it was read in a language in which it is newer
        (on_shelf(is_translated=False), None, Why.IN_ENGLISH),
        (on_shelf(is_translated=False), 1, Why.REVISED),
        (on_shelf(is_translated=False), 2, Why.READ),
        (on_shelf(steps=('community-cafe:4', STEP)), None, Why.NEW),
        (on_shelf(steps=('community-cafe:4',)), None, None),
        (on_shelf(steps=('parent-cafe:5',)), None, None),
        (on_shelf(steps=()), None, None),
        (on_shelf(models=('parent', 'school')), None, None),
        (on_shelf(models=('parent', 'community')), None, Why.NEW),
        (on_shelf(models=('parent',)), 2, None),
    ],
)
def test_a_guide_is_offered_by_step_model_language_and_what_was_read(guide: OnShelf, read: int | None, why: Why | None):
    known = {'another': 9} | ({'table': read} if read else {})
    assert offers([guide], step=STEP, model='community', read=known) == ((Offer('table', 2, why),) if why else ())


def test_unread_guides_stand_first_then_revised_ones_then_english_ones_then_those_that_were_read_each_as_on_the_shelf():
    shelf = [
        on_shelf('read-b'), on_shelf('english', is_translated=False), on_shelf('revised'), on_shelf('new-b'), on_shelf('read-a'),
        on_shelf('new-a'),
    ]  # fmt: skip
    found = offers(shelf, step=STEP, model='community', read={'read-a': 2, 'read-b': 2, 'revised': 1})
    assert [offer.slug for offer in found] == ['new-b', 'new-a', 'revised', 'english', 'read-b', 'read-a']
    assert offers([], step=STEP, model='community', read={}) == ()


@pytest.mark.parametrize(
    ('addresses', 'today', 'reason'),
    [(0, False, NoSending.NOBODY), (0, True, NoSending.NOBODY), (1, True, NoSending.TODAY), (1, False, None)],
)
def test_a_guide_goes_out_once_a_day_to_whoever_can_be_written_to(addresses: int, today: bool, reason: NoSending | None):
    assert why_not_send(addresses, was_sent_today=today) is reason


async def test_what_a_team_read_says_nothing_of_who_read_it(client: httpx.AsyncClient):
    team_id, alma, grace, _rosa = await a_team()
    for actor in (alma, grace, alma):
        client.cookies.clear()
        await as_somebody(client, actor)
        answer = await client.post(f'/team/{team_id}/guides/{TABLE}/reading')
        assert (answer.status_code, answer.headers['location']) == (303, f'/guides/{TABLE}')
    rows = [dict(row) for row in await fetch('select * from guide_read')]
    assert [sorted(row) for row in rows] == [['id', 'read_on', 'revision', 'slug', 'team_id']]
    assert await read_by(team_id) == {TABLE: 1}
    assert await fetchval("select count(*) from entry where facts::text like '%hosting-a-table%'") == 0


async def test_the_newest_revision_counts_of_what_was_read_and_the_last_of_what_was_sent(database: None):
    team_id, _alma, _grace, rosa = await a_team()
    for revision, on in ((2, DAY), (1, DAY + datetime.timedelta(days=1))):
        await open_guide(team_id, TABLE, revision, on=on)
        await open_guide(team_id, TABLE, revision, on=on)
        await send(team_id, TABLE, revision, on=on, by=rosa, now=NOW)
    assert await fetchval('select count(*) from guide_read') == 2
    assert await known_to(team_id) == ({TABLE: 2}, {TABLE: 1})


async def test_a_guide_opened_from_the_shelf_is_nobodys_business(client: httpx.AsyncClient):
    team_id, alma, _grace, _rosa = await a_team()
    await as_somebody(client, alma)
    assert (await client.get(f'/guides/{TABLE}')).status_code == 200
    assert await read_by(team_id) == {}


async def test_the_page_of_a_step_offers_its_guides_and_says_which_were_read(client: httpx.AsyncClient):
    team_id, alma, _grace, _rosa = await a_team()
    await as_somebody(client, alma)
    wanted = [page.head.title for page in guides_of('community-cafe', 6) if 'community' in page.head.models]
    page = (await client.get(f'/team/{team_id}/steps/6')).text
    assert wanted and [title for title in wanted if title not in page] == []
    assert 'You read this' not in page
    slug = guides_of('community-cafe', 6)[0].slug
    await client.post(f'/team/{team_id}/guides/{slug}/reading')
    assert (await client.get(f'/team/{team_id}/steps/6')).text.count('You read this') == 1


async def test_a_revised_guide_is_offered_again(database: None, our_shelf: Shelf):
    team_id, *_people = await a_team()
    slug = guides_of('community-cafe', 6)[0].slug
    await open_guide(team_id, slug, 1, on=DAY)

    async def why() -> Why:
        return {one.slug: one.why for one in await guides_for(team_id, 'community-cafe', 6, 'community')}[slug]

    assert await why() is Why.READ
    our_shelf.revise(slug, 'en', 'kinds:', 'kinds:')
    assert await why() is Why.REVISED
    our_shelf.take('food-children-and-rides', 'es')
    with speaking('es'):
        found = {one.slug: one.why for one in await guides_for(team_id, 'community-cafe', 6, 'community')}
    assert found[slug] is Why.READ  # in Spanish it says what was read
    assert [why for why in found.values() if why not in (Why.NEW, Why.READ, Why.IN_ENGLISH)] == []


async def test_a_coach_sends_a_guide_in_one_tap_and_sees_which_revision_went_out(client: httpx.AsyncClient):
    team_id, _alma, grace, rosa = await a_team('school-cafe')
    await execute("update person set language = 'es' where id = $1", grace.person_id)
    await as_somebody(client, rosa)
    slug = guides_of('school-cafe', 1)[0].slug
    path = f'/coach/teams/{team_id}/guides/{slug}/letters'
    assert f'action="{path}"' in (await client.get(f'/coach/teams/{team_id}')).text
    answer = await client.post(path)
    assert (answer.status_code, answer.headers['location']) == (303, f'/coach/teams/{team_id}')
    page = (await client.get(f'/coach/teams/{team_id}')).text
    assert 'The guide goes to 2 people by email.' in page and 'Revision 1 was sent' in page
    sent_id = await fetchval('select id from guide_sent')
    letters = await letters_about('guide_sent', sent_id)
    assert [(one.kind, one.to_name, one.language) for one in letters] == [
        ('guide-sent', 'Alma Cruz', 'en'), ('guide-sent', 'Grace Lee', 'es'),
    ]  # fmt: skip
    assert letters[0].facts['guide'] != letters[1].facts['guide'] and letters[1].button.endswith(f'/es/guides/{slug}')
    assert await read_by(team_id) == {}
    await client.post(path)
    assert 'The team got this guide by email today.' in (await client.get(f'/coach/teams/{team_id}')).text


async def test_nothing_is_sent_where_nobody_can_be_written_to_and_nobody_who_left_is_written_to(database: None, our_shelf: Shelf):
    team_id, alma, grace, rosa = await a_team()
    assert await send(team_id, TABLE, 1, on=DAY, by=rosa, now=NOW) == 2
    assert await sent_to(team_id) == {TABLE: (1, DAY)}
    sent_id = await fetchval('select id from guide_sent')
    await execute('update team_member set ended_on = current_date where person_id = $1', grace.person_id)
    assert [one.to_name for one in await letters_about('guide_sent', sent_id)] == ['Alma Cruz']
    our_shelf.take(TABLE, 'en', 'es')
    assert await letters_about('guide_sent', sent_id) == []
    await execute('update person set email = null where id = any($1)', [alma.person_id, grace.person_id])
    assert await letters_about('guide_sent', sent_id) == []
    with pytest.raises(Refused) as refused:
        await send(team_id, 'talk-knowledge', 1, on=DAY, by=rosa, now=NOW)
    assert refused.value.reason is NoSending.NOBODY


async def test_only_the_teams_own_people_open_and_only_its_coaches_send(client: httpx.AsyncClient):
    team_id, alma, _grace, rosa = await a_team()
    other = await somebody('Olive Reed')
    doors = (f'/team/{team_id}/guides/{TABLE}/reading', f'/coach/teams/{team_id}/guides/{TABLE}/letters')
    got = {}
    for actor in (alma, rosa, other):
        client.cookies.clear()
        await as_somebody(client, actor)
        got[actor.name] = [(await client.post(path)).status_code for path in doors]
    assert got == {'Alma Cruz': [303, 403], 'Rosa Delgado': [404, 303], 'Olive Reed': [404, 403]}
    client.cookies.clear()
    await as_somebody(client, alma)
    assert (await client.post(f'/team/{team_id}/guides/hosting-a-boat/reading')).status_code == 404
