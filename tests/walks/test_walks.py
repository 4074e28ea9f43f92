"""The short form: some seconds of random deeds, beside the reference model."""

import time

import pytest

from coaching.path.rules import steps as rules
from tests.walks.walking import Differs, walked

SECONDS = 8


async def test_teams_that_walk_at_random_do_as_the_reference_says(pool):
    until, seed = time.monotonic() + SECONDS, 0
    while time.monotonic() < until:
        await walked(seed)
        seed += 1
    assert seed > 2


async def test_the_reference_sees_a_rule_that_is_broken(pool, monkeypatch):
    monkeypatch.setattr(rules, 'SETTLED', tuple(rules.StepState))
    with pytest.raises(Differs, match='should not have been'):
        for seed in range(40):
            await walked(seed)
