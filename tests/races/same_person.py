"""The same person signs up fifty times at once, as a finger that trembles: python -m tests.races.same_person --times 50 --people 100."""

from __future__ import annotations

import collections
import datetime

import click

from coaching.kit.database import execute, fetchrow
from tests.funnel.world import a_session
from tests.races.contest import contest
from tests.races.figures import Line
from tests.races.seats import REMINDERS, a_guest
from tests.races.sockets import Answer, form, household, volley
from tests.races.town import Web, in_a_month

ONE = """
with who as (select id from person where email = $1),
     theirs as (select id from registration where person_id in (select id from who) and session_id = $3)
select (select count(*) from who) as persons, (select count(*) from theirs) as registrations,
       (select count(*) from promise where subject_kind = 'registration' and subject_id in (select id from theirs) and kind <> all($2))
           as letters,
       (select count(*) from entry where subject_kind = 'registration' and subject_id in (select id from theirs)) as entries
"""


async def race(web: Web, times: int, people: int) -> list[Line]:
    """Somebody nobody knows sends the same form so many times at the same moment, then for a second date; then the next person."""
    dates = [await a_session(capacity=None, starts_at=in_a_month() + week * datetime.timedelta(weeks=1)) for week in range(2)]
    new, known = collections.Counter(), collections.Counter()
    for number in range(people):
        guest = a_guest(f'{dates[0]}-{number}')
        for session_id, whole in zip(dates, (new, known), strict=True):
            await execute("delete from rate_window where name = 'sign-up to'")  # the second date is asked for in another hour
            raw = form(f'/sessions/{session_id}/sign-up', guest, caller=household(number))
            whole.update(await _counted(guest['email'], session_id, await volley(web.address, [raw] * times)))
    right = dict.fromkeys(known, people) | {'answers': times * people}
    told = [Line(f'{name}, {who}', whole[name], right[name]) for who, whole in (('new', new), ('known', known)) for name in right]
    return [*told, Line('faults in the log', len(web.faults), 0)]


async def _counted(email: str, session_id: int, answers: list[Answer]) -> dict[str, int]:
    row = await fetchrow(ONE, email, REMINDERS, session_id)
    assert row
    seen = {(answer.status, answer.header('location'), answer.cookie('signed-up'), answer.body) for answer in answers}
    return dict(row) | {'answers': sum(answer.status == 303 for answer in answers), 'different answers': len(seen)}


@click.command()
@click.option('--times', default=50, show_default=True)
@click.option('--people', default=100, show_default=True)
def main(times: int, people: int) -> None:
    """Send the same sign-up many times at once."""
    contest(f'{people} people, each {times} times at once', lambda web: race(web, times, people), control='look-then-add')


if __name__ == '__main__':
    main()
