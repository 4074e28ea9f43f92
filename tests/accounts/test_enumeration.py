"""Whether somebody signs in here is not told, not even by how long an answer takes."""

import importlib
import statistics
import time

import pytest

from coaching.accounts import commands
from coaching.kit.database import atomic
from tests.accounts.world import dana
from tests.conftest import NOW

SAMPLES = 150
NEAR_SECONDS = 0.001


async def seconds(email: str) -> float:
    began = time.perf_counter()
    async with atomic():
        await commands.ask(email, now=NOW)
    return time.perf_counter() - began


async def test_known_and_unknown_addresses_take_the_same_time(database):
    trainer = await dana()
    taken: dict[bool, list[float]] = {True: [], False: []}
    for number in range(2 * SAMPLES):
        is_known = number % 2 == 0
        taken[is_known].append(await seconds(trainer.email if is_known else f'nobody{number}@example.org'))
    known, unknown = (statistics.median(taken[is_known]) for is_known in (True, False))
    assert abs(known - unknown) < NEAR_SECONDS


async def test_known_and_unknown_addresses_ask_the_database_the_same(database, monkeypatch: pytest.MonkeyPatch):
    trainer, asked = await dana(), []
    for module in ('coaching.accounts.commands.signing_in', 'coaching.outbox.commands'):
        for name in ('fetchrow', 'fetchval', 'execute'):
            _listen(monkeypatch, module, name, asked)
    for email in (trainer.email, 'nobody@example.org'):
        asked.append('—')
        await commands.ask(email, now=NOW)
    middle = asked.index('—', 1)
    assert asked[1:middle] == asked[middle + 1 :] != []


def _listen(monkeypatch: pytest.MonkeyPatch, module: str, name: str, asked: list[str]) -> None:
    real = getattr(importlib.import_module(module), name, None)
    if real is None:
        return

    async def heard(sql: str, *parameters: object) -> object:
        asked.append(sql)
        return await real(sql, *parameters)

    monkeypatch.setattr(f'{module}.{name}', heard)
