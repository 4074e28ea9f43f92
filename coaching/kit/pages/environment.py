"""The Jinja environment of all pages, made once: strict, escaping, and knowing our words, dates and addresses."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from coaching.kit import assets, dates, words

TEMPLATES = Path(__file__).parents[3] / 'templates'
_prefix: ContextVar[str] = ContextVar('prefix', default='')


@functools.cache
def environment() -> Environment:
    """The environment; a name that a page was not given is a mistake, and everything is escaped unless it is Markup."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        extensions=['jinja2.ext.do'],
    )
    words.install(made)
    made.filters.update(dates.FILTERS)
    made.globals.update(url=url, asset=assets.asset)
    return made


@functools.cache
def template_named(name: str) -> Template:
    """A template of ours by its path under templates/, compiled once."""
    return environment().get_template(name)


def url(path: str) -> str:
    """A path of ours for a page that is read now: /sessions is /es/sessions on a page under /es."""
    return prefixed(path, _prefix.get())


def prefixed(path: str, prefix: str) -> str:
    """The path under a language's prefix; addresses that are none of our paths stay as they are."""
    if not prefix or not path.startswith('/') or path.startswith((f'{prefix}/', '//')) or path == prefix:
        return path
    return prefix + ('' if path == '/' else path)


@contextlib.contextmanager
def under(prefix: str) -> Iterator[None]:
    """Inside the block, `url` answers for pages under this prefix."""
    before = _prefix.set(prefix)
    try:
        yield
    finally:
        _prefix.reset(before)
