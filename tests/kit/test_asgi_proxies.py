"""Who asks, when a proxy stands in between."""

import dataclasses
import ipaddress

import pytest

from coaching.kit.settings import settings
from tests.kit.small import app, browser

PROXIES = dataclasses.replace(settings(), trusted_proxies=(ipaddress.ip_network('127.0.0.0/8'), ipaddress.ip_network('10.0.0.0/8')))


@pytest.mark.parametrize(
    ('forwarded', 'client'),
    [
        ({'X-Forwarded-For': '203.0.113.9'}, '203.0.113.9'),
        ({'X-Forwarded-For': '198.51.100.1, 203.0.113.9, 10.1.1.1'}, '203.0.113.9'),
        ({'X-Forwarded-For': '203.0.113.9:5000'}, '203.0.113.9'),
        ({'X-Forwarded-For': '[2001:db8::1]:5000'}, '2001:db8::1'),
        ({'X-Forwarded-For': '2001:db8::1'}, '2001:db8::1'),
        ({'X-Forwarded-For': '::ffff:203.0.113.9'}, '203.0.113.9'),
        ({'X-Forwarded-For': '10.1.1.1'}, '10.1.1.1'),
        ({'X-Forwarded-For': '203.0.113.9, nonsense, 10.1.1.1'}, '10.1.1.1'),
        ({'X-Forwarded-For': 'nonsense'}, '127.0.0.1'),
        ({'Forwarded': 'for=203.0.113.9', 'X-Real-IP': '203.0.113.9'}, '127.0.0.1'),
        ({}, '127.0.0.1'),
    ],
)
async def test_the_caller_is_the_last_address_that_is_no_proxy_of_ours(forwarded, client):
    async with browser(app(settings=PROXIES), **forwarded) as visitor:
        assert (await visitor.get('/asked')).json()['client'] == client


@pytest.mark.parametrize(('told', 'scheme'), [('https', 'https'), ('http, HTTPS', 'https'), ('gopher', 'http'), ('https, ', 'http')])
async def test_the_scheme_is_the_one_the_nearest_proxy_tells(told, scheme):
    async with browser(app(settings=PROXIES), X_Forwarded_Proto=told) as client:
        assert (await client.get('/asked')).json()['scheme'] == scheme


async def test_nobody_else_is_believed():
    elsewhere = dataclasses.replace(settings(), trusted_proxies=(ipaddress.ip_network('10.0.0.0/8'),))
    forwarded = {'X-Forwarded-For': '203.0.113.9', 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'evil.example'}
    for how in (settings(), elsewhere):
        async with browser(app(settings=how), **forwarded) as client:
            told = (await client.get('/asked')).json()
        assert (told['client'], told['scheme']) == ('127.0.0.1', 'http')
