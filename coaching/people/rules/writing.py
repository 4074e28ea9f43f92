"""How a person's name, email and phone number are written down, so that the same person is found again."""

from __future__ import annotations

import re
import unicodedata

from coaching.kit.words import fold

LONGEST_NAME = 120
LONGEST_FOLDED = 240
LONGEST_PHONE = 40
BEFORE_NAMES = frozenset((
    'don', 'doña', 'dona', 'señor', 'señora', 'señorita', 'sr', 'sra', 'srta', 'mr', 'mrs', 'ms', 'miss', 'mx', 'dr', 'dra',
))  # fmt: skip
"""What people put before a name, in the languages of this house; alone it names nobody."""


def tidy_name(typed: str) -> str:
    """The name with its accents and capitals, without control characters and double spaces; at most 120 characters."""
    plain = ''.join(' ' if letter.isspace() else letter for letter in unicodedata.normalize('NFC', typed))
    seen = ''.join(letter for letter in plain if unicodedata.category(letter) not in ('Cc', 'Cf', 'Cs', 'Co', 'Cn'))
    return re.sub(' +', ' ', seen).strip()[:LONGEST_NAME].strip()


def first_name(name: str) -> str:
    """What people call each other: 'Alma', and 'Doña Carmen' for whoever is called so."""
    first, _space, others = name.partition(' ')
    return f'{first} {others.partition(" ")[0]}'.strip() if first.casefold().rstrip('.') in BEFORE_NAMES else first


def folded(name: str) -> str:
    """The name as it is compared; never '' for a name that is not."""
    return (fold(name) or name.casefold())[:LONGEST_FOLDED]


def tidy_email(typed: str | None) -> str | None:
    """The address in small letters, without the spaces that phones add; None where there is none."""
    return ''.join((typed or '').split()).lower() or None


def tidy_phone(typed: str | None) -> str | None:
    """Figures with a country's sign before them; ten figures alone are a number of North America. None where no figure is."""
    figures = ''.join(str(unicodedata.digit(letter)) for letter in typed or '' if letter.isdigit())[: LONGEST_PHONE - 1]
    if not figures:
        return None
    if (typed or '').lstrip().startswith('+'):
        return '+' + figures
    if len(figures) == 10:
        return '+1' + figures
    if len(figures) == 11 and figures[0] == '1':
        return '+' + figures
    return figures


def shown_phone(phone: str | None) -> str:
    """The number as people of North America write it; any other as it is kept."""
    if phone and phone.startswith('+1') and len(phone) == 12:
        return f'{phone[2:5]}-{phone[5:8]}-{phone[8:]}'
    return phone or ''
