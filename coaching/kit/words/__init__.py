"""What the product says, in the language of whoever reads.

English stands in the code as the key of every sentence. Any other language is a folder of .po files under `coaching/locale`
and a tree under `content`; its own name and its direction come from CLDR, so that one more language is no code.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Self

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from coaching.kit.words.catalogs import ENGLISH, LOCALE, Language, WrongCatalog, read_languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    'ENGLISH',
    'LANGUAGES',
    'Language',
    'Later',
    'WrongCatalog',
    '_',
    'best_said',
    'fold',
    'install',
    'known',
    'language',
    'later',
    'load',
    'n_',
    'speaking',
    'spoken',
    'use',
]

LANGUAGES: dict[str, Language] = {}
_code: ContextVar[str] = ContextVar('language', default=ENGLISH)


def load(folder: Path = LOCALE) -> None:
    """Read every language anew; at import from the product's own folder.

    :raises WrongCatalog: a file cannot be read, or two files say the same sentence differently.
    """
    found = read_languages(folder)
    LANGUAGES.clear()
    LANGUAGES.update(found)


def known(code: str | None) -> str:
    """The nearest language that is spoken here: es for es-MX, English where there is none."""
    wanted = (code or '').replace('_', '-').lower()
    while wanted:
        for own in LANGUAGES:
            if own.lower() == wanted:
                return own
        wanted = wanted.rpartition('-')[0]
    return ENGLISH


def language() -> str:
    """The code of the language that is spoken now."""
    return _code.get()


def spoken() -> Language:
    """The language that is spoken now, with its name, direction and words."""
    return LANGUAGES[_code.get()]


def use(code: str | None) -> None:
    """Speak this language from here on in the present task."""
    _code.set(known(code))


@contextlib.contextmanager
def speaking(code: str | None) -> Iterator[None]:
    """Speak this language inside the block."""
    before = _code.set(known(code))
    try:
        yield
    finally:
        _code.reset(before)


def _(msgid: str, /, **facts: object) -> str:
    """The sentence in the language that is spoken; facts fill its %(name)s, and a sign of percent is written %%."""
    return LANGUAGES[_code.get()].words.gettext(msgid) % facts


def n_(one: str, many: str, n: int, /, **facts: object) -> str:
    """The sentence for so many; %(n)s is the number itself."""
    return LANGUAGES[_code.get()].words.ngettext(one, many, n) % {'n': n, 'num': n, **facts}


class Later(str):
    """A sentence that is translated when it is shown, not when its module is read; as a key it equals its English.

    `str()`, f-strings, `+`, `%` and templates translate it; methods of str such as `join` and `upper` see the English.
    """

    facts: Mapping[str, object]

    def __new__(cls, msgid: str, facts: Mapping[str, object] | None = None) -> Self:
        """Keep what the sentence will need."""
        sentence = super().__new__(cls, msgid)
        sentence.facts = facts or {}
        return sentence

    def __str__(self) -> str:
        """The sentence in the language that is spoken now."""
        return LANGUAGES[_code.get()].words.gettext(str.__str__(self)) % self.facts

    def __html__(self) -> str:
        """The same for a page: what is said is text, never markup."""
        return escape(str(self))

    def __format__(self, how: str) -> str:
        """As text inside another text."""
        return format(str(self), how)

    def __mod__(self, facts: object) -> str:
        """Filled by whoever shows it, as WTForms does."""
        return LANGUAGES[_code.get()].words.gettext(str.__str__(self)) % facts

    def __add__(self, more: str) -> str:
        """Followed by more text."""
        return str(self) + more

    def __radd__(self, before: str) -> str:
        """Preceded by other text."""
        return before + str(self)


def later(msgid: str, /, **facts: object) -> Later:
    """A sentence named now and spoken when it is shown: labels, names of an enumeration."""
    return Later(msgid, facts)


def best_said(said: Mapping[str, str], order: Iterable[str]) -> str:
    """What somebody wrote in several languages: in the one that is spoken, else in the first of this order in which there is something."""
    return next((said[code] for code in (language(), *order) if said.get(code)), '')


def fold(text: str) -> str:
    """Text as people look for it: without capitals, accents or double spaces."""
    bare = unicodedata.normalize('NFKD', unicodedata.normalize('NFKD', text).casefold())
    return re.sub(r'\s+', ' ', ''.join(letter for letter in bare if not unicodedata.combining(letter))).strip()


@pass_context
def _on_page(context: Context, msgid: str, /, **facts: object) -> str:
    said = LANGUAGES[_code.get()].words.gettext(msgid)
    found = Markup(said) if context.eval_ctx.autoescape else said
    return found % facts if '%' in said else found


@pass_context
def _counted_on_page(context: Context, one: str, many: str, n: int, /, **facts: object) -> str:
    said = LANGUAGES[_code.get()].words.ngettext(one, many, n)
    return (Markup(said) if context.eval_ctx.autoescape else said) % {'n': n, 'num': n, **facts}


def install(environment: Environment) -> None:
    """Teach a Jinja environment `_`, `n_` and `{% trans %}`; what fills a placeholder is escaped, the sentence itself is ours."""
    environment.add_extension('jinja2.ext.i18n')
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    environment.policies['ext.i18n.trimmed'] = True
    environment.globals.update(gettext=_on_page, ngettext=_counted_on_page, _=_on_page, n_=_counted_on_page)


load()
