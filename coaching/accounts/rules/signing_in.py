"""When a link or a code signs somebody in."""

from __future__ import annotations

import datetime
import hmac

from coaching.accounts.values import SignInRequestFacts
from coaching.kit.refusal import Reason

LASTS = datetime.timedelta(minutes=10)  # OWASP ASVS 5.0, 6.5.5: codes and links live at most ten minutes
TRIES = 5


class NoSignIn(Reason):
    """Why nobody was signed in."""

    USED_OR_OLD = 'This sign-in link was used or is over 10 minutes old. We can send a new one.'
    OTHER_BROWSER = 'The code works only in the browser that asked for it. Open the link in the email, or ask for a new email.'
    WRONG_CODE = 'That is not the code in the email. Look at the email again, then type all six letters and figures.'
    TOO_MANY_TRIES = 'The code was wrong five times and works no more. Ask for a new email.'


class NoSetUp(Reason):
    """Why the network's own words stay as they are."""

    DONE = 'This network is set up already. This link works only once.'
    CHANGED_MEANWHILE = 'Somebody else changed this a moment ago. Look at it again, then save.'


def why_not_use(request: SignInRequestFacts, now: datetime.datetime) -> NoSignIn | None:
    """Whether the letter's link, or the right code, still opens."""
    if request.account_id is None or request.used_at or now >= request.expires_at:
        return NoSignIn.USED_OR_OLD
    return None


def why_not_use_code(request: SignInRequestFacts, browser_digest: bytes, is_right: bool, now: datetime.datetime) -> NoSignIn | None:
    """The code is bound to the browser that asked; for an address that nobody signs in with every code is a wrong one."""
    if not hmac.compare_digest(request.browser_digest, browser_digest):
        return NoSignIn.OTHER_BROWSER
    if request.used_at or now >= request.expires_at:
        return NoSignIn.USED_OR_OLD
    if request.tries >= TRIES:
        return NoSignIn.TOO_MANY_TRIES
    if not is_right or request.account_id is None:
        return NoSignIn.TOO_MANY_TRIES if request.tries + 1 >= TRIES else NoSignIn.WRONG_CODE
    return None


def is_our_path(path: str) -> bool:
    """Whether somebody may be sent there after signing in: a path of this site and nothing that a browser takes for another's."""
    return 0 < len(path) <= 500 and path[0] == '/' and path[1:2] != '/' and path.isprintable() and not set(' \\') & set(path)
