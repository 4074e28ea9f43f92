"""Whoever is both trainer and coordinator sits at one desk at a time: home and the entries at the head of each page follow."""

import re

import pytest

from coaching.accounts.rules.roles import desk, home
from coaching.domains import NAV
from coaching.kit.access import PUBLIC, Actor, Grant, How
from tests.conftest import NOW
from tests.signing import COORDINATOR, TRAINER, sign_in

AT_THE_TRAINERS = [('Today', '/train'), ('All sessions', '/train/sessions'), ('Reports', '/reports/funnel')]
AT_THE_COORDINATORS = [('Taste to trained', '/reports/funnel'), ('All sessions', '/train/sessions'), ('Set-up', '/setup')]


def somebody(*grants, desk='') -> Actor:
    return Actor(how=How.ACCOUNT, person_id=1, account_id=1, name='Ellen Hart', grants=grants, desk=desk)


@pytest.mark.parametrize(
    ('actor', 'entries', 'lands'),
    [
        (somebody(TRAINER), AT_THE_TRAINERS, '/train'),
        (somebody(TRAINER, desk='coordinator'), AT_THE_TRAINERS, '/train'),
        (somebody(COORDINATOR), AT_THE_COORDINATORS, '/reports/funnel'),
        (somebody(TRAINER, COORDINATOR), AT_THE_COORDINATORS, '/reports/funnel'),
        (somebody(TRAINER, COORDINATOR, desk='coordinator'), AT_THE_COORDINATORS, '/reports/funnel'),
        (somebody(TRAINER, COORDINATOR, desk='trainer'), [*AT_THE_TRAINERS, ('Set-up', '/setup')], '/train'),
        (somebody(), [('Sessions', '/sessions'), ('Hosting guides', '/guides'), ('Help', '/help')], '/me'),
        (PUBLIC, [('Sessions', '/sessions'), ('Hosting guides', '/guides'), ('Help', '/help')], '/me'),
    ],
)
def test_home_and_entries_are_those_of_the_desk(actor, entries, lands):
    found = NAV(actor, lands)
    assert [(label, href) for label, href, _is_here in found] == entries and len(entries) <= 4
    assert home(actor) == lands
    assert [href for _label, href, is_here in found if is_here] == ([lands] if desk(actor) else [])


async def test_who_changes_desks_lands_at_the_other_one(client, database):
    await sign_in(client, 'Ellen Hart', TRAINER, COORDINATOR, now=NOW)
    for wished, path, label in (('trainer', '/train', 'Today'), ('coordinator', '/reports/funnel', 'Taste to trained')):
        answer = await client.post('/desk', data={'desk': wished})
        assert (answer.status_code, answer.headers['location']) == (303, path)
        head = (await client.get(path)).text
        assert re.search(r'aria-current="page">(.*?)</a>', head)[1] == label


async def test_the_front_door_leads_whoever_is_in_a_team_to_it_and_everybody_else_to_the_sessions(client, database):
    assert (await client.get('/')).status_code == 200
    await sign_in(client, 'Alma Cruz', Grant('member', 'team', 7), now=NOW)
    answers = [await client.get(path) for path in ('/', '/es/', '/sessions')]
    assert [(one.status_code, one.headers.get('location')) for one in answers] == [(303, '/team'), (303, '/es/team'), (200, None)]
    client.cookies.clear()
    await sign_in(client, 'Tess Hill', TRAINER, now=NOW)
    assert (await client.get('/')).status_code == 200
