"""Pages: in the reader's language, with what surrounds them, and one sentence that outlives a redirect."""

import asyncio
import dataclasses
import datetime

import jinja2
import pytest
from litestar import Request, get, post

from coaching.kit import access, clock, pages, tokens
from coaching.kit.pages import around, environment, flash
from coaching.kit.settings import settings
from tests.kit.small import TRAINER, browser, small_app, templates

PAGE = """
{% from 'greeting.html' import greeting %}
<h1>{{ greeting(who) }}</h1> {{ _('today') }} {{ url('/sessions') }} here={{ here }} say={{ say }} nav={{ nav | join(',') }}
network={{ network.name }} {% for other in other_languages %}[{{ other.name }} {{ other.code }} {{ other.url }}]{% endfor %}

{{ actor.name }} {{ language.code }} {{ when | time_of_day('America/Chicago') }}
"""
NOON = datetime.datetime(2026, 11, 20, 18, tzinfo=datetime.UTC)


@get(['/x', '/other'], opt=access.ANYONE)
async def show(request: Request) -> pages.Page:
    return pages.page(request, 'x.html', who='<Dana>', when=NOON)


@post('/x', opt=access.ANYONE)
async def save(request: Request) -> pages.Page:
    return pages.go(request, '/x', say='Dana & Ana are here')


@post('/mistakes', opt=access.ANYONE, status_code=422)
async def mistakes(request: Request) -> pages.Page:
    return pages.page(request, 'x.html', status=422, who='Dana', when=NOON)


@get('/fragment', opt=access.ANYONE)
async def fragment(request: Request) -> str:
    return pages.fragment_asked(request)


@pytest.fixture(autouse=True)
def surroundings():
    with templates(x=PAGE, greeting="{% macro greeting(who) %}Hello {{ who }}, {{ url('/') }}{% endmacro %}"):
        yield
    around.set_network(None)
    around.set_nav(lambda _actor, _path: ())


def app(**how):
    return small_app(show, save, mistakes, fragment, **how)


async def test_a_page_is_escaped_and_knows_where_it_is():
    async with browser(app()) as client:
        answer = await client.get('/x?day=1')
    assert (answer.status_code, answer.headers['content-type']) == (200, 'text/html; charset=utf-8')
    assert '<h1>Hello &lt;Dana&gt;, /</h1> today /sessions here=/x say= nav=' in answer.text
    assert '[Español es /es/x?day=1]' in answer.text
    assert '12:00 pm' in answer.text


async def test_a_page_under_a_language_speaks_it_and_stays_under_it():
    async with browser(app()) as client:
        text = (await client.get('/es/x')).text
    assert '<h1>Hello &lt;Dana&gt;, /es</h1> hoy /es/sessions here=/x' in text
    assert '[English en /x]' in text


async def test_the_signed_in_read_their_own_language_and_are_offered_the_others():
    async with browser(app(actor=dataclasses.replace(TRAINER, language='es'))) as client:
        text = (await client.get('/x')).text
    assert 'hoy /sessions' in text and 'Dana es' in text and '[English en /x]' in text
    async with browser(app(actor=TRAINER)) as client:
        assert '[English en /x]' in (await client.get('/es/x')).text


@pytest.mark.parametrize('prefix', ['', '/es'])
async def test_after_a_form_the_other_languages_lead_to_the_page_that_it_stood_on(prefix):
    async with browser(app(), referer=f'http://localhost:8000{prefix}/x?day=1') as client:
        answer = await client.post(f'{prefix}/mistakes')
    assert ('[English en /x?day=1]' if prefix else '[Español es /es/x?day=1]') in answer.text


async def test_a_form_from_nowhere_leads_to_the_first_page_in_the_other_languages():
    async with browser(app()) as client:
        assert '[Español es /es]' in (await client.post('/mistakes')).text


