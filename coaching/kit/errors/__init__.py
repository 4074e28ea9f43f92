"""Whatever goes wrong, one renderer: a page in plain words for people, problem+json (RFC 9457) for programs.

`HANDLERS` go to Litestar as its exception handlers; `answer` is for what happens outside of it.
"""

from __future__ import annotations

import json
from urllib.parse import quote

import structlog
from litestar import Request, Response
from litestar.exceptions import NotAuthorizedException
from litestar.types import ExceptionHandlersMap, HTTPScope, Send
from markupsafe import escape

from coaching.kit import pages, words
from coaching.kit.errors.problems import Problem, problem_of
from coaching.kit.pages.environment import prefixed

LONGEST_PATH = 500
SIGN_IN = '/sign-in'
TEMPLATE = 'errors/error.html'
PROGRAM = 'application/problem+json'
log = structlog.get_logger()


def safe_next(text: str | None, otherwise: str = '/') -> str:
    """The path to go on to after signing in, if it is one of ours; else the other one."""
    return text if text and len(text) <= LONGEST_PATH and pages.is_local(text) else otherwise


def wants_page(scope: HTTPScope) -> bool:
    """Whether a person asks; a program says that it takes JSON and no HTML."""
    accepted = b','.join(value for name, value in scope['headers'] if name == b'accept').lower()
    return b'text/html' in accepted or b'json' not in accepted


def render(request: Request, error: Exception) -> Response[bytes]:
    """The answer to any exception."""
    status, headers, body = _made(request.scope, error)
    return Response(body, status_code=status, headers=headers, media_type=headers.pop('content-type'))


HANDLERS: ExceptionHandlersMap = {Exception: render}


async def answer(scope: HTTPScope, send: Send, error: Exception) -> None:
    """The same, for a request that the application never saw or that it gave back."""
    status, headers, body = _made(scope, error)
    kind = headers['content-type']
    headers |= {'content-type': f'{kind}; charset=utf-8' if kind == pages.HTML else kind, 'content-length': str(len(body))}
    raw = [(name.encode(), value.encode('latin-1')) for name, value in headers.items()]
    await send({'type': 'http.response.start', 'status': status, 'headers': raw})
    await send({'type': 'http.response.body', 'body': body, 'more_body': False})


def _made(scope: HTTPScope, error: Exception) -> tuple[int, dict[str, str], bytes]:
    with words.speaking(pages.language_of(scope)):
        problem = problem_of(error, _back_to(scope), form=scope['method'] != 'GET')
        if problem.code == 500:
            log.error('unexpected', exc_info=error)
        elif problem.code == 503:
            log.warning('database away', exc_info=error)
        if not wants_page(scope):
            return problem.code, {**problem.headers, 'content-type': PROGRAM}, _json(scope, problem)
        if isinstance(error, NotAuthorizedException) and scope['method'] == 'GET':
            address = prefixed(f'{SIGN_IN}?next={quote(_back_to(scope))}', pages.prefix_of(scope))
            return 303, {'location': address, 'content-type': pages.HTML}, b''
        return problem.code, {**problem.headers, 'content-type': pages.HTML}, _page(scope, problem)


def _back_to(scope: HTTPScope) -> str:
    """Where to return after signing in: the page that was asked for, or for a form the page that it stood on."""
    if scope['method'] == 'GET':
        query = scope.get('query_string', b'').decode('latin-1')
        asked = quote(scope['path'])
        return safe_next(prefixed(f'{asked}?{query}' if query else asked, pages.prefix_of(scope)))
    referer = next((value.decode('latin-1') for name, value in scope['headers'] if name == b'referer'), '')
    return safe_next('/' + referer.partition('://')[2].partition('/')[2])


def _page(scope: HTTPScope, problem: Problem) -> bytes:
    try:
        return pages.rendered(
            scope, TEMPLATE, code=problem.code, title=problem.title, sentence=problem.sentence, way_on=problem.way_on, reason=problem.reason
        )
    except Exception as error:  # the page of errors must never be the error
        log.error('error page failed', exc_info=error)
        return f'<!doctype html><title>{problem.code}</title><h1>{escape(problem.title)}</h1><p>{escape(problem.sentence)}</p>'.encode()


def _json(scope: HTTPScope, problem: Problem) -> bytes:
    told = {
        'type': 'about:blank',
        'title': problem.title,
        'status': problem.code,
        'detail': problem.sentence,
        'reason': problem.reason,
        'request_id': scope.get('state', {}).get('request_id', ''),
    }
    return json.dumps({key: value for key, value in told.items() if value}, ensure_ascii=False).encode()
