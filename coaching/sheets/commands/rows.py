"""What the rows of each kind of file make, each with the ids of it."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from coaching.coaches.commands.assigning import assign
from coaching.coaches.commands.bringing_in import log_many
from coaching.coaches.values import PastTalk
from coaching.funnel.reading.fates import Somebody
from coaching.kit.access import Actor
from coaching.kit.database import fetchval
from coaching.kit.words import _
from coaching.path.commands.bringing_in import tell
from coaching.path.commands.walking import begin
from coaching.path.definition import paths
from coaching.path.queries import journey
from coaching.sheets.reading.fates.standing import Planned, TeamAt
from coaching.sheets.values import Kind
from coaching.teams.commands import teams as commands
from coaching.teams.commands.bringing_in import join_many
from coaching.teams.queries import teams as queries
from coaching.teams.rules.standing import SAY_WHY
from coaching.teams.values import Joining, TeamStanding

Made = dict[int, dict[str, Any]]


@dataclasses.dataclass(slots=True)
class Making:
    """Who and what is new by now: people and teams of this file, and who brings it in when."""

    new: Mapping[Somebody, int]
    entry_id: int | None
    by: Actor
    now: datetime.datetime
    formed: dict[TeamAt, int] = dataclasses.field(default_factory=dict)

    def person_id(self, who: Somebody | None) -> int:
        assert who
        return who.person_id or self.new[who]

    def team_id(self, one: Planned) -> int | None:
        return (one.team.id or self.formed[one.team]) if one.team else None

    @property
    def how(self) -> dict[str, Any]:
        return {'by': self.by, 'now': self.now}


async def _each(good: Sequence[Planned], making: Making, do: Callable[[Planned, Making], Awaitable[dict[str, Any]]]) -> Made:
    return {one.row.number: await do(one, making) for one in good if one.does}


async def of_teams(good: Sequence[Planned], making: Making) -> Made:
    """Teams with who leads and who coaches them, and what the list says of their step; a closed one is closed at last."""
    made = await _each(good, making, _team)
    for one in good:
        state = one.does.get('form', {}).get('state', 'forming')
        if state != 'forming':
            team_id, form = making.team_id(one) or 0, one.does['form']
            why = form['why'] or (_('From an older list.') if TeamStanding(state) in SAY_WHY else '')
            await commands.stand(team_id, TeamStanding(state), why=why, on=form['since'], **making.how)
    return made


async def _team(one: Planned, making: Making) -> dict[str, Any]:
    assert one.team
    did: dict[str, Any] = {}
    if form := one.does.get('form'):
        did |= await _form(one, form, making)
    team_id = making.team_id(one) or 0
    if 'lead' in one.does and 'member' not in did:
        did |= await _lead(one, team_id, making)
    if since := one.does.get('coach'):
        did['assignment'] = await assign(team_id, making.person_id(one.coach), on=since, **making.how)
    if 'step' in one.does:
        did |= await _step(one, team_id, making)
    if fill := one.does.get('fill'):
        known = await queries.team(team_id)
        assert known
        await commands.change(team_id, version=known.version, **fill, **making.how)
        did['fill'] = {'version': known.version + 1, 'fields': sorted(fill)}
    return did


async def _form(one: Planned, form: Mapping[str, Any], making: Making) -> dict[str, Any]:
    """A new team, on the path of its first model."""
    assert one.team
    lead_id = making.person_id(one.who) if 'lead' in one.does else None
    team_id = await commands.form(
        one.row.team, models=form['models'], place_id=one.team.place_id, languages=form['languages'], cafe_name=form['cafe_name'],
        serves=form['serves'], lead_id=lead_id, on=form['since'], **making.how,
    )  # fmt: skip
    making.formed[one.team] = team_id
    chosen = next((path for path in paths() if path.head.model == form['models'][0]), paths()[0])
    did: dict[str, Any] = {'team': team_id, 'journey': await begin(team_id, chosen.key, chosen.version, on=form['since'], **making.how)}
    if lead_id:
        did['member'] = await fetchval('select id from team_member where team_id = $1 and person_id = $2', team_id, lead_id)
        did['as'] = ('lead', False)
    return did


async def _lead(one: Planned, team_id: int, making: Making) -> dict[str, Any]:
    """Somebody leads a team that nobody leads."""
    if one.does['lead'] == 'joins':
        return {'member': await commands.join(team_id, making.person_id(one.who), role='lead', **making.how), 'as': ('lead', False)}
    member_id = await _membership(team_id, making.person_id(one.who))
    await commands.hand_over(member_id, **making.how)
    return {'led': member_id}


async def _step(one: Planned, team_id: int, making: Making) -> dict[str, Any]:
    number, on = one.does['step']
    walk = await journey(team_id)
    words = _('From an older list: the team had come to this step.')
    return await tell(team_id, number, words, on=on, **making.how) if walk else {}


async def _membership(team_id: int, person_id: int) -> int:
    member_id: int = await fetchval(
        'select id from team_member where team_id = $1 and person_id = $2 and ended_on is null', team_id, person_id
    )
    return member_id


async def of_members(good: Sequence[Planned], making: Making) -> Made:
    """People of teams: whoever is new there joins first, and all at once."""
    new = [one for one in good if 'join' in one.does]
    ids = await join_many([Joining(making.team_id(one) or 0, making.person_id(one.who), *one.does['join']) for one in new], **making.how)
    made: Made = {one.row.number: {'member': number, 'as': one.does['join'][:2]} for one, number in zip(new, ids, strict=True)}
    return made | await _each([one for one in good if 'join' not in one.does], making, _member)


async def _member(one: Planned, making: Making) -> dict[str, Any]:
    member_id = await _membership(making.team_id(one) or 0, making.person_id(one.who))
    if 'hand_over' in one.does:
        await commands.hand_over(member_id, **making.how)
    if 'parent_leader' in one.does:
        await commands.say_parent_leader(member_id, is_parent_leader=True, **making.how)
    return {'led' if what == 'hand_over' else what: member_id for what in one.does}


async def of_assignments(good: Sequence[Planned], making: Making) -> Made:
    """Who stands beside teams."""
    return await _each(good, making, _assignment)


async def _assignment(one: Planned, making: Making) -> dict[str, Any]:
    stand = one.does['assign']
    added = await assign(
        making.team_id(one) or 0, making.person_id(one.coach), stand.role, on=stand.began_on, until=stand.ended_on, **making.how
    )  # fmt: skip
    return {'assignment': added, 'until': stand.ended_on}


async def of_talks(good: Sequence[Planned], making: Making) -> Made:
    """Talks of before, all at once."""
    new = [one for one in good if one.does]
    talks = [PastTalk(making.team_id(one) or 0, making.person_id(one.coach), **one.does['log']) for one in new]
    ids = await log_many(talks, **making.how)
    return {one.row.number: {'talk': number} for one, number in zip(new, ids, strict=True) if number}


ROWS_OF: Mapping[Kind, Callable[[Sequence[Planned], Making], Awaitable[Made]]] = {
    Kind.TEAMS: of_teams, Kind.MEMBERS: of_members, Kind.ASSIGNMENTS: of_assignments, Kind.TALKS: of_talks,
}  # fmt: skip
