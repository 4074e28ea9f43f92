"""Every test here knows what each domain holds about persons."""

import pytest

from coaching.people import keepers, persons


@pytest.fixture(autouse=True)
def known_keepers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keepers, '_known', (persons.KEEPER,))
