"""What is written about how a team begins: each letter to whom it concerns, and none once it says what is over."""

import datetime

from coaching import domains
from coaching.kit.access import Grant
from coaching.kit.database import execute, fetch, fetchval
from coaching.outbox.values import Promise
from coaching.people.commands import erase
from coaching.teams.commands import starting as commands
from coaching.teams.queries.teams import start
from coaching.teams.values import Fit
from tests.conftest import NOW
from tests.races.world import somebody
from tests.teams.test_starting import asked, called, decided

EVERYWHERE = Grant('coordinator', 'network', None)


async def letters(request_id: int) -> dict[tuple[str, str], object]:
    """What would be written now, by kind and by who reads it; None where nothing would be."""
    found = {}
    rows = await fetch(
        """select p.*, h.name from promise p join person h on h.id = p.person_id
        where p.subject_kind = 'start_request' and p.subject_id = $1 order by p.id""", request_id,
    )  # fmt: skip
    for row in rows:
        names = {name: row[name] for name in ('id', 'kind', 'person_id', 'subject_kind', 'subject_id')}
        whens = {'made_at': NOW, 'due_at': row['due_at'], 'useful_until': None, 'claimed_until': NOW}
        promised = Promise(**names, **whens, facts={}, tries=0, message_id='<1@cafe.example>')
        found[row['kind'], row['name']] = await domains.WRITERS[row['kind']](promised, NOW)
    return found


async def test_whoever_asks_hears_by_when_and_the_coordinator_of_all_hears_of_it(database):
    await somebody('Ellen Voss', EVERYWHERE)
    await somebody('Pia Vance', Grant('coordinator', 'place', 1))
    await somebody('Dana Whitfield', Grant('trainer', 'network', None))
    request_id = await asked()
    found = await letters(request_id)
    assert {key: one.language for key, one in found.items()} == {
        ('start-asked', 'Alma Cruz'): 'es', ('start-waits', 'Ellen Voss'): 'en', ('start-late', 'Ellen Voss'): 'en',
    }  # fmt: skip
    assert found['start-waits', 'Ellen Voss'].button.endswith(f'/setup/starts/{request_id}')
    assert found['start-asked', 'Alma Cruz'].button.endswith('/es/sessions')
    late = await fetchval("select due_at from promise where kind = 'start-late'")
    assert late == (await start(request_id)).due_at


async def test_asking_again_writes_no_second_letter(database):
    await somebody('Ellen Voss', EVERYWHERE)
    assert len(await letters(await asked())) == len(await letters(await asked(hope='Other words'))) == 3


async def test_who_took_it_is_reminded_and_nobody_else(database):
    boss, pia = await somebody('Ellen Voss', EVERYWHERE), await somebody('Pia Vance', EVERYWHERE)
    request_id = await asked()
    await commands.take(request_id, by=pia, now=NOW)
    found = await letters(request_id)
    assert found['start-late', 'Ellen Voss'] is None and found['start-late', 'Pia Vance'] is not None
    await called(request_id, pia)
    assert (await letters(request_id))['start-late', 'Pia Vance'] is None
    assert boss.person_id != pia.person_id


async def test_somebody_who_gave_up_the_office_is_not_written_to(database):
    boss = await somebody('Ellen Voss', EVERYWHERE)
    request_id = await asked()
    await execute('update role_grant set ended_at = now() where account_id = $1', boss.account_id)
    assert (await letters(request_id))['start-waits', 'Ellen Voss'] is None


async def test_a_yes_shows_the_lead_the_way_in(database):
    by = await somebody('Ellen Voss', EVERYWHERE)
    request_id = await asked()
    await called(request_id, by)
    team_id = await decided(request_id, Fit.YES, by, team='Willow Street')
    letter = (await letters(request_id))['team-begins', 'Alma Cruz']
    assert (letter.facts, letter.button.rpartition('/es')[2]) == ({'team': 'Willow Street'}, f'/team/{team_id}')


async def test_not_now_names_the_day_and_no_is_kind(database):
    by = await somebody('Ellen Voss', EVERYWHERE)
    request_id = await asked(language='en')
    await called(request_id, by)
    await decided(request_id, Fit.NOT_NOW, by, ask_again_on=datetime.date(2027, 3, 1))
    assert (await letters(request_id))['start-again', 'Alma Cruz'].facts == {'day': 'Monday, March 1, 2027'}
    other = await asked(name='Grace Bell', email='grace@example.org')
    await called(other, by)
    await decided(other, Fit.NO, by)
    closed = (await letters(other))
    assert closed['start-closed', 'Grace Bell'].facts == {} and closed['start-asked', 'Grace Bell'] is None


async def test_nothing_goes_to_somebody_who_was_erased_or_has_no_address(database):
    by = await somebody('Ellen Voss', EVERYWHERE)
    request_id = await asked()
    await execute('update person set email = null where id = (select person_id from start_request where id = $1)', request_id)
    assert (await letters(request_id))['start-asked', 'Alma Cruz'] is None
    await erase((await start(request_id)).person_id, by=by, asked_by='the person', now=NOW)
    assert not any(key[0] == 'start-asked' and letter for key, letter in (await letters(request_id)).items())
