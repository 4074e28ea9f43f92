"""How the head of a letter is written into lines: by Python's own rules, but the link that stops letters stands whole.

Python's `email` writes a long text without a space as an encoded word (RFC 2047). Inside a link nobody reads such words: a mail program
could not stop letters with one click (RFC 8058).
"""

from __future__ import annotations

import email.policy
from typing import Any

WHOLE = 'list-unsubscribe'


class Lines(email.policy.EmailPolicy):
    """A link may be as long as a line may be (998 letters, RFC 5322); ours are far shorter."""

    def fold(self, name: str, value: Any) -> str:
        return f'{name}: {value}{self.linesep}' if name.lower() == WHOLE else super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode('ascii') if name.lower() == WHOLE else super().fold_binary(name, value)


PLAIN = Lines(linesep='\r\n')
WITH_UTF8 = Lines(linesep='\r\n', utf8=True)
