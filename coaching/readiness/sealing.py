"""What is answered while answering goes on is sealed: who holds the database, a backup or its log without the secret reads nothing.

Each answer is one byte at the place of its point, so that the length tells nothing either; AES-GCM (NIST SP 800-38D) with a key of the
round's own (HKDF, RFC 5869), bound to the round and to the person, or to the round's paper.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from coaching.kit.settings import settings
from coaching.readiness.values import Draft, Role, Tally

NONCE_BYTES = 12
ROLES = tuple(Role)
COUNT_BYTES = 2


def _key(round_id: int) -> AESGCM:
    derived = HKDF(hashes.SHA256(), 32, None, b'readiness ' + round_id.to_bytes(8, 'big')).derive(settings().secret)
    return AESGCM(derived)


def _sealed(plain: bytes, round_id: int, whose: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _key(round_id).encrypt(nonce, plain, whose)


def _opened(sealed: bytes, round_id: int, whose: bytes) -> bytes | None:
    try:
        return _key(round_id).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], whose)
    except InvalidTag:
        return None


def _of_person(person_id: int) -> bytes:
    return b'person ' + person_id.to_bytes(8, 'big')


def seal_draft(draft: Draft, *, round_id: int, person_id: int, items: Sequence[str], scale: Sequence[str]) -> bytes:
    """What somebody answered, for the row in the database; `items` are all points of the instrument in order, `scale` its answers."""
    role = 1 + ROLES.index(draft.role) if draft.role else 0
    numbers = [1 + scale.index(draft.answers[item]) if item in draft.answers else 0 for item in items]
    return _sealed(bytes([role, *numbers]), round_id, _of_person(person_id))


def open_draft(sealed: bytes, *, is_sent: bool, round_id: int, person_id: int, items: Sequence[str], scale: Sequence[str]) -> Draft | None:
    """What somebody answered so far; None where it was sealed for somebody else, or with another secret, and nobody can read it."""
    plain = _opened(sealed, round_id, _of_person(person_id))
    if plain is None:
        return None
    role, *numbers = plain
    answers = {item: scale[number - 1] for item, number in zip(items, numbers, strict=True) if number}
    return Draft(answers, ROLES[role - 1] if role else None, is_sent)


def seal_tally(tally: Tally, *, round_id: int, items: Sequence[str], scale: Sequence[str]) -> bytes:
    """What was counted on paper, for the row in the database."""
    roles = [tally.roles.get(role, 0) for role in ROLES]
    counts = [tally.answers.get(item, {}).get(answer, 0) for item in items for answer in scale]
    return _sealed(b''.join(count.to_bytes(COUNT_BYTES, 'big') for count in (*roles, *counts)), round_id, b'paper')


def open_tally(sealed: bytes, *, round_id: int, items: Sequence[str], scale: Sequence[str]) -> Tally | None:
    """What was counted on paper so far; None where nobody can read it."""
    plain = _opened(sealed, round_id, b'paper')
    if plain is None:
        return None
    counts = [int.from_bytes(plain[at : at + COUNT_BYTES], 'big') for at in range(0, len(plain), COUNT_BYTES)]
    roles = {role: count for role, count in zip(ROLES, counts, strict=False) if count}
    rest = iter(counts[len(ROLES) :])
    answers = {item: {answer: count for answer in scale if (count := next(rest))} for item in items}
    return Tally(roles, {item: given for item, given in answers.items() if given})
