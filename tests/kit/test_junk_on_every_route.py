"""Every route of the product, asked by anybody with nonsense: a refusal, a page or a form with mistakes, and never a fault of ours."""

import contextlib
import itertools
import random
import re

import pytest
from litestar import Litestar

from coaching.domains import ROUTES
from coaching.kit import access, forms
from coaching.kit.database import DB, atomic, fetchval
from tests.kit.small import browser, small_app

IN_PATHS = ['0', '1', '-1', '9' * 30, 'AAAA', "'", '%3Cscript%3E', '%2e%2e', '%F0%9F%98%80', '%D9%A1', '1.5', '%20', 'x' * 900]
IN_QUERIES = [
    '',
    '?q=%27%3C&day=2026-99-99&tz=No/Where&page=-1&before=x&after=' + '9' * 40,
    '?q=%C3%B1&tz=%2Fetc%2Fpasswd&from=0000-00-00&to=%2B',
]
IN_FIELDS = ['', 'x', '1', '-1', '9' * 30, 'é' * 5000, '<script>', "' or 1=1 --", '=1+1', 'a\r\nBcc: b@example.org', '2026-02-30', '\u202e']
IN_FIELDS += ['dana@example.org', '12:00 pm', '2026-11-20', 'en', 'yes']


class RollBack(Exception):
    """Leaves nothing of a request."""


def asked_for():
    """Every path and method of the product, as a template."""
    app = Litestar(ROUTES, openapi_config=None, logging_config=None)
    return sorted({(route.path, method) for route in app.routes for method in route.methods if method != 'OPTIONS'})


def fields():
    """The name of every field of every form of the product."""
    kinds = [forms.Form]
    for kind in kinds:
        kinds += kind.__subclasses__()
    ours = [kind for kind in kinds if kind.__module__.startswith('coaching.')]
    return sorted({name for kind in ours for name in dir(kind) if hasattr(getattr(kind, name), '_formfield')} | {'next', 'id', 'kind'})


async def everybody():
    """Somebody with every role."""
    person_id = await fetchval("""
        insert into person (name, folded_name, email, source, made_at, seen_at)
        values ('Dana Whitaker', 'dana whitaker', 'dana@example.org', 'account', now(), now()) returning id""")
    account_id = await fetchval(
        "insert into account (person_id, email, made_at) values ($1, 'dana@example.org', now()) returning id", person_id
    )
    grants = tuple(access.Grant(role, 'network', None) for role in access.ROLES)
    who = {'name': 'Dana Whitaker', 'email': 'dana@example.org', 'zone': 'America/Chicago'}
    return access.Actor(access.How.ACCOUNT, person_id, account_id, grants=grants, **who)


@pytest.fixture(autouse=True)
async def no_tries_are_left(pool):
    yield
    await DB.pool.execute('delete from rate_window')


@pytest.mark.parametrize('who', ['the public', 'everybody'])
async def test_no_route_falls_over(database, who):
    chance = random.Random(len(who))
    actor = access.PUBLIC if who == 'the public' else await everybody()
    fell = []
    async with browser(small_app(*ROUTES, actor=actor)) as client:
        for (path, method), round_ in itertools.product(asked_for(), range(5)):
            address = re.sub(r'\{[^}]+\}', lambda _: chance.choice(IN_PATHS), path) + IN_QUERIES[round_ % 3]
            body = {field: chance.choice(IN_FIELDS) for field in fields() if round_ and chance.random() < 0.8}
            with contextlib.suppress(RollBack):
                async with atomic():
                    answer = await client.request(method, address, data=None if method == 'GET' else body)
                    if answer.status_code >= 500:
                        fell.append((method, address, body, answer.status_code))
                    raise RollBack
    assert fell == []
