"""What other domains learn of many teams at once, and what a coordinator sees: bands from five teams on, and never a team's answers."""

from __future__ import annotations

import datetime
from collections import Counter

from coaching.readiness.commands.rounds import close_round, end_answering
from coaching.readiness.commands.talking import agree
from coaching.readiness.queries.standing import Standing, bands, standings
from coaching.readiness.values import Agreed, Form
from tests.conftest import NOW
from tests.readiness.world import CHECK, HOST, TODAY, Team, a_round, a_team, answers, every

TOMORROW = TODAY + datetime.timedelta(days=1)


async def closed(team: Team, said: dict[str, str], asked: Form = Form.FULL, days: int = 0) -> int:
    """A round with this agreed on, closed so many days from now."""
    now = NOW + datetime.timedelta(days=days)
    round_id = await a_round(team, asked=asked)
    await answers(round_id, team.lead, {'B1': 'strong'})
    await end_answering(round_id, by=team.lead, now=now)
    for item, answer in said.items():
        await agree(round_id, Agreed(item, answer), seen=0, by=team.lead, now=now)
    await close_round(round_id, by=team.lead, now=now)
    return round_id


async def test_a_team_without_a_round_is_not_told_of_and_an_open_one_is(database):
    asking, talking, nothing = [await a_team(name, ('Alma',)) for name in ('Riverside', 'Westgate', 'Harbor')]
    open_id = await a_round(asking)
    talk_id = await a_round(talking)
    await answers(talk_id, talking.lead, {'A1': 'strong'})
    await end_answering(talk_id, by=talking.lead, now=NOW)
    assert await standings([asking.id, talking.id, nothing.id]) == {
        asking.id: Standing(open_id=open_id, opened_on=TODAY),
        talking.id: Standing(open_id=talk_id, opened_on=TODAY, talk_since=TODAY),
    }


async def test_what_must_be_there_first_is_told_of_the_last_round_be_it_a_pulse(database):
    team = await a_team()
    await closed(team, every('rooted'))
    last = await closed(team, {'C1': 'starting', 'C3': 'strong'}, Form.PULSE, days=1)
    host = await a_round(team, HOST)
    await agree(host, Agreed('H1', 'done'), seen=0, by=team.lead, now=NOW)
    await close_round(host, by=team.lead, now=NOW)
    stands = (await standings([team.id]))[team.id]
    assert stands == Standing(closed=((TODAY, True),), must_haves=('C1', 'C5'), last_id=last, last_on=TOMORROW)


async def test_a_round_in_which_something_is_open_is_not_rooted(database):
    team = await a_team()
    await closed(team, every('rooted') | {'A1': 'strong'})
    await closed(team, every('strong'), days=1)
    await closed(team, {'A1': 'rooted'}, days=2)
    assert [is_rooted for _on, is_rooted in (await standings([team.id]))[team.id].closed] == [False, False, True]


async def test_bands_are_told_from_five_teams_on_and_only_of_the_places_of_whoever_asks(database):
    teams = [await a_team(f'Team {number}', ('Alma',)) for number in range(5)]
    for team in teams[:4]:
        await closed(team, every('rooted'))
    assert await bands(CHECK, places=None) == (4, {})
    await closed(teams[4], {item.key: 'starting' for item in CHECK.items if item.key[0] != 'C'})
    await closed(teams[0], every('strong'), days=1)
    number, told = await bands(CHECK, places=None)
    assert (number, told) == (5, {
        'want': Counter({'rooted': 3, 'ready-to-try': 1, 'build-first': 1}),
        'able': Counter({'rooted': 3, 'ready-to-try': 1, 'build-first': 1}),
        'know-how': Counter({'rooted': 3, 'ready-to-try': 1, '': 1}),
    })  # fmt: skip
    assert await bands(CHECK, places=[]) == (0, {})
