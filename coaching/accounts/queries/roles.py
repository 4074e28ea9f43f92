"""Accounts, the roles that people hold, and the letters that offer one."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from coaching.accounts.values import AccountFacts, GrantFacts, InvitationFacts
from coaching.kit.access import Grant
from coaching.kit.database import fetch, fetchrow

ACCOUNT = """
select a.id, a.person_id, p.name, coalesce(a.email, '') as email, a.made_at, a.closed_at from account a join person p on p.id = a.person_id
"""
GRANT = """
select g.id, g.account_id, a.person_id, g.role, g.scope_kind, g.scope_id, g.began_at, coalesce(b.name, '') as granted_by
from role_grant g join account a on a.id = g.account_id left join person b on b.id = g.granted_by_id
where g.ended_at is null
"""
OFFICES = f"""
{GRANT} and g.scope_kind <> 'team' and ($1::bigint[] is null or g.scope_kind = 'place' and g.scope_id = any($1))
order by g.role, g.id limit $2
"""
INVITATION = """
select i.id, i.person_id, p.name, p.language, i.email, i.role, i.scope_kind, i.scope_id, i.nonce, coalesce(b.name, '') as invited_by,
       i.invited_at, i.expires_at, i.accepted_at, i.revoked_at
from invitation i join person p on p.id = i.person_id left join person b on b.id = i.invited_by_id
"""
OPEN = 'i.accepted_at is null and i.revoked_at is null'


async def account(account_id: int) -> AccountFacts | None:
    row = await fetchrow(f'{ACCOUNT} where a.id = $1', account_id)
    return AccountFacts(**row) if row else None


async def account_of(person_id: int) -> AccountFacts | None:
    """The person's open account."""
    row = await fetchrow(f'{ACCOUNT} where a.person_id = $1 and a.closed_at is null', person_id)
    return AccountFacts(**row) if row else None


async def held(account_id: int) -> list[Grant]:
    """The roles that an account holds now."""
    roles = 'select role, scope_kind, scope_id from role_grant where account_id = $1 and ended_at is null order by id'
    rows = await fetch(roles, account_id)
    return [Grant(*row) for row in rows]


async def grant(grant_id: int) -> GrantFacts | None:
    """A role that is held now."""
    row = await fetchrow(f'{GRANT} and g.id = $1', grant_id)
    return GrantFacts(**row) if row else None


async def grants_of(person_ids: Collection[int]) -> dict[int, list[GrantFacts]]:
    """The roles that these persons hold now."""
    found: dict[int, list[GrantFacts]] = {person_id: [] for person_id in person_ids}
    for row in await fetch(f'{GRANT} and a.person_id = any($1) order by g.id', list(person_ids)):
        found[row['person_id']].append(GrantFacts(**row))
    return found


async def staff(place_ids: Collection[int] | None = None, limit: int = 200) -> list[GrantFacts]:
    """Every office that is held now; `place_ids` narrows to those for these places. Being of a team is none."""
    rows = await fetch(OFFICES, None if place_ids is None else list(place_ids), limit)
    return [GrantFacts(**row) for row in rows]


async def invitation(invitation_id: int) -> InvitationFacts | None:
    row = await fetchrow(f'{INVITATION} where i.id = $1', invitation_id)
    return InvitationFacts(**row) if row else None


async def invitations(
    now: datetime.datetime, *, person_id: int | None = None, place_ids: Collection[int] | None = None
) -> list[InvitationFacts]:
    """Offers that wait for an answer, newest first; of one person, or for these places; at most 100."""
    rows = await fetch(
        f"""{INVITATION} where {OPEN} and i.expires_at > $1 and ($2::bigint is null or i.person_id = $2)
            and ($3::bigint[] is null or i.scope_kind = 'place' and i.scope_id = any($3)) order by i.id desc limit 100""",
        now,
        person_id,
        None if place_ids is None else list(place_ids),
    )
    return [InvitationFacts(**row) for row in rows]


async def offers_of_team(team_id: int, now: datetime.datetime) -> list[InvitationFacts]:
    """Offers to be of a team that wait for an answer, newest first."""
    of_team = "i.scope_kind = 'team' and i.scope_id = $2"
    rows = await fetch(f'{INVITATION} where {OPEN} and i.expires_at > $1 and {of_team} order by i.id desc limit 100', now, team_id)
    return [InvitationFacts(**row) for row in rows]
