"""The stylesheet and the script: one file each, named by what is in it."""

from __future__ import annotations

import gzip

from coaching.kit.assets import ROUTES, asset, assets
from tests.kit.small import browser, small_app


async def test_a_file_has_its_own_name_and_may_be_kept_for_a_year():
    async with browser(small_app(*ROUTES), accept_encoding='gzip') as client:
        for name, kind in (('app.css', 'text/css'), ('app.js', 'text/javascript')):
            answer = await client.get(asset(name))
            assert answer.status_code == 200
            assert answer.headers['content-type'].startswith(kind)
            assert answer.headers['cache-control'] == 'public, max-age=31536000, immutable'
            assert answer.headers['content-encoding'] == 'gzip'
            assert answer.content == assets()[name].plain
            assert 'set-cookie' not in answer.headers


async def test_whoever_does_not_unpack_gets_it_plain():
    async with browser(small_app(*ROUTES), accept_encoding='identity') as client:
        answer = await client.get(asset('app.css'))
    assert 'content-encoding' not in answer.headers
    assert answer.content == assets()['app.css'].plain


async def test_an_old_name_is_gone():
    async with browser(small_app(*ROUTES)) as client:
        assert (await client.get('/static/app.000000000000.css')).status_code == 404
        assert (await client.get('/static/..%2Fkit%2Fassets.py')).status_code == 404


def test_what_is_packed_is_what_is_plain():
    assert [gzip.decompress(one.packed) == one.plain for one in assets().values()] == [True, True, True]
