"""What a team's lead does for its people: invites by letter, adds a name, prints cards, puts back who left by mistake."""

from __future__ import annotations

import datetime

from coaching.accounts.commands import invite as offer
from coaching.accounts.commands.cards import print_card
from coaching.accounts.commands.membership import give_team_role
from coaching.accounts.queries import network_day
from coaching.accounts.values import InvitationFacts
from coaching.journal.commands import record
from coaching.kit.access import Actor, Grant
from coaching.kit.database import atomic, execute, fetchval
from coaching.kit.refusal import Refused
from coaching.people.commands import find_or_add, hold_standing
from coaching.teams.commands.teams import join
from coaching.teams.queries.doors import stands_beside
from coaching.teams.queries.teams import member, members, team
from coaching.teams.rules.joining import NoDoor, is_double, why_not_return
from coaching.teams.rules.standing import NoMember
from coaching.teams.values import MemberFacts, TeamStanding


async def invite(team_id: int, name: str, email: str, *, language: str, by: Actor, now: datetime.datetime) -> int:
    """Promise a letter that asks somebody to be of the team; the invitation's id.

    :raises Refused: the team is closed, the person is in it, or coaches it and no coordinator asks
    """
    found = await team(team_id)
    if found is None or found.standing is TeamStanding.CLOSED:
        raise Refused(NoMember.CLOSED)
    if not by.has('coordinator') and await stands_beside(team_id, email, now):
        raise Refused(NoMember.BESIDE)
    role = Grant('member', 'team', team_id)
    try:
        return await offer(name, email, role, language=language, letter='team-invitation', by=by, now=now)
    except Refused as refused:
        raise Refused(NoMember.HERE_ALREADY) from refused


async def said_yes(accepted: InvitationFacts, person_id: int, by: Actor, now: datetime.datetime) -> None:
    """Whoever takes the offer of a team is of it, in the same transaction.

    :raises Refused: the team has closed
    """
    team_id = accepted.scope_id
    if accepted.role not in ('lead', 'member') or team_id is None:
        return
    if person_id not in {one.person_id for one in await members(team_id)}:
        await join(team_id, person_id, by=by, now=now)


async def add(team_id: int, name: str, *, is_another: bool = False, language: str, by: Actor, now: datetime.datetime) -> int:
    """Somebody without an email address is of the team from now on; the membership's id.

    :raises Refused: somebody is called so and nobody said that it is another, or the team is closed
    """
    async with atomic():
        await fetchval('select id from team where id = $1 for update', team_id)
        if not is_another and is_double(name, await members(team_id)):
            raise Refused(NoDoor.SAME_NAME)
        person_id, _is_new = await find_or_add(name, language=language, source='trainer', by=by, now=now)
        return await join(team_id, person_id, by=by, now=now)


async def card_for(member_id: int, *, by: Actor, now: datetime.datetime) -> str:
    """A new card for somebody of the team, who can do with it what the team's people can; its address.

    :raises Refused: not of the team any more, or somebody for whom no card is printed
    """
    async with atomic():
        one = await _here(member_id)
        url = await print_card(one.person_id, team_id=one.team_id, by=by, now=now)
        await give_team_role(one.person_id, one.role, one.team_id, by=by, now=now)
    return url


async def come_back(member_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """Whoever left by mistake is of the team as before, as a member.

    :raises Refused: is here, left long ago, was erased, or the team is closed
    """
    async with atomic():
        one = await member(member_id)
        if one is None or await hold_standing(one.person_id) != one.person_id:
            raise Refused(NoMember.GONE)
        await fetchval('select id from team where id = $1 for update', one.team_id)
        found = await team(one.team_id)
        if found is None or found.standing is TeamStanding.CLOSED:
            raise Refused(NoMember.CLOSED)
        if reason := why_not_return(one, await members(one.team_id), await network_day(now)):
            raise Refused(reason)
        await execute("update team_member set ended_on = null, why_ended = '', role = 'member' where id = $1", member_id)
        await give_team_role(one.person_id, 'member', one.team_id, by=by, now=now)
        await record('team_joined', by=by, subject=('team', one.team_id), now=now, person_id=one.person_id)


async def _here(member_id: int) -> MemberFacts:
    one = await member(member_id)
    if one is None or one.ended_on or await hold_standing(one.person_id) != one.person_id:
        raise Refused(NoMember.GONE)
    return one
