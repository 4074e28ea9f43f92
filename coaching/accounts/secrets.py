"""Links and codes of this domain, made from a row's id and nonce alone, so that nothing that opens a door is stored."""

from __future__ import annotations

import hmac

from coaching.kit import tokens
from coaching.kit.links import address

SIGN_IN, INVITATION, SET_UP, CARD = 'sign-in', 'invitation', 'set-up', 'card'
CODE_LENGTH = 6


def code(request_id: int, nonce: bytes) -> str:
    """The six letters and figures of one sign-in letter."""
    number = int.from_bytes(tokens.keyed('code', request_id.to_bytes(8, 'big'), nonce), 'big')
    letters = []
    for _place in range(CODE_LENGTH):
        number, rest = divmod(number, len(tokens.CODE_LETTERS))
        letters.append(tokens.CODE_LETTERS[rest])
    return ''.join(letters)


def is_code(typed: str, request_id: int, nonce: bytes) -> bool:
    """Whether this was typed from that letter, however people type."""
    return hmac.compare_digest(tokens.tidy_code(typed).encode(), code(request_id, nonce).encode())


def sign_in_url(request_id: int, nonce: bytes) -> str:
    return address(f'/sign-in/link/{tokens.link_token(SIGN_IN, request_id, nonce)}')


def invitation_url(invitation_id: int, nonce: bytes) -> str:
    return address(f'/invitations/{tokens.link_token(INVITATION, invitation_id, nonce)}')


def card_url(card_id: int, nonce: bytes) -> str:
    return address(f'/cards/{tokens.link_token(CARD, card_id, nonce)}')


def set_up_url(nonce: bytes) -> str:
    return address(f'/set-up/{tokens.link_token(SET_UP, 1, nonce)}')
