"""Every test here knows what each domain holds about persons."""

import pytest

from coaching.accounts.persons import KEEPER as ACCOUNTS
from coaching.people import keepers
from coaching.people.persons import KEEPER as PEOPLE
from coaching.teams.persons import KEEPER as TEAMS
from tests.conftest import NOW
from tests.signing import sign_in
from tests.teams.test_teams import a_team
from tests.teams.world import join_as


@pytest.fixture(autouse=True)
def known_keepers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keepers, '_known', (PEOPLE, ACCOUNTS, TEAMS))


@pytest.fixture
async def team_id(client) -> int:
    """Alma's team, with Alma signed in."""
    number = await a_team()
    alma = await sign_in(client, 'Alma Cruz', now=NOW)
    await join_as(number, alma, 'lead')
    return number
