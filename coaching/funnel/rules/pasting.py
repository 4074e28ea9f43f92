"""A list of people as somebody pastes it: from a letter's address line, a spreadsheet or a note, one person a line.

Nothing is guessed silently: a line that lacks something comes back with what to do about it.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from coaching.kit.refusal import Reason
from coaching.kit.words import fold
from coaching.people.rules import folded, tidy_email, tidy_name, tidy_phone

MOST_PEOPLE = 500
LONGEST_GROUP = 160
STRONG = '\t;|'
TAKEN = '\v'
WRAPPING = ' "-–:'

_EMAIL = re.compile(r'(?:[<(]|(?<![^\s<>;,"()]))(?:mailto:)?([^\s<>;,"()@]*@[^\s<>;,"()@]*)[>)]?')
_GOOD_EMAIL = re.compile(r'[^@\s]+@[^@\s.]+(\.[^@\s.]+)+')
_PHONE = re.compile(r'(?<!\w)\+?\(?\d[\d\s().\-/]{5,25}\d(?!\w)')
_QUOTED = re.compile(r'"[^"]*"')
_BULLET = re.compile(r'^\s*(?:[-*•·–]|\d{1,3}[.)])\s+')
_HEADINGS = {
    **dict.fromkeys(('name', 'full name', 'nombre', 'nombre completo', 'nombre y apellido'), 'name'),
    **dict.fromkeys(('first name', 'first', 'nombres', 'primer nombre', 'given name'), 'first'),
    **dict.fromkeys(('last name', 'last', 'surname', 'apellido', 'apellidos', 'family name'), 'last'),
    **dict.fromkeys(('email', 'e-mail', 'mail', 'email address', 'correo', 'correo electronico'), 'email'),
    **dict.fromkeys(('phone', 'phone number', 'cell', 'mobile', 'telefono', 'celular'), 'phone'),
    **dict.fromkeys(('group', 'agency', 'organization', 'organisation', 'school', 'grupo', 'agencia', 'organizacion', 'escuela'), 'group'),
}


class NoPerson(Reason):
    """What is wrong with one line of a pasted list."""

    NO_NAME = 'There is no name in this line. Add one.'
    NO_WAY_TO_WRITE = 'There is no email and no phone in this line. Add one of them.'
    WRONG_EMAIL = 'This email does not look right. Check it.'
    TWICE = 'This person is in the list twice. This line is left out.'


class NoPaste(Reason):
    """Why a pasted list is not taken at all."""

    NOTHING = 'There is nobody in this list. Paste one person a line.'
    TOO_MANY = 'This is more than 500 people. Paste them in parts.'


@dataclass(frozen=True, slots=True)
class PastedRow:
    """One person of a list; `number` is the line, `fault` what keeps this one out until it is put right."""

    number: int
    name: str
    email: str | None = None
    phone: str | None = None
    group: str = ''
    fault: NoPerson | None = None


def why_not_paste(people: Sequence[PastedRow]) -> NoPaste | None:
    """Whether there is something to preview."""
    if not people:
        return NoPaste.NOTHING
    return NoPaste.TOO_MANY if len(people) > MOST_PEOPLE else None


def read(text: str) -> list[PastedRow]:
    """Everybody in the list, faulty lines among them; blank lines and a line of headings are nobody."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    headings = _headings(lines[0][1]) if lines else []
    if headings:
        people = [person for number, line in lines[1:] for person in _by_headings(number, line, headings, _sign(lines[0][1]) or ',')]
    else:
        people = [_by_looks(number, piece) for number, line in lines for piece in _pieces(line)]
    return _without_doubles(people)


def _headings(line: str) -> list[str]:
    names = [_HEADINGS.get(fold(cell), '') for cell in _split(line)]
    return names if sum(map(bool, names)) > 1 else []


def _split(line: str, sign: str = '') -> list[str]:
    """The cells of a line, by this sign or the strongest in it that separates; what stands in quotation marks is one cell."""
    between = sign if sign and sign in line else _sign(line) or ','
    paired = line if line.count('"') % 2 == 0 else line.replace('"', '')
    cells = next(csv.reader([paired], delimiter=between, skipinitialspace=True), [])
    return [cell.strip(WRAPPING) for cell in cells]


