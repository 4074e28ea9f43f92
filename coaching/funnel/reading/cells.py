"""Cells of a sheet as somebody wrote them: addresses, numbers, days, yes and no. What cannot be read is `Wrong`, with its reason."""

from __future__ import annotations

import datetime
import functools
import re

from babel import Locale

from coaching.funnel.reading.names import address
from coaching.funnel.reading.reasons import Faulty
from coaching.funnel.reading.stamps import day_of
from coaching.funnel.reading.values import Fault
from coaching.kit.refusal import Reason
from coaching.kit.words import fold

LONGEST_PHONE = 40
LONGEST_NAME = 120

_NOTHING = frozenset({'-', '--', '.', '?', 'n/a', 'na', 'none', 'null', 'no email', 'ninguno', 'ninguna', 'no tiene', 'sin correo'})
_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+")
YES_OR_NO = dict.fromkeys(
    ('yes', 'y', 'x', '1', 'true', 'came', 'attended', 'here', 'present', 'checked in', 'si', 's', 'vino', 'asistio', 'presente', '✓', '✔'),
    True,
) | dict.fromkeys(
    ('no', 'n', '0', 'false', 'absent', 'no show', 'no-show', 'not here', 'did not attend', 'did not come', 'missed', 'no asistio',
     'no vino', 'ausente', '✗', '✘'),
    False,
)  # fmt: skip


class Wrong(Exception):
    """A row cannot be taken as it stands."""

    def __init__(self, reason: Reason, text: str = '') -> None:
        super().__init__(reason.name)
        self.fault = Fault(reason, {'text': text[:60]} if text else {})


def said(text: str) -> str:
    """The cell, '' where it says in words that there is nothing."""
    return '' if fold(text) in _NOTHING else text


def email_of(text: str) -> str | None:
    """The address that the cell holds.

    :raises Wrong: something else stands in it
    """
    if not text:
        return None
    found = address(text)
    if not found or not _ADDRESS.fullmatch(found):
        raise Wrong(Faulty.EMAIL, text)
    return found


def phone_of(text: str) -> str | None:
    """The number as it was written.

    :raises Wrong: something else stands in it
    """
    if not text:
        return None
    if not 7 <= sum(letter.isdigit() for letter in text) <= 20 or len(text) > LONGEST_PHONE:
        raise Wrong(Faulty.PHONE, text)
    return text


def day_in(written: str, *, day_first: bool) -> datetime.date:
    """The day that the cell names.

    :raises Wrong: it names none
    """
    day = day_of(written, day_first=day_first)
    if day is None:
        raise Wrong(Faulty.DAY, written)
    return day


def past(day: datetime.date | None, today: datetime.date) -> datetime.date:
    """A day that has come.

    :raises Wrong: it is missing, or still to come
    """
    if day is None:
        raise Wrong(Faulty.NO_DAY)
    if day > today:
        raise Wrong(Faulty.DAY_TO_COME, day.isoformat())
    return day


def yes_or_no(text: str, reason: Reason) -> bool | None:
    """What the cell says; None where it says nothing.

    :raises Wrong: for this reason, where it is neither
    """
    if not text:
        return None
    if fold(text) not in YES_OR_NO:
        raise Wrong(reason, text)
    return YES_OR_NO[fold(text)]


def language_of(text: str) -> str | None:
    """The code of a language that is named in English, in Spanish or by itself; None where it is none that we know."""
    folded = fold(text).partition('-')[0].strip()
    return folded if folded in _languages().values() else _languages().get(folded)


@functools.cache
def _languages() -> dict[str, str]:
    """The codes of languages by their folded names."""
    named = [(str(code), str(name)) for speech in ('es', 'en') for code, name in Locale(speech).languages.items()]
    names = {fold(name): code for code, name in named if len(code) == 2}
    own = {fold(Locale(code).get_language_name() or ''): code for code in ('ar', 'es', 'fr', 'pt', 'so', 'vi', 'zh')}
    return names | own | {'castellano': 'es', 'ingles': 'en'}
