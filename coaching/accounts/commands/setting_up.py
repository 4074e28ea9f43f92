"""The network begins: by a link that works once, on a database that has no coordinator."""

from __future__ import annotations

import datetime
from collections.abc import Awaitable, Callable, Mapping, Sequence

from coaching.accounts import secrets
from coaching.accounts.commands.roles import give_role, open_account
from coaching.accounts.commands.signing_in import begin_sign_in
from coaching.accounts.queries import actor_for
from coaching.accounts.rules import NoSetUp
from coaching.accounts.values import SignedIn
from coaching.journal.commands import record
from coaching.kit import tokens
from coaching.kit.access import PUBLIC, Actor, Grant
from coaching.kit.database import atomic, execute, fetchrow, fetchval
from coaching.kit.refusal import Refused
from coaching.people.commands import find_or_add

FIELDS = ('name', 'zone', 'languages', 'help_lines')
SAID = {'help_lines': 'help_line'}
FIRST_ROLES = ('coordinator', 'trainer')
Afterwards = Callable[..., Awaitable[object]]
_afterwards: list[Afterwards] = []
_when_zone_changes: list[Afterwards] = []


def afterwards(do: Afterwards) -> None:
    """What a domain above begins with in a network that was just set up, given its `zone` and `now`; in the same transaction."""
    if do not in _afterwards:
        _afterwards.append(do)


def when_zone_changes(do: Afterwards) -> None:
    """What a domain above brings up to date when days of the network begin at another moment; in the same transaction."""
    if do not in _when_zone_changes:
        _when_zone_changes.append(do)


async def set_up_link(*, now: datetime.datetime) -> str | None:
    """The link for the first coordinator; the same until it was used, None from then on."""
    nonce = tokens.random_nonce()
    kept = await fetchval(
        """insert into network (set_up_nonce) values ($1)
           on conflict (id) do update set set_up_nonce = network.set_up_nonce where network.set_up_at is null returning set_up_nonce""",
        nonce,
    )
    return secrets.set_up_url(kept) if kept else None


async def set_up(
    token: str, *, network: str, zone: str, languages: Sequence[str], name: str, email: str, device: str, now: datetime.datetime
) -> SignedIn:
    """Name the network; whoever does is its first coordinator and trainer, and signed in.

    :raises Refused: it was done before, or the link is none of ours
    """
    async with atomic():
        row = await fetchrow('select set_up_nonce, set_up_at from network where id = 1 for update')
        if row is None or row['set_up_at'] or not tokens.opens(token, secrets.SET_UP, 1, row['set_up_nonce']):
            raise Refused(NoSetUp.DONE)
        await execute(
            'update network set name = $1, zone = $2, languages = $3, set_up_at = $4 where id = 1', network, zone, list(languages), now
        )
        person_id, _is_new = await find_or_add(name, email, language=languages[0], source='set-up', by=PUBLIC, now=now)
        account_id = await open_account(person_id, email, by=Actor.by_link(person_id), now=now)
        by = await actor_for(account_id) or PUBLIC
        for role in FIRST_ROLES:
            await give_role(account_id, Grant(role, 'network', None), by=by, now=now)
        await record('set_up', by=by, subject=('network', 1), now=now)
        for do in _afterwards:
            await do(zone=zone, now=now)
        return await begin_sign_in(account_id, device=device, now=now, next_path='/setup')


async def change_network(
    *,
    name: str,
    zone: str,
    languages: Sequence[str],
    help_lines: Mapping[str, str],
    version: int,
    by: Actor,
    now: datetime.datetime,
) -> tuple[str, ...]:
    """Change the network's own words; the names of the fields that changed. Help lines go by languages; those not named stay.

    :raises Refused: somebody else changed them meanwhile
    """
    async with atomic():
        row = await fetchrow('select name, zone, languages, help_lines, version from network where id = 1 for update')
        if row['version'] != version:
            raise Refused(NoSetUp.CHANGED_MEANWHILE)
        lines = {code: line for code, line in {**row['help_lines'], **help_lines}.items() if line}
        wanted = dict(zip(FIELDS, (name, zone, list(languages), lines), strict=True))
        changed = sorted(SAID.get(field, field) for field in FIELDS if row[field] != wanted[field])
        if changed:
            await execute(
                'update network set name = $1, zone = $2, languages = $3, help_lines = $4, version = version + 1 where id = 1',
                *wanted.values(),
            )
            await record('network_changed', by=by, subject=('network', 1), now=now, fields=changed)
        for do in _when_zone_changes if 'zone' in changed else ():
            await do()
    return tuple(changed)
