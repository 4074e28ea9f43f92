"""Many names with one address want spots on one date at once, as a stranger would who fills a mailbox; short form in `test_races`."""

from __future__ import annotations

import collections

from coaching.funnel.rules.places import MOST_AT_ONE_ADDRESS
from coaching.kit.database import fetchval
from tests.funnel.world import a_session
from tests.races.figures import Line
from tests.races.sockets import form, household, volley
from tests.races.town import Web, in_a_month

LETTERS = """
select count(*) from promise where person_id in (select id from person where email = $1) and kind = 'spot-saved' and cancelled_at is null
"""


async def race(web: Web, names: int) -> list[Line]:
    """So many different names at the same moment, all of one house."""
    session_id = await a_session(capacity=None, starts_at=in_a_month())
    house = f'house-{session_id}@example.org'
    fields = [{'name': f'Guest {number}', 'email': house, 'language': 'en', 'group': ''} for number in range(names)]
    path = f'/sessions/{session_id}/sign-up'
    answers = await volley(web.address, [form(path, one, caller=household(number)) for number, one in enumerate(fields)])
    return [
        Line(
            'answers', dict(collections.Counter(answer.status for answer in answers)),
            {303: MOST_AT_ONE_ADDRESS, 422: names - MOST_AT_ONE_ADDRESS},
        ),
        Line('spots', await fetchval('select count(*) from registration where session_id = $1', session_id), MOST_AT_ONE_ADDRESS),
        Line('letters', await fetchval(LETTERS, house), MOST_AT_ONE_ADDRESS),
        Line('persons', await fetchval('select count(*) from person where email = $1', house), MOST_AT_ONE_ADDRESS),
        Line('faults in the log', len(web.faults), 0),
    ]  # fmt: skip
