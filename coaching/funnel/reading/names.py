"""The names that meeting tools show: with an earlier name, pronouns or a role in brackets behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coaching.kit.words import fold

LONGEST_NAME = 200
LONGEST_EMAIL = 254
MOST_LOOKED_AT = 400

_HOST = frozenset({'host', 'host, me', 'me, host', 'anfitrion', 'anfitriona', 'organizer', 'organiser', 'organizador', 'organizadora'})
_ROLES = _HOST | {
    'co-host', 'coanfitrion', 'coanfitriona', 'guest', 'me', 'external', 'unverified', 'panelist', 'presenter', 'interpreter',
    'invitado', 'invitada', 'externo', 'externa', 'sin verificar', 'no verificado', 'yo', 'panelista', 'interprete',
}  # fmt: skip
_PRONOUNS = re.compile(r'(she|he|they|ella|elle|el|xe|ze)([/, |]+(her|hers|him|his|them|theirs|they|she|he|ella|elle|el|xem|zir|any))*')
_ADDRESS = re.compile(r'[^\s@<>"(),;:]+@[^\s@<>"(),;:]+')


@dataclass(frozen=True, slots=True)
class Shown:
    """A name as shown, the other name behind it, and whether the brackets call this person the host."""

    name: str
    original: str | None = None
    is_host: bool = False


def shown(text: str) -> Shown:
    """Take apart "iPad (Ana Ruiz)", "Ana Ruiz (she/her)" and "Dana Whitfield (Host)"."""
    name, original, is_host = text, None, False
    while name.endswith(')') and (start := name.rfind('(')) > 0:
        inside = name[start + 1 : -1].strip()
        name = name[:start].strip()
        folded = fold(inside)
        if folded in _ROLES:
            is_host = is_host or folded in _HOST
        elif inside and not _PRONOUNS.fullmatch(folded):
            original = inside[:LONGEST_NAME]
    return Shown(name[:LONGEST_NAME], original if original != name else None, is_host)


def address(text: str) -> str | None:
    """The e-mail address in this cell, in small letters; None where there is none."""
    found = _ADDRESS.search(text[:MOST_LOOKED_AT]) if '@' in text else None
    return found[0].lower() if found and len(found[0]) <= LONGEST_EMAIL else None
