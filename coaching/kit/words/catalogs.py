"""The languages of a folder: one folder a language, any number of .po files in it, read together."""

from __future__ import annotations

import gettext
import io
from dataclasses import dataclass
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, PoFileParser

ENGLISH = 'en'
LOCALE = Path(__file__).parents[2] / 'locale'


class WrongCatalog(Exception):
    """A folder or a file of words that cannot be used, with what is wrong in one line."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its code, its own name, 'ltr' or 'rtl', what CLDR knows of it, and its words."""

    code: str
    name: str
    direction: str
    locale: Locale
    words: gettext.NullTranslations


class _Strict(Catalog):
    """A catalog that does not take two translations for one sentence."""

    def __setitem__(self, msgid: str | tuple[str, ...] | list[str], message: Message) -> None:
        present = self.get(msgid) if msgid else None
        if present is not None and (present.string, bool(present.fuzzy)) != (message.string, bool(message.fuzzy)):
            raise WrongCatalog(f'{msgid!r} is said in two ways: {present.string!r} and {message.string!r}')
        super().__setitem__(msgid, message)


def read_catalog(folder: Path) -> Catalog:
    """All .po files of one language's folder as one catalog.

    :raises WrongCatalog: the folder's name is no language, a file cannot be parsed, or two entries disagree.
    """
    catalog = _Strict(locale=_locale(folder.name))
    usual = catalog.plural_forms
    for path in sorted(folder.glob('*.po')):
        whole = _Strict(locale=catalog.locale, charset='utf-8')
        try:
            PoFileParser(whole, ignore_obsolete=True, abort_invalid=True).parse(path.read_text(encoding='utf-8').splitlines(keepends=True))
            if whole.plural_forms != usual:
                catalog.mime_headers = [('Plural-Forms', whole.plural_forms)]
            for message in whole:
                if message.id:
                    catalog[message.id] = message
        except (PoFileError, WrongCatalog, ValueError) as wrong:
            raise WrongCatalog(f'{folder.name}/{path.name}: {wrong}') from wrong
    return catalog


def read_languages(folder: Path) -> dict[str, Language]:
    """English and every language that has a folder here, by code, English first.

    :raises WrongCatalog: see `read_catalog`.
    """
    found = {ENGLISH: _language(ENGLISH, gettext.NullTranslations())}
    for own in sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else ():
        compiled = io.BytesIO()
        write_mo(compiled, read_catalog(own))
        compiled.seek(0)
        found[own.name] = _language(own.name, gettext.GNUTranslations(compiled))
    return found


def _language(code: str, words: gettext.NullTranslations) -> Language:
    locale = _locale(code)
    name = locale.get_display_name(locale) or code
    return Language(code, name[:1].upper() + name[1:], locale.text_direction, locale, words)


def _locale(code: str) -> Locale:
    try:
        return Locale.parse(code.replace('-', '_'))
    except (UnknownLocaleError, ValueError) as unknown:
        raise WrongCatalog(f'{code} is not the code of a language') from unknown
