"""The Monday on which most stories here begin, who stands in the room then, and the letters that go out."""

import pytest

from coaching.domains import WRITERS
from coaching.kit import clock
from coaching.outbox.sending import Postman
from tests.funnel.world import HOUR, MONDAY
from tests.outbox.world import Kept
from tests.signing import TRAINER, sign_in


@pytest.fixture
def monday(monkeypatch):
    """It is Monday for whoever asks the clock."""
    monkeypatch.setattr(clock, 'now', lambda: MONDAY)


@pytest.fixture
async def dana(client, monday):
    """Dana's browser on that Monday; she is a trainer of the whole network."""
    await sign_in(client, 'Dana Whitaker', TRAINER, now=MONDAY)
    return client


@pytest.fixture
def post(monkeypatch):
    """Sends everything that is due an hour later; the letters that went since the last time."""

    async def sent():
        monkeypatch.setattr(clock, 'now', lambda: MONDAY + HOUR)
        kept = Kept()
        await Postman(kept, WRITERS).send_due()
        return kept.letters

    return sent