@pytest.mark.parametrize('prefix', ['', '/es'])
async def test_the_other_languages_never_lead_away_from_here(prefix):
    async with browser(app(), referer='https://evil.example//evil.example/x') as client:
        assert ' //' not in (await client.post(f'{prefix}/mistakes')).text
    for path in ('//evil.example/x', '///evil.example', '/\\evil.example'):
        around_it = around.each_page({'type': 'http', 'method': 'GET', 'path': path, 'query_string': b''}, access.PUBLIC)
        assert {other.url[:2] for other in around_it['other_languages']} <= {'/e'}


async def test_the_way_to_the_other_pages_depends_on_who_asks_and_where():
    around.set_nav(lambda actor, path: [actor.name or 'nobody', path])
    async with browser(app()) as client:
        assert 'nav=nobody,/x' in (await client.get('/es/x')).text
    async with browser(app(actor=TRAINER)) as client:
        assert 'nav=Dana,/other' in (await client.get('/other')).text


async def test_a_name_that_the_page_was_not_given_is_a_mistake():
    with templates(y='{{ nobody_gave_this }}'), pytest.raises(jinja2.UndefinedError):
        environment.template_named('y.html').render()


# -- the network


async def test_the_networks_words_are_asked_for_at_most_every_two_seconds(monkeypatch):
    asked = []

    async def ask():
        asked.append(1)
        return around.Network(name=f'Prairie {len(asked)}', languages=('en',))

    around.set_network(ask)
    async with browser(app()) as client:
        first = [(await client.get('/x')).text for _ in range(5)]
        monkeypatch.setattr(around, 'REMEMBERED_SECONDS', 0)
        later = (await client.get('/x')).text
        around.forget_network()
        await client.get('/healthz')
    assert all('network=Prairie 1 ' in text and '[' not in text for text in first)
    assert ('network=Prairie 2 ' in later, len(asked)) == (True, 2)


async def test_the_first_pages_of_a_process_all_wait_for_the_networks_words():
    async def ask():
        await asyncio.sleep(0.05)
        return around.Network(name='Prairie')

    around.set_network(ask)
    async with browser(app()) as client:
        texts = [answer.text for answer in await asyncio.gather(*(client.get('/x') for _ in range(5)))]
    assert all('network=Prairie ' in text for text in texts)


async def test_a_page_without_the_database_shows_the_words_known_last(monkeypatch):
    async def known():
        return around.Network(name='Prairie')

    async def away():
        raise ConnectionRefusedError

    async def asleep():
        await asyncio.sleep(5)

    async def unknown():
        return None

    async with browser(app()) as client:
        around.set_network(known)
        await client.get('/x')
        around.set_network(away)
        assert 'network=Prairie ' in (await client.get('/x')).text
        monkeypatch.setattr(around, 'PATIENCE_SECONDS', 0.01)
        around.set_network(asleep)
        assert 'network=Prairie ' in (await client.get('/x')).text
        around.set_network(unknown)
        assert 'network=Café Path ' in (await client.get('/x')).text


# -- going on, and saying so


async def test_a_form_leads_on_and_the_next_page_says_so_once():
    async with browser(app()) as client:
        gone = await client.post('/es/x')
        assert (gone.status_code, gone.headers['location']) == (303, '/es/x')
        first, second = await client.get('/es/x'), await client.get('/es/x')
    assert 'say=Dana &amp; Ana are here nav' in first.text
    assert 'say= nav' in second.text
    cookie = gone.headers['set-cookie']
    assert 'HttpOnly' in cookie and 'SameSite=lax' in cookie and 'Max-Age=60' in cookie and 'Secure' not in cookie


async def test_under_https_the_cookie_is_bound_to_this_very_host(monkeypatch):
    monkeypatch.setattr(flash, 'settings', lambda: dataclasses.replace(settings(), base_url='https://cafe.example.org'))
    flash._name.cache_clear()
    assert flash.written('x').key == '__Host-say'
    assert (flash.written('x').secure, flash.written('x').path, flash.forgotten().max_age) == (True, '/', 0)
    monkeypatch.undo()
    flash._name.cache_clear()


