"""Every test here knows what each domain holds about persons."""

import pytest

from coaching.accounts.persons import KEEPER as ACCOUNTS
from coaching.people import keepers
from coaching.people.persons import KEEPER as PEOPLE
from coaching.teams.persons import KEEPER as TEAMS


@pytest.fixture(autouse=True)
def known_keepers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keepers, '_known', (PEOPLE, ACCOUNTS, TEAMS))
