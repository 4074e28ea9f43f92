"""Plain ASGI around the whole application: what holds for every request, also for those that no route knows.

Litestar's own middleware does not see a request for an unknown path, and a path of its own cannot be HEAD. Here every request gets
a number, a language and its limits, and every answer its headers and one line in the log.
"""

from __future__ import annotations

import time
from typing import cast

import structlog
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from coaching.kit import errors, words
from coaching.kit.asgi import asking
from coaching.kit.asgi.answering import Answer, fixed_headers
from coaching.kit.asgi.receiving import within_limits
from coaching.kit.pages import around
from coaching.kit.settings import Settings

PATIENCE_SECONDS = 30.0
NO_PAGES = ('/static/', '/healthz', '/readyz')
log = structlog.get_logger()


def wrapped(app: ASGIApp, settings: Settings, *, patience: float = PATIENCE_SECONDS) -> ASGIApp:
    """The application as it is served; `patience` is how many seconds a form may take to arrive."""
    hosts = asking.hosts_of(settings)
    fixed = fixed_headers(settings)

    async def outer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope['type'] == 'http':
            await _request(cast('HTTPScope', scope), receive, send)
        elif scope['type'] == 'websocket':
            await send({'type': 'websocket.close', 'code': 1008, 'reason': ''})
        else:
            await app(scope, receive, send)

    async def _request(scope: HTTPScope, receive: Receive, send: Send) -> None:
        asked = asking.prepared(scope, settings.trusted_proxies)
        answer = Answer(asked, send, fixed, scope['method'])
        began = time.perf_counter()
        with bound_contextvars(request_id=asked['state']['request_id']), words.speaking(asked['state']['language']):
            try:
                await _answered(asked, receive, answer)
            finally:
                _log(asked, answer, began)

    async def _answered(asked: HTTPScope, receive: Receive, answer: Answer) -> None:
        try:
            if refusal := asking.why_not_answer(asked, hosts, settings.base_url):
                raise refusal
            if not asked['path'].startswith(NO_PAGES):
                await around.ready()
            await app(asked, within_limits(asked, receive, patience), answer.send)
        except Exception as error:
            if answer.begun:
                raise
            await errors.answer(asked, answer.send, error)

    return outer


def _log(asked: HTTPScope, answer: Answer, began: float) -> None:
    """The line says which page was asked for by its pattern, so that nobody's link stands in a log."""
    handler = asked.get('route_handler')
    if handler is not None and handler.opt.get('quiet') and answer.status < 500:
        return
    log.info(
        'answered',
        method=answer.method,
        route=asked.get('path_template', ''),
        status=answer.status,
        ms=round((time.perf_counter() - began) * 1000, 1),
    )
