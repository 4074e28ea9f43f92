"""What other domains, pages and rules learn of accounts."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping

from coaching.kit.words import best_said


@dataclasses.dataclass(frozen=True, slots=True)
class NetworkFacts:
    """The one network of this installation; `languages` are those it offers, the main one first; `help_lines` go by them."""

    name: str
    zone: str
    languages: tuple[str, ...]
    help_lines: Mapping[str, str] = dataclasses.field(hash=False)  # pages are remembered by what stands here
    set_up_at: datetime.datetime | None
    version: int

    @property
    def help_line(self) -> str:
        """Whom to call, in the language that is spoken; where nobody said it in that one, in the network's first."""
        return best_said(self.help_lines, self.languages)


@dataclasses.dataclass(frozen=True, slots=True)
class Presence:
    """A browser's sign-in as a cookie named it; `is_current` is False for the token before the last change."""

    sign_in_id: int
    is_current: bool
    rotated_at: datetime.datetime
    seen_at: datetime.datetime
    idle_days: int
    expires_at: datetime.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class SignInRequestFacts:
    """One asked-for letter with a link and a code; without an account nothing opens it."""

    id: int
    account_id: int | None
    person_id: int | None
    name: str
    email: str
    language: str
    browser_digest: bytes
    nonce: bytes
    next_path: str
    tries: int
    expires_at: datetime.datetime
    used_at: datetime.datetime | None


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """What the browser that asked keeps for ten minutes: the request and its own secret."""

    request_id: int
    browser_token: str


@dataclasses.dataclass(frozen=True, slots=True)
class SignedIn:
    """A sign-in that has just begun: the token is the browser's, and nobody else will see it again."""

    account_id: int
    token: str
    lasts: datetime.timedelta
    next_path: str = ''


@dataclasses.dataclass(frozen=True, slots=True)
class SignInFacts:
    """One of a person's own sign-ins in a list."""

    id: int
    device: str
    began_at: datetime.datetime
    seen_at: datetime.datetime
    expires_at: datetime.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class AccountFacts:
    """The right of a person to sign in; `email` is '' where a card does."""

    id: int
    person_id: int
    name: str
    email: str
    made_at: datetime.datetime
    closed_at: datetime.datetime | None


@dataclasses.dataclass(frozen=True, slots=True)
class GrantFacts:
    """A role that somebody holds within a scope."""

    id: int
    account_id: int
    person_id: int
    role: str
    scope_kind: str
    scope_id: int | None
    began_at: datetime.datetime
    granted_by: str


@dataclasses.dataclass(frozen=True, slots=True)
class InvitationFacts:
    """A letter that offers a role."""

    id: int
    person_id: int
    name: str
    language: str
    email: str
    role: str
    scope_kind: str
    scope_id: int | None
    nonce: bytes
    invited_by: str
    invited_at: datetime.datetime
    expires_at: datetime.datetime
    accepted_at: datetime.datetime | None
    revoked_at: datetime.datetime | None


@dataclasses.dataclass(frozen=True, slots=True)
class CardFacts:
    """A printed card that signs somebody in who has no address; `email` is '' unless they have one by now."""

    id: int
    account_id: int
    person_id: int
    name: str
    language: str
    email: str
    nonce: bytes
    printed_at: datetime.datetime
    expires_at: datetime.datetime
    revoked_at: datetime.datetime | None
