"""Two trainers tap the same names at once, and one finishes meanwhile: python -m tests.races.checkin --people 40 --repeats 20."""

from __future__ import annotations

import collections
import datetime

import click

from coaching.kit import clock
from coaching.kit.database import execute, fetch, fetchrow
from tests.races.contest import contest
from tests.races.figures import Line
from tests.races.sockets import form, volley
from tests.races.town import Web, in_a_month
from tests.races.world import TRAINER, a_session, cookie_of, somebody, spot

HOUR = datetime.timedelta(hours=1)
MARKS = """
select (select count(*) from attendance a join registration r on r.id = a.registration_id where r.session_id = $1) as marks,
       (select count(*) from progress g join registration r on r.person_id = g.person_id
        where r.session_id = $1 and g.tasted_at is not null) as stages,
       (select count(*) from entry e join registration r on r.id = e.subject_id and e.subject_kind = 'registration'
        where r.session_id = $1 and e.kind = 'marked') as entries
"""
LAST_WORD = """
select count(*) from registration r
left join attendance a on a.registration_id = r.id
left join progress g on g.person_id = r.person_id
left join lateral (select kind from entry where subject_kind = 'registration' and subject_id = r.id order by id desc limit 1) as last
    on true
where r.session_id = $1 and ((a.mark is null) <> (last.kind = 'mark_undone') or (a.mark is null) <> (g.tasted_at is null))
"""
FINISHED = """
select r.id, a.mark, array(select kind from promise where subject_kind = 'registration' and subject_id = r.id and cancelled_at is null
                           and kind in ('thank-you-taste', 'missed')) as letters
from registration r left join attendance a on a.registration_id = r.id where r.session_id = $1 order by r.id
"""


async def a_room(name: str, people: int) -> tuple[int, list[int]]:
    """A date that is over in a moment, with people who said they would come."""
    session_id = await a_session(capacity=None, starts_at=in_a_month())
    spots = [await spot(session_id, f'{name} {number}') for number in range(people)]
    now = clock.now()
    await execute('update session set starts_at = $2, ends_at = $3 where id = $1', session_id, now - HOUR, now)
    await execute('update session_part set starts_at = $2, ends_at = $3 where session_id = $1', session_id, now - HOUR, now)
    return session_id, spots


async def two_who_agree(web: Web, name: str, people: int, cookies: list[str]) -> list[Line]:
    """Both tap Here beside every name: one mark, one entry, one stage each."""
    session_id, spots = await a_room(f'{name} agreed', people)
    taps = [tap(session_id, number, 'here', cookie) for number in spots for cookie in cookies]
    answers = collections.Counter(answer.status for answer in await volley(web.address, taps))
    counted = await fetchrow(MARKS, session_id)
    assert counted
    return [
        Line('both tap Here: answers', dict(answers), {303: len(taps)}),
        Line('both tap Here: marks', counted['marks'], people),
        Line('both tap Here: stages', counted['stages'], people),
        Line('both tap Here: entries', counted['entries'], people),
    ]


async def two_who_differ(web: Web, name: str, people: int, cookies: list[str]) -> list[Line]:
    """One taps Here, the other takes the mark back: whoever was last is right, in the list, in the journal and in the stage."""
    session_id, spots = await a_room(f'{name} differed', people)
    await volley(web.address, [tap(session_id, number, 'here', cookies[0]) for number in spots])
    taps = [tap(session_id, number, wish, cookie) for number in spots for wish in ('none', 'here') for cookie in cookies]
    answers = collections.Counter(answer.status for answer in await volley(web.address, taps))
    (disagree,) = await fetchrow(LAST_WORD, session_id) or (-1,)
    return [
        Line('they differ: answers', dict(answers), {303: len(taps)}),
        Line('they differ: mark, journal and stage that disagree', disagree, 0),
    ]


async def one_who_finishes(web: Web, name: str, people: int, cookies: list[str]) -> list[Line]:
    """One taps Here beside every name while the other finishes: whoever was told "is here" stays here, and is thanked, not missed."""
    session_id, spots = await a_room(f'{name} finished', people)
    taps = [tap(session_id, number, 'here', cookies[0]) for number in spots]
    finish = form(f'/train/sessions/{session_id}/finish', {'rest': 'not_here'}, cookie=cookies[1])
    answers = await volley(web.address, [*taps[: people // 4], finish, finish, *taps[people // 4 :]])
    tapped = [*answers[: people // 4], *answers[people // 4 + 2 :]]
    rows = {row['id']: row for row in await fetch(FINISHED, session_id)}
    finished = sorted(one.status for one in answers[people // 4 : people // 4 + 2])
    told_here = [rows[number] for number, answer in zip(spots, tapped, strict=True) if answer.status == 303]
    return [
        Line('one finishes: answers to the two who press Finish', finished, [303, 409]),
        Line('one finishes: told "is here", and not so', sum(row['mark'] != 'here' for row in told_here), 0),
        Line('one finishes: letters that do not fit the mark', sum(row['letters'] != [FITS.get(row['mark'])] for row in rows.values()), 0),
        Line('one finishes: answers that something went wrong', sum(one.status >= 500 or not one.status for one in answers), 0),
        Line('one finishes: taps that came in time', len(told_here)),
    ]


FITS = {'here': 'thank-you-taste', 'not_here': 'missed'}


def tap(session_id: int, registration_id: int, wish: str, cookie: str) -> bytes:
    return form(f'/train/sessions/{session_id}/marks', {'registration': str(registration_id), 'mark': wish}, cookie=cookie)


async def race(web: Web, people: int, number: int = 0) -> list[Line]:
    """All three, with two browsers in which trainers have signed in."""
    name = f'Guest {web.running.port} {number}'
    cookies = [await cookie_of(await somebody(f'Trainer {one} of {name}', TRAINER)) for one in 'AB']
    lines = [await one(web, name, people, cookies) for one in (two_who_agree, two_who_differ, one_who_finishes)]
    return [line for some in lines for line in some] + [Line('faults in the log', web.faults, [])]


@click.command()
@click.option('--people', default=40, show_default=True)
@click.option('--repeats', default=20, show_default=True)
def main(people: int, repeats: int) -> None:
    """Tap the same names from two browsers at once."""
    numbers = iter(range(10**6))
    contest(f'{people} people, two trainers', lambda web: race(web, people, next(numbers)), repeats=repeats)


if __name__ == '__main__':
    main()