@pytest.mark.parametrize('cookie', ['say=', 'say=x', 'say=x.y', 'say=é.ñ', 'saying=x', 'other=say=x', f'say={tokens.sign("else", "1 x")}'])
async def test_a_sentence_that_is_not_ours_is_not_said(cookie):
    async with browser(app()) as client:
        assert 'say= nav' in (await client.get('/x', headers={'Cookie': cookie.encode('latin-1')})).text


async def test_an_old_sentence_is_not_said(monkeypatch):
    cookie = flash.written('long ago')
    now = clock.now()
    monkeypatch.setattr(clock, 'now', lambda: now + datetime.timedelta(seconds=90))
    assert flash.read({'headers': [(b'cookie', f'a=b; {cookie.key}={cookie.value}'.encode())]}) == ''
    monkeypatch.undo()
    assert flash.read({'headers': [(b'cookie', f'a=b; {cookie.key}={cookie.value}'.encode())]}) == 'long ago'


def test_a_long_sentence_is_cut_to_fit_its_cookie():
    cookie = flash.written('ñ' * 5000)
    assert len(cookie.value) < 1500


@pytest.mark.parametrize('path', ['https://evil.example', '//evil.example', 'sessions', '/\\evil.example', '/a\nb', ''])
def test_going_on_leads_nowhere_else(path):
    with pytest.raises(ValueError, match='no path of ours'):
        pages.go(Request({'type': 'http', 'headers': [], 'path': '/', 'method': 'POST'}), path)


def test_going_on_may_speak_any_language():
    gone = pages.go(Request({'type': 'http', 'headers': [], 'path': '/', 'method': 'POST'}), '/sessions?q=Núñez&a=%C3%B1#when')
    assert gone.headers['Location'] == '/sessions?q=N%C3%BA%C3%B1ez&a=%C3%B1#when'


@pytest.mark.parametrize(
    ('asked', 'meant'), [('room', 'room'), ('row-17', 'row-17'), ('', ''), ('<x>', ''), ('x' * 65, ''), ('Room', ''), ('1', '')]
)
async def test_the_pages_own_script_may_ask_for_one_part(asked, meant):
    async with browser(app(), X_Fragment=asked) as client:
        assert (await client.get('/fragment')).text == meant


def test_paths_of_ours_go_under_the_language_and_others_do_not():
    paths = ('/', '/x', '/es', '/es/x', '/espresso', '//x', 'https://x', '#a', 'tel:1')
    assert {path: environment.prefixed(path, '/es') for path in paths} == {
        '/': '/es', '/x': '/es/x', '/es': '/es', '/es/x': '/es/x', '/espresso': '/es/espresso',
        '//x': '//x', 'https://x': 'https://x', '#a': '#a', 'tel:1': 'tel:1',
    }  # fmt: skip


async def test_a_request_that_was_not_prepared_is_answered_in_english():
    answer = pages.rendered({'type': 'http', 'path': '/x', 'headers': []}, 'x.html', who='Ana', when=NOON)
    assert b'Hello Ana, /' in answer


@pytest.mark.parametrize(
    ('written', 'shown'),
    [
        ('Call Rosa at 303-555-0148, 9 to 5', 'Call Rosa at <span class="whole">303-555-0148</span>, 9 to 5'),
        ('+1 (303) 555 0148 & more', '<span class="whole">+1 (303) 555 0148</span> &amp; more'),
        ('<b>Rosa</b> in room 12', '&lt;b&gt;Rosa&lt;/b&gt; in room 12'),
    ],
)
def test_a_phone_number_stays_on_one_line_and_its_text_is_escaped(written, shown):
    assert environment.environment().filters['with_whole_numbers'](written) == shown


def test_a_language_is_called_by_its_own_name():
    assert [environment.environment().filters['language_name'](code) for code in ('es', 'en', 'tlh')] == ['Español', 'English', 'tlh']
