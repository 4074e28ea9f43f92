"""A letter before it has words, and what must hold of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from coaching.kit.calendars import Attachment
from coaching.kit.words import ENGLISH, spoken
from coaching.outbox.kinds import KINDS, Kind

MOST_IN_NAME = 60
# =? would begin an encoded word (RFC 2047), which can hold the end of a line
ADDRESS = re.compile(r'(?!.*=\?)[^\s<>()\[\]\\,;:"@\x00-\x1f\x7f]{1,64}@[^\s<>()\[\]\\,;:"@\x00-\x1f\x7f]{1,255}')
LOOKS_LIKE_A_LINK = re.compile(r'[/@:]|\w\.\w{2,}')
JOINERS = frozenset('\u200c\u200d')


class WrongLetter(ValueError):
    """A letter that does not fit its kind, or whose address no mail server could take."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list at {rows}: a date or a link, and where it leads."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter before it has words; `kinds.py` says what each kind needs.

    `button` is the address behind the button. `words` are a person's own, in Markdown. `stop_url` answers one-click stop (RFC 8058);
    it is empty where nobody is known who could stop it.
    `sender` is the person in whose name it goes out, `reply_to` where an answer goes; both may be empty.
    """

    kind: str
    language: str
    to_name: str
    to_address: str
    message_id: str
    stop_url: str = ''
    facts: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    button: str = ''
    rows: tuple[Row, ...] = ()
    words: str = ''
    calendar: Attachment | None = None
    sender: str = ''
    reply_to: str = ''


@dataclass(frozen=True, slots=True)
class Frame:
    """What is the same in every letter: the network's name and help line, our address on the web, and who it is from."""

    network: str
    help_line: str
    base_url: str
    mail_from: str

    def __post_init__(self) -> None:
        """Whatever somebody typed on the set-up page is one line here."""
        object.__setattr__(self, 'network', one_line(self.network))
        object.__setattr__(self, 'help_line', one_line(self.help_line))

    def page(self, path: str) -> str:
        """The address of a page of ours in the language that is spoken."""
        return self.base_url.rstrip('/') + ('' if spoken().code == ENGLISH else f'/{spoken().code}') + path


def one_line(text: str) -> str:
    """Text as it may stand in a header: printable, in one line, and read in the direction in which it is written."""
    return ' '.join(''.join(sign if sign.isprintable() or sign in JOINERS else ' ' for sign in text).split())


def called(name: str, otherwise: str) -> str:
    """A name as a letter may say it; what looks like an address is no name, so that nobody advertises in our letters."""
    tidy = one_line(name)[:MOST_IN_NAME]
    return otherwise if not tidy or LOOKS_LIKE_A_LINK.search(tidy) else tidy


def kind_of(letter: Letter) -> Kind:
    """The kind of a letter that gives exactly what its kind asks for.

    :raises WrongLetter: it gives more, or less, or an address that cannot be written to.
    """
    kind = KINDS.get(letter.kind)
    if kind is None:
        raise WrongLetter(f'no letter of the kind {letter.kind!r} leaves this house')
    if ADDRESS.fullmatch(letter.to_address) is None:
        raise WrongLetter('an address that cannot be written to')
    if letter.reply_to and ADDRESS.fullmatch(letter.reply_to) is None:
        raise WrongLetter('an address that cannot be answered to')
    for what, given, wanted in (('facts', set(letter.facts), kind.facts), ('links', set(letter.links), kind.links)):
        if given != wanted:
            raise WrongLetter(f'{kind.name} asks for the {what} {sorted(wanted)}, not {sorted(given)}')
    if kind.button and not letter.button:
        raise WrongLetter(f'{kind.name} asks for a button')
    for what, has, may in (
        ('button', letter.button, kind.button),
        ('stop_url', letter.stop_url, kind.stoppable),
        ('rows', letter.rows, kind.rows),
        ('words', letter.words, kind.words),
        ('calendar', letter.calendar, kind.calendar),
    ):
        if has and not may:
            raise WrongLetter(f'{kind.name} carries no {what}')
    _check_addresses(letter)
    return kind


def _check_addresses(letter: Letter) -> None:
    urls = [letter.button, letter.stop_url, *letter.links.values(), *(row.url for row in letter.rows)]
    if any(url and (not url.startswith(('https://', 'http://')) or re.search(r'[\s<>"\x00-\x1f\x7f]', url)) for url in urls):
        raise WrongLetter('a link that leads nowhere')
