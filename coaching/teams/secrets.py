"""Links and codes of this domain, made from a row's id and nonce alone, so that nothing that opens a door is stored."""

from __future__ import annotations

from coaching.kit import tokens
from coaching.kit.links import address

DOOR, MEETING = 'team door', 'team meeting'


def door_url(door_id: int, nonce: bytes) -> str:
    return address(f'/team-join/{tokens.link_token(DOOR, door_id, nonce)}')


def meeting_path(asked_id: int, nonce: bytes) -> str:
    return f'/team-meeting/{tokens.link_token(MEETING, asked_id, nonce)}'
