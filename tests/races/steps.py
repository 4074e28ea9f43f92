"""A team and its coaches press the same buttons at once: python -m tests.races.steps --times 40 --repeats 20."""

from __future__ import annotations

import collections
import datetime
import itertools

import click

from coaching.kit import clock
from coaching.kit.access import SYSTEM, Actor, Grant
from coaching.kit.database import fetch
from coaching.path.commands import telling, walking
from coaching.path.queries import journey, steps
from coaching.path.rules.noting import mark_of
from coaching.path.values import Marked
from coaching.teams.commands.teams import form as form_team
from coaching.teams.commands.teams import join
from tests.races.contest import contest
from tests.races.figures import Line
from tests.races.sockets import form, household, volley
from tests.races.town import Web
from tests.races.world import cookie_of, somebody

FOLLOWS = {
    '': {'entered'}, 'entered': {'claimed'}, 'claimed': {'withdrawn', 'returned', 'confirmed'}, 'withdrawn': {'claimed'},
    'returned': {'claimed'}, 'confirmed': {'reopened'}, 'reopened': {'claimed'},
}  # fmt: skip
"""What may come after what, written once more and shorter than the product's own rules."""
NUMBER = itertools.count(1)
WHY = {'return-why': 'Not yet.', 'reopen-why': 'Look again.'}


async def a_team() -> tuple[int, list[str], list[str]]:
    """A team whose first step is reached in full; what the browsers of two of its people and of two coaches send along."""
    number, now = next(NUMBER), clock.now()
    people = [await somebody(f'{name} of team {number}') for name in ('Alma', 'Grace')]
    team_id = await form_team(f'Team {number}', lead_id=people[0].person_id or 0, by=SYSTEM, now=now)
    await join(team_id, people[1].person_id or 0, by=SYSTEM, now=now)
    await walking.begin(team_id, 'community-cafe', 1, by=SYSTEM, now=now)
    coaches = [await somebody(f'{name} of team {number}', Grant('coach', 'team', team_id)) for name in ('Rosa', 'Omar')]
    alma = Actor(people[0].how, person_id=people[0].person_id, grants=(Grant('lead', 'team', team_id),))
    for code in ('1.a', '1.b', '1.c'):
        await telling.mark(team_id, code, Marked.FULLY, seen=0, by=alma, now=now)
    await telling.show(team_id, 1, 'We met.', by=alma, now=now)
    return team_id, [await cookie_of(one) for one in people], [await cookie_of(one) for one in coaches]


async def race(web: Web, times: int) -> list[Line]:
    """Each button by itself, pressed at once by all who may; then all of them together."""
    team_id, people, coaches = await a_team()
    start, lines = f'/team/{team_id}/steps', []
    told = collections.Counter[str]()

    async def at_once(what: str, *pressed: tuple[str, list[str], dict[str, str]]) -> collections.Counter[int]:
        asked = [
            form(path, _numbered(fields, number), cookie=who[number % len(who)], caller=household(number))
            for number in range(times)
            for path, who, fields in [pressed[number % len(pressed)]]
        ]
        answers = await volley(web.address, asked)
        told.update(pressed[number % len(pressed)][0].rpartition('/')[2] for number, one in enumerate(answers) if one.status == 303)
        statuses = collections.Counter(one.status for one in answers)
        if what:
            lines.append(Line(what, dict(statuses), {303: 1, 409: times - 1}))
        return statuses

    claim, sign_off = (f'{start}/1/claim', people, {}), (f'{start}/1/sign-off', coaches, {})
    withdraw, reopen = (f'{start}/1/claim/withdrawal', people, {}), (f'{start}/1/reopening', coaches, WHY)
    await at_once('done, said at once', claim)
    await at_once('signed off at once', sign_off)
    await at_once('opened again at once', reopen)
    await at_once('done, once more', claim)
    await at_once('taken back and signed off at once', withdraw, sign_off)
    crowd = await at_once('', claim, sign_off, reopen, withdraw, (f'{start}/1/return', coaches, WHY))
    lines.append(Line('all of it at once: answers that are no yes and no no', sorted(crowd.keys() - {303, 409}), []))
    for what, pressed in {
        'one part, marked at once': (f'{start}/2/marks', people, {'code': '2.a', 'mark': '1', 'seen': '0'}),
        'one question, answered at once': (f'{start}/3/notes', people, {'note-1': 'Words of {}', 'was-1': mark_of('')}),
        'the next bold step, set at once': (f'/team/{team_id}/bold-step', people, {'what': 'Find room {}'}),
    }.items():
        await at_once(what, pressed)
    return [*lines, *await _history(team_id, told), Line('faults in the log', web.faults, [])]


def _numbered(fields: dict[str, str], number: int) -> dict[str, str]:
    return {name: value.format(number) for name, value in fields.items()}


async def _history(team_id: int, told: collections.Counter[str]) -> list[Line]:
    """What stands in the end: every yes once, nothing that cannot follow, and nobody's own word signed off."""
    walk = await journey(team_id)
    assert walk
    first = (await steps(walk, on=datetime.date.max))[0].history
    did = [str(fact.did) for fact in first]
    counted = collections.Counter(did)
    names = {'claim': 'claimed', 'sign-off': 'confirmed', 'reopening': 'reopened', 'withdrawal': 'withdrawn', 'return': 'returned'}
    twice = await fetch('select step, number from step_fact where journey_id = $1 group by step, number having count(*) > 1', walk.id)
    return [
        Line('each yes is one fact', {name: counted[fact] for name, fact in names.items()}, {name: told[name] for name in names}),
        Line('what cannot follow', [pair for pair in itertools.pairwise(['', *did]) if pair[1] not in FOLLOWS[pair[0]]], []),
        Line('own words signed off', [
            two for one, two in itertools.pairwise(first) if two.did == 'confirmed' and one.by_person_id == two.by_person_id
        ], []),
        Line('two facts in one place', len(twice), 0),
    ]  # fmt: skip


@click.command()
@click.option('--times', default=40, show_default=True, help='Browsers at once.')
@click.option('--repeats', default=20, show_default=True)
@click.option('--workers', default=2, show_default=True, help='Web processes.')
def main(times: int, repeats: int, workers: int) -> None:
    """Say done, sign off, open again, mark, note and set a next step, each many times at once."""
    contest(f'{times} browsers on one step', lambda web: race(web, times), repeats=repeats, workers=workers)


if __name__ == '__main__':
    main()
