"""Whatever bytes somebody sends, in a body, an address, a cookie or a header: a refusal, and never a fault of ours."""

from __future__ import annotations

import gzip
import itertools
import random

from coaching.accounts import cookies
from tests.access.asking import filled, routes, taken_back

TYPED = 'application/x-www-form-urlencoded'
PARTS = 'multipart/form-data; boundary=x'
NOISE = random.Random(20261120).randbytes(2000)


def part(name: str, value: bytes, *more: str) -> bytes:
    head = f'--x\r\nContent-Disposition: form-data; name="{name}"{"".join(more)}\r\n\r\n'
    return head.encode() + value + b'\r\n--x--\r\n'


BODIES = {
    'escapes that are no UTF-8': (TYPED, b'name=%ff%fe&email=%c3%28&q=%ed%a0%80&why=%f8%88'),
    'bytes that are no UTF-8': (TYPED, b'name=\xff\xfe&email=\xc3\x28'),
    'nul': (TYPED, b'name=a%00b&%00=x&email=\x00'),
    'too many fields': (TYPED, b'name=a&' * 6000),
    'one very long name': (TYPED, b'a' * 50_000 + b'=1'),
    'half an escape': (TYPED, b'name=%&email=%4&why=%zz'),
    'another alphabet': (f'{TYPED}; charset=utf-16', 'name=Ana&email=ana@example.org'.encode('utf-16')),
    'an alphabet that there is not': (f'{TYPED}; charset=no-such', b'name=Ana'),
    'noise': (TYPED, NOISE),
    'parts without a boundary': ('multipart/form-data', b'--x\r\n\r\n'),
    'parts that break off': (PARTS, b'--x\r\nContent-Disposition: form-data; name="na'),
    'parts of noise': (PARTS, part('name', NOISE) + part('report', NOISE)),
    'a file where text is asked for': (PARTS, part('name', NOISE, '; filename="a.csv"')),
    'text where a file is asked for': (PARTS, part('file', b'Name\nAna') + part('report', b'x')),
    'a file of noise': (PARTS, part('file', NOISE, '; filename="people.xlsx"')),
    'a packed file of nothing': (PARTS, part('report', b'PK\x03\x04' + NOISE, '; filename="../../r.xlsx"')),
    'a name of noise': (PARTS, b'--x\r\nContent-Disposition: form-data; name="\xff\x00"; filename*=utf-8\'\'%ff\r\n\r\na\r\n--x--\r\n'),
    'JSON': ('application/json', b'{"name": ["Ana"], "email": null}'),
    'broken JSON': ('application/json', b'{"name": \xff'),
    'no kind': ('', NOISE),
    'a kind of noise': ('\xff/\xfe; =;;', b'name=Ana'),
}
EACH = 3  # a route gets one in so many of the bodies, the next route the next ones
QUERIES = (
    b'q=%ff&tz=%00&page=%c3', b'=&&&=;%;%u0000&q=%ed%a0%80', b'q=' + NOISE[:300].hex().encode() * 5,
    b'before=%D9%A1&after=%C2%B2&row=%E2%91%A0',
)  # fmt: skip
HEADERS = (
    {'cookie': b'sign-in=\xff\xfe; ;=; a=b=c; \x01=\x02; said="\\"'}, {'cookie': b'; ' * 500},
    {'accept-language': b'\xff, *;q=a, es;;;q=9'},
    {'if-none-match': b'W/"\xff', 'if-modified-since': b'never', 'range': b'bytes=9-1'}, {'accept': b'\xff/*, ;;q=\x01'},
    {'x-forwarded-for': b'\xff, 999.1.1.1, [::', 'forwarded': b'for="'}, {'referer': b'\xff://\x01', 'user-agent': b'\xff' * 300},
    {'x-fragment': b'\xff', 'content-length': b'-1'}, {'content-type': b'multipart/form-data; boundary="'},
)  # fmt: skip


def test_there_are_routes_for_all_of_this():
    assert len(routes()) > 150


def asked(method: str) -> list[str]:
    return [route for route in routes() if route.startswith(method)]


async def test_no_form_falls_over_whatever_is_sent(client, house):
    cookie, fell = f'{cookies.name()}={house.cookies["coordinator"]}'.encode(), []
    for (number, (what, (kind, body))), (place, route) in itertools.product(enumerate(BODIES.items()), enumerate(asked('POST'))):
        if (number + place) % EACH:
            continue
        async with taken_back():
            headers = {'content-type': kind.encode('latin-1'), 'cookie': cookie}
            answer = await client.post(filled(route, house), content=body, headers=headers)
            fell += [(what, route, answer.status_code)] if answer.status_code >= 500 else []
    assert fell == []


async def test_no_address_falls_over_whatever_stands_behind_it(client, house):
    cookie, fell = {'cookie': f'{cookies.name()}={house.cookies["coordinator"]}'}, []
    for query, route in itertools.product(QUERIES, asked('GET')):
        url = client.base_url.copy_with(raw_path=filled(route, house).encode() + b'?' + query)
        answer = await client.get(url, headers=cookie)
        fell += [(query, route, answer.status_code)] if answer.status_code >= 500 else []
    assert fell == []


async def test_no_page_falls_over_whatever_a_browser_says_of_itself(client, house):
    cookie, fell = f'{cookies.name()}={house.cookies["coordinator"]}'.encode(), []
    for headers, (number, route) in itertools.product(HEADERS, enumerate(asked('GET'))):
        signed_in = {'cookie': cookie + b'; ' + headers.get('cookie', b'')} if number % 2 else {}
        answer = await client.get(filled(route, house), headers={**headers, **signed_in})
        fell += [(headers, route, answer.status_code)] if answer.status_code >= 500 else []
    assert fell == []


async def test_a_packed_body_is_no_form(client, house):
    path = f'/sessions/{house.near.ids["coming_id"]}/sign-up'
    for body, way in itertools.product((gzip.compress(b'name=Ana'), NOISE, b''), ('gzip', 'br', 'identity', 'no-such', 'gzip, gzip')):
        answer = await client.post(path, content=body, headers={'content-type': TYPED, 'content-encoding': way})
        assert 400 <= answer.status_code < 500
