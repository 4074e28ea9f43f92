"""The Jinja environment of all pages, made once: strict, escaping, and knowing our words, dates and addresses."""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Callable, Hashable, Iterator
from contextvars import ContextVar
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from coaching.kit import assets, dates, words

TEMPLATES = Path(__file__).parents[3] / 'templates'
PHONE = re.compile(r'\+?\(?[0-9][0-9(). -]{6,}[0-9]')
MADE = 8192
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
    made.filters.update(dates.FILTERS, with_whole_numbers=with_whole_numbers, language_name=language_name)
    made.globals.update(url=url, asset=assets.asset, made_once=made_once)
    return made


@functools.cache
def template_named(name: str) -> Template:
    """A template of ours by its path under templates/, compiled once."""
    return environment().get_template(name)


def with_whole_numbers(text: str) -> Markup:
    """The text with its phone numbers each on one line."""
    return Markup(PHONE.sub(r'<span class="whole">\g<0></span>', str(escape(text))))


def language_name(code: str) -> str:
    """A language by its own name, as Español for es."""
    known = words.LANGUAGES.get(code)
    return known.name if known else code


def made_once(macro: Callable[..., Markup], *facts: Hashable) -> Markup:
    """What a macro writes of these facts; it may know nothing else but the language and `url`, and is asked once for the same."""
    return _made(macro, facts, words.language(), _prefix.get())


@functools.lru_cache(maxsize=MADE)
def _made(macro: Callable[..., Markup], facts: tuple[Hashable, ...], _language: str, _under: str) -> Markup:
    return macro(*facts)


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
