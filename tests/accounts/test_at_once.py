"""An invitation is accepted while two records of whom it is for become one: the account is the kept person's."""

import pytest

from coaching import domains
from coaching.accounts import commands
from coaching.accounts.commands import inviting
from coaching.accounts.rules import NoInvitation
from coaching.kit.access import SYSTEM
from coaching.kit.database import fetchval
from coaching.people.commands import find_or_add, merge
from tests.accounts.test_roles import ROSA, token_of
from tests.accounts.test_signing_in import refusal
from tests.accounts.world import TRAINER, ellen
from tests.another_database import another_database
from tests.at_once import beside
from tests.conftest import NOW

assert domains.KEEPERS
WHOSE = 'select person_id from account where email = $1'


@pytest.fixture(autouse=True)
async def town(pool, postgres):
    """A database in which others see what is committed."""
    async with another_database(postgres):
        yield


async def accepted_while_merged() -> bool:
    """Whether the account that comes of it is the kept person's."""
    by = await ellen()
    kept, _ = await find_or_add('Rosa Paz-Gil', 'gil@example.org', source='trainer', by=SYSTEM, now=NOW)
    offered = await commands.invite('Rosa Paz', 'rosa@example.org', TRAINER, by=by, **ROSA)
    gone = await fetchval('select person_id from invitation where id = $1', offered)
    token = await token_of(offered)
    await beside(lambda: merge(kept, gone, by=by, now=NOW), lambda: commands.accept(token, device='', now=NOW))
    found: bool = await fetchval(WHOSE, 'rosa@example.org') == kept
    return found


async def test_an_invitation_accepted_during_a_merging_is_the_kept_persons():
    assert await accepted_while_merged()


async def test_without_holding_the_person_first_the_offer_seems_to_be_gone(monkeypatch):
    async def as_it_was(person_id: int) -> int:
        return person_id

    monkeypatch.setattr(inviting, 'hold_standing', as_it_was)
    assert await refusal(accepted_while_merged()) is NoInvitation.TOO_OLD
