"""Dates that move, are called off and chosen by many at once: nothing locks up, and nobody's spot is overlooked."""

import asyncio
import datetime
import random

from coaching.funnel.commands import dates, offerings, spots
from coaching.funnel.commands.dating import make_ahead
from coaching.funnel.commands.following import call_off_following, move_following
from coaching.funnel.commands.registering import sign_up
from coaching.funnel.queries.offerings import offering
from coaching.kit.access import PUBLIC, Actor
from coaching.kit.database import fetch, fetchval
from coaching.kit.refusal import Refused
from tests.another_database import another_database
from tests.funnel.test_dates_following import fridays
from tests.funnel.test_offerings import TASTE
from tests.funnel.world import MONDAY, a_trainer

DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)


async def coordinates(taste: int, dana: Actor, chance: random.Random) -> None:
    """One of all the things that may be done with the dates of an offering."""
    ids = [row['id'] for row in await fetch('select id from session where offering_id = $1 order by starts_at', taste)]
    one = chance.choice(ids)
    starts_at = await fetchval('select starts_at from session where id = $1', one)
    found = await offering(taste, 'en')
    assert found
    rule = chance.choice(['FREQ=WEEKLY;BYDAY=FR', 'FREQ=WEEKLY;BYDAY=TH', 'FREQ=WEEKLY;BYDAY=TU,FR'])
    acts = (
        lambda: dates.move(one, starts_at + chance.randint(1, 5) * HOUR, by=dana, now=MONDAY),
        lambda: dates.cancel(one, by=dana, now=MONDAY),
        lambda: dates.bring_back(one, by=dana, now=MONDAY),
        lambda: move_following(one, starts_at - DAY, by=dana, now=MONDAY),
        lambda: call_off_following(one, skip_only=True, by=dana, now=MONDAY),
        lambda: offerings.change(
            taste, {'rule': rule, 'capacity': chance.randint(1, 9)}, TASTE, [], [], version=found.version, by=dana, now=MONDAY
        ),
        lambda: make_ahead(now=MONDAY),
    )
    await chance.choice(acts)()


async def comes(taste: int, number: int, chance: random.Random) -> None:
    """Somebody saves a spot and then moves it."""
    ids = [row['id'] for row in await fetch("select id from session where offering_id = $1 and state = 'open'", taste)]
    done = await sign_up(chance.choice(ids), name=f'Ana {number}', email=f'ana{number}@example.org', language='en', by=PUBLIC, now=MONDAY)
    if done.registration_id:
        await spots.move(done.registration_id, chance.choice(ids), by=Actor.by_link(done.person_id), now=MONDAY)


async def test_many_change_and_choose_dates_at_once(pool, postgres):
    chance = random.Random(7)
    async with another_database(postgres):
        dana, (taste, _ids) = await a_trainer(), await fridays(weeks_ahead=4, capacity=5)
        for _round in range(6):
            acts = [comes(taste, chance.randint(1, 40), chance) for _ in range(8)] + [coordinates(taste, dana, chance) for _ in range(4)]
            answers = await asyncio.gather(*acts, return_exceptions=True)
            assert [one for one in answers if isinstance(one, Exception) and not isinstance(one, Refused | IndexError)] == []
        promises = await fetch("""
            select subject_id from promise where kind like 'session-%' and sent_at is null and cancelled_at is null
            group by subject_id having count(*) > 1""")
        alone = await fetchval('select count(*) from registration r where not exists (select from session where id = r.session_id)')
        assert (promises, alone) == ([], 0)
        assert await fetchval('select count(*) from registration') > 10
