"""Logs for whoever keeps the installation running: one JSON object a line on stderr, and never who somebody is.

What looks like an e-mail address, a phone number, a network address or a secret does not get in, whoever wrote the line; an
exception leaves its kind and its places, not its message, because databases like to repeat values in their messages.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Iterator
from typing import Any

import msgspec
import structlog

KEPT_OUT = '(kept out)'
PRIVATE_KEYS = frozenset(
    {'name', 'email', 'mail', 'phone', 'address', 'client', 'ip', 'cookie', 'token', 'secret', 'password', 'code'}
    | {'link', 'url', 'query', 'body', 'form', 'text', 'note', 'who', 'person'}
)
OURS = frozenset({'timestamp', 'level', 'event', 'request_id', 'route', 'method', 'logger', 'error', 'at'})
PRIVATE = re.compile(
    r"""
      [^\s@"'<>]+@[^\s@"'<>]+\.\w+                                        # an e-mail address
    | (?<=://)[^\s/@]*:[^\s/@]+(?=@)                                     # the password inside a server's address
    | (?<![\w.])(?!127\.0\.0\.1|0\.0\.0\.0)\d{1,3}(?:\.\d{1,3}){3}(?![\w.])   # a network address of somebody else
    | (?<![\w.:-])\+?\(?\d(?:[\s().-]{0,3}\d){9,14}(?![\w:-])           # ten to fifteen figures, as phone numbers have
    | (?<![0-9A-Za-z])[0-9a-f]{24,}(?![0-9A-Za-z])                        # a secret in hexadecimal
    | (?<![\w.-])(?=[\w.-]*[A-Z])(?=[\w.-]*[a-z])(?=[\w.-]*\d)[\w.-]{20,}  # a token: capitals, small letters and figures mixed
    """,
    re.VERBOSE,
)
QUIET_LIBRARIES = ('asyncio', 'arq', 'httpx', 'piccolo', 'aiosmtplib', 'PIL')
FRAMES_AT_MOST = 25


def set_up(level: int = logging.INFO) -> None:
    """Let this process log as described, its libraries too (from warnings on); call it once, before anything logs."""
    structlog.configure(
        processors=[*_first(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_first(),
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                without_people,
                structlog.processors.JSONRenderer(serializer=_json),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [lines]
    root.setLevel(level)
    for name in QUIET_LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ('uvicorn', 'uvicorn.error', 'uvicorn.access'):
        logging.getLogger(name).handlers[:] = []
        logging.getLogger(name).propagate = name != 'uvicorn.access'


def _first() -> list[structlog.typing.Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt='iso', utc=True),
        kind_and_places,
    ]


def _json(line: Any, **_: Any) -> str:
    return msgspec.json.encode(line, enc_hook=str).decode()


def kind_and_places(_logger: Any, _method: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """In place of an exception: the kinds of it and of what caused it, and where each was raised, innermost last."""
    given = line.pop('exc_info', None)
    if given is True:
        given = sys.exc_info()[1]
    elif isinstance(given, tuple):
        given = given[1]
    if isinstance(given, BaseException):
        chain = list(_causes(given))
        line['error'] = ' < '.join(_kind(error) for error in chain)
        line['at'] = [place for error in reversed(chain) for place in _places(error)][-FRAMES_AT_MOST:]
    return line


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _kind(error: BaseException) -> str:
    """The name of the exception's class, with the constraint that a database named; both are words of ours, not of a person."""
    constraint = getattr(error, 'constraint_name', None)
    return f'{type(error).__module__}.{type(error).__qualname__}' + (f' ({constraint})' if constraint else '')


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    return [f'{"/".join(frame.filename.split("/")[-3:])}:{frame.lineno} {frame.name}' for frame in frames]


def without_people(_logger: Any, _method: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """The line without anything that looks like a person: private keys go, private texts are blotted out."""
    for key in list(line):
        value = line[key]
        if key in PRIVATE_KEYS:
            line[key] = KEPT_OUT
        elif key not in OURS or key == 'event':
            line[key] = _blotted(value)
    return line


def _blotted(value: Any) -> Any:
    if isinstance(value, str):
        return PRIVATE.sub(KEPT_OUT, value)
    if isinstance(value, dict):
        return {_blotted(key): KEPT_OUT if key in PRIVATE_KEYS else _blotted(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_blotted(inner) for inner in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return PRIVATE.sub(KEPT_OUT, str(value))
