"""A sign-in ends: by oneself, from another browser, with the account, with a role. What has ended stays ended."""

from __future__ import annotations

import datetime

from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute


async def sign_out(*, by: Actor, now: datetime.datetime) -> None:
    """End the sign-in of the browser that asks."""
    async with atomic():
        if await _end('id = $3', 'signed out', now, by.sign_in_id):
            await record('signed_out', by=by, subject=('account', by.account_id or 0), now=now)


async def end_sign_in(sign_in_id: int, *, by: Actor, now: datetime.datetime) -> bool:
    """End one of one's own sign-ins; False where there is none of that number."""
    async with atomic():
        count = await _end('id = $3 and account_id = $4', 'ended', now, sign_in_id, by.account_id)
        if count:
            await record('sign_ins_ended', by=by, subject=('account', by.account_id or 0), now=now, count=count)
    return count > 0


async def end_all(*, by: Actor, now: datetime.datetime) -> int:
    """End every sign-in of one's own but the one that asks; how many."""
    async with atomic():
        count = await _end('account_id = $3 and id is distinct from $4', 'ended', now, by.account_id, by.sign_in_id)
        if count:
            await record('sign_ins_ended', by=by, subject=('account', by.account_id or 0), now=now, count=count)
    return count


async def end_of_account(account_id: int, why: str, now: datetime.datetime) -> int:
    """End every sign-in of an account inside the transaction that asks for it; `why` is 'account closed' or 'role taken'."""
    return await _end('account_id = $3', why, now, account_id)


async def _end(where: str, why: str, now: datetime.datetime, *parameters: object) -> int:
    told = await execute(f'update sign_in set ended_at = $1, ended_why = $2 where ended_at is null and {where}', now, why, *parameters)
    return int(told.split()[-1])
