"""What the outbox takes and gives away."""

from __future__ import annotations

import dataclasses
import datetime
import enum
from collections.abc import Mapping
from typing import Any

from coaching.kit.words import _, later

NO_LONGER_NEEDED = later('Not sent, because it was no longer needed.')
NOT_SENT = {
    'too late': later('Not sent, because it would have come too late.'),
    'stopped': later('Not sent, because such emails are not wanted.'),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Wanted:
    """A letter that should be promised; its `key` says which one it is among all letters there will ever be."""

    kind: str
    key: str
    due_at: datetime.datetime
    person_id: int | None = None
    useful_until: datetime.datetime | None = None
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """A promise as it stands. `over`: it was sent or has failed; `cancelled`: it can still be wanted again."""

    id: int
    wanted: Wanted
    over: bool
    cancelled: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Changes:
    """What has to happen so that the promises are those that are wanted; `cancel` and `leave` are ids."""

    create: tuple[Wanted, ...]
    change: tuple[tuple[int, Wanted], ...]
    cancel: tuple[int, ...]
    leave: tuple[int, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Promise:
    """A promise in a worker's hands. `claimed_until` is its lease, by the database's clock; `message_id` is the same in every copy."""

    id: int
    kind: str
    person_id: int | None
    subject_kind: str
    subject_id: int
    facts: Mapping[str, Any]
    made_at: datetime.datetime
    due_at: datetime.datetime
    useful_until: datetime.datetime | None
    claimed_until: datetime.datetime
    tries: int
    message_id: str


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """One letter as it is shown to its reader or on a roster: what it was about and what became of it."""

    id: int
    kind: str
    subject_kind: str
    subject_id: int
    due_at: datetime.datetime
    sent_at: datetime.datetime | None
    cancelled_at: datetime.datetime | None
    failed_at: datetime.datetime | None
    held_at: datetime.datetime | None
    failure: str

    def said(self) -> str:
        """What became of it, as a sentence in the language that is spoken."""
        if self.sent_at:
            return _('Sent.')
        if self.cancelled_at:
            return str(NOT_SENT.get(self.failure, NO_LONGER_NEEDED))
        if self.failed_at:
            refused = self.failure.startswith(Where.RECIPIENT.value)
            return _('The mail server refused the address.') if refused else _('The mail server did not take the email.')
        if self.held_at:
            return _('Waits until somebody lets it go.')
        return _('Was tried, and will be tried again.') if self.failure else _('Will be sent.')


@dataclasses.dataclass(frozen=True, slots=True)
class Held:
    """Letters of one kind that wait until a person lets them go."""

    kind: str
    count: int
    oldest_due_at: datetime.datetime
    newest_due_at: datetime.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class KeptLetter:
    """A letter that was kept as a file because there is no mail server; `id` is its promise's. One that is withheld tells no words."""

    id: int
    person_id: int | None
    kept_at: datetime.datetime
    to: str
    subject: str
    text: str
    page: str
    attachments: tuple[str, ...]
    is_withheld: bool = False


class Where(enum.StrEnum):
    """How far a letter had come when the mail server stopped it."""

    SERVER = 'server'
    SENDER = 'sender'
    RECIPIENT = 'recipient'
    LETTER = 'letter'


class Fate(enum.Enum):
    """What becomes of a letter that could not be handed over."""

    AWAY = 'the server is away or in trouble: every letter waits'
    LATER = 'this letter is tried again later'
    REFUSED = 'nobody can be reached at this address'
    FAILED = 'the server will never take this letter'


class Trouble(Exception):
    """A letter that was not taken. `code` is SMTP's answer, 0 where there was none; `detail` its enhanced code, as '5.1.1'."""

    def __init__(self, where: Where, code: int = 0, detail: str = '', kind: str = '') -> None:
        super().__init__(where, code, detail)
        self.where = where
        self.code = code
        self.detail = detail
        self.kind = kind

    @property
    def words(self) -> str:
        """What may be kept and logged: never the server's own sentence, which likes to repeat the address."""
        return ' '.join(str(part) for part in (self.where.value, self.code or '', self.detail, self.kind) if part)
