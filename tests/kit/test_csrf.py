"""Who may write: our own pages, and programs that bring nobody's sign-in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.kit.csrf import is_foreign

OURS = ('https://cafe.example.org', 'http://localhost:8000')


def foreign(*headers, method='POST'):
    return is_foreign(method, headers, OURS)


@pytest.mark.parametrize('method', ['GET', 'HEAD', 'OPTIONS', 'TRACE'])
def test_reading_is_for_everyone(method):
    assert not foreign((b'sec-fetch-site', b'cross-site'), (b'origin', b'https://evil.example'), method=method)


@pytest.mark.parametrize('method', ['POST', 'PUT', 'PATCH', 'DELETE', 'post', 'LOCK'])
def test_every_other_method_writes(method):
    assert foreign((b'sec-fetch-site', b'cross-site'), method=method)


@pytest.mark.parametrize(
    ('site', 'refused'),
    [
        (b'same-origin', False),
        (b'none', False),
        (b'same-site', True),
        (b'cross-site', True),
        (b'', True),
        (b'Same-Origin', True),
        (b'same-origin, cross-site', True),
        (b'\xff\x00', True),
    ],
)
def test_what_the_browser_says_of_the_site_decides(site, refused):
    assert foreign((b'sec-fetch-site', site)) is refused
    assert foreign((b'sec-fetch-site', site), (b'cookie', b'sign-in=x')) is refused


def test_the_site_is_believed_before_the_origin():
    assert not foreign((b'sec-fetch-site', b'same-origin'), (b'origin', b'null'))
    assert foreign((b'sec-fetch-site', b'cross-site'), (b'origin', b'https://cafe.example.org'))


def test_two_answers_to_the_same_question_must_both_be_ours():
    assert foreign((b'sec-fetch-site', b'same-origin'), (b'sec-fetch-site', b'cross-site'))
    assert foreign((b'origin', b'https://cafe.example.org'), (b'origin', b'https://evil.example'))


@pytest.mark.parametrize(
    ('origin', 'refused'),
    [
        (b'https://cafe.example.org', False),
        (b'http://localhost:8000', False),
        (b'http://cafe.example.org', True),
        (b'https://cafe.example.org:444', True),
        (b'https://cafe.example.org.evil.example', True),
        (b'http://localhost:8001', True),
        (b'null', True),
        (b'', True),
        (b'\xff', True),
    ],
)
def test_without_the_site_the_origin_must_be_exactly_ours(origin, refused):
    assert foreign((b'origin', origin)) is refused


@pytest.mark.parametrize(
    ('cookie', 'refused'),
    [
        (b'sign-in=abc', True),
        (b'__Host-sign-in=abc', True),
        (b'say=x; sign-in=abc', True),
        (b'say=x;__Host-sign-in=abc', True),
        (b'say=x', False),
        (b'sign-in-not=1', False),
        (b'note=sign-in', False),
        (b';;=;\xff', False),
    ],
)
def test_who_says_neither_may_write_but_not_with_a_sign_in(cookie, refused):
    assert foreign((b'cookie', cookie)) is refused


def test_the_sign_in_is_found_in_any_of_several_cookie_lines():
    assert foreign((b'cookie', b'say=x'), (b'cookie', b'sign-in=abc'))


def test_a_program_without_any_of_this_may_write():
    assert not foreign((b'accept', b'*/*'))


@given(st.lists(st.tuples(st.sampled_from([b'sec-fetch-site', b'origin', b'cookie', b'x']), st.binary(max_size=40))))
def test_no_header_however_odd_makes_it_fall_over(headers):
    assert foreign(*headers) in (True, False)
