"""What a log line may say, and what never gets into one."""

import io
import json
import logging

import pytest
import structlog

from coaching.kit import logs, tokens


@pytest.fixture
def lines():
    """What was logged, line by line, in the format of a running server."""
    root, out = logging.getLogger(), io.StringIO()
    before, level, configured = root.handlers[:], root.level, structlog.get_config()
    logs.set_up()
    structlog.configure(cache_logger_on_first_use=False)
    root.handlers[0].setStream(out)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    root.handlers[:] = before
    root.setLevel(level)
    structlog.configure(**configured)


def test_a_line_is_one_json_object_with_a_time_a_level_and_the_number_of_the_request(lines):
    with structlog.contextvars.bound_contextvars(request_id='5f0e'):
        structlog.get_logger().info('answered', method='GET', route='/sign-ups/{token}', status=200)
    (line,) = lines()
    assert line.pop('timestamp').endswith('Z')
    said = {'event': 'answered', 'method': 'GET', 'route': '/sign-ups/{token}', 'status': 200}
    assert line == {**said, 'level': 'info', 'request_id': '5f0e'}


@pytest.mark.parametrize(
    'private',
    [
        'dana.whitaker@example.org',
        'postgresql://cafe:rosebud@database.example/cafe',
        '+1 (303) 555-0142',
        '303-555-0142',
        '3035550142',
        '203.0.113.9',
        tokens.link_token('sign-up', 41, b'n' * 16),
        'oGJx3K1tRl8Oxx8uWL1NdsJon-ARe5cp4KqZJVobEpU',
        'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmN',
        '9f86d081884c7d659a2feaa0c55ad015',
    ],
)
def test_what_looks_like_a_person_or_a_secret_is_blotted_out_wherever_it_stands(lines, private):
    structlog.get_logger().info(f'wrote to {private}', why=private, all=[private], nested={'deep': {'why': private}}, path=f'/x/{private}')
    logging.getLogger('some.library').warning('could not reach %s', private)
    text = json.dumps(lines())
    assert private not in text
    assert text.count('(kept out)') >= 6


@pytest.mark.parametrize(
    'harmless', ['2026-11-22', '2026-11-22T02:28:00+00:00', '0001_journal_and_people', 'coaching.kit.database', '127.0.0.1', '12345']
)
def test_days_names_of_migrations_and_small_numbers_stay(lines, harmless):
    structlog.get_logger().info('said', fact=harmless)
    assert lines()[0]['fact'] == harmless


def test_a_key_that_is_for_people_keeps_its_value_out(lines):
    structlog.get_logger().info('said', name='Dana', email='d', nested={'token': 'x', 'count': 3})
    (line,) = lines()
    assert (line['name'], line['email'], line['nested']) == ('(kept out)', '(kept out)', {'token': '(kept out)', 'count': 3})


def test_an_exception_leaves_its_kinds_and_places_and_not_its_message(lines):
    try:
        try:
            int('Dana Whitaker')
        except ValueError as cause:
            raise LookupError('no Dana Whitaker here') from cause
    except LookupError as error:
        structlog.get_logger().error('unexpected', exc_info=error)
        structlog.get_logger().exception('unexpected')
        logging.getLogger('library').exception('failed')
    first, second, third = lines()
    assert first['error'] == second['error'] == third['error'] == 'builtins.LookupError < builtins.ValueError'
    assert all('test_logs.py' in place for place in first['at'])
    assert 'Dana' not in json.dumps([first, second, third])


def test_a_circle_of_causes_ends(lines):
    error = ValueError()
    error.__cause__ = KeyError()
    error.__cause__.__cause__ = error
    structlog.get_logger().error('unexpected', exc_info=(type(error), error, None))
    assert lines()[0]['error'] == 'builtins.ValueError < builtins.KeyError'


def test_other_values_are_written_as_text_without_people(lines):
    class Letter:
        def __str__(self):
            return 'to dana@example.org'

    structlog.get_logger().info('said', letter=Letter(), set={3}, nothing=None, yes=True)
    (line,) = lines()
    assert (line['letter'], line['set'], line['nothing'], line['yes']) == ('to (kept out)', [3], None, True)


def test_the_servers_own_access_log_is_off_and_libraries_are_quiet(lines):
    logging.getLogger('uvicorn.access').warning('GET /sign-ups/secret')
    logging.getLogger('httpx').info('GET http://localhost')
    logging.getLogger('arq').warning('late')
    assert [line['event'] for line in lines()] == ['late']
