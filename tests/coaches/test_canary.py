"""Words for coaches only reach coaches of that team, and nobody else by any door: pages, sheets, feeds, copies, the log."""

import pytest

from coaching.coaches.commands import assigning, logging, talks
from coaching.coaches.values import Beside, Logged
from coaching.kit.tokens import link_token
from tests.coaches.world import BY, DAY, NOW, TODAY, a_team, again, of_before, somebody
from tests.path.world import as_somebody
from tests.signing import COORDINATOR, sign_in

pytestmark = pytest.mark.usefixtures('today')
CANARY = 'marmalade canary'


async def test_words_for_coaches_reach_coaches_alone(client, caplog, capfd):
    team_id = await a_team()
    rosa, alma, ines = await somebody('Rosa Delgado'), await somebody('Alma Cruz'), await somebody('Ines Paz')
    await assigning.assign(team_id, rosa.person_id, on=TODAY - 90 * DAY, **BY)
    await assigning.assign(team_id, ines.person_id, Beside.SEASONED_HOST, **BY)
    words = Logged('draft-0001', (team_id,), TODAY, going_well='Alma asked two more.', for_coaches=CANARY)
    contact_id, _ = await logging.log(words, by=rosa, now=NOW)
    await logging.add_line(contact_id, CANARY, for_coaches=True, by=rosa, now=NOW)
    await of_before(rosa, team_id, CANARY)
    await talks.plan(team_id, rosa.person_id, NOW + DAY, zone='UTC', by=rosa, now=NOW)
    feed = link_token('talks', rosa.person_id, await talks.new_feed(rosa.person_id, by=rosa, now=NOW))
    own = [f'/team/{team_id}{page}' for page in ('', '/coach', '/coach/help', '/coach/plan', '/people', '/steps/1')]
    coachs = [f'/coach/teams/{team_id}/log', f'/coach/teams/{team_id}/log/{contact_id}', '/coach/talks', '/coach/help', '/coach']
    setup = [f'/setup/teams/{team_id}', f'/setup/teams/{team_id}/coach', '/setup/coaches', f'/setup/coaches/{rosa.person_id}']
    more = ['/setup/happened', f'/setup/people/{rosa.person_id}', f'/setup/people/{alma.person_id}', '/coach/minutes.xlsx', '/me/held']
    everywhere = [*own, *coachs, *setup, *more, f'/talks/{feed}/calendar.ics']

    async def seen() -> list[str]:
        return [path for path in everywhere if CANARY.encode() in (await client.get(path)).content]

    for reader in (alma, ines):
        await as_somebody(client, await again(reader.account_id))
        assert await seen() == []
    await sign_in(client, 'Ellen Hart', COORDINATOR, now=NOW)
    assert await seen() == []
    client.cookies.clear()
    assert await seen() == []
    assert CANARY not in caplog.text + str(capfd.readouterr())
    await as_somebody(client, await again(rosa.account_id))
    assert {f'/coach/teams/{team_id}/log/{contact_id}', '/me/held'} <= set(await seen())
    assert [path for path in await seen() if path.startswith('/team/')] == []
