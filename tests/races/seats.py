"""A thousand people want twelve seats at once: python -m tests.races.seats --people 1000 --seats 12 --repeats 20."""

from __future__ import annotations

import collections
import time

import click

from coaching.kit.database import fetch
from tests.funnel.world import a_session
from tests.races.contest import contest
from tests.races.figures import Line, spread
from tests.races.sockets import form, household, volley
from tests.races.town import Web, in_a_month

ANSWERS = {'registered': ['spot-saved'], 'waiting': ['place-in-line']}
REMINDERS = ['reminder-day', 'reminder-hour']
ROWS = """
select r.id, r.state, p.email, array(select kind from promise where subject_kind = 'registration' and subject_id = r.id
                                     and cancelled_at is null and kind <> all($2)) as letters
from registration r join person p on p.id = r.person_id where r.session_id = $1 order by r.id
"""


async def race(web: Web, people: int, seats: int) -> list[Line]:
    """Everybody signs up for one date at the same moment."""
    session_id = await a_session(capacity=seats, starts_at=in_a_month())
    asked = [
        form(f'/sessions/{session_id}/sign-up', a_guest(f'{session_id}-{number}'), caller=household(number)) for number in range(people)
    ]
    before, began = web.seconds_of_work(), time.perf_counter()
    answers = await volley(web.address, asked)
    seconds = time.perf_counter() - began
    rows = await fetch(ROWS, session_id, REMINDERS)
    states = [row['state'] for row in rows]
    work = [after - earlier for after, earlier in zip(web.seconds_of_work(), before, strict=True)]
    seated = min(seats, people)
    return [
        Line('answers', dict(collections.Counter(answer.status for answer in answers)), {303: people}),
        Line('answers that lead to the same page', _most([answer.header('location') for answer in answers]), people),
        Line('people with one row', sum(count == 1 for count in collections.Counter(row['email'] for row in rows).values()), people),
        Line('registered', states.count('registered'), seated),
        Line('waiting', states.count('waiting'), people - seated),
        Line('registered among those who came first', states[:seated].count('registered'), seated),
        Line('people with one letter, the right one', sum(row['letters'] == ANSWERS[row['state']] for row in rows), people),
        Line('faults in the log', web.faults, []),
        Line('processes that worked', sum(one > 0 for one in work), web.workers),
        Line('sign-ups a second', round(people / seconds)),
        Line('answer after: median / 99 % / longest', spread([answer.seconds for answer in answers])),
    ]


def a_guest(name: str) -> dict[str, str]:
    """What somebody of this name fills in."""
    return {'name': f'Guest {name}', 'email': f'guest-{name}@example.org', 'language': 'en', 'group': 'Larkspur School'}


def _most(texts: list[str]) -> int:
    return collections.Counter(texts).most_common(1)[0][1]


@click.command()
@click.option('--people', default=1000, show_default=True)
@click.option('--seats', default=12, show_default=True)
@click.option('--repeats', default=20, show_default=True)
@click.option('--workers', default=2, show_default=True, help='Web processes.')
def main(people: int, seats: int, repeats: int, workers: int) -> None:
    """Sign many people up for a few seats at once."""
    contest(f'{people} people, {seats} seats', lambda web: race(web, people, seats), repeats=repeats, workers=workers)


if __name__ == '__main__':
    main()
