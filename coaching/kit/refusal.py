"""A rule's 'no' is a value: the sentence that the person reads, the body of the 409 and the test's expectation."""

from __future__ import annotations

import enum


class Reason(enum.Enum):
    """Why something may not be done; a member's value is the English sentence, which is also its key for translation."""


class Refused(Exception):
    """Raised by a command when a rule gave a reason; `facts` fill the sentence's %(name)s."""

    def __init__(self, reason: Reason, **facts: object) -> None:
        super().__init__(reason.name)
        self.reason = reason
        self.facts = facts
