"""Everybody asks for cafés, leads a team of their own and coaches another one, with words of their own in each field of both."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from coaching.coaches.commands import assigning, covering, helping, logging, talks
from coaching.coaches.values import Beside, Logged
from coaching.kit import clock
from coaching.kit.access import Actor, Grant, How
from coaching.kit.database import fetchrow, fetchval
from coaching.path.commands import beginning, bold_steps, noting, sharing, telling, walking
from coaching.path.rules.noting import mark_of
from coaching.path.values import FileFacts, Marked, ResourceKind
from coaching.teams.commands import next_steps, pilot_sites, starting, teams
from coaching.teams.values import Fit
from tests.drills.erasing.people import Network, Someone
from tests.races.world import somebody

DAY = datetime.timedelta(days=1)
FIELDS = {
    'sp': 'place of a start', 'sw': 'who would do it, of a start', 'sh': 'hope of a start', 'sn': 'need in a first call',
    'si': 'intention in a first call', 'sf': 'first thing to do in a first call',
    'nt': 'note of a step', 'ev': 'evidence', 'eu': 'link of evidence', 'ef': 'name of a file', 'ec': 'words in a file',
    'sa': 'answer that was shared', 'rs': 'strength', 'bw': 'bold step', 'bo': 'who does a bold step', 'mk': 'why of a mark',
    'rw': 'why a step was opened again', 'ns': "next step of one's own", 'pi': 'who introduced a place',
    'ha': 'call for help', 'hw': 'answer to a call for help',
    'gw': 'what goes well, of a talk', 'tw': 'what is in the way, of a talk', 'fc': 'words for coaches', 'ad': 'words under a talk',
    'wh': 'where a talk is', 'no': 'note of a hand-over', 'cn': 'note of a cover', 'le': 'why somebody left',
}  # fmt: skip
"""A field of these words, and what it is; each stands in the words of `Someone.word`."""


class Elsewhere(NamedTuple):
    """A team, its coach, and its call for help."""

    team_id: int
    coach_id: int
    help_id: int


async def lead_and_coach(network: Network, one: Someone, elsewhere: Elsewhere) -> None:
    """From the public form to a team of their own, then beside the team `elsewhere`."""
    led = await _a_team(network, one)
    await _walk(one, led)
    await _coach(network, one, elsewhere)
    member_id = await fetchval('select id from team_member where team_id = $1', led)
    await teams.leave(member_id, why=one.word('le'), by=network.ellen, now=clock.now())


async def a_team_elsewhere(network: Network, number: int) -> Elsewhere:
    """A team that many coach and that asks for help, and a coach who stays."""
    alma, rosa = await somebody(f'Alma Cruz {number}'), await somebody(f'Rosa Delgado {number}')
    assert alma.person_id and rosa.person_id
    by = {'by': network.ellen, 'now': clock.now()}
    team_id = await teams.form(f'Willow Street School team {number}', lead_id=alma.person_id, **by)
    await walking.begin(team_id, 'community-cafe', 1, on=clock.now().date(), **by)
    await assigning.assign(team_id, rosa.person_id, **by)
    asked_by = Actor(how=How.ACCOUNT, person_id=alma.person_id, grants=(Grant('lead', 'team', team_id),))
    return Elsewhere(team_id, rosa.person_id, await helping.ask(team_id, 'Who lends us chairs?', by=asked_by, now=clock.now()))


def _as(one: Someone, *grants: Grant) -> Actor:
    return Actor(how=How.ACCOUNT, person_id=one.ids['person'], grants=grants)


async def _a_team(network: Network, one: Someone) -> int:
    asked = {'place': one.word('sp'), 'who': one.word('sw'), 'hope': one.word('sh'), 'name': one.name(), 'email': one.address('em')}
    await network.done('/start', asked | {'language': 'en'}, who=one)
    now, by = clock.now(), network.ellen
    start = await fetchrow('select id, version from start_request where person_id = $1', one.ids['person'])
    assert start
    said = {'need': one.word('sn'), 'intention': one.word('si'), 'first_action': one.word('sf')}
    await starting.log_call(start['id'], version=start['version'], called_at=now, minutes=20, place_id=None, by=by, now=now, **said)
    version = await fetchval('select version from start_request where id = $1', start['id'])
    team_id = await beginning.say_fit(start['id'], Fit.YES, version=version, team=f'Team {one.number}', by=by, now=now)
    assert team_id
    return team_id


async def _walk(one: Someone, team_id: int) -> None:
    by = {'by': _as(one, Grant('lead', 'team', team_id)), 'now': clock.now()}
    beside = {'by': _as(one, Grant('coach', 'team', team_id)), 'now': clock.now()}
    await noting.note(team_id, 2, {1: noting.Written(one.word('nt'), mark_of(''))}, **by)
    file = FileFacts(f'{one.word("ef")}.txt', 'text/plain', one.word('ec').encode())
    await telling.show(team_id, 1, one.word('ev'), url=f'https://{one.word("eu")}.example.org/', file=file, **by)
    await sharing.share(team_id, 1, 1, one.word('sa'), **by)
    await sharing.add_to_list(team_id, 4, ResourceKind.STRENGTH, one.word('rs'), **by)
    await bold_steps.set_bold_step(team_id, one.word('bw'), who=one.word('bo'), **by)
    await telling.mark(team_id, '2.a', Marked.PARTLY, seen=0, is_excepted=True, why=one.word('mk'), **beside)
    await walking.set_aside(team_id, 3, why=one.word('rw'), **beside)
    await next_steps.add(team_id, one.word('ns'), owner_id=one.ids['person'], **by)
    await pilot_sites.add(team_id, 'Cedar Bend Center', introduced_words=one.word('pi'), **by)
    await helping.ask(team_id, one.word('ha'), **by)


async def _coach(network: Network, one: Someone, elsewhere: Elsewhere) -> None:
    team_id, other, _asked = elsewhere
    now, coordinator = clock.now(), {'by': network.ellen, 'now': clock.now()}
    await assigning.assign(team_id, one.ids['person'], Beside.CO_COACH, note=one.word('no'), **coordinator)
    by = {'by': _as(one, Grant('coach', 'team', team_id)), 'now': now}
    words = {'going_well': one.word('gw'), 'in_the_way': one.word('tw'), 'for_coaches': one.word('fc')}
    contact_id, _is_new = await logging.log(Logged(f'draft-of-{one.number:04d}', (team_id,), now.date(), **words), **by)
    await logging.add_line(contact_id, one.word('ad'), **by)
    await talks.plan(team_id, one.ids['person'], now + 7 * DAY, zone='UTC', where_words=one.word('wh'), **by)
    await covering.cover(one.ids['person'], other, now.date() + 30 * DAY, now.date() + 40 * DAY, note=one.word('cn'), **coordinator)
    await helping.answer(elsewhere.help_id, one.word('hw'), **by)
