"""The address in every letter behind which one click stops letters of its kind; it needs no sign-in and works for ever."""

from __future__ import annotations

from coaching.kit.links import address
from coaching.kit.tokens import sign, unsign
from coaching.outbox.kinds import KINDS

PATH = '/letters/stop/'
PURPOSE = 'stop letters'


def stop_url(person_id: int | None, kind: str) -> str:
    """The address in the language that is spoken; empty for a kind that cannot be stopped, and where nobody is known who could stop it."""
    if person_id is None or not KINDS[kind].stoppable:
        return ''
    return address(f'{PATH}{sign(PURPOSE, f"{person_id} {kind}")}')


def read_stop_token(token: str) -> tuple[int, str] | None:
    """Whose letters of which kind; None for a token that was not made here."""
    said = unsign(PURPOSE, token)
    if said is None:
        return None
    person_id, _, kind = said.partition(' ')
    return int(person_id), kind