def _sign(line: str) -> str:
    """The strongest sign outside quotation marks that separates more than a comma does; '' where there is none."""
    outside = _QUOTED.sub('', line)
    return next((sign for sign in STRONG if sign in outside), '')


def _by_headings(number: int, line: str, headings: Sequence[str], sign: str) -> list[PastedRow]:
    """What stands in the columns; a line that does not keep to them, with an address where the name or other words should be, by looks."""
    found = _split(line, sign)
    cells = dict(zip(headings, found, strict=False))
    name = cells.get('name') or f'{cells.get("first", "")} {cells.get("last", "")}'.strip()
    there = None if _sign(cells.get('email', '')) else _EMAIL.search(cells.get('email', ''))
    email = there or next(filter(None, map(_EMAIL.search, found)), None)
    if email and (not name or _EMAIL.search(name) or not there and cells.get('email')):
        return [_by_looks(number, piece) for piece in _pieces(line)]
    address = email[1] if email else cells.get('email', '')
    return [_person(number, _turned(name), address, cells.get('phone', ''), cells.get('group', ''))]


def _pieces(line: str) -> list[str]:
    """An address line holds several people, parted by semicolons, or by commas behind their addresses."""
    pieces = [piece for piece in line.split(';') if piece.strip()]
    if not all('@' in piece for piece in pieces):
        pieces = [line]
    return [part for piece in pieces for part in _behind_addresses(piece) if part.strip()]


def _behind_addresses(piece: str) -> list[str]:
    if piece.count('@') < 2:
        return [piece]
    found = re.split(r'(@[^\s,;<>@]*>?)\s*[,;]', piece)
    return [''.join(pair) for pair in itertools.zip_longest(found[::2], found[1::2], fillvalue='')]


def _by_looks(number: int, piece: str) -> PastedRow:
    """A line without headings: an address and a phone are known by their looks, the first words are the name, the next the group."""
    line = _BULLET.sub('', piece, count=1)
    email = _EMAIL.search(line)
    rest = _EMAIL.sub(TAKEN, line)
    phone = _PHONE.search(rest)
    rest = _PHONE.sub(TAKEN, rest)
    before, _, after = rest.partition(TAKEN)
    if email and email[0][0] in '<(' and before.strip():
        cells = [_turned(before), *_words(after)]
    elif _sign(rest):
        cells = _words(rest)
        cells[:1] = map(_turned, cells[:1])
    else:
        cells = [*_in_order(_words(before)), *_words(after)]
    return _person(number, cells[0] if cells else '', email[1] if email else '', phone[0] if phone else '', ', '.join(cells[1:]))


def _words(text: str) -> list[str]:
    """The cells that still hold words."""
    return [cell for cell in _split(text.replace(TAKEN, ' ')) if cell]


def _turned(name: str) -> str:
    """Ruiz, Ana is Ana Ruiz."""
    last, _, first = name.strip(WRAPPING).partition(',')
    return f'{first.strip()} {last}'


def _in_order(cells: list[str]) -> list[str]:
    """In a line of commas a single word before another cell is a surname; both may stand in one cell, in quotation marks."""
    if len(cells) > 1 and ' ' not in cells[0] and ',' not in cells[1]:
        return [f'{cells[1]} {cells[0]}', *cells[2:]]
    return [*map(_turned, cells[:1]), *cells[1:]]


def _person(number: int, name: str, email: str, phone: str, group: str) -> PastedRow:
    person = PastedRow(number, tidy_name(name), tidy_email(email), tidy_phone(phone), tidy_name(group)[:LONGEST_GROUP])
    if not person.name:
        return replace(person, fault=NoPerson.NO_NAME)
    if person.email and not _GOOD_EMAIL.fullmatch(person.email):
        return replace(person, fault=NoPerson.WRONG_EMAIL)
    return person if person.email or person.phone else replace(person, fault=NoPerson.NO_WAY_TO_WRITE)


def _without_doubles(people: Iterable[PastedRow]) -> list[PastedRow]:
    """The first of two lines with one name and one address stays, as sign-ups tell people apart."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for person in people:
        identity = (person.email or person.phone or '', folded(person.name))
        kept.append(replace(person, fault=NoPerson.TWICE) if not person.fault and identity in seen else person)
        seen.add(identity)
    return kept
