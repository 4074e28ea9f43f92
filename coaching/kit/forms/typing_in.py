"""Fields that a person types into: names, addresses, numbers, texts."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import wtforms
from wtforms.validators import StopValidation

from coaching.kit.forms.base import Field, lines, one_line
from coaching.kit.words import _, later

EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.ASCII)
NOT_IN_EMAIL = re.compile(r'\.\.|^\.|\.@|=\?')  # =? would begin an encoded word in a letter's head (RFC 2047)
SEEN = 'LNPS'  # letters, numbers, punctuation, symbols: what leaves ink by itself (Unicode's general categories)
ADDRESS_IN_NAME = re.compile(r'://|www\.|\w@\w', re.IGNORECASE)
PHONE_GAPS = re.compile(r'[\s().\-/\u2010-\u2015]')
COUNTRY = '1'


class TextField(Field):
    """One line."""

    def read(self, text: str) -> Any:
        """The line, composed and with single spaces."""
        return self.short_enough(one_line(text))

    def short_enough(self, text: str) -> str:
        """The text itself.

        :raises ValueError: it is longer than the field's limit, in characters.
        """
        if len(text) > self.limit:
            raise ValueError(_('Write at most %(limit)s letters here; these are %(count)s', limit=self.limit, count=len(text)))
        return text


class LongTextField(TextField):
    """Several lines."""

    kind = 'lines'
    limit = 4000

    def read(self, text: str) -> str:
        """The lines, composed."""
        return self.short_enough(lines(text))


class NameField(TextField):
    """A person's whole name, as people call her."""

    autocomplete = 'name'
    missing = later('Write a name')
    limit = 120

    def read(self, text: str) -> str:
        """The name; '' where nothing of it can be seen.

        :raises ValueError: it holds a web or e-mail address: letters with our name under them shall not carry those.
        """
        name = super().read(text)
        if ADDRESS_IN_NAME.search(name):
            raise ValueError(_('Write only the name here, without a web or email address'))
        return name if any(unicodedata.category(letter)[0] in SEEN for letter in name) else ''


class EmailField(TextField):
    """An e-mail address, in small letters."""

    kind = 'email'
    autocomplete = 'email'
    missing = later('Write an email address')
    limit = 254

    def read(self, text: str) -> str:
        """The address, without what comes along when it is copied.

        :raises ValueError: it cannot be an address of e-mail (RFC 5321 lengths; letters of ASCII before the @).
        """
        address = one_line(text).removeprefix('mailto:').strip('<>,;. \u200b').lower()
        if not address:
            return ''
        name, at, domain = address.rpartition('@')
        try:
            address = f'{name}{at}{domain.encode("idna").decode()}'
        except UnicodeError:
            address = ''
        if not EMAIL.fullmatch(self.short_enough(address)) or NOT_IN_EMAIL.search(address):
            raise ValueError(_('Check this email address; it should look like ana@example.org'))
        return address


class PhoneField(TextField):
    """A phone number, as +13035550142; without a country it is one of North America."""

    kind = 'tel'
    autocomplete = 'tel'
    missing = later('Write a phone number')
    limit = 40

    def read(self, text: str) -> str:
        """The number with its country (E.164).

        :raises ValueError: too few or too many figures.
        """
        typed = PHONE_GAPS.sub('', self.short_enough(one_line(text))).removeprefix('tel:')
        if not typed:
            return ''
        figures = typed.removeprefix('+')
        if not (figures.isascii() and figures.isdigit()):
            raise ValueError(_('Write only the figures of the phone number, like 303 555 0142'))
        if typed.startswith('+') or (len(figures) == 11 and figures.startswith(COUNTRY)):
            whole = figures
        else:
            whole = COUNTRY + figures if len(figures) == 10 else ''
        if not 8 <= len(whole) <= 15:
            raise ValueError(_('Write the phone number with its area code, like 303 555 0142'))
        return f'+{whole}'


class WholeNumberField(TextField):
    """A whole number from `least` to `most`."""

    kind = 'number'
    missing = later('Write a number for “%(label)s”')

    def __init__(self, label: str = '', validators: Any = None, *, least: int = 0, most: int = 1_000_000, **others: Any) -> None:
        super().__init__(label, validators, **others)
        self.least = least
        self.most = most

    def read(self, text: str) -> int | None:
        """The number.

        :raises ValueError: it is none, or outside of what it may be.
        """
        figures = one_line(text).replace(',', '').replace(' ', '')
        if not figures:
            return None
        if not re.fullmatch(r'-?[0-9]{1,12}', figures):
            raise ValueError(_('Write a whole number in figures, like 12'))
        if not self.least <= int(figures) <= self.most:
            raise ValueError(_('Write a number from %(least)s to %(most)s', least=self.least, most=self.most))
        return int(figures)


class TrapField(TextField):
    """A field that no person sees; a machine that fills in everything fills it in too."""

    kind = 'trap'

    def pre_validate(self, form: wtforms.Form) -> None:
        """It never tells the machine what it is."""
        raise StopValidation

    def read(self, text: str) -> str:
        return text[:20]
