"""Several coordinators say at once what one group means: the first is heard, every other is told, and nobody belongs to two."""

import asyncio

from coaching import domains
from coaching.funnel.commands import grouping, spots
from coaching.funnel.commands.registering import sign_up
from coaching.kit.access import PUBLIC, Actor
from coaching.kit.database import fetch, fetchval
from coaching.kit.refusal import Refused
from coaching.teams.commands import find_or_add_organisation
from tests.another_database import another_database
from tests.funnel.files_of_people import ELLEN
from tests.funnel.world import MONDAY, a_session

assert domains.KEEPERS


async def test_the_first_is_heard_and_every_other_is_told(pool, postgres):
    async with another_database(postgres):
        session_id, who = await a_session(capacity=3), {'by': ELLEN, 'now': MONDAY}
        people = [
            await sign_up(session_id, name=f'Ana {n}', email=f'ana{n}@example.org', language='en', group='Maple', by=PUBLIC, now=MONDAY)
            for n in range(8)
        ]
        ids = [(await find_or_add_organisation(f'Maple {number}', **who))[0] for number in range(6)]
        away = [spots.cancel(one.registration_id, by=Actor.by_link(one.person_id), now=MONDAY) for one in people[:4]]
        said = [grouping.answer('MAPLE', organisation_id=number, **who) for number in ids]
        answers = (await asyncio.gather(*said, *away, return_exceptions=True))[: len(said)]
        assert sorted(str(type(answer).__name__) for answer in answers) == ['Refused'] * 5 + ['int']
        assert [answer for answer in answers if not isinstance(answer, Refused)] == [8]
        rows = await fetch('select organisation_id, count(*) as people from membership group by 1')
        assert [row['people'] for row in rows] == [8]
        assert await fetchval('select count(*) from registration where organisation_id = $1', rows[0]['organisation_id']) == 8
